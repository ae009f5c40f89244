"""Whether a chart keeps the rules of the house: what can be checked on the figure itself, without drawing it.

The rules: a finding as title, a subtitle, a source line and words for those who do not see; the font chain;
at least 3:1 between marks and paper and 4.5:1 between text and what it stands on; at most four categories,
told apart by more than colour; bars from zero; horizontal text; nothing fetched from a network. Every number is one
that was measured (`behind`), and one that is not sound looks so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fazhi_metrics.charts.behind import faults
from fazhi_metrics.charts.theme import CATEGORIES, FONT_CHAIN, PAPER, contrast

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

MARK_CONTRAST, TEXT_CONTRAST = 3.0, 4.5
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_MAPS = ("scattermap", "choroplethmap", "densitymap", "scattergeo", "choropleth")
_RESOURCE = re.compile(r"(?:https?:)?//[\w.-]+\.\w+")


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that a chart breaks, and how."""

    rule: str
    what: str

    def __str__(self) -> str:
        return f"{self.rule}：{self.what}"


def lint_chart(figure: Figure) -> tuple[Fault, ...]:
    """Return every fault of a figure, none for a sound one."""
    content = json.loads(figure.to_json())
    layout, traces = _resolved(content["layout"]), list(content["data"])
    rules = (_titles, _fonts, _marks, _texts, _categories, _zero, _horizontal, _offline, _measured)
    return tuple(fault for rule in rules for fault in rule(layout, traces))


def _resolved(layout: Mapping[str, Any]) -> dict[str, Any]:
    """Return the layout with what its template sets and it does not."""
    template = layout.get("template", {}).get("layout", {})
    return _merged(template, layout)


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(below)
    for key, value in above.items():
        nested = isinstance(value, Mapping) and isinstance(merged.get(key), Mapping)
        merged[key] = _merged(merged[key], value) if nested else value
    return merged


def _titles(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    title, meta = layout.get("title", {}), layout.get("meta") or {}
    shown = str(title.get("text", "")).replace("<br>", "")
    if not shown:
        yield Fault("标题", "没有标题")
    elif shown != meta.get("finding"):
        yield Fault("标题", "标题不是由数据得出的结论")
    if shown and shown == meta.get("name"):
        yield Fault("标题", "标题只是图名，没有说出结论")
    subtitle = str(title.get("subtitle", {}).get("text", ""))
    if not subtitle:
        yield Fault("副标题", "没有副标题")
    elif "<br>" in subtitle:
        yield Fault("副标题", "副标题超过一行")
    if not re.search(r"\d{4}年", subtitle):
        yield Fault("副标题", "副标题没有写明时间")
    sources = [a for a in layout.get("annotations", ()) if a.get("name") == "source"]
    if not sources or "来源" not in str(sources[0].get("text", "")):
        yield Fault("来源", "没有来源说明")
    if not meta.get("alt") or len(str(meta["alt"])) < 20:
        yield Fault("替代文字", "没有替代文字")
    if not (meta.get("table") or {}).get("rows"):
        yield Fault("数据表", "没有数据表")


def _fonts(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    for where, family in _families(
        {"layout": {k: v for k, v in layout.items() if k != "meta"}, "data": traces}
    ):
        if family != FONT_CHAIN:
            yield Fault("字体", f"{where} 用了别的字体 {family}")
    if layout.get("font", {}).get("family") != FONT_CHAIN:
        yield Fault("字体", "没有用规定的字体顺序")


def _families(content: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(content, Mapping):
        for key, value in content.items():
            if key == "family":
                yield where, str(value)
            else:
                yield from _families(value, f"{where}.{key}".strip("."))
    elif isinstance(content, list | tuple):
        for value in content:
            yield from _families(value, where)


def _marks(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    paper = layout.get("plot_bgcolor", PAPER)
    for trace in traces:
        for colour in _mark_colours(trace):
            if _COLOUR.fullmatch(colour) is None:
                yield Fault("颜色", f"颜色 {colour} 不是 #RRGGBB，无法核对对比度")
            elif contrast(colour, paper) < MARK_CONTRAST:
                yield Fault("对比度", f"{colour} 与背景不足 {MARK_CONTRAST}:1")


def _mark_colours(trace: Mapping[str, Any]) -> Iterator[str]:
    """Return the colours that carry the data: fills, outlines of hollow markers, lines."""
    kind, mode = trace.get("type"), trace.get("mode", "")
    marker = trace.get("marker", {})
    if kind == "bar" or "markers" in mode:
        outlined = (marker.get("line") or {}).get("width") and kind != "bar"
        colour = marker["line"].get("color") if outlined else marker.get("color")
        if colour is None:
            colour = trace.get("line", {}).get("color") if "lines" in mode else None
        yield from [colour] if isinstance(colour, str) else (colour if colour is not None else ["（未指定）"])
    if "lines" in mode:
        yield trace.get("line", {}).get("color") or "（未指定）"


def _texts(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    base = layout.get("font", {}).get("color", "#444444")
    title = layout.get("title", {})
    colours = {
        "标题": (title.get("font", {}).get("color", base), PAPER),
        "副标题": (title.get("subtitle", {}).get("font", {}).get("color", base), PAPER),
    }
    for number, note in enumerate(layout.get("annotations", ())):
        colours[f"注记{number}"] = (note.get("font", {}).get("color", base), PAPER)
    for number, trace in enumerate(traces):
        inside = trace.get("textposition") == "inside"
        ground = trace.get("marker", {}).get("color", PAPER) if inside else PAPER
        if trace.get("type") == "heatmap":
            ground = max((stop[1] for stop in trace["colorscale"]), key=lambda c: contrast(c, PAPER))
        if trace.get("text") is not None:
            colours[f"标注{number}"] = (trace.get("textfont", {}).get("color", base), ground)
    for where, (colour, ground) in colours.items():
        if contrast(colour, ground) < TEXT_CONTRAST:
            yield Fault("对比度", f"{where}的文字 {colour} 与底色 {ground} 不足 {TEXT_CONTRAST}:1")


def _categories(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    named = {trace["name"]: trace for trace in traces if trace.get("name")}
    if len(named) > CATEGORIES:
        yield Fault("分类", f"有 {len(named)} 个类别，最多 {CATEGORIES} 个")
    if len(named) < 2:
        return
    lines = [t for t in named.values() if "lines" in t.get("mode", "")]
    dashes = {t.get("line", {}).get("dash", "solid") for t in lines}
    if lines and len(dashes) < len(lines):
        yield Fault("分类", "几条线只靠颜色区分")
    points = [t for t in named.values() if "markers" in t.get("mode", "")]
    if points and len({str(t.get("marker", {}).get("symbol", "circle")) for t in points}) < len(points):
        yield Fault("分类", "几种点只靠颜色区分")
    told = " ".join(str(a.get("text", "")) for a in layout.get("annotations", ()))
    for name, trace in named.items():
        if trace.get("type") == "bar" and name not in " ".join(map(str, trace.get("text") or ())) + told:
            yield Fault("分类", f"条形 {name} 只靠颜色区分，没有直接标注")


def _zero(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    for trace in traces:
        if trace.get("type") != "bar":
            continue
        along = "x" if trace.get("orientation") == "h" else "y"
        axis = layout.get(along + "axis" + str(trace.get(along + "axis", along))[1:], {})
        ends = axis.get("range")
        if (ends is None and axis.get("rangemode") != "tozero") or (ends is not None and ends[0] != 0):
            yield Fault("零点", "条形没有从零开始")


def _horizontal(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    default = layout.get("xaxis", {}).get("tickangle"), layout.get("yaxis", {}).get("tickangle")
    for name, axis in layout.items():
        if re.fullmatch(r"[xy]axis\d*", name) and axis.get("visible") is not False:
            angle = axis.get("tickangle", default[name[0] == "y"])
            if angle != 0:
                yield Fault("文字方向", f"{name} 的刻度文字不是水平的")
    if any(note.get("textangle") for note in layout.get("annotations", ())):
        yield Fault("文字方向", "有倾斜的注记")
    for trace in traces:
        if trace.get("type") == "bar" and trace.get("text") is not None and trace.get("textangle") != 0:
            yield Fault("文字方向", "条形上的文字可能被转向")


def _offline(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    for key in ("images", "sliders", "updatemenus"):
        if any(_RESOURCE.search(str(each)) for each in layout.get(key, ())):
            yield Fault("离线", f"{key} 引用了网络资源")
    if any(str(trace.get("type")).removesuffix("box").endswith(_MAPS) for trace in traces):
        yield Fault("离线", "地图要从网络取底图")


def _measured(layout: dict[str, Any], traces: list[Any]) -> Iterator[Fault]:
    yield from (Fault(rule, what) for rule, what in faults(layout, traces))

"""Charts as files: images, offline pages and data, all in one go; what has not changed is not drawn again."""

from __future__ import annotations

import csv
import filecmp
import io
import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Literal, get_args

from fazhi_metrics.charts import files
from fazhi_metrics.charts.browser import Shot, find_browser, shoot
from fazhi_metrics.charts.fonts import chinese_font
from fazhi_metrics.charts.page import SCRIPT, chart_page
from fazhi_metrics.charts.theme import DPI, FONTS, SCALE, WIDTH
from fazhi_metrics.errors import ChartError, capped, did_you_mean
from fazhi_metrics.files import write

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

Format = Literal["png", "svg", "pdf", "html", "csv"]
Naming = Literal["id", "title"]
PICTURED: tuple[Format, ...] = ("png", "svg", "pdf", "html")  # a page holds an SVG
RECORD = ".charts.json"  # what each file was made from, beside the files
_TOOLS = ("plotly", "kaleido")


@dataclass(frozen=True, slots=True)
class Export:
    """What an export did: files drawn now, files kept because nothing changed, and what could not be drawn.

    `notes` are sentences for the analyst: why images were skipped, which image failed and why.
    """

    directory: Path
    drawn: tuple[Path, ...] = ()
    kept: tuple[Path, ...] = ()
    skipped: tuple[Path, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is there now and up to date."""
        return tuple(sorted((*self.drawn, *self.kept)))


def export_charts(
    figures: Mapping[str, Figure],
    directory: Path | str,
    formats: Sequence[str] = ("png", "html"),
    *,
    names: str = "id",
) -> Export:
    """Write every figure in every format into a folder; `names` says whether files bear ids or Chinese titles.

    Images are 300 dpi at the placed width. Without a browser, or without a font of the chain, images are
    skipped and said so, and everything else is written. Raises ChartError for an unknown format or naming.
    """
    for name in formats:
        if name not in get_args(Format):
            raise ChartError(f"不支持的图片格式 {name}", todo=did_you_mean(name, get_args(Format)))
    if names not in get_args(Naming):
        raise ChartError(f"文件名不能按 {names} 取", todo="可以用 id（编号）或 title（中文图名）。")
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    browser, notes = find_browser(), list[str]()
    font = chinese_font()
    if browser is None:
        notes.append(
            "没有找到 Chromium 或 Chrome，图片没有生成，其余照常。请安装浏览器（如 apt-get install chromium）。"
        )
    elif font is None:
        notes.append(
            f"没有找到图表用的中文字体（{'、'.join(FONTS)} 之一），图片没有生成，其余照常。请安装（如 apt-get install fonts-noto-cjk）。"
        )
    able = browser is not None and font is not None
    wanted = [w for key, figure in figures.items() for w in _wanted(key, figure, folder, formats, names)]
    _refuse_doubles(wanted)
    record = _read_record(folder)
    tools = _tools(browser, font) if able else ""
    made_from = {w.path: [_digest(w), tools if w.format in PICTURED else ""] for w in wanted}
    kept = {w.path for w in wanted if _unchanged(w.path, made_from[w.path], record)}
    due = [w for w in wanted if w.path not in kept]
    images: dict[tuple[str, str], bytes] = {}
    failures: dict[Path, str] = {}
    if able:
        try:
            images, failures = _images(due, browser)
        except ChartError as error:
            notes.append(f"图片没有生成，其余照常。{error}")
    drawn, skipped = list[Path](), list[Path]()
    for w in due:
        content = _content(w, images)
        if content is None:
            w.path.unlink(missing_ok=True)  # an image of other numbers must not pass for this one
            skipped.append(w.path)
            continue
        write(w.path, content)
        drawn.append(w.path)
        record[w.path.name] = [*made_from[w.path], sha256(content).hexdigest()]
    if "html" in formats:
        _place_script(folder)
    notes += [f"{path.name} 没有画成（{why}）。" for path, why in sorted(failures.items())]
    _write_record(folder, record)
    return Export(folder, tuple(sorted(drawn)), tuple(sorted(kept)), tuple(sorted(skipped)), tuple(notes))


def exported(key: str, figure: Figure, directory: Path | str, kind: Format = "png") -> Path | None:
    """Return a chart's file in a folder of exports when it shows this very figure, whichever name it bears.

    None when it is not there, was made from other numbers, or was changed by hand.
    """
    folder = Path(directory)
    record = _read_record(folder)
    for naming in get_args(Naming):
        [wanted] = _wanted(key, figure, folder, (kind,), naming)
        if _unchanged(wanted.path, (_digest(wanted), ""), record):
            return wanted.path
    return None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """One file to be: its path and format, and the figure it shows."""

    path: Path
    format: Format
    figure: Mapping[str, Any]
    key: str


def _wanted(key: str, figure: Figure, folder: Path, formats: Sequence[str], names: str) -> list[_Wanted]:
    content = json.loads(figure.to_json())
    meta = content.get("layout", {}).get("meta") or {}
    stem = meta.get("name", key) if names == "title" else key
    stem = re.sub(r'[\\/:*?"<>|\s]+', "_", str(stem)).strip("._") or "chart"
    return [_Wanted(folder / f"{stem}.{f}", f, content, key) for f in get_args(Format) if f in formats]


def _refuse_doubles(wanted: Sequence[_Wanted]) -> None:
    times = Counter(w.path.name.casefold() for w in wanted)
    doubles = [w.path.name for w in wanted if times[w.path.name.casefold()] > 1]
    if doubles:
        raise ChartError(f"几个图表要写成同一个文件：{capped(doubles)}", todo="请改用编号作文件名。")


def _images(
    due: Sequence[_Wanted], browser: Path | None
) -> tuple[dict[tuple[str, str], bytes], dict[Path, str]]:
    """Draw the images that the files need: their own, and an SVG for each page."""
    if browser is None:
        return {}, {}
    needed: dict[tuple[str, str], Mapping[str, Any]] = {
        (w.key, "svg" if w.format == "html" else w.format): w.figure for w in due if w.format != "csv"
    }
    with TemporaryDirectory(prefix="charts-") as folder:
        shots = {
            pair: _shot(figure, Path(folder) / f"{number}.{pair[1]}", pair[1])
            for number, (pair, figure) in enumerate(needed.items())
        }
        failed = shoot(list(shots.values()), browser)
        images = {
            pair: _settled(pair, shot.path.read_bytes())
            for pair, shot in shots.items()
            if shot.path not in failed
        }
    failures = {
        w.path: failed[shots[pair].path]
        for w in due
        if (pair := (w.key, w.format)) in shots and shots[pair].path in failed
    }
    return images, failures


def _shot(figure: Mapping[str, Any], path: Path, kind: str) -> Shot:
    layout = figure["layout"]
    scale = SCALE if kind == "png" else 1.0
    return Shot(
        figure=figure,
        path=path,
        format=kind,
        width=layout.get("width", WIDTH),
        height=layout.get("height", 450),
        scale=scale,
    )


def _settled(pair: tuple[str, str], image: bytes) -> bytes:
    key, kind = pair
    if kind == "png":
        return files.with_resolution(image, DPI)
    return files.with_stable_ids(image, key) if kind == "svg" else files.without_clock(image)


def _content(w: _Wanted, images: Mapping[tuple[str, str], bytes]) -> bytes | None:
    if w.format == "csv":
        return _csv(w.figure)
    if w.format != "html":
        return images.get((w.key, w.format))
    svg = images.get((w.key, "svg"), b"").decode()
    return chart_page(w.figure, svg).encode()


def _csv(figure: Mapping[str, Any]) -> bytes:
    columns, rows = figure["layout"].get("meta", {}).get("measures", {}).get("sheet", [[], []])
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([[_inert(v) for v in row] for row in rows])
    return b"\xef\xbb\xbf" + text.getvalue().encode()  # the mark by which Excel knows UTF-8


def _inert(value: str) -> str:
    """Return a text that no spreadsheet runs as a formula; a plain negative number stays a number."""
    risky = value[:1] in ("=", "+", "-", "@", "\t", "\r") and not re.fullmatch(r"-\d+(\.\d+)?", value)
    return f"'{value}" if risky else value


def _place_script(folder: Path) -> None:
    import plotly

    source = Path(plotly.__file__).parent / "package_data" / SCRIPT
    target = folder / SCRIPT
    if not target.exists() or not filecmp.cmp(source, target, shallow=False):
        write(target, source.read_bytes())


def _tools(browser: Path | None, font: str | None) -> str:
    from importlib.metadata import version

    stamp = (str(browser), browser.stat().st_mtime_ns) if browser else ()
    tools = repr((*(version(tool) for tool in _TOOLS), *stamp, font))
    return sha256(tools.encode()).hexdigest()  # the record may be passed on: no path of this machine in it


def _digest(w: _Wanted) -> str:
    if w.format == "csv":
        return sha256(_csv(w.figure)).hexdigest()
    layout = w.figure["layout"]  # a picture shows nothing of the measures that the CSV holds
    shown = {**(layout.get("meta") or {})}
    shown.pop("measures", None)
    pictured = {**w.figure, "layout": {**layout, **({"meta": shown} if shown else {})}}
    text = chart_page(w.figure) if w.format == "html" else json.dumps([w.format, pictured], sort_keys=True)
    return sha256(text.encode()).hexdigest()


def _unchanged(path: Path, made_from: Sequence[str], record: Mapping[str, list[str]]) -> bool:
    """Whether a file is there as it was written, from the same figure and (where they can be told) tools."""
    figure, tools, content = record.get(path.name, ["", "", ""])
    same = figure == made_from[0] and (tools == made_from[1] or not made_from[1])
    return same and path.is_file() and sha256(path.read_bytes()).hexdigest() == content


def _read_record(folder: Path) -> dict[str, list[str]]:
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    sound = isinstance(record, dict) and all(isinstance(v, list) and len(v) == 3 for v in record.values())
    return record if sound else {}


def _write_record(folder: Path, record: Mapping[str, list[str]]) -> None:
    present = {name: value for name, value in record.items() if (folder / name).is_file()}
    text = json.dumps(present, ensure_ascii=False, indent=1, sort_keys=True)
    write(folder / RECORD, text.encode())

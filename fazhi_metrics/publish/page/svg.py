"""An exported chart made fit to stand inside a page: small, inert, and without the titles that the page prints.

A chart's SVG says every style again on every mark, and carries titles that a page sets better itself (they
wrap on a phone). Here the drawing is rebuilt from a short list of elements and attributes: whatever could run,
load or link is not on the list. Styles become attributes, because the page allows no inline styles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from fazhi_metrics.charts.theme import INK, LABEL_SIZE, SOURCE_SIZE, SUBTITLE_SIZE
from fazhi_metrics.errors import ChartError
from fazhi_metrics.publish.page.shorten import MOVE, Node, repacked, shortened
from fazhi_metrics.publish.page.strokes import plain

LINE = 1.3  # the line height of plotly, in font sizes
_SVG = "{http://www.w3.org/2000/svg}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_ELEMENTS = {"g", "path", "text", "tspan", "rect", "circle", "line", "clipPath", "defs", "image"}
_HOLDERS = {"g", "defs", "clipPath"}  # nothing to see by themselves
_ATTRIBUTES = {
    "x",
    "y",
    "dy",
    "rx",
    "ry",
    "cx",
    "cy",
    "r",
    "x1",
    "x2",
    "y1",
    "y2",
    "d",
    "id",
    "width",
    "height",
    "transform",
    "clip-path",
    "text-anchor",
    "preserveAspectRatio",
    "fill-rule",
    "shape-rendering",
    *(
        STYLED := (
            "fill",
            "fill-opacity",
            "stroke",
            "stroke-width",
            "stroke-opacity",
            "stroke-dasharray",
            "stroke-miterlimit",
            "opacity",
            "font-size",
            "font-weight",
        )
    ),
}
# What the page's style sheet or SVG itself says anyway.
_USUAL = {
    ("fill-opacity", "1"),
    ("stroke-opacity", "1"),
    ("opacity", "1"),
    ("font-weight", "400"),
    ("stroke-miterlimit", "2"),
}
_NUMBER = re.compile(r"-?\d*\.\d{2,}(?:e-?\d+)?")
_PIXELS = re.compile(r"(?<=\d)px\b")
_COLOUR = re.compile(r"rgb\((\d+), ?(\d+), ?(\d+)\)")
_REFERENCE = re.compile(r"url\(['\"]?#([^'\")]+)['\"]?\)\Z")
_PLAIN = re.compile(
    r"(?!.*url)[#\w.,%() +-]+\Z", re.ASCII | re.IGNORECASE
)  # neither an address nor an escape
_STILL = re.compile(r"rotate\(0,[^)]*\)\s*|translate\(0, ?0\)\s*")


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing ready to stand in a page; `above` and `below` are the heights cut off with its titles."""

    svg: str
    width: float
    height: float
    above: float = 0.0
    below: float = 0.0


def tidy(svg: str | bytes, name: str, source: str = "") -> Picture:
    """Return the drawing without title, subtitle and source line; ids begin with `name`.

    Where the titles are not found as plotly writes them, the drawing stays whole. Raises ChartError for
    something that is no SVG.
    """
    root = _parsed(svg, name)
    width, height = (float(root.get(side, "0").removesuffix("px")) for side in ("width", "height"))
    above, below = _cut(root, height, source)
    used = {match[1] for node in root.iter() if (match := _REFERENCE.match(node.get("clip-path") or ""))}
    ids = {old: f"{name}-{number}" for number, old in enumerate(sorted(used))}
    nodes = shortened([node for child in root for node in _read(child, ids)])
    inner = "".join(_written(node) for node in nodes if not _backdrop(node, width))
    box = f"0 {_short(str(above))} {_short(str(width))} {_short(str(height - above - below))}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" aria-hidden="true" focusable="false">'
    return Picture(f"{head}{inner}</svg>", width, height - above - below, above, below)


def _parsed(svg: str | bytes, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(svg.encode() if isinstance(svg, str) else svg, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ChartError(f"图表 {name} 的 SVG 读不懂", todo="请重新绘制图表") from error
    if root.tag != f"{_SVG}svg":
        raise ChartError(f"图表 {name} 的文件不是 SVG", todo="请重新绘制图表")
    return root


def _cut(root: etree._Element, height: float, source: str) -> tuple[float, float]:
    """Take titles and source line out; return the heights above and below that they stood in."""
    above = below = 0.0
    subtitle = next(iter(_classed(root, "gtitle-subtitle")), None)
    if subtitle is not None:
        lines = max(1, sum(child.get("class") == "line" for child in subtitle))
        above = float(subtitle.get("y", "0")) + LINE * SUBTITLE_SIZE * lines
        for title in [*_classed(root, "gtitle"), subtitle]:
            _remove(title)
    wanted = _squeezed(source)
    for note in _classed(root, "annotation"):
        moved = next(iter(_classed(note, "cursor-pointer")), None)
        if wanted and moved is not None and _squeezed("".join(map(str, note.itertext()))) == wanted:
            match = MOVE.match(moved.get("transform", ""))
            below = height - float(match[2]) if match else 0.0
            _remove(note)
            break
    return round(above), max(0, round(below - SOURCE_SIZE / 2))


def _classed(root: etree._Element, name: str) -> list[etree._Element]:
    return [node for node in root.iter(etree.Element) if name in (node.get("class") or "").split()]


def _remove(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _read(node: etree._Element, ids: dict[str, str]) -> Iterator[Node]:
    """Yield an element anew, or nothing for what is empty, unseen or not on the list."""
    tag = str(node.tag).removeprefix(_SVG)
    if tag not in _ELEMENTS or (tag == "clipPath" and node.get("id") not in ids):
        return
    attributes = dict(_attributes(node, tag, ids))
    lettered = tag in ("text", "tspan")
    text, tail = (node.text or "" if lettered else "", node.tail or "" if tag == "tspan" else "")
    children = tuple(read for child in node for read in _read(child, ids))
    empty = not children and not text.strip()
    if not _unseen(tag, attributes) and not (empty and tag in (*_HOLDERS, "text")):
        yield Node(tag, tuple(attributes.items()), children, text, tail)


def _written(node: Node) -> str:
    inner = _text(node.text) + "".join(_written(child) for child in node.children)
    attributes = "".join(f' {name}="{_text(value, quoted=True)}"' for name, value in node.attributes)
    written = f"<{node.tag}{attributes}>{inner}</{node.tag}>" if inner else f"<{node.tag}{attributes}/>"
    return written + _text(node.tail)


def _backdrop(node: Node, width: float) -> bool:
    """Whether a node is the white sheet behind the drawing, which the page has already."""
    said = dict(node.attributes)
    return node.tag == "rect" and said.get("fill") == "#ffffff" and said.get("width") == _short(str(width))


def _attributes(node: etree._Element, tag: str, ids: dict[str, str]) -> Iterator[tuple[str, str]]:
    plain = {str(name): str(value) for name, value in node.attrib.items() if name in _ATTRIBUTES}
    plain.update((name, value) for name, value in _styles(node.get("style") or "") if name in STYLED)
    if plain.get("stroke-opacity") == "0" or plain.get("stroke-width") in ("0", "0px"):
        plain = {name: value for name, value in plain.items() if not name.startswith("stroke")}
    moved = MOVE.match(plain.get("transform", ""))
    if tag == "text" and moved and not len(node):  # x and y say it shorter
        plain["x"] = str(float(plain.get("x", "0")) + float(moved[1]))
        plain["y"] = str(float(plain.get("y", "0")) + float(moved[2]))
        del plain["transform"]
    for name, value in plain.items():
        if name == "id":
            if value in ids:
                yield name, ids[value]
        elif name == "clip-path":
            if (match := _REFERENCE.match(value)) and match[1] in ids:
                yield name, f"url(#{ids[match[1]]})"
        else:
            short = _short(_STILL.sub("", value).strip())
            if _PLAIN.match(short) and not _needless(tag, name, short):
                yield name, short
    picture = node.get(_LINK) or node.get("href") or ""
    if tag == "image" and picture.startswith("data:image/png;base64,"):
        yield "href", repacked(picture)


def _styles(style: str) -> Iterator[tuple[str, str]]:
    for declaration in style.split(";"):
        name, _, value = declaration.partition(":")
        if value.strip():
            yield name.strip(), _PIXELS.sub("", value.strip())


def _needless(tag: str, name: str, value: str) -> bool:
    if (name, value) in _USUAL or (name == "dy" and value == "0em"):
        return True
    if tag in ("text", "tspan"):
        return (name, value) in (("fill", INK.lower()), ("font-size", str(LABEL_SIZE)))
    return False


def _unseen(tag: str, attributes: dict[str, str]) -> bool:
    if tag == "path":
        return attributes.get("d", "M0,0") == "M0,0"
    if tag == "rect":
        return attributes.get("fill-opacity") == "0" and "stroke" not in attributes
    return tag == "image" and "href" not in attributes


def _short(value: str) -> str:
    """Write numbers to a tenth of a pixel and colours as #rrggbb."""
    value = _COLOUR.sub(lambda m: "#{:02x}{:02x}{:02x}".format(*(int(part) for part in m.groups())), value)
    value = _NUMBER.sub(lambda m: plain(float(m[0])), value)
    return value.removesuffix(".0")


def _text(text: str | None, *, quoted: bool = False) -> str:
    escaped = (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return escaped.replace('"', "&quot;") if quoted else escaped

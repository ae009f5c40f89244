"""The XML of one sheet of an .xlsx: its extent, and what calamine does not tell of its cells.

It is scanned with regular expressions and never parsed as XML, so that no entity, link or macro can act.
Whatever the scan does not find is simply not known; the values themselves come from calamine.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from fazhi_metrics.addresses import column_number
from fazhi_metrics.workbooks import limits, refusals
from fazhi_metrics.workbooks.facts import PERCENT_FORMATS, Facts, Styles, is_percent_format
from fazhi_metrics.workbooks.numberformat import read_format
from fazhi_metrics.workbooks.richtext import STRUCK, Rich, is_marked, rich_cells

_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ROW: Final = re.compile(rb"<row\b([^>]*)>")
_PREFIXED_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Za-z]+)(\d+)["']""")
# What runs over every cell begins with a literal: that is ten times as fast as a class would be.
_ROW_NUMBER: Final = re.compile(rb'<row r="(\d+)"')
_HEAD: Final = 1 << 16  # bytes in which the first cell stands, unless its tag has a prefix
# As every office program writes cells: r before anything else, and nowhere but there.
_NOT_NEAR: Final = re.compile(rb'<c(?! r="[A-Z]\d{1,5}"|[a-z])')
_NOT_PLAIN: Final = re.compile(rb'<c(?! r="[A-Za-z]{1,3}\d{1,7}"|[a-z])')
_REFERENCE_ELSEWHERE: Final = re.compile(rb"r\s*=(?<!<c r=)(?<!<row r=)(?<![A-Za-z]r=)")
_PREFIXED: Final = re.compile(rb"<[^\s<>/!?]{1,99}:c[\s/>]")
_EMPTY_CELL: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*/>")
_TAG: Final = re.compile(rb"<(?:[^\s<>/!?]{1,99}:)?(c|row)(?=[\s/>])([^<]*)")
_POSITION: Final = re.compile(rb"""(?<![\w:])r\s*=\s*["']\s*([A-Za-z]*)(\d*)""")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>]|)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>|<(?:\w+:)?is\b", re.DOTALL)
_ENTITY: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HIDDEN: Final = re.compile(rb"""hidden\s*=\s*["'](?:1|true)["']""")
# A formula, in two elements or one, behind which no result follows; and an error value. Before each of them
# stands a text without which there is none: to look for that is faster.
_QUESTIONED: Final = (
    (b"</f>", re.compile(rb"</f>(?!<v>[^<\s])")),
    (b"si=", re.compile(rb"<f(?:\s[^<>]*)?/>(?!<v>[^<\s])")),
    (b't="e"', re.compile(rb't="e"')),
    (b"t='e'", re.compile(rb"t='e'")),
)
_CONCEALED: Final = (b'hidden="1"', b'hidden="true"', b"hidden='")
_COMMENT: Final = re.compile(rb"<(?:\w+:)?comment\s([^>]*)>(.*?)</(?:\w+:)?comment>", re.DOTALL)
_TEXT: Final = re.compile(rb"<(?:\w+:)?t\b[^>]*>(.*?)</(?:\w+:)?t>", re.DOTALL)
_LONG_SHEET: Final = 2 << 20


def scan_sheet(xml: bytes, styles: Styles, facts: Facts, shared: Mapping[int, Rich] | None = None) -> None:
    """Find hidden rows and columns, cells without a value, and cells whose style says something.

    `shared` are the shared texts of the workbook in which something is struck or raised.
    """
    start, end = _cells_of(xml)
    top = xml[:start]
    if any(text in top or _has(xml, b"h", text, start, end) for text in _CONCEALED):
        _hidden(xml, start, facts)
    if b"<c" not in xml[:_HEAD]:
        _unread(_CELL.finditer(xml), facts)
    elif (
        _has(xml, b"f", b"<f", start, end)
        or _has(xml, b"e", b't="e"', start, end)
        or _has(xml, b"'", b"t='e'", start, end)
    ):
        _unread(_questioned(xml, start, end), facts)
    if styles.told:
        _styled(xml, styles, facts)
    if shared or (_has(xml, b"S", b"inlineStr", start, end) and is_marked(xml)):
        facts.rich.update(rich_cells(xml, shared or {}))


def scan_comments(xml: bytes, facts: Facts) -> None:
    """Find the comments of cells."""
    for match in _COMMENT.finditer(xml):
        place = re.fullmatch(r"([A-Za-z]{1,3})(\d{1,7})", attributes_of(match[1]).get("ref", ""))
        if place is not None:
            text = b"".join(_TEXT.findall(match[2])).decode("utf-8", "replace")
            facts.comments[int(place[2]), column_number(place[1])] = html.unescape(text).strip()


def has_entities(xml: bytes) -> bool:
    """Whether a part declares entities, which no office program does."""
    return _ENTITY.search(xml, 0, 4096) is not None


def check_extent(xml: bytes, where: str) -> None:
    """Refuse a sheet whose cells lie so far apart that their grid would not fit into memory."""
    if has_entities(xml):
        raise refusals.bomb(where, "含有实体声明")
    start, end = _cells_of(xml)
    plain = _REFERENCE_ELSEWHERE.search(xml, start, end) is None and not (
        _has(xml, b":", b":c", start, end) and _PREFIXED.search(xml, start, end) is not None
    )
    if plain and _NOT_NEAR.search(xml, start, end) is None:
        return  # 26 columns and 99,999 rows at most
    if plain and _NOT_PLAIN.search(xml, start, end) is None:
        if _likely_extent(xml, start, end) <= limits.CELLS:
            return
        kept = _EMPTY_CELL.sub(b"", xml)  # styled empty cells count for nothing
        filled = [(int(row), column_number(name.decode())) for name, row in set(_REFERENCE.findall(kept))]
        tall = max((row for row, _ in filled), default=0)
        wide = max((column for _, column in filled), default=1)
    else:
        tall, wide = _extent(xml, where)
    if wide > limits.COLUMNS or tall > limits.ROWS:
        raise refusals.corrupt(where, "行号或列号超出范围")
    if tall * wide > limits.CELLS:
        raise refusals.too_big(where, f"工作表声称有 {tall} 行 × {wide} 列")


def _cells_of(xml: bytes) -> tuple[int, int]:
    """Return where the cells of a sheet begin and end: all of it lies there that calamine takes for a cell."""
    start, end = xml.find(b"sheetData"), xml.rfind(b"sheetData")
    if start < 0:
        return 0, len(xml)
    start += len(b"sheetData")
    return start, end if end > start else len(xml)


def _has(xml: bytes, rare: bytes, text: bytes, start: int, end: int) -> bool:
    """Whether a text occurs; first the one of its letters is sought that cells seldom have."""
    # From the end: in the XML of a sheet three times as fast as `in`.
    return xml.find(rare, start, end) >= 0 and xml.rfind(text, start, end) >= 0


def _extent(xml: bytes, where: str) -> tuple[int, int]:
    """Return the last row and column with a cell, whatever way its tag is written; cells may have no place."""
    tall = wide = row = column = 0
    for match in _TAG.finditer(xml):
        attributes, closed, _ = match[2].partition(b">")
        if not closed or attributes.count(b'"') % 2 or attributes.count(b"'") % 2:
            raise refusals.corrupt(where, "工作表内容有误")
        places = _POSITION.findall(attributes)
        if match[1] == b"row":
            row, column = max([row + 1, *(int(number[:9]) for _, number in places if number)]), 0
            continue
        column += 1
        for name, number in places:
            column = column_number(name[:4].decode()) if name else column
            tall, wide = max(tall, int(number[:9] or 0)), max(wide, column)
        if not attributes.endswith(b"/"):
            tall, wide = max(tall, row), max(wide, column)
    return tall, wide


def _likely_extent(xml: bytes, start: int, end: int) -> int:
    """Return an upper bound of rows times columns, from the row tags and the letters of columns."""
    height = max(max(map(int, _ROW_NUMBER.findall(xml, start, end)), default=0), 9_999)
    figures = len(str(height))
    deeper = b"\\d{%d}" % (figures + 1)  # a cell that lies below its row
    if re.compile(rb'r="(?:[A-Za-z]{2}|[A-Za-z]?' + deeper + b")").search(xml, start, end) is None:
        width = 26
    elif re.compile(rb'r="(?:[A-Za-z]{3}|[A-Za-z]*' + deeper + b")").search(xml, start, end) is None:
        width = 702
    else:
        return limits.CELLS + 1
    if (10**figures - 1) * width <= limits.CELLS:
        return int((10**figures - 1) * width)
    lowest = set(re.findall(rb'r="[A-Za-z]+(\d{%d})"' % figures, xml))
    height = max(height, max(map(int, lowest), default=0))
    room = limits.CELLS // height
    if width == 26 and 0 < room < 26 and re.search(b'r="[%c-Za-z]' % (65 + room), xml) is None:
        width = room
    return height * width


def attributes_of(text: bytes) -> dict[str, str]:
    """Return the attributes of a tag."""
    return {
        name.decode("utf-8", "replace"): html.unescape((one or two).decode("utf-8", "replace"))
        for name, one, two in _ATTRIBUTE.findall(text)
    }


def _hidden(xml: bytes, start: int, facts: Facts) -> None:
    row = 0
    for match in (_ROW if b"<row" in xml[start : start + _HEAD] else _PREFIXED_ROW).finditer(xml):
        attributes = match[1]
        found = re.search(rb"""\br=["'](\d+)["']""", attributes)
        row = int(found[1]) if found else row + 1
        if _HIDDEN.search(attributes):
            facts.hidden_rows.add(row)
    for match in _COLUMN.finditer(xml, 0, start or len(xml)):
        if _HIDDEN.search(match[1]):
            attributes = attributes_of(match[1])
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            facts.hidden_columns.update(range(first, min(last, limits.COLUMNS) + 1))


def _questioned(xml: bytes, start: int, end: int) -> Iterator[re.Match[bytes]]:
    """Find the cells that may lack a value: few of many, and all of them when one is written unlike others."""
    last = -1
    found = {
        match.start()
        for text, sought in _QUESTIONED
        if xml.rfind(text, start, end) >= 0
        for match in sought.finditer(xml, start, end)
    }
    for place in sorted(found):
        begin = xml.rfind(b"<c ", start, place)
        cell = _CELL.match(xml, begin) if begin >= 0 else None
        if cell is None or cell.end() < place:
            yield from _CELL.finditer(xml)
            return
        if begin != last:
            yield cell
        last = begin


def _unread(cells: Iterable[re.Match[bytes]], facts: Facts) -> None:
    """Find cells that hold a formula without a stored result, or an error value."""
    for match in cells:
        attributes, content = match[1], match[2]
        failed = b't="e"' in attributes or b"t='e'" in attributes
        formula = None if failed else _FORMULA.search(content)
        if not failed and formula is None:
            continue
        place = _REFERENCE.search(attributes)
        if place is None:
            continue
        value = _VALUE.search(content)
        cell = (int(place[2]), column_number(place[1].decode()))
        if failed:
            text = (value[1] or b"") if value else b""
            facts.unread[cell] = text.decode("utf-8", "replace").strip() or "#N/A"
        elif (
            value is None or (value[1] is not None and not value[1].strip())
        ) and b't="str"' not in attributes:
            written = html.unescape((formula[1] or b"").decode("utf-8", "replace")) if formula else ""
            facts.unread[cell] = "=" + (written.strip() or "…")


def _styled(xml: bytes, styles: Styles, facts: Facts) -> None:
    """Find the cells whose style is a percent, bold or indented."""
    wanted = styles.told
    if len(xml) > _LONG_SHEET:  # labels and headers of a long sheet are told by its first rows
        whole = styles.percent | styles.struck | styles.formats.keys()
        _match_styles(xml[:_LONG_SHEET], styles, wanted - whole, facts)
        wanted = whole
    _match_styles(xml, styles, wanted, facts)


def _match_styles(xml: bytes, styles: Styles, wanted: frozenset[int], facts: Facts) -> None:
    if not wanted:
        return
    numbers = b"|".join(str(index).encode() for index in sorted(wanted))
    # Office programs write r before s; anything else is found by looking ahead, which is slower.
    head = (
        rb"""<c r="([A-Z]+)(\d+)" s="""
        if b'<c r="' in xml
        else rb"""<(?:\w+:)?c\b(?=[^>]*\br=["']([A-Za-z]+)(\d+)["'])[^>]*\bs="""
    )
    for name, row, index in re.findall(head + rb"""["'](""" + numbers + rb""")["']""", xml):
        facts.mark(styles, int(index), (int(row), _column(name)))


@functools.lru_cache(limits.COLUMNS)
def _column(name: bytes) -> int:
    return column_number(name.decode())


@functools.lru_cache(64)
def read_styles(xml: bytes) -> Styles:
    """Read the cell formats: which are percents, bold, indented."""
    codes = {}
    for match in re.finditer(rb"<(?:\w+:)?numFmt\s([^>]*)>", xml):
        attributes = attributes_of(match[1])
        if attributes.get("numFmtId", "").isdigit():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
    percents = PERCENT_FORMATS | {key for key, code in codes.items() if is_percent_format(code)}
    fonts = re.search(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", xml, re.DOTALL)
    bold_fonts, struck_fonts = set(), set()
    if fonts:
        each = re.findall(rb"<(?:\w+:)?font\b(?:[^>]*/>|.*?</(?:\w+:)?font>)", fonts[0], re.DOTALL)
        bold = re.compile(rb"""<(?:\w+:)?b(?:\s+val=["'](?:1|true)["'])?\s*/>""")
        bold_fonts = {place for place, font in enumerate(each) if bold.search(font)}
        struck_fonts = {place for place, font in enumerate(each) if STRUCK.search(font)}
    formats = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", xml, re.DOTALL)
    percent, strong, struck, indents, shown = set(), set(), set(), {}, {}
    for place, match in enumerate(
        re.finditer(
            rb"<(?:\w+:)?xf\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?xf>)", formats[0] if formats else b"", re.DOTALL
        )
    ):
        attributes = attributes_of(match[1])
        number, font = (_whole(attributes.get(name, "")) for name in ("numFmtId", "fontId"))
        if number in percents:
            percent.add(place)
        elif number in codes and (format_ := read_format(codes[number])):
            shown[place] = format_
        if font in bold_fonts:
            strong.add(place)
        if font in struck_fonts:
            struck.add(place)
        if found := re.search(rb"""\bindent=["']0*([1-9]\d*)["']""", match[2] or b""):
            indents[place] = int(found[1])
    return Styles(frozenset(percent), frozenset(strong), indents, shown, frozenset(struck))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1

"""An .xlsx package: whether it is safe to parse, and what calamine does not tell of its sheets.

The parts are scanned with regular expressions and never parsed as XML, so that no entity, link or macro can
act. Whatever the scan does not find is simply not known; the values themselves come from calamine.
"""

from __future__ import annotations

import functools
import html
import posixpath
import re
import zipfile
import zlib
from typing import Final

from fazhi_metrics.workbooks import limits, refusals, xlsb
from fazhi_metrics.workbooks.addresses import column_number
from fazhi_metrics.workbooks.facts import PERCENT_FORMATS, Facts, Styles, is_percent_format

_SHEET: Final = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION: Final = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_ATTRIBUTE: Final = re.compile(rb"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b([^>]*)>")
_COLUMN: Final = re.compile(rb"<(?:\w+:)?col\b([^>]*)>")
_REFERENCE: Final = re.compile(rb"""\br=["']([A-Za-z]+)(\d+)["']""")
# What runs over every cell begins with a literal: that is ten times as fast as a class would be.
_ROW_NUMBER: Final = re.compile(rb'<row r="(\d+)"')
_LONG_ROW: Final = re.compile(rb'r="[A-Za-z]*(\d{5,9})')
_HEAD: Final = 1 << 16  # bytes in which the first cell stands, unless its tag has a prefix
_FAR: Final = re.compile(rb"""r=["'](?:[A-Za-z]{2,4}\d|[A-Za-z]?\d{5})""")
_EMPTY_CELL: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*/>")
_NO_REFERENCE: Final = re.compile(rb"<(?:\w+:)?c(?:>|\s(?![^>]*\br=))")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b([^>]*[^/>]|)>(.*?)</(?:\w+:)?c>", re.DOTALL)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</(?:\w+:)?f>)", re.DOTALL)
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^>]*>(.*?)</(?:\w+:)?v>|<(?:\w+:)?is\b", re.DOTALL)
_ENTITY: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_HIDDEN: Final = re.compile(rb"""\bhidden\s*=\s*["'](?:1|true)["']""")
_LONG_SHEET: Final = 2 << 20
_NOT_SHEETS: Final = re.compile(
    r"sharedstrings|theme|media/|printersettings|vbaproject|drawings?/|\.(?:bin|png|jpe?g|emf|wmf|vml)$", re.I
)


class Package:
    """The zip of an .xlsx, checked before anything parses it.

    Raises `WorkbookError` for a bomb, an entity declaration, or more cells than can be held.
    """

    def __init__(self, archive: zipfile.ZipFile, where: str) -> None:
        self._archive, self._where = archive, where
        self._members = {info.filename.lstrip("/"): info for info in archive.infolist()}
        self._check_sizes()
        self._parts: list[str | None] | None = None
        self._styles: Styles | None = None

    def has(self, name: str) -> bool:
        """Whether there is a part of a name."""
        return name in self._members

    def read(self, name: str) -> bytes | None:
        """Return a part's bytes, or None when there is no such part."""
        info = self._members.get(name) or self._members.get(name.lstrip("/"))
        if info is None:
            return None
        try:
            return self._archive.read(info)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise refusals.corrupt(self._where, "压缩内容不完整") from error

    def facts(self, index: int, count: int) -> Facts:
        """Scan the sheet at a 0-based place among the workbook's sheets; its size is checked first."""
        facts = Facts()
        if self._parts is None:
            alone = [
                name for name in self._members if name.startswith("xl/worksheets/") and name.endswith(".xml")
            ]
            self._parts = list(alone) if len(alone) == count == 1 else self._sheet_parts()
        part = self._parts[index] if index < len(self._parts) else None
        xml = self.read(part) if part else None
        if xml is None:
            return facts
        self._check_extent(xml)
        if b"hidden=" in xml:
            _hidden(xml, facts)
        if b"<f" in xml or b't="e"' in xml or b"<c" not in xml[:_HEAD]:
            _unread(xml, facts)
        styles = self.styles()
        if styles.told:
            _styled(xml, styles, facts)
        return facts

    def styles(self) -> Styles:
        """The cell styles of the workbook that say something about values or labels."""
        if self._styles is None:
            xml = self.read("xl/styles.xml")
            self._styles = _read_styles(xml) if xml else Styles()
        return self._styles

    def binary_facts(self) -> list[Facts]:
        """Scan the sheets of an .xlsb; their sizes are checked."""
        targets = self._relations("xl/_rels/workbook.bin.rels", "xl")
        styles = xlsb.read_styles(self.read("xl/styles.bin") or b"")
        parts = [
            targets.get(key, ("", ""))[1] for key in xlsb.sheet_keys(self.read("xl/workbook.bin") or b"")
        ]
        return [xlsb.read_facts(self.read(part) or b"", styles, self._where) for part in parts]

    def check_other_sheets(self) -> None:
        """Check the extent of every part that calamine might take for a sheet and `facts` did not see."""
        known = set(self._parts or ())
        for name in self._members:
            if name in known or _NOT_SHEETS.search(name) or not name.lower().endswith((".xml", "")):
                continue
            if "sheet" in name.lower() and not name.endswith(".rels"):
                xml = self.read(name)
                if xml and b"sheetData" in xml:
                    self._check_extent(xml)

    def _check_sizes(self) -> None:
        total = 0
        for info in self._members.values():
            total += info.file_size
            if info.file_size > limits.BOMB_BYTES and info.file_size > limits.BOMB_RATIO * max(
                info.compress_size, 1
            ):
                raise refusals.bomb(self._where, "压缩比异常，像压缩炸弹")
            if info.compress_size * limits.DEFLATE_RATIO > limits.INFLATED_BYTES:
                self._measure(info)
        if total > limits.INFLATED_BYTES:
            raise refusals.too_big(self._where, f"解压后有 {total >> 20} MB")

    def _measure(self, info: zipfile.ZipInfo) -> None:
        """Inflate a large member piece by piece: its header may lie about its size."""
        seen = 0
        try:
            with self._archive.open(info) as stream:
                while piece := stream.read(1 << 20):
                    seen += len(piece)
        except (
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as error:
            raise refusals.corrupt(self._where, "压缩内容不完整") from error
        if seen > limits.INFLATED_BYTES:
            raise refusals.too_big(self._where, f"解压后超过 {limits.INFLATED_BYTES >> 20} MB")

    def _sheet_parts(self) -> list[str | None]:
        """Return the parts of the sheets in workbook order."""
        main = "xl/workbook.xml"
        if main not in self._members:
            root = self._relations("_rels/.rels", "")
            main = next((t for kind, t in root.values() if kind.endswith("/officeDocument")), main)
        xml = self.read(main)
        if xml is None:
            return []
        if _ENTITY.search(xml):
            raise refusals.bomb(self._where, "含有实体声明")
        folder, base = posixpath.split(main)
        targets = self._relations(f"{folder}/_rels/{base}.rels", folder)
        found: list[str | None] = []
        for match in _SHEET.finditer(xml):
            key = next((v for k, v in _attributes(match[1]).items() if k.endswith(":id")), "")
            found.append(targets.get(key, ("", None))[1])
        if len(found) > limits.SHEETS:
            raise refusals.too_big(self._where, f"有 {len(found)} 个工作表")
        return found

    def _relations(self, part: str, folder: str) -> dict[str, tuple[str, str]]:
        xml = self.read(part) or b""
        relations = {}
        for match in _RELATION.finditer(xml):
            attributes = _attributes(match[1])
            target = attributes.get("Target", "")
            path = (
                target.lstrip("/")
                if target.startswith("/")
                else posixpath.normpath(posixpath.join(folder, target))
            )
            relations[attributes.get("Id", "")] = (attributes.get("Type", ""), path)
        return relations

    def _check_extent(self, xml: bytes) -> None:
        """Refuse a sheet whose cells lie so far apart that their grid would not fit into memory."""
        if _ENTITY.search(xml, 0, 4096):
            raise refusals.bomb(self._where, "含有实体声明")
        if _FAR.search(xml) is None:
            return  # 26 columns and 9,999 rows at most
        if b" r='" in xml:
            xml = xml.replace(b" r='", b' r="')
        if _likely_extent(xml) <= limits.CELLS:
            return
        kept = _EMPTY_CELL.sub(b"", xml)  # styled empty cells count for nothing
        filled = [(int(row), column_number(name.decode())) for name, row in set(_REFERENCE.findall(kept))]
        tall = max((row for row, _ in filled), default=0)
        wide = max((column for _, column in filled), default=1)
        if wide > limits.COLUMNS or tall > limits.ROWS:
            raise refusals.corrupt(self._where, "行号或列号超出范围")
        if _NO_REFERENCE.search(kept):
            tall = max(tall, *map(int, _LONG_ROW.findall(kept)), 9_999)
        if tall * wide > limits.CELLS:
            raise refusals.too_big(self._where, f"工作表声称有 {tall} 行 × {wide} 列")


def _likely_extent(xml: bytes) -> int:
    """Return an upper bound of rows times columns, from the row tags and the letters of columns."""
    height = max(max(map(int, _ROW_NUMBER.findall(xml)), default=0), 9_999)
    figures = len(str(height))
    deeper = b"\\d{%d}" % (figures + 1)  # a cell that lies below its row
    if re.search(rb'r="(?:[A-Za-z]{2}|[A-Za-z]?' + deeper + b")", xml) is None:
        width = 26
    elif re.search(rb'r="(?:[A-Za-z]{3}|[A-Za-z]*' + deeper + b")", xml) is None:
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


def _attributes(text: bytes) -> dict[str, str]:
    return {
        name.decode("utf-8", "replace"): html.unescape((one or two).decode("utf-8", "replace"))
        for name, one, two in _ATTRIBUTE.findall(text)
    }


def _hidden(xml: bytes, facts: Facts) -> None:
    row = 0
    for match in _ROW.finditer(xml):
        attributes = match[1]
        found = re.search(rb"""\br=["'](\d+)["']""", attributes)
        row = int(found[1]) if found else row + 1
        if _HIDDEN.search(attributes):
            facts.hidden_rows.add(row)
    for match in _COLUMN.finditer(xml):
        if _HIDDEN.search(match[1]):
            attributes = _attributes(match[1])
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            facts.hidden_columns.update(range(first, min(last, limits.COLUMNS) + 1))


def _unread(xml: bytes, facts: Facts) -> None:
    """Find cells that hold a formula without a stored result, or an error value."""
    for match in _CELL.finditer(xml):
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
        _match_styles(xml[:_LONG_SHEET], styles, wanted - styles.percent, facts)
        wanted = styles.percent
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
        cell, style = (int(row), column_number(name.decode())), int(index)
        if style in styles.percent:
            facts.percent.add(cell)
        if style in styles.bold:
            facts.emphasis.add(cell)
        if style in styles.indents:
            facts.indents[cell] = styles.indents[style]


@functools.lru_cache(64)
def _read_styles(xml: bytes) -> Styles:
    """Read the cell formats: which are percents, bold, indented."""
    codes = {}
    for match in re.finditer(rb"<(?:\w+:)?numFmt\s([^>]*)>", xml):
        attributes = _attributes(match[1])
        if attributes.get("numFmtId", "").isdigit():
            codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
    percents = PERCENT_FORMATS | {key for key, code in codes.items() if is_percent_format(code)}
    fonts = re.search(rb"<(?:\w+:)?fonts\b.*?</(?:\w+:)?fonts>", xml, re.DOTALL)
    bold_fonts = set()
    if fonts:
        each = re.findall(rb"<(?:\w+:)?font\b(?:[^>]*/>|.*?</(?:\w+:)?font>)", fonts[0], re.DOTALL)
        bold = re.compile(rb"""<(?:\w+:)?b(?:\s+val=["'](?:1|true)["'])?\s*/>""")
        bold_fonts = {place for place, font in enumerate(each) if bold.search(font)}
    formats = re.search(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", xml, re.DOTALL)
    percent, strong, indents = set(), set(), {}
    for place, match in enumerate(
        re.finditer(
            rb"<(?:\w+:)?xf\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?xf>)", formats[0] if formats else b"", re.DOTALL
        )
    ):
        attributes = _attributes(match[1])
        if attributes.get("numFmtId", "").isdigit() and int(attributes["numFmtId"]) in percents:
            percent.add(place)
        if attributes.get("fontId", "").isdigit() and int(attributes["fontId"]) in bold_fonts:
            strong.add(place)
        if found := re.search(rb"""\bindent=["'](\d+)["']""", match[2] or b""):
            indents[place] = int(found[1])
    return Styles(frozenset(percent), frozenset(strong), indents)

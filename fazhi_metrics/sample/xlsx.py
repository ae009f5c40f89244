"""Writing .xlsx so that the same sheets are the same bytes, on any machine and at any time.

A general library stamps the time into a workbook, orders merged cells by hash and has no place for the
stored result of a formula; a workbook of plain tables needs little XML, so it is written here, row by row.
Archive members are stored or deflated: deflated bytes depend on the machine's zlib, stored ones do not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from fazhi_metrics.addresses import letters
from fazhi_metrics.sample.paper import Formula, Row, Sheet, Style, Value

_EPOCH = date(1899, 12, 30)
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_HEIGHTS = {"title": 30, "banner": 18, "head": 24}
# Number formats by kind of value: general, two decimals, a date, text.
_FORMATS = {"general": 0, "decimal": 2, "date": 164, "text": 49}
_LOOKS: dict[Style, tuple[int, int, int, str]] = {  # font, fill, border, horizontal alignment
    "title": (1, 0, 0, "center"),
    "banner": (2, 0, 0, "center"),
    "form": (0, 0, 0, "left"),
    "unit": (0, 0, 0, "right"),
    "head": (3, 2, 1, "center"),
    "body": (0, 0, 1, "center"),
    "total": (3, 0, 1, "center"),
    "note": (0, 0, 0, "left"),
}
_BORDERED = ("head", "body", "total")
_XF: dict[tuple[Style, str], int] = {
    (style, kind): number
    for number, (style, kind) in enumerate(
        ((s, k) for s in _LOOKS for k in _FORMATS if k == "general" or s in ("body", "total")), 1
    )
}


def write_xlsx(path: Path, sheets: Sequence[Sheet], *, day: date, compress: bool = False) -> None:
    """Write sheets as a workbook that says it was made on `day`; with `compress`, deflated."""
    strings = _Strings()
    with ZipFile(path, "w", ZIP_DEFLATED if compress else ZIP_STORED) as archive:

        def put(name: str, text: str) -> None:
            with _member(archive, name) as out:
                out.write((_HEAD + text).encode())

        put("[Content_Types].xml", _content_types(len(sheets)))
        put("_rels/.rels", _relations([("officeDocument", "xl/workbook.xml"), ("core", "docProps/core.xml")]))
        put("docProps/core.xml", _core(day))
        put("xl/workbook.xml", _workbook([sheet.name for sheet in sheets]))
        parts = [("worksheet", f"worksheets/sheet{number}.xml") for number in range(1, len(sheets) + 1)]
        put(
            "xl/_rels/workbook.xml.rels",
            _relations([*parts, ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]),
        )
        put("xl/styles.xml", _styles())
        for number, sheet in enumerate(sheets, 1):
            with _member(archive, f"xl/worksheets/sheet{number}.xml") as out:
                _write_sheet(out, sheet, strings)
        put("xl/sharedStrings.xml", strings.xml())


def _member(archive: ZipFile, name: str) -> IO[bytes]:
    info = ZipInfo(name, (1980, 1, 1, 0, 0, 0))
    info.create_system, info.external_attr, info.compress_type = 3, 0o644 << 16, archive.compression
    return archive.open(info, "w")


class _Strings:
    """The shared strings of a workbook, numbered as they first occur."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._uses = 0

    def number(self, text: str) -> int:
        self._uses += 1
        return self._numbers.setdefault(text, len(self._numbers))

    def xml(self) -> str:
        items = "".join(f"<si>{_text(text)}</si>" for text in self._numbers)
        return f'<sst xmlns="{_MAIN}" count="{self._uses}" uniqueCount="{len(self._numbers)}">{items}</sst>'


def _text(text: str) -> str:
    keep = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{keep}>{escape(_ILLEGAL.sub('', text))}</t>"


def _write_sheet(out: IO[bytes], sheet: Sheet, strings: _Strings) -> None:
    names = [letters(number) for number in range(1, len(sheet.widths) + 1)]
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(sheet.widths, 1)
    )
    pane = ""
    if sheet.frozen:
        pane = f'<pane ySplit="{sheet.frozen}" topLeftCell="A{sheet.frozen + 1}" activePane="bottomLeft" state="frozen"/>'
    out.write(
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="18" customHeight="1"/><cols>{columns}</cols><sheetData>'.encode()
    )
    merged: list[str] = []
    for number, row in enumerate(sheet.rows, 1):
        out.write(_row(number, row, names, strings).encode())
        for column, down, across in row.spans:
            last = f"{names[column + across - 2]}{number + down - 1}"
            merged.append(f'<mergeCell ref="{names[column - 1]}{number}:{last}"/>')
    out.write(b"</sheetData>")
    if merged:
        out.write(f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>'.encode())
    out.write(
        b'<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
        b'<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>'
    )


def _row(number: int, row: Row, letters: Sequence[str], strings: _Strings) -> str:
    height = f' ht="{_HEIGHTS[row.style]}" customHeight="1"' if row.style in _HEIGHTS else ""
    if not row.cells:
        return f'<row r="{number}"/>'
    cells = row.cells + (None,) * (len(letters) - len(row.cells))
    typed = (
        _cell(f"{letter}{number}", value, row.look(index), strings)
        for index, (letter, value) in enumerate(zip(letters, cells, strict=True))
        if value is not None or row.style in _BORDERED
    )
    return f'<row r="{number}"{height}>{"".join(typed)}</row>'


def _cell(where: str, value: Value, style: Style, strings: _Strings) -> str:
    if value is None:
        return f'<c r="{where}" s="{_XF[style, "general"]}"/>'
    if isinstance(value, str):
        kind = "text" if value[:1].isdigit() and style == "body" else "general"
        return f'<c r="{where}" s="{_XF[style, kind]}" t="s"><v>{strings.number(value)}</v></c>'
    if isinstance(value, Formula):
        formula = f"<f>{escape(value.text)}</f><v>{value.result}</v>"
        return f'<c r="{where}" s="{_XF[style, "general"]}">{formula}</c>'
    if isinstance(value, date):
        return f'<c r="{where}" s="{_XF[style, "date"]}"><v>{(value - _EPOCH).days}</v></c>'
    kind = "decimal" if isinstance(value, Decimal) else "general"
    return f'<c r="{where}" s="{_XF[style, kind]}"><v>{value}</v></c>'


def _content_types(sheets: int) -> str:
    parts = [
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
        ("/xl/workbook.xml", f"{_OFFICE}.sheet.main+xml"),
        ("/xl/styles.xml", f"{_OFFICE}.styles+xml"),
        ("/xl/sharedStrings.xml", f"{_OFFICE}.sharedStrings+xml"),
        *((f"/xl/worksheets/sheet{n}.xml", f"{_OFFICE}.worksheet+xml") for n in range(1, sheets + 1)),
    ]
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relations(parts: Sequence[tuple[str, str]]) -> str:
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_relation_type(kind)}" Target="{target}"/>'
        for number, (kind, target) in enumerate(parts, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>'


def _relation_type(kind: str) -> str:
    return f"{_PACKAGE}/relationships/metadata/core-properties" if kind == "core" else f"{_LINKS}/{kind}"


def _core(day: date) -> str:
    stamp = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T09:00:00Z'
    return (
        f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:creator>示例数据</dc:creator>'
        f"<dcterms:created {stamp}</dcterms:created><dcterms:modified {stamp}</dcterms:modified>"
        "</cp:coreProperties>"
    )


def _workbook(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, name in enumerate(names, 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets></workbook>"
    )


def _styles() -> str:
    fonts = "".join(
        f'<font>{bold}<sz val="{size}"/><name val="{name}"/><family val="3"/><charset val="134"/></font>'
        for bold, size, name in (
            ("", 11, "宋体"),
            ("<b/>", 16, "黑体"),
            ("<i/>", 10, "楷体"),
            ("<b/>", 11, "宋体"),
        )
    )
    side = "".join(f'<{edge} style="thin"/>' for edge in ("left", "right", "top", "bottom"))
    wrap = ' wrapText="1"'
    xfs = "".join(
        f'<xf numFmtId="{_FORMATS[kind]}" fontId="{_LOOKS[style][0]}" fillId="{_LOOKS[style][1]}" '
        f'borderId="{_LOOKS[style][2]}" xfId="0" applyAlignment="1">'
        f'<alignment horizontal="{_LOOKS[style][3]}" vertical="center"{wrap if style == "head" else ""}/></xf>'
        for style, kind in _XF
    )
    return (
        f'<styleSheet xmlns="{_MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy/m/d"/></numFmts>'
        f'<fonts count="4">{fonts}</fonts>'
        '<fills count="3"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill>'
        '<fill><patternFill patternType="solid"><fgColor rgb="FFDDEBF7"/></patternFill></fill></fills>'
        '<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
        f"<border>{side}<diagonal/></border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        f'<cellXfs count="{len(_XF) + 1}"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>{xfs}'
        '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
        "</styleSheet>"
    )

"""Writing .xls, the format some offices still send; the bytes depend on the sheets alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fazhi_metrics.sample.paper import Formula, Row, Sheet, Value

_LOOKS = {
    "title": "font: name 黑体, bold on, height 320; align: horiz center, vert center",
    "banner": "font: name 楷体, italic on, height 200; align: horiz center, vert center",
    "form": "font: name 宋体, height 220; align: horiz left, vert center",
    "unit": "font: name 宋体, height 220; align: horiz right, vert center",
    "head": "font: name 宋体, bold on, height 220; align: horiz center, vert center, wrap on; "
    "borders: left thin, right thin, top thin, bottom thin; pattern: pattern solid, fore_colour pale_blue",
    "body": "font: name 宋体, height 220; align: horiz center, vert center; "
    "borders: left thin, right thin, top thin, bottom thin",
    "total": "font: name 宋体, bold on, height 220; align: horiz center, vert center; "
    "borders: left thin, right thin, top thin, bottom thin",
    "note": "font: name 宋体, height 220; align: horiz left, vert center",
}
_HEIGHTS = {"title": 30, "head": 24}


def write_xls(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write sheets as an Excel 97 workbook."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    looks: dict[tuple[str, str], Any] = {
        (style, kind): xlwt.easyxf(look, num_format_str=shown)
        for style, look in _LOOKS.items()
        for kind, shown in (("general", "General"), ("date", "yyyy/m/d"))
    }
    for sheet in sheets:
        page = book.add_sheet(sheet.name)
        page.portrait, page.header_str, page.footer_str = False, b"", b""
        for column, width in enumerate(sheet.widths):
            page.col(column).width = width * 256
        for number, row in enumerate(sheet.rows):
            page.row(number).height_mismatch = True
            page.row(number).height = _HEIGHTS.get(row.style, 18) * 20
            _write_row(page, number, row, len(sheet.widths), looks)
    book.save(str(path))


def _write_row(page: Any, number: int, row: Row, width: int, looks: dict[tuple[str, str], Any]) -> None:
    for column, value in enumerate(row.cells + (None,) * (width - len(row.cells)) if row.cells else ()):
        look = looks[row.look(column), "date" if isinstance(value, date) else "general"]
        page.write(number, column, _plain(value), look)
    for column, down, across in row.spans:
        page.merged_ranges.append((number, number + down - 1, column - 1, column + across - 2))


def _plain(value: Value) -> Any:
    if isinstance(value, Formula):
        return value.result
    return float(value) if isinstance(value, Decimal) else value

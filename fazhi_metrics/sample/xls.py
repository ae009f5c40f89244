"""Writing .xls, the format some offices still send; the bytes depend on the sheets alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from fazhi_metrics.sample.paper import Formula, Sheet, Value

_LOOKS = {
    "title": "font: name 黑体, bold on, height 320; align: horiz center, vert center",
    "banner": "font: name 楷体, italic on, height 200; align: horiz center",
    "form": "font: name 宋体, height 220; align: horiz left",
    "unit": "font: name 宋体, height 220; align: horiz right",
    "head": "font: name 宋体, bold on, height 220; align: horiz center, vert center, wrap on; "
    "borders: left thin, right thin, top thin, bottom thin; pattern: pattern solid, fore_colour pale_blue",
    "body": "font: name 宋体, height 220; align: horiz center; "
    "borders: left thin, right thin, top thin, bottom thin",
    "total": "font: name 宋体, bold on, height 220; align: horiz center; "
    "borders: left thin, right thin, top thin, bottom thin",
    "note": "font: name 宋体, height 220; align: horiz left",
}


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
        page.portrait = False
        for column, width in enumerate(sheet.widths):
            page.col(column).width = width * 256
        for number, row in enumerate(sheet.rows):
            covered = dict[int, tuple[int, int]](
                (column - 1, (down, across)) for column, down, across in row.spans
            )
            for column, value in enumerate(row.cells):
                look = looks[row.look(column), "date" if isinstance(value, date) else "general"]
                if column in covered:
                    down, across = covered[column]
                    last = column + across - 1
                    page.write_merge(number, number + down - 1, column, last, _plain(value), look)
                elif value is not None or not any(c < column < c + a for c, (_, a) in covered.items()):
                    page.write(number, column, _plain(value), look)
    book.save(str(path))


def _plain(value: Value) -> Any:
    if isinstance(value, Formula):
        return value.result
    return float(value) if isinstance(value, Decimal) else value

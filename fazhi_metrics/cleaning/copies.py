"""A copy of a sender's workbook that keeps its looks and executes nothing."""

from __future__ import annotations

import datetime as dt
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.cleaning.locate import Place
from fazhi_metrics.workbooks import Sheet, Workbook

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

AUTHOR: Final = "数据核对"
_KEPT: Final = frozenset({".xlsx", ".xlsm"})


def empty(book: Book) -> Book:
    """Return the workbook without its sheets."""
    for sheet in list(book.worksheets):
        book.remove(sheet)
    return book


def copy_of(path: Path, source: Workbook) -> Book:
    """Return the workbook with its formatting where openpyxl can keep it, or else its values."""
    from openpyxl import load_workbook
    from openpyxl.packaging.core import DocumentProperties

    if path.suffix.lower() in _KEPT and source.format == "xlsx":
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of parts that openpyxl leaves out of the copy
                book = load_workbook(path, keep_vba=False, keep_links=False)
        except Exception:  # openpyxl refuses files that Excel and the reader accept, in many ways
            book = _values(source)
        else:
            for chart in book.chartsheets:
                book.remove(chart)
            if [sheet.title for sheet in book.worksheets] != [sheet.name for sheet in source.sheets]:
                book = _values(source)
    else:
        book = _values(source)
    book.properties = DocumentProperties(creator=AUTHOR)
    book.defined_names.clear()
    return book


def _values(source: Workbook) -> Book:
    """Return a new workbook with the values and merged cells of a source of any format."""
    from openpyxl import Workbook as New
    from openpyxl.utils import get_column_letter

    book = New()
    empty(book)
    for number, sheet in enumerate(source.sheets, 1):
        target = book.create_sheet(sheet.name or f"表{number}")
        widths: dict[int, int] = {}
        for row, column, raw in sheet.cells():
            cell = target.cell(row, column)
            put(cell, raw)
            if (row, column) in sheet.percent:
                cell.number_format = "0.00%"
            widths[column] = max(widths.get(column, 0), min(40, 2 * len(str(raw))))
        for span in sheet.merges:
            target.merge_cells(
                start_row=span.top, start_column=span.left, end_row=span.bottom, end_column=span.right
            )
        for column, width in widths.items():
            target.column_dimensions[get_column_letter(column)].width = max(9, width if column > 1 else 12)
        target.sheet_state = "hidden" if sheet.hidden else "visible"
    return book


def put(cell: Cell, raw: Any) -> None:
    """Write a value into a cell; text that begins like a formula stays text."""
    if isinstance(raw, dt.datetime | dt.date):
        cell.value = raw
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(raw, str):
        cell.value = "".join(c for c in raw if c >= " " or c in "\n\t")
        cell.data_type = "s"
        cell.quotePrefix = raw[:1] in ("=", "+", "-", "@")
    else:
        cell.value = raw


def make_safe(sheet: Sheet, target: Worksheet, file: str, hidden: Mapping[Place, str]) -> None:
    """Take formulas, the sender's comments, links and hidden content out of a sheet."""
    from openpyxl.cell.cell import MergedCell

    for cells in target.iter_rows():
        for cell in cells:
            if isinstance(cell, MergedCell) or cell.row is None or cell.column is None:
                continue
            if cell.data_type == "f":
                put(cell, sheet.value(cell.row, cell.column))
            cell.comment = None
            cell.hyperlink = None
            shown = hidden.get(Place(file, sheet.name, cell.coordinate))
            if shown is not None and isinstance(cell.value, str | int | float):
                put(cell, shown if isinstance(cell.value, str) or "隐去" in shown else cell.value)

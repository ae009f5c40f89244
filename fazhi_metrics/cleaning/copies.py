"""A copy of a sender's workbook that keeps its looks and executes nothing."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.addresses import Block, letters, read_block
from fazhi_metrics.cleaning.left_out import left_out
from fazhi_metrics.cleaning.locate import Place
from fazhi_metrics.redaction import HIDDEN, redacted
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


def copy_of(content: bytes, source: Workbook) -> tuple[Book, str]:
    """Return the workbook with its formatting where openpyxl can keep it, or else its values.

    The second value says in Chinese what of the original is not in the copy.
    """
    from openpyxl import load_workbook
    from openpyxl.packaging.core import DocumentProperties

    suffix = Path(source.file).suffix.lower()
    book, remark = None, f"原文件是 {suffix}，这里另存为 .xlsx，只有内容，没有原来的格式"
    if suffix in _KEPT and source.format == "xlsx":
        remark = "原文件的格式没能保留，这里只有内容"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of parts that openpyxl leaves out of the copy
                book = load_workbook(io.BytesIO(content), keep_vba=False, keep_links=False)
        except Exception:  # openpyxl refuses files that Excel and the reader accept, in many ways
            book = None
    if book is not None:
        for chart in book.chartsheets:
            book.remove(chart)
        if [sheet.title for sheet in book.worksheets] == [sheet.name for sheet in source.sheets]:
            lost = left_out(content)
            remark = f"原文件中的{'、'.join(lost)}不在副本里" if lost else ""
        else:
            book = None
    if book is None:
        book = _values(source)
    book.properties = DocumentProperties(creator=AUTHOR)
    book.defined_names.clear()
    return book, remark


def _values(source: Workbook) -> Book:
    """Return a new workbook with the values and merged cells of a source of any format."""
    from openpyxl import Workbook as New

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
            target.column_dimensions[letters(column)].width = max(9, width if column > 1 else 12)
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


def _forget(target: Any) -> None:
    """Take out what pivot tables and charts remember of cells, and signatures at the edge of the page.

    Whoever opens the copy sees the charts drawn from its cells.
    """
    target._pivots.clear()  # openpyxl has no other way to them
    for chart in target._charts:
        for series in (each for part in chart._charts for each in part.series):
            for source in (series.tx, getattr(series, "cat", None), getattr(series, "xVal", None)):
                for reference, memory in (("strRef", "strCache"), ("multiLvlStrRef", "multiLvlStrCache")):
                    if (found := getattr(source, reference, None)) is not None:
                        setattr(found, memory, None)
    for edge in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        for part in ("left", "center", "right"):
            said = getattr(getattr(target, edge), part)
            said.text = redacted(said.text) if said.text else said.text


def make_safe(sheet: Sheet, target: Worksheet, file: str, hidden: Mapping[Place, str]) -> None:
    """Take formulas, the sender's comments, links and hidden content out of a sheet.

    What else may repeat the hidden content goes too: what pivot tables and charts remember of their cells,
    and lists of choices for cells that name people.
    """
    from openpyxl.cell.cell import MergedCell

    _forget(target)
    personal: set[str] = set()
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
            if shown == HIDDEN:
                personal.add(cell.coordinate)
    choices = target.data_validations
    choices.dataValidation = [
        each
        for each in choices.dataValidation
        if not any(name in each.sqref for name in personal) and not _names_people(each)
    ]
    for name in list(target.tables):
        if any(redacted(column.name) != column.name for column in target.tables[name].tableColumns):
            del target.tables[name]


def _names_people(choice: Any) -> bool:
    """Whether a list of choices, or what it says to whoever fills in the cell, holds numbers or names of people."""
    texts = (
        choice.formula1,
        choice.formula2,
        choice.prompt,
        choice.promptTitle,
        choice.error,
        choice.errorTitle,
    )
    said = [part for text in texts if text for part in text.strip('"').split(",")]
    return any(redacted(text) != text for text in said)


def leave_out(target: Worksheet, name: str) -> None:
    """Take one cell out of the sheet's conditional formats, which would cover its colour.

    A format whose formulas count from this cell is left as it is.
    """
    from openpyxl.formatting.formatting import ConditionalFormattingList

    if not any(name in each.sqref for each in target.conditional_formatting):
        return
    formats = ConditionalFormattingList()
    for each in target.conditional_formatting:
        ranges = [str(part) for part in each.sqref.ranges]
        counted_from = ranges[0].split(":")[0] == name and any(
            rule.type == "expression" for rule in each.rules
        )
        if name in each.sqref and not counted_from:
            ranges = [rest for part in ranges for rest in _without(part, name)]
        for rule in each.rules if ranges else ():
            formats.add(" ".join(ranges), rule)
    target.conditional_formatting = formats


def _without(area: str, name: str) -> list[str]:
    """Return what is left of an area of cells without one of them.

    >>> _without("B2:D4", "C3"), _without("B2", "B2"), _without("B2:B4", "D9")
    (['B2:D2', 'B3', 'D3', 'B4:D4'], [], ['B2:B4'])
    """
    whole, cell = read_block(area), read_block(name)
    if whole is None or cell is None:
        return [area]
    if not whole.meets(cell):
        return [area]
    (top, left, bottom, right), (row, column, _, _) = whole, cell
    parts = [
        Block(top, left, row - 1, right),
        Block(row, left, row, column - 1),
        Block(row, column + 1, row, right),
        Block(row + 1, left, bottom, right),
    ]
    return [str(part) for part in parts if part.top <= part.bottom and part.left <= part.right]

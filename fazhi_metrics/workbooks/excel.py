"""Any workbook as typed data frames, as `pandas.read_excel` should have given them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.workbooks import refusals
from fazhi_metrics.workbooks.frames import to_frame
from fazhi_metrics.workbooks.reader import read_book

if TYPE_CHECKING:
    import pandas as pd


def read_excel(
    path: str | Path, *, sheet: str | None = None, fill_down: bool = True
) -> pd.DataFrame | dict[str, pd.DataFrame]:
    """Return the tables of any workbook as typed data frames: one, or several by their sheet.

    Rows are indexed by their number in the sheet; totals, notes and repeated headers are no rows. What else
    the sheet says stands in `attrs`: `title`, `titles`, `notes`, `units` (by column), `letters` (by column),
    `totals` (row numbers), `source` (`文件.xlsx!表!A3:H24`), `confidence`, `reasons` and `doubts` (each with
    `cells`, `what`, `kind`). `sheet` limits the reading to one sheet.

    Raises:
        WorkbookError: as `read_tables`, and when there is no table, or no sheet of that name.
    """
    book = read_book(path)
    names = [found.name or "" for found in book.workbook.sheets]
    if sheet is not None and sheet not in names:
        raise refusals.no_sheet(book.workbook.file, sheet, names)
    tables = [table for table in book.tables if sheet is None or table.sheet == sheet]
    if not tables:
        raise refusals.no_table(book.workbook.file)
    if len(tables) == 1:
        return to_frame(tables[0], fill_down=fill_down)
    times: Counter[str] = Counter()
    frames = {}
    for table in tables:
        name = table.sheet or "表"
        times[name] += 1
        frames[name if times[name] == 1 else f"{name} {times[name]}"] = to_frame(table, fill_down=fill_down)
    return frames

"""Thousands of sheets as offices type them, made by a generator that knows the truth: none is misread."""

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest

from fazhi_metrics.workbooks import read_tables
from fazhi_metrics.workbooks.reader import read_sheet
from fazhi_metrics.workbooks.sheets import Workbook
from tests.workbooks.dirty import make


def misread(case, tables):
    """Return what a reading has wrong, from the first thing to the last."""
    if len(tables) != 1:
        return [f"{len(tables)} tables"]
    table = tables[0]
    found = [
        ("header", table.header_rows, (case.header[0], case.header[-1])),
        ("data", list(table.rows), case.data),
        ("totals", list(table.total_rows), case.totals),
        ("sections", list(table.rows_of("section")), case.sections),
        ("notes", list(table.footnote_rows), case.notes),
        ("again", list(table.repeated_header_rows), case.again),
        ("names", {c.index: c.header for c in table.columns}, case.names),
        ("units", {c.index: c.unit for c in table.columns}, case.units),
    ]
    wrong = [f"{what} {got} for {want}" for what, got, want in found if got != want]
    if wrong:
        return wrong
    for column in table.columns:
        filled = dict(zip(table.rows, table.filled_values(column.index), strict=True))
        for row in table.rows:
            want = case.values[row, column.index]
            if filled[row] != want:
                wrong.append(
                    f"{column.letter}{row} {filled[row]!r} for {want!r}, typed {table.raw(row, column.index)!r}"
                )
    return wrong


BLOCKS = [("any", block) for block in range(6)] + [
    ("small", 6),
    ("small", 7),
    ("like years", 8),
    ("like years", 9),
]


@pytest.mark.parametrize(("size", "block"), BLOCKS)
def test_no_dirty_sheet_is_misread(size, block):
    wrong = {}
    for seed in range(block * 500, block * 500 + 500):
        case = make(seed, size)
        sheet = case.sheet()
        found = misread(case, read_sheet(Workbook("表.xlsx", "xlsx", (sheet,)), sheet)[0])
        if found:
            wrong[seed] = found[:3]
    assert not wrong


def saved(case):
    """The workbook of a case, as openpyxl writes it."""
    book = openpyxl.Workbook()
    sheet = book.active
    for r, row in enumerate(case.rows, 1):
        for c, value in enumerate(row, 1):
            if value != "":
                sheet.cell(r, c, value)
                if isinstance(value, dt.date):
                    sheet.cell(r, c).number_format = 'yyyy"年"m"月"d"日"'
                if (r, c) in case.percent:
                    sheet.cell(r, c).number_format = "0.0%"
    for span in case.merges:
        sheet.merge_cells(
            start_row=span.top, start_column=span.left, end_row=span.bottom, end_column=span.right
        )
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_dirty_workbooks_read_from_a_file_as_they_do_from_memory(tmp_path):
    wrong = {}
    for seed in range(100_000, 100_060):
        case = make(seed)
        path = tmp_path / f"{seed}.xlsx"
        path.write_bytes(saved(case))
        found = misread(case, read_tables(path))
        if found:
            wrong[seed] = found[:3]
    assert not wrong

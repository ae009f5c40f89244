"""From a file to its tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.workbooks import refusals
from fazhi_metrics.workbooks.addresses import block, blocks, letters
from fazhi_metrics.workbooks.body import Body, depth_of, read_body
from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.kinds import EMPTY, MARK, NUMERIC
from fazhi_metrics.workbooks.labels import Label, column_labels
from fazhi_metrics.workbooks.open import open_workbook
from fazhi_metrics.workbooks.region import Region
from fazhi_metrics.workbooks.regions import find_regions
from fazhi_metrics.workbooks.sheets import Sheet, Workbook
from fazhi_metrics.workbooks.sums import find_sums
from fazhi_metrics.workbooks.table import Table, TableColumn
from fazhi_metrics.workbooks.units import (
    choose_unit,
    is_ratio,
    is_unit_statement,
    stated_unit,
    unit_of_title,
    units_of_line,
)
from fazhi_metrics.workbooks.values import ColumnType, column_type, typed
from fazhi_metrics.workbooks.vocabulary import CONTENTS, NOT_ADDITIVE, PERIOD, SEQUENCE, SHARE

_MOST_SUMMED: Final = 2000  # rows
_SUMMED: Final = 8  # columns
_CODE_NAME: Final = re.compile(r"(?:^|[_\s])(?:id|code|no)$", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook with the tables found in it and the blocks of cells that no table claims."""

    workbook: Workbook
    tables: tuple[Table, ...]
    unclaimed: tuple[str, ...]


def read_tables(path: str | Path, *, name: str | None = None) -> list[Table]:
    """Read every table of a workbook that nobody described.

    `name` is the file's name in addresses, by default the last part of the path. Raises `WorkbookError`
    for a file that is missing, a folder, empty, encrypted, no spreadsheet, damaged or too big.
    """
    return list(read_book(path, name=name).tables)


def read_book(path: str | Path, *, name: str | None = None) -> Book:
    """Read a workbook: its raw sheets, its tables, and what no table claims. Raises as `read_tables`."""
    workbook = open_workbook(path, name=name)
    tables: list[Table] = []
    unclaimed: list[str] = []
    for sheet in workbook.sheets:
        try:
            found, left = read_sheet(workbook, sheet)
        except (WorkbookError, KeyboardInterrupt, SystemExit):
            raise
        except MemoryError as error:
            raise refusals.too_big(workbook.file, "内存不足") from error
        if found:
            found[0] = replace(found[0], unclaimed=tuple(left))
        tables.extend(found)
        unclaimed.extend(left)
    return Book(workbook, tuple(tables), tuple(unclaimed))


def read_sheet(workbook: Workbook, sheet: Sheet) -> tuple[list[Table], list[str]]:
    """Find the tables of one sheet, and the blocks (as addresses) that none of them claims."""
    if not sheet.rows:
        return [], []
    grid = Grid(sheet)
    place = workbook.file if sheet.name is None else f"{workbook.file}!{sheet.name}"
    tables: list[Table] = []
    left: list[str] = []
    for region, head in find_regions(grid):
        table = None if head is None or _is_prose(region) else _build(workbook, region, head)
        if table is None:
            left.extend(f"{place}!{text}" for text in _blocks(region))
        else:
            tables.append(table)
    return tables, left


def _blocks(region: Region) -> list[str]:
    filled = [(column, number) for number in region.filled_rows for column in region.row(number).cells]
    return [block(*corners) for corners in blocks(filled)]


def _is_prose(region: Region) -> bool:
    """Whether a region is a cover, a list of contents or a page of text: no row holds two values."""
    rows = [region.row(number) for number in region.filled_rows]
    if not any(row.filled > 1 for row in rows):
        return True
    name = region.grid.sheet.name or ""
    heads = [region.grid.text(row.number, row.cells[0]) for row in rows[:6]]
    told = any(CONTENTS.fullmatch(text.strip(" :：")) for text in (name, *heads))
    return told and not any(len(row.values) > 1 for row in rows)


def _build(workbook: Workbook, region: Region, head: Head) -> Table | None:
    body = read_body(region, head)
    data = body.rows("data")
    if not data and not head.rows:
        return None
    columns = _used_columns(region, head, body)
    if not columns:
        return None
    labels = column_labels(region, [row for row in head.rows if row not in head.numbering], columns)
    titles = tuple(_row_texts(region, body.rows("title")))
    notes = tuple(_row_texts(region, body.rows("note")))
    units = _sheet_units(region, body, titles)
    made = _columns(region, body, columns, labels, units)
    _prove_totals(region, body, made)
    first, last = (head.rows[0], head.rows[-1]) if head.rows else (0, 0)
    confidence, reasons = _confidence(region, head, body, made)
    sheet = region.grid.sheet
    return Table(
        workbook.file,
        sheet.name,
        sheet.hidden,
        (first, last) if head.rows else None,
        tuple(made),
        body.roles,
        titles,
        notes,
        "、".join(units) or None,
        _year((*titles, *_row_texts(region, body.rows("form")), sheet.name or "")),
        sheet,
        (region.top, region.left, region.bottom, region.right),
        (),
        confidence,
        tuple(reasons),
        tuple(row for row in body.rows("header") if not first <= row <= last),
    )


def _row_texts(region: Region, rows: Iterable[int]) -> list[str]:
    found = []
    for number in rows:
        texts = [region.grid.text(number, column) for column in region.row(number).cells]
        found.append(" ".join(text for text in texts if text))
    return found


def _year(texts: Iterable[str]) -> int | None:
    """Return the one year that titles name; None when they name none or several."""
    years = {int(year) for text in texts for year in _YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None


def _used_columns(region: Region, head: Head, body: Body) -> list[int]:
    """Return the columns that hold data, or whose header is their own."""
    rows = [row for row, role in body.roles.items() if role in ("data", "total", "derived", "section")]
    kinds = [region.kinds[row - region.top] for row in rows]
    used = []
    for column in range(region.left, region.right + 1):
        place = column - region.left
        if any(row[place] != EMPTY for row in kinds):
            used.append(column)
            continue
        for number in reversed(head.rows):
            span = region.grid.covering(number, column)
            if (span is None or span.left == span.right) and region.grid.shown_at(number, column):
                used.append(column)
                break
            if span is not None and not rows and region.grid.shown_at(number, column):
                used.append(column)
                break
    return used


def _sheet_units(region: Region, body: Body, titles: Sequence[str]) -> tuple[str, ...]:
    """Return the units that a unit line states, or else the title."""
    for number in body.rows("unit"):
        for column in region.row(number).cells:
            text = region.text(number, column)
            units = units_of_line(text) or ((stated_unit(text),) if is_unit_statement(text) else ())
            if units:
                return units
    found = [unit for unit in map(unit_of_title, titles) if unit]
    return (found[-1],) if found else ()


def _columns(
    region: Region,
    body: Body,
    columns: Sequence[int],
    labels: dict[int, Label],
    units: tuple[str, ...],
) -> list[TableColumn]:
    data = body.rows("data")
    sheet = region.grid.sheet
    made = []
    for column in columns:
        label = labels[column]
        place = column - region.left
        kinds = bytes([region.kinds[row - region.top][place] for row in data])
        raws = [region.grid.value(row, column) for row in data]
        numbers = sum(1 for kind in kinds if kind in NUMERIC)
        in_percent = (
            numbers > 0 and sum(1 for row in data if (row, column) in sheet.percent) * 10 >= numbers * 9
        )
        unit = label.unit
        name = label.header or ""
        kind = column_type(kinds, raws, name, in_percent or (unit is not None and unit == "%"))
        if in_percent and kind in ("int", "float"):
            kind = "percent"
        if kind == "percent":
            unit = unit or "%"
        measured = (
            kind in ("int", "float", "empty") and column not in body.keys and not _is_sequence(label.levels)
        )
        if unit is None and units and measured:
            share = SHARE.search(name) is not None
            if kind != "empty" or share or PERIOD.fullmatch(name):
                unit = choose_unit(units, name, share)
            if unit == "%" and kind != "empty":
                kind = "percent"
        fill = (
            (column in body.labels or column == region.left)
            and kind not in ("float", "percent")
            and _is_filled_down(region, body, column, kinds, data, kind)
        )
        made.append(
            TableColumn(
                column,
                letters(column),
                label.header,
                label.levels,
                unit,
                kind,
                column in sheet.hidden_columns,
                fill,
                label.english,
            )
        )
    return made


def _prove_totals(region: Region, body: Body, columns: Sequence[TableColumn]) -> None:
    """Find rows that no label calls a total and that are the sum of others in every additive column."""
    additive = [
        c for c in columns if c.type in ("int", "float") and not _is_share(c) and not _is_key(body, c)
    ]
    rows = [row for row, role in body.roles.items() if role in ("data", "total")]
    if body.indicators or not additive or not 3 <= len(rows) <= _MOST_SUMMED:
        return
    grid = region.grid
    numbers = {row: [_number(grid.value(row, c.index)) for c in additive[:_SUMMED]] for row in rows}
    label = body.labels[0] if body.labels else region.left
    depth = {row: depth_of(region, row, label) for row in rows}
    labelled = frozenset(body.rows("total"))
    for row in find_sums(numbers, labelled, depth):
        body.roles[row] = "total"


def _is_share(column: TableColumn) -> bool:
    name = column.header or ""
    return (column.unit is not None and is_ratio(column.unit)) or NOT_ADDITIVE.search(name) is not None


def _is_key(body: Body, column: TableColumn) -> bool:
    return (
        column.index in body.keys
        or _is_sequence(column.levels)
        or _CODE_NAME.search(column.header or "") is not None
    )


def _is_sequence(levels: Sequence[str]) -> bool:
    if not levels or SEQUENCE.fullmatch(levels[-1]) is None:
        return False
    return len(levels) == 1 or not levels[-1].isascii()  # "no." under a group is a count


def _number(raw: Any) -> float | None:
    value = typed("float", raw)
    return float(value) if isinstance(value, int | float) else None


def _is_filled_down(
    region: Region, body: Body, column: int, kinds: bytes, data: Sequence[int], kind: ColumnType
) -> bool:
    """Whether a label is merged downwards, or printed once for the rows below it."""
    grid = region.grid
    merged = sum(
        1
        for row in data
        if (s := grid.covering(row, column)) is not None and s.bottom > s.top and s.top < row
    )
    if merged:
        return True
    blank = kinds.count(EMPTY)
    if column != region.left or column == region.right or kinds[:1] in (b".", b"") or blank * 3 < len(kinds):
        return False
    if kind not in ("text", "date") and not all(
        1900 <= (_number(grid.value(row, column)) or 2000) <= 2100 for row in data
    ):
        return False
    return all(grid.kind(row, column + 1) not in (EMPTY, MARK) for row in data)


def _confidence(
    region: Region, head: Head, body: Body, columns: Sequence[TableColumn]
) -> tuple[float, list[str]]:
    """Say how far the reading can be trusted, and what speaks against it."""
    score, reasons = 1.0, []
    if not head.rows:
        score -= 0.4
        reasons.append("没有找到表头")
    elif not head.numeric:
        score -= 0.1
        reasons.append("表中没有数字，表头按位置和填写情况推断")
    bare = [c.letter for c in columns if c.header is None and c.type not in ("text", "empty")]
    if head.rows and bare:
        score -= 0.1
        reasons.append(f"{'、'.join(bare[:6])} 列没有表头")
    if not body.rows("data"):
        score -= 0.1
        reasons.append("只有表头，没有数据行")
    return round(max(score, 0.0), 2), reasons


def sheet_cells(path: str | Path, *, name: str | None = None) -> list[tuple[str, Any]]:
    """Return (address, raw) of every non-empty cell of every sheet. Raises as `read_tables`."""
    return list(open_workbook(path, name=name).cells())

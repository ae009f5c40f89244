"""The columns of a table: which are used, what they hold, in which unit."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from fazhi_metrics.workbooks.addresses import letters
from fazhi_metrics.workbooks.body import Body, depth_of
from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.kinds import EMPTY, MARK, NUMERIC
from fazhi_metrics.workbooks.labels import Label
from fazhi_metrics.workbooks.region import YEARS, Region
from fazhi_metrics.workbooks.sums import find_sums
from fazhi_metrics.workbooks.table import TableColumn
from fazhi_metrics.workbooks.units import (
    choose_unit,
    is_ratio,
    is_unit_statement,
    stated_unit,
    unit_of_title,
    units_of_line,
)
from fazhi_metrics.workbooks.values import ColumnType, column_type, typed
from fazhi_metrics.workbooks.vocabulary import NOT_ADDITIVE, PERIOD, SEQUENCE, SHARE

_MOST_SUMMED: Final = 2000  # rows of a table whose unlabelled totals are looked for
_SUMMED: Final = 8  # columns that a total is proved in
_CODE_NAME: Final = re.compile(r"(?:^|[_\s])(?:id|code|no)$", re.IGNORECASE)


def used_columns(region: Region, head: Head, body: Body) -> list[int]:
    """Return the columns that hold data, or whose header is their own."""
    rows = [row for row, role in body.roles.items() if role in ("data", "total", "derived", "section")]
    kinds = [region.kinds[row - region.top] for row in rows]
    used = []
    for column in range(region.left, region.right + 1):
        place = column - region.left
        if any(row[place] != EMPTY for row in kinds) or _has_own_header(region, head, column, not rows):
            used.append(column)
    return used


def _has_own_header(region: Region, head: Head, column: int, bare: bool) -> bool:
    """Whether the lowest header text over a column stands over it alone, or the table is a header only."""
    for number in reversed(head.rows):
        span = region.grid.covering(number, column)
        if region.grid.shown_at(number, column):
            return span is None or span.left == span.right or bare
    return False


def sheet_units(region: Region, body: Body, titles: Sequence[str]) -> tuple[str, ...]:
    """Return the units that a unit line states, or else the title."""
    for number in body.rows("unit"):
        for column in region.row(number).cells:
            text = region.text(number, column)
            units = units_of_line(text) or ((stated_unit(text),) if is_unit_statement(text) else ())
            if units:
                return units
    found = [unit for unit in map(unit_of_title, titles) if unit]
    return (found[-1],) if found else ()


def build_columns(
    region: Region, body: Body, columns: Sequence[int], labels: dict[int, Label], units: tuple[str, ...]
) -> list[TableColumn]:
    """Say of every column what its header, unit and type are, and whether it is printed once for rows below."""
    data = body.rows("data")
    return [_build_column(region, body, column, labels[column], units, data) for column in columns]


def _build_column(
    region: Region, body: Body, column: int, label: Label, units: tuple[str, ...], data: Sequence[int]
) -> TableColumn:
    sheet, place = region.grid.sheet, column - region.left
    kinds = bytes([region.kinds[row - region.top][place] for row in data])
    raws = [region.grid.value(row, column) for row in data]
    numbers = sum(1 for kind in kinds if kind in NUMERIC)
    shown = sum(1 for row in data if (row, column) in sheet.percent) if sheet.percent else 0
    in_percent = numbers > 0 and shown * 10 >= numbers * 9
    name, unit = label.header or "", label.unit
    kind = column_type(kinds, raws, name, in_percent or unit == "%", column == region.left)
    if in_percent and kind in ("int", "float"):
        kind = "percent"
    if kind == "percent":
        unit = unit or "%"
    if unit is None and units and _is_measured(region, body, column, label, kind):
        unit = choose_unit(units, name, SHARE.search(name) is not None)
        if unit == "%" and kind != "empty":
            kind = "percent"
    labels_rows = column in body.labels or column == region.left
    fill = (
        labels_rows
        and kind not in ("float", "percent")
        and _is_filled_down(region, column, kinds, data, kind)
    )
    hidden = column in sheet.hidden_columns
    return TableColumn(
        column, letters(column), label.header, label.levels, unit, kind, hidden, fill, label.english
    )


def _is_measured(region: Region, body: Body, column: int, label: Label, kind: ColumnType) -> bool:
    """Whether the unit of the whole table may be a column's: it holds numbers that number nothing."""
    name = label.header or ""
    if column in body.keys or _is_sequence(label.levels) or (not name and column == region.left):
        return False
    if kind == "empty":
        return SHARE.search(name) is not None or PERIOD.fullmatch(name) is not None
    return kind in ("int", "float")


def _is_sequence(levels: Sequence[str]) -> bool:
    """Whether a column numbers or dates its rows; "no." under a group is a count."""
    if not levels or SEQUENCE.fullmatch(levels[-1]) is None:
        return False
    return len(levels) == 1 or not levels[-1].isascii()


def _is_filled_down(region: Region, column: int, kinds: bytes, data: Sequence[int], kind: ColumnType) -> bool:
    """Whether a label is merged downwards, or printed once for the rows below it."""
    grid = region.grid
    if grid.spans and any((s := grid.covering(row, column)) is not None and s.top < row for row in data):
        return True
    blank = kinds.count(EMPTY)
    if column != region.left or column == region.right or kinds[:1] in (b".", b"") or blank * 3 < len(kinds):
        return False
    if kind not in ("text", "date") and not all(
        (_number(grid.value(row, column)) or 2000) in YEARS for row in data
    ):
        return False
    blanks = [row for row in data if grid.kind(row, column) == EMPTY]
    return sum(1 for row in blanks if grid.kind(row, column + 1) not in (EMPTY, MARK)) * 10 >= len(blanks) * 9


def prove_totals(region: Region, body: Body, columns: Sequence[TableColumn]) -> None:
    """Find rows that no label calls a total and that are the sum of others in every additive column."""
    additive = [
        c for c in columns if c.type in ("int", "float") and not _is_share(c) and not _is_key(body, c)
    ]
    rows = [row for row, role in body.roles.items() if role in ("data", "total")]
    if body.indicators or not additive or not 3 <= len(rows) <= _MOST_SUMMED:
        return
    numbers = {row: [_number(region.grid.value(row, c.index)) for c in additive[:_SUMMED]] for row in rows}
    label = body.labels[0] if body.labels else region.left
    depth = {row: depth_of(region, row, label) for row in rows}
    for row in find_sums(numbers, frozenset(body.rows("total")), depth):
        body.roles[row] = "total"


def _is_share(column: TableColumn) -> bool:
    name = column.header or ""
    return (column.unit is not None and is_ratio(column.unit)) or NOT_ADDITIVE.search(name) is not None


def _is_key(body: Body, column: TableColumn) -> bool:
    name = column.header or ""
    return column.index in body.keys or _is_sequence(column.levels) or _CODE_NAME.search(name) is not None


def _number(raw: Any) -> float | None:
    if type(raw) is float:
        return raw
    value = typed("float", raw)
    return float(value) if isinstance(value, int | float) else None

"""The columns of a table: which are used, what they hold, in which unit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Any, Final

from fazhi_metrics.addresses import letters
from fazhi_metrics.workbooks.columnroles import with_roles
from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.kinds import EMPTY, MARK, NUMERIC
from fazhi_metrics.workbooks.labels import Label
from fazhi_metrics.workbooks.region import Region, is_year, tally
from fazhi_metrics.workbooks.roles import Body
from fazhi_metrics.workbooks.table import TableColumn
from fazhi_metrics.workbooks.units import (
    choose_unit,
    is_sequence,
    is_unit,
    is_unit_statement,
    joined,
    stated_unit,
    unit_of_title,
    units_of_line,
)
from fazhi_metrics.workbooks.values import ColumnType, column_type, date_name, number_of
from fazhi_metrics.workbooks.vocabulary import PERIOD, SHARE

_LOOKED_AT: Final = 60  # rows that tell whether a column gives units
_UNIT_COLUMN: Final = re.compile(r"(?:计量)?单位|units?", re.IGNORECASE)


def used_columns(region: Region, head: Head, body: Body) -> list[int]:
    """Return the columns that hold data, or whose header is their own."""
    rows = [row for row, role in body.roles.items() if role in ("data", "total", "derived", "section")]
    kinds = {region.kinds[row - region.top] for row in rows}
    held = {
        column
        for column in range(region.left, region.right + 1)
        if any(row[column - region.left] != EMPTY for row in kinds)
    }
    return [
        column
        for column in range(region.left, region.right + 1)
        if column in held or _has_own_header(region, head, column, held, not rows)
    ]


def _has_own_header(region: Region, head: Head, column: int, held: Set[int], bare: bool) -> bool:
    """Whether a header text names a column without data.

    It does when its lowest header text stands over it alone, or over no column with data and this is the
    first; in a table that is a header only, always.
    """
    for number in reversed(head.rows):
        span = region.grid.covering(number, column)
        if region.grid.shown_at(number, column):
            if span is None or span.left == span.right or bare:
                return True
            return column == span.left and held.isdisjoint(range(span.left, span.right + 1))
    return False


def sheet_units(
    region: Region, body: Body, titles: Sequence[str], beside: Sequence[str] = ()
) -> tuple[str, ...]:
    """Return the units that a unit line states, or a line `beside` the table, or else the title."""
    lines = ([region.text(row, column) for column in region.row(row).cells] for row in body.rows("unit"))
    own = [text for line in lines for text in joined(line)]
    for text in (*own, *beside):
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
    rows = [region.grid.rows[row - 1] for row in data]
    raws = tuple(zip(*rows, strict=True)) if rows else ((),) * region.right
    counts = tally([region.kinds[row - region.top] for row in data], region.width)
    percents = Counter(column for row, column in region.grid.sheet.percent if body.roles.get(row) == "data")
    units_at = _unit_column(region, columns, labels, data)
    if units_at is not None:
        units = ()  # every row has a unit of its own
    made = [
        _build_column(
            region,
            body,
            labels[column],
            units,
            data,
            _Cells(column, raws[column - 1], counts[column - region.left], percents[column]),
        )
        for column in columns
    ]
    return with_roles(_with_units_around(made, units) if units else made, body, units_at)


def _unit_column(
    region: Region, columns: Sequence[int], labels: dict[int, Label], data: Sequence[int]
) -> int | None:
    """Return the column that gives the unit of each row; 单位 may also head the names of offices."""
    for column in columns:
        if labels[column].levels and _UNIT_COLUMN.fullmatch(labels[column].levels[-1]):
            held = [text for row in data[:_LOOKED_AT] if (text := region.text(row, column))]
            if sum(map(is_unit, held)) * 2 > len(held):
                return column
    return None


def _with_units_around(columns: Sequence[TableColumn], units: tuple[str, ...]) -> list[TableColumn]:
    """Give a column that nobody has filled in yet the unit of the table that the columns around it have.

    Around it are the columns of its group, or else the nearest filled ones on both sides.
    """
    filled = [place for place, column in enumerate(columns) if column.type != "empty"]
    found = list(columns)
    for place, column in enumerate(columns):
        if column.type != "empty" or column.unit is not None or not column.levels:
            continue
        group = [c for c in columns if len(c.levels) > 1 and c.levels[0] == column.levels[0] and c.unit]
        left = max((p for p in filled if p < place), default=None)
        right = min((p for p in filled if p > place), default=None)
        if group or (left is not None and right is not None):
            around = group or [columns[p] for p in (left, right) if p is not None]
            stated = {c.unit for c in around}
            if len(stated) == 1 and (unit := stated.pop()) in units and not SHARE.search(column.levels[-1]):
                found[place] = replace(column, unit=unit)
    return found


@dataclass(frozen=True, slots=True)
class _Cells:
    """The data cells of one column, how many there are of each kind, and how many are shown as percents."""

    column: int
    raws: Sequence[Any]
    counts: dict[int, int]
    percents: int


def _build_column(
    region: Region, body: Body, label: Label, units: tuple[str, ...], data: Sequence[int], cells: _Cells
) -> TableColumn:
    sheet, column = region.grid.sheet, cells.column
    numbers = sum(times for kind, times in cells.counts.items() if kind in NUMERIC)
    in_percent = numbers > 0 and cells.percents * 10 >= numbers * 9
    name, unit = label.header or "", label.unit
    dated = date_name(label.levels, unit)
    kind = column_type(
        cells.counts, cells.raws, name, in_percent or unit == "%", column == region.left, dated=dated
    )
    if in_percent and kind in ("int", "float"):
        kind = "percent"
    if kind == "percent":
        unit = unit or "%"
    if unit is None and sheet.units and kind in ("int", "float"):
        unit = _shown_unit(region, column, data)
    if unit is None and units and _is_measured(region, body, column, label, kind):
        unit = choose_unit(units, name, SHARE.search(name) is not None)
        if unit == "%" and kind != "empty":
            kind = "percent"
    if kind == "empty" and _headed_by_section(region, body, column, data):
        kind = "text"
    fill = (column in body.labels or column == region.left) and _is_filled_down(
        region, body, cells, data, kind
    )
    hidden = column in sheet.hidden_columns
    return TableColumn(
        column, letters(column), label.header, label.levels, unit, kind, hidden, fill, label.english
    )


def _shown_unit(region: Region, column: int, data: Sequence[int]) -> str | None:
    """Return the unit that the number formats of a column show, where they show one and the same."""
    units = region.grid.sheet.units
    numbers = [row for row in data if region.grid.kind(row, column) in NUMERIC]
    shown = {units.get((row, column)) for row in numbers}
    return shown.pop() if len(shown) == 1 else None


def _is_measured(region: Region, body: Body, column: int, label: Label, kind: ColumnType) -> bool:
    """Whether the unit of the whole table may be a column's: it holds numbers that number nothing."""
    name = label.header or ""
    if column in body.keys or is_sequence(label.levels) or (not name and column == region.left):
        return False
    if kind == "empty":
        return SHARE.search(name) is not None or PERIOD.fullmatch(name) is not None
    return kind in ("int", "float")


def _is_filled_down(region: Region, body: Body, cells: _Cells, data: Sequence[int], kind: ColumnType) -> bool:
    """Whether a label is merged downwards, or printed once for the rows below it."""
    if kind in ("float", "percent"):
        return False
    grid, column = region.grid, cells.column
    if column in grid.tall_columns and any(
        (s := grid.covering(row, column)) is not None and s.top < row for row in data
    ):
        return True
    blank = cells.counts.get(EMPTY, 0)
    if column != region.left or column == region.right or not data or blank * 3 < len(data):
        return False
    if grid.kind(data[0], column) == EMPTY and not _headed_by_section(region, body, column, data):
        return False
    if kind not in ("text", "date") and not all(is_year(number_of(raw)) for raw in cells.raws if raw != ""):
        return False
    blanks = [row for row in data if grid.kind(row, column) == EMPTY]
    return sum(1 for row in blanks if grid.kind(row, column + 1) not in (EMPTY, MARK)) * 10 >= len(blanks) * 9


def _headed_by_section(region: Region, body: Body, column: int, data: Sequence[int]) -> bool:
    """Whether the first label of a column stands in a section row, beside the name of the section."""
    return column == region.left and any(
        column in (texts := region.row(row).texts) and len(texts) > 1
        for row in body.rows("section")
        if data and row < data[0]
    )

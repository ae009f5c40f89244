"""Columns that are the sums of columns beside them, whatever they are called: proved in every record.

村名   计    男   女
甲村   40    21   19     <- 计 is 男 and 女 together, in this row and in all others
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from fazhi_metrics.workbooks.region import Region
from fazhi_metrics.workbooks.roles import Body, ColumnRole
from fazhi_metrics.workbooks.sums import close
from fazhi_metrics.workbooks.table import TableColumn
from fazhi_metrics.workbooks.values import number_of
from fazhi_metrics.workbooks.vocabulary import PERIOD

_READ: Final = 200  # records in which a sum is proved
_LEAST: Final = 3  # records that hold a number
_WIDEST: Final = 60  # columns
_DIGITS: Final = 4.5  # of agreement that make a coincidence unlikely


def with_total_columns(region: Region, body: Body, columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Give the role of a total to the columns that others prove to be their sum, and to no other.

    A column that is called 合计 and that nothing adds up to is a value like any other.
    """
    additive = [
        column for column in columns if column.type in ("int", "float") and column.role in ("value", "total")
    ]
    rows = body.rows("data")[:_READ]
    if not 2 < len(additive) <= _WIDEST or len(rows) < _LEAST:
        return list(columns)
    cells = [region.grid.rows[row - 1] for row in rows]
    numbers = [[number_of(line[column.index - 1]) for line in cells] for column in additive]
    told: dict[int, ColumnRole] = {
        column.index: "total" if _is_total(place, numbers) else "value"
        for place, column in enumerate(additive)
        if _tells(numbers[place]) and not PERIOD.fullmatch(column.levels[-1] if column.levels else "")
    }
    return [
        replace(column, role=told[column.index])
        if told.get(column.index, column.role) != column.role
        else column
        for column in columns
    ]


def _tells(numbers: Sequence[float]) -> bool:
    """Whether a column holds so many digits that a sum of others is no coincidence, and none is no accident."""
    return sum(1 for value in numbers if value) >= _LEAST and (
        sum(math.log10(1 + abs(value)) for value in numbers) >= _DIGITS
    )


def _is_total(place: int, numbers: Sequence[Sequence[float]]) -> bool:
    """Whether a column is the sum of columns beside it: the next ones, those before, all others, or every second."""
    own = numbers[place]
    return any(_adds_up(own, [numbers[part] for part in parts]) for parts in _parts(place, own, numbers))


def _parts(place: int, own: Sequence[float], numbers: Sequence[Sequence[float]]) -> Iterator[list[int]]:
    """The runs of columns whose sum is right in the first records."""
    count = len(numbers)
    for step in (1, -1, 2, -2, 3, -3):
        found: list[int] = []
        sums = [0.0] * _LEAST
        part = place + step
        while 0 <= part < count:
            found.append(part)
            sums = [total + value for total, value in zip(sums, numbers[part], strict=False)]
            if len(found) > 1 and all(map(close, sums, own)):
                yield list(found)
            part += step
    others = [part for part in range(count) if part != place]
    yield others


def _adds_up(own: Sequence[float], parts: Sequence[Sequence[float]]) -> bool:
    """Whether a column is the sum of others in every record, and two of them hold numbers."""
    if sum(1 for part in parts if any(part)) < 2:
        return False
    return all(close(math.fsum(line), value) for value, *line in zip(own, *parts, strict=True))

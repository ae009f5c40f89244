"""A rectangle of a sheet in which a table is sought, and what each of its rows is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.kinds import (
    BROKEN,
    DATE,
    DATED,
    DAY,
    EMPTY,
    LOGICAL,
    MARK,
    NUMBER,
    NUMERIC,
    TEXT,
    VALUED,
    WRITTEN,
)

_VALUED: Final = bytes(sorted(VALUED))
_NUMERIC: Final = bytes(sorted(NUMERIC))
_NOT_TEXT: Final = bytes(sorted({EMPTY, NUMBER, WRITTEN, DATE, DAY, LOGICAL, MARK, BROKEN}))
_EMPTY: Final = bytes([EMPTY])
YEARS: Final = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Row:
    """What a row of a region holds: the 1-based columns of its texts, its values, its missing marks."""

    number: int
    texts: tuple[int, ...]
    values: tuple[int, ...]
    marks: tuple[int, ...]

    @property
    def filled(self) -> int:
        """Number of cells that hold anything."""
        return len(self.texts) + len(self.values) + len(self.marks)

    @property
    def cells(self) -> list[int]:
        """The columns that hold anything, in order."""
        return sorted(self.texts + self.values + self.marks)


class Region:
    """Rows top..bottom and columns left..right of a grid, 1-based and inclusive."""

    def __init__(self, grid: Grid, top: int, bottom: int, left: int, right: int) -> None:
        self.grid, self.top, self.bottom, self.left, self.right = grid, top, bottom, left, right
        self._rows: dict[int, Row] = {}
        self._by_kinds: dict[bytes, tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]] = {}

    @cached_property
    def kinds(self) -> list[bytes]:
        """The kinds of every row of the region, within its columns."""
        whole = self.left == 1 and self.right >= self.grid.width
        rows = self.grid.kinds[self.top - 1 : self.bottom]
        return rows if whole else [kinds[self.left - 1 : self.right] for kinds in rows]

    @cached_property
    def filled_rows(self) -> list[int]:
        """The rows that hold anything."""
        blank = bytes([EMPTY])
        return [self.top + place for place, kinds in enumerate(self.kinds) if kinds.strip(blank)]

    def row(self, number: int) -> Row:
        """Describe one row."""
        found = self._rows.get(number)
        if found is None:
            kinds = self.kinds[number - self.top] if self.top <= number <= self.bottom else b""
            parts = self._by_kinds.get(kinds)
            if parts is None:
                parts = _parts(kinds, self.left)
                self._by_kinds[kinds] = parts
            found = Row(number, *parts)
            self._rows[number] = found
        return found

    def column_kinds(self, column: int) -> bytes:
        """The kinds down one column of the region."""
        place = column - self.left
        return bytes([kinds[place] for kinds in self.kinds])

    def below(self, number: int, count: int) -> list[Row]:
        """The next non-blank rows under a row."""
        found = []
        for other in range(number + 1, self.bottom + 1):
            if self.kinds[other - self.top].strip(_EMPTY):
                found.append(self.row(other))
                if len(found) == count:
                    break
        return found

    def is_number_header(self, row: Row) -> bool:
        """Whether the numbers of a row name columns: years, dates in steps, or 1 2 3 … under a header."""
        if row.marks or len(row.values) < 2:
            return False
        kinds = {self.grid.kind(row.number, column) for column in row.values}
        under = self.below(row.number, 1)
        if not under:
            return False
        if kinds <= DATED:
            return _steps([self.grid.text(row.number, c) for c in row.values]) and not _dated(
                self, under[0], row.values
            )
        if not kinds <= NUMERIC:
            return False
        numbers = [_whole(self.grid.text(row.number, column)) for column in row.values]
        if None in numbers:
            return False
        found = [number for number in numbers if number is not None]
        if self._is_numbering(row, found):
            return True
        if not all(number in YEARS for number in found) or not _monotone(found):
            return False
        beneath = [_whole(self.grid.text(under[0].number, column)) for column in row.values]
        return not all(number in YEARS for number in beneath if number is not None) or all(
            n is None for n in beneath
        )

    def _is_numbering(self, row: Row, numbers: Sequence[int]) -> bool:
        """Whether a row numbers the columns: 甲 乙 1 2 3, or 1 2 3 from the first column on."""
        if len(numbers) < 3 or numbers[0] not in (0, 1):
            return False
        if any(b - a != 1 for a, b in pairwise(numbers)):
            return False
        labels = [self.grid.text(row.number, column) for column in row.texts]
        return all(len(label) <= 2 for label in labels) and row.number > self.top


def _parts(kinds: bytes, left: int) -> tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...]]:
    texts, values, marks = [], [], []
    for place, kind in enumerate(kinds, left):
        if kind == EMPTY:
            continue
        if kind == TEXT:
            texts.append(place)
        elif kind == MARK:
            marks.append(place)
        else:
            values.append(place)
    return tuple(texts), tuple(values), tuple(marks)


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 6 else None


def _monotone(numbers: Sequence[int]) -> bool:
    """Whether years follow one another, up or down, or repeat in the same order."""
    steps = {b - a for a, b in pairwise(numbers)}
    if all(step >= 0 for step in steps) or all(step <= 0 for step in steps):
        return True
    return len(set(numbers)) * 2 <= len(numbers)


def _steps(texts: Sequence[str]) -> bool:
    return list(texts) == sorted(texts) or list(texts) == sorted(texts, reverse=True)


def _dated(region: Region, row: Row, columns: Sequence[int]) -> bool:
    return any(region.grid.kind(row.number, column) in DATED for column in columns)

"""A rectangle of a sheet in which a table is sought, and what each of its rows is made of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Final

from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.kinds import DATED, EMPTY, MARK, NUMERIC, TEXT
from fazhi_metrics.workbooks.sheets import Span

YEARS: Final = range(1900, 2101)
_BLANK: Final = bytes([EMPTY])
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*(?:[*†‡§#^]+|[（(][a-z\d]{1,2}[)）]|[a-z])?", re.IGNORECASE)
_WHOLE: Final = re.compile(r"\d{1,6}")


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

    @property
    def width(self) -> int:
        """Number of columns."""
        return self.right - self.left + 1

    @cached_property
    def kinds(self) -> list[bytes]:
        """The kinds of every row of the region, within its columns."""
        rows = self.grid.kinds[self.top - 1 : self.bottom]
        if self.left == 1 and self.right >= self.grid.width:
            return rows
        return [kinds[self.left - 1 : self.right] for kinds in rows]

    @cached_property
    def filled_rows(self) -> list[int]:
        """The rows that hold anything."""
        return [self.top + place for place, kinds in enumerate(self.kinds) if kinds.strip(_BLANK)]

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

    def text(self, number: int, column: int) -> str:
        """The text of a cell on one line."""
        return self.grid.text(number, column)

    def texts(self, row: Row) -> list[str]:
        """The texts of a row's text cells."""
        return [self.grid.text(row.number, column) for column in row.texts]

    def column_kinds(self, column: int, first: int | None = None, last: int | None = None) -> bytes:
        """The kinds down one column, by default of the whole region."""
        place = column - self.left
        begin = 0 if first is None else first - self.top
        end = len(self.kinds) if last is None else last - self.top + 1
        return bytes([kinds[place] for kinds in self.kinds[begin:end]])

    def below(self, number: int, count: int) -> list[Row]:
        """The next non-blank rows under a row."""
        found: list[Row] = []
        for other in range(number + 1, self.bottom + 1):
            if self.kinds[other - self.top].strip(_BLANK):
                found.append(self.row(other))
                if len(found) == count:
                    break
        return found

    def spans(self, row: Row) -> list[Span]:
        """The merged blocks whose first cell stands in a row."""
        found = (self.grid.spans.get((row.number, column)) for column in row.cells)
        return [span for span in found if span is not None]

    def is_wide(self, span: Span | None) -> bool:
        """Whether a merged block spans most of the region."""
        if span is None or span.right == span.left:
            return False
        return (min(span.right, self.right) - max(span.left, self.left) + 1) * 4 >= self.width * 3

    def is_number_header(self, row: Row) -> bool:
        """Whether the numbers of a row name columns: years, dates in steps, or 1 2 3 … under a header."""
        if row.marks or not row.values:
            return False
        kinds = {self.grid.kind(row.number, column) for column in row.values}
        under = self.below(row.number, 1)
        if not under:
            return False
        if kinds <= DATED:
            texts = [self.text(row.number, column) for column in row.values]
            dated = any(self.grid.kind(under[0].number, column) in DATED for column in row.values)
            return len(texts) > 1 and not dated and texts in (sorted(texts), sorted(texts, reverse=True))
        if not kinds <= NUMERIC:
            return False
        if self.is_numbering(row):
            return True
        years = [_year(self.text(row.number, column)) for column in row.values]
        if None in years or not _is_monotone([year for year in years if year is not None]):
            return False
        if len(years) == 1 and (not row.texts or self._has_header_above(row)):
            return False
        beneath = [_year(self.text(under[0].number, column)) for column in row.values]
        held = [c for c in row.values if self.grid.kind(under[0].number, c) not in (EMPTY, MARK)]
        return None in [year for year, c in zip(beneath, row.values, strict=True) if c in held] or not held

    def is_numbering(self, row: Row) -> bool:
        """Whether a row numbers the columns: 甲 乙 1 2 3, or 1 2 3 … 12 beside one label."""
        numbers = [_whole(self.text(row.number, column)) for column in row.values]
        if len(numbers) < 3 or numbers[0] not in (0, 1) or None in numbers:
            return False
        if any((b or 0) - (a or 0) != 1 for a, b in pairwise(numbers)):
            return False
        if any(len(label) > 2 for label in self.texts(row)):
            return False
        return self._has_header_above(row) or len(row.texts) == 1

    def _has_header_above(self, row: Row) -> bool:
        """Whether the row right above names as many columns."""
        if row.number <= self.top:
            return False
        above = self.row(row.number - 1)
        return len(above.texts) > 1 and len(above.texts) * 2 >= row.filled


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


def _year(text: str) -> int | None:
    found = _YEAR.fullmatch(text)
    return int(found[1]) if found else None


def _whole(text: str) -> int | None:
    return int(text) if text.isascii() and _WHOLE.fullmatch(text) else None


def _is_monotone(numbers: Sequence[int]) -> bool:
    """Whether years follow one another, up or down, or repeat in the same order."""
    steps = {b - a for a, b in pairwise(numbers)}
    if all(step >= 0 for step in steps) or all(step <= 0 for step in steps):
        return True
    return len(set(numbers)) * 2 <= len(numbers)


def count_in(columns: Iterable[int], wanted: set[int]) -> int:
    """Count the columns that are among those wanted."""
    return sum(1 for column in columns if column in wanted)

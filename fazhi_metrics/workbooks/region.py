"""A rectangle of a sheet in which a table is sought, and what each of its rows is made of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise
from typing import Final, NamedTuple

from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.kinds import DATED, EMPTY, MARK, NUMERIC, TEXT
from fazhi_metrics.workbooks.sheets import Span

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
_BLANK: Final = bytes([EMPTY])
_YEAR: Final = re.compile(r"((?:19|20)\d\d)\s*(?:[*†‡§#^]+|[（(][a-z\d]{1,2}[)）]|[a-z])?", re.IGNORECASE)
_WHOLE: Final = re.compile(r"\d{1,6}")


class Row(NamedTuple):
    """What a row of a region holds: the 1-based columns of its texts, its values, its missing marks."""

    number: int
    texts: tuple[int, ...]
    values: tuple[int, ...]
    marks: tuple[int, ...]
    filled: int
    cells: tuple[int, ...]


Shape = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], int, tuple[int, ...]]


class Region:
    """Rows top..bottom and columns left..right of a grid, 1-based and inclusive.

    Rows of the same kinds (one byte a cell) have the same shape: what is asked of rows is asked once for
    each pattern of kinds, so that a long table costs little more than a short one.
    """

    def __init__(self, grid: Grid, top: int, bottom: int, left: int, right: int) -> None:
        self.grid, self.top, self.bottom, self.left, self.right = grid, top, bottom, left, right
        self._shapes: dict[bytes, Shape] = {}
        self._tallies: dict[tuple[int, int], list[dict[int, int]]] = {}

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
    def patterns(self) -> frozenset[bytes]:
        """The different rows of kinds."""
        return frozenset(self.kinds)

    @cached_property
    def blanks(self) -> frozenset[bytes]:
        """The patterns of rows that hold nothing."""
        return frozenset(kinds for kinds in self.patterns if not kinds.strip(_BLANK))

    @cached_property
    def filled_rows(self) -> list[int]:
        """The rows that hold anything."""
        blanks = self.blanks
        return [number for number, kinds in enumerate(self.kinds, self.top) if kinds not in blanks]

    def kinds_of(self, number: int) -> bytes:
        """The kinds of one row; b"" outside the region."""
        return self.kinds[number - self.top] if self.top <= number <= self.bottom else b""

    def shape(self, kinds: bytes) -> Shape:
        """Texts, values, marks, number of filled cells and filled columns of a pattern."""
        found = self._shapes.get(kinds)
        if found is None:
            found = _shape(kinds, self.left)
            self._shapes[kinds] = found
        return found

    def row(self, number: int) -> Row:
        """Describe one row."""
        return Row(number, *self.shape(self.kinds_of(number)))

    def rows(self, first: int, last: int) -> Iterator[Row]:
        """Describe the non-blank rows between two."""
        for number in range(max(first, self.top), min(last, self.bottom) + 1):
            kinds = self.kinds[number - self.top]
            if kinds not in self.blanks:
                yield Row(number, *self.shape(kinds))

    def tally(self, first: int, last: int | None = None) -> list[dict[int, int]]:
        """Count the kinds down every column between two rows."""
        end = self.bottom if last is None else last
        found = self._tallies.get((first, end))
        if found is None:
            found = tally(self.kinds[max(first - self.top, 0) : max(end - self.top + 1, 0)], self.width)
            self._tallies[first, end] = found
        return found

    def count(self, column: int, kinds: Iterable[int], first: int, last: int | None = None) -> int:
        """Count the cells of some kinds down one column."""
        counts = self.tally(first, last)[column - self.left]
        return sum(counts.get(kind, 0) for kind in kinds)

    def text(self, number: int, column: int) -> str:
        """The text of a cell on one line."""
        return self.grid.text(number, column)

    def texts(self, row: Row) -> list[str]:
        """The texts of a row's text cells."""
        return [self.grid.text(row.number, column) for column in row.texts]

    def below(self, number: int, count: int) -> list[Row]:
        """The next non-blank rows under a row."""
        return list(islice(self.rows(number + 1, self.bottom), count))

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
        if row.marks or not row.values or not self.may_name(row.number):
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

    def may_name(self, number: int) -> bool:
        """Whether the last number of a row is a year, a date or counts the others: a cheap first look."""
        valued = self.shape(self.kinds_of(number))[1]
        cells = self.grid.rows[number - 1]
        value = cells[valued[-1] - 1]
        if isinstance(value, float | int):
            return is_year(value) or value == len(valued) - (cells[valued[0] - 1] == 0)
        return True

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


def _shape(kinds: bytes, left: int) -> Shape:
    cells = tuple(place for place, kind in enumerate(kinds, left) if kind != EMPTY)
    texts = tuple(place for place in cells if kinds[place - left] == TEXT)
    marks = tuple(place for place in cells if kinds[place - left] == MARK)
    values = tuple(place for place in cells if kinds[place - left] not in (TEXT, MARK))
    return texts, values, marks, len(cells), cells


def tally(rows: Iterable[bytes], width: int) -> list[dict[int, int]]:
    """Count the kinds down every column of rows of kinds."""
    counts: list[dict[int, int]] = [{} for _ in range(width)]
    for kinds, times in Counter(rows).items():
        for place, kind in enumerate(kinds):
            column = counts[place]
            column[kind] = column.get(kind, 0) + times
    return counts


def _year(text: str) -> int | None:
    found = _YEAR.fullmatch(text)
    return int(found[1]) if found else None


def is_year(number: float) -> bool:
    """Whether a number may be a year.

    >>> is_year(2025.0), is_year(2025.5), is_year(26234)
    (True, False, False)
    """
    return FIRST_YEAR <= number <= LAST_YEAR and number == int(number)


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

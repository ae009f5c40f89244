"""A rectangle of a sheet in which a table is sought, and what each of its rows is made of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import islice
from typing import Final, NamedTuple

from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.kinds import EMPTY, MARK, TEXT
from fazhi_metrics.workbooks.sheets import Span

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
_BLANK: Final = bytes([EMPTY])


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


def is_year(number: float) -> bool:
    """Whether a number may be a year.

    >>> is_year(2025.0), is_year(2025.5), is_year(26234)
    (True, False, False)
    """
    return FIRST_YEAR <= number <= LAST_YEAR and number == int(number)


def count_in(columns: Iterable[int], wanted: set[int]) -> int:
    """Count the columns that are among those wanted."""
    return sum(1 for column in columns if column in wanted)

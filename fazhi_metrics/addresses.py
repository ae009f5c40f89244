"""Addresses of cells: `C7`, a block `C5:C24`, in full `2025/人口.xlsx!人口!C7`, in a text file `事项.csv!C7`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

_ROW_BITS = 21  # Excel has 2**20 rows
_COLUMN_BITS = 15  # and 2**14 columns
_CELL = r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})"
_BLOCK = re.compile(rf"{_CELL}(?::{_CELL})?", re.ASCII | re.IGNORECASE)


class Block(NamedTuple):
    """A rectangle of cells, rows and columns counted from 1; its text is what a spreadsheet calls it.

    >>> str(Block(7, 3, 26, 3)), str(Block(7, 3, 7, 3))
    ('C7:C26', 'C7')
    """

    top: int
    left: int
    bottom: int
    right: int

    def __str__(self) -> str:
        first = a1(self.top, self.left)
        return first if self[:2] == self[2:] else f"{first}:{a1(self.bottom, self.right)}"

    @property
    def turned(self) -> Block:
        """The block with rows and columns exchanged."""
        return Block(self.left, self.top, self.right, self.bottom)

    def meets(self, other: Block) -> bool:
        """Whether the two have a cell in common."""
        return (
            self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )


@functools.cache
def letters(number: int) -> str:
    """Return the letters of a 1-based column.

    >>> letters(1), letters(27), letters(16384)
    ('A', 'AA', 'XFD')
    """
    if number < 1:
        raise ValueError(f"column numbers start at 1, not {number}")
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(column: str) -> int:
    """Return the 1-based number of a column's letters.

    >>> column_number("A"), column_number("AA"), column_number("XFD")
    (1, 27, 16384)
    """
    number = 0
    for letter in column.upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"not a column: {column!r}")
        number = number * 26 + ord(letter) - 64
    return number


def a1(row: int, column: int | str) -> str:
    """Return the name of a cell in its sheet.

    >>> a1(7, 3), a1(7, "C")
    ('C7', 'C7')
    """
    return f"{column if isinstance(column, str) else letters(column)}{row}"


def address(file: str, sheet: str | None = None, cell: str | None = None) -> str:
    """Return the full address of a cell, a block, a sheet or a file; a text file has no sheet.

    >>> address("人口.xlsx", "人口", "C7"), address("事项.csv", None, "C7"), address("人口.xlsx", "人口")
    ('人口.xlsx!人口!C7', '事项.csv!C7', '人口.xlsx!人口')
    """
    return "!".join(part for part in (file, sheet, cell) if part)


def split(text: str) -> tuple[str, str]:
    """Return the sheet and the cell or block of a full address; a bare cell has no sheet.

    >>> split("人口.xlsx!人口!C7"), split("C7")
    (('人口.xlsx!人口', 'C7'), ('', 'C7'))
    """
    sheet, _, cell = text.rpartition("!")
    return sheet, cell


def read_block(text: str) -> Block | None:
    """Read `C7`, `C7:D9` or `$C$7:$D$9`, its corners in any order; None when it is none of them.

    >>> read_block("C7:D9"), read_block("C0")
    (Block(top=7, left=3, bottom=9, right=4), None)
    """
    match = _BLOCK.fullmatch(text)
    if not match:
        return None
    left, top, right, bottom = match.groups()
    rows = sorted((int(top), int(bottom or top)))
    columns = sorted((column_number(left), column_number(right or left)))
    return Block(rows[0], columns[0], rows[1], columns[1])


def covers(block: str, cell: str) -> bool:
    """Whether two full addresses have a cell in common; of different sheets they never have.

    >>> covers("a.xlsx!S!C5:D9", "a.xlsx!S!D7"), covers("a.xlsx!S!C5", "a.xlsx!T!C5")
    (True, False)
    """
    (sheet, outer), (other, inner) = split(block), split(cell)
    if sheet != other:
        return False
    first, second = read_block(outer), read_block(inner)
    return first is not None and second is not None and first.meets(second)


def by_sheet(cells: Iterable[str]) -> dict[str, list[str]]:
    """Group full addresses by their sheet, in order.

    >>> by_sheet(["a.xlsx!S!C5:C9", "b.csv!A1", "a.xlsx!S!D7"])
    {'a.xlsx!S': ['C5:C9', 'D7'], 'b.csv': ['A1']}
    """
    sheets: dict[str, list[str]] = {}
    for text in cells:
        sheet, cell = split(text)
        sheets.setdefault(sheet, []).append(cell)
    return sheets


def join(cells: Iterable[tuple[int, int]]) -> list[Block]:
    """Join (row, column) cells into as few blocks as stand out: down a column first, then side by side.

    Blocks are ordered by column, then row.

    >>> [str(block) for block in join([(5, 3), (6, 3), (5, 4), (6, 4), (9, 6)])]
    ['C5:D6', 'F9']
    """
    runs: list[tuple[int, int, int, int]] = []
    for column, row in sorted({(column, row) for row, column in cells}):
        if runs and runs[-1][1] == column and runs[-1][3] == row - 1:
            runs[-1] = (*runs[-1][:3], row)
        else:
            runs.append((0, column, row, row))
    return [block for _, block in _side_by_side(runs)]


def join_positions(place: Ints, row: Ints, column: Ints, names: Sequence[str]) -> list[str]:
    """Join many cells of several sheets, as `join` does, into full addresses of blocks.

    `place`, `row` and `column` are of one length: the index of a sheet's name in `names`
    (`2025/人口.xlsx!人口`), and the 1-based row and column. A cell named twice counts once. Blocks are
    ordered by sheet, column and row.
    """
    import numpy as np

    if not len(place):
        return []
    key = np.unique((place << (_ROW_BITS + _COLUMN_BITS)) | (column << _ROW_BITS) | row)
    starts = np.flatnonzero(np.diff(key, prepend=key[0] - 2) != 1)
    ends = np.append(starts[1:], len(key)) - 1
    rows, columns = (1 << _ROW_BITS) - 1, (1 << _COLUMN_BITS) - 1
    first, last = key[starts], key[ends]
    home, across = first >> (_ROW_BITS + _COLUMN_BITS), (first >> _ROW_BITS) & columns
    runs = zip(*(part.tolist() for part in (home, across, first & rows, last & rows)), strict=True)
    return [f"{names[at]}!{block}" for at, block in _side_by_side(runs)]


def _side_by_side(runs: Iterable[tuple[int, int, int, int]]) -> list[tuple[int, Block]]:
    """Join runs (sheet, column, first row, last row), in order, that fill the same rows of neighbouring columns."""
    joined: list[tuple[int, Block]] = []
    ends: dict[tuple[int, int, int, int], int] = {}  # a run that the next column may go on -> its block
    for place, column, top, bottom in runs:
        at = ends.pop((place, column - 1, top, bottom), None)
        if at is None:
            at = len(joined)
            joined.append((place, Block(top, column, bottom, column)))
        else:
            joined[at] = (place, joined[at][1]._replace(right=column))
        ends[place, column, top, bottom] = at
    return joined

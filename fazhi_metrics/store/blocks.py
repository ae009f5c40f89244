"""Cell positions as numbers and as text: many positions pressed into few blocks, and blocks read back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]

_ROW_BITS = 21  # Excel has 2**20 rows
_COLUMN_BITS = 15  # and 2**14 columns
_BLOCK = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?\Z")


def column_letters(number: int) -> str:
    """Return the letters of a 1-based column.

    >>> column_letters(1), column_letters(28), column_letters(16384)
    ('A', 'AB', 'XFD')
    """
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based number of a column's letters.

    >>> column_number("A"), column_number("AB"), column_number("XFD")
    (1, 28, 16384)
    """
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def read_block(text: str) -> tuple[int, int, int, int] | None:
    """Read `C7` or `C7:D9` as (first row, first column, last row, last column); None when it is neither.

    >>> read_block("C7:D9")
    (7, 3, 9, 4)
    """
    match = _BLOCK.match(text)
    if not match:
        return None
    left, top, right, bottom = match.groups()
    rows = sorted((int(top), int(bottom or top)))
    columns = sorted((column_number(left), column_number(right or left)))
    return rows[0], columns[0], rows[1], columns[1]


def block_text(first_row: int, first_column: int, last_row: int, last_column: int) -> str:
    """Write a block of cells the way a spreadsheet does.

    >>> block_text(7, 3, 26, 3), block_text(7, 3, 7, 3)
    ('C7:C26', 'C7')
    """
    start = f"{column_letters(first_column)}{first_row}"
    if (first_row, first_column) == (last_row, last_column):
        return start
    return f"{start}:{column_letters(last_column)}{last_row}"


def covers(block: str, cell: str) -> bool:
    """Whether two addresses have a cell in common; of different sheets they never have.

    >>> covers("a.xlsx!S!C5:D9", "a.xlsx!S!D7"), covers("a.xlsx!S!C5", "a.xlsx!T!C5")
    (True, False)
    """
    sheet, _, outer = block.rpartition("!")
    place, _, inner = cell.rpartition("!")
    first, second = read_block(outer), read_block(inner)
    if sheet != place or first is None or second is None:
        return False
    return first[0] <= second[2] and second[0] <= first[2] and first[1] <= second[3] and second[1] <= first[3]


def compress_positions(place: Ints, row: Ints, column: Ints, names: Sequence[str]) -> list[str]:
    """Press cell positions into addresses of whole blocks.

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
    first, last = key[starts], key[ends]
    rows_mask, columns_mask = (1 << _ROW_BITS) - 1, (1 << _COLUMN_BITS) - 1
    runs = np.stack(
        [
            first >> (_ROW_BITS + _COLUMN_BITS),
            first & rows_mask,
            last & rows_mask,
            (first >> _ROW_BITS) & columns_mask,
        ]
    )
    runs = runs[:, np.lexsort(runs[::-1])]
    # Runs of the same rows in neighbouring columns are one rectangle.
    same = (runs[:3, 1:] == runs[:3, :-1]).all(axis=0) & (np.diff(runs[3]) == 1)
    heads = np.flatnonzero(np.append(True, ~same))
    tails = np.append(heads[1:], runs.shape[1]) - 1
    sheets, tops, bottoms, lefts = runs[:, heads]
    rights = runs[3, tails]
    order = np.lexsort((tops, lefts, sheets))
    return [
        f"{names[s]}!{block_text(t, left, b, right)}"
        for s, t, left, b, right in zip(
            *(part[order].tolist() for part in (sheets, tops, lefts, bottoms, rights)), strict=True
        )
    ]

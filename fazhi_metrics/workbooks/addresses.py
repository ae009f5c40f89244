"""Addresses of cells: `文件.xlsx!Sheet1!C7`, a block `…!C5:C24`, and in a text file `文件.csv!C7`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

_CELL = re.compile(r"(?P<place>.*!)(?P<column>[A-Z]{1,3})(?P<row>\d+)", re.DOTALL)


@functools.cache
def letters(number: int) -> str:
    """Return the letters of a 1-based column number.

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


def address(file: str, sheet: str | None, row: int, column: int | str) -> str:
    """Return the address of a cell; a text file has no sheet part.

    >>> address("人口.xlsx", "Sheet1", 7, 3), address("事项.csv", None, 7, "C")
    ('人口.xlsx!Sheet1!C7', '事项.csv!C7')
    """
    place = file if sheet is None else f"{file}!{sheet}"
    return f"{place}!{column if isinstance(column, str) else letters(column)}{row}"


def block(first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return the letters-and-numbers name of a block between two (row, column) corners.

    >>> block((5, 3), (24, 3)), block((5, 3), (5, 3))
    ('C5:C24', 'C5')
    """
    start, end = f"{letters(first[1])}{first[0]}", f"{letters(last[1])}{last[0]}"
    return start if start == end else f"{start}:{end}"


def compress(addresses: Iterable[str]) -> list[str]:
    """Join the addresses of cells into as few blocks as stand out: columns first, then side by side.

    Addresses that are no single cell (a block, a whole sheet) are kept as they are. Order is by file and
    sheet of first appearance, then by column and row.

    >>> compress(["a.xlsx!S!C5", "a.xlsx!S!C6", "a.xlsx!S!D5", "a.xlsx!S!D6", "a.xlsx!S!F9"])
    ['a.xlsx!S!C5:D6', 'a.xlsx!S!F9']
    """
    places: dict[str, set[tuple[int, int]]] = {}
    whole: list[str] = []
    for text in dict.fromkeys(addresses):
        found = _CELL.fullmatch(text)
        if found is None:
            whole.append(text)
            continue
        place = places.setdefault(found["place"], set())
        place.add((column_number(found["column"]), int(found["row"])))
    joined = [place + block(*corners) for place, cells in places.items() for corners in blocks(cells)]
    return joined + whole


def blocks(cells: Iterable[tuple[int, int]]) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Join (column, row) cells into rectangles, given as ((first row, first column), (last row, last column))."""
    runs: list[list[int]] = []  # column, first row, last row
    for column, row in sorted(set(cells)):
        if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
            runs[-1][2] = row
        else:
            runs.append([column, row, row])
    open_runs: dict[tuple[int, int, int], int] = {}  # (last column, first row, last row) -> index
    joined: list[tuple[int, int, int, int]] = []
    for column, first, last in runs:
        at = open_runs.pop((column - 1, first, last), None)
        if at is None:
            at = len(joined)
            joined.append((column, column, first, last))
        else:
            joined[at] = (joined[at][0], column, first, last)
        open_runs[(column, first, last)] = at
    return [((first, left), (last, right)) for left, right, first, last in joined]

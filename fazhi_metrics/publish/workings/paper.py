"""What a sheet of the workings says, before it becomes a spreadsheet: cells, each with its look."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Look = Literal[
    "cover",  # the title of the workbook
    "section",
    "label",
    "wide",  # running text
    "formula_text",  # running text that the spreadsheet computes
    "title",  # the heading of a sheet
    "lead",  # a line under it
    "banner",  # that the data are made up
    "group",  # a heading over several columns
    "head",  # the heading of a column
    "text",
    "number",  # a value as it is stored: of a ledger, or computed by the library
    "formula",  # a value that the spreadsheet computes
    "check",
    "link",
    "way",  # a link to where the reader came from
]
Stored = int | float | str
Row = tuple["Cell | None", ...]
_WIDEST, _NARROWEST = 46, 6


@dataclass(frozen=True, slots=True)
class Formula:
    """A live formula (without its =), and the result that is stored for viewers that do not compute."""

    text: str
    result: Stored


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a cell of another sheet."""

    text: str
    page: str
    cell: str = "A1"


Value = int | float | Decimal | str | dt.date | Formula | Link


@dataclass(frozen=True, slots=True)
class Cell:
    """A value and its look; `format` is a spreadsheet's number format where the look's own will not do."""

    value: Value | None
    look: Look = "text"
    format: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A sheet: its rows from the first, the widths of its columns, and how it is read and printed.

    `about` says in the contents what it holds.
    `head` is the row of the column headings: it stays in view, is repeated on every printed page, and rows
    below it can be filtered. `kept` is how many columns stay in view beside it. `checks` names the columns
    that say whether two numbers agree.
    """

    name: str
    about: str
    rows: tuple[Row, ...]
    widths: tuple[float, ...]
    head: int = 0
    kept: int = 0
    checks: tuple[str, ...] = ()
    portrait: bool = False

    @property
    def lines(self) -> int:
        """How many rows stand below its headings."""
        return len(self.rows) - self.head

    @property
    def check_cells(self) -> tuple[str, ...]:
        """The cells of each check column, as formulas name them."""
        return tuple(
            f"${each}${self.head + 1}:${each}${max(len(self.rows), self.head + 1)}" for each in self.checks
        )


def quoted(page: str) -> str:
    """Return a sheet's name as formulas and links write it.

    >>> quoted("村（社区）基本情况"), quoted("it's")
    ("'村（社区）基本情况'", "'it''s'")
    """
    return "'" + page.replace("'", "''") + "'"


def stored(value: int | Decimal | Fraction) -> int | float:
    """Return an exact number as a spreadsheet holds it: a whole number, or the nearest double."""
    return value if isinstance(value, int) else float(value)


def headings(title: str, lead: str, sample: str, back: str) -> list[Row]:
    """Return the three rows that every sheet begins with; `back` is the page that the link returns to."""
    link = Cell(Link("← 目录", back), "way")
    return [
        (Cell(title, "title"),),
        (Cell(lead, "lead"),),
        (link, Cell(sample, "banner") if sample else None),
    ]


def fitting(rows: Iterable[Row], least: Sequence[float] = ()) -> tuple[float, ...]:
    """Return widths that hold the cells of the given rows, between bounds; `least` are lower bounds."""
    widths: list[float] = list(least)
    for row in rows:
        widths += [_NARROWEST] * (len(row) - len(widths))
        for index, cell in enumerate(row):
            if cell is not None:
                widths[index] = min(_WIDEST, max(widths[index], typed_width(cell) + 2))
    return tuple(widths)


def typed_width(cell: Cell) -> float:
    """Return about how many columns of a typewriter a cell takes: two for a Chinese character."""
    value = cell.value
    if isinstance(value, Formula):
        value = value.result
    elif isinstance(value, Link):
        value = value.text
    if value is None:
        return 0
    if isinstance(value, dt.date):
        return 10
    if isinstance(value, float):
        return 8
    width = sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in str(value))
    return width + 3 if cell.look == "head" else width  # the filter's arrow stands in the heading

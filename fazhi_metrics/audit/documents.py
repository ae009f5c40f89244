"""A report as text: what a reader of the file sees, and where in the file each character stands."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

PlaceKind = Literal[
    "paragraph", "heading", "cell", "header", "footer", "footnote", "endnote", "textbox", "chart"
]


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text that stands together: a paragraph, a table cell, a chart label.

    `label` says in Chinese where it is (`第3段`, `表1第2行第3列`, `第2页第5行`). `heads` are the words of a
    table that name a cell: the head of its row, then those of its column.
    """

    start: int
    end: int
    label: str
    kind: PlaceKind = "paragraph"
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that the program, not the author, wrote (a page number), and why it is no figure."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a report and the places it came from, in order and without overlap.

    `wrapped` says that lines may break inside a sentence (plain text, PDF), so that numbers are read over
    the whole text; otherwise each place is read by itself. `notes` are remarks on what could not be read, `path` the file.
    """

    name: str
    text: str
    places: tuple[Place, ...]
    wrapped: bool = False
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    path: Path | None = None
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(place.start for place in self.places))

    def place(self, offset: int) -> Place:
        """Return the place that holds the character at `offset`, or the nearest one before it."""
        index = bisect_right(self._starts, offset) - 1
        return self.places[max(index, 0)]

    def __len__(self) -> int:
        return len(self.text)

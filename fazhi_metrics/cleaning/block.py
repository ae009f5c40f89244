"""A table laid out for cleaning, whichever way its records run.

Records are rows in a ledger and columns in a crosstab with months across. Both are a block: `fields` are
the lines that carry one column of the dataset each, `ats` the lines that are records, `totals` the lines
that add them up. A cell is where a field's line and a record's line meet:

    axis "row":     field line = sheet column, record line = sheet row
    axis "column":  field line = sheet row,    record line = sheet column
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import Any

from fazhi_metrics.addresses import Block as Box
from fazhi_metrics.addresses import a1, letters
from fazhi_metrics.cleaning.part import Axis, Span
from fazhi_metrics.cleaning.totals import Total
from fazhi_metrics.workbooks.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Field:
    """A line of a block under its header.

    `unit` is what the header gives, in brackets or beside it; `own` is false when it was only chosen from
    the units that a line above the table lists. `head` is (row, column) of the header cell. One that is read
    `again` was counted and logged with another block of the same table.
    """

    line: int
    header: str
    unit: str | None = None
    own: bool = False
    head: tuple[int, int] | None = None
    again: bool = False

    @property
    def cell(self) -> str:
        """The name of the header cell, empty when there is none."""
        return a1(*self.head) if self.head else ""


@dataclass(frozen=True, eq=False)
class Block:
    """One table of a sheet, its cells by role.

    `others` are the cells of the table that hold no data, with the log rule that names their role; `titles`
    and `notes` are the texts above and below it. `strangers` are the lines among the records that are none.
    """

    sheet: Sheet
    axis: Axis
    fields: tuple[Field, ...]
    ats: tuple[int, ...]
    totals: tuple[Total, ...]
    others: tuple[tuple[int, int, str], ...]
    titles: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    strangers: tuple[Field, ...] = ()
    first: bool = True

    def raws(self, line: int, ats: Sequence[int]) -> list[Any]:
        """Return the raw cells of one line at the given places."""
        rows = self.sheet.rows
        if self.axis == "row":
            place = line - 1
            if ats is self.ats:
                return self._lines[place] if place < len(self._lines) else [""] * len(ats)
            return [cells[place] if place < len(cells := rows[at - 1]) else "" for at in ats]
        cells = rows[line - 1]
        return [cells[at - 1] if at <= len(cells) else "" for at in ats]

    @cached_property
    def _lines(self) -> list[list[Any]]:
        """The records' rows turned round: a list of raw cells for each sheet column."""
        rows = self.sheet.rows
        return list(map(list, zip_longest(*(rows[at - 1] for at in self.ats), fillvalue="")))

    def spot(self, line: int, at: int) -> tuple[int, int]:
        """Return (row, column) of the cell where a field's line and a record's line meet."""
        return (at, line) if self.axis == "row" else (line, at)

    def cells(self, line: int, ats: Sequence[int]) -> list[str]:
        """Return the names of the cells of a field's line at the given places."""
        if self.axis == "row":
            column = letters(line)
            return [f"{column}{at}" for at in ats]
        return [a1(line, at) for at in ats]

    def cell(self, line: int, at: int) -> str:
        """Return the name of the cell where a field's line and a record's line meet."""
        return a1(*self.spot(line, at))

    @property
    def area(self) -> str:
        """The block of cells in which its records lie."""
        lines = [field.line for field in self.fields]
        top, left = self.spot(min(lines), min(self.ats))
        return str(Box(top, left, *self.spot(max(lines), max(self.ats))))

    def claims(self) -> dict[int, frozenset[int]]:
        """Return the sheet columns that this table claims in each sheet row."""
        found: dict[int, set[int]] = {}
        for row, column, _ in self.others:
            found.setdefault(row, set()).add(column)
        lines, places = [field.line for field in self.fields], [*self.ats, *(t.line for t in self.totals)]
        rows, columns = (places, frozenset(lines)) if self.axis == "row" else (lines, frozenset(places))
        claimed = dict.fromkeys(rows, columns)
        return {**claimed, **{row: claimed.get(row, frozenset()) | own for row, own in found.items()}}

    def runs(self, line: int) -> list[tuple[int, list[int]]]:
        """Return (anchor, records) of every merged cell that lies over several records on this line."""
        found = []
        for span in self.sheet.merges:
            if self.axis == "row":
                first, last, inside = span.top, span.bottom, span.left <= line <= span.right
                own = line == span.left
            else:
                first, last, inside = span.left, span.right, span.top <= line <= span.bottom
                own = line == span.top
            if inside and own and last > first:
                covered = [at for at in self.ats if first <= at <= last]
                if len(covered) > 1 or (covered and covered[0] != first):
                    found.append((first, covered))
        return found


def spans_of(source: int, field: str, runs: Sequence[tuple[int, Sequence[int]]]) -> list[Span]:
    """Return the spans of a field, one per run of records that share a cell."""
    return [Span(source, field, min(ats), max(ats), anchor) for anchor, ats in runs if ats]

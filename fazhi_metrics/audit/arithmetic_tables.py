"""The report's own tables: rows and columns named 合计 or 小计 against what they are the sum of.

A column of rates, scores or ranks has no sum. A column named 合计 is held to its row only where it holds in most
of the rows, so that a table whose columns are no parts of each other raises no alarm.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.audit.intervals import Interval, interval, meet, shown, total
from fazhi_metrics.audit.results import Finding
from fazhi_metrics.audit.sayings import finding_at

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import FigureClaim
    from fazhi_metrics.audit.documents import Document

_CELL = re.compile(r"(?P<table>.*表\d+)第(?P<row>\d+)行第(?P<column>\d+)列")
_TOTAL = re.compile(r"(?:全镇|全乡|全县|全区)?(?:合计|总计|共计)(?:数|[（(].*[）)])?")
_SUBTOTAL = re.compile(r"小计.*|.*小计")
_PART = re.compile(r"其中|#")
_NO_SUM = re.compile(r"率|均|占比|比重|比例|比上年|同比|增幅|排名|名次|位次|序号|编号|得分|指数|年份|平均|/")
_MOST = 2 / 3  # of the rows that a column named 合计 must hold in to be one
_FEWEST_ROWS = 3


@dataclass(frozen=True, slots=True)
class _Cell:
    row: int
    column: int
    claim: FigureClaim
    row_head: str
    head: str

    @property
    def held(self) -> Interval:
        return interval(self.claim.quantity)


def check_tables(document: Document, figures: Sequence[FigureClaim]) -> Iterator[Finding]:
    """Yield the totals of a document's tables that are not the sum of their parts."""
    tables: dict[str, list[_Cell]] = defaultdict(list)
    for claim in figures:
        place = document.place(claim.start)
        match = _CELL.fullmatch(place.label)
        whole = claim.text == document.text[place.start : place.end].strip()
        adds = claim.quantity.kind not in ("percent", "percentage_points", "score", "multiple", "fraction")
        if match and whole and adds and len(place.heads) == 2 and not any(map(_NO_SUM.search, place.heads)):
            cell = _Cell(int(match["row"]), int(match["column"]), claim, *place.heads)
            tables[match["table"]].append(cell)
    for cells in tables.values():
        yield from _down(document, cells)
        yield from _across(document, cells)


def _down(document: Document, cells: list[_Cell]) -> Iterator[Finding]:
    """Check the rows named 合计 and 小计, column by column; a column with gaps is left alone."""
    columns: dict[int, list[_Cell]] = defaultdict(list)
    for cell in cells:
        columns[cell.column].append(cell)
    for column in columns.values():
        column.sort(key=lambda cell: cell.row)
        rows = [cell.row for cell in column]
        if rows == list(range(rows[0], rows[0] + len(rows))):
            yield from _column(document, column)


def _column(document: Document, column: list[_Cell]) -> Iterator[Finding]:
    totals = [at for at, cell in enumerate(column) if _TOTAL.fullmatch(cell.row_head)]
    since: list[_Cell] = []
    rows: list[_Cell] = []
    for at, cell in enumerate(column):
        if at in totals or _PART.match(cell.row_head):
            continue
        if _SUBTOTAL.fullmatch(cell.row_head):
            yield from _not_the_sum(document, cell, since, "小计与上面各行")
            since = []
        else:
            since.append(cell)
            rows.append(cell)
    if len(totals) == 1 and totals[0] in (0, len(column) - 1):
        yield from _not_the_sum(document, column[totals[0]], rows, "合计与各行")


def _across(document: Document, cells: list[_Cell]) -> Iterator[Finding]:
    """Check the columns named 合计 or 小计 that are the sum of the columns beside them in most rows."""
    rows: dict[int, list[_Cell]] = defaultdict(list)
    for cell in cells:
        rows[cell.row].append(cell)
    wrong: dict[int, list[tuple[_Cell, list[_Cell]]]] = defaultdict(list)
    held: dict[int, int] = defaultdict(int)
    for row in rows.values():
        row.sort(key=lambda cell: cell.column)
        for total_cell, parts in _sums_of(row):
            if _adds_up(total_cell, parts):
                held[total_cell.column] += 1
            else:
                wrong[total_cell.column].append((total_cell, parts))
    for column, deviating in wrong.items():
        every = held[column] + len(deviating)
        if every >= _FEWEST_ROWS and held[column] >= _MOST * every:
            for total_cell, parts in deviating:
                yield from _not_the_sum(document, total_cell, parts, f"{total_cell.head}与本行各列")


def _sums_of(row: list[_Cell]) -> Iterator[tuple[_Cell, list[_Cell]]]:
    """Yield the totals of a row with their parts: the columns before it, or behind it where it comes first."""
    named = [
        at for at, cell in enumerate(row) if _TOTAL.fullmatch(cell.head) or _SUBTOTAL.fullmatch(cell.head)
    ]
    for order, at in enumerate(named):
        before = row[named[order - 1] + 1 if order else 0 : at]
        end = named[order + 1] if order + 1 < len(named) else len(row)
        parts = before or row[at + 1 : end]
        unit = row[at].claim.quantity.unit
        if len(parts) > 1 and all(cell.claim.quantity.unit == unit for cell in parts):
            yield row[at], parts


def _adds_up(cell: _Cell, parts: Sequence[_Cell]) -> bool:
    return meet(total(part.held for part in parts), cell.held)


def _not_the_sum(document: Document, cell: _Cell, parts: Sequence[_Cell], what: str) -> Iterator[Finding]:
    if parts and not _adds_up(cell, parts):
        yield finding_at(document, cell.claim, f"{what}之和{shown(total(part.held for part in parts))}不符")

"""What a reading did not understand, or read otherwise than it is stored: which cells, and why.

A doubt is either an open question (a value lost, two readings, a bound), which becomes an issue at its
cells, or a note on something read with certainty (a hidden row, a unit that the format shows).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.addresses import join
from fazhi_metrics.quantities import missing_reason
from fazhi_metrics.workbooks.sheets import Unread
from fazhi_metrics.workbooks.values import NUMBERS, problem_of
from fazhi_metrics.workbooks.written import read_written

if TYPE_CHECKING:
    from fazhi_metrics.workbooks.table import Table, TableColumn


class DoubtKind(StrEnum):
    """What sort of doubt: the first three are open, the others only told."""

    said: str
    is_open: bool

    LOST = "lost", "没有读出", True
    AMBIGUOUS = "ambiguous", "有两种读法", True
    BOUND = "bound", "只是界限", True
    MISSING = "missing", "缺失标记", False
    SHOWN = "shown", "按显示读取", False
    MARK = "mark", "去掉标记", False
    UNIT = "unit", "单位", False
    HIDDEN = "hidden", "隐藏", False

    def __new__(cls, code: str, said: str, is_open: bool) -> DoubtKind:
        """Build a kind that carries its Chinese title and whether it is an open question."""
        kind = str.__new__(cls, code)
        kind._value_ = code
        kind.said, kind.is_open = said, is_open
        return kind


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt: a block of cells of the sheet (`B2:B7`), what is to be said of it, and its kind."""

    cells: str
    what: str
    kind: DoubtKind


_OPEN_SHARE: Final = 8  # of so many filled cells one is lost: the reading as a whole is doubtful


def doubts_of(kind: DoubtKind, what: str, cells: Iterable[tuple[int, int]]) -> Iterator[Doubt]:
    """Yield one doubt for each rectangle that the (row, column) cells make up."""
    for block in join(cells):
        yield Doubt(str(block), what, kind)


def cell_doubts(table: Table) -> tuple[Doubt, ...]:
    """Find what the cells of a table's data rows leave open: every filled cell without a value is named."""
    found: dict[tuple[DoubtKind, str], list[tuple[int, int]]] = {}
    for column in table.columns:
        for row, kind, what in _column_doubts(table, column):
            found.setdefault((kind, what), []).append((row, column.index))
    for row in table.hidden_rows:
        held = [c.index for c in table.columns if table.raw(row, c.index) != ""]
        if held and table.row_roles[row] == "data":
            found.setdefault((DoubtKind.HIDDEN, "所在的行是隐藏的"), []).extend((row, c) for c in held)
    for column in table.columns:
        if column.hidden:
            rows = [row for row in table.rows if table.raw(row, column.index) != ""]
            found.setdefault((DoubtKind.HIDDEN, "所在的列是隐藏的"), []).extend(
                (r, column.index) for r in rows
            )
    return tuple(
        doubt for (kind, what), cells in found.items() for doubt in doubts_of(kind, what, sorted(set(cells)))
    )


def _column_doubts(table: Table, column: TableColumn) -> Iterator[tuple[int, DoubtKind, str]]:
    raws = table.raws(column.index)
    types = set(map(type, raws))
    if not types - {float, int} and column.type in NUMBERS:
        return
    known: dict[str, tuple[DoubtKind, str] | None] = {}
    values = table.values(column.index)
    for row, raw, value in zip(table.rows, raws, values, strict=True):
        if raw == "" or (value is not None and not (type(raw) is str and column.type in NUMBERS)):
            continue
        if not isinstance(raw, str):
            why: tuple[DoubtKind, str] | None = (
                DoubtKind.LOST,
                problem_of(column.type, raw, table.year) or "没有读出值",
            )
        else:
            if raw not in known or isinstance(raw, Unread):
                known[raw] = _why(column, raw, value, table.year)
            why = known[raw]
        if why is not None:
            yield row, *why


def _why(column: TableColumn, raw: str, value: Any, year: int | None) -> tuple[DoubtKind, str] | None:
    """Say what is to be told of a text in a column; None when nothing is."""
    if isinstance(raw, Unread):
        return DoubtKind.LOST, raw.problem
    if column.type in NUMBERS:
        written = read_written(raw)
        if value is not None:
            return (DoubtKind.MARK, f"去掉了数后面的“{written.mark}”") if written.mark else None
        if written.is_bound:
            return DoubtKind.BOUND, f"“{raw.strip()}”不是准确的数，{written.range}"
    if value is not None or not raw.strip():
        return None
    reason = missing_reason(raw)
    if reason is not None:
        return (DoubtKind.MISSING, f"“{raw.strip()}”按没有数据读（{reason}）") if reason != "空白" else None
    return DoubtKind.LOST, f"“{raw.strip()[:24]}”{problem_of(column.type, raw, year) or '没有读出值'}"


def trust(certainty: float, doubts: Iterable[Doubt], filled: int) -> float:
    """Return how far a reading can be trusted, after what its cells leave open."""
    opened = sum(1 for doubt in doubts if doubt.kind.is_open)
    if not opened:
        return certainty
    return min(certainty, 0.7 if opened > 1 and opened * _OPEN_SHARE > filled else 0.9)

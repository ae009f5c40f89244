"""What the cells of a table leave open: values lost, bounds, marks taken off, what a format shows."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.quantities import missing_reason
from fazhi_metrics.workbooks.doubts import Doubt, DoubtKind, doubts_of
from fazhi_metrics.workbooks.sheets import Unread
from fazhi_metrics.workbooks.showing import SCALED
from fazhi_metrics.workbooks.values import NUMBERS, problem_of
from fazhi_metrics.workbooks.written import CODE_MARK, read_label, read_written

if TYPE_CHECKING:
    from fazhi_metrics.workbooks.table import Table, TableColumn

Said = tuple[DoubtKind, str]

_LONG: Final = 1e15  # a number cell keeps fifteen digits
_ENDS: Final = frozenset("*†‡§※)）]rpe")
_EARLY: Final = dt.datetime(1900, 3, 1)  # before it a day number is off by one
_SCALED_UNIT: Final = re.compile(
    r"[百千万亿]|thousand|million|billion|000|\\b(?:m|mn|bn|k)\\b", re.IGNORECASE
)


def cell_doubts(table: Table) -> tuple[Doubt, ...]:
    """Find what the cells of a table's data rows leave open: every filled cell without a value is named."""
    found: dict[Said, list[tuple[int, int]]] = {}
    rows = frozenset(table.rows)
    for column in table.columns:
        for row, kind, what in _column_doubts(table, column):
            found.setdefault((kind, what), []).append((row, column.index))
        if column.hidden:
            held = [row for row in table.rows if table.raw(row, column.index) != ""]
            found.setdefault((DoubtKind.HIDDEN, "所在的列是隐藏的"), []).extend(
                (r, column.index) for r in held
            )
    for row in table.hidden_rows:
        held = [c.index for c in table.columns if table.raw(row, c.index) != ""]
        if held and row in rows:
            found.setdefault((DoubtKind.HIDDEN, "所在的行是隐藏的"), []).extend((row, c) for c in held)
    for cell, said in _shown(table, rows):
        found.setdefault(said, []).append(cell)
    return tuple(
        doubt for (kind, what), cells in found.items() for doubt in doubts_of(kind, what, sorted(set(cells)))
    )


def _shown(table: Table, rows: frozenset[int]) -> Iterator[tuple[tuple[int, int], Said]]:
    """What the file shows otherwise than it stores it: struck, raised, scaled, with a unit."""
    marks = table.source.marks
    if not marks:
        return
    columns = {column.index: column for column in table.columns}
    for (row, index), (kind, what) in marks.items():
        column = columns.get(index)
        if column is None or row not in table.row_roles:
            continue
        if what == SCALED and not _SCALED_UNIT.search(column.unit or ""):
            yield (
                (row, index),
                (DoubtKind.AMBIGUOUS, "数字格式把数缩小显示，表头没有写缩小后的单位；按显示的数读"),
            )
        elif kind == DoubtKind.UNIT and row in rows and column.unit != table.source.units[row, index]:
            unit = table.source.units[row, index]
            yield (row, index), (DoubtKind.AMBIGUOUS, f"数字格式里的单位“{unit}”与表头或本列其他单元格不同")
        elif kind != DoubtKind.UNIT or row in rows:
            yield (row, index), (kind, what)


def _column_doubts(table: Table, column: TableColumn) -> Iterator[tuple[int, DoubtKind, str]]:
    raws = table.raws(column.index)
    types = set(map(type, raws))
    if not types - {str} and not any(raws):
        return
    if column.type in NUMBERS and types & {float, int}:
        yield from _number_doubts(table, column, raws)
    if dt.datetime in types or dt.date in types:
        for row, raw in zip(table.rows, raws, strict=True):
            if (
                isinstance(raw, dt.date)
                and raw.year == _EARLY.year
                and raw.timetuple()[:3] < _EARLY.timetuple()[:3]
            ):
                yield row, DoubtKind.AMBIGUOUS, "1900年3月1日以前的日期序列号差一天，不能确定是哪一天"
    if not types - {float, int} and column.type in NUMBERS:
        return
    if column.type == "text":
        for row, raw in zip(table.rows, raws, strict=True):
            if type(raw) is str and raw[-1:] in _ENDS and (mark := read_label(raw.strip())[1]):
                yield row, DoubtKind.MARK, f"去掉了后面的“{mark}”"
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


def _number_doubts(
    table: Table, column: TableColumn, raws: list[Any]
) -> Iterator[tuple[int, DoubtKind, str]]:
    """Numbers too long for a number cell, and percents that cannot be."""
    numbers = [raw for raw in raws if type(raw) is float or type(raw) is int]
    if max(map(abs, numbers), default=0) >= _LONG:
        for row, raw in zip(table.rows, raws, strict=True):
            if type(raw) in (int, float) and abs(raw) >= _LONG:
                yield row, DoubtKind.LOST, "超过 15 位的数，后面的数字在文件里已经丢失"
    shown = table.percent_rows(column.index)
    if shown and column.type != "percent" and len(shown) < sum(1 for raw in raws if raw != ""):
        for row in sorted(shown):
            yield row, DoubtKind.AMBIGUOUS, "同一列有的按百分数显示，有的不是"
    for row in sorted(table.over_rows(column.index)):
        yield row, DoubtKind.AMBIGUOUS, "显示的百分数大得不合常理，按输入的数读"


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
    if column.type in NUMBERS and CODE_MARK.fullmatch(raw):
        return DoubtKind.MISSING, f"“{raw.strip()}”是统计符号，没有给出数"
    return DoubtKind.LOST, f"“{raw.strip()[:24]}”{problem_of(column.type, raw, year) or '没有读出值'}"

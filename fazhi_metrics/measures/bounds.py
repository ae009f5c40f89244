"""Records that something is held against, judged one by one: what each could add to a sum after all.

A condition on a value that nobody recorded is neither fulfilled nor not; a record whose village is not known
belongs to any; a number in doubt could be another. Each such record leaves a range open to the groups that it
may belong to. Numerator and denominator of one ledger are judged together: a record is in both or in neither.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from fazhi_metrics.cleaning.rules import Reach
from fazhi_metrics.errors import capped
from fazhi_metrics.measures.base import Sum, Where
from fazhi_metrics.measures.evidence import Doubt, Evidence, Record
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.tally import Labels, Rows
from fazhi_metrics.store.arrays import as_mask, flat

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_T = TypeVar("_T")
Pattern = tuple[str | None, ...]
Pair = tuple[Any, Any]
_NAMED = 5
_ONE = (1, 1)


@dataclass(slots=True)
class Open:
    """What the records of one pattern of labels leave open, of up to two sums: the least and the most of each.

    `low` and `high` are infinite where nothing limits them. `shares` counts the records of a share's
    denominator by whether they are in it for certain, and whether they then are in the numerator (None: perhaps).
    """

    low: list[Any] = field(default_factory=lambda: [0, 0])
    high: list[Any] = field(default_factory=lambda: [0, 0])
    shares: dict[tuple[bool, bool | None], int] = field(default_factory=dict)
    status: Status = Status.BOUNDED


@dataclass(slots=True)
class Doubted:
    """By how much one doubt could move the sums of a group down and up; infinite where nobody knows."""

    doubt: Doubt
    below: list[Any] = field(default_factory=lambda: [0, 0])
    above: list[Any] = field(default_factory=lambda: [0, 0])


@dataclass(slots=True)
class Uncertain:
    """The records of a year whose part in one or two sums is not certain, by the labels that they may have.

    `counted` is what the tallies already have of the `open` ones, by the labels that they gave them.
    """

    open: dict[Pattern, Open] = field(default_factory=dict)
    counted: dict[Labels, list[Any]] = field(default_factory=dict)
    doubted: dict[Pattern, list[Doubted]] = field(default_factory=dict)
    reasons: tuple[tuple[Status, str], ...] = ()

    def at(self, labels: Labels) -> tuple[list[Open], list[Doubted]]:
        """Return what is open, and what is in doubt, in the group of the given labels."""
        doubted = [each for found in _matching(self.doubted, labels) for each in found]
        return list(_matching(self.open, labels)), doubted


def _matching(patterns: Mapping[Pattern, _T], labels: Labels) -> Iterator[_T]:
    if labels in patterns:
        yield patterns[labels]
    for pattern, found in patterns.items():
        if None in pattern and all(a is None or a == b for a, b in zip(pattern, labels, strict=True)):
            yield found


def judge(
    store: Store,
    town: Town,
    sums: Sequence[Sum],
    year: int,
    by: tuple[str, ...],
    filters: Mapping[str, Labels],
    evidence: Evidence,
    *,
    blanks: bool,
) -> Uncertain:
    """Judge the records of a ledger's year that a question reads and something is held against.

    `sums` are the numerator, and the denominator where it is of the same ledger; `blanks` says that a column
    which every record must have lacks a value somewhere.
    """
    dataset = sums[0].dataset
    lost, doubts = evidence.lost(dataset, year), evidence.doubts(dataset, year)
    doubts = tuple(each for each in doubts if each.records is not None)
    if not (blanks or lost or doubts or evidence.partial(dataset, year)):
        return Uncertain()
    read = dict.fromkeys(name for each in sums for name in each.columns)
    rows = Rows(store, town, sums[0], year, by, filters, (*read, "_source", "_at"))
    return _Judge(rows, tuple(sums), evidence, doubts, lost).found(store)


class _Judge:
    """Judges the records of one question; see `judge`."""

    def __init__(
        self,
        rows: Rows,
        sums: tuple[Sum, ...],
        evidence: Evidence,
        doubts: Sequence[Doubt],
        lost: Mapping[str, set[Record]],
    ) -> None:
        self.rows, self.sums, self.home = rows, sums, rows.dataset
        self.date = self.home.date or ""
        self.dims = [frozenset(each.columns) for each in rows.by]
        kept = frozenset(name for each in rows.kept for name in each.columns)
        self.kept = kept
        read = {name for each in sums for name in each.columns}
        looked = read.union(kept, *self.dims)
        # A column that nobody sent in is said once, of the whole year: see `coverage`.
        self.looked = tuple(
            sorted(name for name in looked if evidence.has_column(self.home.name, rows.year, name))
        )
        self.lost = {name: lost[name] for name in self.looked if name in lost}
        self.empty = evidence.empty(self.home.name, rows.year)
        self.without = {
            name: sources
            for name in self.looked
            if (sources := evidence.without(self.home.name, rows.year, name))
        }
        self.doubts = [
            each for each in doubts if not each.columns or each.columns & {*self.looked, self.date}
        ]

    def found(self, store: Store) -> Uncertain:
        """Return what the records leave open."""
        table, labels = self._suspects()
        result = Uncertain()
        named: dict[tuple[Status, str], list[int]] = {}
        values = table.select([*self.looked, *self._further()]).to_pylist()
        for index, (row, own) in enumerate(zip(values, labels, strict=True)):
            record = (row["_source"], row["_at"])
            unknown = self._unknown(record, row)
            if unknown:
                self._open(result, row, own, unknown, index, named)
            for doubt in self.doubts:
                if doubt.concerns(*record):
                    self._doubt(result, doubt, record, row, own, unknown)
        result.reasons = tuple(
            (status, self._reason(store, table, column, places)) for (status, column), places in named.items()
        )
        return result

    def _further(self) -> list[str]:
        names = ["_source", "_at", *([self.date] if self.date else [])]
        return [name for name in names if name not in self.looked and name in self.rows.table.column_names]

    def _suspects(self) -> tuple[Any, list[Labels]]:
        """Return the rows that something is held against, with the labels that the tally gave them."""
        import numpy as np

        table = self.rows.table
        source, at = flat(table["_source"]).astype(np.int64), flat(table["_at"]).astype(np.int64)
        mask = np.zeros(table.num_rows, dtype=np.bool_)
        for name in self.looked:
            if self.home.by_name[name].required and table[name].null_count:
                mask |= flat(table[name].is_null())
        for sources in self.without.values():
            mask |= np.isin(source, list(sources))
        for records in self.lost.values():
            places = np.array([(one << 32) | other for one, other in records], dtype=np.int64)
            mask |= np.isin((source << 32) | at, places)
        for doubt in self.doubts:
            for own, first, last in doubt.records or ():
                mask |= (source == own) & (at >= first) & (at <= last)
        texts = []
        for each in self.rows.by:
            codes, names = each.encode(table)
            texts.append([names[code] for code in codes[mask].tolist()])
        chosen = self.rows.chosen()
        self._chosen = [True] * int(mask.sum()) if chosen is None else chosen[mask].tolist()
        count = int(mask.sum())
        labels: list[Labels] = list(zip(*texts, strict=True)) if texts else [()] * count
        return table.filter(as_mask(mask)), labels

    def _unknown(self, record: Record, row: Mapping[str, Any]) -> frozenset[str]:
        """Return the columns of a record that nobody knows the value of."""
        return frozenset(
            name
            for name in self.looked
            if record[0] in self.without.get(name, ()) or (row[name] is None and self._missing(name, record))
        )

    def _missing(self, name: str, record: Record) -> bool:
        """Whether a record should have a value that it lacks, and nobody verified that there is none."""
        if record in self.empty.get(name, ()):
            return False
        return self.home.by_name[name].required or record in self.lost.get(name, ())

    def _open(
        self,
        result: Uncertain,
        row: Mapping[str, Any],
        own: Labels,
        unknown: frozenset[str],
        index: int,
        named: dict[tuple[Status, str], list[int]],
    ) -> None:
        member = None if unknown & self.kept else self._chosen[index]
        if member is False:
            return
        loose = [bool(unknown & dims) for dims in self.dims]
        certain = member is True and not any(loose)
        ranges = [self._range(each, row, unknown, certain=certain) for each in self.sums]
        if all(low == high for low, high in ranges) and certain:
            return
        pattern = tuple(None if free else label for free, label in zip(loose, own, strict=True))
        opened = result.open.setdefault(pattern, Open())
        counted = result.counted.setdefault(own, [0, 0])
        for place, (low, high) in enumerate(ranges):
            opened.low[place] += low
            opened.high[place] += high
            if self._chosen[index]:
                counted[place] += self._counted(self.sums[place], row)
        if len(ranges) == 2 and ranges[1] != (0, 0):
            further = [where for where in self.sums[0].where if where not in self.sums[1].where]
            kind = (ranges[1] == _ONE, _fulfils(further, row, unknown))
            opened.shares[kind] = opened.shares.get(kind, 0) + 1
        status = Status.BOUNDED
        if not self.date and any(math.isinf(high) for _, high in ranges):
            status = opened.status = Status.INCOMPLETE
        for column in sorted(unknown):
            named.setdefault((status, column), []).append(index)

    def _doubt(
        self,
        result: Uncertain,
        doubt: Doubt,
        record: Record,
        row: Mapping[str, Any],
        own: Labels,
        unknown: frozenset[str],
    ) -> None:
        """Add by how much a doubt about one record could move the sums."""
        if doubt.moves is not None and record not in doubt.moves:
            return
        wrong = doubt.columns if doubt.reach is Reach.VALUES else frozenset[str]()
        leaves = doubt.reach is Reach.EXCESS or self.date in wrong
        free = unknown | wrong
        loose = [bool(free & dims) for dims in self.dims]
        moved = bool(free & self.kept) or leaves
        below, above, further = [0, 0], [0, 0], [0, 0]
        for place, sum_ in enumerate(self.sums):
            base = self._counted(sum_, row)
            low, high = self._range(sum_, row, free, certain=not (moved or any(loose)))
            if sum_.distinct and high:
                base, low, high = 1, 0, 2  # it may be the only one of its kind, or be of a kind of its own
            elif doubt.total and sum_.column in wrong and not sum_.where:
                gap = Decimal(doubt.total)
                low, high = min(0, gap) + base, max(0, gap) + base
            below[place], above[place], further[place] = base - low, max(0, high - base), max(0, high)
        if not any((*below, *above)):
            return
        _widest(result, own, doubt, below, above)
        if any(loose):
            pattern = tuple(None if each else label for each, label in zip(loose, own, strict=True))
            _widest(result, pattern, doubt, [0, 0], further)

    def _counted(self, sum_: Sum, row: Mapping[str, Any]) -> Any:
        """Return what the tally counts of a record that was selected."""
        if any(not holds(where, row) for where in sum_.where):
            return 0
        low, high = self._value(sum_, row, frozenset())
        return low if low == high else 0

    def _range(
        self, sum_: Sum, row: Mapping[str, Any], unknown: frozenset[str], *, certain: bool
    ) -> tuple[Any, Any]:
        """Return the least and the most that a record adds to a sum."""
        fulfilled = _fulfils(sum_.where, row, unknown)
        if fulfilled is False:
            return 0, 0
        low, high = self._value(sum_, row, unknown)
        certain = certain and fulfilled is True
        return (low, high) if certain else (min(0, low), max(0, high))

    def _value(self, sum_: Sum, row: Mapping[str, Any], unknown: frozenset[str]) -> tuple[Any, Any]:
        if sum_.column is None:
            return _ONE
        if unknown.intersection(sum_.values):
            if sum_.distinct:
                return 0, 1
            least = self.home.by_name[sum_.column].minimum
            return (-math.inf if sum_.minus or least is None else least), math.inf
        if any(row[name] is None for name in sum_.values):
            return 0, 0
        if sum_.distinct:
            return 0, 1  # it may be a value that others have too
        value = row[sum_.column]
        if sum_.minus:
            value = value - row[sum_.minus]
            value = value.days if hasattr(value, "days") else value
        return value, value

    def _reason(self, store: Store, table: Any, column: str, places: Sequence[int]) -> str:
        title = self.home.by_name[column].title
        cells = store.cells(self.home.name, table.take(places[:1000]), [column])
        where = f"：{capped(cells, _NAMED)}" if cells else ""
        return f"{self.home.title}{self.rows.year}年有 {len(places)} 条记录的“{title}”不知道{where}"


def _widest(
    result: Uncertain, pattern: Pattern, doubt: Doubt, below: Iterable[Any], above: Iterable[Any]
) -> None:
    """Note how far a doubt reaches in a group: of several records only one is wrong by a total's gap."""
    found = result.doubted.setdefault(pattern, [])
    mine = next((each for each in found if each.doubt is doubt), None)
    if mine is None:
        mine = Doubted(doubt)
        found.append(mine)
    join: Callable[[Any, Any], Any] = max if doubt.total else operator.add
    mine.below = [join(one, other) for one, other in zip(mine.below, below, strict=True)]
    mine.above = [join(one, other) for one, other in zip(mine.above, above, strict=True)]


def _fulfils(wheres: Iterable[Where], row: Mapping[str, Any], unknown: frozenset[str]) -> bool | None:
    """Whether a record fulfils all conditions; None where nobody knows."""
    found: bool | None = True
    for where in wheres:
        if where.column in unknown:
            found = None
        elif not holds(where, row):
            return False
    return found


def holds(where: Where, values: Mapping[str, Any]) -> bool:
    """Whether one record fulfils a condition; a missing value fulfils none."""
    value = values.get(where.column)
    if value is None:
        return False
    match where.operator:
        case "known":
            return True
        case "at_least":
            return bool(value >= where.values[0])
        case "at_most":
            return bool(value <= where.values[0])
        case "is_not":
            return value not in where.values
        case _:
            return value in where.values

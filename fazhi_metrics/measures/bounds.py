"""Records that something is held against, judged one by one: what each could add to a sum after all.

A condition on a value that nobody recorded is neither fulfilled nor not; a record whose village is not known
belongs to any; a number in doubt could be another. Each such record leaves a range open to the groups that it
may belong to. Numerator and denominator of one ledger are judged together: a record is in both or in neither.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeVar

from fazhi_metrics.cleaning.rules import Reach
from fazhi_metrics.errors import capped
from fazhi_metrics.measures.base import Sum, Where
from fazhi_metrics.measures.dimensions import dataset_of
from fazhi_metrics.measures.evidence import Doubt, Evidence, Record
from fazhi_metrics.measures.query import beside
from fazhi_metrics.measures.status import NOTHING, Range, Status
from fazhi_metrics.measures.tally import Beside, Labels, Rows, among
from fazhi_metrics.store.arrays import as_mask, flat

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_T = TypeVar("_T")
Pattern = tuple[str | None, ...]
Row = Mapping[str, Any]
_NAMED = 5
_ONE, _MAYBE, _EITHER = Range(1, 1), Range(0, 1), Range(-1, 1)


@dataclass(slots=True)
class Open:
    """What the records of one pattern of labels leave open of up to two sums.

    `shares` counts the records of a share's denominator by whether they are in it for certain, and whether
    they then are in the numerator (None: perhaps).
    """

    ranges: list[Range] = field(default_factory=lambda: [NOTHING, NOTHING])
    shares: Counter[tuple[bool, bool | None]] = field(default_factory=Counter)
    status: Status = Status.BOUNDED


@dataclass(slots=True)
class Doubted:
    """By how much one doubt could move the sums of a group."""

    doubt: Doubt
    moves: list[Range] = field(default_factory=lambda: [NOTHING, NOTHING])


@dataclass(slots=True)
class Uncertain:
    """The records of a year whose part in one or two sums is not certain, by the labels that they may have.

    `counted` is what the tallies already have of the `open` ones, by the labels that they gave them.
    """

    open: dict[Pattern, Open] = field(default_factory=dict)
    counted: dict[Labels, list[Fraction]] = field(default_factory=dict)
    doubted: dict[Pattern, list[Doubted]] = field(default_factory=dict)
    reasons: tuple[tuple[Status, str], ...] = ()

    @property
    def groups(self) -> set[Labels]:
        """The groups that something is held against, as far as their labels are known."""
        return {key for key in (*self.open, *self.doubted) if None not in key}  # type: ignore[misc]

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
    home = dataset_of(dataset, town)
    read = dict.fromkeys(
        part for each in sums for name in each.columns for part in (name, *home.by_name[name].parts)
    )
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
        self.date, self.columns = self.home.date or "", self.home.by_name
        self.paired = [
            beside(each, other).known for each, other in zip(sums, (*sums[1:], sums[0]), strict=True)
        ]
        self.dims = [frozenset(each.columns) for each in rows.by]
        self.kept = frozenset(name for each in rows.kept for name in each.columns)
        looked = {name for each in sums for name in each.columns}.union(self.kept, *self.dims)
        looked |= {part for name in looked for part in self.columns[name].parts}
        # A column that nobody sent in is said once, of the whole year: see `coverage`.
        dataset, year = self.home.name, rows.year
        self.looked = tuple(sorted(name for name in looked if evidence.has_column(dataset, year, name)))
        self.inapplicable = evidence.inapplicable(dataset, year)
        self.lost = {name: lost[name] for name in self.looked if name in lost}
        self.empty = evidence.empty(dataset, year)
        self.without = {name: evidence.without(dataset, year, name) for name in self.looked}
        self.doubts = [
            each for each in doubts if not each.columns or each.columns & {*self.looked, self.date}
        ]

    def found(self, store: Store) -> Uncertain:
        """Return what the records leave open."""
        table, labels, chosen = self._suspects()
        result = Uncertain()
        named: dict[tuple[Status, str], list[int]] = {}
        for index, row in enumerate(table.select([*self.looked, "_source", "_at"]).to_pylist()):
            record, own = (row["_source"], row["_at"]), labels[index]
            unknown = self._unknown(record, row)
            if unknown and (status := self._open(result, row, own, unknown, chosen=chosen[index])):
                for column in sorted(name for name in unknown if not self.columns[name].compute):
                    named.setdefault((status, column), []).append(index)
            for doubt in self.doubts:
                if doubt.concerns(*record):
                    self._doubt(result, doubt, row, own, unknown, chosen=chosen[index])
        result.reasons = tuple(
            (status, self._reason(store, table, column, places)) for (status, column), places in named.items()
        )
        return result

    def _suspects(self) -> tuple[Any, list[Labels], list[bool]]:
        """Return the rows that something is held against, their labels, and whether they were selected."""
        import numpy as np

        table = self.rows.table
        source, at = flat(table["_source"]).astype(np.int64), flat(table["_at"]).astype(np.int64)
        mask = np.zeros(table.num_rows, dtype=np.bool_)
        for name in self.looked:
            if self._asked(name) and table[name].null_count:
                mask |= flat(table[name].is_null())
        for sources in self.without.values():
            mask |= np.isin(source, list(sources))
        for records in self.lost.values():
            mask |= among(table, records)
        for doubt in self.doubts:
            for own, first, last in doubt.records or ():
                mask |= (source == own) & (at >= first) & (at <= last)
        count = int(mask.sum())
        texts = []
        for each in self.rows.by:
            codes, names = each.encode(table)
            texts.append([names[code] for code in codes[mask].tolist()])
        labels: list[Labels] = list(zip(*texts, strict=True)) if texts else [()] * count
        chosen = self.rows.chosen()
        return (
            table.filter(as_mask(mask)),
            labels,
            [True] * count if chosen is None else chosen[mask].tolist(),
        )

    def _unknown(self, record: Record, row: Row) -> frozenset[str]:
        """Return the columns of a record that nobody knows the value of."""
        found = {
            name
            for name in self.looked
            if record[0] in self.without[name] or (row[name] is None and self._missing(name, record))
        }
        made = {name for name in self.looked if found.intersection(self.columns[name].parts)}
        return frozenset(found | made)

    def _asked(self, name: str) -> bool:
        """Whether a record must say something of a column: of one that it leaves blank nobody knows what."""
        return self.columns[name].required or self.columns[name].unknown_when_blank

    def _missing(self, name: str, record: Record) -> bool:
        """Whether a record should have a value that it lacks, and nobody said that there is none."""
        if record in self.empty.get(name, ()) or record in self.inapplicable.get(name, ()):
            return False
        return self._asked(name) or record in self.lost.get(name, ())

    def _open(
        self, result: Uncertain, row: Row, own: Labels, unknown: frozenset[str], *, chosen: bool
    ) -> Status | None:
        """Add what a record leaves open; return what that makes of a sum, None where it leaves nothing open."""
        if not chosen and not unknown & self.kept:
            return None
        loose = [bool(unknown & dims) for dims in self.dims]
        certain = not (unknown & self.kept or any(loose))
        ranges = [self._range(place, row, unknown, certain=certain) for place in range(len(self.sums))]
        if certain and all(each.point for each in ranges):
            return None
        opened = result.open.setdefault(_pattern(own, loose), Open())
        counted = result.counted.setdefault(own, [Fraction(0), Fraction(0)])
        for place, each in enumerate(ranges):
            opened.ranges[place] += each
            counted[place] += self._counted(place, row, chosen=chosen)
        if len(ranges) == 2 and ranges[1] != NOTHING:
            further = [where for where in self.sums[0].where if where not in self.sums[1].where]
            opened.shares[ranges[1] == _ONE, fulfils(further, row, unknown)] += 1
        if not self.date and any(each.high is None for each in ranges):
            opened.status = Status.INCOMPLETE  # a table of villages lacks one: there is no total
        return opened.status

    def _doubt(
        self, result: Uncertain, doubt: Doubt, row: Row, own: Labels, unknown: frozenset[str], *, chosen: bool
    ) -> None:
        """Add by how much a doubt about one record could move the sums."""
        if doubt.moves is not None and (row["_source"], row["_at"]) not in doubt.moves:
            return
        wrong = doubt.columns if doubt.reach is Reach.VALUES else frozenset[str]()
        free = unknown | wrong
        if not chosen and not free & self.kept:
            return
        loose = [bool(free & dims) for dims in self.dims]
        certain = not (free & self.kept or any(loose) or doubt.reach is Reach.EXCESS or self.date in wrong)
        moves, further = [NOTHING, NOTHING], [NOTHING, NOTHING]
        for place, sum_ in enumerate(self.sums):
            base = self._counted(place, row, chosen=chosen)
            found = self._range(place, row, free, certain=certain)
            if doubt.total and wrong.intersection(sum_.values) and fulfils(sum_.where, row, free):
                gap = Fraction(doubt.total) * (1 if sum_.column in wrong else -1)
                moves[place] = Range(gap, gap) | NOTHING
            elif sum_.distinct and found != NOTHING:
                moves[place] = _EITHER  # it may be the only one of its kind, or be of a kind of its own
            else:
                moves[place] = found + Range(-base, -base)
            further[place] = found | NOTHING
        if moves != [NOTHING, NOTHING]:
            _widest(result, own, doubt, moves)
        if any(loose) and further != [NOTHING, NOTHING]:
            _widest(result, _pattern(own, loose), doubt, further)

    def _counted(self, place: int, row: Row, *, chosen: bool) -> Fraction:
        """Return what the tally counts of a record."""
        if not chosen or not fulfils(self.sums[place].where, row, frozenset()):
            return Fraction(0)
        return Fraction(self._value(place, row, frozenset()).low or 0)

    def _range(self, place: int, row: Row, unknown: frozenset[str], *, certain: bool) -> Range:
        """Return the least and the most that a record adds to a sum."""
        fulfilled = fulfils(self.sums[place].where, row, unknown)
        if fulfilled is False:
            return NOTHING
        value = self._value(place, row, unknown)
        return value if certain and fulfilled else value | NOTHING

    def _value(self, place: int, row: Row, unknown: frozenset[str]) -> Range:
        """Return the least and the most that a record's value can be, were it certain that it counts."""
        sum_, other = self.sums[place], self.paired[place]
        if any(row[name] is None and name not in unknown for name in (*sum_.values, *other)):
            return NOTHING
        if unknown.intersection(sum_.values):
            least = None if sum_.minus else self.columns[sum_.column or ""].minimum
            return _MAYBE if sum_.distinct else Range(least, None)
        value: Any = 1
        if sum_.column is not None and not sum_.distinct:
            value = sum((row[name] for name in sum_.plus), row[sum_.column])
            value = value - row[sum_.minus] if sum_.minus else value
        exact = Fraction(value.days if isinstance(value, dt.timedelta) else value)
        sure = Range(exact, exact)
        # A value of an optional column may be none after all, and then leaves both sums.
        return sure | NOTHING if any(n in unknown and not self.columns[n].required for n in other) else sure

    def _reason(self, store: Store, table: Any, column: str, places: Sequence[int]) -> str:
        title = self.columns[column].title
        cells = store.cells(self.home.name, table.take(places[:1000]), [column])
        where = f"：{capped(cells, _NAMED)}" if cells else ""
        return f"{self.home.title}{self.rows.year}年有 {len(places)} 条记录的“{title}”不知道{where}"


def _pattern(labels: Labels, loose: Iterable[bool]) -> Pattern:
    return tuple(None if free else label for free, label in zip(loose, labels, strict=True))


def _widest(result: Uncertain, pattern: Pattern, doubt: Doubt, moves: Sequence[Range]) -> None:
    """Note how far a doubt reaches in a group: of several records only one is wrong by a total's gap."""
    found = result.doubted.setdefault(pattern, [])
    mine = next((each for each in reversed(found) if each.doubt is doubt), None)
    if mine is None:
        found.append(Doubted(doubt, list(moves)))
        return
    mine.moves = [a | b if doubt.total else a + b for a, b in zip(mine.moves, moves, strict=True)]


def fulfils(wheres: Iterable[Where], row: Row, unknown: frozenset[str]) -> bool | None:
    """Whether a record fulfils all conditions; None where nobody knows."""
    found: bool | None = True
    for where in wheres:
        if where.column in unknown:
            found = None
        elif not holds(where, row):
            return False
    return found


def counts(sum_: Sum, other: Beside, values: Row) -> bool:
    """Whether a sum counts a record."""
    known = all(values.get(name) is not None for name in (*sum_.values, *other.known))
    return known and all(holds(where, values) for where in sum_.where)


def holds(where: Where, values: Mapping[str, Any]) -> bool:
    """Whether one record fulfils a condition; a missing value fulfils none."""
    value = values.get(where.column)
    if value is None:
        return False
    match where.operator:
        case "known":
            return True
        case "at_least":
            return bool(_plain(value) >= where.values[0])
        case "at_most":
            return bool(_plain(value) <= where.values[0])
        case "is_not":
            return _plain(value) not in where.values
        case _:
            return _plain(value) in where.values


def _plain(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value

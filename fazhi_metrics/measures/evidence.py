"""What is held against the records of a ledger's year: open issues, columns that did not come, files not read.

Issues are found in cleaning and kept with the generation, each with its reach: the records and columns that
mending it could change. Here they are sorted by ledger and year, so that measuring asks once.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from fazhi_metrics.addresses import read_block
from fazhi_metrics.cleaning.issues import Issue, Slice, issues_of
from fazhi_metrics.cleaning.rules import NOT_APPLICABLE, SETTLING, Reach
from fazhi_metrics.datasets.checks import Severity

if TYPE_CHECKING:
    from fazhi_metrics.store import Store

Record = tuple[int, int]
# Of a column that a sheet lacks every record is judged by itself; a doubt would count it twice.
_MISSING = "column_missing"
# A cell of these has no value; what it should say nobody knows.
_LOST = SETTLING - {NOT_APPLICABLE} | {"required_missing", "value_lost"}
# What the total of a table proves and where the mistake may be: one problem, not two.
_SUSPECT = "total_suspect"
_TOTAL = "total_differs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """An open issue as it bears on a ledger's year.

    `columns` are those in one of which the mistake may be (none: the records as such), `records` the first and
    last record of each source that it is about (None: nobody knows which), `moves` what single records could
    come to instead, as differences, and `total` by how much the sum of `records` as a whole could move.
    """

    issue: Issue
    reach: Reach
    columns: frozenset[str]
    records: tuple[tuple[int, int, int], ...] | None
    moves: Mapping[Record, str] | None = None
    total: str = ""

    @property
    def reason(self) -> str:
        """The issue in one line, for whoever is shown a value that rests on it."""
        return f"{self.issue.where} {self.issue.title}：{self.issue.why}"

    def concerns(self, source: int, at: int) -> bool:
        """Whether a record is among those that it is about."""
        return self.records is None or any(
            source == own and first <= at <= last for own, first, last in self.records
        )


class Evidence:
    """What is held against a generation of data, by ledger and year; nothing is read before it is asked for."""

    def __init__(self, store: Store, only: tuple[Issue, ...] | None = None) -> None:
        self._store, self._only = store, only
        self.memo: dict[tuple[object, ...], object] = {}

    @cached_property
    def _all(self) -> tuple[Issue, ...]:
        if "issues.parquet" not in self._store.manifest["files"]:
            return ()
        return issues_of(self._store.side_table("issues"))

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """The open issues: those that nobody has settled."""
        if self._only is not None:
            return self._only
        return tuple(each for each in self._all if not each.settled)

    @cached_property
    def _sorted(self) -> dict[tuple[str, int], list[Issue]]:
        return self._by_home(self.issues)

    @cached_property
    def _settled(self) -> dict[tuple[str, int], list[Issue]]:
        return self._by_home(each for each in self._all if each.settled)

    def _by_home(self, issues: Iterable[Issue]) -> dict[tuple[str, int], list[Issue]]:
        found: dict[tuple[str, int], list[Issue]] = {}
        for issue in issues:
            for dataset, year in self._homes(issue):
                found.setdefault((dataset, year), []).append(issue)
        return found

    def _homes(self, issue: Issue) -> Iterable[tuple[str, int]]:
        """Return the ledgers and years that an issue is about: its own, or those that its file fed."""
        if issue.dataset:
            years = [issue.year] if issue.year else self._years(issue.dataset)
            return [(issue.dataset, year) for year in years]
        return self._fed.get(issue.file, ())

    def _years(self, dataset: str) -> list[int]:
        return self._store.years(dataset) if dataset in self._store.datasets() else []

    @cached_property
    def _fed(self) -> dict[str, list[tuple[str, int]]]:
        found: dict[str, list[tuple[str, int]]] = {}
        for row in self._sources:
            pairs = found.setdefault(row["file"], [])
            if (row["dataset"], row["year"]) not in pairs:
                pairs.append((row["dataset"], row["year"]))
        return found

    @cached_property
    def _sources(self) -> list[dict[str, Any]]:
        return self._store.provenance.sources if "sources.parquet" in self._store.manifest["files"] else []

    @cached_property
    def _carried(self) -> dict[tuple[str, int], dict[int, set[str]]]:
        """The fields of each source, by ledger and year."""
        found: dict[tuple[str, int], dict[int, set[str]]] = {}
        for row in self._sources:
            fields = found.setdefault((row["dataset"], row["year"]), {})
            fields.setdefault(row["source"], set()).add(row["field"])
        return found

    def files(self, dataset: str) -> tuple[str, ...]:
        """Return the files that fed a ledger, of whatever year."""
        return tuple(file for file, pairs in self._fed.items() if any(name == dataset for name, _ in pairs))

    def without(self, dataset: str, year: int, column: str) -> frozenset[int]:
        """Return the sources of a ledger's year that do not have a column."""
        carried = self._carried.get((dataset, year), {})
        return frozenset(source for source, fields in carried.items() if column not in fields)

    def has_column(self, dataset: str, year: int, column: str) -> bool:
        """Whether any source of a ledger's year has a column; True where sources are not known."""
        carried = self._carried.get((dataset, year))
        return carried is None or any(column in fields for fields in carried.values())

    def partial(self, dataset: str, year: int) -> bool:
        """Whether the sources of a ledger's year do not all have the same columns."""
        carried = list(self._carried.get((dataset, year), {}).values())
        return any(fields != carried[0] for fields in carried)

    def of(self, dataset: str, year: int) -> tuple[Issue, ...]:
        """Return the open issues of a ledger's year."""
        return tuple(self._sorted.get((dataset, year), ()))

    def settled(self, dataset: str, year: int) -> tuple[Issue, ...]:
        """Return the issues of a ledger's year that somebody has settled."""
        return tuple(self._settled.get((dataset, year), ()))

    def quiet(self, dataset: str, year: int) -> tuple[Slice, ...]:
        """Return the villages and months of which somebody verified that nothing happened."""
        own = self.settled(dataset, year)
        return tuple(each for issue in own if issue.reach is Reach.ABSENT for each in issue.slices)

    def empty(self, dataset: str, year: int) -> dict[str, set[Record]]:
        """Return the records whose cell of a column has no value, and rightly so, as somebody verified."""
        return _without_value(self.settled(dataset, year))

    def lost(self, dataset: str, year: int) -> dict[str, set[Record]]:
        """Return the records whose cell of a column was filled, or had to be, and has no value."""
        return _without_value(self.of(dataset, year))

    def inapplicable(self, dataset: str, year: int) -> dict[str, set[Record]]:
        """Return the records to which a column does not apply (不适用)."""
        return _without_value((*self.of(dataset, year), *self.settled(dataset, year)), {NOT_APPLICABLE})

    def doubts(self, dataset: str, year: int) -> tuple[Doubt, ...]:
        """Return what may be wrong with records that are there, hints left out."""
        own = self.of(dataset, year)
        suspects: dict[tuple[str, str | None, str], list[Issue]] = {}
        for issue in own:
            if issue.rule == _SUSPECT:
                suspects.setdefault((issue.file, issue.sheet, issue.column), []).append(issue)
        return tuple(self._doubts(own, suspects))

    def _doubts(
        self, own: Sequence[Issue], suspects: Mapping[tuple[str, str | None, str], list[Issue]]
    ) -> Iterator[Doubt]:
        explained = {
            (column, run.source, run.first)
            for each in own
            if each.rule == _SUSPECT and each.severity is not Severity.HINT
            for column in each.columns
            for run in each.records
        }
        for issue in own:
            if issue.severity is Severity.HINT or issue.reach in (Reach.NOTHING, Reach.UNKNOWN):
                continue
            if len(issue.records) == 1 and issue.rule != _TOTAL:
                run = issue.records[0]
                if any((column, run.source, run.first) in explained for column in issue.columns):
                    continue  # what a total says of the cell explains it: one problem, not two
            if issue.rule in (_SUSPECT, _MISSING) or issue.rule in _LOST or issue.reach is Reach.ABSENT:
                continue
            doubt = Doubt(
                issue=issue,
                reach=issue.reach,
                columns=frozenset(issue.columns),
                records=tuple((each.source, each.first, each.last) for each in issue.records) or None,
                total=issue.gap if issue.rule == _TOTAL else "",
            )
            if issue.rule == _TOTAL:
                named = suspects.get((issue.file, issue.sheet, issue.column), ())
                doubt = replace(doubt, moves=self._moves(issue, named))
            yield doubt

    def _moves(self, issue: Issue, suspects: Iterable[Issue]) -> dict[Record, str] | None:
        """Return by how much each suspected record would have to change, None when all may be wrong."""
        found: dict[Record, str] = {}
        for each in suspects:
            for run in each.records:
                found |= {(run.source, at): issue.gap for at in range(run.first, run.last + 1)}
        return found or None

    def absent(self, dataset: str, year: int) -> tuple[Issue, ...]:
        """Return the issues that say that records of a ledger's year may be missing."""
        return tuple(each for each in self.of(dataset, year) if each.reach is Reach.ABSENT)

    def miscounted(self, dataset: str, year: int) -> tuple[tuple[Issue, bool], ...]:
        """Return the totals that say that records are missing (True) or too many, each line of them once.

        A line whose totals of several columns are off the same way, or of which no single cell explains the one
        that is, tells of records as much as of numbers.
        """
        own = self.of(dataset, year)
        named = {(each.sheet, each.column) for each in own if each.rule == _SUSPECT}
        lines: dict[tuple[str, str | None, int, bool], list[Issue]] = {}
        for issue in own:
            spot = read_block(issue.cell)
            if issue.rule == _TOTAL and issue.gap and spot is not None:
                key = (issue.file, issue.sheet, spot.top, not issue.gap.startswith("-"))
                lines.setdefault(key, []).append(issue)
        return tuple(
            (issues[0], missing)
            for (*_, missing), issues in lines.items()
            if len(issues) > 1 or (issues[0].sheet, issues[0].column) not in named
        )

    @cached_property
    def unread(self) -> tuple[Issue, ...]:
        """The issues of files and tables that nobody knows the ledger of, hints about plain documents left out."""
        return tuple(each for each in self.issues if each.reach is Reach.UNKNOWN)


def _without_value(issues: Iterable[Issue], rules: Collection[str] = _LOST) -> dict[str, set[Record]]:
    """Return the records whose cell has no value by what issues say, by column."""
    found: dict[str, set[Record]] = {}
    for issue in issues:
        if issue.rule in rules:
            for column in issue.columns or ((issue.column,) if issue.column else ()):
                for each in issue.records:
                    places = range(each.first, each.last + 1)
                    found.setdefault(column, set()).update((each.source, at) for at in places)
    return found


_KNOWN: WeakKeyDictionary[Store, Evidence] = WeakKeyDictionary()


def evidence_of(store: Store) -> Evidence:
    """Return what is held against a generation, gathered once for each open store."""
    found = _KNOWN.get(store)
    if found is None:
        found = _KNOWN[store] = Evidence(store)
    return found


@contextmanager
def considering(store: Store, issues: Iterable[Issue]) -> Iterator[Store]:
    """Give the same generation as if no issues were open but the given ones."""
    other = type(store)(store.folder, store.manifest)
    _KNOWN[other] = Evidence(other, tuple(issues))
    try:
        yield other
    finally:
        _KNOWN.pop(other, None)

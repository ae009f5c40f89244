"""What of a ledger's year came in: months, villages, columns, files that nobody could read; and until when.

One place decides whether a year is over, which months and villages are absent, and what was never kept. What is
found are reservations, each with the months, villages or columns that it concerns.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.cleaning.issues import Issue, Slice
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.year_checks import Complete
from fazhi_metrics.errors import capped
from fazhi_metrics.measures.dimensions import HALVES, MONTHS, QUARTERS, dataset_of, months_of_days
from fazhi_metrics.measures.evidence import Evidence, evidence_of
from fazhi_metrics.measures.status import Reservation, Scope, Status

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_UNLIKELY = 0.01  # a silence less likely than this at a ledger's own rate is a gap
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".tar")
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月")
_CHINESE_MONTHS = {f"{name}月": number for number, name in enumerate("一二三四五六七八九十", 1)} | {
    "十一月": 11,
    "十二月": 12,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What of a ledger's year is there.

    `months` are those that its data speak for (none where time does not matter), `last` the last of them and
    `over` whether that is the whole year. `reservations` say what is absent.
    """

    months: tuple[int, ...] = ()
    over: bool = True
    as_of: dt.date | None = None
    reservations: tuple[Reservation, ...] = ()

    @property
    def absent(self) -> frozenset[int]:
        """The months up to the last one that did not come in."""
        return frozenset(range(1, max(self.months, default=0) + 1)) - set(self.months)


def coverage_of(store: Store, town: Town, dataset: str, year: int) -> Coverage:
    """Return what of a ledger's year came in, found once for each open store.

    The year must have data of the ledger.
    """
    evidence = evidence_of(store)
    key = ("coverage", dataset, year, town.root)
    if key not in evidence.memo:
        evidence.memo[key] = _coverage(store, town, evidence, dataset_of(dataset, town), year)
    found: Coverage = evidence.memo[key]  # type: ignore[assignment]
    return found


def _coverage(store: Store, town: Town, evidence: Evidence, home: Dataset, year: int) -> Coverage:
    found = [
        *_unread(store, evidence, home, year),
        *_announced(town, home, year),
        *_villages(store, town, evidence, home, year),
    ]
    counts = month_counts(store, home, year)
    if counts is None:
        return Coverage(reservations=tuple(found))
    past = any(each > year for each in store.years(home.name))
    # A table without a record says that nothing happened, where nothing says otherwise.
    spoken = 12 if past or counts[11] else _spoken(store, town, year) or 12
    verified = frozenset(
        each.month for each in evidence.quiet(home.name, year) if each.month and not each.village
    )
    quiet = verified.union(_empty_months(evidence, home, year))
    spoken = max(spoken, *verified, 0)
    # What somebody verified is no silence at all.
    told = tuple(1 if month in verified else count for month, count in enumerate(counts, 1))
    last, gaps = _silences(home, told, spoken, quiet, past=past)
    if gaps:
        text = f"{home.title}{year}年缺 {capped(MONTHS[month - 1] for month in sorted(gaps))} 的数据"
        found.append(Reservation(status=Status.INCOMPLETE, reason=text, scope=Scope(months=gaps), above=None))
    months = tuple(month for month in range(1, last + 1) if month not in gaps)
    as_of = dt.date(year, last, calendar.monthrange(year, last)[1]) if last else None
    if last < 12:
        later = frozenset(range(last + 1, 13))
        until = f"的数据到{last}月为止，以后各月不计为零" if last else "没有一条记录"
        text = f"{home.title}{year}年{until}"
        found.append(
            Reservation(status=Status.PROVISIONAL, reason=text, scope=Scope(months=later), above=None)
        )
    return Coverage(months=months, over=last == 12, as_of=as_of, reservations=tuple(found))


def month_counts(store: Store, home: Dataset, year: int) -> tuple[int, ...] | None:
    """Return how many records a ledger has in each month of a year; None where time does not matter to it."""
    import numpy as np

    column = home.date or next((c.name for c in home.columns if c.type in ("month", "quarter", "half")), None)
    if column is None:
        return None
    values = store.table(home.name, year, [column])[column]
    if home.date:
        months = months_of_days(values)
        return tuple(np.bincount(months[months >= 0], minlength=12)[:12].tolist())
    kept = values.to_pylist()
    if home.by_name[column].type == "half":
        return tuple(kept.count(HALVES[month // 6]) for month in range(12))
    if home.by_name[column].type == "quarter":
        return tuple(kept.count(QUARTERS[month // 3]) for month in range(12))
    return tuple(kept.count(month) for month in range(1, 13))


def _expected(home: Dataset) -> bool:
    """Whether a ledger owes something every month: a monthly report, or a file a month."""
    months = any(isinstance(c, Complete) and "month" in c.over and not c.unlikely for c in home.checks)
    if home.own and not months:
        return home.returns in ("month", "village-month")
    return months or home.date is None


def _spoken(store: Store, town: Town, year: int) -> int:
    """Return the last month that the data of a year speak for: as declared, but no later than any record says."""
    last = 0
    for name in store.datasets():
        if year in store.years(name):
            counts = month_counts(store, dataset_of(name, town), year)
            last = max(last, max((month for month, n in enumerate(counts or (), 1) if n), default=0))
    declared: dt.date | None = getattr(town, "as_of", None)
    if declared is None:
        return last
    reach = 12 if declared.year > year else declared.month if declared.year == year else 0
    return min(reach, last) if last else reach


def _silences(
    home: Dataset, counts: Sequence[int], spoken: int, quiet: frozenset[int], *, past: bool
) -> tuple[int, frozenset[int]]:
    """Return the last month that a ledger speaks for, and the months before it that did not come in.

    A monthly return owes every month, if only a `quiet` one: a table without a record. Of any ledger, a silence
    is a gap that its own rate makes less likely than one in a hundred, an empty form sent in or not.
    """
    own = max((month for month, count in enumerate(counts, 1) if count), default=0)
    silent = [month for month in range(1, spoken + 1) if not counts[month - 1]]
    rate = sum(counts) / spoken if spoken else 0.0
    absent: set[int] = set()
    for run in _runs(silent):
        if math.exp(-rate * len(run)) < _UNLIKELY:
            absent.update(run)
        elif _expected(home):
            absent.update(set(run) - quiet)
    trailing = {month for month in absent if month > own}
    if trailing and not past:  # the ledger stops: what it has is its year to date
        return max({own, *quiet - trailing}), frozenset(absent - trailing)
    return spoken, frozenset(absent)


def _runs(months: Iterable[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for month in months:
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return runs


def _empty_months(evidence: Evidence, home: Dataset, year: int) -> Iterator[int]:
    """Yield the months of which a table without records came in: nothing happened, and somebody said so."""
    for issue in evidence.of(home.name, year):
        if issue.rule == "table_empty":
            yield from (each.month for each in issue.slices if each.month)


def _villages(
    store: Store, town: Town, evidence: Evidence, home: Dataset, year: int
) -> Iterator[Reservation]:
    """Yield the villages that a ledger of villages lacks, of half-yearly ones half by half."""
    column = next((each.name for each in home.columns if each.type == "village"), None)
    if column is None or home.date is not None or not town.villages:
        return
    listed = any(isinstance(check, Complete) and "village" in check.over for check in home.checks)
    if home.own and not listed and home.returns not in ("village", "village-month"):
        return
    half = next((each.name for each in home.columns if each.type == "half"), None)
    table = store.table(home.name, year, [column, *([half] if half else [])])
    records = list(zip(*(table[name].to_pylist() for name in table.column_names), strict=True))
    there, nameless = set(records), sum(None in record for record in records)
    halves = [each for each in HALVES if any(each in row for row in there)] if half else [None]
    quiet = evidence.quiet(home.name, year)
    for each in halves:
        absent = [
            village.name
            for village in town.villages
            if ((village.name, each) if each else (village.name,)) not in there
            and not _verified(quiet, village.name, each)
        ]
        if len(absent) <= nameless:
            continue  # their records are there, and say of themselves that nobody knows whose they are
        months = frozenset(range(1, 7) if each == HALVES[0] else range(7, 13)) if each else None
        text = f"{home.title}{year}年{each or ''}缺 {capped(absent, 5)} 的数据"
        scope = Scope(months=months, villages=frozenset(absent))
        yield Reservation(status=Status.INCOMPLETE, reason=text, scope=scope, above=None)


def _verified(quiet: Iterable[Slice], village: str, half: str | None) -> bool:
    """Whether somebody verified that a village had nothing to say (of a half-year: in each of its months)."""
    months = {each.month for each in quiet if each.village == village}
    half_year = set(range(1, 7) if half == HALVES[0] else range(7, 13))
    return None in months or (half is not None and half_year <= months)


def _announced(town: Town, home: Dataset, year: int) -> Iterator[Reservation]:
    """Yield what fazhi.toml says will not come."""
    for each in getattr(town, "missing", ()):
        if each.year == year and each.ledger in (home.name, home.title):
            months = frozenset(each.months) or None
            villages = frozenset([town.village(each.village) or each.village]) if each.village else None
            what = "、".join([*(villages or ()), *(MONTHS[month - 1] for month in sorted(months or ()))])
            text = f"{home.title}{year}年{f'缺 {what} 的数据' if what else '没有报来'}（fazhi.toml 已说明）"
            scope = Scope(months=months, villages=villages)
            yield Reservation(status=Status.INCOMPLETE, reason=text, scope=scope, above=None)


def _unread(store: Store, evidence: Evidence, home: Dataset, year: int) -> Iterator[Reservation]:
    """Yield the files that were not read and by their name would be of the ledger and year."""
    for issue in evidence.unread:
        if resembles(store, home, year, issue):
            months = months_named(issue.file)
            text = f"{issue.where} 没有读入（{issue.title}），看名称像是{home.title}"
            scope = Scope(months=frozenset(months) or None)
            yield Reservation(status=Status.INCOMPLETE, reason=text, scope=scope, above=None)


def resembles(store: Store, home: Dataset, year: int, issue: Issue) -> bool:
    """Whether a file that was not read has the name of a ledger's file, for the year of its folder or name."""
    years = [int(each) for each in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", issue.file)]
    if years and year not in years:
        return False
    stem = _stem(issue.file)
    if any(_stem(file) == stem for file in evidence_of(store).files(home.name)):
        return True
    names = [_bare(name) for name in (home.title, *home.aliases)]
    return issue.file.lower().endswith(_ARCHIVES) and any(name in stem for name in names)


def _stem(file: str) -> str:
    """Return a file's name without folder, ending, years and months: what it has in common with its like."""
    return _bare(file.rpartition("/")[2].rpartition(".")[0])


def _bare(name: str) -> str:
    return re.sub(r"[\d\W_]|十?[一二三四五六七八九十]月|[年月份]", "", name)


def months_named(file: str) -> list[int]:
    """Return the months that a file's name names: 8月, 八月."""
    name = file.rpartition("/")[2]
    found = [int(each) for each in _MONTH.findall(name)]
    spelled = re.findall(r"十?[一二三四五六七八九十]月", name)
    return found or [_CHINESE_MONTHS[each] for each in spelled if each in _CHINESE_MONTHS]


def unavailable(
    store: Store, town: Town, evidence: Evidence, home: Dataset, year: int, columns: Iterable[str]
) -> Iterator[Reservation]:
    """Yield the columns that a question reads and a ledger's year does not have.

    A column that no year has the town does not keep; one that another year has did not come in this time.
    """
    for name in dict.fromkeys(columns):
        if name == "year" or evidence.has_column(home.name, year, name):
            continue
        title = home.by_name[name].title
        others = [each for each in store.years(home.name) if evidence.has_column(home.name, each, name)]
        if others:
            text = f"{year}年的{home.title}没有“{title}”这一列（{others[-1]}年有）"
            yield Reservation(status=Status.INCOMPLETE, reason=text, below=None, above=None)
        else:
            text = f"{home.title}没有“{title}”这一列"
            yield Reservation(status=Status.UNAVAILABLE, reason=text, below=None, above=None)

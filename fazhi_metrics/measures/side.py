"""The two sides of a question: for each of its sums, everything in a year that is held against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fazhi_metrics.cleaning.issues import Issue
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.checks import Severity
from fazhi_metrics.datasets.year_checks import Complete
from fazhi_metrics.measures.base import Sum
from fazhi_metrics.measures.bounds import Uncertain
from fazhi_metrics.measures.coverage import Coverage, unavailable
from fazhi_metrics.measures.dimensions import dataset_of
from fazhi_metrics.measures.evidence import Evidence
from fazhi_metrics.measures.status import Reservation, Scope, Status
from fazhi_metrics.measures.tally import Labels
from fazhi_metrics.quantities import Exact

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two sums in a year: what is held against it, and how its groups are named."""

    sum: Sum
    by: tuple[str, ...]
    filters: Mapping[str, Labels]
    coverage: Coverage
    reservations: tuple[Reservation, ...]
    uncertain: Uncertain
    place: int = 0

    @property
    def clean(self) -> bool:
        """Whether nothing at all is held against it."""
        return not (self.reservations or self.uncertain.open or self.uncertain.doubted)


def reservations_of(
    store: Store,
    town: Town,
    evidence: Evidence,
    coverage: Coverage,
    sum_: Sum,
    year: int,
    dims: Iterable[str],
) -> tuple[Reservation, ...]:
    """Return what is held against a sum of a year as such: `dims` are the columns that divide and select it."""
    home = dataset_of(sum_.dataset, town)
    columns = (*sum_.columns, *dims)
    return (
        *coverage.reservations,
        *unavailable(store, town, evidence, home, year, columns),
        *_general(evidence, home, year, frozenset(columns) | ({home.date} if home.date else frozenset())),
    )


def _general(evidence: Evidence, home: Dataset, year: int, columns: frozenset[str]) -> Iterator[Reservation]:
    """Yield the issues that are about no single records: a ledger that lacks some, or disagrees with another."""
    listed = {check.rule for check in home.checks if isinstance(check, Complete)}
    for doubt in evidence.doubts(home.name, year):
        if doubt.records is None and (not doubt.columns or doubt.columns & columns):
            move = _amount(doubt.issue) if doubt.issue.slices else None
            yield from _scoped(doubt.issue, move, move)
    for issue in evidence.absent(home.name, year):
        if issue.rule in listed or issue.severity is Severity.HINT:
            continue  # coverage says what is absent, and a hint moves nothing
        if not (issue.columns and issue.slices):
            yield from _scoped(issue, None if issue.columns else 0, None)
        elif columns.intersection(issue.columns):
            move = _amount(issue)  # two ledgers disagree on a number, and one of them is right
            yield from _scoped(issue, move, move)
    # What villages and months there are is known of tables; how many events there were is not.
    for issue, missing in evidence.miscounted(home.name, year) if home.date else ():
        yield from _scoped(replace(issue, slices=()), 0 if missing else None, None if missing else 0)


def _amount(issue: Issue) -> int | None:
    amount = issue.amount
    return None if amount is None or not amount.is_integer() else int(amount)


def _scoped(issue: Issue, below: Exact | None, above: Exact | None) -> Iterator[Reservation]:
    """Yield a reservation for each village or month that an issue names; one of the whole where it names none."""
    reason = f"{issue.where} {issue.title}：{issue.why}"
    for each in issue.slices or (None,):
        months = frozenset([each.month]) if each and each.month else None
        villages = frozenset([each.village]) if each and each.village else None
        scope = Scope(months=months, villages=villages)
        yield Reservation(status=Status.DOUBTFUL, reason=reason, scope=scope, below=below, above=above)

"""What is at headline in an issue: by how much mending it could move a headline figure.

Which figures are headlines is not known here, nor how they are defined: they are handed in as headlines, each
one sum or a quotient of two. An issue is weighed by the widest change that mending it allows:

    a number of a sum        by the amount that is known to be wrong, or up to the largest that was typed
    a condition of a sum     the record comes in or goes out
    a record too many        it goes out
    a date                   the record belongs to another year
    a needed value missing   the figure is not given at all: the most there can be

The change is measured against the figure as it now stands, and is never more than the whole of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final, Protocol

from fazhi_metrics.cleaning.issues import Issue
from fazhi_metrics.cleaning.part_index import PartIndex
from fazhi_metrics.datasets import Dataset

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

# A column, a table or a year is missing altogether.
_WHOLE: Final = frozenset(
    {"column_missing", "column_near", "column_twice", "unit_unknown", "origin_unknown", "dataset_missing"}
    | {"year_unknown", "year_conflict", "table_unknown", "table_ambiguous"}
    | {"workbook_unreadable", "workbook_refused", "workbook_changed", "file_twice"}
)
_ONE_TOO_MANY: Final = frozenset({"duplicate_key", "person_twice"})


class Term(Protocol):
    """One sum of a figure: of `column` (None: of the records) over the records that fulfil `conditions`.

    `conditions` are the columns that the conditions look at, `needed` those without whose values the figure
    is not given, and `distinct` says that different values are counted.
    """

    @property
    def dataset(self) -> str:
        """The dataset it sums over."""

    @property
    def column(self) -> str | None:
        """The column it adds up."""

    @property
    def conditions(self) -> tuple[str, ...]:
        """The columns its conditions look at."""

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns that must not be missing."""

    @property
    def distinct(self) -> bool:
        """Whether it counts different values."""

    def amounts(self, records: pa.Table) -> npt.NDArray[Any]:
        """Return what each record adds; 0 where it does not count or has no value."""


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline figure: its title, and its sum or, when it is a rate, the sums above and below."""

    title: str
    terms: tuple[Term, ...]


@dataclass(slots=True)
class _Total:
    """What a term comes to in a year, and the most that one record adds."""

    value: float = 0.0
    largest: float = 0.0
    values: set[Any] = field(default_factory=set)


class Impacts:
    """Weighs issues, once it has seen all records."""

    def __init__(self, headlines: Sequence[Headline], datasets: Iterable[Dataset]) -> None:
        self.headlines = headlines
        self._terms = tuple(dict.fromkeys(term for headline in headlines for term in headline.terms))
        self._datasets = {dataset.name: dataset for dataset in datasets}
        self._totals: dict[tuple[Term, int], _Total] = {}
        self._rows: dict[tuple[str, int], int] = {}

    def observe(self, dataset: str, year: int, records: pa.Table) -> None:
        """Take in a slice of a year's records."""
        self._rows[dataset, year] = self._rows.get((dataset, year), 0) + records.num_rows
        for term in self._terms:
            if term.dataset != dataset or not records.num_rows:
                continue
            amounts = term.amounts(records)
            total = self._totals.setdefault((term, year), _Total())
            total.largest = max(total.largest, float(abs(amounts).max()))
            if term.distinct and term.column:
                total.values.update(records[term.column].unique().to_pylist())
                total.value = float(len(total.values - {None}))
            else:
                total.value += float(amounts.sum())

    def weigh(self, issue: Issue, paper: PartIndex | None) -> Issue:
        """Return the issue with its effect, and the headline figure that it could move the most.

        `paper` is the workbook that the issue is in, None when it is in no one workbook.
        """
        if not self.headlines:
            rows = self._rows.get((issue.dataset, issue.year or 0), 0)
            return replace(issue, effect=1 / rows) if rows and issue.cell and not issue.effect else issue
        if issue.dataset not in self._datasets:
            return replace(issue, effect=1.0) if issue.rule in _WHOLE else issue
        cell = issue.cell.split(":")[0]
        row = paper.row(issue.dataset, issue.sheet, cell) if paper and cell else None
        found = [(self._share(headline, issue, paper, row), headline.title) for headline in self.headlines]
        effect, figure = max(found, key=lambda each: each[0])
        return replace(issue, effect=round(effect, 6), figure=figure if effect else "")

    def _share(self, headline: Headline, issue: Issue, paper: PartIndex | None, row: int | None) -> float:
        """Return the largest share by which one figure could move."""
        if all(term.dataset != issue.dataset for term in headline.terms):
            return 0.0
        if issue.rule == "records_jump":
            return issue.effect
        for check in self._datasets[issue.dataset].checks:
            known = check.share(self._datasets[issue.dataset], issue.effect)
            if check.rule == issue.rule and known is not None:
                return known
        now, moves = [], []
        for term in headline.terms:
            total = self._totals.get((term, issue.year or 0), _Total())
            now.append(total.value)
            moves.append(self._move(term, issue, paper, row, total))
        return _widest(now, moves)

    def _move(
        self, term: Term, issue: Issue, paper: PartIndex | None, row: int | None, total: _Total
    ) -> float:
        """Return the most by which one sum could change."""
        if term.dataset != issue.dataset:
            return 0.0
        columns = set(issue.columns or filter(None, [issue.column]))
        if issue.rule in _WHOLE:
            uses = {term.column, *term.conditions, *term.needed}
            return math.inf if not columns or uses & columns else 0.0
        most = 1.0 if term.column is None or term.distinct else total.largest
        own = paper.amount(term, row) if paper is not None and row is not None else None
        if paper is not None and row is not None:
            needed = columns.intersection(term.needed)
            if any(paper.value(term.dataset, row, name) is None for name in needed):
                return math.inf
        if issue.rule in _ONE_TOO_MANY:
            return most if own is None else abs(own)
        if not columns:
            return (1.0 if issue.amount is None else issue.amount) * most if issue.cell else 0.0
        if term.column in columns:
            if issue.amount is not None:
                return min(issue.amount, most) if term.distinct else issue.amount
            return math.inf if own is None else max(abs(own), most - abs(own))
        if columns.intersection(term.conditions):
            return (1.0 if issue.amount is None else issue.amount) * most
        if self._datasets[term.dataset].date in columns:
            return most if own is None else abs(own)
        return 0.0


def _widest(now: Sequence[float], moves: Sequence[float]) -> float:
    """Return the widest change of a sum or quotient whose sums may move, as a share of it, at most 1.

    >>> _widest([200.0], [3.0]), _widest([90.0, 100.0], [1.0, 1.0]), _widest([0.0], [1.0])
    (0.015, 0.0212..., 1.0)
    """
    if not any(moves):
        return 0.0
    if any(map(math.isinf, moves)):
        return 1.0
    reach = [(value, max(0.0, value - move), value + move) for value, move in zip(now, moves, strict=True)]
    if len(now) == 1:
        values = list(reach[0])
    else:
        values = [above / below for above in reach[0] for below in reach[1] if below]
    if not values or not now[0] or not now[-1]:
        return 1.0
    standing = now[0] if len(now) == 1 else now[0] / now[1]
    return min(1.0, max(abs(value - standing) for value in values) / abs(standing))

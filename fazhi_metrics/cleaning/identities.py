"""What must hold over a whole year, between two years and between two ledgers, once all records were seen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from fazhi_metrics.cleaning.issues import Issue, issue
from fazhi_metrics.cleaning.validate import Validator
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.gathering import Finding, Gatherer, Spot, Year, YearCheck
from fazhi_metrics.datasets.titles import plain
from fazhi_metrics.project import Town

_MANY, _FACTOR = 20, 2.5  # a ledger of so many records does not grow or shrink by so much unnoticed
_NONE: Final = frozenset[int]()


class LineOfCells(NamedTuple):
    """All cells of a column in one sheet."""

    file: str
    sheet: str | None
    column: str


@dataclass(frozen=True, slots=True)
class Ledgers:
    """All records of a run as checks over a year see them.

    `validators` have seen the records by dataset and year; `empty` are the years of which a dataset has a
    table without records, with the months that such tables are for; `doubted` are the columns that do not
    come to their totals.
    """

    validators: Mapping[str, Mapping[int, Validator]]
    town: Town
    empty: Mapping[tuple[str, int], frozenset[int]]
    doubted: Collection[LineOfCells] = ()

    def year(self, dataset: str, year: int) -> Year | None:
        """Return a year of a ledger, None where it has no record."""
        validator = self.validators.get(dataset, {}).get(year)
        if validator is None:
            return None

        def doubted(spot: Spot, column: str) -> bool:
            place = validator.place(spot, column)
            return LineOfCells(place.file, place.sheet, column) in self.doubted

        return Year(
            year=year,
            dataset=validator.dataset,
            rows=validator.rows,
            facts=validator.facts,
            villages=self.town.villages,
            empty_months=self.empty.get((dataset, year), _NONE),
            of=self.year,
            address=lambda spot, column: validator.place(spot, column).address,
            doubted=doubted,
            alike=lambda one, other: plain(one) == plain(other),
        )


def gatherers(datasets: Sequence[Dataset]) -> dict[str, tuple[Gatherer[Any], ...]]:
    """Return what must be gathered of each ledger for the checks of all of them."""
    found: dict[str, dict[Gatherer[Any], None]] = {}
    for dataset in datasets:
        for check in dataset.checks:
            for name, what in check.gathers if isinstance(check, YearCheck) else ():
                found.setdefault(name or dataset.name, {})[what] = None
    return {name: tuple(whats) for name, whats in found.items()}


def identities(
    datasets: Sequence[Dataset], ledgers: Ledgers, switched_on: frozenset[str] = frozenset()
) -> Iterator[Issue]:
    """Yield every breach of what is declared of a year, and ledgers that are not there or leap."""
    for dataset in datasets:
        years = ledgers.validators.get(dataset.name, {})
        with_tables = {year for name, year in ledgers.empty if name == dataset.name}
        yield from _reported(dataset, {*years, *with_tables}, ledgers.town)
        for own in sorted(years):
            year = ledgers.year(dataset.name, own)
            if year is None:
                continue
            found: list[tuple[Finding, YearCheck | None]] = [(each, None) for each in _record_jump(year)]
            for check in dataset.checks:
                if isinstance(check, YearCheck) and (not check.optional or check.rule in switched_on):
                    found += ((each, check) for each in check.finds(year))
            for finding, source in found:
                home = ledgers.validators[finding.year.dataset.name][finding.year.year]
                yield home.found(finding, source)


def _reported(dataset: Dataset, years: set[int], town: Town) -> Iterator[Issue]:
    for year in town.years if years else ():
        if year not in years:
            words = {"year": year, "dataset": dataset.title}
            yield issue("dataset_missing", file=f"{year}/", dataset=dataset.name, year=year, words=words)


def _record_jump(this: Year) -> Iterator[Finding]:
    """Find a ledger that has far more or fewer records than the year before: a part may be missing."""
    last = this.of(this.dataset.name, this.year - 1)
    if last is None or this.dataset.layout != "rows":
        return
    now, then = this.rows, last.rows
    if max(now, then) >= _MANY and max(now, then) > _FACTOR * min(now, then):
        share = abs(now - then) / max(now, then)
        yield Finding(message="records_jump", year=this, words={"this": now, "last": then}, effect=share)

"""A county of made-up towns cleaned on a cluster, and whether its sums add up, by paths that share no code."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import INDICATORS, Indicator, Measure, combine
from fazhi_metrics.measures.dimensions import canonical, names
from fazhi_metrics.measures.disclosure import hidden_labels
from fazhi_metrics.sample import write_county
from fazhi_metrics.workbench import Project, open_project

from . import reference

YEAR = 2025
DIVIDED_BY = ("village", "district", "month", "type")
Rows = dict[tuple[str, int], list[dict[str, Any]]]


@contextmanager
def cluster(workers: int = 2) -> Iterator[str]:
    """A dask cluster of worker processes on this machine alone; gives its scheduler's address."""
    import distributed

    with distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
    ) as running:
        yield running.scheduler_address


def cleaned_county(
    folder: Path, towns: int, scheduler: str, *, villages: int = 4, rows: int = 40
) -> list[Project]:
    """Write the raw workbooks of a county's towns and clean every town on the cluster.

    Raises AssertionError when a town has errors, for then its sums say nothing.
    """
    for _ in write_county(folder, towns=towns, villages=villages, rows=rows, years=(YEAR,)):
        pass
    projects = [open_project(each) for each in sorted(folder.iterdir())]
    for project in projects:
        result = project.clean(scheduler=scheduler)
        assert not result.errors, (project, result.errors[:3])
    return projects


def records(projects: Sequence[Project]) -> Rows:
    """Every processed record of the county, by dataset and year."""
    return {
        (name, YEAR): [row for project in projects for row in project.store.table(name, YEAR).to_pylist()]
        for name in DATASETS
    }


def faults(projects: Sequence[Project], rows: Rows) -> Iterator[str]:
    """Yield every sum of every indicator that is not exactly the sum of its parts, or not that of a plain loop.

    Parts: the villages, districts, months and types of each town; the towns of the county.
    """
    for card in INDICATORS.values():
        wholes = []
        for project in projects:
            whole = project.indicator(card.id).value(YEAR)
            wholes.append(whole)
            for by in _divisions(card):
                parts = project.indicator(card.id).by(by, year=YEAR)
                if fault := _unequal(card, whole, parts):
                    yield f"{project.town.name} {card.id} by {by}: {fault}"
        if not any(each.distinct for each in card.sums) and not hidden_labels(*wholes):
            county = combine(wholes, "示例县").part
            if county.value != reference.value_of(card, rows, YEAR):
                yield f"{card.id} of the county: {county.value}, {reference.value_of(card, rows, YEAR)} by a plain loop"
            if county.numerator != sum(whole.part.numerator or 0 for whole in wholes):
                yield f"{card.id}: the towns do not add up to the county"


def counted(projects: Sequence[Project]) -> Mapping[str, int]:
    """How much is compared: towns, records, indicators, divisions."""
    return {
        "towns": len(projects),
        "records": sum(len(each) for each in records(projects).values()),
        "indicators": len(INDICATORS),
        "divisions": sum(len(_divisions(card)) for card in INDICATORS.values()),
    }


def _divisions(card: Indicator) -> list[str]:
    home = DATASETS[card.numerator.dataset]
    if card.numerator.distinct:  # declared not to add up
        return []
    have = names(home)
    return [by for by in DIVIDED_BY if canonical(by, home) in have]


def _unequal(card: Indicator, whole: Measure, parts: Measure) -> str:
    """Say where the parts of a numerator, or of a denominator divided alike, are not the whole.

    Of a register of persons some are not told.
    """
    if hidden_labels(whole, parts):
        return ""
    above = sum(part.numerator or 0 for part in parts)
    if above != whole.part.numerator:
        return f"numerators {above}, whole {whole.part.numerator}"
    if (
        card.denominator is None
        or card.denominator.dataset != card.numerator.dataset
        or card.denominator.distinct
    ):
        return ""
    below = sum(part.denominator or 0 for part in parts)
    return "" if below == whole.part.denominator else f"denominators {below}, whole {whole.part.denominator}"

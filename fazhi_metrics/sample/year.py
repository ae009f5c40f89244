"""A made-up town in one year: what every ledger of that year is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from fazhi_metrics.sample.draws import LATE, SEASON, Wheel, shares, stream
from fazhi_metrics.sample.places import places_by_year
from fazhi_metrics.sample.plan import YearPlan, drawn_plan
from fazhi_metrics.sample.records import Place


@dataclass(frozen=True, slots=True)
class TownYear:
    """One year of a town; `seed` names the town, and every ledger draws from its own stream of it."""

    seed: str
    town: str
    year: int
    plan: YearPlan
    places: tuple[Place, ...]

    def stream(self, *keys: object) -> Random:
        """Return the random numbers of one part of this year."""
        return stream(self.seed, self.year, *keys)

    def villages(self) -> Wheel[str]:
        """Return the villages, weighted by their residents."""
        return Wheel({place.name: place.resident_population + 1 for place in self.places})


def town_years(
    town: str,
    seed: object,
    years: tuple[int, ...],
    *,
    villages: int,
    rows: int | None = None,
    totals: Mapping[int, YearPlan] | None = None,
) -> list[TownYear]:
    """Return the years of a town: with the given totals, or with drawn ones.

    Raises ValueError when totals are given but not for every year.
    """
    if totals is None:
        plans = {year: drawn_plan(stream(seed, "plan", year), villages, rows) for year in years}
    elif set(totals) >= set(years):
        plans = {year: totals[year] for year in years}
    else:
        raise ValueError(f"no totals for {sorted(set(years) - set(totals))}")
    places = places_by_year(seed, villages, plans)
    return [TownYear(str(seed), town, year, plans[year], places[year]) for year in years]


def monthly(total: int, still_open: int) -> list[tuple[int, int]]:
    """Share a year's rows out over its months: rows, and how many of them are still open at the end."""
    rows = shares(total, SEASON)
    waiting = shares(still_open, [late * count for late, count in zip(LATE, rows, strict=True)], rows)
    return list(zip(rows, waiting, strict=True))

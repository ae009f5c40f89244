"""A made-up town in one year: what every ledger of that year is drawn from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from fazhi_metrics.sample.draws import LATE, SEASON, Wheel, jitter, shares, stream
from fazhi_metrics.sample.places import places_by_year
from fazhi_metrics.sample.plan import YearPlan, drawn_plan
from fazhi_metrics.sample.records import Place

REFERENCE_BANNER = "示例数据：村级数字为演示而构造，合计与公开报告一致"
DRAWN_BANNER = "示例数据：全部数字为演示而构造"


@dataclass(frozen=True, slots=True)
class TownYear:
    """One year of a town; `seed` names the town, and every ledger draws from its own stream of it.

    `banner` is the line on every sheet that says what is made up.
    """

    seed: str
    town: str
    year: int
    plan: YearPlan
    places: tuple[Place, ...]
    banner: str

    def stream(self, *keys: object) -> Random:
        """Return the random numbers of one part of this year."""
        return stream(self.seed, self.year, *keys)

    def villages(self) -> Wheel[str]:
        """Return the villages, weighted by their residents."""
        return Wheel({place.name: place.resident_population + 1 for place in self.places})


def town_years(
    town: str,
    seed: object,
    years: Sequence[int],
    *,
    villages: int,
    rows: int | None = None,
    totals: Mapping[int, YearPlan] | None = None,
) -> list[TownYear]:
    """Return the years of a town: with the given totals, or with drawn ones.

    Raises ValueError when totals are given but not for every year.
    """
    if totals is None:
        plans = {year: drawn_plan(seed, year, villages, rows) for year in years}
    elif set(totals) >= set(years):
        plans = {year: totals[year] for year in years}
    else:
        raise ValueError(f"no totals for {sorted(set(years) - set(totals))}")
    places = places_by_year(seed, villages, plans)
    banner = DRAWN_BANNER if totals is None else REFERENCE_BANNER
    return [TownYear(str(seed), town, year, plans[year], places[year], banner) for year in years]


def monthly(
    rng: Random, total: int, still_open: int = 0, season: Sequence[float] = SEASON
) -> list[tuple[int, int]]:
    """Share a year's rows out over its months: rows, and how many of them are still open at the end."""
    rows = shares(total, [weight * jitter(rng, 0.3) for weight in season])
    waiting = shares(still_open, [late * count for late, count in zip(LATE, rows, strict=True)], rows)
    return list(zip(rows, waiting, strict=True))

"""The villages of a made-up town, year by year."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from random import Random

from fazhi_metrics.sample.draws import jitter, shares, stream
from fazhi_metrics.sample.names import COMMITTEE, chinese_number, village_name
from fazhi_metrics.sample.plan import YearPlan
from fazhi_metrics.sample.records import Place

_VILLAGES_PER_DISTRICT = 20 / 9


def village_names(villages: int) -> list[str]:
    """Return the names of `villages` places: administrative villages and, last, one residents' committee.

    Raises ValueError for fewer than two.
    """
    if villages < 2:
        raise ValueError("a town needs a village and a residents' committee")
    return [village_name(number) for number in range(1, villages)] + [COMMITTEE]


def district_names(villages: int) -> list[str]:
    """Return the grid district (片区) of each place: neighbours share one."""
    count = max(1, round(villages / _VILLAGES_PER_DISTRICT))
    sizes = shares(villages, [1.0] * count)
    return [f"第{chinese_number(number)}片区" for number, size in enumerate(sizes, 1) for _ in range(size)]


def places_by_year(
    seed: object, villages: int, plans: Mapping[int, YearPlan]
) -> dict[int, tuple[Place, ...]]:
    """Share each year's totals out over the villages; a village changes little from one year to the next."""
    rng = stream(seed, "places")
    people = [0.45 + rng.random() for _ in range(villages - 1)] + [1.3]
    land = [size * (0.6 + rng.random() * 0.8) for size in people[:-1]] + [0.0]
    wood = [rng.random() * rng.random() + 0.08 for _ in range(villages - 1)] + [0.0]
    sites = [rng.random() for _ in range(villages - 1)] + [0.0]
    stay = [0.76 + rng.random() * 0.14 for _ in range(villages)]
    return {
        year: _places(stream(seed, "places", year), villages, plans[year], people, land, wood, sites, stay)
        for year in plans
    }


def _places(
    rng: Random,
    villages: int,
    plan: YearPlan,
    people: list[float],
    land: list[float],
    wood: list[float],
    sites: list[float],
    stay: list[float],
) -> tuple[Place, ...]:
    def near(weights: list[float], spread: float = 0.01) -> list[float]:
        return [weight * jitter(rng, spread) for weight in weights]

    registered = shares(plan.registered_population, near(people))
    households = shares(plan.registered_households, near([float(n) for n in registered], 0.04), registered)
    staying = near([count * share for count, share in zip(registered, stay, strict=True)])
    resident = shares(plan.resident_population, staying, registered)
    homes = [min(pair) for pair in zip(households, resident, strict=True)]
    resident_households = shares(plan.resident_households, near([float(n) for n in resident], 0.03), homes)
    farmland = shares(plan.farmland, near(land, 0.002))
    forest = shares(plan.forest, near(wood, 0.002))
    folk = shares(plan.folk_sites, sites)
    extra = shares(plan.micro_grids - 2 * villages, people)
    names, districts = village_names(villages), district_names(villages)
    return tuple(
        Place(
            name=name,
            kind="居委会" if name == COMMITTEE else "行政村",
            district=districts[index],
            micro_grids=2 + extra[index],
            farmland=Decimal(farmland[index]).scaleb(-2),
            forest=Decimal(forest[index]).scaleb(-2),
            folk_sites=folk[index],
            registered_households=households[index],
            registered_population=registered[index],
            resident_households=resident_households[index],
            resident_population=resident[index],
        )
        for index, name in enumerate(names)
    )

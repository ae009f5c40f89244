"""The totals a made-up year must come out at, to the last unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from fazhi_metrics.sample.draws import chance, jitter, shares, stream

Route = tuple[str, str, bool]  # channel, level, resolved


@dataclass(frozen=True, slots=True)
class Appeals:
    """What one centre received in a year, and how it ended."""

    received: int
    resolved: int
    satisfied: int
    dissatisfied: int


@dataclass(frozen=True, slots=True)
class YearPlan:
    """The totals of one town in one year; areas in hundredths of a mu, so that they are exact.

    `routes` counts disputes by channel, level and outcome. `valid` and `satisfied` are the survey answers
    of the two half-years, `study_absent` those who missed a law study session, `overdue` the share of
    inspections whose hazards were not all put right.
    """

    farmland: int
    forest: int
    folk_sites: int
    micro_grids: int
    registered_households: int
    registered_population: int
    resident_households: int
    resident_population: int
    routes: Mapping[Route, int]
    criminal: int
    appeals: Mapping[str, Appeals]
    inspections: int
    overdue: float
    matters: int
    matters_completed: int
    security_cases: int
    petitions: int
    accidents: int
    crime_clues: int
    valid: tuple[int, int]
    satisfied: tuple[int, int]
    decisions: int
    study_sessions: int
    study_absent: int
    events: int
    officers: int
    established: int
    certified: int


REFERENCE: Mapping[int, YearPlan] = {
    2024: YearPlan(
        farmland=43_708_50,
        forest=58_612_75,
        folk_sites=28,
        micro_grids=111,
        registered_households=7_541,
        registered_population=26_318,
        resident_households=6_497,
        resident_population=22_256,
        routes={
            ("网格", "村", True): 42,
            ("网格", "镇", True): 18,
            ("三中心", "村", True): 3,
            ("三中心", "镇", True): 22,
            ("三中心", "区", True): 6,
            ("派出所", "村", True): 3,
            ("派出所", "镇", True): 19,
            ("派出所", "区", True): 6,
            ("司法所", "村", True): 2,
            ("司法所", "镇", True): 30,
            ("司法所", "区", True): 7,
            ("网格", "镇", False): 1,
            ("三中心", "镇", False): 1,
            ("三中心", "区", False): 2,
            ("派出所", "镇", False): 2,
            ("派出所", "区", False): 3,
            ("司法所", "镇", False): 2,
            ("司法所", "区", False): 4,
        },
        criminal=1,
        appeals={
            "公安联勤": Appeals(22, 19, 16, 2),
            "纪检监督": Appeals(13, 11, 9, 1),
            "信访调解": Appeals(29, 24, 19, 3),
        },
        inspections=196,
        overdue=0.14,
        matters=1_104,
        matters_completed=1_009,
        security_cases=63,
        petitions=118,
        accidents=19,
        crime_clues=1,
        valid=(1_466, 1_490),
        satisfied=(1_338, 1_377),
        decisions=8,
        study_sessions=22,
        study_absent=31,
        events=31,
        officers=13,
        established=5,
        certified=9,
    ),
    2025: YearPlan(
        farmland=43_695_00,
        forest=58_670_24,
        folk_sites=28,
        micro_grids=111,
        registered_households=7_560,
        registered_population=26_234,
        resident_households=6_453,
        resident_population=22_018,
        routes={
            ("网格", "村", True): 62,
            ("网格", "镇", True): 14,
            ("三中心", "村", True): 6,
            ("三中心", "镇", True): 38,
            ("三中心", "区", True): 2,
            ("派出所", "村", True): 4,
            ("派出所", "镇", True): 20,
            ("派出所", "区", True): 3,
            ("司法所", "村", True): 3,
            ("司法所", "镇", True): 24,
            ("司法所", "区", True): 3,
            ("网格", "镇", False): 1,
            ("三中心", "镇", False): 1,
            ("三中心", "区", False): 1,
            ("派出所", "区", False): 2,
            ("司法所", "区", False): 2,
        },
        criminal=0,
        appeals={
            "公安联勤": Appeals(26, 24, 22, 1),
            "纪检监督": Appeals(15, 14, 13, 0),
            "信访调解": Appeals(31, 28, 25, 2),
        },
        inspections=212,
        overdue=0.06,
        matters=1_286,
        matters_completed=1_238,
        security_cases=46,
        petitions=83,
        accidents=12,
        crime_clues=0,
        valid=(1_512, 1_546),
        satisfied=(1_438, 1_489),
        decisions=10,
        study_sessions=26,
        study_absent=0,
        events=36,
        officers=14,
        established=6,
        certified=12,
    ),
}
_MODEL = REFERENCE[2025]
_MODEL_VILLAGES = 20


def drawn_plan(seed: object, year: int, villages: int, rows: int | None = None) -> YearPlan:
    """Draw the totals of a town of `villages` villages, in the proportions of the reference town.

    What is slow to change (land, people, grids) hardly differs between the years of one seed. `rows` sets
    how many rows the four long ledgers (disputes, appeals, inspections, grid matters) have together;
    None leaves them in proportion to the villages.
    """
    town, rng = stream(seed, "plan"), stream(seed, "plan", year)
    model, size = _MODEL, villages / _MODEL_VILLAGES

    def lasting(number: int) -> int:
        return max(1, round(number * size * jitter(town, 0.2)))

    def nearly(number: int) -> int:
        return max(1, round(number * jitter(rng, 0.01)))

    def about(number: int) -> int:
        return max(1, round(number * size * jitter(rng, 0.2)))

    def answers() -> tuple[int, int]:
        return about(model.valid[0]) + 2 * villages, about(model.valid[1]) + 2 * villages

    households = lasting(model.registered_households)
    people = round(households * (3.3 + town.random() * 0.4))
    homes = round(households * (0.78 + town.random() * 0.1))
    staying = round(homes * (3.2 + town.random() * 0.1))
    farmland, forest, sites = lasting(model.farmland), lasting(model.forest), lasting(model.folk_sites)
    grids, officers = max(2 * villages, lasting(model.micro_grids)), max(6, lasting(model.officers))
    received = {centre: each.received for centre, each in model.appeals.items()}
    lengths = [sum(model.routes.values()), sum(received.values()), model.inspections, model.matters]
    lengths = [about(number) for number in lengths] if rows is None else shares(rows, lengths)
    routes = dict(zip(model.routes, shares(lengths[0], list(model.routes.values())), strict=True))
    by_centre = dict(zip(received, shares(lengths[1], list(received.values())), strict=True))
    valid = answers()
    return YearPlan(
        farmland=nearly(farmland),
        forest=nearly(forest),
        folk_sites=sites,
        micro_grids=grids,
        registered_households=nearly(households),
        registered_population=nearly(people),
        resident_households=nearly(homes),
        resident_population=nearly(staying),
        routes=routes,
        criminal=int(chance(rng, 0.2) and routes["派出所", "区", True] > 0),
        appeals={centre: _outcome(rng, count) for centre, count in by_centre.items()},
        inspections=lengths[2],
        overdue=0.04 + rng.random() * 0.1,
        matters=lengths[3],
        matters_completed=int(lengths[3] * (0.9 + rng.random() * 0.08)),
        security_cases=about(model.security_cases),
        petitions=about(model.petitions),
        accidents=about(model.accidents),
        crime_clues=int(chance(rng, 0.1)),
        valid=valid,
        satisfied=(int(valid[0] * (0.9 + rng.random() * 0.07)), int(valid[1] * (0.9 + rng.random() * 0.07))),
        decisions=round(model.decisions * jitter(rng, 0.2)),
        study_sessions=round(model.study_sessions * jitter(rng, 0.2)),
        study_absent=int(rng.random() * 40),
        events=round(model.events * jitter(rng, 0.2)),
        officers=officers,
        established=officers // 2,
        certified=officers - 2,
    )


def _outcome(rng: Random, received: int) -> Appeals:
    resolved = round(received * (0.85 + rng.random() * 0.12))
    satisfied = round(resolved * (0.8 + rng.random() * 0.12))
    return Appeals(received, resolved, satisfied, (resolved - satisfied) // 3)

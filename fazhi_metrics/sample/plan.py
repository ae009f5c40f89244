"""The totals a made-up year must come out at, to the last unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from fazhi_metrics.sample.draws import chance, jitter, shares

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


def drawn_plan(rng: Random, villages: int, rows: int | None = None) -> YearPlan:
    """Draw the totals of a town of `villages` villages, in the proportions of the reference town.

    `rows` sets how many rows the four long ledgers (disputes, appeals, inspections, grid matters) have
    together; None leaves them in proportion to the villages.
    """
    model, size = _MODEL, villages / _MODEL_VILLAGES

    def about(number: int, spread: float = 0.2) -> int:
        return max(1, round(number * size * jitter(rng, spread)))

    disputes, received = sum(model.routes.values()), sum(each.received for each in model.appeals.values())
    proportions = (disputes, received, model.inspections, model.matters)
    ledgers = [about(number) for number in proportions] if rows is None else shares(rows, proportions)
    households = about(model.registered_households)
    people = round(households * (3.3 + rng.random() * 0.4))
    resident_households = round(households * (0.78 + rng.random() * 0.1))
    resident_people = min(people, round(resident_households * (3.2 + rng.random() * 0.3)))
    routes = dict(zip(model.routes, shares(ledgers[0], list(model.routes.values())), strict=True))
    by_centre = shares(ledgers[1], [each.received for each in model.appeals.values()])
    valid = (about(model.valid[0]) + 2 * villages, about(model.valid[1]) + 2 * villages)
    officers = max(6, about(model.officers))
    return YearPlan(
        farmland=about(model.farmland),
        forest=about(model.forest),
        folk_sites=about(model.folk_sites),
        micro_grids=max(2 * villages, about(model.micro_grids)),
        registered_households=households,
        registered_population=people,
        resident_households=resident_households,
        resident_population=resident_people,
        routes=routes,
        criminal=1 if ledgers[0] and chance(rng, 0.2) and routes["派出所", "区", True] else 0,
        appeals={
            centre: _outcome(rng, received) for centre, received in zip(model.appeals, by_centre, strict=True)
        },
        inspections=ledgers[2],
        overdue=0.04 + rng.random() * 0.1,
        matters=ledgers[3],
        matters_completed=round(ledgers[3] * (0.9 + rng.random() * 0.08)),
        security_cases=about(model.security_cases),
        petitions=about(model.petitions),
        accidents=about(model.accidents),
        crime_clues=1 if chance(rng, 0.1) else 0,
        valid=valid,
        satisfied=(
            round(valid[0] * (0.9 + rng.random() * 0.07)),
            round(valid[1] * (0.9 + rng.random() * 0.07)),
        ),
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

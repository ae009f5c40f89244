"""The long ledgers of a made-up year, drawn row by row in order of date: disputes, appeals, visits, matters.

Each is a generator that holds one month at a time, so that a ledger of a million rows costs no more
memory than one of a thousand; quotas come out exactly all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from fazhi_metrics.sample.draws import Bag, Wheel, chance, days_of, shares, within_year
from fazhi_metrics.sample.names import person, phone
from fazhi_metrics.sample.plan import Route
from fazhi_metrics.sample.records import Appeal, Dispute, Inspection, Matter
from fazhi_metrics.sample.year import TownYear, monthly

_KINDS = Wheel({"情感": 0.07, "婚恋": 0.13, "家庭": 0.2, "邻里": 0.34, "债务": 0.18, "其他": 0.08})
_DAYS_TO_RESOLVE = {"村": (0, 7), "镇": (2, 18), "区": (10, 45)}
_CATEGORIES = {
    "公安联勤": Wheel({"治安": 0.7, "民生": 0.12, "环境": 0.06, "其他": 0.12}),
    "纪检监督": Wheel({"作风": 0.62, "涉农": 0.2, "民生": 0.1, "其他": 0.08}),
    "信访调解": Wheel({"民生": 0.38, "涉农": 0.27, "环境": 0.2, "其他": 0.15}),
}
_CENTRE_MARKS = {"公安联勤": "GA", "纪检监督": "JJ", "信访调解": "XF"}
# More visits before the Spring Festival, in the fire season and at the year's end.
_VISIT_SEASON = (1.25, 0.8, 0.95, 1.0, 1.05, 1.15, 0.9, 0.9, 1.1, 0.95, 0.95, 1.2)
_SECTORS = Wheel(
    {
        "餐饮": 0.28,
        "集贸市场": 0.1,
        "加油站": 0.08,
        "经营性自建房": 0.24,
        "彩钢房": 0.12,
        "危化品": 0.08,
        "烟花爆竹": 0.1,
    }
)
_SITES = {
    "餐饮": ("餐馆", 9),
    "集贸市场": ("集贸市场", 2),
    "加油站": ("加油站", 2),
    "经营性自建房": ("自建房", 12),
    "彩钢房": ("彩钢房", 6),
    "危化品": ("农资店", 3),
    "烟花爆竹": ("烟花零售点", 3),
}
_HAZARDS = Wheel({0: 0.24, 1: 0.28, 2: 0.22, 3: 0.14, 4: 0.07, 5: 0.03, 6: 0.02})
_DEADLINES = (3, 5, 7, 10, 15)
_MATTERS = Wheel(
    {
        "治安巡逻": 0.24,
        "矛盾化解": 0.12,
        "政策宣讲": 0.16,
        "环境卫生": 0.2,
        "安全隐患": 0.12,
        "民生服务": 0.16,
    }
)
_CALLED = {"安全隐患": 0.45, "环境卫生": 0.25, "矛盾化解": 0.2, "民生服务": 0.15}


def criminal_by_month(year: TownYear) -> list[int]:
    """Return how many disputes accepted in each month turned criminal (民转刑).

    The dispute ledger and the monthly report both follow it.
    """
    police = sum(
        count for (channel, _, done), count in year.plan.routes.items() if done and channel == "派出所"
    )
    if year.plan.criminal > police:
        raise ValueError("more disputes turned criminal than the police resolved")
    order = [year.stream("criminal", month).random() for month in range(1, 13)]
    rows = [count - waiting for count, waiting in _dispute_months(year)]
    return shares(year.plan.criminal, order, rows)


def _dispute_months(year: TownYear) -> list[tuple[int, int]]:
    routes = year.plan.routes
    rng = year.stream("disputes", "months")
    return monthly(rng, sum(routes.values()), sum(n for (_, _, done), n in routes.items() if not done))


def disputes(year: TownYear) -> Iterator[Dispute]:
    """Draw the dispute ledger (矛盾纠纷台账) of a year in order of the day of acceptance."""
    rng, villages, months = year.stream("disputes"), year.villages(), _dispute_months(year)
    criminal = criminal_by_month(year)
    grave = _grave_routes(year)
    ended = Bag({r: n - grave.get(r, 0) for r, n in year.plan.routes.items() if r[2]})
    waiting_routes = Bag({r: n for r, n in year.plan.routes.items() if not r[2]})
    grave_routes = Bag(grave)
    digits, number = max(3, len(str(sum(year.plan.routes.values())))), 0
    for month, ((count, waiting), turned) in enumerate(zip(months, criminal, strict=True), 1):
        fates = Bag({"open": waiting, "criminal": turned, "ended": count - waiting - turned})
        for day in days_of(rng, year.year, month, count):
            number += 1
            fate = fates.draw(rng)
            routes = {"open": waiting_routes, "criminal": grave_routes, "ended": ended}[fate]
            channel, level, resolved = routes.draw(rng)
            first, last = _DAYS_TO_RESOLVE[level]
            yield Dispute(
                case_no=f"JF{year.year}-{number:0{digits}d}",
                accepted_on=day,
                village=villages.draw(rng),
                parties="、".join(person(n, "示例当事人") for n in _two(rng)),
                kind=_KINDS.draw(rng),
                channel=channel,
                level=level,
                resolved=resolved,
                closed_on=within_year(day, rng.randint(first, last)) if resolved else None,
                criminal=fate == "criminal",
            )


def _grave_routes(year: TownYear) -> dict[Route, int]:
    """Disputes that turn criminal end with the police, the higher level first."""
    left, taken = year.plan.criminal, dict[Route, int]()
    for level in ("区", "镇", "村"):
        route = ("派出所", level, True)
        taken[route] = min(left, year.plan.routes.get(route, 0))
        left -= taken[route]
    return taken


def _two(rng: Random) -> tuple[int, int]:
    first = rng.randrange(22)
    return first, (first + rng.randrange(1, 22)) % 22


def appeals(year: TownYear, centre: str) -> Iterator[Appeal]:
    """Draw the appeals (群众诉求) of one of the three centres in order of the day received."""
    plan, rng, villages = year.plan.appeals[centre], year.stream("appeals", centre), year.villages()
    answers: Bag[bool | None] = Bag(
        {
            True: plan.satisfied,
            False: plan.dissatisfied,
            None: plan.resolved - plan.satisfied - plan.dissatisfied,
        }
    )
    digits, number = max(3, len(str(plan.received))), 0
    for month, (count, waiting) in enumerate(monthly(rng, plan.received, plan.received - plan.resolved), 1):
        outcomes = Bag({True: count - waiting, False: waiting})
        for day in days_of(rng, year.year, month, count, workdays=True):
            number += 1
            resolved = outcomes.draw(rng)
            yield Appeal(
                appeal_no=f"{_CENTRE_MARKS[centre]}{year.year}-{number:0{digits}d}",
                received_on=day,
                appellant=person(rng.randrange(480), "示例"),
                phone=phone(rng),
                village=villages.draw(rng),
                centre=centre,
                category=_CATEGORIES[centre].draw(rng),
                resolved=resolved,
                closed_on=within_year(day, rng.randint(1, 20)) if resolved else None,
                satisfied=answers.draw(rng) if resolved else None,
            )


def inspections(year: TownYear, month: int) -> Iterator[Inspection]:
    """Draw the safety inspections (安全检查) of one month; no site is visited twice on a day."""
    rng, villages = year.stream("inspections", month), year.villages()
    months = monthly(year.stream("inspections"), year.plan.inspections, season=_VISIT_SEASON)
    count, _ = months[month - 1]
    today, seen = None, set[str]()
    for day in days_of(rng, year.year, month, count, workdays=True):
        if day != today:
            today, seen = day, set()
        village, sector = villages.draw(rng), _SECTORS.draw(rng)
        noun, sites = _SITES[sector]
        number = rng.randint(1, sites)
        while (site := f"{village}{noun}{number}号") in seen:
            number += 1
        seen.add(site)
        hazards = _HAZARDS.draw(rng)
        late = hazards > 0 and chance(rng, year.plan.overdue)
        yield Inspection(
            inspected_on=day,
            village=village,
            sector=sector,
            site=site,
            hazards=hazards,
            serious=1 if hazards and chance(rng, 0.04) else 0,
            rectified=hazards - rng.randint(1, hazards) if late else hazards,
            deadline=within_year(day, rng.choice(_DEADLINES)) if hazards else None,
        )


def matters(year: TownYear) -> Iterator[Matter]:
    """Draw the grid matters (网格事项) of a year in order of the day reported."""
    rng, villages, plan = year.stream("matters"), year.villages(), year.plan
    grids = {place.name: place.micro_grids for place in year.places}
    digits, number = max(5, len(str(plan.matters))), 0
    for month, (count, waiting) in enumerate(
        monthly(rng, plan.matters, plan.matters - plan.matters_completed), 1
    ):
        outcomes = Bag({True: count - waiting, False: waiting})
        for day in days_of(rng, year.year, month, count):
            number += 1
            village, kind = villages.draw(rng), _MATTERS.draw(rng)
            done = outcomes.draw(rng)
            yield Matter(
                matter_no=f"WG{year.year}{month:02d}{number:0{digits}d}",
                reported_on=day,
                village=village,
                micro_grid=f"{village}第{rng.randint(1, grids[village]):02d}微网格",
                kind=kind,
                completed_on=within_year(day, min(rng.randint(0, 9), rng.randint(0, 9))) if done else None,
                departments_called=chance(rng, _CALLED.get(kind, 0.04)),
            )

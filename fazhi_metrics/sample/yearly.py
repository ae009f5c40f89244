"""The short tables of a made-up year: monthly report, survey, decisions, study, publicity, officers."""

from __future__ import annotations

from collections import Counter
from math import sqrt

from fazhi_metrics.sample.draws import SEASON, Wheel, chance, days_of, jitter, shares, spread_over, stream
from fazhi_metrics.sample.ledgers import criminal_by_month
from fazhi_metrics.sample.names import id_number, person, phone
from fazhi_metrics.sample.records import Decision, Event, Officer, SafetyMonth, Session, Survey
from fazhi_metrics.sample.year import TownYear

_EVEN = (1.0,) * 12
_DECISIONS = (
    ("农村人居环境整治提升年度实施方案", "镇生态环境办"),
    ("镇村道路养护与安全提升项目计划", "镇城乡建设办"),
    ("高标准农田管护责任划分办法", "镇农业农村办"),
    ("集贸市场搬迁改造方案", "镇经济发展办"),
    ("农村自建房安全隐患整治方案", "镇应急管理办"),
    ("村级微网格调整方案", "镇平安办"),
    ("森林草原防火分区管理办法", "镇应急管理办"),
    ("乡村振兴衔接资金年度项目安排", "镇农业农村办"),
    ("镇区停车秩序管理办法", "镇综合执法队"),
    ("农村饮水管网改造方案", "镇城乡建设办"),
    ("易涝路段排水改造方案", "镇城乡建设办"),
    ("养老服务点布局规划", "镇民政办"),
    ("村集体经济收益分配指导意见", "镇农业农村办"),
    ("重大活动安全保障预案", "镇平安办"),
    ("秸秆禁烧网格责任制", "镇生态环境办"),
    ("便民服务事项下放清单", "镇便民服务中心"),
)
_TOPICS = (
    "宪法",
    "民法典",
    "安全生产法",
    "反有组织犯罪法",
    "行政处罚法",
    "信访工作条例",
    "土地管理法",
    "乡村振兴促进法",
    "行政复议法",
    "未成年人保护法",
    "老年人权益保障法",
    "退役军人保障法",
    "环境保护法",
)
_PLATFORMS = Wheel(
    {"党委理论中心组": 0.3, "学习强国": 0.18, "青海干部教育网": 0.16, "法宣在线": 0.16, "集中培训": 0.2}
)
_PLACES = {
    "进机关": (1.0, 40),
    "进乡村": (2.2, 160),
    "进社区": (1.1, 120),
    "进学校": (1.2, 220),
    "进企业": (0.8, 45),
    "进单位": (0.7, 35),
    "进军营": (0.3, 40),
    "进网络": (0.6, 600),
}
_THEMES = (
    "美好生活与民法典",
    "国家宪法日宣传",
    "老年人权益保护",
    "未成年人保护",
    "退役军人保障",
    "防范电信网络诈骗",
    "安全生产月宣传",
    "反有组织犯罪宣传",
    "乡村振兴法律服务",
    "禁毒宣传",
    "劳动者权益保护",
    "信访法治化宣传",
)
_OFFICES = {
    "综合执法": "镇综合执法队",
    "安全生产": "镇应急管理办",
    "环保": "镇生态环境办",
    "集贸市场": "镇市场监管所",
    "农业农村": "镇农业农村办",
    "城乡建设": "镇城乡建设办",
}
_FIELDS = Wheel(dict(zip(_OFFICES, (0.36, 0.2, 0.12, 0.12, 0.1, 0.1), strict=True)))


def safety_months(year: TownYear) -> list[SafetyMonth]:
    """Draw the monthly report on public safety (平安建设月报)."""
    rng, plan = year.stream("safety"), year.plan
    months = Wheel(dict(enumerate(SEASON, 1)))
    totals = (plan.security_cases, plan.petitions, plan.accidents, plan.crime_clues)
    cases, petitions, accidents, clues = (Counter(months.draw(rng) for _ in range(total)) for total in totals)
    criminal = criminal_by_month(year)
    return [
        SafetyMonth(
            month, cases[month], petitions[month], accidents[month], clues[month], criminal[month - 1]
        )
        for month in range(1, 13)
    ]


def surveys(year: TownYear) -> list[Survey]:
    """Draw the satisfaction survey (群众满意度测评), a row for each village and half-year."""
    rng, found = year.stream("surveys"), []
    for half, (valid, satisfied) in enumerate(zip(year.plan.valid, year.plan.satisfied, strict=True), 1):
        sizes = shares(valid - len(year.places), [sqrt(place.resident_population) for place in year.places])
        answers = [size + 1 for size in sizes]
        happy = shares(satisfied, [count * jitter(rng, 0.035) for count in answers], answers)
        found += [
            Survey(place.name, half, count, good)
            for place, count, good in zip(year.places, answers, happy, strict=True)
        ]
    return found


def decisions(year: TownYear) -> list[Decision]:
    """Draw the list of major decisions (重大行政决策目录): legality review and joint discussion always."""
    rng = year.stream("decisions")
    count = min(year.plan.decisions, len(_DECISIONS))
    chosen = rng.sample(_DECISIONS, count)
    days = spread_over(rng, year.year, shares(count, [jitter(rng, 0.9) for _ in _EVEN]), workdays=True)
    return [
        Decision(
            matter=f"{year.town}{title}",
            department=office,
            decided_on=day,
            steps=(chance(rng, 0.85), chance(rng, 0.6), chance(rng, 0.8), True, True, chance(rng, 0.4)),
        )
        for (title, office), day in zip(chosen, days, strict=True)
    ]


def sessions(year: TownYear) -> list[Session]:
    """Draw the law study sessions (学法用法记录); none repeats a day, topic and platform."""
    rng, plan = year.stream("sessions"), year.plan
    due = [rng.randint(46, 62) for _ in range(plan.study_sessions)]
    absent = shares(plan.study_absent, [rng.random() for _ in due], [count // 2 for count in due])
    days = spread_over(rng, year.year, shares(plan.study_sessions, _EVEN), workdays=True)
    found, seen = [], set[tuple[object, ...]]()
    for day, count, missing in zip(days, due, absent, strict=True):
        while (key := (day, rng.choice(_TOPICS), _PLATFORMS.draw(rng))) in seen:
            pass
        seen.add(key)
        found.append(Session(day, f"《{key[1]}》", key[2], count, count - missing))
    return found


def events(year: TownYear) -> list[Event]:
    """Draw the publicity events (普法宣传活动), grouped by kind of place, in order of date within a group."""
    rng, plan = year.stream("events"), year.plan
    counts = shares(plan.events, [weight for weight, _ in _PLACES.values()])
    found = []
    for (kind, (_, usual)), count in zip(_PLACES.items(), counts, strict=True):
        days = sorted(days_of(rng, year.year, rng.randint(1, 12), 1, workdays=True)[0] for _ in range(count))
        themes = [
            theme for _ in range(-(-count // len(_THEMES))) for theme in rng.sample(_THEMES, len(_THEMES))
        ]
        for day, theme in zip(days, themes, strict=False):
            audience = round(usual * jitter(rng, 0.45))
            materials = 0 if kind == "进网络" else round(audience * (0.8 + rng.random() * 0.9))
            found.append(Event(day, kind, theme, audience, materials))
    return found


def officers(year: TownYear) -> list[Officer]:
    """Draw the enforcement officers (行政执法人员); the same people from year to year, few on the establishment."""
    plan = year.plan
    staff = [(number, stream(year.seed, "officer", number)) for number in range(plan.officers)]
    every = tuple(_OFFICES)
    drawn = [
        (number, own, every[number] if number < len(every) else _FIELDS.draw(own), own.random(), own.random())
        for number, own in staff
    ]
    senior = sorted(rank for _, _, _, rank, _ in drawn)[: plan.established]
    passed = sorted(mark for _, _, _, _, mark in drawn)[: plan.certified]
    people = [
        Officer(
            office=_OFFICES[field],
            name=person(number),
            id_number=id_number(own),
            phone=phone(own),
            field=field,
            established=rank in senior,
            certified=mark in passed,
        )
        for number, own, field, rank, mark in drawn
    ]
    return sorted(people, key=lambda officer: every.index(officer.field))

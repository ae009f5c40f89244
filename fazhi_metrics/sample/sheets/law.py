"""Typing law-based government: major decisions, law study, publicity, enforcement officers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from fazhi_metrics.sample.clerk import HAPPENED, signatures, typed_code, typed_count, typed_day, typed_flag
from fazhi_metrics.sample.paper import Row, Sheet, sheet, total
from fazhi_metrics.sample.year import TownYear
from fazhi_metrics.sample.yearly import decisions as true_decisions
from fazhi_metrics.sample.yearly import events as true_events
from fazhi_metrics.sample.yearly import officers as true_officers
from fazhi_metrics.sample.yearly import sessions as true_sessions

_STEPS = ("公众参与", "专家论证", "风险评估", "合法性审查", "集体讨论", "后评估")
_PLATFORMS = {"党委理论中心组": ("理论中心组", "中心组学习"), "青海干部教育网": ("干部教育网",)}
_FIELDS = {"环保": ("生态环境",), "综合执法": ("综合行政执法",), "集贸市场": ("市场监管",)}


def decisions(year: TownYear) -> list[Sheet]:
    """Type 重大行政决策目录: the steps as √ or nothing, under one merged title."""
    columns = ["序号", "决策事项", "承办单位", "决策日期", *(f"决策程序/{step}" for step in _STEPS)]
    rng = year.stream("typing", "decisions")
    rows = [
        Row(
            (
                number,
                decision.matter,
                decision.department,
                typed_day(rng, decision.decided_on),
                *("√" if done else None for done in decision.steps),
            )
        )
        for number, decision in enumerate(true_decisions(year), 1)
    ]
    office = f"{year.town}司法所"
    return [
        sheet(
            "决策目录",
            f"{year.town}{year.year}年度重大行政决策事项目录",
            columns,
            (6, 44, 18, 16, 11, 11, 11, 12, 11, 11),
            rows,
            banner=year.banner,
            notes=(
                "注：已履行的程序打“√”，未履行或不适用的空着。",
                signatures(office, date(year.year, 12, 26)),
            ),
        )
    ]


def law_study(year: TownYear) -> list[Sheet]:
    """Type 学法用法记录, in the old format: days as real dates and as text, 合计 at the end."""
    rng, found = year.stream("typing", "sessions"), true_sessions(year)
    columns = ["序号", "学习日期", "学习内容", "学习平台", "应到人数（人次）", "实到人数（人次）", "备注"]
    rows = [
        Row(
            (
                number,
                typed_day(rng, session.held_on),
                session.topic,
                typed_code(rng, session.platform, _PLATFORMS),
                session.due,
                session.attended,
            )
        )
        for number, session in enumerate(found, 1)
    ]
    whole = total(("合计", None, None, None, sum(s.due for s in found), sum(s.attended for s in found)), 4)
    office = f"{year.town}党建办"
    return [
        sheet(
            "学法记录",
            f"{year.town}{year.year}年干部职工学法用法记录",
            columns,
            (6, 16, 28, 18, 18, 18, 12),
            [*rows, whole],
            banner=year.banner,
            form=(f"填报单位：{office}", "单位：人次"),
            notes=(signatures(office, date(year.year, 12, 24)),),
        )
    ]


def publicity(year: TownYear) -> list[Sheet]:
    """Type 普法宣传活动: the kind of place merged down its events, 合计 at the end."""
    columns = ["法律八进", "序号", "活动日期", "宣传主题", "受众（人次）", "发放资料（份）", "备注"]
    office = f"{year.town}司法所"
    return [
        sheet(
            "普法活动",
            f"{year.town}{year.year}年“法律八进”普法宣传活动统计表",
            columns,
            (12, 6, 16, 28, 14, 16, 12),
            _event_rows(year),
            banner=year.banner,
            form=(f"填报单位：{office}", "单位：人次、份"),
            notes=("注：进网络为线上宣传，不发放纸质资料。", signatures(office, date(year.year, 12, 22))),
        )
    ]


def _event_rows(year: TownYear) -> Iterator[Row]:
    rng, found, number = year.stream("typing", "events"), true_events(year), 0
    for kind, group in groupby(found, key=lambda event: event.place_kind):
        members = list(group)
        for index, event in enumerate(members):
            number += 1
            cells = (
                kind if index == 0 else None,
                number,
                typed_day(rng, event.held_on),
                event.theme,
                typed_count(rng, event.audience),
                typed_count(rng, event.materials, 0.1),
            )
            yield Row(cells, spans=((1, len(members), 1),) if index == 0 and len(members) > 1 else ())
    sums = (sum(event.audience for event in found), sum(event.materials for event in found))
    yield total(("合计", None, None, None, *sums), 4)


def enforcement(year: TownYear) -> list[Sheet]:
    """Type 行政执法人员, with the names, ID numbers and phones that must not leave the raw data."""
    columns = [
        "序号",
        "所属单位",
        "姓名",
        "身份证号",
        "联系电话",
        "执法领域",
        "是否在编",
        "是否持有执法证",
        "备注",
    ]
    rng = year.stream("typing", "officers")
    rows = [
        Row(
            (
                number,
                officer.office,
                officer.name,
                officer.id_number,
                officer.phone,
                typed_code(rng, officer.field, _FIELDS),
                typed_flag(rng, officer.established),
                typed_flag(rng, officer.certified, HAPPENED),
            )
        )
        for number, officer in enumerate(true_officers(year), 1)
    ]
    office = f"{year.town}综合执法队"
    return [
        sheet(
            "人员名册",
            f"{year.town}行政执法人员名册（{year.year}年）",
            columns,
            (6, 18, 12, 24, 18, 16, 10, 16, 12),
            rows,
            banner=year.banner,
            form=(f"填报单位：{office}", f"截至{year.year}年12月31日"),
            notes=("注：本表含个人信息，请勿外传。", signatures(office, date(year.year, 12, 31))),
        )
    ]

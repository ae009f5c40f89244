"""Typing the ledgers of disputes and appeals: a sheet for each quarter, a sheet for each centre."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import chain

from fazhi_metrics.sample.clerk import (
    DATES,
    FULL_DATES,
    HAPPENED,
    signatures,
    typed_code,
    typed_day,
    typed_flag,
    typed_village,
)
from fazhi_metrics.sample.draws import chance
from fazhi_metrics.sample.ledgers import appeals as true_appeals
from fazhi_metrics.sample.ledgers import disputes as true_disputes
from fazhi_metrics.sample.paper import Row, Sheet, sheet
from fazhi_metrics.sample.records import Appeal, Dispute
from fazhi_metrics.sample.year import TownYear

_QUARTERS = "一二三四"
_KINDS = {
    "情感": ("情感纠纷",),
    "婚恋": ("婚恋纠纷",),
    "家庭": ("家庭纠纷",),
    "邻里": ("邻里纠纷",),
    "债务": ("债务纠纷",),
}
_CHANNELS = {
    "三中心": ("分办中心", "三大中心"),
    "派出所": ("镇派出所",),
    "司法所": ("镇司法所",),
    "网格": ("网格员",),
}
_LEVELS = {"村": ("村级",), "镇": ("镇级",), "区": ("区级",)}
_CATEGORIES = {"环境": ("环境卫生",), "作风": ("干部作风",), "民生": ("民生保障",)}


def disputes(year: TownYear) -> Iterator[Sheet]:
    """Type 矛盾纠纷台账: one sheet a quarter, days in five ways, the parties by name."""
    columns = ["序号", "纠纷编号", "受理日期", "所在村", "当事人", "纠纷类型", "化解渠道", "化解层级"]
    columns += ["是否化解", "办结日期", "是否民转刑"]
    if not year.year % 2:
        columns[1:4], columns[9] = ["编号", "受理时间", "村（社区）"], "办结时间"
    ledger, ahead = true_disputes(year), list[Dispute]()
    for quarter in range(4):
        name = f"第{_QUARTERS[quarter]}季度"
        yield sheet(
            name,
            f"{year.town}{year.year}年{name}矛盾纠纷排查化解台账",
            columns,
            (6, 16, 16, 20, 30, 12, 12, 10, 10, 16, 12),
            _dispute_rows(year, quarter, _until(3 * quarter + 3, ledger, ahead)),
            banner=year.banner,
            notes=(
                "注：化解层级填办理层级，尚未化解的填目前所在层级，办结日期空着。",
                signatures(f"{year.town}平安办", date(year.year, 3 * quarter + 3, 28)),
            ),
        )


def _until(month: int, ledger: Iterator[Dispute], ahead: list[Dispute]) -> Iterator[Dispute]:
    """Take disputes accepted up to a month; the first later one waits in `ahead` for the next sheet."""
    for dispute in chain(ahead.copy(), ledger):
        ahead.clear()
        if dispute.accepted_on.month > month:
            ahead.append(dispute)
            return
        yield dispute


def _dispute_rows(year: TownYear, quarter: int, rows: Iterator[Dispute]) -> Iterator[Row]:
    rng = year.stream("typing", "disputes", quarter)
    for number, dispute in enumerate(rows, 1):
        yield Row(
            (
                number,
                dispute.case_no,
                typed_day(rng, dispute.accepted_on),
                typed_village(rng, dispute.village),
                dispute.parties,
                typed_code(rng, dispute.kind, _KINDS),
                typed_code(rng, dispute.channel, _CHANNELS),
                typed_code(rng, dispute.level, _LEVELS),
                typed_flag(rng, dispute.resolved),
                typed_day(rng, dispute.closed_on) if dispute.closed_on else None,
                typed_flag(rng, dispute.criminal, HAPPENED),
            )
        )


def appeals(year: TownYear) -> Iterator[Sheet]:
    """Type 群众诉求台账: one sheet a centre, whose name stands only on the sheet and in its title."""
    columns = ["序号", "诉求编号", "受理日期", "诉求人", "联系电话", "所属村", "诉求类别"]
    columns += ["是否解决", "办结日期", "是否满意"]
    for centre in year.plan.appeals:
        office = f"{year.town}{centre}分办中心"
        yield sheet(
            centre,
            f"{office}群众诉求登记台账（{year.year}年）",
            columns,
            (6, 16, 16, 12, 18, 20, 12, 10, 16, 14),
            _appeal_rows(year, centre, true_appeals(year, centre)),
            banner=year.banner,
            form=(f"填报单位：{office}", f"{year.year}年1月至12月"),
            notes=(
                "注：未办结的不回访；已办结未回访的，是否满意一栏空着。",
                signatures(office, date(year.year, 12, 30)),
            ),
        )


def _appeal_rows(year: TownYear, centre: str, rows: Iterator[Appeal]) -> Iterator[Row]:
    rng = year.stream("typing", "appeals", centre)
    ways = FULL_DATES if centre == "公安联勤" else DATES
    for number, appeal in enumerate(rows, 1):
        yield Row(
            (
                number,
                appeal.appeal_no,
                typed_day(rng, appeal.received_on, ways),
                appeal.appellant,
                appeal.phone if chance(rng, 0.7) else int(appeal.phone),
                typed_village(rng, appeal.village),
                typed_code(rng, appeal.category, _CATEGORIES),
                typed_flag(rng, appeal.resolved),
                typed_day(rng, appeal.closed_on, ways) if appeal.closed_on else None,
                None if appeal.satisfied is None else typed_flag(rng, appeal.satisfied),
            )
        )

"""Typing public safety: inspections, one file a month, and the monthly report with the months across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from fazhi_metrics.addresses import letters
from fazhi_metrics.sample.clerk import DATES, signatures, typed_code, typed_day, typed_flag, typed_village
from fazhi_metrics.sample.ledgers import inspections as true_inspections
from fazhi_metrics.sample.paper import Formula, Row, Sheet, sheet, total
from fazhi_metrics.sample.records import Inspection
from fazhi_metrics.sample.year import TownYear
from fazhi_metrics.sample.yearly import safety_months as true_months

_SECTORS = {
    "经营性自建房": ("农村经营性自建房", "自建房"),
    "危化品": ("危险化学品",),
    "餐饮": ("餐饮业",),
    "集贸市场": ("农贸市场",),
}


def inspections(year: TownYear, month: int) -> list[Sheet]:
    """Type 安全检查台账 of one month: 其中 under 发现隐患, a blank row before 合计."""
    if year.year % 2:
        columns = [
            "序号",
            "检查日期",
            "所在村",
            "行业领域",
            "被检查单位",
            "发现隐患（处）",
            "其中：重大隐患（处）",
            "已整改（处）",
        ]
        columns += ["整改期限", "是否销号"]
    else:
        columns = [
            "序号",
            "检查时间",
            "村（社区）",
            "行业",
            "检查对象",
            "隐患/发现（处）",
            "隐患/其中重大（处）",
            "隐患/已整改（处）",
        ]
        columns += ["整改时限", "销号情况"]
    office = f"{year.town}应急管理办"
    return [
        sheet(
            f"{month}月",
            f"{year.town}安全检查台账（{year.year}年{month}月）",
            columns,
            (6, 16, 20, 18, 30, 12, 14, 12, 16, 10),
            _inspection_rows(year, month),
            banner=year.banner,
            form=(f"填报单位：{office}", "单位：处"),
            notes=(
                "注：当场整改的计入已整改；未发现隐患的按已销号填报。",
                signatures(office, date(year.year, month, 28)),
            ),
        )
    ]


def _inspection_rows(year: TownYear, month: int) -> Iterator[Row]:
    rng = year.stream("typing", "inspections", month)
    sums = [0, 0, 0]
    for number, visit in enumerate(true_inspections(year, month), 1):
        counts = _counts(visit)
        sums = [whole + part for whole, part in zip(sums, counts, strict=True)]
        yield Row(
            (
                number,
                typed_day(rng, visit.inspected_on),
                typed_village(rng, visit.village),
                typed_code(rng, visit.sector, _SECTORS),
                visit.site,
                *counts,
                typed_day(rng, visit.deadline, DATES) if visit.deadline else "—",
                typed_flag(rng, visit.closed),
            )
        )
    yield Row()
    yield total(("合计", None, None, None, None, *sums), 5)


def _counts(visit: Inspection) -> Sequence[int]:
    return visit.hazards, visit.serious, visit.rectified


def safety_months(year: TownYear) -> list[Sheet]:
    """Type 平安建设月报: indicators down, months across, 合计 at the right as formulas with their results."""
    months = true_months(year)
    lines = (
        ("治安案件", "起", [month.security_cases for month in months]),
        ("信访件次", "件次", [month.petitions for month in months]),
        ("安全事故", "起", [month.accidents for month in months]),
        ("黑恶线索", "条", [month.crime_clues for month in months]),
        ("民转刑案件", "起", [month.turned_criminal for month in months]),
    )
    columns = ["序号", "指标", "单位", *(f"{month}月" for month in range(1, 13)), "合计"]
    last, office, first_row = letters(3 + 12), f"{year.town}平安办", 5
    rows = [
        Row(
            (
                n,
                name,
                unit,
                *values,
                Formula(f"SUM(D{first_row + n - 1}:{last}{first_row + n - 1})", sum(values)),
            )
        )
        for n, (name, unit, values) in enumerate(lines, 1)
    ]
    return [
        sheet(
            "月报",
            f"{year.town}平安建设月报（{year.year}年）",
            columns,
            (6, 16, 8, *[7] * 12, 9),
            rows,
            banner=year.banner,
            form=(f"填报单位：{office}", f"{year.year}年1月至12月"),
            notes=("注：没有发生的填0。", signatures(office, date(year.year, 12, 31))),
        )
    ]

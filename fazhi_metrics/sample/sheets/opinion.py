"""Typing the satisfaction survey: counts, and beside them a percentage as text."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from fazhi_metrics.sample.clerk import signatures, typed_count, typed_village
from fazhi_metrics.sample.paper import Row, Sheet, sheet, total
from fazhi_metrics.sample.year import TownYear
from fazhi_metrics.sample.yearly import surveys

_HALVES = {1: "上半年", 2: "下半年"}


def percent_text(part: int, whole: int, places: int) -> str:
    """Return a percentage as an office prints it, half rounded up.

    >>> percent_text(78, 84, 2), percent_text(1, 8, 1)
    ('92.86%', '12.5%')
    """
    return f"{(Decimal(100 * part) / whole).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"


def satisfaction(year: TownYear) -> list[Sheet]:
    """Type 群众满意度测评: a row for each village and half-year, 小计 for each half, 合计 at the end."""
    columns = ["序号", "测评时段", "村（社区）", "有效答卷（份）", "满意（份）", "满意率"]
    office = f"{year.town}党建办"
    return [
        sheet(
            "测评结果",
            f"{year.town}{year.year}年群众满意度测评结果汇总表",
            columns,
            (6, 12, 20, 16, 12, 12),
            _rows(year),
            banner=year.banner,
            form=(f"填报单位：{office}", "单位：份、%"),
            notes=("注：满意率=满意÷有效答卷×100%。", signatures(office, date(year.year, 12, 20))),
        )
    ]


def _rows(year: TownYear) -> Iterator[Row]:
    rng, places, answers = year.stream("typing", "surveys"), 2 if year.year % 2 else 1, surveys(year)
    number = 0
    for half, name in _HALVES.items():
        part = [survey for survey in answers if survey.half == half]
        for survey in part:
            number += 1
            yield Row(
                (
                    number,
                    name,
                    typed_village(rng, survey.village),
                    typed_count(rng, survey.valid, 0.1),
                    typed_count(rng, survey.satisfied, 0.1),
                    percent_text(survey.satisfied, survey.valid, places),
                )
            )
        valid, satisfied = sum(survey.valid for survey in part), sum(survey.satisfied for survey in part)
        yield total((f"{name}小计", None, None, valid, satisfied, percent_text(satisfied, valid, places)), 3)
    valid, satisfied = sum(year.plan.valid), sum(year.plan.satisfied)
    yield total(("合计", None, None, valid, satisfied, percent_text(satisfied, valid, places)), 3)

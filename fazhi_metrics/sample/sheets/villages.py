"""Typing the two tables that have a row for each village: basic facts, and people and households."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from fazhi_metrics.sample.clerk import signatures, typed_count, typed_village
from fazhi_metrics.sample.paper import Row, Sheet, Value, sheet, total
from fazhi_metrics.sample.records import Place
from fazhi_metrics.sample.year import TownYear


def villages(year: TownYear) -> list[Sheet]:
    """Type 村（社区）基本情况: the district merged down its villages, a 小计 for each, 合计 at the end."""
    if year.year % 2:
        columns = [
            "序号",
            "所属片区",
            "村（社区）",
            "类型",
            "微网格数（个）",
            "土地面积（亩）/耕地",
            "土地面积（亩）/林地",
        ]
    else:
        columns = ["序号", "片区", "村名", "村类型", "微网格（个）", "耕地面积（亩）", "林地面积（亩）"]
    columns += ["民间信仰场所（个）", "备注"]
    office = f"{year.town}党政综合办"
    return [
        sheet(
            "基本情况",
            f"{year.town}村（社区）基本情况统计表（{year.year}年）",
            columns,
            (6, 12, 20, 10, 16, 14, 14, 20, 12),
            _village_rows(year),
            banner=year.banner,
            form=(f"填报单位：{office}", "单位：个、亩"),
            notes=(
                "注：1.耕地、林地面积保留两位小数。2.居委会无耕地、林地，按0填报。",
                signatures(office, date(year.year, 12, 28)),
            ),
        )
    ]


def _village_rows(year: TownYear) -> Iterator[Row]:
    rng, number = year.stream("typing", "villages"), 0
    kinds = {"行政村": ("行政村", "行政村", "行政村", "村"), "居委会": ("居委会",)}
    for district, group in groupby(year.places, key=lambda place: place.district):
        members = list(group)
        for index, place in enumerate(members):
            number += 1
            yield Row(
                (
                    number,
                    district if index == 0 else None,
                    typed_village(rng, place.name),
                    rng.choice(kinds[place.kind]),
                    place.micro_grids,
                    place.farmland,
                    place.forest,
                    place.folk_sites,
                ),
                spans=((2, len(members) + 1, 1),) if index == 0 else (),
            )
        yield total((None, None, "小计", None, *_land(members)))
    yield total(("合计", None, None, None, *_land(year.places)), 3)


def _land(places: Sequence[Place]) -> tuple[Value, ...]:
    return (
        sum(place.micro_grids for place in places),
        sum((place.farmland for place in places), Decimal()),
        sum((place.forest for place in places), Decimal()),
        sum(place.folk_sites for place in places),
    )


def population(year: TownYear) -> list[Sheet]:
    """Type 人口与户数: a header of two levels, 合计 above or below, numbers in full width or as text."""
    last = year.year % 2
    if last:
        columns = [
            "序号",
            "村（社区）",
            "户籍/户数（户）",
            "户籍/人口（人）",
            "常住/户数（户）",
            "常住/人口（人）",
            "备注",
        ]
    else:
        columns = ["序号", "村别", "户籍人口/户数", "户籍人口/人数", "常住人口/户数", "常住人口/人数", "备注"]
    office = f"{year.town}派出所"
    whole = total(("合计", None, *_people_totals(year.places)), 2)
    rows = list(_people_rows(year))
    return [
        sheet(
            "人口" if last else "Sheet1",
            f"{year.town}{year.year}年人口与户数统计表",
            columns,
            (6, 22, 12, 12, 12, 12, 14),
            [*rows, whole] if last else [whole, *rows],
            banner=year.banner,
            form=(f"填报单位：{office}", "单位：户、人"),
            notes=(
                f"注：户籍数截至{year.year}年12月31日；常住指在本镇居住半年以上。",
                signatures(office, date(year.year, 12, 31)),
            ),
        )
    ]


def _people_totals(places: Sequence[Place]) -> tuple[Value, ...]:
    return (
        sum(place.registered_households for place in places),
        sum(place.registered_population for place in places),
        sum(place.resident_households for place in places),
        sum(place.resident_population for place in places),
    )


def _people_rows(year: TownYear) -> Iterator[Row]:
    rng = year.stream("typing", "population")
    for number, place in enumerate(year.places, 1):
        counts = (typed_count(rng, count) for count in _people_totals([place]) if isinstance(count, int))
        yield Row((number, typed_village(rng, place.name), *counts))

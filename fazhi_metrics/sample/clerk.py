"""How people type: the same day, number, village or yes in the many ways of a hand-made sheet."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from random import Random

from fazhi_metrics.sample.draws import Wheel, chance
from fazhi_metrics.sample.paper import Value

_FULL_WIDTH = str.maketrans("0123456789,.%", "０１２３４５６７８９，．％")
# The ways of writing a day, and how likely a clerk falls into each.
DATES = Wheel({"年月日": 0.3, "点": 0.25, "日期": 0.2, "月日": 0.12, "横线": 0.08, "八位": 0.05})
FULL_DATES = Wheel({"年月日": 0.35, "点": 0.25, "日期": 0.22, "横线": 0.12, "八位": 0.06})
DONE = Wheel[tuple[Value, Value]]({("是", "否"): 0.72, ("√", "×"): 0.16, (1, 0): 0.07, ("Y", "N"): 0.05})
HAPPENED = Wheel[tuple[Value, Value]]({("是", "否"): 0.7, ("有", "无"): 0.3})


def typed_day(rng: Random, day: date, ways: Wheel[str] = DATES) -> Value:
    """Return a day as text, as a number of eight digits or as a real date.

    >>> sorted({str(typed_day(Random(n), date(2025, 3, 5))) for n in range(99)})
    ['2025-03-05', '2025.3.5', '20250305', '2025年3月5日', '3月5日']
    """
    way = ways.draw(rng)
    if way == "日期":
        return day
    if way == "八位":
        return int(f"{day:%Y%m%d}")
    return {
        "年月日": f"{day.year}年{day.month}月{day.day}日",
        "点": f"{day.year}.{day.month}.{day.day}",
        "月日": f"{day.month}月{day.day}日",
        "横线": day.isoformat(),
    }[way]


def typed_village(rng: Random, name: str, habits: float = 0.3) -> str:
    r"""Return a village's name, in a share of the cells without 村, with 委会 or with spaces.

    >>> sorted({typed_village(Random(n), "示例一村", 1) for n in range(99)})
    ['\u3000示例一村', '示例 一村', '示例一', '示例一村 ', '示例一村委会', '示例一村村委会']
    """
    if not chance(rng, habits):
        return name
    if name.endswith("居委会"):
        stem = name.removesuffix("社区居委会")
        return rng.choice((f"{stem}社区", f"{stem}居委会", f"{stem}社区居委会 ", f"{stem} 社区居委会"))
    stem = name.removesuffix("村")
    head, tail = name[:2], name[2:]
    return rng.choice((stem, f"{name}委会", f"{stem}村村委会", f"{head} {tail}", f"{name} ", f"　{name}"))


def typed_flag(rng: Random, answer: bool, ways: Wheel[tuple[Value, Value]] = DONE) -> Value:
    """Return yes or no in one of the ways of a column."""
    yes, no = ways.draw(rng)
    return yes if answer else no


def typed_count(rng: Random, number: int, habits: float = 0.2) -> Value:
    """Return a count, in a share of the cells as text: plain, with a comma, or in full-width digits."""
    if not chance(rng, habits):
        return number
    return rng.choice((f"{number}", f"{number:,}", f"{number}".translate(_FULL_WIDTH)))


def typed_code(rng: Random, code: str, spellings: Mapping[str, tuple[str, ...]], habits: float = 0.2) -> str:
    """Return a code, in a share of the cells in another of its spellings."""
    others = spellings.get(code, ())
    return rng.choice(others) if others and chance(rng, habits) else code


def signatures(office: str, day: date) -> str:
    """Return the line under a table that says who filled it in, who checked it, and when."""
    return f"填表人：示例甲　　审核人：示例乙　　填报单位：{office}　　填报日期：{day.year}年{day.month}月{day.day}日"

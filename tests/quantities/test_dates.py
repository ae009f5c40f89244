"""Days as offices type them are read; what could be two days is not."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.quantities import read_date

DAY = dt.date(2025, 3, 5)

TYPED = [
    # typed, rule
    (DAY, None),
    (dt.datetime(2025, 3, 5), None),
    (dt.datetime(2025, 3, 5, 10, 30), "取日期部分"),
    ("2025-03-05", None),
    ("2025-3-5", "文本日期"),
    ("2025.3.5", "文本日期"),
    ("2025/3/5 10:30", "文本日期"),
    ("２０２５／３／５", "文本日期"),
    ("2025年3月5日", "中文日期"),
    ("2025年 3月 5日", "中文日期"),
    ("2025年3月5号（星期三）", "中文日期"),
    ("二〇二五年三月五日", "中文日期"),
    ("25年3月5日", "中文日期"),
    ("20250305", "八位数字日期"),
    (20250305, "八位数字日期"),
    (45721, "日期序列号"),
    ("45721", "日期序列号"),
    ("3月5日", "补年份"),
]


@pytest.mark.parametrize(("typed", "rule"), TYPED)
def test_one_day_typed_in_many_ways_is_one_day(typed, rule):
    found = read_date(typed, year=2025)
    assert (found.value, found.rule, found.changed) == (DAY, rule, rule is not None)


REFUSED = {
    "2025年2月30日": "日历上没有这一天",
    "2025.13.1": "日历上没有这一天",
    "2025年3月": "日期不完整，缺少月或日",
    "2025": "日期不完整，缺少月或日",
    "3.5": "日期没有年份，写法也不能确定",
    "3/5": "日期没有年份，写法也不能确定",
    "05/03/2025": "年、月、日的次序不能确定",
    "1825年3月5日": "年份不合常理",
    "待定日期": "不是日期",
    3.5: "这个数不像日期",
    True: "不是日期",
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_could_be_another_day_is_refused(typed):
    found = read_date(typed, year=2025)
    assert (found.value, found.problem) == (None, REFUSED[typed])


def test_a_day_without_a_year_needs_the_year_of_the_sheet():
    assert read_date("3月5日").problem == "日期没有年份"
    assert read_date("24年3月5日", year=2025).problem == "日期没有年份"


@given(st.dates(dt.date(1930, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back_from_each_way_of_typing_it(day):
    serial = (day - dt.date(1899, 12, 30)).days
    typed = [
        f"{day.year}年{day.month}月{day.day}日",
        f"{day.year}.{day.month}.{day.day}",
        f"{day:%Y%m%d}",
        day.isoformat(),
        serial,
        float(serial),
    ]
    assert {read_date(text).value for text in typed} == {day}

"""Dates as people type them in a cell: with 年月日, dots, slashes, eight digits, or as a serial number."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Final, NamedTuple

from fazhi_metrics.quantities.numbers import parse_number, to_ascii

# A serial number counts days since 1899-12-30; these bounds are the years 1927 to 2118.
FIRST_SERIAL: Final = 10_000
LAST_SERIAL: Final = 80_000
_EPOCH: Final = dt.date(1899, 12, 30)
_YEARS: Final = range(1900, 2101)


class DateReading(NamedTuple):
    """A date, the rule that made it of what was typed, or the reason why it is none."""

    value: dt.date | None = None
    rule: str | None = None
    problem: str | None = None


# What may follow a date without changing it: a time of day, a weekday, 上午 and the like.
_TAIL: Final = (
    r"(?:[ T]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?)?[分秒Z]?)?"
    r"\s*(?:[(]?(?:星期|周)[一二三四五六日天][)]?)?\s*(?:上午|下午|晚|早)?[.。]?"
)
_CHINESE: Final = re.compile(
    rf"(?:(?P<y>\d{{2}}|\d{{4}})年)?(?P<m>\d{{1,2}})月(?P<d>\d{{1,2}})[日号]?{_TAIL}"
)
_PARTS: Final = re.compile(
    rf"(?P<y>\d{{4}})(?P<s>[-./、。])(?P<m>\d{{1,2}})(?P=s)(?P<d>\d{{1,2}})[日]?{_TAIL}"
)
_DIGITS: Final = re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})")
_NO_DAY: Final = re.compile(r"\d{4}(?:年\d{1,2}月?|[-./]\d{1,2})|\d{4}年?|\d{1,2}月")
_DAY_FIRST: Final = re.compile(r"\d{1,2}[-./]\d{1,2}[-./]\d{2,4}")
_NO_YEAR: Final = re.compile(r"\d{1,2}[-./]\d{1,2}")
_NUMERALS: Final = re.compile(r"[〇○零一二三四五六七八九十]+(?=[年月日号])")
_SERIAL: Final = re.compile(r"\d{5}")
_POSITIONS: Final = str.maketrans("〇○零一二三四五六七八九", "000123456789")


def parse_date(value: Any, year: int | None = None) -> DateReading:
    """Read a raw cell value as one calendar day; `year` is the sheet's, for a date typed without one.

    >>> parse_date("2025.3.5").value, parse_date("3月5日", year=2025).value, parse_date(45721).value
    (datetime.date(2025, 3, 5), datetime.date(2025, 3, 5), datetime.date(2025, 3, 5))
    >>> parse_date("2025年2月30日").problem
    '日历上没有这一天'
    """
    if isinstance(value, dt.datetime):
        return DateReading(value.date())
    if isinstance(value, dt.date):
        return DateReading(value)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return DateReading(problem="不是日期")
    if isinstance(value, str):
        return _parse_text(value, year)
    return _parse_whole(value)


def _parse_whole(value: int | float) -> DateReading:
    """Read a number cell: eight digits or a serial number."""
    if value != value or value in (float("inf"), float("-inf")):
        return DateReading(problem="不是日期")
    whole = int(value)
    if whole == value and (found := _DIGITS.fullmatch(str(whole))) and int(found["y"]) in _YEARS:
        return _day(found["y"], found["m"], found["d"], "八位数字日期")
    if FIRST_SERIAL <= whole <= LAST_SERIAL:
        return DateReading(_EPOCH + dt.timedelta(days=whole), "日期序列号")
    return DateReading(problem="这个数不像日期")


def _parse_text(text: str, year: int | None) -> DateReading:
    """Read a typed date."""
    plain = to_ascii(text.strip()).replace("（", "(").replace("）", ")").replace("／", "/").replace("：", ":")
    plain = _NUMERALS.sub(_arabic, plain)
    tight = re.sub(r"\s*([年月日号./])\s*", r"\1", plain)
    if found := _PARTS.fullmatch(tight):
        iso = text == f"{found['y']}-{found['m']:0>2}-{found['d']:0>2}"
        return _day(found["y"], found["m"], found["d"], None if iso else "文本日期")
    if found := _CHINESE.fullmatch(tight):
        return _day(
            _century(found["y"], year), found["m"], found["d"], "中文日期" if found["y"] else "补年份"
        )
    if (found := _DIGITS.fullmatch(tight)) and int(found["y"]) in _YEARS:
        return _day(found["y"], found["m"], found["d"], "八位数字日期")
    if _SERIAL.fullmatch(tight) and FIRST_SERIAL <= int(tight) <= LAST_SERIAL:
        return DateReading(_EPOCH + dt.timedelta(days=int(tight)), "日期序列号")
    if _NO_DAY.fullmatch(tight):
        return DateReading(problem="日期不完整，缺少月或日")
    if _DAY_FIRST.fullmatch(tight):
        return DateReading(problem="年、月、日的次序不能确定")
    if _NO_YEAR.fullmatch(tight):
        return DateReading(problem="日期没有年份，写法也不能确定")
    return DateReading(problem="不是日期")


def _arabic(found: re.Match[str]) -> str:
    """Write a Chinese numeral of a date in digits: 二〇二五 digit by digit, 十二 by value."""
    text = found[0]
    if "十" not in text:
        return text.translate(_POSITIONS)
    number = parse_number(text)
    return text if number is None else str(number.value)


def _century(typed: str | None, year: int | None) -> str | None:
    """Complete a year of two digits from the sheet's year; a missing year is the sheet's."""
    if typed is None:
        return None if year is None else str(year)
    if len(typed) == 4:
        return typed
    return str(year) if year is not None and year % 100 == int(typed) else None


def _day(year: str | None, month: str, day: str, rule: str | None) -> DateReading:
    """Build the day, or say why it cannot be."""
    if year is None:
        return DateReading(problem="日期没有年份")
    if int(year) not in _YEARS:
        return DateReading(problem="年份不合常理")
    try:
        return DateReading(dt.date(int(year), int(month), int(day)), rule)
    except ValueError:
        return DateReading(problem="日历上没有这一天")

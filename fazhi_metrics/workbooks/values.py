"""Typed values of the cells of one column, by what the column holds."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, Final, Literal

from fazhi_metrics.quantities import missing_reason, read_date, read_flag, read_number
from fazhi_metrics.quantities.cells import exact
from fazhi_metrics.workbooks.grid import tidy
from fazhi_metrics.workbooks.kinds import BROKEN, DATE, DAY, LOGICAL, NUMBER, TEXT, WRITTEN
from fazhi_metrics.workbooks.sheets import Unread
from fazhi_metrics.workbooks.vocabulary import PENDING
from fazhi_metrics.workbooks.written import CODE_MARK, read_label, read_written

ColumnType = Literal["int", "float", "percent", "date", "datetime", "time", "flag", "text", "empty"]

_CODE: Final = re.compile(
    r"编号|代码|编码|证号|身份证|电话|手机|邮编|邮政编码|账号|文号|案号|科目|卡号|学号|工号|门牌号|\bcode\b|\bid\b|phone|postcode",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\D+|.{13,}", re.DOTALL)  # a text that is no number typed badly
_LEADING_ZERO: Final = re.compile(r"\s*0\d+\s*")
# A header that ends so names days; 期限内完成资金 and 同期限额 name amounts.
_DATE_NAME: Final = re.compile(r"(?:日期|时间|期限|时限)(?:起|止|始|终)?$|\bdate$|^date\b", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*[（(\[【][^（）()\[\]【】]*[）)\]】]\s*$|[*：:\s]+$")
_ENDS: Final = frozenset("起止始终从至年月日")
# Columns whose numbers may be dates typed with a point, the forms they have, and a time of day.
_DATED_NAME: Final = re.compile(r"日期|时间|期限|年月|\bdate\b", re.IGNORECASE)
_YEAR_MONTH: Final = re.compile(r"(?:19|20)\d\d\.(?:0[1-9]|1[0-2]|1)")
_MONTH_DAY: Final = re.compile(r"(?:[1-9]|1[0-2])\.(?:0?[1-9]|[12]\d|3[01])0?")
_CLOCK_MARKS: Final = ":：时"  # without one of them no text tells the time
_CLOCK: Final = re.compile(r"(?<!\d)([01]?\d|2[0-3])[:：时]([0-5]\d)(?:[:：分]([0-5]\d))?")
_DATES_READ: Final = 40
_SOME_YEAR: Final = 2000  # stands in for the sheet's year where only the form of a date matters
_LONG_CODE: Final = 12  # digits; a count is never as long
_FLAGS: Final = frozenset(
    [
        "√",
        "✓",
        "✔",
        "☑",
        "×",
        "✗",
        "✘",
        "☒",
        "是",
        "否",
        "有",
        "无",
        "y",
        "n",
        "yes",
        "no",
        "Y",
        "N",
        "YES",
        "NO",
        "Yes",
        "No",
        "已",
        "未",
        "对",
        "不是",
    ]
)
# What the last letter of a label may be that is led to its number by dots, or carries a mark.
_MAY_END: Final = frozenset(".…‥·*†‡§※)）]rpe")
# In a column of texts only these stand for "nothing"; 无 and * say something.
_NOTHING: Final = frozenset({"空白", "横线", "不适用", "省略号"})


def date_name(levels: Sequence[str], unit: str | None) -> str:
    """Return what a header says of days: its lowest level, and "" for one that states a unit.

    >>> date_name(("受理情况", "受理日期（公历）"), None), date_name(("受理日期", "起"), None), date_name(("时间",), "天")
    ('受理日期', '受理日期起', '')
    """
    if not levels or (unit is not None and unit not in _ENDS):
        return ""
    last = levels[-1] if levels[-1] not in _ENDS else "".join(levels[-2:])
    return _ASIDE.sub("", last)


def column_type(
    counts: Mapping[int, int],
    values: Sequence[Any],
    header: str,
    percent: bool,
    label: bool = False,
    *,
    dated: str = "",
) -> ColumnType:
    """Say what a column holds from the kinds of its data cells and, where they differ, the cells.

    `percent` says that its unit is % or its cells carry a percent format, `label` that it may name the
    rows: years with a text between them are labels then. `dated` is the `date_name` of its header.
    """
    written = counts.get(WRITTEN, 0)
    numbers, texts = counts.get(NUMBER, 0) + written, counts.get(TEXT, 0)
    dates, logical = counts.get(DATE, 0) + counts.get(DAY, 0), counts.get(LOGICAL, 0)
    if not numbers + texts + dates + logical:
        return "float" if counts.get(BROKEN) else "empty"
    if numbers == counts.get(NUMBER, 0) and not texts + dates + logical and not _DATED_NAME.search(dated):
        return "percent" if percent else "int" if _all_whole(values) else "float"
    if dates * 10 >= (numbers + texts + dates) * 9 or (_DATE_NAME.search(dated) and _are_dates(values)):
        return _date_type(values)
    if dates and dates >= texts + numbers:
        return _date_type(values)
    if numbers and (half := _half_dates(values, dated)):
        return half
    if (
        label
        and texts
        and numbers
        and all(not isinstance(v, int | float) or 1900 <= v <= 2100 for v in values)
    ):
        return "text"
    if _looks_flag(values, logical, texts, numbers):
        return "flag"
    return _number_type(values, header, percent, counts) if numbers >= texts + dates + logical else "text"


def _number_type(values: Sequence[Any], header: str, percent: bool, counts: Mapping[int, int]) -> ColumnType:
    """Say what numbers are that stand between texts or are stored as text."""
    numbers = counts.get(NUMBER, 0) + counts.get(WRITTEN, 0)
    texts = [v for v in values if isinstance(v, str)] if counts.get(TEXT) else []
    words = sum(
        1
        for v in texts
        if _WORD.fullmatch(v) and not (CODE_MARK.fullmatch(v) or PENDING.fullmatch(v.strip()))
    )
    if words * 3 > numbers or _is_code(values, header, counts):
        return "text"
    if percent or sum(isinstance(v, str) and v.rstrip().endswith(("%", "％")) for v in values) * 2 > numbers:
        return "percent"
    return "int" if _all_whole(values) else "float"


def _stands_for_number(text: str) -> bool:
    """Whether a word stands where a number is missing or still to come."""
    return (
        missing_reason(text) is not None
        or CODE_MARK.fullmatch(text) is not None
        or PENDING.fullmatch(text.strip()) is not None
    )


def _are_dates(values: Sequence[Any]) -> bool:
    """Whether most cells of a column that is named for its dates can be read as dates."""
    filled = (value for value in values if value != "" and missing_reason(value) is None)
    held = [value for value in islice(filled, _DATES_READ) if not isinstance(value, Unread)]
    read = sum(1 for value in held if read_date(value, year=_SOME_YEAR).value is not None)
    return read * 2 > len(held)


def _half_dates(values: Sequence[Any], header: str) -> ColumnType | None:
    """Say what numbers are that were meant as dates: 3.12 under 日期, 1965.03 under 出生年月.

    Neither is a measure. A number cell has lost the zero of 5.20 and of 1954.10, so no day is read from it.
    """
    if not _DATED_NAME.search(header):
        return None
    held = [value for value in values if isinstance(value, int | float | str) and value != ""]
    shown = [f"{v:.2f}" if isinstance(v, float) else str(v).strip() for v in islice(held, _DATES_READ)]
    if shown and all(map(_YEAR_MONTH.fullmatch, shown)):
        return "text"
    return "date" if shown and "日期" in header and all(map(_MONTH_DAY.fullmatch, shown)) else None


def _date_type(values: Sequence[Any]) -> ColumnType:
    types = set(map(type, values))
    if str not in types and types <= {dt.time, dt.timedelta}:
        return "time"
    texts = "\n".join({v for v in values if type(v) is str}) if str in types else ""
    told = any(mark in texts for mark in _CLOCK_MARKS) and _CLOCK.search(texts) is not None
    if told or (
        dt.datetime in types and any(type(v) is dt.datetime and v.time() != dt.time() for v in values)
    ):
        return "datetime"
    return "time" if types <= {str, dt.time, dt.timedelta} and not texts.strip() else "date"


def _looks_flag(values: Sequence[Any], logical: int, texts: int, numbers: int) -> bool:
    if logical and not texts and not numbers:
        return True
    if not texts or numbers:
        return False
    different = set(values)
    seen = (
        {value.strip() for value in different if isinstance(value, str)} - {""}
        if len(different) < 24
        else set()
    )
    return bool(seen) and seen <= _FLAGS


def _is_code(values: Sequence[Any], header: str, counts: Mapping[int, int]) -> bool:
    """Whether digits are a code: leading zeros, very long, or stored as text under a header that says so."""
    if not counts.get(WRITTEN):
        return False
    written = [value for value in values if isinstance(value, str)]
    if any(_LEADING_ZERO.fullmatch(v) for v in written):
        return True
    if any(len(v) >= _LONG_CODE and sum(map(str.isdigit, v)) >= _LONG_CODE for v in written):
        return True
    return not counts.get(NUMBER) and _CODE.search(header) is not None


def _all_whole(values: Sequence[Any]) -> bool:
    if set(map(type, values)) == {float}:
        return all(map(float.is_integer, values))
    for value in values:
        if type(value) is float:
            if not value.is_integer():
                return False
        elif (
            type(value) is str
            and ("." in value or "．" in value)
            and isinstance(_typed_number(value, False), float)
        ):
            return False
    return True


def typed(kind: ColumnType, raw: Any, *, percent_format: bool = False, year: int | None = None) -> Any:
    """Return the value of one cell in a column of a type; None when it is missing or not certain.

    Percents are in percent units, whatever the file stores.
    """
    if kind in NUMBERS:
        return _typed_number(raw, percent_format)
    if kind in ("date", "datetime"):
        if kind == "datetime" and isinstance(raw, dt.datetime):
            return raw
        day = read_date(raw, year=year).value
        return _moment(day, raw) if kind == "datetime" and isinstance(raw, str) else day
    if kind == "time":
        return raw if isinstance(raw, dt.time | dt.timedelta) else None
    if kind == "flag":
        return read_flag(raw).value
    if kind == "empty":
        return None
    return typed_text(raw, percent_format)


def _moment(day: Any, text: str) -> dt.datetime | None:
    """Return a day with the time of day that is typed behind it; without one, the day's beginning."""
    clock = _CLOCK.search(text)
    if not isinstance(day, dt.date):
        return None
    return dt.datetime.combine(day, dt.time(*(int(part or 0) for part in clock.groups()) if clock else ()))


def typed_values(
    kind: ColumnType, raws: Sequence[Any], percents: Sequence[bool] | None = None, year: int | None = None
) -> list[Any]:
    """Return the values of the cells of a column, as `typed` does one by one; equal cells are read once."""
    if percents is not None:
        shares, others = _known(kind, year, True), _known(kind, year, False)
        return [(shares if shown else others)[raw] for raw, shown in zip(raws, percents, strict=True)]
    types = set(map(type, raws))
    if types == {float} and kind in NUMBERS:
        return list(map(int, raws)) if kind == "int" else _floats(raws)
    known = _known(kind, year, False)
    if types <= _TOLD_APART:
        return list(map(known.__getitem__, raws))
    return [known[raw] if type(raw) in _TOLD_APART else typed(kind, raw, year=year) for raw in raws]


def _floats(raws: Sequence[float]) -> list[int | float]:
    """Read cells stored as numbers. Four decimals at most is what most hold, and is exact as it stands."""
    try:
        return [
            raw
            if int(raw * 10_000 + (0.5 if raw > 0 else -0.5)) / 10_000 == raw and not raw.is_integer()
            else _plain_float(raw)
            for raw in raws
        ]
    except (OverflowError, ValueError):  # infinite, or not a number
        return [_plain_float(raw) for raw in raws]


class _Known(dict[Any, Any]):
    """The values of the cells seen so far; every distinct cell is read once.

    They are kept from one workbook to the next: the ledgers of an office repeat days, villages and remarks.
    """

    def __init__(self, kind: ColumnType, year: int | None, percent_format: bool) -> None:
        self._kind, self._year, self._percent_format = kind, year, percent_format

    def __missing__(self, raw: Any) -> Any:
        value = typed(self._kind, raw, percent_format=self._percent_format, year=self._year)
        if len(self) >= _KEPT:
            self.clear()
        self[raw] = value
        return value


_KEPT: Final = 1 << 13
_known: Final = functools.lru_cache(16)(_Known)

NUMBERS: Final = frozenset({"int", "float", "percent"})
# Types whose values never equal one of another type, as 1.0 equals True and a formula's text a text.
_TOLD_APART: Final = frozenset({str, float, dt.datetime, dt.date, dt.time, dt.timedelta})


def typed_text(raw: Any, percent_format: bool = False) -> Any:
    """Return a cell of a column of texts: the text on one line, a number as it is."""
    if isinstance(raw, Unread):
        return None
    if isinstance(raw, str):
        if len(raw) < 8 and missing_reason(raw) in _NOTHING:
            return None
        return _plain_label(tidy(raw))
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        return _typed_number(raw, percent_format)
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        return raw.date()
    return raw


def _plain_label(text: str) -> str:
    return read_label(text)[0] if text[-1:] in _MAY_END else text


def _typed_number(raw: Any, percent_format: bool) -> int | float | None:
    if isinstance(raw, float):
        if percent_format:
            return _plain(exact(raw) * 100)
        return _plain_float(raw)
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw * 100 if percent_format else raw
    if not isinstance(raw, str):
        return None
    value = read_written(raw).value
    return _plain(value) if isinstance(value, int | Decimal) else None


def _plain_float(raw: float) -> int | float:
    """Return a number as it was typed: whole numbers as int, none of the noise behind 15 digits."""
    if raw.is_integer():
        return int(raw)
    return raw if raw == round(raw, 4) or len(repr(raw)) <= 17 else _plain(exact(raw))


def _plain(value: int | Decimal) -> int | float:
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def number_of(raw: Any) -> float:
    """Return a cell as a number to add up; 0 when it holds none."""
    if type(raw) is float:
        return raw
    if raw == "":
        return 0.0
    value = typed("float", raw)
    return float(value) if isinstance(value, int | float) else 0.0


def problem_of(kind: ColumnType, raw: Any, year: int | None = None) -> str | None:
    """Say why a cell has no value although it holds something; None when it is well."""
    if isinstance(raw, Unread):
        return raw.problem
    if kind in NUMBERS and isinstance(raw, str):
        return read_written(raw).problem
    if kind in NUMBERS and isinstance(raw, bool | dt.date | dt.time | dt.timedelta):
        return read_number(raw).problem
    if kind in ("date", "datetime"):
        return read_date(raw, year=year).problem
    return read_flag(raw).problem if kind == "flag" else None

"""Typed values of the cells of one column, by what the column holds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, Literal

from fazhi_metrics.quantities import Reading, missing_reason, read_date, read_flag, read_number
from fazhi_metrics.quantities.cells import exact
from fazhi_metrics.workbooks.grid import tidy
from fazhi_metrics.workbooks.kinds import BROKEN, DATE, DATED, DAY, LOGICAL, NUMBER, TEXT, WRITTEN
from fazhi_metrics.workbooks.sheets import Unread

ColumnType = Literal["int", "float", "percent", "date", "datetime", "time", "flag", "text", "empty"]

_CODE: Final = re.compile(
    r"编号|代码|编码|证号|身份证|电话|手机|邮编|邮政编码|账号|文号|案号|科目|卡号|\bcode\b|\bid\b|phone|postcode",
    re.IGNORECASE,
)
_WORD: Final = re.compile(r"\D+|.{13,}", re.DOTALL)  # a text that is no number typed badly
_LEADING_ZERO: Final = re.compile(r"\s*0\d+\s*")
_DATE_NAME: Final = re.compile(r"日期|时间|期限|\bdate\b", re.IGNORECASE)
_SOME_YEAR: Final = 2000  # stands in for the sheet's year where only the form of a date matters
_YEARS: Final = range(1900, 2101)
_LONG_CODE: Final = 12  # digits; a count is never as long
# A mark of reference or quality behind a number is no part of it: 12.3*, 45(a), 1,234 r.
_MARKED: Final = re.compile(
    r"(?P<number>.*\d\s*[%％]?)\s*(?P<mark>[*†‡§¶#^]+|[（(\[][a-z\d]{1,2}[）)\]])", re.IGNORECASE | re.DOTALL
)
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
# In a column of texts only these stand for "nothing"; 无 and * say something.
_NOTHING: Final = frozenset({"空白", "横线", "不适用", "省略号"})


def column_type(
    kinds: bytes, raws: Iterable[Any], header: str, percent: bool, label: bool = False
) -> ColumnType:
    """Say what a column holds from the kinds of its data cells and, where they differ, the cells.

    `percent` says that its unit is % or its cells carry a percent format, `label` that it may name the
    rows: years with a text between them are labels then.
    """
    count = {kind: kinds.count(kind) for kind in set(kinds)}
    numbers = count.get(NUMBER, 0) + count.get(WRITTEN, 0)
    texts, dates = count.get(TEXT, 0), count.get(DATE, 0) + count.get(DAY, 0)
    broken, logical = count.get(BROKEN, 0), count.get(LOGICAL, 0)
    if not numbers + texts + dates + logical:
        return "float" if broken else "empty"
    values = list(raws)
    if _DATE_NAME.search(header) and _are_dates(values):
        return _date_type(values)
    if dates and dates >= texts + numbers:
        return _date_type(values)
    if label and texts and numbers and all(not isinstance(v, int | float) or v in _YEARS for v in values):
        return "text"
    if _looks_flag(values, logical, texts, numbers):
        return "flag"
    words = sum(isinstance(v, str) and _WORD.fullmatch(v) is not None for v in values) if texts else 0
    if (
        numbers
        and numbers >= texts + dates + logical
        and words * 3 <= numbers
        and not _is_code(values, header, count)
    ):
        if (
            percent
            or sum(isinstance(v, str) and v.rstrip().endswith(("%", "％")) for v in values) * 2 > numbers
        ):
            return "percent"
        return "int" if all(map(_is_whole, values)) else "float"
    return "text"


def _are_dates(values: Sequence[Any]) -> bool:
    """Whether most cells of a column that is named for its dates can be read as dates."""
    held = [value for value in values if missing_reason(value) is None and not isinstance(value, Unread)]
    read = sum(1 for value in held if read_date(value, year=_SOME_YEAR).value is not None)
    return read * 2 > len(held)


def _date_type(values: Sequence[Any]) -> ColumnType:
    if all(isinstance(v, dt.time | dt.timedelta) for v in values if not isinstance(v, str)) and not any(
        isinstance(v, str) and v.strip() for v in values
    ):
        return "time"
    if any(isinstance(v, dt.datetime) and v.time() != dt.time() for v in values):
        return "datetime"
    return "date"


def _looks_flag(values: Sequence[Any], logical: int, texts: int, numbers: int) -> bool:
    if logical and not texts and not numbers:
        return True
    if not texts or numbers:
        return False
    seen = {v.strip() for v in values if isinstance(v, str)} - {""}
    return bool(seen) and seen <= _FLAGS


def _is_code(values: Sequence[Any], header: str, count: dict[int, int]) -> bool:
    """Whether digits are a code: leading zeros, very long, or stored as text under a header that says so."""
    written = [v for v in values if isinstance(v, str)]
    if not count.get(WRITTEN):
        return False
    if any(_LEADING_ZERO.fullmatch(v) for v in written) or any(
        sum(map(str.isdigit, v)) >= _LONG_CODE for v in written
    ):
        return True
    return not count.get(NUMBER) and _CODE.search(header) is not None


def _is_whole(value: Any) -> bool:
    if isinstance(value, float):
        return value.is_integer()
    if isinstance(value, str) and ("." in value or "．" in value):
        return (
            _typed_number(value, False) is None
            or not isinstance(_typed_number(value, False), float)
            or "." not in value
        )
    return True


def typed(kind: ColumnType, raw: Any, *, percent_format: bool = False, year: int | None = None) -> Any:
    """Return the value of one cell in a column of a type; None when it is missing or not certain.

    Percents are in percent units, whatever the file stores.
    """
    if kind in ("int", "float", "percent"):
        return _typed_number(raw, percent_format)
    if kind in ("date", "datetime"):
        if kind == "datetime" and isinstance(raw, dt.datetime):
            return raw
        return read_date(raw, year=year).value
    if kind == "time":
        return raw if isinstance(raw, dt.time | dt.timedelta) else None
    if kind == "flag":
        return read_flag(raw).value
    if kind == "empty":
        return None
    return typed_text(raw, percent_format)


def typed_text(raw: Any, percent_format: bool = False) -> Any:
    """Return a cell of a column of texts: the text on one line, a number as it is."""
    if isinstance(raw, Unread):
        return None
    if isinstance(raw, str):
        if len(raw) < 8 and missing_reason(raw) in _NOTHING:
            return None
        return tidy(raw)
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, int | float):
        return _typed_number(raw, percent_format)
    if isinstance(raw, dt.datetime) and raw.time() == dt.time():
        return raw.date()
    return raw


def _typed_number(raw: Any, percent_format: bool) -> int | float | None:
    if isinstance(raw, float):
        if percent_format:
            return _plain(exact(raw) * 100)
        if raw.is_integer():
            return int(raw)
        return raw if len(repr(raw)) <= 17 else _plain(exact(raw))
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw * 100 if percent_format else raw
    if not isinstance(raw, str):
        return None
    value = read_written(raw).value
    return _plain(value) if isinstance(value, int | Decimal) else None


def read_written(text: str) -> Reading:
    """Read a number stored as text, leaving off a note mark behind it."""
    found = read_number(text, percent=True)
    if found.problem is not None and (marked := _MARKED.fullmatch(text)):
        return read_number(marked["number"], percent=True)
    return found


def _plain(value: int | Decimal) -> int | float:
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else float(value)


def problem_of(kind: ColumnType, raw: Any, year: int | None = None) -> str | None:
    """Say why a cell has no value although it holds something; None when it is well."""
    if isinstance(raw, Unread):
        return raw.problem
    if kind in ("int", "float", "percent") and isinstance(raw, str):
        return read_written(raw).problem
    if kind in ("int", "float", "percent") and isinstance(raw, bool | dt.date | dt.time | dt.timedelta):
        return read_number(raw).problem
    if kind in ("date", "datetime"):
        return read_date(raw, year=year).problem
    return read_flag(raw).problem if kind == "flag" else None


__all__ = ["DATED", "ColumnType", "column_type", "problem_of", "read_written", "typed", "typed_text"]

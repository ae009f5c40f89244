"""Reading one raw cell as a number, a date, or yes and no; what is not certain is a problem, not a value."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from fazhi_metrics.quantities.dates import parse_date
from fazhi_metrics.quantities.marks import BLANK, missing_reason, yes_or_no
from fazhi_metrics.quantities.numbers import parse_number, to_ascii
from fazhi_metrics.quantities.quantity import Amount

# A binary float carries 15 decimal digits for certain; what stands behind them is noise (0.1 + 0.2).
_DIGITS: Final = 15
_FORMULA: Final = re.compile(r"=[^=]")
_ERROR: Final = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!|SPILL!|CALC!|GETTING_DATA)", re.I)
# Classifiers that count things and never change the size of the number; 元, 亩 and 吨 are units.
_COUNTERS: Final = re.compile(
    r"(?<=[\d零〇一二三四五六七八九十百千万])(?:人次|件次|户次|起|件|户|名|人|个|次|处|条|份|场|家|例|宗|项|位|村|岁)$"
)
# A space between digits is read only as grouping by three: 12 34 may be two numbers.
_GAP: Final = re.compile(r"\d\s+\d")
_GROUPS: Final = re.compile(r"\s*[-+]?\s*\d{1,3}(?:\s\d{3})+(?:\.\d+)?\s*%?\s*")
_PERCENT: Final = re.compile(r"[%％]$")
_OTHER_UNIT: Final = re.compile(r"^[¥￥$£€]|[一-龥a-z]+$", re.I)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says, and how far it had to be changed to say it.

    `value` is None when the cell is empty on purpose (`missing` gives the reason) or cannot be read with
    certainty (`problem` says why). `changed` is true when the value kept differs from what was typed, and
    `rule` names the change.
    """

    value: Amount | dt.date | bool | None = None
    changed: bool = False
    rule: str | None = None
    missing: str | None = None
    problem: str | None = None


def exact(value: float) -> Amount:
    """Return the decimal number that a binary float was typed as.

    >>> exact(58670.24), exact(-4.959999999999999), exact(12.0)
    (Decimal('58670.24'), Decimal('-4.96'), 12)
    """
    if value.is_integer():
        return int(value)
    text = repr(value)
    number = Decimal(text)
    if len(number.as_tuple().digits) > _DIGITS:
        number = Decimal(f"{value:.{_DIGITS}g}")
        return int(number) if number == number.to_integral_value() else number.normalize()
    return number


def read_number(value: Any, *, percent: bool = False, decimals: int | None = None) -> Reading:
    """Read a raw cell as an exact number.

    `percent` allows a percent sign and keeps percent units (98.5% is 98.5). `decimals` is the scale of the
    column: 0 asks for a whole number, 2 for a Decimal with two places; None takes what stands there.

    >>> read_number("１２.5万"), read_number("—").missing, read_number("40余").problem
    (Reading(value=125000, changed=True, rule='中文计数单位', missing=None, problem=None), '横线', '只是约数，不是准确的数')
    """
    if (held := _nothing(value)) is not None:
        return held
    if isinstance(value, bool):
        return Reading(problem="是逻辑值，不是数")
    if isinstance(value, int):
        return _scaled(value, None, decimals)
    if isinstance(value, float):
        if value in (float("inf"), float("-inf")):
            return Reading(problem="不是有限的数")
        number = exact(value)
        return _scaled(number, None if number == Decimal(repr(value)) else "浮点尾差", decimals)
    if isinstance(value, Decimal):
        return _scaled(value, None, decimals)
    if not isinstance(value, str):
        return Reading(problem="是日期或时间，不是数")
    return _read_text(value, percent, decimals)


def read_date(value: Any, *, year: int | None = None) -> Reading:
    """Read a raw cell as a day; `year` is the sheet's, for dates typed without one.

    >>> read_date("3月5日", year=2025)
    Reading(value=datetime.date(2025, 3, 5), changed=True, rule='补年份', missing=None, problem=None)
    """
    if (held := _nothing(value)) is not None:
        return held
    day, rule, problem = parse_date(value, year)
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        rule = "取日期部分"
    return Reading(day, rule is not None, rule, None, problem)


def read_flag(value: Any, titles: Sequence[str] = ()) -> Reading:
    """Read a raw cell as yes or no; a blank is missing, since only the dataset knows what it means.

    `titles` are those of its column: 已持证 says yes where 持证 is asked.

    >>> read_flag("√").value, read_flag("无").value, read_flag("").missing, read_flag("部分").problem
    (True, False, '空白', '不能确定是“是”还是“否”')
    """
    said = yes_or_no(value, titles)
    if said is not None:
        plain = isinstance(value, bool) or value in ("是", "否")
        return Reading(said, not plain, None if plain else "是否写法")
    held = _nothing(value)
    return held if held is not None else Reading(problem="不能确定是“是”还是“否”")


def _nothing(value: Any) -> Reading | None:
    """Return the reading of a cell that holds no value: blank, a missing mark, a formula without result."""
    if isinstance(value, str):
        if _FORMULA.match(value):
            return Reading(problem="公式没有保存计算结果")
        if value.startswith("#") and _ERROR.fullmatch(value.strip()):
            return Reading(problem=f"单元格是错误值 {value.strip()}")
    elif value is not None and value == value:
        return None
    reason = missing_reason(value)
    if reason is None:
        return None
    return Reading(missing=reason, changed=reason != BLANK, rule=None if reason == BLANK else "缺失标记")


def _read_text(text: str, percent: bool, decimals: int | None) -> Reading:
    """Read a number that was typed as text."""
    if _GAP.search(text) and not _GROUPS.fullmatch(to_ascii(text)):
        return Reading(problem="数字中间有空格，可能是两个数")
    plain = to_ascii("".join(text.split())).replace("﹣", "-").replace("–", "-").lstrip("'")
    body = plain[1:] if plain[:1] == "+" else plain
    signed = _PERCENT.search(body) is not None
    if signed:
        if not percent:
            return Reading(problem="带有百分号，与本列的单位不符")
        body = body[:-1]
    bare = body if signed else _COUNTERS.sub("", body)
    number = parse_number(bare, brackets_negative=True)
    if number is None:
        return Reading(problem=_why_not(bare))
    if number.modifier != "exact":
        return Reading(problem="只是约数，不是准确的数")
    value = number.value
    return _scaled(
        int(value) if value == value.to_integral_value() else value, _rule(text, bare, body), decimals
    )


def _rule(text: str, bare: str, body: str) -> str:
    """Name the change that made a number of a text."""
    if bare != body:
        return "去掉量词"
    if re.search(r"[零〇一二两三四五六七八九十百千万亿]", bare):
        return "中文计数单位" if re.search(r"\d", bare) else "中文数字"
    if bare[:1] in "（(":
        return "括号负数"
    if to_ascii(text) != text:
        return "全角数字"
    if "," in bare:
        return "千位分隔符"
    if _PERCENT.search(text.strip()):
        return "百分号文本"
    return "数字中有空格" if len(text.split()) > 1 else "文本型数字"


def _why_not(text: str) -> str:
    """Say why a text is not a number."""
    if re.fullmatch(r"0\d+", text):
        return "以 0 开头，像编号而不是数"
    if re.match(r"[\d.]", text) and _OTHER_UNIT.search(text):
        return "带有单位，不能确定与本列单位一致"
    return "不能确定是哪个数" if re.search(r"[\d一二三四五六七八九十百千万亿]", text) else "不是数"


def _scaled(value: Amount, rule: str | None, decimals: int | None) -> Reading:
    """Bring a number to the scale of its column, without rounding."""
    if decimals is not None:
        if decimals == 0:
            if value != int(value):
                return Reading(problem="应为整数")
            value = int(value)
        else:
            step = Decimal(1).scaleb(-decimals)
            if value % step:
                return Reading(problem=f"小数超过 {decimals} 位")
            value = Decimal(value).quantize(step)
    return Reading(value, rule is not None, rule)

"""Numbers of indicators in words, for tables and lines on screen."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_metrics.datasets import DATASETS

if TYPE_CHECKING:
    from fazhi_metrics.datasets import Dataset
    from fazhi_metrics.indicators.base import Exact, Indicator, Sum, Where
    from fazhi_metrics.indicators.compare import Change

NONE = "—"
_CONTEXT = Context(prec=60)


def rounded(value: Exact, decimals: int) -> Decimal:
    """Round an exact value half up, as reports do.

    >>> rounded(Fraction(1, 8), 2), rounded(Decimal("58670.24"), 2), rounded(Fraction(-1, 8), 2)
    (Decimal('0.13'), Decimal('58670.24'), Decimal('-0.13'))
    """
    step = Decimal(1).scaleb(-decimals)
    if isinstance(value, Fraction):
        # Whole-number arithmetic: dividing as Decimal first could round twice.
        tens = 10**decimals
        whole, rest = divmod(abs(value.numerator) * tens, value.denominator)
        whole += 2 * rest >= value.denominator
        return Decimal(whole if value >= 0 else -whole).scaleb(-decimals, _CONTEXT)
    return Decimal(value).quantize(step, ROUND_HALF_UP, _CONTEXT)


def number_text(value: Exact | None, decimals: int = 0) -> str:
    """Write a value with its places; an exact value is not padded (43695, not 43695.00).

    >>> number_text(Decimal("43695.00"), 2), number_text(Fraction(2941, 30), 1), number_text(None)
    ('43695', '98.0', '—')
    """
    if value is None:
        return NONE
    text = rounded(value, decimals)
    if text == value and decimals:
        short = f"{text:f}".rstrip("0").rstrip(".")
        return "0" if short in ("-0", "") else short
    return f"{text:f}"


def said(value: Exact | None, indicator: Indicator) -> str:
    """Write a value with its places and unit: 98.5%, 58670.24亩."""
    if value is None:
        return NONE
    return f"{number_text(value, indicator.decimals)}{indicator.unit}"


def spelled_sum(part: Sum) -> str:
    """Say in words what a sum adds up or counts, and of which rows.

    >>> from fazhi_metrics.indicators.base import count
    >>> spelled_sum(count("disputes", channel="三中心", resolved=True))
    '矛盾纠纷台账中化解渠道为三中心、是否化解为是的记录数'
    """
    home = DATASETS[part.dataset]
    of = "、".join(_spelled_where(where, home) for where in part.where)
    rows = f"{home.title}{f'中{of}' if of else ''}的"
    if part.column is None:
        return f"{rows}记录数"
    title = home.by_name[part.column].title
    if part.distinct:
        return f"{rows}不同{title}的个数"
    if part.minus:
        return f"{rows}{title}减{home.by_name[part.minus].title}之和"
    return f"{rows}{title}之和"


def _spelled_where(where: Where, home: Dataset) -> str:
    title = home.by_name[where.column].title
    values = "或".join(shown_value(value) for value in where.values)
    return {
        "is": f"{title}为{values}",
        "in": f"{title}为{values}",
        "is_not": f"{title}不为{values}",
        "at_least": f"{title}不少于{values}",
        "at_most": f"{title}不多于{values}",
        "known": f"有{title}",
    }[where.operator]


def shown_value(value: object) -> str:
    """Write a value of a record the way a reader expects it: 是, 2025-03-01, 58670.24, 空白."""
    if value is None:
        return "空白"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)


def change_text(change: Change) -> str:
    """Write a change: 提高0.9个百分点, 下降12.3%, 持平, 无法比较."""
    card = change.indicator
    if change.difference is None:
        return "无法比较"
    if change.difference == 0:
        return "持平"
    up = change.difference > 0
    gap: Exact = change.difference if up else -change.difference
    places = max(card.decimals, 1) if change.points is not None else card.decimals
    if not rounded(gap, places):
        return "基本持平"
    if change.points is not None:
        return f"{'提高' if up else '下降'}{number_text(gap, places)}个百分点"
    if change.percent is None:
        return f"{'增加' if up else '减少'}{said(gap, card)}"
    return f"{'上升' if up else '下降'}{number_text(abs(change.percent), 1)}%"

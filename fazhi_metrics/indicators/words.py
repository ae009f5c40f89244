"""Numbers of indicators in words, for tables and lines on screen."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fazhi_metrics.indicators.base import Exact, Indicator
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

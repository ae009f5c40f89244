"""Citing: a value and a change in the words of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fazhi_metrics.indicators.words import change_text, number_text, rounded

if TYPE_CHECKING:
    from fazhi_metrics.indicators.base import Exact, Indicator
    from fazhi_metrics.indicators.compare import Change


def cite_value(value: Exact, card: Indicator) -> str:
    """Return a value in the report's idiom: 7560户, 98.5%; 40余起 where the card states whole tens.

    The word 余 is used only when something is left over: exactly 40 is 40起.
    """
    if card.round_to > 1 and value > card.round_to:
        whole, rest = divmod(int(value), card.round_to)
        if rest:
            return f"{whole * card.round_to}余{card.unit}"
    return f"{number_text(value, card.decimals)}{card.unit}"


def cite_change(change: Change) -> str:
    """Return a change in the report's idiom: 同比下降12.3%, 提高0.9个百分点, 持平."""
    text = change_text(change)
    percent = change.percent is not None and rounded(change.percent, 1) != 0
    return f"同比{text}" if percent and change.points is None and text[:2] in ("上升", "下降") else text

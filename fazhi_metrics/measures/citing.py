"""Citing: a value and a change in the words of a report, which the grammar of reports reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fazhi_metrics.measures.words import change_text, places_of
from fazhi_metrics.quantities import wording

if TYPE_CHECKING:
    from fazhi_metrics.measures.base import Indicator
    from fazhi_metrics.measures.compare import Change
    from fazhi_metrics.quantities import Exact


def cite_value(value: Exact, card: Indicator) -> str:
    """Return a value in the idiom of its card: 7560户, 98.5%, 40余起.

    Where the idiom would be false (40余起 of exactly 40), the number itself is given.
    """
    return wording(value, card.unit, decimals=places_of(value, card.decimals), style=card.cite)


def cite_change(change: Change) -> str:
    """Return a change in the report's idiom: 同比下降12.3%, 提高0.9个百分点, 持平."""
    return change_text(change, base="同比")

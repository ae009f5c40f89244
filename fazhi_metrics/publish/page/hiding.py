"""Which indicators may not show their number: a count of one or two people, or what would give it back.

The rule is that of the charts. Beyond it, a count taken from a register of persons is held against the whole
register, which stands on the same page: 8 of 10 on the establishment says that 2 are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fazhi_metrics.charts.chart import Part
from fazhi_metrics.charts.disclosure import NOTE, counts_people, hide_few, hides
from fazhi_metrics.indicators import measure
from fazhi_metrics.indicators.base import Sum
from fazhi_metrics.indicators.tally import has_data, tally

if TYPE_CHECKING:
    from fazhi_metrics.indicators import Indicator
    from fazhi_metrics.indicators import Part as Measured
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

__all__ = ["NOTE", "few_people", "hidden_parts"]


def few_people(
    store: Store, town: Town, card: Indicator, part: Measured, year: int, village: str = ""
) -> bool:
    """Whether the value of an indicator, for the whole town or one village, would show one or two people."""
    if not counts_people(card) or card.numerator.distinct:
        return False
    if village:
        divided = measure(store, town, card, year, by="village")
        return (village,) in hidden_parts(card, divided.parts, year)
    n = part.denominator if card.rate else _register(store, town, card, year)
    shown = Part(card.id, year, (), part.value, part.numerator, n)
    return hides([shown], hide_few([shown], additive=False))


def hidden_parts(card: Indicator, parts: Iterable[Measured], year: int) -> set[tuple[str, ...]]:
    """Return the labels of the parts of one division whose values may not be shown."""
    if not counts_people(card):
        return set()
    every = [Part(card.id, year, p.labels, p.value, p.numerator, p.denominator) for p in parts]
    shown = hide_few(every, additive=card.additive)
    return {a.labels for a, b in zip(every, shown, strict=True) if a.value is not None and b.value is None}


def _register(store: Store, town: Town, card: Indicator, year: int) -> int | None:
    """Return how many people the indicator's register has; None where it adds a column up."""
    home = card.numerator.dataset
    if card.numerator.column is not None or not has_data(store, home, year):
        return None
    everyone = tally(store, town, Sum(home), year).at(()).value
    return None if everyone is None else int(everyone)

"""The values that a stated number allows, and what can be said of several of them together."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from fazhi_metrics.quantities import Quantity

Interval = tuple[Fraction, Fraction | None]  # the upper end None: unbounded


def interval(quantity: Quantity) -> Interval:
    """Return the values that a stated number allows."""
    low = Fraction(quantity.low)
    half = Fraction(quantity.step) / 2
    if quantity.modifier == "exact":
        whole = quantity.kind == "count" and quantity.step == 1
        return (low, low) if whole else (low - half, low + half)
    if quantity.modifier == "approx":
        tenth = abs(low) / 10
        return low - tenth, low + tenth
    return low, None if quantity.high is None else Fraction(quantity.high)


def meet(one: Interval, other: Interval) -> bool:
    """Whether two intervals have a value in common."""
    below = one[1] is None or other[0] <= one[1]
    return below and (other[1] is None or one[0] <= other[1])


def total(parts: Iterable[Interval]) -> Interval:
    """Return the values that a sum allows."""
    low, high = Fraction(0), Fraction(0)
    bounded = True
    for part_low, part_high in parts:
        low += part_low
        bounded = bounded and part_high is not None
        high += part_high or 0
    return low, high if bounded else None


def difference(one: Interval, other: Interval) -> Interval | None:
    """Return the values that one less the other allows; None where nothing bounds them."""
    if one[1] is None or other[1] is None:
        return None
    return one[0] - other[1], one[1] - other[0]


def share(part: Interval, whole: Interval) -> Interval | None:
    """Return the percentages that a part of a whole allows; None where nothing bounds them."""
    if part[1] is None or whole[1] is None or whole[0] <= 0:
        return None
    return part[0] / whole[1] * 100, part[1] / whole[0] * 100


def shown(held: Interval) -> str:
    """Write the middle of an interval, with one place where it has more."""
    from fazhi_metrics.measures.words import number_text

    low, high = held
    return number_text(low if high is None else (low + high) / 2, 1)

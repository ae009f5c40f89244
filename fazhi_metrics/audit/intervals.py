"""The values that a stated number allows."""

from __future__ import annotations

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

"""No person shows in a chart: a count of one or two people is hidden, and enough others that none can be reckoned."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction

from fazhi_metrics.charts.chart import Part
from fazhi_metrics.measures.disclosure import FEW, NOTE, counts_people

__all__ = ["FEW", "NOTE", "counts_people", "hide_few", "hides"]


def hide_few(parts: Iterable[Part], *, additive: bool) -> list[Part]:
    """Return the parts of one indicator and year with small numbers of people hidden.

    Where the parts add up to a total that is shown, one hidden part would be what is missing from it: then
    the smallest of the others is hidden too.
    """
    parts = list(parts)
    shown = [_hidden(part) if _few(part) else part for part in parts]
    if additive and sum(_few(part) for part in parts if part.labels) == 1:
        others = [part for part in shown if part.labels and part.value]
        if others:
            least = min(others, key=lambda part: part.value or 0)
            shown = [_hidden(part) if part is least else part for part in shown]
    return shown


def hides(before: Sequence[Part], after: Sequence[Part]) -> bool:
    """Whether anything was hidden."""
    return any(
        one.value is not None and other.value is None for one, other in zip(before, after, strict=True)
    )


def _few(part: Part) -> bool:
    if part.numerator is None:
        return False
    without = None if part.n is None else Fraction(part.n) - Fraction(part.numerator)
    return 0 < part.numerator <= FEW or (without is not None and 0 < without <= FEW)


def _hidden(part: Part) -> Part:
    return replace(part, value=None, numerator=None, low=None, high=None, hidden=True)

"""Intervals at 95%: Wilson for a share of n, exact Poisson for a count of events, and both for a change.

A town has 12 accidents, not 12,000: approximations that need large numbers are not used. scipy is loaded on
first use.
"""

from __future__ import annotations

from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.quantities import Amount

if TYPE_CHECKING:
    from fazhi_metrics.measures.part import Part

LEVEL = 0.95
_Z = 1.959963984540054  # the normal quantile at 0.975
Interval = tuple[float, float]


def interval(indicator: Indicator, part: Part) -> Interval | None:
    """Return the 95% interval of a part's value, in the indicator's unit; None where chance has no say.

    A stock (an area, a census, a list of villages) has none, and neither has a value that is not known.

    Raises:
        IndicatorError: a negative count, of which there is no probability.
    """
    if part.value is None or part.numerator is None or indicator.nature == "stock":
        return None
    refuse_negative(indicator, part)
    if indicator.nature == "proportion":
        if not part.denominator:
            return None
        low, high = wilson(part.numerator, part.denominator)
        return low * indicator.scale, high * indicator.scale
    exposure = Fraction(part.denominator or 1) / indicator.scale
    low, high = poisson(part.numerator)
    return low / float(exposure), high / float(exposure)


def refuse_negative(indicator: Indicator, part: Part) -> None:
    """Refuse a count below zero, which no chance could give.

    Raises IndicatorError that names the part.
    """
    if (part.numerator or 0) < 0 or (part.denominator or 0) < 0:
        raise IndicatorError(
            f"{indicator.title}出现负数，不能估计偶然波动",
            where="　".join(part.labels),
            todo="请检查相减的两列，或原始表格里的负数。",
        )


def wilson(successes: Amount, n: Amount) -> Interval:
    """Return Wilson's score interval for a share, as fractions of 1.

    >>> low, high = wilson(8, 10)
    >>> round(low, 4), round(high, 4)
    (0.4902, 0.9433)
    """
    trials, share = float(n), float(Fraction(successes) / Fraction(n))
    share = min(max(share, 0.0), 1.0)
    square = _Z * _Z / trials
    middle = (share + square / 2) / (1 + square)
    half = _Z / (1 + square) * sqrt(share * (1 - share) / trials + square / (4 * trials))
    # At 0 and at n of n the score interval touches the edge; rounding must not push it over.
    low = 0.0 if share == 0 else max(middle - half, 0.0)
    high = 1.0 if share == 1 else min(middle + half, 1.0)
    return low, high


def poisson(events: Amount) -> Interval:
    """Return Garwood's exact interval for the mean of a Poisson count.

    >>> low, high = poisson(12)
    >>> round(low, 4), round(high, 4)
    (6.2006, 20.9616)
    """
    from scipy.special import (
        gammaincinv,
    )  # half a chi-square quantile; scipy.stats takes half a second to load

    count, tail = float(events), (1 - LEVEL) / 2
    low = 0.0 if count <= 0 else float(gammaincinv(count, tail))
    return low, float(gammaincinv(count + 1, 1 - tail))


def share_difference(now: Interval, share_now: float, base: Interval, share_base: float) -> Interval:
    """Return Newcombe's interval for the difference of two shares, from their Wilson intervals."""
    gap = share_now - share_base
    low = gap - sqrt((share_now - now[0]) ** 2 + (base[1] - share_base) ** 2)
    high = gap + sqrt((now[1] - share_now) ** 2 + (share_base - base[0]) ** 2)
    return low, high


def rate_ratio(
    events_now: Amount, exposure_now: Fraction, events_base: Amount, exposure_base: Fraction
) -> tuple[float, float | None]:
    """Return the exact interval for the ratio of two event rates; the upper end is None when unbounded.

    Given their total, the events of this year are binomial: Clopper and Pearson's interval for that share
    turns into one for the ratio. Holds for any number of events, none included.
    """
    from scipy.special import betaincinv

    now, base = float(events_now), float(events_base)
    tail = (1 - LEVEL) / 2
    odds = float(exposure_base / exposure_now)
    low = 0.0 if now <= 0 else float(betaincinv(now, base + 1, tail))
    high = 1.0 if base <= 0 else float(betaincinv(now + 1, base, 1 - tail))
    upper = None if high >= 1 else high / (1 - high) * odds
    return low / (1 - low) * odds, upper

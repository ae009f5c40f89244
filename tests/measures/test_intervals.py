"""Intervals against published values and against brute force."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures import INDICATORS, Part
from fazhi_metrics.measures.compare import change_between
from fazhi_metrics.measures.intervals import interval, poisson, rate_ratio, share_difference, wilson


@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17:857-872, table I, method 3.
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_gives_the_published_intervals(hits, n, low, high):
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("now", "base", "low", "high"),
    # Newcombe (1998), Statistics in Medicine 17:873-890, table II, method 10.
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((10, 10), (0, 20), 0.6791, 1.0),
    ],
)
def test_differences_of_shares_give_the_published_intervals(now, base, low, high):
    found = share_difference(wilson(*now), now[0] / now[1], wilson(*base), base[0] / base[1])
    assert found == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("events", "low", "high"),
    [(0, 0, 3.6889), (1, 0.0253, 5.5716), (10, 4.7954, 18.3904), (100, 81.36, 121.63)],
)
def test_poisson_gives_the_tabled_intervals(events, low, high):
    assert poisson(events) == pytest.approx((low, high), abs=5e-3)


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60), st.integers(1, 9), st.integers(1, 9))
def test_a_ratio_of_rates_holds_its_estimate_and_turns_over(now, base, here, there):
    low, high = rate_ratio(now, Fraction(here), base, Fraction(there))
    if base:
        assert low <= (now / here) / (base / there) * (1 + 1e-9)
        assert high is not None and high >= (now / here) / (base / there) * (1 - 1e-9)
    else:
        assert high is None
    back_low, back_high = rate_ratio(base, Fraction(there), now, Fraction(here))
    if high is not None and back_high is not None and low > 0:
        assert back_high == pytest.approx(1 / low) and back_low == pytest.approx(1 / high)


@settings(deadline=None)
@given(st.integers(1, 500), st.data())
def test_a_share_lies_in_its_interval_within_the_bounds(n, data):
    hits = data.draw(st.integers(0, n))
    low, high = wilson(hits, n)
    assert 0 <= low <= hits / n <= high <= 1


@pytest.mark.parametrize(
    ("name", "numerator", "denominator", "expected"),
    [
        ("dispute_resolution_rate", 8, 10, (49.02, 94.33)),
        ("petitions", 10, None, (4.795, 18.39)),
        ("public_security_case_rate", 10, 20_000, (2.398, 9.195)),
        ("resident_population", 10, None, None),
        ("dispute_resolution_rate", 0, 0, None),
    ],
)
def test_an_indicator_has_the_interval_of_its_nature(name, numerator, denominator, expected):
    card = INDICATORS[name]
    part = Part(value=card.value(numerator, denominator), numerator=numerator, denominator=denominator)
    found = interval(card, part)
    assert found is None if expected is None else found == pytest.approx(expected, abs=5e-3)


@pytest.mark.parametrize("name", ["hazards_outstanding", "hazard_rectification_rate", "disputes_per_10k"])
def test_a_count_below_zero_has_no_interval_and_no_change(name):
    card = INDICATORS[name]
    wrong, right = (Part(labels=("餐饮",), value=n, numerator=n, denominator=10) for n in (-3, 3))
    with pytest.raises(IndicatorError, match=r"餐饮：.*出现负数"):
        interval(card, wrong)
    with pytest.raises(IndicatorError, match="出现负数"):
        change_between(card, ("餐饮",), right, wrong)

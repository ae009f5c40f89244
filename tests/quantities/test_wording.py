"""What is written in a report's idioms is read back as an interval that holds the value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.quantities import find_quantities, fit, holds, read_quantity, rounded, wording

WRITTEN = [
    (7560, "户", {}, "7560户"),
    (47, "起", {"style": "more_than"}, "40余起"),
    (40, "起", {"style": "more_than"}, "40起"),
    (1534, "次", {"style": "more_than"}, "1500余次"),
    (1047, "次", {"style": "more_than"}, "1040余次"),
    (31200, "人次", {"style": "more_than"}, "3.1万余人次"),
    (29100, "人次", {"style": "nearly"}, "近3万人次"),
    (58, "件", {"style": "nearly"}, "近60件"),
    (Fraction(1970, 20), "%", {"decimals": 1}, "98.5%"),
    (213412, "元", {"decimals": 1, "scale": "万"}, "21.3万元"),
    (120, "条", {"style": "approx"}, "约120条"),
    (Decimal("30.5"), "件", {"style": "at_least"}, "超30件"),
    (Decimal("0.9"), "个百分点", {"decimals": 1, "style": "change"}, "提高0.9个百分点"),
    (Decimal("-12.34"), "%", {"decimals": 1, "style": "change"}, "同比下降12.3%"),
    (Decimal("12.35"), "%", {"decimals": 1, "style": "change"}, "同比增长12.4%"),
    (-4, "起", {"style": "change", "base": "较上年"}, "较上年减少4起"),
    (0, "%", {"style": "change"}, "持平"),
    (Decimal("0.04"), "%", {"decimals": 1, "style": "change"}, "基本持平"),
    (0, "起", {"style": "occurrence"}, "零发生"),
    (3, "起", {"style": "occurrence"}, "发生3起"),
    (-5, "人", {}, "负5人"),
]


@pytest.mark.parametrize(("value", "unit", "options", "text"), WRITTEN)
def test_writes_the_idioms_of_a_report(value, unit, options, text):
    assert wording(value, unit, **options) == text


FITS = [
    # text, value, fit
    ("40起", 40, "exact"),
    ("40起", 41, "outside"),
    ("98.5%", Fraction(9846, 100), "rounded"),
    ("98.5%", Fraction(9845, 100), "rounded"),
    ("98.4%", Fraction(9845, 100), "truncated"),
    ("98.5%", Fraction(9855, 100), "truncated"),
    ("98.5%", Fraction(9865, 100), "outside"),
    ("213.4万元", 2134499, "rounded"),
    ("213.4万元", 2134501, "truncated"),
    ("40余起", 40, "within"),
    ("40余起", 49, "within"),
    ("40余起", 50, "outside"),
    ("近3万人次", 29000, "within"),
    ("近3万人次", 30000, "within"),
    ("近3万人次", 30001, "outside"),
    ("近3万人次", 26999, "outside"),
    ("超97%", 97, "within"),
    ("超97%", Fraction(9699, 100), "outside"),
    ("不足5%", Decimal("4.9"), "within"),
    ("不超过30分钟", 31, "outside"),
    ("3-5次", 5, "within"),
    ("3-5次", 6, "outside"),
    ("约40起", 44, "within"),
    ("约40起", 45, "outside"),
    ("约120条", 126, "outside"),
    ("约七成", 65, "within"),
    ("三分之一", Fraction(6, 19), "rounded"),
    ("三分之一", Fraction(1, 2), "outside"),
    ("负5人", -5, "exact"),
    ("-3.2%", Fraction(-325, 100), "truncated"),
]


@pytest.mark.parametrize(("text", "value", "expected"), FITS)
def test_tells_exact_rounded_truncated_and_outside(text, value, expected):
    quantity = read_quantity(text)
    assert quantity is not None
    assert fit(quantity, value) == expected
    assert holds(quantity, value) == (expected not in ("truncated", "outside"))


def test_a_published_value_may_be_repeated_with_more_places():
    quantity = read_quantity("98.50%")
    assert quantity is not None
    assert not holds(quantity, Fraction(9846, 100))
    assert holds(quantity, Fraction(9846, 100), decimals=1)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [(Fraction(1, 2), 0, "1"), (Fraction(-5, 2), 0, "-3"), (Decimal("2.675"), 2, "2.68"), (1234, -2, "1200")],
)
def test_rounds_half_up_away_from_zero(value, decimals, expected):
    assert str(rounded(value, decimals)) == expected


COUNTED = st.sampled_from(["起", "件", "人次", "户", "%", "个百分点", "亩", ""])
VALUES = st.one_of(
    st.integers(-(10**9), 10**12),
    st.decimals(-(10**7), 10**9, places=4).map(Fraction),
    st.fractions(0, 10**6, max_denominator=5000),
)


@given(
    VALUES,
    COUNTED,
    st.integers(0, 3),
    st.sampled_from(["exact", "more_than", "nearly", "approx", "at_least"]),
    st.sampled_from(["", "万", "亿"]),
)
def test_reading_what_wording_writes_holds_the_value(value, unit, decimals, style, scale):
    text = wording(value, unit, decimals=decimals, style=style, scale=scale)
    quantity = read_quantity(text)
    assert quantity is not None, text
    assert quantity.unit == unit
    if style == "approx" or (style == "at_least" and not text.startswith("超")):
        value = rounded(Fraction(value) / {"": 1, "万": 10**4, "亿": 10**8}[scale], decimals)
        value *= {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert holds(quantity, value), text


CHANGES = st.decimals(-(10**7), 10**9, places=3)


@given(CHANGES, st.sampled_from(["%", "个百分点", "起", "倍"]), st.integers(0, 2))
def test_a_written_change_states_its_amount_and_direction(value, unit, decimals):
    text = wording(value, unit, decimals=decimals, style="change")
    stated = [quantity for _, _, quantity in find_quantities(f"{text}。")]
    if "持平" in text:
        assert stated == []
        assert abs(value) <= Fraction(1, 2 * 10**decimals)
    else:
        assert len(stated) == 1
        assert stated[0].unit == unit
        assert holds(stated[0], abs(value))
        assert any(word in text for word in ("下降", "减少")) == (value < 0)

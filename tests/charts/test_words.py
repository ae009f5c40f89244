from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.charts.words import change, counted, ems, listed, number, wrap


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "text"),
    [
        (7560, 0, "户", "7560户"),
        (Decimal("58670.24"), 2, "亩", "58670.24亩"),
        (Fraction(197, 2), 1, "%", "98.5%"),
        (Fraction(9845, 100), 1, "%", "98.5%"),  # half away from zero, as reports do
        (Fraction(-9845, 100), 1, "", "−98.5"),
        (Fraction(-1, 100), 1, "", "0.0"),
        (100.0, 1, "%", "100.0%"),
    ],
)
def test_number(value, decimals, unit, text):
    assert number(value, decimals, unit) == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Fraction(9, 10), "%", "+0.9个百分点"),
        (-3, "起", "−3.0起"),
        (0, "%", "0.0个百分点"),
        (Fraction(1, 100), "起", "0.0起"),
    ],
)
def test_change_has_a_sign_and_its_own_unit(value, unit, text):
    assert change(value, 1, unit) == text


def test_small_numbers_in_names_are_chinese():
    assert [counted(number) for number in (3, 10, 12, 20)] == ["三", "十", "十二", "20"]


def test_a_short_list_is_given_in_full_and_a_long_one_counted():
    assert listed(["甲", "乙", "丙"]) == "甲、乙、丙"
    assert listed(["甲", "乙", "丙", "丁"], measure="个村") == "甲、乙、丙等4个村"


def test_a_line_ends_at_a_mark_and_never_inside_a_number_with_its_unit():
    text = "2025年受理矛盾纠纷312起，比2024年减少18起（−5.5%）；7月最多（41起）"
    assert wrap(text, 30) == ["2025年受理矛盾纠纷312起，比2024年减少18起（−5.5%）；", "7月最多（41起）"]
    assert wrap("治安案件发案率共计312起", 9) == ["治安案件发案率共计", "312起"]


@given(st.text("年起件，。；、（）0123456789.%村示例", max_size=80), st.integers(12, 40))
def test_wrapping_loses_nothing_and_no_line_starts_with_a_closing_mark(text, width):
    lines = wrap(text, width)
    assert "".join(lines) == text
    assert all(line[0] not in "，。；、）%" for line in lines[1:])


def test_full_width_letters_are_one_em_and_digits_little_more_than_half():
    assert ems("示例一村") == 4
    assert ems("2025") == pytest.approx(2.24)

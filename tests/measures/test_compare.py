"""Two years are compared only where they can be, and chance is told from change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from fractions import Fraction

import pytest

from fazhi_metrics.errors import DatasetError, IndicatorError
from fazhi_metrics.measures import INDICATORS, Part, compare
from fazhi_metrics.measures.compare import change_between
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import change_text

from . import towns

RATE = INDICATORS["dispute_resolution_rate"]
COUNT = INDICATORS["petitions"]
EVENTS = INDICATORS["public_security_case_rate"]
STOCK = INDICATORS["resident_population"]


def part(card, numerator, denominator=None):
    return Part(value=card.value(numerator, denominator), numerator=numerator, denominator=denominator)


@pytest.mark.parametrize(
    ("card", "base", "now", "difference", "percent", "points", "word"),
    [
        (RATE, (80, 100), (90, 100), 10, None, 10, "超出偶然波动"),
        (RATE, (8, 10), (9, 10), 10, None, 10, "可能只是偶然波动"),
        (RATE, (976, 1000), (985, 1000), Fraction(9, 10), None, Fraction(9, 10), "可能只是偶然波动"),
        (COUNT, (12,), (9,), -3, -25, None, "可能只是偶然波动"),
        (COUNT, (1200,), (900,), -300, -25, None, "超出偶然波动"),
        (COUNT, (0,), (5,), 5, None, None, "可能只是偶然波动"),
        (COUNT, (0,), (6,), 6, None, None, "超出偶然波动"),
        (COUNT, (0,), (0,), 0, None, None, "可能只是偶然波动"),
        (EVENTS, (40, 20_000), (20, 20_000), -10, -50, None, "超出偶然波动"),
        (EVENTS, (40, 20_000), (39, 10_000), 19, 95, None, "超出偶然波动"),
        (STOCK, (100,), (110,), 10, 10, None, "不判断偶然波动"),
    ],
)
def test_a_change(card, base, now, difference, percent, points, word):
    change = change_between(card, (), part(card, *now), part(card, *base))
    assert (change.difference, change.percent, change.points, change.word) == (
        difference,
        percent,
        points,
        word,
    )


@pytest.mark.parametrize(
    ("card", "base", "now", "text"),
    [
        (RATE, (976, 1000), (985, 1000), "提高0.9个百分点"),
        (RATE, (985, 1000), (976, 1000), "下降0.9个百分点"),
        (RATE, (50, 100), (50, 100), "持平"),
        (RATE, (5000, 10_001), (5000, 10_002), "基本持平"),
        (COUNT, (1000,), (877,), "下降12.3%"),
        (COUNT, (0,), (5,), "增加5件次"),
        (COUNT, (1,), (0,), "减少1件次"),
        (COUNT, (10,), (15,), "增长50%"),
        (STOCK, (100,), (110,), "增长10%"),
    ],
)
def test_a_change_in_words(card, base, now, text):
    assert change_text(change_between(card, (), part(card, *now), part(card, *base))) == text


def test_what_is_better_depends_on_the_indicator():
    down = change_between(COUNT, (), part(COUNT, 9), part(COUNT, 12))
    assert (down.direction, down.better) == ("down", True)
    assert change_between(STOCK, (), part(STOCK, 9), part(STOCK, 12)).better is None
    assert change_between(COUNT, (), part(COUNT, 9), part(COUNT, 9)).better is None


def test_a_change_from_the_unknown_is_unknown():
    change = change_between(RATE, (), part(RATE, 1, 2), part(RATE, 0, 0))
    assert (change.direction, change.word, change.difference) == ("unknown", "无法比较", None)


def test_two_years_of_a_town(store, town, rows):
    found = compare(store, town, "petitions", 2025)
    now, base = (sum(row["petitions"] for row in rows["safety_months", year]) for year in (2025, 2024))
    assert (found.base_year, found.difference, found.percent) == (
        2024,
        now - base,
        Fraction(100 * (now - base), base),
    )
    assert found.direction == ("up" if now > base else "down")
    assert "2024年相比" in str(found) and "偶然" in found._repr_html_()


def test_two_years_part_by_part(store, town):
    found = compare(store, town, "dispute_resolution_rate", 2025, by="village")
    assert [change.labels for change in found] == [(name,) for name in towns.VILLAGES]
    with pytest.raises(ValueError, match="parts"):
        _ = found.difference


def test_across_a_change_of_definition_the_comparison_is_refused(store, town):
    changed = replace(RATE, version="2", since=2025)
    with pytest.raises(IndicatorError, match=r"口径自2025年起改变（第2版），2024年与2025年不可比"):
        compare(store, town, changed, 2025)
    with pytest.raises(IndicatorError, match="口径"):
        compare(store, town, changed, 2024, 2025)


def test_a_year_that_is_not_over_is_compared_over_its_months_alone(tmp_path, town):
    months = {
        ("safety_months", year): [{"month": m, "petitions": 2, "year": year} for m in range(1, last + 1)]
        for year, last in ((2024, 12), (2025, 6))
    }
    store = towns.stored(tmp_path, months)
    found = compare(store, town, "petitions", 2025)
    assert (found.difference, found.months, found.status) == (0, tuple(range(1, 7)), Status.PROVISIONAL)
    assert found.base.value == 12 and "1—6月" in "".join(found.notes)
    same = compare(store, town, "petitions", 2025, where={"month": list(range(1, 7))})
    assert same.difference == 0


def test_a_year_is_not_compared_with_itself_nor_with_one_that_is_not_there(store, town):
    with pytest.raises(IndicatorError, match="自己"):
        compare(store, town, "petitions", 2025, 2025)
    with pytest.raises(DatasetError, match="2023"):
        compare(store, town, "petitions", 2024)
    with pytest.raises(IndicatorError, match="year"):
        compare(store, town, "petitions", 2025, by="year")


def test_a_ledger_that_ends_early_is_compared_over_the_months_it_has(tmp_path, town):
    ledgers = {
        ("disputes", year): [
            {"village": "示例一村", "accepted_on": dt.datetime(year, month, 1), "year": year}
            for month in range(1, last + 1)
        ]
        for year, last in ((2024, 12), (2025, 6))
    }
    found = compare(towns.stored(tmp_path, ledgers), town, "disputes_accepted", 2025)
    assert found.difference == 0 and "1—6月" in found.notes[0]


def test_a_comparison_as_a_frame(store, town):
    frame = compare(store, town, "dispute_resolution_rate", 2025, by="village").frame()
    assert list(frame) == [
        "village",
        "base",
        "now",
        "difference",
        "percent",
        "chance_low",
        "chance_high",
        "word",
        "status",
    ]
    assert len(frame) == 4
    assert (frame["now"] - frame["base"]).round(9).equals(frame["difference"].round(9))

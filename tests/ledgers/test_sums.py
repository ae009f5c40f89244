"""Sums that a ledger file may ask for beyond one column of one year."""

from __future__ import annotations

from fractions import Fraction

import pytest

from fazhi_metrics.measures import compute_figure, measure
from tests.cleaning import conftest

office = conftest.office

PEOPLE = 'title = "人口年报"\nrecord = "一村一年一行"\n[columns."村"]\ntype = "village"\n[columns."男"]\ntype = "int"\n[columns."女"]\ntype = "int"\n'
EVENTS = 'title = "出生统计"\ncount = "件数"\n[columns."村"]\ntype = "village"\n[columns."类别"]\ntype = "code"\nvalues = "any"\n[columns."件数"]\ntype = "int"\n'


@pytest.fixture
def town(office):
    for year, more in ((2024, 0), (2025, 10)):
        rows = [["村", "男", "女"], ["示例一村", 100 + more, 90], ["示例二村", 50, 60 + more]]
        office.write(f"{year}/人口年报.xlsx", [[f"{year}年人口年报"], *rows], ("A1:C1",))
        births = [["村", "类别", "件数"], ["示例一村", "一孩", 3], ["示例二村", "二孩", 5]]
        office.write(f"{year}/出生.xlsx", [[f"{year}年出生统计"], *births], ("A1:C1",))
    own = (("ledgers/births.toml", EVENTS), ("ledgers/people.toml", PEOPLE))
    office = office.having(ledgers=own, years=(2024, 2025))
    office.clean()
    return office


RATE = {"numerator": {"dataset": "births"}, "scale": 1000}


@pytest.mark.parametrize(
    ("asked", "where", "value"),
    [
        ({"numerator": {"dataset": "人口年报", "column": ["男", "女"]}}, None, 320),
        ({"numerator": {"dataset": "births"}}, None, 8),
        ({"numerator": {"dataset": "births", "where": {"类别": "二孩"}}}, None, 5),
        ({**RATE, "denominator": {"dataset": "people", "column": ["男", "女"]}}, None, Fraction(8000, 320)),
        (
            {**RATE, "denominator": {"dataset": "people", "column": ["男", "女"], "year": "last"}},
            None,
            Fraction(8000, 300),
        ),
        (
            {**RATE, "denominator": {"dataset": "people", "column": ["男", "女"], "year": "mean"}},
            None,
            Fraction(8000, 310),
        ),
        (
            {**RATE, "denominator": {"dataset": "people", "column": "男", "year": "mean"}},
            {"村": "示例一"},
            Fraction(3000, 105),
        ),
    ],
)
def test_it_is_added(town, asked, where, value):
    part = measure(town.store, town.town, asked, 2025, where=where).part
    assert (part.value, str(part.status), part.low, part.high) == (value, "sound", value, value)


def test_a_year_before_all_data_makes_no_rate(town):
    asked = {**RATE, "denominator": {"dataset": "people", "column": "男", "year": "mean"}}
    part = measure(town.store, town.town, asked, 2024).part
    assert part.value is None and str(part.status) == "incomplete" and part.reasons


def test_a_figure_over_another_year_is_traced_to_its_numerator(town):
    asked = {**RATE, "denominator": {"dataset": "people", "column": "男", "year": "last"}}
    assert compute_figure(town.store, town.town, asked, 2025).cells == ("2025/出生.xlsx!Sheet1!C3:C4",)


def test_a_value_that_no_year_has_is_refused_with_the_nearest(town):
    from fazhi_metrics.errors import IndicatorError

    asked = {"numerator": {"dataset": "births", "where": {"类别": "二孩儿"}}}
    with pytest.raises(IndicatorError, match=r"没有 二孩儿.*二孩"):
        measure(town.store, town.town, asked, 2025)

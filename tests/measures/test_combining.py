"""A county is the sum of its towns, exactly, whatever it is divided by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures import INDICATORS, combine, measure
from fazhi_metrics.measures.disclosure import hidden_labels

from . import towns

TOWNS = ("示例甲镇", "示例乙镇", "示例丙镇")


@pytest.fixture(scope="module")
def county(tmp_path_factory):
    """Three towns, and a fourth store that holds the records of all three."""
    every = [towns.made_up(seed, number=25) for seed in (1, 2, 3)]
    stores = [towns.stored(tmp_path_factory.mktemp("p"), rows) for rows in every]
    joined = {key: [row for rows in every for row in rows[key]] for key in every[0]}
    return stores, towns.stored(tmp_path_factory.mktemp("all"), joined)


def measured(stores, town, name, by=(), where=None):
    return [
        measure(each, replace(town, name=place), name, 2025, by, where)
        for each, place in zip(stores, TOWNS, strict=True)
    ]


@pytest.mark.parametrize("name", INDICATORS)
def test_the_sum_of_the_towns_is_the_measure_of_all_records(county, town, name):
    stores, whole = county
    card = INDICATORS[name]
    if any(part.distinct for part in card.sums):
        with pytest.raises(IndicatorError, match="不同值"):
            combine(measured(stores, town, name), "示例县")
        return
    parts = measured(stores, town, name)
    found = combine(parts, "示例县").part
    if hidden_labels(*parts):  # persons: not told of one town, and so not of the sum
        assert (found.value, found.low, found.high, found.numerator) == (None, None, None, None)
        return
    expected = measure(whole, town, name, 2025).part
    assert (found.value, found.numerator, found.denominator, found.n) == (
        expected.value,
        expected.numerator,
        expected.denominator,
        expected.n,
    )


@pytest.mark.parametrize("by", ["month", "type", ("quarter", "channel")])
def test_parts_add_up_over_towns(county, town, by):
    stores, whole = county
    found = combine(measured(stores, town, "dispute_resolution_rate", by), "示例县")
    expected = measure(whole, town, "dispute_resolution_rate", 2025, by)
    assert {p.labels: (p.numerator, p.denominator, p.value) for p in found} == {
        p.labels: (p.numerator, p.denominator, p.value) for p in expected
    }
    assert found.order == expected.order


def test_towns_side_by_side(county, town):
    stores, _ = county
    found = combine(measured(stores, town, "disputes_accepted", "village"), "示例县", by_town=True)
    assert found.by == ("town", "village")
    assert (
        found["示例乙镇", "示例一村"].value
        == measure(stores[1], town, "disputes_accepted", 2025, "village")["示例一村"].value
    )
    assert list(found.frame()) == [
        "town",
        "village",
        "value",
        "numerator",
        "low",
        "high",
        "status",
        "n",
        "missing",
    ]
    assert "乡镇" in found._repr_html_()


def test_villages_of_different_towns_are_not_mixed(county, town):
    with pytest.raises(IndicatorError, match=r"不能混在一起.*by_town"):
        combine(measured(county[0], town, "disputes_accepted", "village"), "示例县")


def test_different_questions_are_not_combined(county, town):
    one, two, _ = county[0]
    asked = [measure(one, town, "petitions", 2025), measure(two, town, "petitions", 2024)]
    with pytest.raises(IndicatorError, match="不能合并"):
        combine(asked, "示例县")
    with pytest.raises(IndicatorError, match="没有可以合并"):
        combine([], "示例县")


def test_a_town_without_data_is_a_gap(tmp_path, county, town):
    rows = {("safety_months", 2025): [{"month": 1, "petitions": None, "year": 2025}]}
    empty = measure(towns.stored(tmp_path, rows), replace(town, name="示例丁镇"), "petitions", 2025)
    some = measure(county[0][0], town, "petitions", 2025)
    found = combine([some, empty], "示例县")
    assert (found.value, found.part.low, found.part.high) == (None, some.value, None)
    assert "有 1 处乡镇数据缺失" in found.gaps[0]
    assert any("示例丁镇：" in gap for gap in found.gaps)

"""What a sentence says of parts: those that lead, with the doubt; those that changed beyond chance."""

from __future__ import annotations

import datetime as dt

import pytest

from fazhi_metrics.measures import compare, measure

from . import towns


def disputes(tmp_path, town, counts):
    """A store whose disputes are `counts` of each year by kind."""
    rows = {
        ("disputes", year): [
            {
                "case_no": f"{kind}{n}",
                "accepted_on": dt.datetime(year, 1 + n % 12, 1),
                "village": "示例一村",
                "kind": kind,
                "channel": "网格",
                "resolved": True,
                "criminal": False,
                "level": "村",
                "year": year,
            }
            for kind, count in kinds.items()
            for n in range(count)
        ]
        for year, kinds in counts.items()
    }
    return towns.stored(tmp_path, rows)


def kinds(tmp_path, town, **counts):
    return measure(disputes(tmp_path, town, {2025: counts}), town, "disputes_accepted", 2025, "kind")


def test_the_largest_and_the_smallest_are_named_with_their_values(tmp_path, town):
    measured = kinds(tmp_path, town, 债务=60, 邻里=30, 家庭=30, 婚恋=5, 其他=2)
    assert measured.most(1) == "债务（60起）"
    assert measured.most(2) == "债务（60起）、家庭、邻里（各30起）"
    assert measured.least(2) == "情感（0起）、其他（2起）"


def test_many_of_one_value_are_counted_not_listed(tmp_path, town):
    assert kinds(tmp_path, town, 债务=60).least(1) == "情感等5个（各0起）"


def test_an_order_that_chance_could_turn_is_said_to_mean_nothing(tmp_path, town):
    measured = kinds(tmp_path, town, 债务=5, 邻里=4, 家庭=4, 婚恋=3, 情感=3, 其他=3)
    assert measured.most(1) == "债务（5起），但各纠纷类型之间的差别都在偶然波动之内"


def test_parts_that_tell_of_one_or_two_people_are_not_named(tmp_path, town):
    fields = ["环保"] * 2 + ["安全生产"] * 3 + ["农业农村"] * 9
    officers = [
        {"office": "甲办", "field": field, "established": True, "certified": True, "year": 2025}
        for field in fields
    ]
    store = towns.stored(tmp_path, {("enforcement", 2025): officers})
    measured = measure(store, town, "enforcement_officers", 2025, "field")
    assert "环保" not in measured.least(6) + measured.most(6)
    assert "安全生产" not in measured.least(6)  # with it, 环保 would be what is missing from the total
    assert "农业农村（9人）" in measured.most(6)


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (
            {"债务": 60, "邻里": 30},
            "6个纠纷类型中，变化超出偶然波动的有1个：债务（增长200%）；其余5个的变化可能只是偶然波动",
        ),
        ({"债务": 22, "邻里": 28}, "6个纠纷类型的变化都可能只是偶然波动"),
    ],
)
def test_only_changes_beyond_chance_are_named(tmp_path, town, now, said):
    store = disputes(tmp_path, town, {2024: {"债务": 20, "邻里": 30}, 2025: now})
    assert compare(store, town, "disputes_accepted", 2025, by="kind").sentence() == said


def test_of_a_stock_it_is_said_how_many_rose_and_fell(tmp_path, town):
    people = {2024: (100, 200, 300, 400), 2025: (90, 200, 250, 410)}
    rows = {
        ("population", year): [
            {
                "village": v,
                "registered_households": 1,
                "registered_population": n,
                "resident_households": 1,
                "resident_population": n,
                "year": year,
            }
            for v, n in zip(towns.VILLAGES, numbers, strict=True)
        ]
        for year, numbers in people.items()
    }
    comparison = compare(towns.stored(tmp_path, rows), town, "resident_population", 2025, by="village")
    assert comparison.sentence() == (
        "4个村（社区）中，1个增加、1个持平、2个减少，变化最大的是示例三村（下降16.7%）"
    )

"""A part of the town by its name, and what a selection is called."""

from __future__ import annotations

import pytest

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures import measure
from fazhi_metrics.measures.area import area_named, selection_name


def test_none_is_the_whole_town(store, town):
    area = area_named(store, town, None, 2025)
    assert (area.name, area.where, area.whole) == ("示例镇", None, True)
    assert len(area.villages) == 4


@pytest.mark.parametrize("typed", ["示例三村", "示例三村委会", " 示例三 "])
def test_a_village_goes_by_any_of_its_spellings(store, town, typed):
    area = area_named(store, town, typed, 2025)
    assert (area.name, area.where, area.villages) == (
        "示例镇示例三村",
        {"village": "示例三村"},
        ("示例三村",),
    )


def test_a_district_is_its_villages(store, town):
    area = area_named(store, town, "一片区", 2025)
    assert (area.where, area.villages) == ({"district": "一片区"}, ("示例一村", "示例二村"))
    parts = measure(store, town, "disputes_accepted", 2025, where=area.where)
    villages = [measure(store, town, "disputes_accepted", 2025, where={"village": v}) for v in area.villages]
    assert parts.value == sum(each.value for each in villages) > 0


@pytest.mark.parametrize(
    ("typed", "near"), [("示例三寸", "示例三村"), ("一片区域", "一片区"), ("未划片区", "可用的有")]
)
def test_a_wrong_name_is_told_with_the_nearest(store, town, typed, near):
    with pytest.raises(IndicatorError, match=f"没有村（社区）或片区 {typed}.*{near}"):
        area_named(store, town, typed, 2025)


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (None, "示例镇"),
        ({"village": "示例一村"}, "示例镇示例一村"),
        ({"district": ["一片区"]}, "示例镇一片区"),
        ({"village": ["示例一村", "示例二村"]}, "示例镇（示例一村、示例二村）"),
        ({"kind": "债务"}, "示例镇（债务）"),
    ],
)
def test_what_a_selection_is_called(town, where, name):
    assert selection_name(town, where) == name

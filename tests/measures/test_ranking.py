"""What cannot be told apart is not ranked."""

from __future__ import annotations

import pytest

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures import INDICATORS, Measure, Part, measure


def measured(name, *parts):
    card = INDICATORS[name]
    made = tuple(
        Part(labels=(label,), value=card.value(top, bottom), numerator=top, denominator=bottom)
        for label, top, bottom in ((*part, None)[:3] for part in parts)
    )
    return Measure(
        indicator=card,
        town="示例镇",
        years=(2025,),
        by=("village",),
        titles=("村",),
        order=(tuple(p.labels[0] for p in made),),
        parts=made,
    )


@pytest.mark.parametrize(
    ("name", "parts", "ranks"),
    [
        (  # small numbers: nobody can be told from anybody
            "dispute_resolution_rate",
            [("甲", 4, 5), ("乙", 3, 5), ("丙", 5, 5)],
            [("丙", 1, 3), ("甲", 1, 3), ("乙", 1, 3)],
        ),
        (
            "dispute_resolution_rate",
            [("甲", 990, 1000), ("乙", 500, 1000), ("丙", 510, 1000)],
            [("甲", 1, 1), ("丙", 2, 3), ("乙", 2, 3)],
        ),
        ("petitions", [("甲", 200), ("乙", 20), ("丙", 24)], [("乙", 1, 2), ("丙", 1, 2), ("甲", 3, 3)]),
        ("farmland_area", [("甲", 3), ("乙", 5), ("丙", 3)], [("乙", 1, 1), ("丙", 2, 3), ("甲", 2, 3)]),
    ],
)
def test_ranks(name, parts, ranks):
    assert [(r.part.labels[0], r.best, r.worst) for r in measured(name, *parts).rank()] == ranks


def test_ranks_in_words():
    ranked = measured("farmland_area", ("甲", 3), ("乙", 5), ("丙", 3)).rank()
    assert [each.text for each in ranked] == ["第1位", "第2至3位", "第2至3位"]
    assert ranked.distinguishable and "不分先后" in ranked.note
    alike = measured("petitions", ("甲", 3), ("乙", 4)).rank()
    assert not alike.distinguishable
    assert "不分先后　甲" in str(alike) and "第1" not in alike._repr_html_()
    assert "不排名次" in str(alike) and "不排名次" in alike._repr_html_()
    assert not measured("farmland_area", ("甲", 3), ("乙", 5)).rank().note


def test_one_part_is_no_ranking(store, town):
    with pytest.raises(IndicatorError, match="不能排名"):
        measure(store, town, "disputes_accepted", 2025).rank()


def test_of_fewer_than_two_values_nothing_is_ranked():
    lone = measured("petitions", ("甲", 3), ("乙", None)).rank()
    assert [each.part.labels for each in lone] == [("甲",)]
    assert not lone.distinguishable
    assert "不足两个可比的部分，不排名次" in str(lone)
    assert "第1位" not in lone._repr_html_()

"""Every face of a result shows the mark of its status, and none speaks of what is not sound as a fact."""

from dataclasses import replace

import pytest

from fazhi_metrics.measures import INDICATORS
from fazhi_metrics.measures.citing import change_marked, cite_part, marked
from fazhi_metrics.measures.compare import change_between
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.status import Status

CARD = INDICATORS["disputes_accepted"]
WHY = "2025/台账.xlsx!表!C7 有问题"


def part(label, value, status="sound", low=None, high=None, months=()):
    sound = status == "sound"
    return Part(
        labels=(label,) if label else (),
        value=value,
        numerator=value,
        n=value or 0,
        low=value if sound else low,
        high=value if sound else high,
        status=Status(status),
        reasons=() if sound else (WHY,),
        months=months,
    )


PARTS = (
    part("甲", 30),
    part("乙", 90, "doubtful", 20, 90),
    part("丙", None, "bounded", 10, 99),
    part("丁", None, "incomplete", 5),
    part("戊", 12),
)
MEASURE = Measure(
    indicator=CARD, town="示例镇", years=(2025,), by=("kind",), titles=("类型",),
    order=(tuple(each.labels[0] for each in PARTS),), parts=PARTS, notes=(WHY,),
)  # fmt: skip
MARKS = {"乙": "90起（待核实）", "丙": "10至99起", "丁": "数据不全"}


@pytest.mark.parametrize(("label", "mark"), MARKS.items())
def test_text_html_and_citation_carry_the_same_mark(label, mark):
    assert cite_part(MEASURE[label], CARD) == mark
    [line] = [line for line in str(MEASURE).splitlines() if line.startswith(f"  {label}")]
    assert mark in line
    assert marked("", MEASURE[label], CARD).lstrip("90") in MEASURE._repr_html_()
    assert WHY in str(MEASURE) and WHY in MEASURE._repr_html_()


def test_a_ranking_leaves_out_what_is_not_sound_and_says_so():
    ranking = MEASURE.rank()
    assert [each.part.labels[0] for each in ranking] == ["甲", "戊"]
    assert [each.labels[0] for each in ranking.left_out] == ["乙", "丙", "丁"]
    assert "乙待核实，未列入" in str(ranking) and "丁数据不全，未列入" in ranking._repr_html_()


def test_the_largest_and_smallest_are_named_among_what_is_sound():
    assert MEASURE.most(1).startswith("甲（30起）")
    assert MEASURE.least(1).startswith("戊（12起）")
    assert "乙待核实，未列入" in MEASURE.most(1)


def test_parts_to_date_are_ranked_among_themselves_only_over_the_same_months():
    nine, eight = tuple(range(1, 10)), tuple(range(1, 9))
    same = [part(label, n, "provisional", n, months=nine) for label, n in (("甲", 30), ("乙", 90))]
    assert len(replace(MEASURE, parts=tuple(same)).rank()) == 2
    other = [same[0], replace(same[1], months=eight)]
    assert len(replace(MEASURE, parts=tuple(other)).rank()) == 0


def test_a_change_of_a_doubtful_value_is_told_by_its_mark():
    doubtful = change_between(CARD, (), part("", 90, "doubtful"), part("", 60))
    sound = change_between(CARD, (), part("", 90), part("", 60))
    assert (change_marked(doubtful), change_marked(sound, "同比")) == ("待核实", "同比增长50%")


def test_a_sentence_speaks_of_no_change_that_rests_on_a_doubt(damaged_project):
    comparison = damaged_project.indicator("resident_population").compare(by="village")
    [doubtful] = [each for each in comparison if each.status is Status.DOUBTFUL][:1]
    assert f"{doubtful.labels[0]}（" not in comparison.sentence()
    assert "待核实，未列入" in comparison.sentence()
    assert "待核实" in str(comparison) and "待核实" in comparison._repr_html_()


def test_an_overview_says_every_reason_once_the_gravest_first(damaged_project):
    overview = damaged_project.overview()
    doubts = overview.doubts()
    assert len(doubts) == len(set(doubts))
    order = [Status.UNAVAILABLE.title, Status.DOUBTFUL.title, Status.PROVISIONAL.title]
    places = [next(n for n, text in enumerate(doubts) if text.startswith(title)) for title in order]
    assert places == sorted(places)
    for face in (str(overview), overview._repr_html_()):
        assert "22918人（待核实，最多相差900人）" in face and "F26 合计不符" in face
    assert "待核实" in str(overview["resident_population"])

from dataclasses import replace

import pytest

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.kinds.change import matched
from fazhi_metrics.charts.kinds.ranked import ranked_points
from tests.charts.numbers import DISPUTES, RATE, Status, changed, count, held, indicator, material, rate


@pytest.mark.parametrize(
    ("values", "whole", "said"),
    [
        ({"甲村": 6, "乙村": 3, "丙村": 1}, 10, "2025年甲村纠纷最多，为6起，占总数的60.0%"),
        ({"甲村": 6, "乙村": 6, "丙村": 1}, 13, "2025年甲村、乙村纠纷并列最多，各6起"),
        ({"甲村": 2, "乙村": 2}, 4, "2025年各村纠纷均为2起"),
        ({"甲村": 0, "乙村": 0}, 0, "2025年各村纠纷均为0起"),
        ({}, 0, "2025年纠纷没有可用的数据"),
    ],
)
def test_the_largest_part(values, whole, said):
    numbers = [*(count(DISPUTES, name, v) for name, v in values.items()), count(DISPUTES, (), whole)]
    made = material("ranked_bars", DISPUTES, numbers)
    assert findings.top(made, ranked_points(made)) == said


def test_a_word_may_follow_the_label_in_the_sentence():
    made = material(
        "ranked_bars",
        DISPUTES,
        [count(DISPUTES, "邻里", 6), count(DISPUTES, "家庭", 4), count(DISPUTES, (), 10)],
    )
    made = replace(made, chart=replace(made.chart, after="类"))
    assert findings.top(made, ranked_points(made)) == "2025年邻里类纠纷最多，为6起，占总数的60.0%"


def test_rates_are_told_as_a_range_not_ranked():
    made = material(
        "ranked_dots", RATE, [rate(RATE, "甲村", 8, 10), rate(RATE, "乙村", 9, 9), rate(RATE, (), 17, 19)]
    )
    assert findings.spread(made, ranked_points(made)) == "2025年各村化解率在80.0%至100.0%之间，总体89.5%"


def test_a_part_without_a_denominator_has_no_rate_and_is_not_zero():
    made = material(
        "ranked_dots", RATE, [rate(RATE, "甲村", 0, 0), rate(RATE, "乙村", 9, 9), rate(RATE, (), 9, 9)]
    )
    assert findings.spread(made, ranked_points(made)) == "2025年各村化解率均为100.0%"


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        (312, 330, "312起，比2024年减少18起（−5.5%）"),
        (330, 312, "330起，比2024年增加18起（+5.8%）"),
        (312, 312, "312起，与2024年持平"),
        (5, 0, "5起，比2024年增加5起"),
        (0, 4, "0起，比2024年减少4起（−100.0%）"),
    ],
)
def test_a_count_against_last_year(now, before, said):
    made = material(
        "lines", DISPUTES, [count(DISPUTES, (), now), count(DISPUTES, (), before, 2024)], base_year=2024
    )
    assert findings.against(made, DISPUTES) == said


@pytest.mark.parametrize(
    ("now", "before", "said"),
    [
        ((985, 1000), (976, 1000), "98.5%，比2024年提高0.9个百分点"),
        ((976, 1000), (985, 1000), "97.6%，比2024年下降0.9个百分点"),
        ((9851, 10000), (9849, 10000), "98.5%，与2024年持平"),  # what prints alike is not called a change
    ],
)
def test_a_rate_changes_by_percentage_points(now, before, said):
    made = material("lines", RATE, [rate(RATE, (), *now), rate(RATE, (), *before, 2024)], base_year=2024)
    assert findings.against(made, RATE) == said


def test_parts_that_rose_stayed_and_fell_are_counted():
    now = [
        rate(RATE, "甲村", 9, 10),
        rate(RATE, "乙村", 5, 10),
        rate(RATE, "丙村", 5, 10),
        rate(RATE, (), 19, 30),
    ]
    then = [rate(RATE, v, k, 10, 2024) for v, k in (("甲村", 8), ("乙村", 5), ("丙村", 6))]
    made = material("dumbbell", RATE, [*now, *then, rate(RATE, (), 19, 30, 2024)], base_year=2024)
    pairs, _ = matched(made)
    assert findings.moves(made, pairs) == "2025年化解率63.3%，与2024年持平；3个村中1个提高、1个持平、1个下降"


def test_when_all_went_one_way_it_says_so():
    now = [rate(RATE, "甲村", 9, 10), rate(RATE, "乙村", 6, 10), rate(RATE, (), 15, 20)]
    then = [rate(RATE, "甲村", 8, 10, 2024), rate(RATE, "乙村", 5, 10, 2024), rate(RATE, (), 13, 20, 2024)]
    made = material("dumbbell", RATE, [*now, *then], base_year=2024)
    assert findings.moves(made, matched(made)[0]).endswith("；2个村全部提高")


@pytest.mark.parametrize(
    ("first", "second", "said"),
    [
        ((10, 10, 12), (7, 9, 10), "2025年3个村的常住均少于户籍，甲村相差最多（3人）"),
        ((10, 10, 12), (9, 9, 12), "2025年3个村中2个的常住少于户籍，甲村、乙村相差最多（各1人）"),
        ((10, 10, 12), (10, 13, 14), "2025年3个村中2个的常住多于户籍，乙村相差最多（3人）"),
        ((10, 10, 11), (10, 10, 11), "2025年3个村的常住均与户籍相等"),
    ],
)
def test_two_counts_of_the_same_parts(first, second, said):
    both = (indicator("a", "户籍", "人"), indicator("b", "常住", "人"))
    villages = ("甲村", "乙村", "丙村")
    numbers = [count(both[0], v, n) for v, n in zip(villages, first, strict=True)]
    numbers += [count(both[1], v, n) for v, n in zip(villages, second, strict=True)]
    made = material("dumbbell", both, numbers)
    assert findings.gaps(made, matched(made)[0]) == said


@pytest.mark.parametrize(
    ("other", "said"),
    [
        (60, "2025年纠纷中除“其他”外邻里占比最高，为30.0%，比2024年上升5.0个百分点"),
        (20, "2025年纠纷中邻里占比最高，为50.0%，比2024年上升18.8个百分点"),
    ],
)
def test_the_catch_all_category_is_not_the_finding_and_where_it_is_the_largest_that_is_said(other, said):
    now = [count(DISPUTES, name, v) for name, v in (("邻里", 30), ("家庭", 10), ("其他", other))]
    then = [count(DISPUTES, name, v, 2024) for name, v in (("邻里", 25), ("家庭", 15), ("其他", other))]
    wholes = [count(DISPUTES, (), 40 + other), count(DISPUTES, (), 40 + other, 2024)]
    if other == 20:
        wholes[1] = count(DISPUTES, (), 80, 2024)
    made = material("shares", DISPUTES, [*now, *then, *wholes], base_year=2024)
    assert findings.largest_share(made, now, then) == said


def test_directions_are_read_from_the_numbers():
    three = tuple(indicator(i, n) for i, n in (("a", "治安案件"), ("b", "信访"), ("c", "事故")))
    numbers = [count(m, (), v) for m, v in zip(three, (5, 9, 2), strict=True)]
    numbers += [count(m, (), v, 2024) for m, v in zip(three, (8, 9, 3), strict=True)]
    made = material("panels", three, numbers, base_year=2024)
    assert findings.directions(made) == "2025年与2024年相比，治安案件、事故2项均下降；信访持平"


@pytest.mark.parametrize(
    ("counts", "said"),
    [
        ((10, 10, 7, 2), "2025年10起决策全部经过甲，丙最少（2起）"),
        ((10, 10, 10, 10), "2025年10起决策全部履行各项程序"),
        ((10, 9, 7, 7), "2025年10起决策没有一项程序做到全覆盖，乙、丙最少（7起）"),
        ((0, 0, 0, 0), "2025年没有决策"),
    ],
)
def test_steps_of_a_procedure(counts, said):
    total, *taken = counts
    shown = [count(indicator("a", "决策"), (), total)]
    shown += [
        rate(indicator(n, n, "%", rate=True), (), v, total) for n, v in zip("甲乙丙", taken, strict=True)
    ]
    assert findings.steps(material("steps", shown[0].measured, shown, by=()), shown) == said


def test_the_peak_months_are_named_only_while_they_are_few():
    few = [count(DISPUTES, f"{m}月", 9 if m in (3, 7) else 1) for m in range(1, 13)]
    many = [count(DISPUTES, f"{m}月", 9 if m > 6 else 1) for m in range(1, 13)]
    whole = count(DISPUTES, (), 28)
    made = material("lines", DISPUTES, [*few, whole], by=("month",))
    assert findings.course(made, few) == "2025年纠纷28起；3月、7月最多（各9起）"
    assert findings.course(made, many) == "2025年纠纷28起"


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (Status.INCOMPLETE, "2025年数据可用的2个村中甲村纠纷最多，为6起"),
        (Status.DOUBTFUL, "2025年数据可用的2个村中甲村纠纷最多，为6起"),
        (Status.BOUNDED, "2025年数据可用的2个村中甲村纠纷最多，为6起"),
        (Status.CONFIDENTIAL, "2025年列出的2个村中甲村纠纷最多，为6起"),
    ],
)
def test_a_part_that_is_not_known_is_not_spoken_of_and_nothing_is_the_largest_beside_it(status, said):
    numbers = [
        count(DISPUTES, "甲村", 6),
        count(DISPUTES, "乙村", 3),
        held(count(DISPUTES, "丙村", 90), status),
    ]
    numbers.append(held(count(DISPUTES, (), 99), status))
    made = material("ranked_bars", DISPUTES, numbers)
    assert findings.top(made, ranked_points(made)) == said


def test_one_row_that_may_be_shown_is_not_called_every_row():
    hidden = [held(rate(RATE, f"{n}所", 1, 2), Status.CONFIDENTIAL) for n in "甲乙丙丁戊"]
    made = material(
        "ranked_dots", RATE, [rate(RATE, "己所", 5, 5), *hidden, rate(RATE, (), 12, 14)], noun="类"
    )
    assert findings.spread(made, ranked_points(made)) == "2025年化解率总体85.7%，列出的1类为100.0%"


def test_a_year_that_is_not_over_is_compared_with_the_same_months_and_both_say_so():
    then, now = count(DISPUTES, (), 134, 2024), count(DISPUTES, (), 143)
    made = material(
        "lines", DISPUTES, [then, now], base_year=2024, by=("month",), order=((),),
        changes={"d": changed(then, now, range(1, 10))}, until={2025: "截至9月"},
    )  # fmt: skip
    assert findings.course(made, []) == "2025年1—9月纠纷143起，比2024年1—9月增加9起（+6.7%）"
    assert made.named() == "2025年（截至9月）"


@pytest.mark.parametrize(
    ("now", "then", "said"),
    [
        (Status.DOUBTFUL, Status.SOUND, "143起（待核实）"),
        (Status.INCOMPLETE, Status.SOUND, "数据不全"),
        (Status.SOUND, Status.INCOMPLETE, "143起，2024年数据不全，未作比较"),
        (Status.SOUND, Status.DOUBTFUL, "143起，2024年待核实，未作比较"),
    ],
)
def test_what_is_not_known_is_not_compared(now, then, said):
    points = [held(count(DISPUTES, (), 143), now), held(count(DISPUTES, (), 134, 2024), then)]
    made = material("lines", DISPUTES, points, base_year=2024)
    assert findings.against(made, DISPUTES) == said


def test_steps_are_shares_of_what_they_apply_to():
    total = count(indicator("a", "决策"), (), 10)
    some = [
        rate(indicator(n, n, "%", rate=True), (), v, of) for n, v, of in (("论证", 5, 5), ("评估", 5, 10))
    ]
    made = material("steps", total.measured, [total, *some], by=())
    assert findings.steps(made, [total, *some]) == "2025年10起决策全部经过论证，评估最少（5起）"

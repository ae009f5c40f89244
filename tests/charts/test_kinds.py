"""What stands in a drawing is what was measured."""

import pytest

from fazhi_metrics.charts.chart import Measured
from fazhi_metrics.charts.compose import compose
from fazhi_metrics.charts.kinds import KINDS
from fazhi_metrics.charts.kinds.months import apart
from tests.charts.numbers import DISPUTES, RATE, count, material, rate

MONTHS = tuple(f"{m}月" for m in range(1, 13))


def drawn(made):
    drawing = KINDS[made.chart.kind](made)
    return drawing, compose(made, drawing)


def test_bars_are_ranked_and_ties_keep_the_order_of_the_place():
    numbers = [count("d", v, n) for v, n in (("甲村", 2), ("乙村", 5), ("丙村", 2))]
    drawing, figure = drawn(material("ranked_bars", DISPUTES, numbers))
    assert list(figure.data[0].y) == ["乙村", "甲村", "丙村"]
    assert list(figure.data[0].x) == [5, 2, 2]
    assert figure.layout.xaxis.range[0] == 0
    assert [row[0] for row in drawing.table.rows] == ["乙村", "甲村", "丙村"]


def test_dots_carry_their_interval_and_n():
    _, figure = drawn(material("ranked_dots", RATE, [rate("r", "甲村", 8, 10), rate("r", (), 8, 10)]))
    dot = figure.data[0]
    low, high = dot.x[0] - dot.error_x.arrayminus[0], dot.x[0] + dot.error_x.array[0]
    assert (round(low, 1), dot.x[0], round(high, 1)) == (49.0, 80.0, 94.3)  # Wilson, 8 of 10
    assert figure.data[1].text[0] == "80.0%（n=10）"


def test_what_was_not_measured_is_left_out_and_not_drawn_as_zero():
    _, figure = drawn(
        material("ranked_dots", RATE, [rate("r", "甲村", 0, 0), rate("r", "乙村", 1, 4), rate("r", (), 1, 4)])
    )
    assert list(figure.data[0].y) == ["乙村"]


def test_a_month_without_data_is_a_gap_in_the_line():
    numbers = [count("d", m, i) for i, m in enumerate(MONTHS[:6], 1)] + [count("d", (), 21)]
    made = material("lines", DISPUTES, numbers, order=(MONTHS,), by=("month",))
    drawing, figure = drawn(made)
    assert list(figure.data[0].y) == [1, 2, 3, 4, 5, 6, None, None, None, None, None, None]
    assert drawing.table.rows[11] == ("12月", None)


def test_two_years_are_told_apart_by_more_than_colour():
    numbers = [count("d", m, 3, y) for y in (2024, 2025) for m in MONTHS]
    numbers += [count("d", (), 36, y) for y in (2024, 2025)]
    _, figure = drawn(material("lines", DISPUTES, numbers, base_year=2024, by=("month",)))
    assert [(t.name, t.line.dash, t.marker.symbol) for t in figure.data] == [
        ("2024年", "dash", "diamond-open"),
        ("2025年", "solid", "circle"),
    ]


@pytest.mark.parametrize("kinds", [3, 4, 5, 7])
def test_shares_have_at_most_four_categories_and_add_up_to_a_hundred(kinds):
    names = [*"甲乙丙丁戊己"[: kinds - 1], "其他"]
    numbers = [count("d", n, v, y) for y in (2024, 2025) for v, n in enumerate(names, 1)]
    drawing, figure = drawn(material("shares", DISPUTES, numbers, base_year=2024, by=("kind",)))
    assert len(figure.data) == min(kinds, 4)
    for row in range(2):
        assert sum(trace.x[row] for trace in figure.data) == pytest.approx(100)
    counts = [sum(row[i] for row in drawing.table.rows) for i in (1, 3)]
    assert counts == [sum(range(1, kinds + 1))] * 2
    said = drawing.finding.split("为")[1].split("%")[0]
    assert any(f"{trace.x[1]:.1f}" == said for trace in figure.data)


def test_a_category_too_narrow_for_its_name_is_named_under_the_bar():
    numbers = [count("d", n, v) for n, v in (("甲", 90), ("乙", 7), ("丙", 3))]
    _, figure = drawn(material("shares", DISPUTES, numbers, by=("kind",)))
    under = " ".join(note.text for note in figure.layout.annotations)
    assert "乙 7.0%" in under
    assert "丙 3.0%" in under


def test_a_heat_table_prints_every_number_and_the_totals():
    numbers = [count("d", (v, m), n) for v, n in (("甲村", 1), ("乙村", 2)) for m in MONTHS]
    made = material("heat", DISPUTES, numbers, by=("village", "month"))
    drawing, figure = drawn(made)
    assert list(figure.data[0].y) == ["乙村", "甲村"]
    assert [list(row) for row in figure.data[0].text] == [["2"] * 12, ["1"] * 12]
    assert [row[-1] for row in drawing.table.rows] == [24, 12]


def test_steps_take_the_numerators_of_their_rates():
    measured = (DISPUTES, Measured("s", "审查", "%", 1, rate=True))
    _, figure = drawn(material("steps", measured, [count("d", (), 10), rate("s", (), 7, 10)], by=()))
    assert list(figure.data[0].x) == [10, 7]
    assert list(figure.data[0].text) == ["10起", "7起（70%）"]


def test_the_difference_in_a_table_is_that_of_the_numbers_printed_beside_it():
    now, then = rate("r", "甲村", 9846, 10000), rate("r", "甲村", 9764, 10000, 2024)
    drawing, _ = drawn(material("dumbbell", RATE, [now, then], base_year=2024))
    _, before, after, gap = drawing.table.rows[0]
    assert after - before == gap


def test_small_multiples_share_one_scale():
    numbers = [count("d", (p, q), v) for p, v in (("一片区", 1), ("二片区", 9)) for q in ("上", "下")]
    _, figure = drawn(material("multiples", DISPUTES, numbers, by=("district", "half"), noun="个片区"))
    axes = [figure.layout[name].range for name in figure.to_dict()["layout"] if name.startswith("yaxis")]
    assert len(set(axes)) == 1
    assert axes[0][0] == 0


def test_labels_at_the_ends_of_lines_keep_their_distance():
    assert apart([5.0, 5.0], 2.0) == [4.0, 6.0]
    assert apart([1.0, 9.0], 2.0) == [1.0, 9.0]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("base_year", [None, 2024])
def test_without_data_a_chart_says_so_and_stands(kind, base_year):
    measured = (DISPUTES, Measured("e", "诉求", "件"))
    by = ("village", "month") if kind in ("heat", "multiples") else ("village",)
    order = tuple(() for _ in by)
    made = material(kind, measured, [], base_year=base_year, order=order, by=by)
    drawing, figure = drawn(made)
    assert any(word in drawing.finding for word in ("没有", "为零"))
    assert figure.layout.title.text

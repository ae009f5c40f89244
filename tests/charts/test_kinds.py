"""What stands in a drawing is what was measured."""

import pytest

from fazhi_metrics.charts import lint_chart
from fazhi_metrics.charts.compose import compose
from fazhi_metrics.charts.kinds import KINDS
from fazhi_metrics.charts.kinds.months import apart
from fazhi_metrics.charts.theme import NARROW
from tests.charts.numbers import DISPUTES, RATE, Status, changed, count, held, indicator, material, rate

MONTHS = tuple(f"{m}月" for m in range(1, 13))


def drawn(made):
    drawing = KINDS[made.chart.kind](made)
    return drawing, compose(made, drawing)


def test_bars_are_ranked_and_ties_keep_the_order_of_the_place():
    numbers = [count(DISPUTES, v, n) for v, n in (("甲村", 2), ("乙村", 5), ("丙村", 2))]
    drawing, figure = drawn(material("ranked_bars", DISPUTES, numbers))
    assert list(figure.data[0].y) == ["乙村", "甲村", "丙村"]
    assert list(figure.data[0].x) == [5, 2, 2]
    assert figure.layout.xaxis.range[0] == 0
    assert [row[0] for row in drawing.table.rows] == ["乙村", "甲村", "丙村"]


def test_dots_carry_their_interval_and_n():
    _, figure = drawn(material("ranked_dots", RATE, [rate(RATE, "甲村", 8, 10), rate(RATE, (), 8, 10)]))
    dot = figure.data[0]
    low, high = dot.x[0] - dot.error_x.arrayminus[0], dot.x[0] + dot.error_x.array[0]
    assert (round(low, 1), dot.x[0], round(high, 1)) == (49.0, 80.0, 94.3)  # Wilson, 8 of 10
    assert figure.data[1].text[0] == "80.0%（n=10）"


def test_what_was_not_measured_is_left_out_and_not_drawn_as_zero():
    _, figure = drawn(
        material(
            "ranked_dots", RATE, [rate(RATE, "甲村", 0, 0), rate(RATE, "乙村", 1, 4), rate(RATE, (), 1, 4)]
        )
    )
    assert list(figure.data[0].y) == ["乙村"]


def test_a_month_without_data_is_a_gap_in_the_line():
    numbers = [count(DISPUTES, m, i) for i, m in enumerate(MONTHS[:6], 1)] + [count(DISPUTES, (), 21)]
    made = material("lines", DISPUTES, numbers, order=(MONTHS,), by=("month",))
    drawing, figure = drawn(made)
    assert list(figure.data[0].y) == [1, 2, 3, 4, 5, 6, None, None, None, None, None, None]
    assert drawing.table.rows[11] == ("12月", None)


def test_two_years_are_told_apart_by_more_than_colour():
    numbers = [count(DISPUTES, m, 3, y) for y in (2024, 2025) for m in MONTHS]
    numbers += [count(DISPUTES, (), 36, y) for y in (2024, 2025)]
    _, figure = drawn(material("lines", DISPUTES, numbers, base_year=2024, by=("month",)))
    assert [(t.name, t.line.dash, t.marker.symbol) for t in figure.data] == [
        ("2024年", "dash", "diamond-open"),
        ("2025年", "solid", "circle"),
    ]


@pytest.mark.parametrize("kinds", [3, 4, 5, 7])
def test_shares_have_at_most_four_categories_and_add_up_to_a_hundred(kinds):
    names = [*"甲乙丙丁戊己"[: kinds - 1], "其他"]
    numbers = [count(DISPUTES, n, v, y) for y in (2024, 2025) for v, n in enumerate(names, 1)]
    numbers += [count(DISPUTES, (), sum(range(kinds + 1)), y) for y in (2024, 2025)]
    drawing, figure = drawn(material("shares", DISPUTES, numbers, base_year=2024, by=("kind",)))
    assert len(figure.data) == min(kinds, 4)
    for row in range(2):
        assert sum(trace.x[row] for trace in figure.data) == pytest.approx(100)
    counts = [sum(int(row[i]) for row in figure.layout.meta["table"]["rows"]) for i in (1, 3)]
    assert counts == [sum(range(1, kinds + 1))] * 2
    said = drawing.finding.split("为")[1].split("%")[0]
    assert any(f"{trace.x[1]:.1f}" == said for trace in figure.data)


def test_a_category_too_narrow_for_its_name_is_named_under_the_bar():
    numbers = [count(DISPUTES, n, v) for n, v in (("甲", 90), ("乙", 7), ("丙", 3), ((), 100))]
    _, figure = drawn(material("shares", DISPUTES, numbers, by=("kind",)))
    under = " ".join(note.text for note in figure.layout.annotations)
    assert "乙 7.0%" in under
    assert "丙 3.0%" in under


def test_a_heat_table_prints_every_number_and_the_totals():
    numbers = [count(DISPUTES, (v, m), n) for v, n in (("甲村", 1), ("乙村", 2)) for m in MONTHS]
    numbers += [count(DISPUTES, "甲村", 12), count(DISPUTES, "乙村", 24)]
    made = material("heat", DISPUTES, numbers, by=("village", "month"))
    _, figure = drawn(made)
    assert list(figure.data[0].y) == ["乙村", "甲村"]
    assert [list(row) for row in figure.data[0].text] == [["2"] * 12, ["1"] * 12]
    assert [row[-1] for row in figure.layout.meta["table"]["rows"]] == ["24", "12"]


def test_steps_take_the_numerators_of_their_rates():
    measured = (DISPUTES, indicator("s", "审查", "%", rate=True, decimals=1))
    _, figure = drawn(
        material("steps", measured, [count(DISPUTES, (), 10), rate(measured[1], (), 7, 10)], by=())
    )
    assert list(figure.data[0].x) == [10, 7]
    assert list(figure.data[0].text) == ["10起", "7起（70%）"]


def test_the_difference_in_a_table_is_that_of_the_exact_values_as_in_every_figure():
    now, then = rate(RATE, "甲村", 9846, 10000), rate(RATE, "甲村", 9764, 10000, 2024)
    _, figure = drawn(material("dumbbell", RATE, [now, then], base_year=2024))
    _, before, after, gap, *_ = figure.layout.meta["table"]["rows"][0]
    assert (before, after, gap) == ("97.6", "98.5", "0.8")


def test_panels_whose_printed_numbers_give_another_change_say_why():
    then, now = rate(RATE, (), 9764, 10000, 2024), rate(RATE, (), 9846, 10000)
    _, figure = drawn(material("panels", RATE, [then, now], base_year=2024, by=()))
    assert "+0.8个百分点" in figure.layout.annotations[0].text
    assert "变化由未四舍五入的数算出" in figure.layout.meta["source"]


def pair(name, then, now):
    return [rate(RATE, name, *then, 2024), rate(RATE, name, *now)]


def test_a_dumbbell_of_rates_carries_intervals_n_and_what_exceeds_chance():
    numbers = pair("甲村", (8, 10), (9, 10)) + pair("乙村", (10, 100), (90, 100))
    moves = {each[0].labels: changed(*each) for each in (numbers[:2], numbers[2:])}
    drawing, figure = drawn(material("dumbbell", RATE, numbers, base_year=2024, moves=moves))
    lines = [t for t in figure.data if t.mode == "lines"]
    assert [round(v, 1) for v in lines[1].x if v is not None] == [49.0, 94.3, 5.5, 17.4]  # Wilson, 2024
    assert lines[1].y[0] < 0 < lines[2].y[0]  # this year's below last year's
    values, counts = (list(t.text) for t in figure.data if t.mode == "text")
    assert values == ["80.0 → 90.0", "<b>10.0 → 90.0</b>"]
    assert counts == ["10、10", "100、100"]
    assert drawing.table.rows[0][4:] == ("49.0至94.3", 10, "59.6至98.2", 10)
    assert drawing.finding.endswith("全部提高，变化超出偶然波动的有1个")
    assert "95%区间" in figure.layout.meta["source"]


def test_a_dumbbell_of_counts_has_its_values_at_the_markers():
    numbers = [count(DISPUTES, "甲村", 5, 2024), count(DISPUTES, "甲村", 9)]
    _, figure = drawn(material("dumbbell", DISPUTES, numbers, base_year=2024))
    assert [t.text[0] for t in figure.data if t.mode == "markers+text"] == ["5起　", "　9起"]


def test_panels_of_rates_show_n_and_interval_and_say_what_is_hidden():
    hidden = held(rate(RATE, (), 11, 12), Status.CONFIDENTIAL)
    numbers = [rate(RATE, (), 8, 10, 2024), hidden]
    _, figure = drawn(material("panels", RATE, numbers, base_year=2024, by=()))
    bars, labels = figure.data
    assert list(bars.x) == ["2024年<br>n=10", "2025年"]
    assert list(labels.text) == ["80.0", "不列出"]
    spans = {(round(s.y0, 1), round(s.y1, 1)) for s in figure.layout.shapes}
    assert spans == {(49.0, 94.3)}
    assert figure.layout.meta["table"]["rows"][0][2:] == ["80.0", "不列出", "无法比较", "10、—"]


def test_years_too_wide_for_narrow_panels_are_categories_all_the_same():
    measured = [indicator(name, name, "户") for name in "甲乙丙丁"]
    numbers = [count(each, (), 20000 + y, y) for each in measured for y in (2024, 2025)]
    made = material("panels", measured, numbers, base_year=2024, by=(), width=NARROW)
    _, figure = drawn(made)
    assert list(figure.data[0].x) == ["2024", "2025"]
    assert figure.layout.xaxis4.type == "category"


@pytest.mark.parametrize("kind", ["ranked_bars", "ranked_dots", "dumbbell", "heat"])
def test_a_long_name_is_folded_and_its_row_is_higher(kind):
    name = "一个名字写得特别特别长的村民委员会"
    labels = [(name, "1月")] if kind == "heat" else [name]
    numbers = [
        made
        for year in (2024, 2025)
        for label in labels
        for made in (
            [rate(RATE, label, 8, 10, year)] if kind == "ranked_dots" else [count(DISPUTES, label, 8, year)]
        )
    ]
    numbers += [count(DISPUTES, name, 8)] if kind == "heat" else []
    by = ("village", "month") if kind == "heat" else ("village",)
    measured = RATE if kind == "ranked_dots" else DISPUTES
    drawing, figure = drawn(material(kind, measured, numbers, base_year=2024, by=by))
    assert figure.layout.yaxis.ticktext[0] == "一个名字写得特别特别<br>长的村民委员会"
    assert drawing.table.rows[0][0] == name
    assert drawing.height > 25
    assert figure.layout.margin.l < 170


def test_small_multiples_share_one_scale():
    numbers = [count(DISPUTES, (p, q), v) for p, v in (("一片区", 1), ("二片区", 9)) for q in ("上", "下")]
    _, figure = drawn(material("multiples", DISPUTES, numbers, by=("district", "half"), noun="个片区"))
    axes = [figure.layout[name].range for name in figure.to_dict()["layout"] if name.startswith("yaxis")]
    assert len(set(axes)) == 1
    assert axes[0][0] == 0


def test_labels_at_the_ends_of_lines_keep_their_distance():
    assert apart([5.0, 5.0], 2.0) == [4.0, 6.0]
    assert apart([1.0, 9.0], 2.0) == [1.0, 9.0]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "shares"])
@pytest.mark.parametrize("base_year", [None, 2024])
def test_without_data_a_chart_says_so_and_stands(kind, base_year):
    measured = (DISPUTES, indicator("e", "诉求", "件"))
    by = ("village", "month") if kind in ("heat", "multiples") else ("village",)
    order = tuple(() for _ in by)
    made = material(kind, measured, [], base_year=base_year, order=order, by=by)
    drawing, figure = drawn(made)
    assert any(word in drawing.finding for word in ("没有", "为零"))
    assert figure.layout.title.text


@pytest.mark.parametrize(
    ("kind", "status", "bounds", "label"),
    [
        ("ranked_bars", Status.DOUBTFUL, (3, 12), "9（待核实）"),
        ("ranked_bars", Status.BOUNDED, (7, 12), "7至12"),
        ("ranked_bars", Status.BOUNDED, (7, None), "至少7"),
        ("ranked_bars", Status.PROVISIONAL, (9, None), "9"),
        ("pairs", Status.DOUBTFUL, (3, 12), "2025年 9（待核实）"),
        ("years", Status.PROVISIONAL, (9, None), "9（截至9月）"),
    ],
)
def test_a_bar_that_is_not_sound_is_hatched_and_its_label_marked(kind, status, bounds, label):
    low, high = bounds
    odd = "2025" if kind == "years" else "乙村"
    doubted = held(count(DISPUTES, odd, 9), status, low=low, high=high, months=tuple(range(1, 10)))
    first = "2024" if kind == "years" else "甲村"
    numbers = [
        count(DISPUTES, first, 5),
        count(DISPUTES, first, 4, 2024),
        doubted,
        count(DISPUTES, odd, 8, 2024),
    ]
    by = ("year",) if kind == "years" else ("village",)
    base = 2024 if kind == "pairs" else None
    made = material(kind, DISPUTES, numbers, base_year=base, by=by)
    _, figure = drawn(made)
    bars = figure.data[-1]
    row = list(bars.y if bars.orientation == "h" else bars.x).index(f"{odd}年" if kind == "years" else odd)
    assert (bars.marker.pattern.shape[row], bars.text[row]) == ("/", label)
    assert sum(map(bool, bars.marker.pattern.shape)) == 1
    if status is Status.BOUNDED:
        assert (bars.x[row], bars.error_x.array and bars.error_x.array[row]) == (7, 5 if high else None)
    assert "某处有误" in figure.layout.meta["source"] and "斜纹" in figure.layout.meta["source"]
    assert [fault for fault in lint_chart(figure) if fault.rule in ("数据", "状态", "标注", "数据表")] == []


@pytest.mark.parametrize("status", [Status.INCOMPLETE, Status.UNAVAILABLE, Status.CONFIDENTIAL])
@pytest.mark.parametrize("kind", ["ranked_bars", "dumbbell", "pairs", "lines", "heat"])
def test_what_cannot_be_given_is_named_and_not_drawn_as_zero(kind, status):
    label = ("乙村", "3月") if kind == "heat" else ("3月",) if kind == "lines" else ("乙村",)
    other = ("乙村", "2月") if kind == "heat" else ("2月",) if kind == "lines" else ("甲村",)
    numbers = [held(count(DISPUTES, label, 9), status), count(DISPUTES, other, 5)]
    numbers += [count(DISPUTES, each, 5, 2024) for each in (label, other)]
    numbers += [held(count(DISPUTES, "乙村", 14), status)] if kind == "heat" else []
    by = {"heat": ("village", "month"), "lines": ("month",)}.get(kind, ("village",))
    _, figure = drawn(material(kind, DISPUTES, numbers, base_year=None if kind == "heat" else 2024, by=by))
    drawn_values = [v for trace in figure.data for v in ((trace.z[0]) if kind == "heat" else trace.x or ())]
    assert 0 not in [v for v in drawn_values if not isinstance(v, str)]
    assert f"没有画（{status.title}）：{''.join(label)}" in figure.layout.meta["source"]
    assert status.title in str(figure.layout.meta["table"]["rows"])


def test_the_rest_of_the_kinds_is_named_and_never_takes_the_name_of_one():
    sizes = {"邻里": 53, "家庭": 40, "债务": 32, "情感": 22, "婚恋": 18, "其他": 21}
    numbers = [count(DISPUTES, name, v) for name, v in sizes.items()] + [count(DISPUTES, (), 186)]
    drawing, figure = drawn(material("shares", DISPUTES, numbers, by=("kind",), noun="类纠纷"))
    assert [trace.name for trace in figure.data] == ["邻里", "家庭", "债务", "其余三类（情感、婚恋、其他）"]
    assert drawing.finding == "2025年纠纷中按单类看，邻里占比最高，为28.5%"


def test_a_heat_cell_that_is_not_sound_has_no_shade_and_a_mark():
    numbers = [
        count(DISPUTES, ("甲村", "1月"), 4),
        held(count(DISPUTES, ("甲村", "2月"), 3), Status.DOUBTFUL),
    ]
    numbers += [held(count(DISPUTES, "甲村", 7), Status.DOUBTFUL)]
    _, figure = drawn(material("heat", DISPUTES, numbers, by=("village", "month")))
    assert list(figure.data[0].z[0]) == [4, None]
    assert {"3*", "7*"} <= {note.text for note in figure.layout.annotations}
    assert "带*" in figure.layout.meta["source"]

import json
import re
from decimal import Decimal

import pytest

from fazhi_metrics.charts import CHARTS, Chart, chart_data, draw, draw_all, lint_chart
from fazhi_metrics.charts.theme import EDGE, TITLE_SIZE, WIDTH
from fazhi_metrics.charts.words import ems
from fazhi_metrics.errors import ChartError, IndicatorError
from fazhi_metrics.sample import REFERENCE
from fazhi_metrics.sample.truth import true_sums
from fazhi_metrics.sample.year import town_years
from tests.charts.town import write_store


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_keeps_the_rules_of_the_house(figures, name):
    assert [str(fault) for fault in lint_chart(figures[name])] == []


@pytest.mark.parametrize("name", CHARTS)
def test_the_words_for_the_blind_hold_the_finding_and_the_numbers_of_the_table(figures, name):
    meta = figures[name].layout.meta
    assert meta["id"] == name
    assert meta["finding"] in meta["alt"]
    for row in meta["table"]["rows"][:24]:
        assert all(cell in meta["alt"] for cell in row if cell)


@pytest.mark.parametrize("name", CHARTS)
def test_a_sample_says_that_it_is_one(figures, town_store, name):
    _, town = town_store
    assert town.sample
    assert town.sample in figures[name].layout.meta["source"]
    shown = [
        note.text.replace("<br>", "") for note in figures[name].layout.annotations if note.name == "source"
    ]
    assert town.sample in shown[0]


@pytest.mark.parametrize("name", CHARTS)
def test_the_title_stands_whole_on_the_chart(figures, name):
    layout = figures[name].layout
    assert layout.title.text.replace("<br>", "") == layout.meta["finding"]
    assert layout.meta["finding"] != CHARTS[name].title
    assert str(layout.meta["year"]) in layout.meta["finding"]


def test_charts_show_the_records_and_nothing_else(town_store):
    """The totals of the drawn tables are those of the made-up records, summed by other code."""
    years = town_years(
        "示例镇", 2025, (2024, 2025), villages=20, totals={y: REFERENCE[y] for y in (2024, 2025)}
    )
    truth = {year.year: true_sums(year) for year in years}
    people = chart_data(*town_store, "resident_population_by_village", 2025)
    assert people.iloc[:, 1].sum() == 22018
    assert people.iloc[:, 1].is_monotonic_decreasing
    assert round(
        Decimal(str(chart_data(*town_store, "forest_by_district", 2025).iloc[:, 1].sum())), 2
    ) == Decimal("58670.24")
    months = chart_data(*town_store, "disputes_by_month", 2025)
    heat = chart_data(*town_store, "disputes_by_village_and_month", 2025)
    for year in (2024, 2025):
        assert months[f"{year}年（起）"].sum() == truth[year]["disputes"]["rows"]
    assert heat["全年（起）"].sum() == truth[2025]["disputes"]["rows"]
    assert heat.iloc[:, 1:13].to_numpy().sum() == truth[2025]["disputes"]["rows"]


def test_the_table_is_in_chinese_with_numbers_as_printed(town_store):
    table = chart_data(*town_store, "dispute_resolution_by_village", 2025)
    assert list(table.columns) == [
        "村（社区）", "矛盾纠纷化解率（%）", "n", "区间下限（%）", "区间上限（%）",
        "矛盾纠纷化解率状态", "矛盾纠纷化解率下限", "矛盾纠纷化解率上限",
    ]  # fmt: skip
    assert set(table["矛盾纠纷化解率状态"]) == {"可用"}
    assert (
        (table["区间下限（%）"] <= table["矛盾纠纷化解率（%）"])
        & (table["矛盾纠纷化解率（%）"] <= table["区间上限（%）"])
    ).all()


def test_a_figure_can_be_changed_and_drawn_again_alike(town_store):
    first, second = (draw(*town_store, "three_falls", 2025) for _ in range(2))
    assert first.to_json() == second.to_json()
    first.update_layout(title_text="改过的标题")
    assert draw(*town_store, "three_falls", 2025).layout.title.text != "改过的标题"


def test_without_last_year_a_comparison_is_refused_and_lines_show_one_year(one_year):
    with pytest.raises(ChartError, match="没有2024年的数据，不能比较"):
        draw(*one_year, "three_falls", 2025)
    lines = draw(*one_year, "disputes_by_month", 2025)
    assert [trace.name for trace in lines.data] == ["2025年"]
    assert "没有2024年的数据" in lines.layout.meta["source"]
    assert "2024年" not in lines.layout.meta["finding"]
    assert lint_chart(lines) == ()


def test_a_chart_of_data_that_are_not_complete_says_so_in_its_title(tmp_path):
    store, town = write_store(tmp_path, (2025,), without=("population", "示例三村"))
    meta = draw(store, town, "resident_population_by_village", 2025).layout.meta
    assert meta["finding"].endswith("（数据不全，见注）")
    assert "示例三村" in meta["source"]
    assert meta["finding"] in meta["alt"]
    assert "数据不全" not in draw(store, town, "farmland_by_village", 2025).layout.meta["finding"]


def test_a_town_with_one_year_gets_the_charts_that_can_be_drawn(one_year):
    figures, refusals = draw_all(*one_year, 2025)
    need_both = {
        chart.id for chart in CHARTS.values() if chart.compared and chart.kind in ("dumbbell", "panels")
    }
    assert set(figures) == set(CHARTS) - need_both
    assert len(refusals) == len(need_both)
    assert all("没有2024年的数据" in line for line in refusals)
    assert not [fault for figure in figures.values() for fault in lint_chart(figure)]


def test_of_the_charts_named_only_those_are_drawn_and_a_wrong_name_is_told(town_store):
    figures, refusals = draw_all(*town_store, 2025, ["three_falls"])
    assert (list(figures), refusals) == (["three_falls"], ())
    with pytest.raises(ChartError, match="three_falls"):
        draw_all(*town_store, 2025, ["three_fall"])


def test_another_base_year_must_have_data(town_store):
    with pytest.raises(ChartError, match="没有2020年的数据"):
        draw(*town_store, "three_falls", 2025, base_year=2020)


def test_an_analyst_can_declare_a_chart_of_his_own(town_store):
    mine = Chart(
        id="debts",
        title="各渠道债务",
        theme="我的",
        kind="ranked_bars",
        indicators=("disputes_accepted",),
        by=("channel",),
        noun="个渠道",
    )
    figure = draw(*town_store, mine, 2025)
    assert re.match(r"2025年\S+矛盾纠纷受理数最多，为\d+起，占总数的[\d.]+%", figure.layout.meta["finding"])
    assert lint_chart(figure) == ()


def test_a_chart_of_an_unknown_indicator_is_refused_with_the_nearest(town_store):
    wrong = Chart(
        id="x",
        title="错",
        theme="我的",
        kind="ranked_bars",
        indicators=("dispute_accepted",),
        by=("channel",),
    )
    with pytest.raises(IndicatorError, match="disputes_accepted"):
        draw(*town_store, wrong, 2025)


@pytest.mark.parametrize("name", CHARTS)
def test_no_title_is_cut_by_the_edge_and_no_person_is_named(figures, name):
    text = json.dumps(figures[name].to_dict(), ensure_ascii=False, default=str)
    assert not re.search(r"99\d{15}[\dX]", text)
    room = (WIDTH - 2 * EDGE) / TITLE_SIZE
    assert all(ems(line) <= room + 1 for line in figures[name].layout.title.text.split("<br>"))

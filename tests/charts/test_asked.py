"""Any question an analyst can ask is drawn in the kind that suits it, or refused with the reason."""

import random

import pytest

from fazhi_metrics.charts import chart_of, draw, draw_asked, lint_chart
from fazhi_metrics.errors import ChartError, IndicatorError
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import INDICATORS, measure
from fazhi_metrics.measures.dimensions import names


@pytest.mark.parametrize(
    ("name", "by", "compared", "kind"),
    [
        ("disputes_accepted", (), False, "years"),
        ("dispute_resolution_rate", ("year",), False, "years"),
        ("disputes_accepted", ("village",), False, "ranked_bars"),
        ("disputes_accepted", ("village",), True, "dumbbell"),
        ("dispute_resolution_rate", ("type",), False, "ranked_dots"),
        ("dispute_days", ("district",), False, "ranked_dots"),
        ("petitions", ("month",), True, "lines"),
        ("disputes_accepted", ("village", "month"), False, "heat"),
        ("disputes_accepted", ("district", "quarter"), True, "multiples"),
        ("disputes_accepted", ("kind", "channel"), False, "heat"),
    ],
)
def test_the_kind_suits_the_question(name, by, compared, kind):
    assert chart_of(INDICATORS[name], by, compared=compared).kind == kind


@pytest.mark.parametrize(
    ("name", "by", "base_year", "why"),
    [
        ("dispute_resolution_rate", ("village", "month"), None, "占比和平均数，分到两个维度后每格太小"),
        ("enforcement_officers", ("office", "field"), None, "涉及个人"),
        ("disputes_accepted", ("month", "village"), None, "时间要放在第二个维度"),
        ("disputes_accepted", ("village", "kind", "month"), None, "最多按两个维度分"),
        ("disputes_accepted", ("kind", "channel"), 2024, "只能画一年"),
        ("disputes_accepted", ("kind", "village"), None, "村（社区）有 20 个，一张图放不下"),
        ("grid_matters_reported", ("micro_grid",), None, "微网格有 111 个"),
    ],
)
def test_what_a_chart_would_not_tell_is_refused_with_the_reason(town_store, name, by, base_year, why):
    with pytest.raises(ChartError, match=why):
        draw_asked(*town_store, name, by, 2025, base_year)


def test_what_cannot_be_measured_is_refused_as_ever(town_store):
    with pytest.raises(IndicatorError, match="不能按村"):
        draw_asked(*town_store, "petitions", "village", 2025)


@pytest.mark.parametrize("seed", range(4))
def test_any_indicator_by_anything_keeps_the_rules_of_the_house(town_store, seed):
    dice = random.Random(seed)
    for card in dice.sample(list(INDICATORS.values()), 12):
        some = names(DATASETS[card.numerator.dataset])
        by = dice.sample(some, min(len(some), dice.choice([0, 1, 1, 2])))
        where = (
            {"village": ["示例三村", "示例五村", "示例一村"]}
            if "village" in some and dice.random() < 0.5
            else None
        )
        try:
            figure = draw_asked(*town_store, card, by, 2025, dice.choice([None, 2024]), where)
        except ChartError:
            continue
        assert [str(fault) for fault in lint_chart(figure)] == [], (card.id, by)


def test_a_selection_is_measured_and_named_in_title_subtitle_and_source(town_store):
    where = {"village": "示例三村", "kind": "债务"}
    figure = draw_asked(*town_store, "disputes_accepted", "quarter", 2025, None, where)
    values = [part.value for part in measure(*town_store, "disputes_accepted", 2025, "quarter", where)]
    assert list(figure.data[0].y) == values
    meta = figure.layout.meta
    assert meta["finding"].startswith("2025年示例三村，债务的矛盾纠纷受理数")
    assert "示例镇（示例三村，债务）" in meta["subtitle"] and "示例镇（示例三村，债务）" in meta["source"]
    catalogued = draw(*town_store, "disputes_by_month", 2025, where={"village": "示例三村"})
    assert "示例三村" in catalogued.layout.meta["finding"]
    assert (
        sum(catalogued.data[-1].y)
        == measure(*town_store, "disputes_accepted", 2025, where={"village": "示例三村"}).value
    )


def test_only_what_was_selected_has_a_bar(town_store):
    where = {"village": ["示例三村", "示例五村"]}
    figure = draw_asked(*town_store, "disputes_accepted", "village", 2025, None, where)
    assert set(figure.data[0].y) == {"示例三村", "示例五村"}


def test_undivided_it_is_drawn_year_by_year_with_what_changed(town_store):
    figure = draw_asked(*town_store, "disputes_accepted", (), 2025)
    values = [measure(*town_store, "disputes_accepted", year).value for year in (2024, 2025)]
    assert (list(figure.data[0].x), list(figure.data[0].y)) == (["2024年", "2025年"], values)
    assert "比2024年" in figure.layout.meta["finding"]
    rate = draw_asked(*town_store, "dispute_resolution_rate", (), 2025)
    assert "n=" in rate.data[0].text[0] and rate.data[0].error_y.array


def test_a_flag_is_spelled_out(town_store):
    figure = draw_asked(*town_store, "disputes_accepted", "resolved", 2025)
    assert list(figure.data[0].y) == ["是否化解为是", "是否化解为否"]
    assert "是否化解为是的矛盾纠纷受理数最多" in figure.layout.meta["finding"]


def test_a_denominator_that_is_not_divided_alike_is_told(town_store):
    figure = draw_asked(*town_store, "disputes_per_10k", "quarter", 2025)
    assert "分母（人口与户数）不分季度" in figure.layout.meta["source"]

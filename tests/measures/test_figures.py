"""Figures: exact values, plain numbers in JSON, the report's idioms, and refusal where something is missing."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from fazhi_metrics.errors import DatasetError, IndicatorError
from fazhi_metrics.measures import (
    FIGURES,
    INDICATORS,
    THREE_FALLS,
    THREE_RISES,
    Overview,
    compute_figure,
    compute_figures,
    plain_number,
    trace,
)
from fazhi_metrics.measures.citing import cite_value
from fazhi_metrics.measures.status import Status

from ..measures import reference, towns

KEYS = ["id", "title", "value", "unit", "year", "wording", "definition", "numerator", "denominator", "cells"]
KEYS += ["status", "status_title", "low", "high", "reasons", "as_of", "months"]


@pytest.fixture(scope="module")
def rows():
    return towns.made_up()


@pytest.fixture(scope="module")
def store(tmp_path_factory, rows):
    return towns.stored(tmp_path_factory.mktemp("processed"), rows)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return towns.town(tmp_path_factory.mktemp("town"))


def test_the_figures_of_the_report_are_recomputed_in_their_order(store, town, rows):
    figures = compute_figures(store, town, 2025)
    assert tuple(figure.id for figure in figures) == FIGURES
    for figure in figures:
        card = INDICATORS[figure.id]
        assert figure.value == reference.value_of(card, rows, 2025)
        assert figure.base_value == reference.value_of(card, rows, 2024)
        assert figure.change.difference == figure.value - figure.base_value
        assert figure.cells == trace(store, town, card, 2025).cells
        assert figure.cells


def test_json_has_its_keys_and_plain_numbers(store, town):
    for figure in compute_figures(store, town, 2025):
        plain = json.loads(json.dumps(figure.to_json(), ensure_ascii=False))
        assert list(plain) == KEYS
        assert plain["value"] == pytest.approx(float(figure.value), abs=1e-6)
        assert (plain["denominator"] is None) is (not INDICATORS[figure.id].rate)
        assert isinstance(plain["cells"], list)


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (28, "28"),
        (Decimal("43695.00"), "43695"),
        (Decimal("58670.24"), "58670.24"),
        (Fraction(100), "100"),
        (Fraction(197, 2), "98.5"),
        (Fraction(2, 3), "0.666667"),
        (None, "null"),
    ],
)
def test_a_plain_number_is_the_shortest_that_is_true(value, plain):
    assert json.dumps(plain_number(value)) == plain


@pytest.mark.parametrize(
    ("name", "value", "wording"),
    [
        ("registered_households", 7560, "7560户"),
        ("forest_area", Decimal("58670.24"), "58670.24亩"),
        ("farmland_area", Decimal("43695.00"), "43695亩"),
        ("disputes_resolved_by_centres", 46, "40余起"),
        ("disputes_resolved_by_centres", 40, "40起"),
        ("disputes_resolved_by_centres", 9, "9起"),
        ("appeals_resolved_by_centres", 61, "60余件"),
        ("law_study_participation_rate", Fraction(100), "100%"),
        ("public_satisfaction", Fraction(9849, 100), "98.5%"),
        ("public_satisfaction", Fraction(9804, 100), "98.0%"),
        ("organised_crime_clues", 0, "0条"),
    ],
)
def test_values_are_cited_in_the_idiom_of_reports(name, value, wording):
    assert cite_value(value, INDICATORS[name]) == wording


def test_three_falls_and_rises_are_compared_with_last_year(store, town):
    for figure in compute_figures(store, town, 2025, [*THREE_FALLS, *THREE_RISES]):
        assert figure.base_year == 2024
        assert figure.change.direction in ("up", "down", "same")
        assert figure.cite_change()


def test_where_something_is_missing_there_is_no_figure_but_a_reason(tmp_path, town, rows):
    holed = {**rows, ("population", 2025): [dict(row) for row in rows["population", 2025]]}
    holed["population", 2025][1]["resident_population"] = None
    store = towns.stored(tmp_path, holed)
    figure = compute_figure(store, town, "resident_population", 2025)
    assert (figure.value, figure.wording, figure.change) == (None, "数据不全", None)
    assert any("常住/人口”不知道" in note for note in figure.notes)
    assert figure.to_json()["value"] is None
    assert compute_figure(store, town, "public_security_case_rate", 2025).value is None
    assert compute_figure(store, town, "registered_population", 2025).value is not None
    with pytest.raises(IndicatorError, match="没有可比的上年数"):
        figure.cite_change()


def test_a_figure_whose_ledger_did_not_come_in_says_which_one(tmp_path, town, rows):
    store = towns.stored(tmp_path, {key: value for key, value in rows.items() if key[0] != "safety_months"})
    figures = {figure.id: figure for figure in compute_figures(store, town, 2025)}
    assert list(figures) == list(FIGURES)
    assert (figures["petitions"].value, figures["petitions"].wording) == (None, "没有此项")
    assert figures["petitions"].status is Status.UNAVAILABLE
    assert "没有平安建设月报" in figures["petitions"].notes[0]
    assert figures["resident_population"].value is not None
    with pytest.raises(DatasetError, match="2023"):
        compute_figures(store, town, 2023, ["resident_population"])


def test_without_a_year_before_there_is_a_figure_without_change(store, town):
    figure = compute_figure(store, town, "petitions", 2024)
    assert figure.value is not None and figure.change is None and figure.base_year is None


def test_two_ledgers_that_disagree_are_named(tmp_path, town):
    day = dt.datetime(2025, 5, 1)
    for reported, disagree in ((1, False), (2, True)):
        ledgers = {
            ("disputes", 2025): [
                {"case_no": "1", "accepted_on": day, "criminal": True, "resolved": True, "year": 2025}
            ],
            ("safety_months", 2025): [
                {"month": month, "turned_criminal": reported if month == 5 else 0, "year": 2025}
                for month in range(1, 13)
            ],
        }
        store = towns.stored(tmp_path / str(reported), ledgers)
        figure = compute_figure(store, town, "disputes_turned_criminal", 2025)
        assert figure.value == 1
        assert any("不一致：1 对 2" in note for note in figure.notes) is disagree


def test_a_figure_of_one_village(store, town, rows):
    figure = compute_figure(store, town, "resident_population", 2025, {"village": "示例二村"})
    assert figure.value == rows["population", 2025][1]["resident_population"]
    assert figure.cells == ("2025/人口与户数.xlsx!人口与户数!F6",)


def test_a_misspelt_figure_is_answered_with_the_nearest(store, town):
    with pytest.raises(IndicatorError, match="petitions"):
        compute_figures(store, town, 2025, ["petition"])


def test_the_notebook_shows_value_definition_and_cells(store, town):
    figure = compute_figure(store, town, "public_security_case_rate", 2025)
    html = figure._repr_html_()
    for text in (figure.wording, figure.definition, figure.cells[0], str(figure.numerator)):
        assert text in html
    assert "</td>" in replace(figure, change=None)._repr_html_()


def test_figures_need_no_reader_of_workbooks_and_no_charts(store, town):
    heavy = ("openpyxl", "python_calamine", "pandera", "plotly", "pandas", "fazhi_metrics.workbooks.open")
    code = (
        "import sys\nfrom fazhi_metrics.measures import compute_figure\nfrom fazhi_metrics.store import Store\n"
        "from fazhi_metrics.project import Town\nfrom pathlib import Path\n"
        f"store = Store.open({str(store.folder.parents[1])!r})\n"
        "town = Town(Path('.'), '示例镇', (2024, 2025))\n"
        "print(compute_figure(store, town, 'petitions', 2025).value)\n"
        f"print(*[name for name in {heavy!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    value, loaded = run.stdout.split("\n")[:2]
    assert int(value) == compute_figure(store, town, "petitions", 2025).value
    assert loaded == ""


def test_figures_as_a_table_to_read(store, town):
    figures = compute_figures(store, town, 2025, ["petitions", "public_satisfaction"], base_year=2024)
    table = Overview(town.name, tuple(figures))
    assert table.heads() == ("指标", "2025年", "2024年", "变化", "偶然波动")
    frame = table.frame()
    assert frame.loc["信访总量", "2025年"] == figures[0].wording
    assert frame.loc["信访总量", "2024年"] == f"{figures[0].base_value}件次"
    assert frame.loc["群众满意度", "变化"] in figures[1].cite_change()
    assert f"{town.name}2025年主要数字" in table._repr_html_()
    alone = Overview(town.name, tuple(compute_figures(store, town, 2024, ["petitions"])))
    assert alone.heads() == ("指标", "2024年")


def test_a_remark_that_figures_share_stands_once(store, town):
    figures = [
        replace(each, notes=("数据已过时", *notes))
        for each, notes in zip(
            compute_figures(store, town, 2025, ["petitions", "security_cases"]), ((), ("缺3月",)), strict=True
        )
    ]
    assert Overview(town.name, tuple(figures)).notes() == ["数据已过时", "治安案件数：缺3月"]


def test_a_sentence_says_value_change_and_whether_chance_could_explain_it(store, town):
    figure = compute_figure(store, town, "petitions", 2025)
    assert figure.sentence() == f"信访总量{figure.wording}，{figure.cite_change()}（{figure.change.word}）"
    stock = compute_figure(store, town, "resident_population", 2025)
    assert "波动" not in stock.sentence()
    alone = compute_figure(store, town, "petitions", 2024)
    assert alone.sentence() == f"信访总量{alone.wording}"


def test_only_the_year_before_is_called_by_the_word_for_it(tmp_path, town):
    months = {
        ("safety_months", year): [{"month": m, "petitions": 10 * n, "year": year} for m in range(1, 13)]
        for n, year in enumerate((2023, 2024, 2025), start=1)
    }
    store = towns.stored(tmp_path, months)
    assert compute_figure(store, town, "petitions", 2025).cite_change() == "同比增长50%"
    far = compute_figure(store, town, "petitions", 2025, base_year=2023)
    assert far.cite_change() == "比2023年增长200%"
    months["safety_months", 2023] = [{**row, "year": 2023} for row in months["safety_months", 2025]]
    same = compute_figure(towns.stored(tmp_path / "same", months), town, "petitions", 2025, base_year=2023)
    assert same.cite_change() == "与2023年持平"


def test_a_figure_that_tells_of_one_or_two_people_is_not_shown(tmp_path, town):
    officers = [
        {"office": "甲办", "field": "环保", "established": n < 9, "certified": n < 12, "year": 2025}
        for n in range(14)
    ]
    store = towns.stored(tmp_path, {("enforcement", 2025): officers})
    names = ["enforcement_officers", "established_officers", "certified_officers", "certified_officer_rate"]
    figures = compute_figures(store, town, 2025, names)
    assert [figure.few for figure in figures] == [False, False, True, True]  # 2 of 14 have no certificate
    assert [figure.value for figure in figures][:3] == [14, 9, None]
    shown = Overview(town.name, tuple(figures))
    assert [row[1] for row in shown.rows()] == ["14人", "9人", "不列出", "不列出"]
    assert "不足3人" in shown._repr_html_()
    assert "12" not in figures[2].sentence()
    assert "12" not in figures[2]._repr_html_().split("单元格")[0]


def test_nor_is_the_value_of_another_year_given_back_by_the_change(tmp_path, town):
    rows = {
        ("enforcement", year): [
            {"office": "甲办", "field": "环保", "established": True, "certified": n < mark, "year": year}
            for n in range(14)
        ]
        for year, mark in ((2024, 12), (2025, 8))
    }
    store = towns.stored(tmp_path, rows)
    officers, certified = compute_figures(store, town, 2025, ["enforcement_officers", "certified_officers"])
    assert (officers.few, certified.few, certified.base_value) == (False, False, None)
    assert certified.sentence() == "持证执法人员数8人"
    assert "12" not in Overview(town.name, (certified,))._repr_html_()

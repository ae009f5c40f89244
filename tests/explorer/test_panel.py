"""The explorer's controls, without a browser: each choice asks again, and what is shown follows."""

from __future__ import annotations

import re

import pytest

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.explorer import Question, explore
from fazhi_metrics.explorer.shown import PLOTLY


def title(explorer):
    return (
        explorer.chart.outputs[0]["data"][PLOTLY]["layout"]["title"]["text"] if explorer.chart.outputs else ""
    )


def caption(explorer):
    found = re.search(r"<caption[^>]*>([^<]*)", explorer.table.value)
    return found[1] if found else ""


def test_it_opens_on_what_is_asked_for(sample_project):
    shown = explore(sample_project, "信访总量", by="月份", year=2025, base_year=2024)
    assert shown.theme.value == "平安建设"
    assert (shown.indicator.value, shown.first.value, shown.second.value) == ("petitions", "month", "")
    assert "信访总量" in title(shown)
    assert caption(shown) == "西堡镇信访总量（件次）"


@pytest.mark.parametrize(("area", "villages"), [("示例三村", 1), ("第一片区", 3), (None, 0)])
def test_it_opens_on_a_village_or_a_district(sample_project, area, villages):
    shown = explore(sample_project, area=area)
    assert len(shown.villages.value) == villages
    where = {"village": list(shown.villages.value)} if villages else None
    assert shown.answer.table.value == sample_project.indicator("disputes_accepted").value(where=where).value


@pytest.mark.parametrize(
    ("asked", "near"),
    [({"indicator": "petition"}, "petitions"), ({"area": "示例三寸"}, "示例三村"), ({"by": "kindd"}, "kind")],
)
def test_a_wrong_name_is_told_with_the_nearest(sample_project, asked, near):
    with pytest.raises(IndicatorError, match=near):
        explore(sample_project, **asked)


def test_every_indicator_is_offered_under_its_theme(explorer, sample_project):
    offered = []
    for theme in explorer.theme.options:
        explorer.theme.value = theme
        offered += [name for _, name in explorer.indicator.options]
        assert explorer.answer.card.theme == theme
    assert offered == list(sample_project.indicators())


def test_another_indicator_changes_chart_table_and_meaning(explorer):
    before = title(explorer), caption(explorer), explorer.meaning.value
    explorer.indicator.value = "disputes_open"
    after = title(explorer), caption(explorer), explorer.meaning.value
    assert not set(before) & set(after)
    assert "矛盾纠纷未化解数" in explorer.meaning.value
    assert explorer.first.value == "month"


def test_a_way_to_divide_that_the_ledger_lacks_is_said_and_the_old_answer_is_gone(explorer):
    explorer.theme.value = "人口与户数"
    assert title(explorer) == caption(explorer) == ""
    assert "没有月份，不能按月份分。可以按村（社区）、片区" in explorer.message.value
    assert explorer.code_button.disabled
    assert explorer.export_button.disabled
    explorer.first.value = "village"
    assert explorer.message.value == ""
    assert "户籍户数" in title(explorer)
    assert not explorer.code_button.disabled


def test_years_and_villages_are_chosen_too(explorer):
    explorer.year.value = 2024
    assert explorer.answer.table.years == (2024,)
    explorer.base_year.value = 2025
    assert (explorer.answer.table.year, explorer.answer.table.base_year) == (2024, 2025)
    explorer.base_year.value = 2024  # the same year is no comparison
    assert explorer.answer.table.years == (2024,)
    explorer.villages.value = ("示例三村", "示例五村")
    assert "示例三村、示例五村" in caption(explorer)
    explorer.first.value = "year"
    assert explorer.answer.table.years == (2024, 2025)


def test_the_button_shows_the_code_of_this_answer_and_the_next_choice_hides_it(explorer, monkeypatch):
    monkeypatch.chdir(explorer.project.town.notebooks)
    explorer.code_button.click()
    assert "project.indicator(&quot;disputes_accepted&quot;)" in explorer.code.value
    assert "fm.open()" in explorer.code.value
    explorer.code_button.click()
    assert explorer.code.value == ""
    explorer.code_button.click()
    explorer.first.value = "kind"
    assert explorer.code.value == ""


def test_outside_the_project_the_code_says_which_project(explorer, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert explorer.opening == f"fm.open({str(explorer.project.town.root)!r})"


def test_what_tells_of_one_or_two_people_is_in_neither_table_nor_chart(sample_project):
    shown = explore(sample_project, "enforcement_officers", by="field", year=2025)
    few = [part.labels[0] for part in shown.answer.table if part.value is None]
    assert few
    rows = dict(re.findall(r"<td[^>]*>([^<]+)</td><td[^>]*>([^<]+)</td>", shown.table.value))
    drawn = shown.chart.outputs[0]["data"][PLOTLY]["layout"]["meta"]["table"]["rows"]
    assert {rows[name] for name in few} == {"不列出"}
    told = [row[1:] for row in drawn if row[0] in few]  # named, without a number
    assert not [cell for row in told for cell in row if any(letter.isdigit() for letter in str(cell))]


def test_a_question_that_cannot_be_chosen_is_refused(explorer):
    with pytest.raises(ValueError, match="2019"):
        explorer.ask(Question("petitions", (), 2019))
    with pytest.raises(ValueError, match="quarter"):
        explorer.ask(Question("disputes_accepted", ("village", "kind", "quarter"), 2025))


def test_without_jupyterlab_it_says_where_it_works(explorer):
    bundle = explorer._repr_mimebundle_()
    assert "JupyterLab" in bundle["text/plain"]
    assert "application/vnd.jupyter.widget-view+json" in bundle

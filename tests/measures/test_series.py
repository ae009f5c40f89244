"""Along time: running totals, period on period, the latest value that is there."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate

import pytest

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures import INDICATORS, latest_value, measure, step_by_step
from fazhi_metrics.measures.status import Status

from . import towns


def monthly(tmp_path, town, values):
    rows = {
        ("safety_months", year): [
            {"month": month, "petitions": value, "year": year} for month, value in enumerate(of, 1)
        ]
        for year, of in values.items()
    }
    return towns.stored(tmp_path, rows)


def test_running_totals_begin_anew_with_each_year(tmp_path, town):
    store = monthly(tmp_path, town, {2024: [1, 2, 3], 2025: [10, 20, None]})
    found = measure(store, town, "petitions", None, "month").cumulative()
    known = {part.labels: part.value for part in found if part.value is not None}
    assert known == {
        ("2024", "1月"): 1,
        ("2024", "2月"): 3,
        ("2024", "3月"): 6,
        ("2025", "1月"): 10,
        ("2025", "2月"): 30,
    }


def test_records_without_a_date_are_told_and_not_added(tmp_path, town):
    rows = towns.made_up()
    rows["disputes", 2025] = [dict(row) for row in rows["disputes", 2025]]
    rows["disputes", 2025][0]["accepted_on"] = None
    store = towns.stored(tmp_path, rows)
    found = measure(store, town, "disputes_accepted", 2025, "month").cumulative()
    whole = len(rows["disputes", 2025])
    assert found["日期不明"].value is None and "日期不明的1条没有累计" in found.notes
    last = found["12月"]  # the one may be of any month
    assert (last.status, last.value, last.low) == (Status.BOUNDED, None, whole - 1)


def test_running_rates_run_in_numerator_and_denominator(store, town):
    months = measure(store, town, "dispute_resolution_rate", 2025, "month")
    found = months.cumulative()
    assert [part.numerator for part in found] == list(accumulate(part.numerator for part in months))
    assert [part.denominator for part in found] == list(accumulate(part.denominator for part in months))
    assert found.parts[-1].value == measure(store, town, "dispute_resolution_rate", 2025).value


def test_a_denominator_of_the_year_does_not_run(store, town):
    found = measure(store, town, "public_security_case_rate", 2025, "month").cumulative()
    whole = measure(store, town, "public_security_case_rate", 2025).part
    assert {part.denominator for part in found} == {whole.denominator}
    assert found.parts[-1].value == whole.value


def test_running_totals_keep_the_other_dimensions_apart(store, town):
    found = measure(store, town, "disputes_accepted", 2025, ["month", "village"]).cumulative()
    by_village = measure(store, town, "disputes_accepted", 2025, "village")
    for name in towns.VILLAGES:
        assert found["12月", name].value == by_village[name].value


@pytest.mark.parametrize("by", [(), "village", ("month", "quarter")])
def test_without_one_time_dimension_nothing_runs(store, town, by):
    with pytest.raises(IndicatorError, match="时间"):
        measure(store, town, "disputes_accepted", 2025, by).cumulative()


def test_different_values_do_not_run(store, town):
    with pytest.raises(IndicatorError, match="不能累计"):
        measure(store, town, "sites_inspected", 2025, "month").cumulative()


def test_each_period_against_the_one_before_across_the_turn_of_the_year(tmp_path, town):
    store = monthly(tmp_path, town, {2024: [1] * 11 + [4], 2025: [6, 3]})
    changes = step_by_step(measure(store, town, "petitions", None, "month"))
    known = {change.labels: change.difference for change in changes if change.difference is not None}
    assert known["2024", "12月"] == 3
    assert known["2025", "1月"] == 2
    assert known["2025", "2月"] == -3
    assert ("2025", "3月") not in known


def test_a_period_whose_predecessor_was_not_measured_has_no_step(store, town, tmp_path):
    some = measure(store, town, "petitions", 2025, "month", {"month": [1, 2, 6]}).step_by_step()
    assert [change.labels for change in some] == [("2月",)]
    gap = monthly(tmp_path, town, {2023: [1] * 12, 2025: [9] * 12})
    steps = step_by_step(measure(gap, town, "petitions", None, "month"))
    assert ("2025", "1月") not in [change.labels for change in steps]


def test_across_a_change_of_definition_there_is_no_step_and_no_rank(tmp_path, town):
    store = monthly(tmp_path, town, {2024: [1] * 12, 2025: [9] * 12})
    changed = replace(INDICATORS["petitions"], version="2", since=2025)
    measured = measure(store, town, changed, None, "month")
    words = {change.labels: change.word for change in measured.step_by_step()}
    assert words["2025", "1月"] == "无法比较"
    assert words["2025", "2月"] != "无法比较"
    with pytest.raises(IndicatorError, match="口径自2025年起改变"):
        measured.rank()


def test_steps_and_running_totals_are_shown_as_what_they_are(tmp_path, town):
    store = monthly(tmp_path, town, {2025: [10, 20, 5]})
    measured = measure(store, town, "petitions", 2025, "month")
    assert "增长100%" in measured.step_by_step()._repr_html_()
    assert "环比增长100%" in str(measured.step_by_step())
    assert list(measured.step_by_step().frame()["difference"])[:2] == [10, -15]
    assert "累计信访总量" in measured.cumulative()._repr_html_()


def test_the_latest_value_says_its_date(tmp_path, town):
    store = monthly(tmp_path, town, {2024: [1] * 12, 2025: [5, 7, None]})
    part, when = latest_value(store, town, "petitions")
    assert (part.value, when) == (7, "2025年2月")


def test_the_latest_value_of_a_yearly_dataset_is_of_a_year(store, town):
    part, when = latest_value(store, town, "resident_population")
    assert (part.value, when) == (measure(store, town, "resident_population", 2025).value, "2025年")
    assert latest_value(store, town, "public_satisfaction")[1] == "2025年下半年"


def test_where_nothing_is_known_there_is_no_latest_value(tmp_path, town):
    assert latest_value(monthly(tmp_path, town, {2025: [None, None]}), town, "petitions") is None

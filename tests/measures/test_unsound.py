"""What offices send in, and how its figures must read: typed totals, lost months, years cut short, absent columns."""

from __future__ import annotations

import pytest

from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import compare, compute_figure, measure

from .damage import _EVENTS, cut_after, header_of, total_of

FOUR = ("registered_population", "resident_population", "registered_households", "resident_households")


def true(ground, name, year=2025, by=(), **where):
    return measure(ground.truth, ground.truth_town, name, year, by, where or None).parts


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("column", FOUR)
def test_a_number_that_its_total_contradicts_is_in_doubt_and_the_truth_within_reach(ground, column, whole):
    row = ground.records("population", 2025)[2]
    cell = ground.cell("population", row, column)
    wrong = total_of(cell) if whole else cell
    wrong.value = int(str(wrong.value)) + 900
    store = ground.cleaned()
    figure = compute_figure(store, ground.town, column, 2025)
    (part,) = true(ground, column)
    assert figure.status == "doubtful"
    assert figure.low <= part.value <= figure.high
    assert "待核实" in figure.sentence()
    assert "最多相差900" in figure.sentence()
    assert total_of(cell).coordinate in figure.reasons[0]
    others = {name: compute_figure(store, ground.town, name, 2025).status for name in FOUR if name != column}
    assert set(others.values()) == {"sound"}


def test_a_month_that_did_not_come_in_is_neither_zero_nor_a_fall(ground):
    file = next(name for name in ground.files("inspections", 2025) if "年8月" in name)
    ground.path(file).unlink()
    store = ground.cleaned()
    figure = compute_figure(store, ground.town, "safety_inspections", 2025)
    assert (figure.status, figure.value) == ("incomplete", None)
    assert "8月" in figure.reasons[0]
    months = {
        part.labels[0]: part for part in measure(store, ground.town, "safety_inspections", 2025, "month")
    }
    assert (months["8月"].status, months["8月"].value) == ("incomplete", None)
    assert {part.status for label, part in months.items() if label != "8月"} == {"sound"}
    change = compare(store, ground.town, "safety_inspections", 2025)
    assert change.months == tuple(month for month in range(1, 13) if month != 8)
    kept = [f"{month}月" for month in change.months]
    now, base = (
        sum(p.value for p in true(ground, "safety_inspections", y, month=kept)) for y in (2025, 2024)
    )
    assert change.changes[0].difference == now - base


@pytest.mark.parametrize("last", [9, 11])
def test_a_year_that_is_not_over_is_compared_over_the_same_months(ground, last):
    for name in (*_EVENTS, "safety_months"):
        cut_after(ground, DATASETS[name], 2025, last)
    store = ground.cleaned()
    figure = compute_figure(store, ground.town, "disputes_accepted", 2025)
    assert figure.status == "provisional"
    assert f"截至{last}月" in figure.sentence()
    months = [f"{month}月" for month in range(1, last + 1)]
    now, base = (true(ground, "disputes_accepted", year, month=months)[0].value for year in (2025, 2024))
    assert figure.value == now
    assert figure.change.difference == now - base
    assert figure.months == tuple(range(1, last + 1))
    assert f"1—{last}月" in figure.sentence()


@pytest.mark.parametrize(("years", "status"), [((2024, 2025), "unavailable"), ((2025,), "incomplete")])
@pytest.mark.parametrize(("column", "name"), [("criminal", "disputes_turned_criminal"),
                                              ("level", "local_dispute_resolution_rate")])  # fmt: skip
def test_a_column_that_is_not_there_says_nothing_and_not_no(ground, column, name, years, status):
    for year in years:
        seen = set()
        for row in ground.records("disputes", year):
            if row["_source"] not in seen:
                seen.add(row["_source"])
                header_of(ground.cell("disputes", row, column), DATASETS["disputes"]).value = "备考"
    store = ground.cleaned()
    figure = compute_figure(store, ground.town, name, 2025)
    assert (figure.status, figure.value) == (status, None)
    assert DATASETS["disputes"].by_name[column].title in figure.reasons[0]
    assert compute_figure(store, ground.town, "disputes_accepted", 2025).status == "sound"


def test_a_column_that_one_sheet_lacks_leaves_the_count_open_by_its_records_once(ground):
    rows = ground.records("disputes", 2025)
    first = [row for row in rows if row["_source"] == rows[0]["_source"]]
    header_of(ground.cell("disputes", rows[0], "criminal"), DATASETS["disputes"]).value = "备考"
    figure = compute_figure(ground.cleaned(), ground.town, "disputes_turned_criminal", 2025)
    (truth,) = true(ground, "disputes_turned_criminal")
    assert 0 < len(first) < len(rows)
    assert (figure.status, figure.value) == ("bounded", None)
    assert figure.low <= truth.value <= figure.high
    assert figure.high - figure.low == len(first)


@pytest.mark.parametrize(("column", "marks", "name"), [
    ("resolved", ("已作废", "已退回", "已逾期", "已撤销"), "disputes_resolved"),
    ("channel", ("某办", "不详", "外面", "？"), "disputes_resolved_by_centres"),
])  # fmt: skip
def test_a_mark_that_says_neither_leaves_the_count_open_by_as_many(ground, column, marks, name):
    rows = [row for row in ground.records("disputes", 2025) if row["resolved"] and row["channel"] == "三中心"]
    for row, mark in zip(rows, marks, strict=False):
        ground.cell("disputes", row, column).value = mark
    store = ground.cleaned()
    figure = compute_figure(store, ground.town, name, 2025)
    (part,) = true(ground, name)
    assert figure.status in ("bounded", "doubtful")
    assert (figure.low, figure.high) == (part.value - len(marks), part.value)


def test_a_cell_that_nobody_can_read_leaves_what_does_not_read_it_alone(ground):
    row = ground.records("disputes", 2025)[3]
    ground.cell("disputes", row, "kind").value = "外星"
    store = ground.cleaned()
    statuses = {
        part.labels: part.status for part in measure(store, ground.town, "disputes_accepted", 2025, "kind")
    }
    assert set(statuses.values()) == {"bounded"}
    for by in ((), "village", "channel", "month"):
        parts = measure(store, ground.town, "disputes_accepted", 2025, by)
        assert {part.status for part in parts} == {"sound"}

"""An issue says, for what is computed from the data, what mending it could change."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from fazhi_metrics.cleaning import Severity
from fazhi_metrics.cleaning.issues import Candidate, RecordRange, Slice, issue_from, issues_of
from fazhi_metrics.cleaning.rules import Reach

ONE, TWO, THREE = (Slice(name) for name in ("示例一村", "示例二村", "示例社区居委会"))


def test_severities_stand_in_order_and_have_colours_of_their_own():
    assert sorted(Severity, key=lambda each: each.order) == ["错误", "警告", "提示"]
    assert len({each.colour for each in Severity}) == 3


@pytest.mark.parametrize(
    ("typed", "rule", "reach", "columns", "records", "slices"),
    [
        ({"F4": "许多"}, "number_unreadable", Reach.VALUES, ["resident_population"], (4, 4), [ONE]),
        ({"F7": 930}, "total_differs", Reach.VALUES, ["resident_population"], (4, 6), [ONE, TWO, THREE]),
        ({"B4": "无此村"}, "village_unknown", Reach.VALUES, ["village"], (4, 4), [Slice()]),
        ({"B5": "示例一村"}, "duplicate_key", Reach.EXCESS, [], (5, 5), [ONE]),
        ({"B5": "示例一村"}, "village_list", Reach.ABSENT, [], None, [TWO]),
        (
            {"E4": 251, "E7": 491},
            "resident_households_within_people",
            Reach.VALUES,
            ["resident_households", "resident_population"],
            (4, 4),
            [ONE],
        ),
        (
            {"F3": "无此列"},
            "column_missing",
            Reach.VALUES,
            ["resident_population"],
            (4, 6),
            [ONE, TWO, THREE],
        ),
        ({"A5": 4}, "serial_broken", Reach.ABSENT, [], None, []),
    ],
)
def test_an_issue_names_what_it_could_move(office, typed, rule, reach, columns, records, slices):
    office.edit(office.population(), **typed)
    found = next(issue for issue in office.clean().issues if issue.rule == rule)
    assert (found.dataset, found.year, found.reach, list(found.columns)) == (
        "population",
        2025,
        reach,
        columns,
    )
    assert [(each.first, each.last) for each in found.records] == ([records] if records else [])
    assert list(found.slices) == slices


def test_a_total_that_differs_names_its_parts_its_gap_and_the_candidates(office):
    office.edit(office.population(), F5=5000)
    found = next(issue for issue in office.clean().issues if issue.rule == "total_differs")
    sheet = "2025/人口与户数.xlsx!人口"
    assert found.cells == (f"{sheet}!F7", f"{sheet}!F4:F6")
    assert (found.gap, found.amount) == ("-4500", 4500.0)
    assert found.candidates == (Candidate(f"{sheet}!F7", "5420"), Candidate(f"{sheet}!F5", "500"))


def test_the_total_of_a_total_row_that_cannot_be_read_moves_nothing(office):
    office.edit(office.population(), F7="若干")
    assert {issue.reach for issue in office.clean().issues} == {Reach.NOTHING}


def test_a_date_that_is_doubted_puts_its_record_in_no_month(office):
    office.edit(office.disputes(), J2="2025.2.5")
    found = next(issue for issue in office.clean().issues if issue.cell == "J2")
    assert (found.columns, found.slices) == (("accepted_on", "closed_on"), (Slice("示例一村"),))


def test_issues_come_back_from_processed_data_as_they_were(office):
    office.edit(office.population(), F7=930, B5="示例一村")
    issues = office.clean().issues
    assert issues_of(office.store.side_table("issues")) == issues
    assert tuple(issue_from(json.loads(json.dumps(asdict(each)))) for each in issues) == issues
    assert RecordRange(0, 4, 6) in {each for issue in issues for each in issue.records}

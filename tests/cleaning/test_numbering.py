"""Numbers that count on from row to row: a slip, a skip, a total numbered like a record."""

from __future__ import annotations

import pytest

from tests.cleaning.conftest import DISPUTES, POPULATION, POPULATION_MERGES


def ledger(office, *numbers):
    """Write a ledger of cases with these numbers, one a month, and return what is found in it."""
    rows = [
        [n, number, f"2025-{1 + n % 12}-05", *DISPUTES[1][3:9], "", "否"]
        for n, number in enumerate(numbers, 1)
    ]
    for row in rows:
        row[8] = "否"
    office.write("2025/纠纷.xlsx", [DISPUTES[0], *rows], sheet="台账")
    return [(issue.rule, issue.cell) for issue in office.clean().issues if issue.rule != "months_covered"]


def counted(first, last, head="JF2025-"):
    return [f"{head}{n:03}" for n in range(first, last + 1)]


def test_consecutive_numbers_are_silent_wherever_they_begin(office):
    assert ledger(office, *counted(38, 60)) == []


def test_numbers_grow_longer_as_they_count_on(office):
    assert ledger(office, *(f"J-{n}" for n in range(1, 25))) == []
    longer = [f"{n:02}" for n in range(92, 106)]
    assert ledger(office.having(raw=office.town.raw / "more"), *longer[:5], "108", *longer[6:]) == [
        ("number_broken", "B7")
    ]


@pytest.mark.parametrize("slip", ["JF2025-015", "JF2024-005", "JF2025-0050", "5"])
def test_a_number_unlike_its_neighbours_is_found_at_its_cell(office, slip):
    numbers = counted(1, 20)
    numbers[4] = slip
    found = ledger(office, *numbers)
    assert ("number_broken", "B6") in found
    assert {rule for rule, _ in found} <= {"number_broken", "duplicate_key"}


def test_the_first_number_is_held_against_the_second(office):
    assert ledger(office, "JF2024-001", *counted(2, 12)) == [("number_broken", "B2")]


def test_a_slip_in_the_second_number_is_not_laid_to_the_first(office):
    assert ledger(office, "JF2025-001", "JF2024-002", *counted(3, 12)) == [("number_broken", "B3")]


def test_a_skipped_number_is_asked_about_where_the_count_goes_on(office):
    assert ledger(office, *counted(1, 8), *counted(11, 20)) == [("number_broken", "B10")]


def test_a_series_that_begins_anew_each_month_is_silent(office):
    numbers = [*counted(1, 9, "WG2025010"), *counted(10, 19, "WG2025020"), *counted(1, 9, "WG2025030")]
    assert ledger(office, *numbers) == []


def test_numbers_in_no_order_are_nobodys_mistake(office):
    assert ledger(office, *[f"JF2025-{n * 7 % 23:03}" for n in range(1, 20)]) == []


def test_a_record_that_calls_itself_a_subtotal_is_asked_about_at_its_label(office):
    rows = [list(row) for row in POPULATION]
    rows[4][1] = "小计"
    office.write("2025/人口.xlsx", rows, POPULATION_MERGES, "人口")
    assert ("错误", "total_numbered", "2025/人口.xlsx!人口!B5") in office.found()


def test_a_last_total_with_a_number_is_as_some_offices_type_it(office):
    rows = [list(row) for row in POPULATION]
    rows[6][0:2] = [4, "合计"]
    office.write("2025/人口.xlsx", rows, [m for m in POPULATION_MERGES if m != "A7:B7"], "人口")
    assert office.found() == []

"""No table tells of one or two people, nor lets them be reckoned from its totals."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from fazhi_metrics.measures import INDICATORS, compare, measure
from fazhi_metrics.measures.disclosure import FEW, NOTE, counts_people, hidden_labels

from . import towns

OFFICES = ("甲办", "乙办", "丙办")
FIELDS = ("环保", "安全生产", "综合执法")


def officers(counts, certified=True):
    return [
        {"office": office, "field": field, "certified": certified, "established": True, "year": 2025}
        for (office, field), number in counts.items()
        for _ in range(number)
    ]


def stored(folder, counts, year=2025):
    return towns.stored(folder, {("enforcement", year): [{**o, "year": year} for o in officers(counts)]})


def test_what_counts_people():
    assert counts_people(INDICATORS["enforcement_officers"])
    assert counts_people(INDICATORS["certified_officer_rate"])
    assert counts_people(INDICATORS["resident_population"])
    assert not counts_people(INDICATORS["disputes_accepted"])


def test_one_hidden_part_takes_the_smallest_other_with_it(tmp_path, town):
    store = stored(tmp_path, {("甲办", "环保"): 1, ("乙办", "环保"): 5, ("丙办", "环保"): 4})
    found = measure(store, town, "enforcement_officers", 2025, "office")
    assert hidden_labels(found) == {("甲办",), ("丙办",)}


def test_two_hidden_parts_take_no_other(tmp_path, town):
    store = stored(tmp_path, {("甲办", "环保"): 1, ("乙办", "环保"): 2, ("丙办", "环保"): 4})
    found = measure(store, town, "enforcement_officers", 2025, "office")
    assert hidden_labels(found) == {("甲办",), ("乙办",)}


def test_a_ledger_of_events_hides_nothing(store, town):
    assert not hidden_labels(measure(store, town, "disputes_accepted", 2025, ["village", "month"]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(numbers=st.lists(st.integers(0, 9), min_size=9, max_size=9).filter(any))
def test_no_row_or_column_lacks_a_single_part_that_its_total_gives_back(tmp_path_factory, town, numbers):
    cells = dict(zip(((o, f) for o in OFFICES for f in FIELDS), numbers, strict=True))
    store = stored(tmp_path_factory.mktemp("p"), cells)
    found = measure(store, town, "enforcement_officers", 2025, ["office", "field"])
    hidden = hidden_labels(found)
    assert {part.labels for part in found if 0 < part.value <= FEW} <= hidden
    for axis in (0, 1):
        for label in {part.labels[axis] for part in found}:
            line = [part for part in found if part.labels[axis] == label]
            open_ones = [part for part in line if part.labels not in hidden and part.value]
            assert sum(part.labels in hidden for part in line) != 1 or not open_ones


@pytest.fixture
def small(tmp_path):
    counts = {("甲办", "环保"): 2, ("乙办", "环保"): 23, ("丙办", "环保"): 14}
    every = {
        ("enforcement", year): [{**row, "year": year} for row in officers(counts)] for year in (2024, 2025)
    }
    return towns.stored(tmp_path, every)


def cells_of(shown):
    return [row.xpath("./td/text()") for row in html.fromstring(shown._repr_html_()).xpath("//tbody/tr")]


def test_the_notebook_shows_neither_the_few_nor_how_many_records_they_are(small, town):
    found = measure(small, town, "enforcement_officers", 2025, "office")
    assert cells_of(found) == [["丙办", "不列出", "—"], ["乙办", "23", "23"], ["甲办", "不列出", "—"]]
    assert NOTE in found._repr_html_()
    assert found["甲办"].value == 2  # the analyst's own arithmetic is not touched


def test_a_rate_hides_the_few_without_the_mark_as_well(small, town):
    rate = measure(small, town, "certified_officer_rate", 2025, "office")
    assert cells_of(rate)[2][1:] == ["不列出", "—", "—", "—"]


def test_a_comparison_and_a_ranking_hide_them_too(small, town):
    compared = compare(small, town, "enforcement_officers", 2025, by="office")
    assert cells_of(compared)[0][1:] == ["不列出", "不列出", "—", "—"]
    ranked = measure(small, town, "enforcement_officers", 2025, "office").rank()
    assert [row[1] for row in cells_of(ranked)] == ["乙办"]
    assert NOTE in ranked._repr_html_()


def test_printed_as_text_they_are_hidden_as_well(small, town):
    found = measure(small, town, "enforcement_officers", 2025, "office")
    compared = compare(small, town, "enforcement_officers", 2025, by="office")
    for shown in (found, compared, found.rank()):
        lines = str(shown).splitlines()
        assert lines[-1].endswith(NOTE)
        assert not [line for line in lines if "甲办" in line and any(letter.isdigit() for letter in line)]
        assert "23人" in str(shown)

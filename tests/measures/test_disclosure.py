"""No table tells of one or two people, nor lets them be reckoned from its totals."""

from __future__ import annotations

import pytest
from lxml import html

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures import compare, compute_figure, measure
from fazhi_metrics.measures.disclosure import NOTE, hidden_labels
from fazhi_metrics.measures.status import Status

from . import towns

OFFICES = ("甲办", "乙办", "丙办")


def officers(counts, certified=True):
    return [
        {"office": office, "field": field, "certified": certified, "established": True, "year": 2025}
        for (office, field), number in counts.items()
        for _ in range(number)
    ]


def test_a_confidential_part_has_no_number_at_all(small, town):
    found = measure(small, town, "enforcement_officers", 2025, "office")
    part = found["甲办"]
    assert (part.status, part.value, part.low, part.high, part.n) == (
        Status.CONFIDENTIAL,
        None,
        None,
        None,
        None,
    )
    assert part.reasons == (NOTE,)
    assert hidden_labels(found) == {
        ("甲办",),
        ("丙办",),
    }  # the total less 23 and the other would give it back


def test_every_part_is_listed_whether_someone_is_in_it_or_not(small, town):
    """Which offices have a field would tell of the one person who has it."""
    found = measure(small, town, "enforcement_officers", 2025, ["office", "field"])
    assert len(found) == len(OFFICES) * len({labels[1] for labels in (part.labels for part in found)})


def test_a_selection_that_would_give_a_hidden_number_back_is_refused(small, town):
    with pytest.raises(IndicatorError, match="筛选"):
        measure(small, town, "enforcement_officers", 2025, where={"office": ["甲办", "乙办"]})


def test_a_confidential_figure_names_no_cells_and_compares_nothing(tmp_path, town):
    rows = [*officers({("甲办", "环保"): 12}), *officers({("乙办", "环保"): 2}, certified=False)]
    every = {("enforcement", year): [{**row, "year": year} for row in rows] for year in (2024, 2025)}
    figure = compute_figure(towns.stored(tmp_path, every), town, "certified_officers", 2025)
    assert figure.wording == "不列出"
    assert (figure.value, figure.numerator, figure.denominator, figure.change, figure.cells) == (
        None,
        None,
        None,
        None,
        (),
    )
    assert not any(letter.isdigit() for letter in figure.sentence().replace(NOTE, ""))


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

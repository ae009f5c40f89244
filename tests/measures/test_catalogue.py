"""Every card is whole, reads columns that exist, and says codes that exist."""

from __future__ import annotations

import pytest

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import FIGURES, INDICATORS, indicator_named

every = pytest.mark.parametrize("card", INDICATORS.values(), ids=INDICATORS)


def test_there_are_at_least_sixty_and_no_id_or_title_is_used_twice():
    cards = list(INDICATORS.values())
    assert len(cards) >= 60
    assert len({card.id for card in cards}) == len({card.title for card in cards}) == len(cards)


def test_every_figure_of_the_report_is_an_indicator():
    assert set(FIGURES) <= set(INDICATORS)
    assert len(FIGURES) == len(set(FIGURES)) == 22


def test_every_dataset_is_read_by_some_indicator():
    assert {name for card in INDICATORS.values() for name in card.datasets} == set(DATASETS)


@every
def test_a_card_reads_stored_columns_and_known_codes(card):
    for part in card.sums:
        dataset = DATASETS[part.dataset]
        stored = {column.name: column for column in dataset.stored}
        for name in part.columns:
            assert name in stored
        for where in part.where:
            column = stored[where.column]
            if column.type == "code":
                assert set(where.values) <= set(column.codes)
            if column.type == "flag" and where.operator != "known":
                assert all(isinstance(value, bool) for value in where.values)
        if part.column and not part.distinct and not part.minus:
            assert stored[part.column].additive


@every
def test_a_card_has_its_words(card):
    assert card.title and card.unit and card.theme and card.version and card.since
    assert len(card.definition) >= 8
    assert not card.definition.endswith("。")
    assert card.words and all(card.words)
    assert card.unit != "%" or (card.scale == 100 and card.rate)
    assert card.nature != "proportion" or card.unit == "%"
    assert not card.agrees_with or card.agrees_with in INDICATORS


def test_a_card_is_found_by_its_title_too():
    assert indicator_named("常住人口").id == "resident_population"


@pytest.mark.parametrize(
    ("name", "hint"), [("resident_populatoin", "resident_population"), ("常驻人口", "常住人口")]
)
def test_a_misspelt_name_is_answered_with_the_nearest(name, hint):
    with pytest.raises(IndicatorError, match=f"您是不是要找 {hint}"):
        indicator_named(name)

"""What a figure says in a sentence is read back, by the grammar that reads reports, as value and change."""

from __future__ import annotations

from fazhi_metrics.audit import read_claims
from fazhi_metrics.measures import INDICATORS
from fazhi_metrics.quantities import holds

DIRECTIONS = {"up": "up", "down": "down", "same": "flat"}


def test_every_sentence_reads_back_as_the_value_and_the_change(sample_project):
    told = 0
    for figure in sample_project.figures(2025, INDICATORS):
        claims = read_claims(f"{figure.sentence()}。")
        if figure.few:
            assert [claim.text for claim in claims.figures] == ["不足3人"]  # the reason, no value
            continue
        assert any(holds(claim.quantity, figure.value) for claim in claims.figures), figure.sentence()
        expected = DIRECTIONS[figure.change.direction]
        if "基本持平" in figure.sentence():
            expected = "flat"
        assert [trend.direction for trend in claims.trends] == [expected], figure.sentence()
        told += 1
    assert told >= len(INDICATORS) - 5


def test_a_sentence_about_another_year_than_the_one_before_names_it_and_reads_back(sample_project):
    figure = sample_project.figure("petitions", 2024, base_year=2025)
    assert "比2025年" in figure.sentence()
    [trend] = read_claims(f"{figure.sentence()}。").trends
    assert trend.direction == "up"

"""What is cited is read back, by the grammar that reads reports, as words that hold the value."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_metrics.ledgers.spelling import spelled_sum
from fazhi_metrics.measures import INDICATORS, Part
from fazhi_metrics.measures.citing import cite_change, cite_value
from fazhi_metrics.measures.compare import change_between
from fazhi_metrics.quantities import holds, read_quantity

counts = st.integers(0, 10**7)


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(sorted(INDICATORS)), counts, st.integers(1, 10**6))
def test_a_cited_value_reads_back_as_words_that_hold_it(name, above, below):
    card = INDICATORS[name]
    value = card.value(above, below) if card.rate else above
    if name in ("farmland_area", "forest_area"):
        value = Decimal(above).scaleb(-2)
    said = read_quantity(cite_value(value, card).partition("/")[0])  # the grammar has no compound units
    assert said is not None
    assert holds(said, value)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(INDICATORS)), counts, counts, st.integers(1, 10**6))
def test_a_cited_change_reads_back_as_words_that_hold_it(name, now, base, below):
    card = INDICATORS[name]
    parts = [
        Part(
            value=card.value(n, below) if card.rate else n,
            numerator=n,
            denominator=below if card.rate else None,
        )
        for n in (now, base)
    ]
    change = change_between(card, (), *parts)
    text = cite_change(change)
    if now == base:
        assert text == "持平"
        return
    for word, rising in (("提高", True), ("增长", True), ("增加", True), ("下降", False), ("减少", False)):
        if word in text:
            assert rising is (change.difference > 0)
            amount = change.percent if text.endswith("%") else change.difference
            said = read_quantity(text.partition(word)[2].partition("/")[0])
            assert said is not None and holds(said, abs(amount))
            return
    assert text == "基本持平"
    assert abs(Fraction(change.difference)) < 1


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("disputes_resolved_by_centres", "矛盾纠纷台账中化解渠道为三中心、是否化解为是的记录数"),
        ("local_dispute_resolution_rate", "矛盾纠纷台账中是否化解为是、化解层级为村或镇的记录数"),
        ("farmland_area", "村（社区）基本情况的耕地面积之和"),
        ("grid_districts", "村（社区）基本情况的不同片区的个数"),
        ("hazards_outstanding", "安全检查台账的发现隐患减已整改之和"),
        ("inspections_with_hazards_rate", "安全检查台账中发现隐患不少于1的记录数"),
    ],
)
def test_a_sum_is_spelled_out(name, words):
    assert spelled_sum(INDICATORS[name].numerator, INDICATORS[name].home) == words

"""Copies of the sample town, damaged: no value says more than is known, and none less without need."""

from __future__ import annotations

import random

import pytest

from fazhi_metrics.indicators import INDICATORS

from .damage import DAMAGES, planted
from .ground import questions

# One kind of each family; all kinds, many times over, are the campaign: python -m benchmarks.damage.
QUICK = ("typed number", "unreadable flag", "unreadable village", "monthly file", "column gone", "record twice",
         "one ledger cut short")  # fmt: skip


def test_the_undamaged_town_is_sound_throughout(ground):
    asked = questions(INDICATORS, fine=False)
    assert {part.status for question in asked for part in ground.answer(question)} <= {
        "sound",
        "confidential",
    }


@pytest.mark.parametrize("kind", QUICK)
def test_no_value_of_a_damaged_town_says_more_than_is_known(ground, kind):
    damage = next(each for each in DAMAGES if each.kind == kind)
    touched = planted(ground, random.Random(kind), damage)
    assert touched, "no place for it"
    names = {each.dataset for each in touched}
    near = [name for name, card in INDICATORS.items() if names & set(card.datasets)]
    asked = [*questions(near, fine=True), *questions(INDICATORS.keys() - near, fine=False)]
    misses = list(ground.judge(touched, asked))
    assert not misses, "\n".join(map(str, misses[:5]))

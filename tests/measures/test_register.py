"""One pattern of suppression per register and year: every question over it is answered alike."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import INDICATORS, measure
from fazhi_metrics.measures.base import Sum, Where, at_least
from fazhi_metrics.measures.disclosure import disclosure_of

from . import towns
from .attack import Attacker

OFFICES, FIELDS, FLAGS = ("甲办", "乙办", "丙办"), ("环保", "安全生产", "综合执法"), ("是", "否")
DIMENSIONS = {"office": OFFICES, "field": FIELDS, "established": FLAGS, "certified": FLAGS}
COUNTS = {"enforcement_officers": {}, "certified_officers": {"certified": "是"}, "established_officers": {"established": "是"}}  # fmt: skip


def stored(folder, people, year=2025):
    """A store whose only ledger is a register of officers, given as (office, field, established, certified)."""
    rows = [
        {
            "office": OFFICES[office],
            "field": FIELDS[field],
            "established": established,
            "certified": certified,
            "year": year,
        }
        for office, field, established, certified in people
    ]
    return towns.stored(folder, {("enforcement", year): rows})


def uniform(*counts, certified=True):
    return [(office, 0, True, certified) for office, count in enumerate(counts) for _ in range(count)]


def said(store, town, name, by=(), filters=None, year=2025):
    """What is said of a question's parts: the value, or None where it is confidential."""
    control, card = disclosure_of(store, town), INDICATORS[name]
    found = measure(store, town, card, year, by, filters)
    return {
        part.labels: None if control.confidential(card, year, by, part.labels, filters) else part.numerator
        for part in found
    }


def test_registers_are_declared_and_nothing_else_counts_people():
    assert [name for name, dataset in DATASETS.items() if dataset.register] == ["enforcement"]


def test_a_ledger_of_cases_or_of_a_population_hides_nothing(store, town):
    control = disclosure_of(store, town)
    for name in ("disputes_accepted", "resident_population"):
        assert not control.confidential(INDICATORS[name], 2025, ("village",), ("示例一村",))
        assert not control.refuses(INDICATORS[name], (2025,), (), {"village": ("示例一村", "示例二村")})


def test_a_rate_is_hidden_with_either_of_its_sums(tmp_path, town):
    store = stored(tmp_path, [*uniform(12), *uniform(2, certified=False)])
    control = disclosure_of(store, town)
    hidden = {
        name
        for name, card in INDICATORS.items()
        if "enforcement" in card.datasets and control.confidential(card, 2025, (), ())
    }
    assert hidden == {"certified_officers", "certified_officer_rate"}  # 2 of 14 have none


def test_a_count_of_most_is_hidden_where_few_are_left(tmp_path, town):
    store = stored(
        tmp_path, [*uniform(7), *uniform(1, certified=False), *uniform(0, 4), *uniform(0, 3, certified=False)]
    )
    assert set(said(store, town, "certified_officers", ("office",)).values()) == {None}
    assert said(store, town, "enforcement_officers", ("office",)) == {("乙办",): 7, ("甲办",): 8}
    assert said(store, town, "certified_officers") == {(): 11}


def test_three_offices_of_one_each_are_not_given_back_by_their_total(tmp_path, town):
    assert set(
        said(stored(tmp_path, uniform(1, 1, 1)), town, "enforcement_officers", ("office",)).values()
    ) == {None}


@pytest.mark.parametrize("filters", [{"office": ("甲办",)}, {"office": ("甲办",), "field": ("环保",)}])
def test_a_selection_is_answered_as_the_division_that_it_is_a_part_of(tmp_path, town, filters):
    store = stored(tmp_path, uniform(2, 23, 14))
    assert said(store, town, "enforcement_officers", (), filters) == {(): None}
    assert said(store, town, "enforcement_officers", (), {"office": ("乙办",)}) == {(): 23}


def test_a_selection_from_which_a_hidden_part_could_be_taken_is_refused(tmp_path, town):
    control, card = (
        disclosure_of(stored(tmp_path, uniform(2, 23, 14)), town),
        INDICATORS["enforcement_officers"],
    )
    assert "筛选" in control.refuses(card, (2025,), (), {"office": ("甲办", "乙办")})
    assert not control.refuses(card, (2025,), (), {"office": ("乙办",)})
    assert not control.refuses(card, (2025,), ("office",), {"office": ("甲办", "乙办")})  # each for itself


def test_an_own_condition_is_answered_by_the_same_pattern(tmp_path, town):
    control = disclosure_of(stored(tmp_path, uniform(2, 23, 14)), town)
    own = replace(INDICATORS["enforcement_officers"], id="own")

    def where(*conditions):
        return replace(own, numerator=Sum("enforcement", where=conditions))

    assert control.confidential(where(Where("office", "is", ("甲办",))), 2025, (), ())
    assert not control.confidential(where(Where("office", "is", ("乙办",))), 2025, (), ())
    assert control.confidential(where(Where("office", "is_not", ("甲办",))), 2025, (), ())  # 39 less 37
    assert control.confidential(where(at_least("year", 2025)), 2025, (), ())  # never asked before


def test_years_stand_side_by_side(tmp_path, town):
    rows = {}
    for year, counts in ((2024, (5, 23, 14)), (2025, (2, 23, 14))):
        people = [(office, number) for office, number in enumerate(counts)]
        rows["enforcement", year] = [
            {"office": OFFICES[o], "field": FIELDS[0], "established": True, "certified": True, "year": year}
            for o, number in people
            for _ in range(number)
        ]
    store = towns.stored(tmp_path, rows)
    assert said(store, town, "enforcement_officers", ("office",), year=2024)["甲办",] == 5
    assert said(store, town, "enforcement_officers", ("office",), year=2025)["甲办",] is None


people = st.lists(
    st.tuples(st.integers(0, 2), st.sampled_from([0, 0, 1, 2]), st.booleans(), st.booleans()),
    min_size=1,
    max_size=60,
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people)
def test_no_set_of_questions_gives_back_what_is_hidden(tmp_path_factory, town, people):
    store = stored(tmp_path_factory.mktemp("p"), people)
    attacker = Attacker(DIMENSIONS)
    for name, condition in COUNTS.items():
        for by in [(), *((one,) for one in DIMENSIONS), *combinations(DIMENSIONS, 2)]:
            answers = said(store, town, name, by)
            if all(value is None for value in answers.values()):
                continue  # a table of which nothing is shown tells nothing
            for labels, value in answers.items():
                cell = attacker.cell(**dict(zip(by, labels, strict=True)))
                cell = cell & attacker.cell(**condition)
                truth = measure(store, town, name, 2025, by)[labels or ()].numerator if by else None
                attacker.sees(cell, value, truth)
    assert not attacker.recovered()


def test_without_a_register_nothing_is_worked_out():
    code = (
        "import sys; from fazhi_metrics.measures import INDICATORS; "
        "from fazhi_metrics.measures.disclosure import Disclosure; "
        "assert not Disclosure(None, None).confidential(INDICATORS['disputes_accepted'], 2025, (), ()); "
        "print('scipy' in sys.modules, 'numpy' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    done = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]

"""What the clerks type is read back as what they meant, by the library's own grammar of cells."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.project import Village, spellings
from fazhi_metrics.quantities import read_date, read_flag, read_number
from fazhi_metrics.sample.clerk import DONE, HAPPENED, typed_count, typed_day, typed_flag, typed_village
from fazhi_metrics.sample.draws import stream
from fazhi_metrics.sample.places import village_names

SEEDS = st.integers(0, 10**6)


@given(SEEDS, st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31)))
def test_a_typed_day_is_read_back(seed, day):
    assert read_date(typed_day(stream(seed), day), year=day.year).value == day


def test_days_are_typed_in_at_least_five_ways():
    typed = {typed_day(stream(seed), dt.date(2025, 3, 5)) for seed in range(200)}
    assert typed == {"2025年3月5日", "2025.3.5", "3月5日", "2025-03-05", 20250305, dt.date(2025, 3, 5)}


@given(SEEDS, st.integers(0, 10**6))
def test_a_typed_count_is_read_back(seed, count):
    assert read_number(typed_count(stream(seed), count, 0.8)).value == count


@pytest.mark.parametrize("ways", [DONE, HAPPENED])
@pytest.mark.parametrize("answer", [True, False])
def test_a_typed_flag_is_read_back(ways, answer):
    typed = {typed_flag(stream(seed), answer, ways) for seed in range(300)}
    assert len(typed) > 1
    assert {read_flag(value).value for value in typed} == {answer}


def test_a_typed_village_is_read_back_from_names_and_aliases():
    names = village_names(20)
    villages = [Village(name, aliases=(f"{name}村委会",) if name.endswith("村") else ()) for name in names]
    known = spellings(villages)
    for name in names:
        typed = {"".join(typed_village(stream(seed), name, 1).split()) for seed in range(60)}
        assert len(typed) >= 3
        assert {known[text] for text in typed} == {name}

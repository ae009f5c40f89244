import datetime as dt
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.sample.draws import Bag, days_of, shares, spread_over, stream, within_year

PARTS = st.lists(st.tuples(st.floats(0, 100), st.integers(0, 500)), min_size=1, max_size=30)


@given(st.integers(0, 10**7), st.lists(st.floats(0, 1000), min_size=1, max_size=40))
def test_shares_add_up_to_the_total(total, weights):
    parts = shares(total, weights)
    assert sum(parts) == total
    assert min(parts) >= 0


@given(PARTS, st.floats(0, 1))
def test_shares_stay_under_their_caps(parts, part):
    weights, caps = zip(*parts, strict=True)
    total = int(sum(caps) * part)
    got = shares(total, weights, caps)
    assert sum(got) == total
    assert all(one <= cap for one, cap in zip(got, caps, strict=True))


@given(st.lists(st.integers(1, 1000), min_size=1, max_size=20), st.integers(1, 50))
def test_shares_of_a_whole_multiple_are_exact(weights, times):
    assert shares(sum(weights) * times, weights) == [weight * times for weight in weights]


def test_caps_that_cannot_hold_the_total_are_refused():
    with pytest.raises(ValueError, match="caps hold 5, not 6"):
        shares(6, [1, 1], [2, 3])


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 40), max_size=6), st.integers())
def test_a_bag_gives_out_exactly_what_it_was_given(counts, seed):
    bag, rng = Bag(counts), stream(seed)
    drawn = Counter(bag.draw(rng) for _ in range(sum(counts.values())))
    assert drawn == Counter({value: count for value, count in counts.items() if count})
    with pytest.raises(IndexError):
        bag.draw(rng)


def test_streams_of_different_keys_differ_and_of_the_same_keys_agree():
    assert stream("a", 1).random() == stream("a", 1).random() != stream("a", 2).random()


@pytest.mark.parametrize("year", [2024, 2025])
def test_workdays_leave_out_weekends_and_holidays(year):
    days = [day for month in range(1, 13) for day in days_of(stream(year), year, month, 300, workdays=True)]
    assert {day.weekday() for day in days} == {0, 1, 2, 3, 4}
    assert not {(1, 1), (5, 1), (10, 1)} & {(day.month, day.day) for day in days}


def test_days_come_in_order_and_in_their_month():
    counts = [3, 0, 5, 1, 0, 0, 2, 0, 0, 0, 4, 9]
    days = spread_over(stream("days"), 2024, counts)
    assert days == sorted(days)
    assert [Counter(day.month for day in days)[month] for month in range(1, 13)] == counts


def test_a_later_day_stays_in_the_year():
    assert within_year(dt.date(2025, 12, 20), 30) == dt.date(2025, 12, 31)
    assert within_year(dt.date(2025, 3, 30), 3) == dt.date(2025, 4, 2)

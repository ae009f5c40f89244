"""A row is called a sum only where its numbers cannot agree by chance."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.workbooks.sums import Sums


def find(rows, labelled=(), depth=None):
    return Sums(
        [row[0] for row in rows],
        lambda place: rows[place][1:],
        labelled,
        lambda place: (depth or {}).get(place, 0),
    ).find()


def test_totals_above_below_and_inside_one_another_are_found():
    parts = [(1144.0, 310.0), (3839.0, 415.0), (800.0, 296.0)]
    more = [(1975.0, 4211.0), (1599.0, 3107.0)]
    first = (sum(p[0] for p in parts), sum(p[1] for p in parts))
    second = (sum(p[0] for p in more), sum(p[1] for p in more))
    every = (first[0] + second[0], first[1] + second[1])
    assert find([every, first, *parts, second, *more]) == {0: (5, 1), 1: (4, 3, 2), 5: (7, 6)}
    assert set(find([*parts, first, *more, second, every])) == {3, 6, 7}


def test_small_numbers_need_a_label_or_an_indent():
    rows = [(3.0, 3.0), (1.0, 2.0), (2.0, 1.0)]
    assert find(rows) == {}
    assert find(rows, labelled={0}) == {0: (2, 1)}


def test_one_part_is_no_sum_unless_it_is_indented_under_it():
    rows = [(703722.0, 359321.0), (703722.0, 359321.0), (5.0, 6.0)]
    assert find(rows) == {}
    assert find(rows, depth={1: 2, 2: 0}) == {0: (1,)}


def test_a_labelled_total_that_does_not_add_up_is_part_of_nothing():
    assert find([(1200.0, 411.0), (1300.0, 422.0), (9999.0, 999.0), (2500.0, 833.0)], labelled={2}) == {
        3: (0, 1)
    }


@given(st.integers(0, 10**6))
def test_rows_drawn_at_random_are_no_sums(seed):
    rng = random.Random(seed)
    assert find([(float(rng.randint(1, 9999)), float(rng.randint(1, 9999))) for _ in range(30)]) == {}


@given(st.lists(st.tuples(st.integers(1000, 10**6), st.integers(1000, 10**6)), min_size=2, max_size=20))
def test_the_sum_of_parts_is_found_at_either_end(parts):
    rows = [tuple(map(float, part)) for part in parts]
    total = (sum(row[0] for row in rows), sum(row[1] for row in rows))
    assert len(rows) in find([*rows, total])
    assert 0 in find([total, *rows])

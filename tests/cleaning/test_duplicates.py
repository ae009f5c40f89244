"""Keys that occur twice are found the same in one slice and in many, with the record that had them first."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.cleaning.duplicates import Keys
from fazhi_metrics.datasets.schema import AT, SOURCE


def found(rows, cuts=()):
    """The duplicates among (case, year) rows, observed in slices that end at `cuts`."""
    frame = pd.DataFrame(
        {
            "case": pd.Series([case for case, _ in rows], dtype="str"),
            "year": pd.Series([year for _, year in rows], dtype="Int64"),
            SOURCE: pd.Series([7] * len(rows), dtype="int32"),
            AT: pd.Series(range(len(rows)), dtype="int32"),
        }
    )
    keys = Keys(("case", "year"))
    edges = [0, *sorted(cuts), len(rows)]
    for start, end in pairwise(edges):
        keys.observe(frame.iloc[start:end].reset_index(drop=True))
    return [(spot.at, first.at) for spot, first in keys.duplicates()]


@pytest.mark.parametrize("cuts", [(), (2,), (1, 2, 3, 4)])
def test_a_key_that_comes_again_points_to_its_first_record(cuts):
    rows = [("a", 2025), ("b", 2025), ("a", 2024), ("a", 2025), ("a", 2025)]
    assert found(rows, cuts) == [(3, 0), (4, 0)]


@pytest.mark.parametrize("cuts", [(), (1,)])
def test_a_key_that_is_not_complete_is_nobodys_double(cuts):
    assert found([(None, 2025), (None, 2025), ("a", None), ("a", None)], cuts) == []


@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from([2024, 2025, None])), max_size=30
    ),
    st.sets(st.integers(0, 30), max_size=4),
)
def test_slicing_changes_nothing(rows, cuts):
    inside = {cut for cut in cuts if 0 < cut < len(rows)}
    assert found(rows, inside) == found(rows)


def test_without_a_key_nothing_is_a_double():
    keys = Keys(())
    keys.observe(pd.DataFrame({"case": ["a", "a"], SOURCE: [0, 0], AT: [1, 2]}))
    assert list(keys.duplicates()) == []

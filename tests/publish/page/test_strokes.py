import doctest
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_metrics.publish.page import strokes
from fazhi_metrics.publish.page.strokes import moved

TENTHS = st.integers(-5000, 5000).map(lambda n: n / 10)


def numbers(outline):
    return [float(n) for n in re.findall(r"-?\d+\.?\d*", outline)]


def test_the_examples_hold():
    assert doctest.testmod(strokes).failed == 0


@pytest.mark.parametrize(
    ("outline", "there"),
    [
        ("M1,2L3,4Z", "M11 22L13 24Z"),
        ("M1,2H5V7", "M11 22H15V27"),
        ("M1,2h5v7z", "M11 22h5v7z"),
        ("M0,0C1,1 2,2 3,3", "M10 20C11 21 12 22 13 23"),
        ("M3,0A3,3 0 1,1 0,-3A3,3 0 0,1 3,0Z", "M13 20A3 3 0 1 1 10 17A3 3 0 0 1 13 20Z"),
        ("M-0.25,.5L1e-7,2", "M9.8 20.5L10 22"),
        ("M1 2 3 4", "M11 22 13 24"),
    ],
)
def test_an_outline_is_moved(outline, there):
    assert moved(outline, 10, 20) == there


@pytest.mark.parametrize("outline", ["", "m1,1l2,2", "L1,1", "M1", "M1,2B3,4", "1,2", "M1,2A3,3 0 1"])
def test_what_is_not_written_as_expected_is_left_alone(outline):
    assert moved(outline, 1, 1) is None


@settings(deadline=None)
@given(st.lists(st.tuples(TENTHS, TENTHS), min_size=1, max_size=6), TENTHS, TENTHS)
def test_moved_there_and_back_is_where_it_was(points, across, down):
    outline = "M" + "L".join(f"{x},{y}" for x, y in points)
    there = moved(outline, across, down)
    back = moved(there, -across, -down)
    assert numbers(back) == pytest.approx(numbers(outline), abs=0.11)
    assert numbers(there)[0] == pytest.approx(points[0][0] + across, abs=0.06)

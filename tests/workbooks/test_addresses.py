"""Addresses are written one way, and cells join into as few blocks as stand out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.workbooks import address, column_number, compress, letters
from fazhi_metrics.workbooks.addresses import blocks


@given(st.integers(1, 16_384))
def test_a_column_number_and_its_letters_name_each_other(number):
    assert column_number(letters(number)) == number


@pytest.mark.parametrize("column", ["", "1", "甲", "A1"])
def test_what_is_no_column_is_refused(column):
    if column:
        with pytest.raises(ValueError, match="not a column"):
            column_number(column)
    else:
        assert column_number(column) == 0
    with pytest.raises(ValueError, match="start at 1"):
        letters(0)


def test_an_address_has_file_sheet_and_cell_and_a_text_file_no_sheet():
    assert address("2025/人口.xlsx", "人口!表", 7, "C") == "2025/人口.xlsx!人口!表!C7"
    assert address("事项.csv", None, 7, 3) == "事项.csv!C7"


def test_cells_join_down_a_column_first_and_keep_their_sheet():
    cells = [
        "a.xlsx!S!C5",
        "a.xlsx!S!C6",
        "a.xlsx!S!D6",
        "b.csv!A1",
        "a.xlsx!S!C8",
        "a.xlsx!T!C5",
        "a.xlsx!T!C5",
    ]
    assert compress(cells) == ["a.xlsx!S!C5:C6", "a.xlsx!S!C8", "a.xlsx!S!D6", "b.csv!A1", "a.xlsx!T!C5"]


def test_what_is_no_single_cell_is_kept_as_it_is():
    assert compress(["a.xlsx!S!C5:C9", "a.xlsx!S!C5"]) == ["a.xlsx!S!C5", "a.xlsx!S!C5:C9"]


@given(st.sets(st.tuples(st.integers(1, 8), st.integers(1, 12)), max_size=60))
def test_blocks_hold_exactly_the_cells_that_were_joined(cells):
    held = [
        (column, row)
        for (top, left), (bottom, right) in blocks(cells)
        for column in range(left, right + 1)
        for row in range(top, bottom + 1)
    ]
    assert sorted(held) == sorted(cells)

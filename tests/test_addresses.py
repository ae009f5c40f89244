"""Addresses are written and read one way, and cells join into as few blocks as stand out."""

from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils import get_column_letter

from fazhi_metrics import addresses
from fazhi_metrics.addresses import (
    Block,
    a1,
    address,
    column_number,
    covers,
    join,
    join_positions,
    letters,
    read_block,
    split,
)


@given(st.integers(1, 16_384), st.integers(1, 1_048_576))
def test_a_cell_is_read_back_as_it_was_written(column, row):
    assert column_number(letters(column)) == column
    assert letters(column) == get_column_letter(column)
    assert read_block(a1(row, column)) == (row, column, row, column)


def test_the_examples_hold():
    assert doctest.testmod(addresses).failed == 0


@pytest.mark.parametrize("column", ["1", "甲", "A1"])
def test_what_is_no_column_is_refused(column):
    with pytest.raises(ValueError, match="not a column"):
        column_number(column)
    with pytest.raises(ValueError, match="start at 1"):
        letters(0)


@pytest.mark.parametrize(
    ("parts", "text", "parted"),
    [
        (("2025/人口.xlsx", "人口!表", "C7"), "2025/人口.xlsx!人口!表!C7", ("2025/人口.xlsx!人口!表", "C7")),
        (("事项.csv", None, "C7:D9"), "事项.csv!C7:D9", ("事项.csv", "C7:D9")),
        (("人口.xlsx", "人口"), "人口.xlsx!人口", ("人口.xlsx", "人口")),
        (("人口.xlsx", None, ""), "人口.xlsx", ("", "人口.xlsx")),
    ],
)
def test_an_address_has_file_sheet_and_cell_and_a_text_file_no_sheet(parts, text, parted):
    assert address(*parts) == text
    assert split(text) == parted


@pytest.mark.parametrize(
    ("text", "block"),
    [
        ("C7", "C7"),
        ("$b$5:c5", "B5:C5"),
        ("D9:C7", "C7:D9"),
        ("D7:C9", "C7:D9"),
        *(
            (bad, None)
            for bad in ("", "C", "7", "C0", "C7:", "C7 ", "C7\n", "ABCD1", "C７", "C7:D9:E1", "村7")
        ),
    ],
)
def test_a_block_is_read_with_its_corners_in_any_order_and_nothing_else_is(text, block):
    found = read_block(text)
    assert (found and str(found)) == block


@pytest.mark.parametrize(
    ("block", "cell", "has"),
    [
        ("a.xlsx!S!C5:D9", "a.xlsx!S!D9", True),
        ("a.xlsx!S!C5:D9", "a.xlsx!S!D4:E5", True),
        ("a.xlsx!S!C5:D9", "a.xlsx!S!E7", False),
        ("a.xlsx!S!C5:D9", "a.xlsx!S!C10", False),
        ("a.xlsx!S!C5", "a.xlsx!T!C5", False),
        ("a.xlsx!S", "a.xlsx!S!C5", False),
    ],
)
def test_a_block_covers_a_cell_of_its_own_sheet(block, cell, has):
    assert covers(block, cell) is covers(cell, block) is has


def test_cells_join_down_a_column_first_and_then_side_by_side():
    cells = {"C5": (5, 3), "C6": (6, 3), "D5": (5, 4), "D6": (6, 4), "E6": (6, 5), "C8": (8, 3)}
    assert [str(block) for block in join(cells.values())] == ["C5:D6", "C8", "E6"]


POSITIONS = st.lists(st.tuples(st.integers(0, 2), st.integers(1, 12), st.integers(1, 6)), max_size=60)


@given(POSITIONS)
def test_blocks_hold_exactly_the_cells_that_were_joined_however_many_sheets(cells):
    names = ["甲.xlsx!表", "乙.xlsx!a!b", "丙.csv"]
    columns = np.array(cells, dtype=np.int64).reshape(-1, 3).T
    found = [split(text) for text in join_positions(*columns, names)]
    held = [
        (names.index(sheet), row, column)
        for sheet, block in found
        for row in range(read_block(block).top, read_block(block).bottom + 1)
        for column in range(read_block(block).left, read_block(block).right + 1)
    ]
    assert sorted(held) == sorted(set(cells))
    for at, name in enumerate(names):
        alone = join((row, column) for place, row, column in cells if place == at)
        assert [str(block) for block in alone] == [block for sheet, block in found if sheet == name]


def test_blocks_meet_where_they_share_a_cell():
    assert Block(1, 1, 3, 3).meets(Block(3, 3, 5, 5))
    assert not Block(1, 1, 3, 3).meets(Block(1, 4, 3, 5))

"""Thousands of sheets with one oddity each: none is misread at full confidence, hardly one at all."""

from __future__ import annotations

from collections import Counter

import pytest

from fazhi_metrics.addresses import read_block
from fazhi_metrics.workbooks.reader import read_sheet
from fazhi_metrics.workbooks.sheets import Workbook
from tests.workbooks.odd import ODDITIES, odd, sheet_of
from tests.workbooks.test_dirty import misread


def covered(table):
    return {
        (row, column)
        for doubt in table.doubts
        if (b := read_block(doubt.cells))
        for row in range(b.top, b.bottom + 1)
        for column in range(b.left, b.right + 1)
    }


@pytest.mark.parametrize("block", range(6))
def test_no_odd_sheet_is_misread_at_full_confidence(block):
    sure, wrong, seen = {}, Counter(), Counter()
    for seed in range(block * 300, block * 300 + 300):
        case, name = odd(seed)
        sheet = sheet_of(case)
        tables = read_sheet(Workbook("表.xlsx", "xlsx", (sheet,)), sheet)[0]
        found = misread(case, tables)
        seen[name] += 1
        if found:
            wrong[name] += 1
            if tables and min(table.confidence for table in tables) == 1.0:
                sure[seed, name] = found[:2]
        elif not case.doubted <= covered(tables[0]):
            sure[seed, name] = [f"{sorted(case.doubted - covered(tables[0]))} not doubted"]
    assert not sure
    assert wrong.total() * 50 <= seen.total(), wrong


def test_every_oddity_occurs():
    assert {odd(seed)[1] for seed in range(300)} == set(ODDITIES)

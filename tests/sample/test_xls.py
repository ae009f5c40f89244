import datetime as dt
from decimal import Decimal

import xlrd

from fazhi_metrics.sample.paper import Formula, Row, Sheet
from fazhi_metrics.sample.xls import write_xls


def test_values_and_merged_cells_are_read_back(tmp_path):
    rows = (
        Row(("题",), "title", ((1, 1, 3),)),
        Row(("甲", 12, dt.date(2025, 3, 5)), spans=((1, 2, 1),)),
        Row((None, Decimal("1.5"), Formula("SUM(B2:B3)", 13))),
        Row(),
        Row(("注",), "note"),
    )
    write_xls(tmp_path / "a.xls", [Sheet("表", (9, 9, 9), rows)])
    book = xlrd.open_workbook(tmp_path / "a.xls", formatting_info=True)
    page = book.sheet_by_name("表")
    assert [page.row_values(n) for n in range(5)] == [
        ["题", "", ""],
        ["甲", 12, 45721],
        ["", 1.5, 13],
        ["", "", ""],
        ["注", "", ""],
    ]
    assert page.cell(1, 2).ctype == xlrd.XL_CELL_DATE
    assert sorted(page.merged_cells) == [(0, 1, 0, 3), (1, 3, 0, 1)]

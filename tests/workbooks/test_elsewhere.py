"""What other readers of office sheets are known to get wrong, read from files as people save them."""

from __future__ import annotations

import openpyxl
import pytest

from fazhi_metrics.quantities import find_quantities, read_number
from fazhi_metrics.workbooks import read_tables


def saved(tmp_path, rows, *merges):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for block in merges:
        book.active.merge_cells(block)
    path = tmp_path / "表.xlsx"
    book.save(path)
    return path


def test_full_width_numbers_keep_their_size_and_their_sign(tmp_path):
    rows = [["村", "收入（元）", "增减（户）"], ["示例甲村", "３.5万", "－5"], ["示例乙村", "１２万", "＋3"]]
    (table,) = read_tables(saved(tmp_path, rows))
    assert table.values("B") == [35000, 120000]
    assert table.values("C") == [-5, 3]


def test_one_merged_value_over_three_rows_is_counted_once(tmp_path):
    rows = [["村", "组", "经费（元）"], ["示例甲村", "一组", 300], [None, "二组"], [None, "三组"]]
    (table,) = read_tables(saved(tmp_path, rows, "A2:A4", "C2:C4"))
    assert table.frame()["经费"].sum() == 300
    assert table.values("C") == [300, None, None]
    assert table.anchor(4, "C") == (2, 3)
    assert table.filled_values("A") == ["示例甲村"] * 3


def test_a_formula_without_a_stored_result_is_a_problem_at_its_cell_and_no_blank(tmp_path):
    rows = [["村", "户数"], ["示例甲村", 12], ["示例乙村", "=B2+3"], ["合计", "=SUM(B2:B3)"]]
    (table,) = read_tables(saved(tmp_path, rows))
    assert table.cell(3, "B").problem == table.cell(4, "B").problem == "公式没有保存计算结果"
    assert table.cell(3, "B").missing is None
    assert table.address(4, "B") == "表.xlsx!Sheet!B4"


@pytest.mark.parametrize(
    ("typed", "value"),
    [("负10.1万", -101000), ("1.23456万", 12345.6), ("1,234", 1234), ("二十三", 23), ("（12）", -12)],
)
def test_numbers_that_conversion_libraries_change_or_refuse(typed, value):
    assert float(read_number(typed).value) == value


def test_points_are_told_from_percents():
    units = [found[-1].unit for found in find_quantities("化解率达98.5%，提高2个百分点")]
    assert units == ["%", "个百分点"]

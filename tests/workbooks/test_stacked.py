"""Tables below one another, headers over blank rows, months and days over the columns."""

from __future__ import annotations

import pytest

from tests.workbooks.drawn import headers, read, read_all

STACKED = {
    "two sides with the same columns": (
        "收支平衡表 | | |\n收入方 | 预算 | 执行 | 备注\n税收 | 12 | 13 | \n补助 | 40 | 38 | \n其他 | 5 | 5 | \n"
        "支出方 | 预算 | 执行 | 备注\n人员 | 30 | 31 | \n公用 | 12 | 11 | \n项目 | 15 | 13 | ",
        [(2, (3, 4, 5)), (6, (7, 8, 9))],
    ),
    "three tables that share two of three names": (
        "受理情况 | 甲所 | 全镇\n来访 | 12 | 130\n来信 | 9 | 80\n\n办结情况 | 甲所 | 全镇\n来访 | 11 | 120\n来信 | 8 | 79\n\n"
        "满意情况 | 甲所 | 全镇\n满意 | 10 | 110\n一般 | 2 | 9",
        [(1, (2, 3)), (5, (6, 7)), (9, (10, 11))],
    ),
    "a table that goes on with other columns": (
        "地区 | 合计 | 男 | 女\n东城 | 120 | 60 | 60\n西城 | 130 | 70 | 60\n\n续表一 | | |\n地区 | 汉族 | 回族 | 满族\n"
        "东城 | 100 | 12 | 8\n西城 | 110 | 12 | 8",
        [(1, (2, 3)), (6, (7, 8))],
    ),
}


@pytest.mark.parametrize(("drawing", "found"), STACKED.values(), ids=STACKED)
def test_tables_below_one_another_stay_apart(drawing, found):
    tables, left = read_all(drawing)
    assert [(t.header_rows[0], t.rows) for t in tables] == found
    assert not left


def test_a_header_that_is_printed_again_starts_no_table():
    table = read("村名 | 受理\n甲村 | 12\n乙村 | 40\n村名 | 受理\n丙村 | 30\n丁村 | 12")
    assert (table.rows, table.repeated_header_rows) == ((2, 3, 5, 6), (4,))


@pytest.mark.parametrize(
    "months", ['"202411 | "202412 | "202501', "202411 | 202412 | 202501", '"2024.11 | "2024.12 | "2025.01']
)
def test_months_in_digits_name_columns(months):
    table = read(
        f"部门代码 | {months} | 说明\nB01 | 12 | 13 | 11 | 新增\nB02 | 9 | 8 | 7 | \nB03 | 4 | 2 | 6 | "
    )
    assert (table.header_rows, table.rows) == ((1, 1), (2, 3, 4))
    assert table.columns[1].header in ("202411", "2024.11")


def test_counts_like_months_stay_counts():
    table = read("单位 | 金额 | 余额\n甲所 | 202411 | 202412\n乙所 | 190203 | 201101\n丙所 | 305512 | 99")
    assert table.rows == (2, 3, 4)


@pytest.mark.parametrize("day", ["截至2025年6月底", "2025年6月30日"])
def test_a_day_over_the_middle_of_a_table_is_no_level_of_its_header(day):
    drawing = f" | | {day} | |\n单位 | 案件 | < | 人员 | <\n^ | 受理 | 办结 | 在编 | 聘用\n甲所 | 12 | 13 | 11 | 2\n乙所 | 9 | 8 | 7 | 3"
    table = read(drawing)
    expected = {"A": "单位", "B": "案件/受理", "C": "案件/办结", "D": "人员/在编", "E": "人员/聘用"}
    assert headers(table) == expected


def test_a_group_of_columns_that_is_a_year_stays_a_level():
    table = read("单位 | 2025年 | \n | 受理 | 办结\n甲所 | 12 | 13\n乙所 | 9 | 8\n丙所 | 4 | 2")
    assert headers(table) == {"A": "单位", "B": "2025年/受理", "C": "2025年/办结"}


def test_a_header_reaches_over_blank_rows_where_its_lower_names_come_twice():
    table = read("""
各所人员

项目 | 在编（人） | | 聘用（人） |

 | 2024 | 2025 | 2024 | 2025

甲所 | 12 | 12 | 11 | 9
乙所 | 9 | 8 | 7 | 7
丙所 | 5 | 5 | 1 | 2
""")
    assert headers(table) == {
        "A": "项目", "B": "在编/2024（人）", "C": "在编/2025（人）", "D": "聘用/2024（人）", "E": "聘用/2025（人）",
    }  # fmt: skip

"""Tables side by side: one list printed in two halves, two panels of one form, or two tables."""

from __future__ import annotations

from tests.workbooks.drawn import headers, read, read_all


def test_a_list_printed_in_two_halves_is_two_tables_with_one_title():
    tables, left = read_all("""
各村户数（2025年） | < | < | < | < | < | <
序号 | 村名 | 户数（户） | | 序号 | 村名 | 户数（户）
1 | 示例甲村 | 10 | | 4 | 示例丁村 | 9
2 | 示例乙村 | 12 | | 5 | 示例戊村 | 8
3 | 示例丙村 | 15 | | | 合计 | 54
""")
    assert [table.area[1::2] for table in tables] == [(1, 3), (5, 7)]
    assert [table.rows for table in tables] == [(3, 4, 5), (3, 4)]
    assert tables[1].total_rows == (5,)
    assert {table.titles for table in tables} == {("各村户数（2025年）",)}
    assert {table.year for table in tables} == {2025}
    assert left == []


def test_halves_that_adjoin_are_cut_where_the_numbering_begins_again():
    tables, _ = read_all("""
序号 | 村名 | 户数 | 序号 | 村名 | 户数
1 | 示例甲村 | 10 | 4 | 示例丁村 | 9
2 | 示例乙村 | 12 | 5 | 示例戊村 | 8
3 | 示例丙村 | 15 | 6 | 示例己村 | 7
""")
    assert [table.values("户数") for table in tables] == [[10, 12, 15], [9, 8, 7]]


def test_panels_share_the_unit_that_stands_over_the_last_of_them():
    tables, _ = read_all("""
资产负债表（2025年） | < | < | < | < | <
编制单位：示例镇 | | | | | 单位：元
资产 | 年初数 | 期末数 | 负债 | 年初数 | 期末数
现金 | 100 | 120 | 借款 | 50 | 60
存款 | 200.5 | 180 | 应付款 | 70 | 40
合计 | 300.5 | 300 | 合计 | 120 | 100
""")
    assert [headers(table) for table in tables] == [
        {"A": "资产", "B": "年初数（元）", "C": "期末数（元）"},
        {"D": "负债", "E": "年初数（元）", "F": "期末数（元）"},
    ]


def test_two_tables_keep_each_its_own_title_and_unit():
    tables, _ = read_all("""
表一 户数 | | | 表二 面积 |
单位：户 | | | |
村 | 户数 | | 村 | 面积
示例甲村 | 10 | | 示例甲村 | 900
示例乙村 | 12 | | 示例乙村 | 800
示例丙村 | 15 | | 示例丙村 | 700
""")
    assert [table.titles for table in tables] == [("表一户数",), ("表二面积",)]
    assert headers(tables[0])["B"] == "户数（户）"
    assert headers(tables[1])["E"] == "面积"


def test_the_same_measures_in_two_groups_are_one_table():
    table = read("""
村名 | 数量 | 金额 | | 数量 | 金额
示例甲村 | 10 | 2 | | 4 | 9
示例乙村 | 12 | 3 | | 5 | 8
示例丙村 | 15 | 4 | | 6 | 7
""")
    assert len(table.columns) == 5

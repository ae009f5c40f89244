"""A form is no list: it is listed as unclaimed, and a list that resembles one stays a table."""

from __future__ import annotations

from tests.workbooks.drawn import read, read_all


def test_names_and_values_by_turns_are_a_form_and_no_table():
    tables, left = read_all("""
示例村基本情况登记表 | < | < | <
村名 | 示例一村 | 所属乡镇 | 示例镇
总户数 | 312 | 总人口数 | 1105
耕地面积（亩） | 2300.5 | 林地面积（亩） | 1800
负责人 | 示例甲 | 联系电话 | 10012345678
""")
    assert tables == []
    assert left == ["表.xlsx!Sheet1!A1:A5", "表.xlsx!Sheet1!B2:D5"]


def test_a_list_in_two_halves_is_no_form():
    tables, _ = read_all("""
村名 | 户数 | 村名 | 户数
示例甲村 | 101 | 示例丁村 | 201
示例乙村 | 待核实 | 示例戊村 | 221
示例丙村 | 121 | 示例己村 | 231
""")
    assert sum(len(table.rows) for table in tables) == 6


def test_a_list_whose_amounts_are_partly_words_is_no_form():
    table = read("""
事项 | 金额 | 责任人 | 进度
道路照明 | 12.5 | 示例甲 | 完成
饮水安全 | 待定 | 示例乙 | 60
垃圾清运 | 8 | 示例丙 | 完成
""")
    assert (table.header_rows, table.rows) == ((1, 1), (2, 3, 4))

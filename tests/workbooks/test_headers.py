"""What headers say: levels, two languages, units, percents."""

from __future__ import annotations

from tests.workbooks.drawn import headers, read


def test_years_and_column_numbers_under_a_header_are_header():
    table = read("""
指标 | 2023 | 2024 | 2025
户数 | 11 | 12 | 13
人口 | 41 | 42 | 43
""")
    assert (table.header_rows, table.rows) == ((1, 1), (2, 3))
    assert headers(table)["B"] == "2023"
    numbered = read("""
村名 | 户数 | 人口 | 党员
甲 | 1 | 2 | 3
示例一村 | 12 | 40 | 5
示例二村 | 13 | 41 | 6
""")
    assert (numbered.header_rows, numbered.rows) == ((1, 2), (3, 4))
    assert headers(numbered)["B"] == "户数"


def test_labels_cut_over_rows_are_one_level_and_groups_another():
    table = read("""
地区 | 家庭户 | 单一民族户 | <
^ | 户数 | 户数 | 占家庭
^ | | | 户比重（%）
示例一村 | 190 | 181 | 95.45
示例二村 | 124 | 119 | 96.37
""")
    assert headers(table) == {
        "A": "地区",
        "B": "家庭户户数",
        "C": "单一民族户/户数",
        "D": "单一民族户/占家庭户比重（%）",
    }


def test_a_bilingual_header_keeps_its_chinese_and_tells_its_english():
    table = read("""
地  区 | 出生率 | 年末人口数 (万人)
Region | Birth | Population at
 | Rate | Year-end
 | | (10 000 persons)
北京 | 5.67 | 2184
天津 | 4.75 | 1363
""")
    assert headers(table)["B"] == "出生率"
    assert headers(table)["C"] == "年末人口数（万人）"
    assert table.column("C").english == "Population at Year-end"


def test_a_unit_line_spares_keys_shares_and_columns_with_a_unit_of_their_own():
    table = read("""
经济情况
单位：万元
序号 | 村名 | 年份 | 产值 | 增长率 | 土地面积（亩）
1 | 示例一村 | 2025 | 120.5 | 3.1 | 80
2 | 示例二村 | 2025 | 130.5 | 3.3 | 90
""")
    assert {c.letter: c.unit for c in table.columns} == {
        "A": None,
        "B": None,
        "C": None,
        "D": "万元",
        "E": None,
        "F": "亩",
    }


def test_the_unit_in_a_title_is_that_of_the_numbers():
    table = read("""
数据库：年度数据
指标：生产总值(亿元)
地区 | 2024年 | 2023年
示例县 | 35.3 | 33.1
示例乡 | 14.1 | 13.4
""")
    assert [c.unit for c in table.columns] == [None, "亿元", "亿元"]


def test_percents_by_format_by_sign_and_by_header_are_all_in_percent_units():
    table = read(
        """
村名 | 完成率 | 满意率 | 占比（%）
示例一村 | 0.985 | 98.5% | 98.5
示例二村 | 1 | １００％ | 100
""",
        percent=frozenset({(2, 2), (3, 2)}),
    )
    assert [table.values(c) for c in "BCD"] == [[98.5, 100]] * 3
    assert {c.type for c in table.columns[1:]} == {"percent"}
    assert table.cell(2, "B").text == "98.5%"


def test_a_column_that_mixes_percents_and_counts_is_no_percent():
    table = read(
        """
村名 | 人口
示例一村 | 52000
示例二村 | 0.92
示例三村 | 43000
""",
        percent=frozenset({(3, 2)}),
    )
    assert table.column("B").unit is None
    assert table.values("B") == [52000, 92, 43000]


def test_captioned_header_rows_name_columns_by_the_first_and_units_by_their_own():
    table = read("""
指标 | 生产总值 | 增速
地区 | 全县 | 全县
频度 | 季 | 季
单位 | 亿元 | %
2024-03 | 21.1 | 5.3
2024-06 | 43.2 | 5.1
""")
    assert table.header_rows == (1, 4)
    assert headers(table) == {"A": "指标", "B": "生产总值（亿元）", "C": "增速（%）"}

"""A sheet that nobody described is read as a careful reader reads it; each test draws its sheet."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workbooks.drawn import headers, read, read_all

POPULATION = """
西坪镇人口与户数统计表（2025年） | < | < | < | < | <
填报单位：党政办 | | | | | 单位：户、人
序号 | 村（社区） | 户籍 | < | 常住 | <
^ | ^ | 户数 | 人口 | 户数 | 人口
合计 | | 611 | 2105 | 520 | 1790
1 | 示例一村 | "１００" | 402 | 90 | 333
2 | 示例  二村 | "1,11" | 3 01 | — | 约300
3 | 示例三村 | 209 | 701 | 保密 | 800
注：１.数据截至12月31日。
　　2.常住含外来人口。
填表人：示例甲 | | 审核人：示例乙 | | | 日期：2025年12月31日
"""


def test_a_two_level_header_with_a_unit_line_a_total_on_top_and_notes():
    table = read(POPULATION)
    assert table.header_rows == (3, 4)
    assert table.rows == (6, 7, 8)
    assert table.total_rows == (5,)
    assert table.footnote_rows == (9, 10, 11)
    assert [table.row_roles[row] for row in (1, 2)] == ["title", "unit"]
    assert headers(table) == {
        "A": "序号",
        "B": "村（社区）",
        "C": "户籍/户数（户）",
        "D": "户籍/人口（人）",
        "E": "常住/户数（户）",
        "F": "常住/人口（人）",
    }
    assert table.year == 2025
    assert table.titles == ("西坪镇人口与户数统计表（2025年）",)


def test_cells_keep_what_is_typed_what_it_means_and_why_it_means_nothing():
    table = read(POPULATION)
    assert table.values("B") == ["示例一村", "示例二村", "示例三村"]
    assert table.values("C") == [100, None, 209]
    assert table.cell(6, "C").raw == "１００"
    assert table.cell(7, "C").problem == "不能确定是哪个数"
    assert table.cell(7, "D").problem == "数字中间有空格，可能是两个数"
    assert table.cell(7, "E").missing == "横线"
    assert table.cell(8, "E").missing == "保密"
    assert table.cell(7, "F").problem == "只是约数，不是准确的数"
    assert table.address(7, "F") == "表.xlsx!Sheet1!F7"


def test_a_ledger_of_texts_with_dates_typed_five_ways_and_codes():
    table = read("""
矛盾纠纷排查化解台账（2025年第一季度） | < | < | < | <
编号 | 受理日期 | 村（社区） | 纠纷类型 | 是否化解
"001" | 2025年1月5日 | 示例一村 | 邻里 | √
"002" | 1月9日 | 示例二村 | 家庭 |
"003" | 45670 | 示例一村 | 债务 | √
"004" | 2025.2.3 | 示例三村 | 婚恋 | ×
"005" | "20250310" | 示例三村 | 其他 | √
小计 | | | | 3
""")
    assert table.rows == (3, 4, 5, 6, 7)
    assert table.total_rows == (8,)
    assert table.values("A") == ["001", "002", "003", "004", "005"]
    assert [day.isoformat() for day in table.values("B")] == [
        "2025-01-05",
        "2025-01-09",
        "2025-01-13",
        "2025-02-03",
        "2025-03-10",
    ]
    assert table.values("E") == [True, None, True, False, True]
    assert {c.letter: c.type for c in table.columns} == {
        "A": "text",
        "B": "date",
        "C": "text",
        "D": "text",
        "E": "flag",
    }


def test_a_roll_of_nothing_but_text_has_its_first_full_row_as_header():
    table = read("""
行政执法人员名册 | < | < | <
所属单位 | 执法领域 | 是否在编 | 备注
综合执法队 | 环保 | 是 |
综合执法队 | 安全生产 | 否 | 借调
农业服务中心 | 农业农村 | 是 |
""")
    assert table.header_rows == (2, 2)
    assert table.rows == (3, 4, 5)
    assert table.confidence < 1
    assert table.reasons == ("表中没有数字，表头按位置和填写情况推断",)


def test_one_data_row_is_enough():
    table = read("""
基本情况 | <
村名 | 户数
示例一村 | 12
""")
    assert (table.header_rows, table.rows, table.values("B")) == ((2, 2), (3,), [12])


def test_a_header_without_data_is_a_table_without_rows():
    table = read("""
序号 | 村名 | 贫困户类型 | < | 合计
^ | ^ | 有劳动能力（户） | 无劳动能力（户） | ^
""")
    assert table.header_rows == (1, 2)
    assert table.rows == ()
    assert headers(table)["D"] == "贫困户类型/无劳动能力（户）"
    assert "只有表头，没有数据行" in table.reasons


def test_months_across_with_indicators_down():
    table = read("""
平安建设月报（2025年） | < | < | < | <
指标 | 1月 | 2月 | 3月 | 合计
治安案件（起） | 3 | 2 | 1 | 6
信访件次（件次） | 5 | — | 2 | 7
其中：越级 | 1 | 0 | 0 | 1
安全事故（起） | 0 | 0 | 0 | 0
""")
    assert table.rows == (3, 4, 5, 6)  # a list of indicators: 其中 is one of them
    assert table.total_rows == ()
    assert table.values("C") == [2, None, 0, 0]


def test_parts_and_shares_of_a_list_of_places_are_kept_out_of_the_data():
    table = read("""
村名 | 人口 | 户数
示例一村 | 1200 | 300
示例二村 | 1100 | 280
合计 | 2300 | 580
其中：女 | 1100 | 0
比上年增长 | 3 | 2
""")
    assert table.rows == (2, 3)
    assert table.total_rows == (4,)
    assert table.rows_of("derived") == (5, 6)


def test_labels_merged_down_the_side_are_repeated_and_values_never():
    table = read("""
法律八进 | 日期 | 主题 | 受众
进机关 | 2025.3.5 | 宪法 | 100
^ | 2025.4.5 | 民法典 | ^
进乡村 | 2025.5.1 | 禁毒 | 60
^ | 2025.6.1 | 反诈 | 70
""")
    assert table.column("A").fill_down
    assert table.filled_values("A") == ["进机关", "进机关", "进乡村", "进乡村"]
    assert table.values("A") == ["进机关", None, "进乡村", None]
    assert table.filled_values("D") == [100, None, 60, 70]  # one 100, never two
    assert table.anchor(3, "D") == (2, 4)
    assert table.cell(3, "D").span is not None


def test_a_header_printed_again_is_no_data():
    table = read("""
村名 | 户数 | 人口
示例一村 | 12 | 40
示例二村 | 13 | 41
村名 | 户数 | 人口
示例三村 | 14 | 42
""")
    assert table.rows == (2, 3, 5)
    assert table.repeated_header_rows == (4,)


def test_a_page_head_printed_again_with_its_title_and_unit_line():
    table = read("""
1-6 各村人口
单位：人
村名 | 男 | 女
示例一村 | 12 | 40
示例二村 | 13 | 41

1-6 续表
单位：人
村名 | 男 | 女
示例三村 | 14 | 42
""")
    assert table.rows == (4, 5, 10)
    assert [table.row_roles[row] for row in (7, 8, 9)] == ["title", "unit", "header"]


def test_tables_stacked_with_and_without_a_blank_row():
    tables, _ = read_all("""
指标 | 2023年 | 2022年 | 2021年
总人口(万人) | 100 | 99 | 98
出生率(‰) | 6.3 | 6.7 | 7.5

指标 | 2020年 | 2010年
平均预期寿命(岁) | 77.93 | 74.83
平均受教育年限(年) | 9.9 | 9.1
""")
    assert [(t.header_rows, t.rows) for t in tables] == [((1, 1), (2, 3)), ((5, 5), (6, 7))]
    assert [len(t.columns) for t in tables] == [4, 3]


def test_tables_side_by_side_are_told_from_a_spacer_column():
    tables, _ = read_all("""
村名 | 户数 | | 村名 | 人口
示例一村 | 12 | | 示例一村 | 40
示例二村 | 13 | | 示例二村 | 41
示例三村 | 14 | | 示例三村 | 42
""")
    assert [[c.letter for c in t.columns] for t in tables] == [["A", "B"], ["D", "E"]]
    spaced = read("""
村名 | 户数 | | 人口 | 党员
示例一村 | 12 | | 40 | 5
示例二村 | 13 | | 41 | 6
""")
    assert [c.letter for c in spaced.columns] == ["A", "B", "D", "E"]


def test_a_balance_sheet_is_two_panels_with_their_own_totals():
    tables, _ = read_all("""
资产负债表 | < | < | < | < | <
资产 | 年初数 | 期末数 | 负债 | 年初数 | 期末数
流动资产： | | | 流动负债： | |
货币资金 | 10.5 | 11 | 短期借款 | 5 | 6
存货 | 4 | 6 | 应付账款 | 2 | 3
资产合计 | 14.5 | 17 | 应付工资 | 1 | 1
 | | | 负债合计 | 8 | 10
""")
    left, right = tables
    assert (left.rows, left.total_rows, left.rows_of("section")) == ((4, 5), (6,), (3,))
    assert (right.rows, right.total_rows, right.rows_of("section")) == ((4, 5, 6), (7,), (3,))


def test_sections_by_number_by_merge_and_by_indent():
    table = read("""
村名 | 户数 | 人口
一、东片区 | < | <
示例一村 | 12 | 40
示例二村 | 13 | 41
二、西片区 | < | <
示例三村 | 14 | 42
""")
    assert table.rows_of("section") == (2, 5)
    assert table.rows == (3, 4, 6)
    indented = read("""
项目 | 2024 | 2025
期望寿命 | |
\u3000男 | 77.5 | 77.7
\u3000女 | 84.1 | 84.3
抚养比 | 40.1 | 40.3
""")
    assert indented.rows_of("section") == (2,)


def test_a_row_whose_values_are_all_missing_is_still_data():
    table = read("""
指标 | 2024年 | 2023年
清运量(万吨) | 25961.2 | 25407.8
堆肥厂数(座) | |
焚烧厂数(座) | 739 | 696
""")
    assert table.rows == (2, 3, 4)


def test_an_unlabelled_total_is_proved_by_its_sums():
    table = read("""
地区 | 户数 | 人口
示例一村 | 1204 | 4031
示例二村 | 1310 | 4187
示例三村 | 1436 | 4290
西坪镇 | 3950 | 12508
""")
    assert table.total_rows == (5,)
    assert table.rows == (2, 3, 4)


def test_small_numbers_that_happen_to_add_up_are_no_total():
    table = read("""
村名 | 起数 | 件数
示例一村 | 1 | 2
示例二村 | 2 | 1
示例三村 | 3 | 3
""")
    assert table.total_rows == ()


def test_hidden_rows_and_columns_are_read_and_marked():
    table = read(
        """
村名 | 户数 | 人口
示例一村 | 12 | 40
示例二村 | 13 | 41
""",
        hidden_rows=frozenset({3}),
        hidden_columns=frozenset({2}),
        hidden=True,
    )
    assert (table.rows, table.hidden_rows, table.hidden) == ((2, 3), (3,), True)
    assert [c.hidden for c in table.columns] == [False, True, False]


def test_stray_blocks_and_pages_of_text_are_listed_as_unclaimed():
    tables, left = read_all("说明\n\n本表由各村填报。", name="填表说明")
    assert (tables, left) == ([], ["表.xlsx!填表说明!A1", "表.xlsx!填表说明!A3"])


def test_a_sheet_without_a_header_says_so():
    table = read("""
示例一村 | 12 | 40
示例二村 | 13 | 41
""")
    assert table.header_rows is None
    assert table.rows == (1, 2)
    assert table.reasons[0] == "没有找到表头"


def test_every_filled_cell_of_a_sheet_is_in_a_table_or_unclaimed():
    table = read(POPULATION)
    cells = {(row, column) for row, column, _ in table.cells()}
    assert cells == {(row, column) for row, column, _ in table.source.cells()}
    assert set(table.row_roles) == set(range(1, 12))


@pytest.mark.parametrize("rows", [0, 1, 3])
def test_a_table_may_begin_anywhere(rows):
    table = read("\n".join([" | "] * rows + [" | 村名 | 户数", " | 示例一村 | 12", " | 示例二村 | 13"]))
    assert table.header_rows == (rows + 1, rows + 1)
    assert [c.letter for c in table.columns] == ["B", "C"]


def test_dates_and_times_of_day_keep_their_own_types():
    from fazhi_metrics.workbooks.reader import read_sheet
    from fazhi_metrics.workbooks.sheets import Sheet, Workbook

    rows = [
        ["事项", "日期", "时刻", "登记"],
        ["甲", dt.date(2025, 3, 5), dt.time(9, 30), dt.datetime(2025, 3, 5, 9, 30)],
    ]
    sheet = Sheet("S", [*rows, ["乙", dt.date(2025, 3, 6), dt.time(10), dt.datetime(2025, 3, 6, 0, 0)]])
    tables, _ = read_sheet(Workbook("表.xlsx", "xlsx", (sheet,)), sheet)
    assert [c.type for c in tables[0].columns] == ["text", "date", "time", "datetime"]

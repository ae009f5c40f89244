"""The edges of a table: rows and columns that hold little, and belong to it all the same or do not."""

from __future__ import annotations

from tests.workbooks.drawn import headers, read, read_all


def test_a_label_merged_down_to_the_last_rows_keeps_them_in_the_body():
    table = read("""
部门单位 | < | 项目
示例局甲 | < | 车辆
^ | ^ | 器材
^ | ^ | 防护装备
示例局乙 | < | 教具
^ | ^ | 图书（补贴资金）
^ | ^ | 药品（在现行集中招标的基础上纳入监管）
""")
    assert table.rows == (2, 3, 4, 5, 6, 7)
    assert table.footnote_rows == ()
    assert table.filled_values("A")[-1] == "示例局乙"


def test_a_first_row_that_holds_one_value_of_many_is_data():
    table = read("""
地区 | 类别 | 人口 | 案件 | 盗窃 | 诈骗
甲区 | 城区 | 3716 | | |
^ | 实报 | 99 | 20793 | 331 | 1489
^ | 推算 | 100 | 20949 | 333 | 1499
乙区 | 城区 | 5204 | | |
^ | 实报 | 96 | 3551 | 53 | 210
^ | 推算 | 100 | 3646 | 58 | 222
""")
    assert table.rows == (2, 3, 4, 5, 6, 7)
    assert table.values("C")[0] == 3716


def test_a_total_that_nobody_filled_in_is_a_total_and_no_note():
    table = read("""
指标 | 指标值 | 得分
示例指标甲 | 15 | 15
示例指标乙 | 20 | 18
示例指标丙 | 12 | 12
合计 | |
说明：请逐项说明原因。
""")
    assert (table.rows, table.total_rows, table.footnote_rows) == ((2, 3, 4), (5,), (6,))


def test_lines_numbered_beforehand_and_left_empty_are_no_records():
    ledger = read("""
矛盾纠纷排查台账 | < | < | < | <
序号 | 受理日期 | 村 | 类型 | 是否化解
1 | 2025.3.5 | 示例甲村 | 邻里 | 是
2 | 2025.3.9 | 示例乙村 | 家庭 | 是
3 | | | |
4 | | | |
填表人：示例甲 | | 审核人：示例乙 | |
""")
    assert (ledger.rows, ledger.rows_of("form"), ledger.footnote_rows) == ((3, 4), (5, 6), (7,))
    summed = read("""
序号 | 村 | 户数 | 人口
1 | 示例甲村 | 100 | 300
2 | 示例乙村 | 120 | 310
3 | | |
合计 | | 220 | 610
""")
    assert (summed.rows, summed.rows_of("form"), summed.total_rows) == ((2, 3), (4,), (5,))


def test_a_month_that_has_not_come_yet_is_a_row_without_values():
    table = read("""
月份 | 案件（起） | 信访（件次）
1 | 12 | 3
2 | 9 | 4
3 | |
""")
    assert table.rows == (2, 3, 4)
    assert table.values("B") == [12, 9, None]


def test_a_merged_header_over_empty_columns_names_the_first_of_them():
    table = read("""
类别 | < | 合格率（%） | < | 名次 | <
全体 | < | 96.0 | < | | <
男 | < | 95.4 | < | | <
女 | < | 96.5 | < | | <
""")
    assert headers(table) == {"A": "类别", "C": "合格率（%）", "E": "名次"}


def test_a_column_not_filled_in_yet_has_the_unit_of_its_group_and_remarks_have_none():
    table = read("""
各村人口统计表 | | | | | |
单位：人 | | | | | |
村 | 户籍 | < | 常住 | < | 备注
^ | 男 | 女 | 男 | 女 | ^
甲村 | 105 | 99 | 88 | |
乙村 | 211 | 203 | 190 | |
丙村 | 77 | 82 | 60 | |
""")
    assert headers(table)["E"] == "常住/女（人）"
    assert headers(table)["F"] == "备注"


def test_a_label_beside_the_name_of_a_section_is_repeated_for_its_rows():
    table = read("""
 | 票种 | 2024 | 2025
乘客 | 成人 | |
 | 现金 | 7610 | 8021
 | 月票 | 1745 | 1602
 | 学生 | |
 | 现金 | 1253 | 1310
 | 月票 | 2732 | 2650
线路 | 车辆 | |
 | 公交 | 9011 | 8800
 | 地铁 | 4329 | 4783
""")
    assert table.rows_of("section") == (2, 5, 8)
    assert table.filled_values("A") == ["乘客"] * 4 + ["线路"] * 2


def test_a_list_of_choices_beside_a_form_is_listed_and_no_table():
    tables, left = read_all("""
入户调查表 | < | < | | | |
编号 | 项目 | 数量 | | 甲县 | 东镇 | 一村
101 | 走访次数 | 3 | | 甲县 | 东镇 | 二村
102 | 帮扶人数 | 5 | | 甲县 | 西镇 | 三村
103 | 投入资金 | 12 | | 乙县 | 南镇 | 四村
 | | | | 乙县 | 南镇 | 五村
 | | | | 乙县 | 北镇 | 六村
 | | | | 乙县 | 北镇 | 七村
 | | | | 丙县 | 北镇 | 八村
""")
    assert [table.header_rows for table in tables] == [(2, 2)]
    assert tables[0].rows == (3, 4, 5)
    assert left == ["表.xlsx!Sheet1!E2:G9"]


def test_counts_that_look_like_years_are_counts():
    table = read("""
村 | 户数 | 人口
示例甲村 | 1950 | 2010
示例乙村 | 300 | 900
示例丙村 | 310 | 920
""")
    assert (table.header_rows, table.rows) == ((1, 1), (2, 3, 4))
    assert table.values("C") == [2010, 900, 920]


def test_a_row_of_counts_like_years_opens_no_other_table():
    table = read("""
单位 | 网格 | 隐患 | 人口
一、东片区 | | |
示例甲村 | 2026 | 2052 | 1975
示例乙村 | 1541 | 2021 | 1966
二、西片区 | | |
示例丙村 | 1908 | 1975 | 2014
示例丁村 | 245 | 172 | 1400
""")
    assert (table.rows, table.rows_of("section")) == ((3, 4, 6, 7), (2, 5))


def test_years_over_counts_that_look_like_years_are_the_header():
    table = read("""
序号 | 指标 | 2023 | 2024 | 2025
1 | 户数 | 1941 | 2034 | 2056
2 | 人口 | 2044 | 1865 | 2089
""")
    assert (table.header_rows, table.rows) == ((1, 1), (2, 3))
    assert headers(table)["E"] == "2025"


def test_a_year_row_under_groups_is_header():
    table = read("""
指标 | 甲区 | | 乙区 |
 | 2024 | 2025 | 2024 | 2025
案件 | 12 | 10 | 2 | 3
信访 | 20 | 21 | 1 | 4
""")
    assert table.header_rows == (1, 2)
    assert headers(table)["E"] == "乙区/2025"


def test_a_row_that_numbers_the_columns_is_header_and_one_that_counts_is_data():
    numbered = read("""
单位 | 受理 | 办结 | 在办 | 办结率%
甲 | 1 | 2 | 3=1-2 | 4=2/1
司法所 | 12 | 10 | 2 | 83.3
派出所 | 20 | 20 | 0 | 100
""")
    assert (numbered.header_rows, numbered.rows) == ((1, 2), (3, 4))
    assert headers(numbered)["D"] == "在办"
    stems = read("""
指标名称 | 计量单位 | 2025年 | 2024年
甲 | 乙 | 1 | 2
村民委员会 | 个 | 19 | 19
居民委员会 | 个 | 1 | 1
""")
    assert (stems.header_rows, stems.rows) == ((1, 2), (3, 4))
    counted = read("""
村 | 受理 | 办结 | 在办
甲村 | 1 | 2 | 3
乙村 | 20 | 20 | 0
""")
    assert (counted.header_rows, counted.rows) == ((1, 1), (2, 3))


def test_a_year_in_brackets_is_no_unit():
    table = read("""
示例镇基本情况统计表 | < | <
（2025年） | < | <
指标 | 上年 | 本年
户数 | 7410 | 7560
人口 | 26300 | 26234
""")
    assert table.unit is None
    assert table.titles == ("示例镇基本情况统计表", "（2025年）")
    assert headers(table)["C"] == "本年"


def test_what_a_system_writes_under_its_export_is_a_note():
    table = read("""
序号 | 工单编号 | 来电日期 | 诉求内容
1 | GD001 | 2025-01-03 | 路灯不亮
2 | GD002 | 2025-01-03 | 噪声扰民
3 | GD003 | 2025-01-04 | 垃圾未清
共导出1286条，导出时间2025-02-01 10:00:00 | | |
""")
    assert (table.rows, table.footnote_rows) == ((2, 3, 4), (5,))


def test_the_year_of_a_monthly_report_stands_in_its_unit_line():
    table = read("""
平安建设工作月报表 | < | <
填报单位：示例办 | 2025年6月 | 单位：起
项目 | 本月数 | 上月数
刑事案件 | 2 | 3
治安案件 | 12 | 10
""")
    assert table.year == 2025


def test_a_side_calculation_outside_the_columns_is_no_record():
    table = read("""
年 | 月 | 总数 | 东区 | 西区 |
2024 | 1 | 12 | 7 | 5 |
 | 2 | 15 | 9 | 6 |
 | | | | | 0
 | 3 | 11 | 4 | 7 |
""")
    assert table.rows == (2, 3, 5)


def test_rows_that_head_deeper_ones_are_totals_where_nearly_all_are_their_sums():
    groups = "".join(
        f"示例{name}局 | | {a + b + off} | {b}\n | 人员 | {a} |\n | 公用 | {b} | {b}\n"
        for name, a, b, off in [
            ("甲", 1203.5, 88.25, 0), ("乙", 950.75, 61.5, 0), ("丙", 777.25, 42.75, 0.01),
            ("丁", 1310.5, 99.75, 0), ("戊", 640.25, 31.5, 0), ("己", 812.75, 55.25, 0),
            ("庚", 705.5, 47.75, 0), ("辛", 1120.25, 73.5, 0),
        ]
    )  # fmt: skip
    table = read(f"单位 | 科目 | 预算（万元） | 执行（万元）\n{groups}")
    assert table.total_rows == tuple(range(2, 26, 3))
    assert len(table.rows) == 16


def test_a_statutory_form_has_its_lines_of_form_and_units_by_row():
    table = read("""
乡镇社会经济基本情况 | < | < | < | <
 | | | 表    号：示基301表 |
 | | | 制定机关：示例省统计局 |
综合机关名称：示例镇 | | 2025年 | 批准文号：示统1号 | 计量单位：人
指标名称 | 计量单位 | 代码 | 本年 | 上年
甲 | 乙 | 丙 | 1 | 2
户籍人口 | 人 | "01" | 26234 | 26410
耕地面积 | 亩 | "02" | 43695 | 43695
林地面积 | 亩 | "03" | 58670 | 58670
单位负责人：示例甲 | 统计负责人：示例乙 | 填表人：示例丙 | 联系电话：10012345678 |
""")
    assert (table.header_rows, table.rows, table.footnote_rows) == ((5, 6), (7, 8, 9), (10,))
    assert table.titles == ("乡镇社会经济基本情况",)
    assert headers(table) == {"A": "指标名称", "B": "计量单位", "C": "代码", "D": "本年", "E": "上年"}


def test_pounds_in_thousands_stand_in_the_header_and_not_among_the_data():
    table = read("""
Council tax collection | | | |
 | Collected | | Target |
Ward | £000 | % | £000 | %
North | 1200 | 97.5 | 1230 | 98
South | 900 | 96.1 | 940 | 98
Total | 2100 | 96.9 | 2170 | 98
""")
    assert (table.header_rows, table.rows, table.total_rows) == ((2, 3), (4, 5), (6,))
    assert headers(table) == {
        "A": "Ward",
        "B": "Collected/£000（£000）",
        "C": "Collected/%（%）",
        "D": "Target/£000（£000）",
        "E": "Target/%（%）",
    }


def test_notes_marked_as_statistical_offices_mark_them_are_notes():
    table = read("""
District | Offences [note 1] | Rate
Alpha | 1204 | 65.2
Beta | 980 | 58.1
Gamma | [c] | [c]
[note 1] Excludes fraud.
[note 2] Per 1,000 residents.
""")
    assert (table.rows, table.footnote_rows) == ((2, 3, 4), (5, 6))
    assert table.values("B") == [1204, 980, None]


def test_a_row_that_ends_in_a_colon_heads_a_section_among_rows_not_filled_in():
    table = read("""
资产 | 行次 | 年初数 | 期末数
流动资产： | | |
货币资金 | 1 | 5635559.66 | 4861585.08
应收票据 | 2 | |
应收股利 | 3 | |
长期投资： | | |
长期股权投资 | 4 | | 500000
长期债权投资 | 5 | |
固定资产： | | |
固定资产净值 | 6 | |
""")
    assert table.rows_of("section") == (2, 6, 9)
    assert table.rows == (3, 4, 5, 7, 8, 10)

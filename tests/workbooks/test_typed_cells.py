"""What cells typed by hand become: counts with their classifier, half dates, times of day."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.workbooks.drawn import read


def test_counts_typed_with_their_classifier_are_numbers():
    table = read("""
日期 | 学习内容 | 应到人数 | 实到人数
2025年3月12日 | 宪法 | 45人 | 43人
2025年4月15日 | 国家安全法 | 1,045人 | 45人
2025年5月20日 | 民法典 | 4５人 | 约41人
""")
    assert [column.type for column in table.columns] == ["date", "text", "int", "int"]
    assert table.values("C") == [45, 1045, 45]
    assert table.values("D") == [43, 45, None]
    assert table.cell(4, "D").problem == "只是约数，不是准确的数"


def test_names_that_begin_with_a_number_stay_names():
    table = read("""
网格 | 户数
1组 | 12
2组 | 30
3村 | 15
""")
    assert table.values("A") == ["1组", "2组", "3村"]


def test_days_typed_as_numbers_are_neither_days_nor_measures():
    table = read("""
学习记录（2025年） | < | <
日期 | 内容 | 人数
3.12 | 宪法 | 45
4.15 | 国家安全法 | 44
5.2 | 民法典 | 41
""")
    assert table.columns[0].type == "date"
    assert table.values("A") == [None, None, None]
    assert table.cell(5, "A").problem == "这个数不像日期"


def test_a_month_of_birth_is_no_measure():
    table = read("""
姓名 | 出生年月 | 得分
示例甲 | 1965.03 | 98.5
示例乙 | 1978.11 | 97.25
示例丙 | 1954.1 | 96
""")
    assert [column.type for column in table.columns] == ["text", "text", "float"]


def test_a_time_of_day_behind_a_date_is_kept():
    table = read("""
编号 | 来电时间 | 内容
A1 | 2025-01-03 09:12:33 | 路灯不亮
A2 | 2025年1月4日 15:40 | 噪声扰民
A3 | 2025/1/5 | 垃圾未清
""")
    assert table.columns[1].type == "datetime"
    assert table.values("B") == [
        dt.datetime(2025, 1, 3, 9, 12, 33),
        dt.datetime(2025, 1, 4, 15, 40),
        dt.datetime(2025, 1, 5),
    ]
    assert str(table.frame()["来电时间"].iloc[0]) == "2025-01-03 09:12:33"


def test_hours_are_a_measure_under_a_header_that_gives_their_unit():
    table = read("""
单位 | 办理时间（小时）
示例甲局 | 1.5
示例乙局 | 2.25
示例丙局 | 3
""")
    assert (table.columns[1].type, table.columns[1].unit) == ("float", "小时")


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("限定时间内拨付款", "int"), ("上年同期限额（元）", "int"), ("处置时间（秒）", "int"), ("工期限价", "int"),
        ("收案日期", "date"), ("立案时间", "date"), ("整改期限（公历）", "date"), ("Date", "date"),
    ],
)  # fmt: skip
def test_only_a_header_that_names_days_makes_days_of_day_numbers(header, kind):
    table = read(f"单位 | {header}\n甲所 | 45717\n乙所 | 45800\n丙所 | 45912\n丁所 | 45688")
    assert table.columns[1].type == kind
    expected = (
        [45717, 45800, 45912]
        if kind == "int"
        else [dt.date(2025, 3, 1), dt.date(2025, 5, 23), dt.date(2025, 9, 12)]
    )
    assert table.values("B")[:3] == expected


def test_a_group_above_the_columns_makes_no_days_of_their_counts():
    table = read("""
单位 | 办理时间 | <
^ | 资金额度 | 起
甲所 | 45717 | 45801
乙所 | 43211 | 45802
丙所 | 44999 | 45803
""")
    assert [column.type for column in table.columns] == ["text", "int", "date"]

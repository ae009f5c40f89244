"""Units are told from other things that stand in brackets, behind a slash, or on a line of their own."""

from __future__ import annotations

import pytest

from fazhi_metrics.workbooks.units import (
    choose_unit,
    is_unit,
    is_unit_statement,
    split_unit,
    unit_of_title,
    units_of_line,
)
from tests.workbooks.drawn import read

HEADERS = {
    "户数（户）": ("户数", "户"),
    "年末人口数 (万人)": ("年末人口数", "万人"),
    "户数\n（户）": ("户数", "户"),
    "占比（％）": ("占比", "%"),
    "亩产量/斤": ("亩产量", "斤"),
    "种植成本/(元/亩)": ("种植成本", "元/亩"),
    "单价（元/平方米）": ("单价", "元/平方米"),
    "性别比 (女=100)": ("性别比 (女=100)", None),
    "生产总值（当年价格）(亿元)": ("生产总值（当年价格）", "亿元"),
    "Median value (£)": ("Median value", "£"),
    "Population (thousands)": ("Population", "thousands"),
    "Area [km2]": ("Area", "km2"),
    "投资（不含农户）": ("投资（不含农户）", None),
    "全年预算数（A）": ("全年预算数（A）", None),
    "是/否": ("是/否", None),
    "姓名": ("姓名", None),
    "% Advanced": ("% Advanced", "%"),
    "满意率%": ("满意率%", "%"),
}


@pytest.mark.parametrize("header", HEADERS)
def test_a_unit_is_taken_off_a_header_and_nothing_else_is(header):
    assert split_unit(header) == HEADERS[header]


LINES = {
    "单位：万元": ("万元",),
    "单位：户、％": ("户", "%"),
    "（单位：人，户）": ("人", "户"),
    "计量单位: 亩": ("亩",),
    "(10 000 persons)": ("10 000 persons",),
    "Unit: mg/L": ("mg/L",),
    "填报单位：党政办": (),
    "单位：示例一村": (),
    "单位：": (),
    "（示例数据）": (),
}


@pytest.mark.parametrize("line", LINES)
def test_a_unit_line_states_units_and_the_name_of_an_office_does_not(line):
    assert units_of_line(line) == LINES[line]


def test_a_line_that_says_only_a_unit():
    assert all(map(is_unit_statement, ("£ million", "(thousands)", "Percentage", "万元")))
    assert not any(map(is_unit_statement, ("Persons aged 15", "合计", "2025")))


def test_titles_and_words_that_are_no_units():
    assert unit_of_title("指标：国内生产总值(亿元)") == "亿元"
    assert unit_of_title("人口统计表（2025年）") is None
    assert not is_unit("备注")
    assert not is_unit("")


@pytest.mark.parametrize(("units", "header", "share", "chosen"), [
    (("户", "%"), "户数", False, "户"),
    (("户", "%"), "占家庭户比重", True, "%"),
    (("户", "人"), "户籍/户数", False, "户"),
    (("户", "人"), "户籍/人口", False, "人"),
    (("亩", "万元"), "耕地面积", False, "亩"),
    (("亩", "万元"), "投入资金", False, "万元"),
    (("户", "人"), "其他", False, None),
    (("万元",), "增长率", True, None),
    (("‰",), "出生率", True, "‰"),
])  # fmt: skip
def test_of_several_units_the_fitting_one_is_chosen_and_a_doubtful_one_never(units, header, share, chosen):
    assert choose_unit(units, header, share) == chosen


OVER_COLUMNS = {
    "a caption and its unit in two cells": ("收支表 |  |  \n |  单位： | 万元", "万元"),
    "a caption cut in the middle of the word": ("受理表 |  | \n | 单 | 位：件", "件"),
    "a form line over the columns": ("编制单位：示例镇财政所 | 2025年12月 | 单位：元", "元"),
    "a form line cut over cells": ("编制单位： | 示例镇 | \n | 单位： | 人民币元", "人民币元"),
    "a unit of amounts": ("填报单位：示例镇 |  | \n金额单位： | 万元 | ", "万元"),
    "a scale and its things": ("车辆生产 |  | \n(thousand units) |  | ", "thousand units"),
    "a sign alone": ("Spending |  | \n |  | £", "£"),
}


@pytest.mark.parametrize(("lines", "unit"), OVER_COLUMNS.values(), ids=OVER_COLUMNS)
def test_a_line_over_the_columns_states_the_unit_and_is_no_header(lines, unit):
    table = read(f"{lines}\n项目 | 期初数 | 期末数\n存款 | 1200 | 1300\n存货 | 400 | 420\n设备 | 500 | 480")
    assert [(c.header, c.unit) for c in table.columns] == [("项目", None), ("期初数", unit), ("期末数", unit)]
    assert table.confidence == 1.0


@pytest.mark.parametrize(
    ("header", "name", "unit"),
    [
        ("死亡人口（万）", "死亡人口", "万"), ("产量（百万）", "产量", "百万"), ("Deaths (per 100,000)", "Deaths", "per 100,000"),
        ("性别比（女=100）", "性别比（女=100）", None), ("物价指数（上年=100）", "物价指数（上年=100）", None),
        ("合计（亿）", "合计", "亿"),
    ],
)  # fmt: skip
def test_what_stands_in_brackets_is_a_unit_or_not(header, name, unit):
    table = read(f"年度 | {header}\n2021 | 998\n2022 | 1014\n2023 | 1041")
    assert (table.columns[1].header, table.columns[1].unit) == (name, unit)


def test_leaders_and_marks_come_off_the_labels():
    table = read("Month | Cases\nJan * | 12\nFeb . . . . | 11\nMar …… | 9\nApr (r) | 9\n2024年 p | 8")
    assert table.values("A") == ["Jan", "Feb", "Mar", "Apr", "2024年 p"]
    assert [d.cells for d in table.doubts] == ["A2", "A5"]


def test_signs_of_statistics_are_missing_and_not_lost():
    table = read(
        "County | 2022 | 2023\nAdams | 12 | S\nBaker | (D) | 30\nClark | 73.7P | 22\nDover | n/a | 41\nEssex | 11 | 12"
    )
    assert [c.type for c in table.columns] == ["text", "float", "int"]
    assert table.values("B") == [12, None, 73.7, None, 11]
    assert {d.cells: d.kind.value for d in table.doubts} == {
        "B3": "missing", "C2": "missing", "B5": "missing", "B4": "mark",
    }  # fmt: skip
    assert table.confidence == 1.0

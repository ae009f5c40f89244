"""A cell is read as an exact number, a day, or yes and no; what is not certain is a problem."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.quantities import Reading, read_date, read_flag, read_number
from fazhi_metrics.quantities.cells import exact

NUMBERS = [
    # typed, value, rule
    (12, 12, None),
    (12.0, 12, None),
    (58670.24, Decimal("58670.24"), None),
    (-4.959999999999999, Decimal("-4.96"), "浮点尾差"),
    (0.1 + 0.2, Decimal("0.3"), "浮点尾差"),
    ("１２３４", 1234, "全角数字"),
    ("1,234", 1234, "千位分隔符"),
    ("1，234", 1234, "全角数字"),
    ("1 234", 1234, "数字中有空格"),
    ("12.5万", 125000, "中文计数单位"),
    ("３.５万", 35000, "中文计数单位"),
    ("二十三", 23, "中文数字"),
    ("－5", -5, "全角数字"),
    ("（12）", -12, "括号负数"),
    ("+7", 7, "文本型数字"),
    (" 88 ", 88, "文本型数字"),
    ("12户", 12, "去掉量词"),
    ("1234.50", Decimal("1234.50"), "文本型数字"),
]


@pytest.mark.parametrize(("typed", "value", "rule"), NUMBERS)
def test_numbers_are_read_exactly_and_say_what_was_changed(typed, value, rule):
    assert read_number(typed) == Reading(value, changed=rule is not None, rule=rule)


REFUSED = {
    "40余": "只是约数，不是准确的数",
    "约30": "只是约数，不是准确的数",
    "98.5%": "带有百分号，与本列的单位不符",
    "120元": "带有单位，不能确定与本列单位一致",
    "3.5亩": "带有单位，不能确定与本列单位一致",
    "12万元": "带有单位，不能确定与本列单位一致",
    "007": "以 0 开头，像编号而不是数",
    "1,23": "不能确定是哪个数",
    "三百五": "不能确定是哪个数",
    "12 34": "数字中间有空格，可能是两个数",
    "2.50-4.00": "不能确定是哪个数",
    "示例": "不是数",
    "=SUM(C5:C9)": "公式没有保存计算结果",
    "#DIV/0!": "单元格是错误值 #DIV/0!",
}


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_not_certainly_one_number_is_a_problem_and_no_value(typed):
    assert read_number(typed) == Reading(problem=REFUSED[typed])


@pytest.mark.parametrize("typed", [True, float("inf"), dt.date(2025, 3, 5)])
def test_what_is_no_number_at_all_is_a_problem(typed):
    found = read_number(typed)
    assert found.value is None
    assert found.problem


@pytest.mark.parametrize(("typed", "reason"), [("", "空白"), (None, "空白"), ("　", "空白"), (float("nan"), "空白"),
                                               ("—", "横线"), ("－", "横线"), ("/", "斜线"), ("无", "无"), ("…", "省略号"),
                                               ("保密", "保密"), ("N/A", "不适用"), ("Ｎ／Ａ", "不适用"), ("*", "星号")])  # fmt: skip
def test_missing_marks_keep_their_reason_and_only_a_blank_changes_nothing(typed, reason):
    assert read_number(typed) == Reading(
        missing=reason, changed=reason != "空白", rule=None if reason == "空白" else "缺失标记"
    )
    assert read_date(typed).missing == reason


def test_percents_stay_in_percent_units():
    assert read_number("98.5%", percent=True).value == Decimal("98.5")
    assert read_number("１００％", percent=True).value == 100
    assert read_number(98.5, percent=True).value == Decimal("98.5")


def test_decimals_fix_the_scale_and_never_round():
    assert read_number(3.5, decimals=2).value == Decimal("3.50")
    assert str(read_number(58670.2, decimals=2).value) == "58670.20"
    assert read_number("12.0", decimals=0).value == 12
    assert read_number(12.5, decimals=0).problem == "应为整数"
    assert read_number("58670.245", decimals=2).problem == "小数超过 2 位"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_a_typed_decimal_survives_its_binary_float(number):
    assert Decimal(exact(float(number))) == number


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_reads_the_same_in_every_dress(number):
    dressed = f"{number:,}".replace(",", "，").replace("-", "－")
    wide = str(number).translate(str.maketrans("0123456789-", "０１２３４５６７８９－"))
    assert {read_number(text).value for text in (str(number), dressed, wide, f" {number} ")} == {number}


@given(st.text(max_size=12))
def test_any_text_is_a_value_a_missing_mark_or_a_problem_and_never_two(text):
    for read in (read_number, read_date, read_flag):
        found = read(text)
        assert [found.value is not None, found.missing is not None, found.problem is not None].count(
            True
        ) == 1


FLAGS = [("√", True), ("✓", True), ("是", True), ("有", True), ("Y", True), ("１", True), (1, True), (True, True), ("已化解", True),
         ("×", False), ("否", False), ("无", False), ("N", False), (0.0, False), ("未办结", False), ("不满意", False)]  # fmt: skip


@pytest.mark.parametrize(("typed", "said"), FLAGS)
def test_marks_say_yes_or_no(typed, said):
    assert read_flag(typed).value is said


@pytest.mark.parametrize("typed", ["部分", "基本满意", "○", "化解中", 2, dt.date(2025, 1, 1)])
def test_a_mark_that_says_neither_is_a_problem(typed):
    assert read_flag(typed).problem == "不能确定是“是”还是“否”"


@pytest.mark.parametrize("typed", ["已作废", "已退回", "已逾期", "已撤销", "未作废", "已持证"])
def test_what_was_done_says_yes_or_no_only_where_it_is_asked_for(typed):
    assert read_flag(typed, ["是否办结", "办结情况"]).problem
    assert read_flag("已持证", ["是否持证"]).value is True
    assert read_flag("尚未持证", ["是否持证"]).value is False


def test_a_blank_flag_is_missing_since_only_the_dataset_knows_what_it_means():
    assert read_flag("") == Reading(missing="空白")

"""The year, half-year and month of a table, from the texts around it."""

from __future__ import annotations

import pytest

from fazhi_metrics.cleaning.period import Surroundings, half_in, months_in, year_in


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("西堡镇2025年人口与户数统计表", 2025),
        ("２０２５年度", 2025),
        ("平安建设月报（2025）", 2025),
        ("二〇二五年法治工作", 2025),
        ("25年3月安全检查", 2025),
        ("2025", 2025),
        ("填报日期：2026年1月5日", None),
        ("2025年统计表 填报日期：2026年1月5日", 2025),
        ("2024年与2025年对比", None),
        ("矛盾纠纷台账", None),
        ("耕地2025亩", None),
        ("编号120250", None),
    ],
)
def test_the_year_a_text_states(text, year):
    assert year_in(text) == year


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("安全检查台账（2025年3月）", (3,)),
        ("12月", (12,)),
        ("第四季度", (10, 11, 12)),
        ("2025年2季度", (4, 5, 6)),
        ("2025年1月至12月", ()),
        ("1-6月", ()),
        ("填报日期：2025年3月28日", ()),
        ("人口", ()),
    ],
)
def test_the_months_a_text_states(text, months):
    assert months_in(text) == months


def test_the_half_year_a_text_states():
    assert half_in("2025年上半年满意度") == "上半年"
    assert half_in("上半年与下半年") is None


def test_the_nearest_text_counts_first_and_the_folder_last():
    around = Surroundings(("人口统计表",), "2024年", "2025/人口.xlsx")
    assert [(s.value, s.origin, s.text) for s in around.years()] == [
        (2024, "sheet_name", "2024年"),
        (2025, "file_name", "2025"),
    ]

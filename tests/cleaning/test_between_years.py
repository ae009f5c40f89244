"""Between two years: numbers that leap, sums that leap, kinds of record that are gone."""

from __future__ import annotations

import pytest

from fazhi_metrics.project import Village
from tests.cleaning.conftest import DISPUTES, POPULATION, POPULATION_MERGES

MEASURES = ("治安案件", "信访件次", "安全事故", "黑恶线索", "民转刑案件")


@pytest.fixture
def both(office):
    return office.having(years=(2024, 2025))


def populations(both, **last):
    """Write the same population for two years, with cells of last year's typed over."""
    both.write("2025/人口.xlsx", POPULATION, POPULATION_MERGES, "人口")
    rows = [
        [str(cell).replace("2025", "2024") if isinstance(cell, str) else cell for cell in row]
        for row in POPULATION
    ]
    both.write("2024/人口.xlsx", rows, POPULATION_MERGES, "人口")
    both.edit("2024/人口.xlsx", **last)


def test_a_leap_is_a_warning_with_both_values_at_this_years_cell(both):
    populations(both, D5=1620, D7=2080)
    (issue,) = both.clean().issues
    assert (issue.rule, issue.where) == ("population_jump", "2025/人口.xlsx!人口!D5")
    assert "今年 620，上年 1620（2024/人口.xlsx!人口!D5）" in issue.why


def test_where_only_last_years_total_is_wrong_the_leap_is_shown_there(both):
    populations(both, D5=1620)
    found = {(issue.rule, issue.where): issue.why for issue in both.clean().issues}
    assert ("total_differs", "2024/人口.xlsx!人口!D7") in found
    assert (
        "本年 1620，下年 620（2025/人口.xlsx!人口!D5）" in found["population_jump", "2024/人口.xlsx!人口!D5"]
    )


def test_a_whole_column_that_leaps_is_one_issue(both):
    names = [f"示例{n}村" for n in "甲乙丙丁戊己"]
    both = both.having(villages=tuple(Village(name) for name in names))
    for year, unit in ((2024, "亩"), (2025, "万亩")):
        head = ["村", "类型", "微网格数", f"耕地（{unit}）", "林地（亩）", "民间信仰场所"]
        rows = [[name, "村", 3, 12 + n, 40 + n, 0] for n, name in enumerate(names)]
        both.write(f"{year}/村情.xlsx", [head, *rows], sheet="村情")
    (issue,) = both.clean().issues
    assert (issue.rule, issue.where) == ("area_jump", "2025/村情.xlsx!村情!D2:D7")
    assert "有 6 个村都是上年（2024/村情.xlsx!村情!D2 起）的约 10,000 倍" in issue.why


def months(both, year, petitions):
    rows = [["指标", *[f"{month}月" for month in range(1, 13)]]]
    rows += [[name, *(petitions if name == "信访件次" else [0] * 12)] for name in MEASURES]
    both.write(f"{year}/月报.xlsx", rows, sheet="月报")


def test_a_sum_of_the_year_that_leaps_is_shown_at_its_largest_number(both):
    months(both, 2024, [3] * 12)
    months(both, 2025, [3] * 6 + [300] + [3] * 5)
    (issue,) = both.clean().issues
    assert (issue.severity, issue.rule, issue.where) == ("警告", "month_sums_jump", "2025/月报.xlsx!月报!H3")
    assert "今年 333，上年 36" in issue.why


def test_a_few_more_or_less_are_no_leap(both):
    months(both, 2024, [1] + [0] * 11)
    months(both, 2025, [1] * 12)
    assert both.found() == []


def channels(both, year, *names):
    rows = [DISPUTES[0]]
    for n in range(1, 49):
        rows.append(
            [
                n,
                f"J{year}-{n:03}",
                f"{year}-{1 + n % 12}-05",
                "示例一村",
                "某",
                "邻里",
                names[n % len(names)],
                "村",
                "否",
                "",
                "否",
            ]
        )
    both.write(f"{year}/纠纷.xlsx", rows, sheet="台账")


@pytest.mark.parametrize(("full", "short"), [(2024, 2025), (2025, 2024)])
def test_a_channel_that_was_common_and_is_gone_is_asked_about_in_either_year(both, full, short):
    channels(both, full, "网格", "派出所")
    channels(both, short, "网格")
    (issue,) = both.clean().issues
    assert (issue.rule, issue.where) == ("channel_absent", f"{short}/纠纷.xlsx!台账")
    assert f"{short} 年没有一条“派出所”，{full} 年有 24 条" in issue.why


def test_a_channel_that_was_rare_may_be_gone(both):
    channels(both, 2024, *["网格"] * 10, "派出所")
    channels(both, 2025, "网格")
    assert both.found() == []

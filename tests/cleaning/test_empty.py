"""Ledgers without a record: nothing happened, which is more than nothing known."""

from __future__ import annotations

from tests.cleaning.conftest import DISPUTES


def test_a_ledger_without_a_record_is_empty_and_no_issue(office):
    office.population()
    office.write("2025/纠纷.xlsx", [["示例镇2025年矛盾纠纷台账"], DISPUTES[0], ["合计"]], ["A1:K1"], "台账")
    result = office.clean()
    assert result.conservation.holds
    assert [issue.rule for issue in result.issues if issue.rule == "workbook_refused"] == []


INSPECTIONS = ["检查日期", "所在村", "行业领域", "检查对象", "发现隐患（处）", "其中：重大隐患（处）", "已整改（处）", "是否销号"]  # fmt: skip


def inspections(office, month, *rows, total=0):
    """Write a month's inspections with a total line."""
    title = [f"示例镇2025年{month}月安全检查台账"]
    office.write(
        f"2025/安全检查（2025年{month}月）.xlsx",
        [title, INSPECTIONS, *rows, ["合计", "", "", "", total, 0, 0]],
        ["A1:H1"],
        f"{month}月",
    )


def test_a_month_without_an_inspection_is_a_month_reported(office):
    for month in range(1, 13):
        day = [f"2025-{month}-03", "示例一村", "餐饮", f"示例餐馆{month}", 1, 0, 0, "否"]
        inspections(office, month, *([] if month == 6 else [day]), total=0 if month == 6 else 1)
    assert office.found() == [("提示", "table_empty", "2025/安全检查（2025年6月）.xlsx!6月")]
    assert "视为 2025 年 6 月没有发生" in office.clean().issues[0].why
    assert office.clean().conservation.holds


def test_a_total_of_rows_that_are_not_there_is_an_error(office):
    for month in range(1, 13):
        day = [f"2025-{month}-03", "示例一村", "餐饮", f"示例餐馆{month}", 1, 0, 0, "否"]
        inspections(office, month, *([] if month == 6 else [day]), total=5 if month == 6 else 1)
    assert office.found() == [
        ("错误", "total_differs", "2025/安全检查（2025年6月）.xlsx!6月!E3"),
        ("警告", "month_files", "2025/"),
    ]


def test_a_year_whose_only_ledger_is_empty_was_reported(office):
    both = office.having(years=(2024, 2025))
    both.disputes()
    both.write("2024/纠纷.xlsx", [["示例镇2024年矛盾纠纷台账"], DISPUTES[0]], ["A1:K1"], "台账")
    assert both.found() == [("提示", "table_empty", "2024/纠纷.xlsx!台账")]

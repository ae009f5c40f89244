"""What stands across, above or beside the records of an own ledger becomes a column of them."""

from __future__ import annotations

import pytest

from fazhi_metrics.measures import measure
from tests.cleaning import conftest

office = conftest.office

ACROSS = """
title = "纠纷分类统计表"
[columns."种类"]
type = "code"
values = "any"
[columns."村"]
type = "village"
[columns."件数"]
type = "int"
blank = 0
[columns."成功"]
type = "int"
[unpivot]
into = "村"
"""
MONTHS = 'title = "月报"\n[columns."村"]\ntype = "village"\n[columns."月份"]\ntype = "month"\n[columns."案件"]\ntype = "int"\n[unpivot]\ninto = "月份"\n'
SECTIONS = 'title = "办件"\n[columns."编号"]\ntype = "text"\nidentifier = true\n[columns."用时"]\ntype = "int"\n[columns."月份"]\ntype = "month"\nfrom = ["section"]\n'
VILLAGE = 'title = "走访"\ndate = "日期"\n[columns."日期"]\ntype = "date"\n[columns."户数"]\ntype = "int"\n[columns."村"]\ntype = "village"\nfrom = ["title", "file_name"]\n'
CODED = 'title = "工单"\ndate = "受理时间"\n[columns."受理时间"]\ntype = "date"\n[columns."number"]\ntype = "int"\n[columns."开始"]\ntype = "time"\n'

CASES = {
    "villages across with two measures": (
        ACROSS,
        [["2025年纠纷分类统计表"], ["种类", "示例一村", "", "示例二村", "", "合计", ""], ["", "件数", "成功", "件数", "成功", "件数", "成功"],
         ["邻里", 3, 2, 4, 4, 7, 6], ["合同", "", 0, 5, 1, 5, 1]],
        ("B2:C2", "D2:E2", "F2:G2", "A2:A3"),
        {"column": "件数"},
        [(None, 12), ({"村": "示例二村"}, 9), ({"种类": "邻里"}, 7)],
    ),
    "months across with one measure that no header names": (
        MONTHS,
        [["2025年月报"], ["村", "1月", "2月", "3月"], ["示例一村", 1, 2, 3], ["示例二村", 4, 5, 6]],
        (),
        {"column": "案件"},
        [(None, 21), ({"月": 2}, 7), ({"村": "示例一村", "季度": 1}, 6)],
    ),
    "months in the titles of sections": (
        SECTIONS,
        [["2025年办件登记"], ["编号", "用时"], ["（一）2025年1月", ""], ["A1", 3], ["A2", 4], ["（二）2025年2月", ""], ["A3", 5], ["A4", 6]],
        ("A1:B1", "A3:B3", "A6:B6"),
        {"column": "用时"},
        [(None, 18), ({"月": 2}, 11)],
    ),
    "a village in the title": (
        VILLAGE,
        [["示例二村2025年走访登记"], ["日期", "户数"], ["3月1日", 5], ["4月1日", 6]],
        (),
        {"column": "户数"},
        [(None, 11), ({"村": "示例二村"}, 11), ({"村": "示例一村"}, 0)],
    ),
    "a row of codes above the titles": (
        CODED,
        [["recv_time", "number", "start"], ["受理时间", "件数", "开始"], ["2025-03-01 09:10:00", 2, "08:30"], ["2025-03-05 10:00:00", 3, "18:05"]],
        (),
        {"column": "number", "where": {"开始": {"at_least": "18:00"}}},
        [(None, 3)],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_it_is_measured(office, name):
    text, rows, merges, numerator, asked = CASES[name]
    office.write("2025/表.xlsx", rows, merges, sheet="表")
    office = office.having(ledgers=(("ledgers/own.toml", text),), years=(2025,))
    result = office.clean()
    assert result.conservation.holds
    question = {"numerator": {"dataset": "own", **numerator}}
    for where, value in asked:
        part = measure(office.store, office.town, question, 2025, where=where).part
        assert (where, part.value, part.status.has_value) == (where, value, True)

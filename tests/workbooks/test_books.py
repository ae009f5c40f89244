"""Whole workbooks as offices hand them in: a cover, sheets alike, a hidden sheet, a header of four rows."""

from __future__ import annotations

import openpyxl
import pytest

from fazhi_metrics.workbooks import read_book
from tests.workbooks.drawn import headers, read

QUARTERS = ("第一季度", "第二季度", "第三季度", "第四季度")


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    cover = made.active
    cover.title = "封面"
    for line in ("示例镇平安建设资料", "填报单位：示例办", "二〇二五年十二月"):
        cover.append([line])
    contents = made.create_sheet("目录")
    for line in (["目录"], ["1", "第一季度台账"], ["2", "第二季度台账"]):
        contents.append(line)
    for place, name in enumerate(QUARTERS):
        sheet = made.create_sheet(name)
        sheet.append([f"示例镇矛盾纠纷台账（2025年{name}）"])
        sheet.append(["序号", "受理日期", "村", "类型", "是否化解"])
        for n in range(1, 4 + place):
            sheet.append([n, f"2025.{place * 3 + 1}.{n}", f"示例{n}村", "邻里", "√"])
        sheet.append(["填表人：示例甲", None, "审核人：示例乙"])
    draft = made.create_sheet("草稿")
    draft.sheet_state = "hidden"
    draft.append(["村", "户数"])
    draft.append(["示例甲村", 12])
    draft.append(["示例乙村", 15])
    path = tmp_path / "台账.xlsx"
    made.save(path)
    return read_book(path)


def test_sheets_alike_are_read_alike_and_covers_are_no_tables(book):
    quarters = [table for table in book.tables if table.sheet in QUARTERS]
    assert [table.sheet for table in quarters] == list(QUARTERS)
    assert [len(table.rows) for table in quarters] == [3, 4, 5, 6]
    assert len({tuple(headers(table).items()) for table in quarters}) == 1
    assert {table.year for table in quarters} == {2025}
    assert {block.split("!")[1] for block in book.unclaimed} == {"封面", "目录"}


def test_a_hidden_sheet_is_read_and_marked(book):
    assert [table.sheet for table in book.tables if table.hidden] == ["草稿"]


def test_four_header_rows_are_four_levels():
    table = read("""
2025年度行政执法统计年报 | < | < | < | < | <
执法机关 | 行政执法情况 | < | < | < | <
^ | 行政处罚 | < | < | < | 行政检查（次）
^ | 警告（件） | 罚款 | < | 其他（件） | ^
^ | ^ | 件数（件） | 金额（元） | ^ | ^
示例执法队 | 12 | 5 | 15000 | 0 | 230
示例应急办 | 3 | 1 | 2000 | 0 | 88
合计 | 15 | 6 | 17000 | 0 | 318
""")
    assert table.header_rows == (2, 5)
    assert headers(table)["D"] == "行政执法情况/行政处罚/罚款/金额（元）"
    assert headers(table)["F"] == "行政执法情况/行政检查（次）"
    assert (table.rows, table.total_rows) == ((6, 7), (8,))


@pytest.mark.parametrize(
    ("drawing", "reason"),
    [
        ("示例甲村 | 12 | 40\n示例乙村 | 15 | 52\n示例丙村 | 9 | 31", "没有找到表头"),
        ("姓名 | 单位\n示例甲 | 示例办\n示例乙 | 示例所", "表中没有数字"),
        ("村 | 户数 | \n示例甲村 | 12 | 40\n示例乙村 | 15 | 52\n示例丙村 | 9 | 31", "C 列没有表头"),
        ("序号 | 村名 | 户数 | 人口", "只有表头，没有数据行"),
    ],
)
def test_a_low_confidence_says_why(drawing, reason):
    table = read(drawing)
    assert table.confidence < 1
    assert reason in "；".join(table.reasons)


def test_a_full_confidence_has_nothing_to_say():
    table = read("村 | 户数\n示例甲村 | 12\n示例乙村 | 15\n示例丙村 | 9")
    assert (table.confidence, table.reasons) == (1.0, ())

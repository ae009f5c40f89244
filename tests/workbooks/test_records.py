"""A record is never taken for structure: numbering, header, section, total or note."""

from __future__ import annotations

import pytest

from fazhi_metrics.workbooks.doubts import DoubtKind
from tests.workbooks.drawn import read

RECORDS = {
    "counts that count up": "组名 | 件数 | 办结 | 未结\n甲 | 1 | 2 | 3\n乙 | 4 | 2 | 2\n丙 | 5 | 5 | 0",
    "counts that count up further down": "月份 | 治安 | 信访 | 消防\n1月 | 4 | 2 | 0\n2月 | 3 | 3 | 1\n3月 | 1 | 2 | 3\n4月 | 2 | 0 | 0",
    "words beside a number of the row": "序号 | 单位 | 受理数 | 办结数\n1 | 城东所 | 待报 | 见附件\n2 | 城西所 | 9 | 8\n3 | 城南所 | 7 | 7",
    "two rows of words": "网格 | 走访 | 隐患\n东一网格 | 核对中 | 另报\n东二网格 | 另报 | 核对中\n西一网格 | 9 | 8\n西二网格 | 7 | 7\n南一网格 | 4 | 1",
    "a row of words in the middle": "社区 | 调解 | 信访\n示例甲社区 | 9 | 8\n示例乙社区 | 7 | 7\n示例丙社区 | 未报送 | 见附表\n示例丁社区 | 4 | 1\n示例戊社区 | 5 | 1",
    "a month in words": "月份 | 治安 | 信访\n1月 | 未统计 | 未统计\n2月 | 3 | 1\n3月 | 4 | 4\n4月 | 2 | 0",
    "a first row without anything": "单位 | 受理 | 化解\n城东所 |  | \n城西所 | 3 | 2\n城南所 | 4 | 1",
    "a last row without anything": "单位 | 受理 | 化解\n城西所 | 3 | 2\n城南所 | 4 | 1\n城东所 |  | ",
    "a total in a remark": "村名 | 受理 | 备注\n河东村 | 4 | 含小计\n上庄村 | 3 | 上半年合计\n柳树村 | 4 | ",
    "a total in the remark of a year": "年份 | 受理 | 说明\n2021 | 4 | 全年合计\n2022 | 3 | 小计\n2023 | 4 | ",
}


@pytest.mark.parametrize("drawing", RECORDS.values(), ids=RECORDS)
def test_every_row_under_the_header_stays_a_record(drawing):
    table = read(drawing)
    assert table.header_rows == (1, 1)
    assert table.rows == tuple(range(2, drawing.count("\n") + 2))


def test_a_label_without_values_stays_a_record_and_is_doubted():
    table = read("村名 | 受理 | 化解\n河东 |  | \n上庄 | 3 | 2\n柳树 | 4 | 1\n石桥 | 6 | 5")
    assert table.rows == (2, 3, 4, 5)
    assert [(d.cells, d.kind) for d in table.doubts] == [("A2", DoubtKind.AMBIGUOUS)]


def test_groups_that_say_so_stay_groups():
    table = read(
        "村名 | 受理 | 化解\n山区：\n河东村 | 4 | 3\n上庄村 | 3 | 2\n平原：\n柳树村 | 4 | 1\n石桥村 | 2 | 2"
    )
    assert (table.rows_of("section"), table.doubts) == ((2, 5), ())


@pytest.mark.parametrize("second", ["（全称） | （件） | （件）", "名 | 件数 | 件数"])
def test_a_second_line_of_a_header_is_doubted_where_it_may_be_a_record(second):
    table = read(f"单位 | 受理 | 化解\n{second}\n司法所 | 4 | 3\n派出所 | 3 | 2\n法庭 | 4 | 1")
    assert table.header_rows == (1, 2)
    assert (table.confidence, [d.cells for d in table.doubts]) == (0.9, ["A2:C2"])


@pytest.mark.parametrize(
    "note", ["說明：表內標有記號者為山地村。", "備註：本表由各村填報", "資料來源：各村", "附註：含示例村"]
)
def test_notes_in_traditional_letters_are_notes(note):
    table = read(f"村名 | 受理\n河东村 | 4\n上庄村 | 3\n柳树村 | 2\n{note}")
    assert (table.rows, table.footnote_rows) == ((2, 3, 4), (5,))


def test_numbers_that_are_read_as_a_note_are_doubted():
    table = read("""
村名 | 受理 | 化解 | 其中难案
河东村 | 4 | 3 | 1
上庄村 | 3 | 2 | 1
柳树村 | 6 | 1 | 2
备注：上年 | 12 |  |
""")
    assert table.footnote_rows == (5,)
    assert [(d.cells, d.kind) for d in table.doubts] == [("A5:B5", DoubtKind.AMBIGUOUS)]

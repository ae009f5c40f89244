"""Tables in Word documents are read as sheets: merged cells, deleted and struck text, titles before them."""

from __future__ import annotations

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from fazhi_metrics.errors import FazhiError
from fazhi_metrics.workbooks import read_tables
from tests.workbooks.drawn import headers


def saved(path, rows, *, before=(), merges=(), after=None):
    document = docx.Document()
    for line in before:
        document.add_paragraph(line)
    table = document.add_table(len(rows), len(rows[0]))
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            table.cell(r, c).text = text
    for first, last in merges:
        table.cell(*first).merge(table.cell(*last))
    if after:
        after(table)
    document.save(path)
    return path


ROWS = [
    ["村名", "受理（件）", "化解（件）"],
    ["甲村", "12", "11"],
    ["乙村", "8", "7"],
    ["丙村", "15", "约14"],
    ["合计", "35", "32"],
]


def test_a_table_of_a_document_is_a_sheet_below_its_title(tmp_path):
    path = saved(tmp_path / "报表.docx", ROWS, before=["现将有关情况报告如下。", "各村受理情况表"])
    (table,) = read_tables(path)
    assert (table.sheet, table.titles) == ("表1", ("各村受理情况表",))
    assert headers(table) == {"A": "村名", "B": "受理（件）", "C": "化解（件）"}
    assert (table.values("B"), table.values("C")) == ([12, 8, 15], [11, 7, None])
    assert (table.total_rows, table.address(3, "B")) == ((6,), "报表.docx!表1!B3")


def test_merged_cells_of_a_document_are_merged_cells(tmp_path):
    rows = [
        ["单位", "案件", "", "人员"],
        ["", "受理", "办结", ""],
        ["甲所", "1", "1", "3"],
        ["乙所", "4", "2", "5"],
        ["丙所", "6", "5", "2"],
    ]
    path = saved(tmp_path / "表.docx", rows, merges=[((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (1, 3))])
    (table,) = read_tables(path)
    assert headers(table) == {"A": "单位", "B": "案件/受理", "C": "案件/办结", "D": "人员"}
    assert table.values("C") == [1, 2, 5]


def test_struck_and_deleted_text_is_gone(tmp_path):
    def change(table):
        cell = table.cell(1, 1).paragraphs[0]
        cell.runs[0].font.strike = True
        cell.add_run("13")
        other = table.cell(2, 1).paragraphs[0]
        run = other.runs[0]._r
        deleted = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>9</w:delText></w:r></w:del>")
        run.addprevious(deleted)

    (table,) = read_tables(saved(tmp_path / "表.docx", ROWS, after=change))
    assert table.values("B") == [13, 8, 15]
    assert [d.cells for d in table.doubts if d.kind.value == "shown"] == ["B2"]


def test_a_document_without_a_table_is_no_workbook(tmp_path):
    document = docx.Document()
    document.add_paragraph("今年以来，全镇化解纠纷42起。")
    document.save(tmp_path / "报告.docx")
    with pytest.raises(FazhiError, match="没有表格"):
        read_tables(tmp_path / "报告.docx")

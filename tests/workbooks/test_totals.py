"""Totals without the word, told by the file or proved by their numbers; records that only look like totals."""

from __future__ import annotations

import openpyxl
import pytest
from openpyxl.worksheet.table import Table as TableObject

from fazhi_metrics.workbooks import read_tables
from fazhi_metrics.workbooks.doubts import DoubtKind
from tests.workbooks.drawn import read

PROVED = {
    "the town under its villages": ("村名 | 受理 | 化解\n甲村 | 14 | 11\n乙村 | 8 | 7\n丙村 | 15 | 14\n示例镇 | 37 | 32", (5,)),
    "the town above its villages": ("村名 | 受理 | 化解\n示例镇 | 37 | 32\n甲村 | 14 | 11\n乙村 | 8 | 7\n丙村 | 15 | 14", (2,)),
    "no label at all": ("村名 | 受理 | 化解\n甲村 | 14 | 11\n乙村 | 8 | 7\n丙村 | 15 | 14\n | 37 | 32", (5,)),
    "areas over their villages": ("片区 | 户数\n东片 | 210\n甲村 | 120\n乙村 | 90\n西片 | 155\n丙村 | 80\n丁村 | 75", (2, 5)),
    "areas under their villages": ("片区 | 户数\n甲村 | 120\n乙村 | 90\n东片 | 210\n丙村 | 80\n丁村 | 75\n西片 | 155", (4, 7)),
}  # fmt: skip


@pytest.mark.parametrize(("drawing", "totals"), PROVED.values(), ids=PROVED)
def test_a_row_called_otherwise_than_its_parts_and_equal_to_their_sum_is_a_total(drawing, totals):
    assert read(drawing).total_rows == totals


def test_a_total_that_only_its_numbers_prove_comes_with_the_proof():
    table = read(PROVED["the town under its villages"][0])
    assert [(d.cells, d.kind, d.what) for d in table.doubts] == [
        ("A5:C5", DoubtKind.PROVED, "等于第2至4行之和，按合计读")
    ]
    assert 0.9 < table.confidence < 1.0


def test_a_village_that_equals_the_next_two_is_a_record_and_doubted():
    table = read("""
村名 | 户数 | 人口 | 耕地
甲村 | 300 | 900 | 1000
乙村 | 120 | 360 | 400
丙村 | 180 | 540 | 600
丁村 | 400 | 1200 | 1100
戊村 | 150 | 450 | 300
""")
    assert (table.total_rows, len(table.rows)) == ((), 5)
    assert [(d.cells, d.kind) for d in table.doubts] == [("A2:D2", DoubtKind.AMBIGUOUS)]


RATES = [("东片", "男", 6.5), ("东片", "女", 6.1), ("东片", "合计", 6.3), ("西片", "男", 14.0), ("西片", "女", 20.2),
         ("西片", "合计", 17.1), ("全镇", "男", 9.9), ("全镇", "女", 13.3), ("全镇", "合计", 11.6)]  # fmt: skip


def test_a_total_that_is_a_member_of_a_dimension_is_a_record():
    table = read(
        "片区 | 性别 | 2024年 | 2025年\n" + "\n".join(f"{a} | {b} | {c} | {c + 1}" for a, b, c in RATES)
    )
    assert (len(table.rows), table.total_rows) == (9, ())


def test_a_subtotal_that_is_the_sum_of_its_group_stays_a_total():
    counts = [
        ("东片", "男", 65),
        ("东片", "女", 61),
        ("东片", "合计", 126),
        ("西片", "男", 14),
        ("西片", "女", 20),
        ("西片", "合计", 34),
    ]
    table = read("片区 | 性别 | 人数\n" + "\n".join(f"{a} | {b} | {c}" for a, b, c in counts))
    assert table.total_rows == (4, 7)


def saved(path, rows, after):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    after(book.active)
    book.save(path)
    (table,) = read_tables(path)
    return table


def test_rows_that_the_sheet_groups_under_others_are_their_parts(tmp_path):
    rows = [["单位", "件数"], ["综治", 21], ["甲所", 9], ["乙所", 12], ["信访", 5], ["丙所", 2], ["丁所", 3]]

    def above(sheet):
        sheet.sheet_properties.outlinePr.summaryBelow = False
        for row in (3, 4, 6, 7):
            sheet.row_dimensions[row].outlineLevel = 1

    def below(sheet):
        for row in (2, 3, 5, 6):
            sheet.row_dimensions[row].outlineLevel = 1

    assert saved(tmp_path / "1.xlsx", rows, above).total_rows == (2, 5)
    turned = [rows[0], rows[2], rows[3], rows[1], rows[5], rows[6], rows[4]]
    assert saved(tmp_path / "2.xlsx", turned, below).total_rows == (4, 7)
    wrong = [[name, 7] for name, *_ in rows]
    assert saved(tmp_path / "3.xlsx", [rows[0], *wrong[1:]], above).total_rows == ()


def test_the_totals_row_of_a_table_object_is_a_total(tmp_path):
    def object_(sheet):
        made = TableObject(displayName="表", ref="A1:B5", totalsRowCount=1)
        sheet.add_table(made)

    rows = [["单位", "件数"], ["甲所", 9], ["乙所", 12], ["丙所", 2], [None, 23]]
    assert saved(tmp_path / "表.xlsx", rows, object_).total_rows == (5,)
    assert saved(tmp_path / "其他.xlsx", [*rows[:4], ["丁所", 7]], object_).total_rows == (5,)


SUM = '<c r="{cell}"><f>SUM({block})</f><v>{value}</v></c>'


def with_formulas(path, rows, formulas):
    """A workbook whose cells hold formulas with the results that Excel would have stored."""
    import re
    import zipfile

    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name).decode("utf-8", "surrogateescape") for name in source.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"]
    for cell, (formula, value) in formulas.items():
        sheet = re.sub(
            rf'<c r="{cell}"[^>]*>.*?</c>', SUM.format(cell=cell, block=formula, value=value), sheet
        )
    parts["xl/worksheets/sheet1.xml"] = sheet
    with zipfile.ZipFile(path, "w") as target:
        for name, text in parts.items():
            target.writestr(name, text.encode("utf-8", "surrogateescape"))
    (table,) = read_tables(path)
    return table


def test_a_row_of_formulas_that_add_up_its_columns_is_a_total(tmp_path):
    rows = [
        ["单位", "件数", "人次"],
        ["甲所", 9, 20],
        ["乙所", 2, 31],
        ["片区", 0, 0],
        ["丙所", 4, 11],
        ["丁所", 5, 6],
        ["戊所", 5, 6],
    ]
    found = with_formulas(tmp_path / "表.xlsx", rows, {"B4": ("B2:B3", 11), "C4": ("C2:C3", 51)})
    assert found.total_rows == (4,)


def test_running_totals_are_no_total_rows(tmp_path):
    rows = [["月份", "件数", "累计"], ["1月", 9, 9], ["2月", 2, 11], ["3月", 4, 15], ["4月", 5, 20]]
    running = {f"C{row}": (f"$B$2:B{row}", rows[row - 1][2]) for row in range(2, 6)}
    assert with_formulas(tmp_path / "表.xlsx", rows, running).total_rows == ()


COLUMNS = {
    "a total without the word": ("村名 | 计 | 男 | 女\n甲村 | 40 | 21 | 19\n乙村 | 35 | 18 | 17\n丙村 | 52 | 25 | 27", "B"),
    "a total behind its parts": ("村名 | 男 | 女 | 人口\n甲村 | 21 | 19 | 40\n乙村 | 18 | 17 | 35\n丙村 | 25 | 27 | 52", "D"),
    "a total that nothing adds up to": ("村名 | 合计 | 男 | 女\n甲村 | 41 | 21 | 19\n乙村 | 33 | 18 | 17\n丙村 | 52 | 25 | 27", ""),
    "a total of every second column": (
        "村名 | 合计 | 率 | 一 | 率 | 二 | 率\n甲村 | 40 | 7 | 21 | 8 | 19 | 9\n乙村 | 35 | 6 | 18 | 5 | 17 | 5\n丙村 | 52 | 1 | 25 | 2 | 27 | 3", "B",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("drawing", "total"), COLUMNS.values(), ids=COLUMNS)
def test_a_column_is_a_total_where_others_add_up_to_it_and_nowhere_else(drawing, total):
    assert "".join(column.letter for column in read(drawing).columns if column.role == "total") == total

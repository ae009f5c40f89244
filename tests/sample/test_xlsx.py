import datetime as dt
import zipfile
from decimal import Decimal

import openpyxl
import pytest

from fazhi_metrics.sample.paper import Formula, Row, Sheet, header
from fazhi_metrics.sample.xlsx import write_xlsx

DAY = dt.date(2026, 1, 8)


def written(path, *rows, width=4):
    write_xlsx(path, [Sheet("表", (10,) * width, rows)], day=DAY)
    return openpyxl.load_workbook(path)["表"], openpyxl.load_workbook(path, data_only=True)["表"]


def test_every_kind_of_value_is_read_back(tmp_path):
    cells = ("甲 ", 12, Decimal("58670.24"), dt.date(2025, 3, 5), "０１２", None, "<&>\"'")
    _, sheet = written(tmp_path / "a.xlsx", Row(cells), width=7)
    assert [cell.value for cell in sheet[1]] == [
        "甲 ",
        12,
        58670.24,
        dt.datetime(2025, 3, 5),
        "０１２",
        None,
        "<&>\"'",
    ]
    assert sheet["D1"].is_date


def test_a_formula_keeps_the_result_beside_it(tmp_path):
    formulas, results = written(tmp_path / "a.xlsx", Row((1, 2, 3, Formula("SUM(A1:C1)", 6))))
    assert (formulas["D1"].value, results["D1"].value) == ("=SUM(A1:C1)", 6)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "坏\x00字"])
def test_text_that_looks_like_a_formula_stays_text(tmp_path, text):
    formulas, _ = written(tmp_path / "a.xlsx", Row((text,)))
    assert (formulas["A1"].value, formulas["A1"].data_type) == (text.replace("\x00", ""), "s")


def test_merged_cells_lie_where_the_row_says(tmp_path):
    rows = (Row(("题",), "title", ((1, 1, 4),)), Row(("甲", 1), spans=((1, 3, 1),)), Row((None, 2)), Row())
    sheet, _ = written(tmp_path / "a.xlsx", *rows)
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:D1", "A2:A4"}


def test_a_header_of_two_levels_merges_down_and_across(tmp_path):
    sheet, _ = written(tmp_path / "a.xlsx", *header(["序号", "户籍/户数", "户籍/人口", "备注"]))
    assert [[cell.value for cell in row] for row in sheet] == [
        ["序号", "户籍", None, "备注"],
        [None, "户数", "人口", None],
    ]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:A2", "B1:C1", "D1:D2"}


def test_nothing_in_the_file_depends_on_when_it_is_written(tmp_path):
    written(tmp_path / "a.xlsx", Row(("甲",)))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {member.compress_type for member in archive.infolist()} == {zipfile.ZIP_STORED}
    properties = openpyxl.load_workbook(tmp_path / "a.xlsx").properties
    assert properties.created == properties.modified == dt.datetime(2026, 1, 8, 9)


def test_rows_are_taken_one_by_one(tmp_path):
    taken = []

    def rows():
        for number in range(1000):
            taken.append(number)
            yield Row((number,))

    write_xlsx(tmp_path / "a.xlsx", [Sheet("表", (9,), rows())], day=DAY, compress=True)
    assert taken == list(range(1000))
    assert openpyxl.load_workbook(tmp_path / "a.xlsx")["表"]["A1000"].value == 999

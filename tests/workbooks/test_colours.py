"""Colours of cells, read when asked: as they are seen, at their address."""

from __future__ import annotations

import zipfile

import openpyxl
import pytest
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.workbooks import read_colours, read_tables


def filled(colour):
    return PatternFill("solid", fgColor=colour)


@pytest.fixture
def book(tmp_path):
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "台账"
    for row in (["村", "受理", "化解"], ["甲村", 3, 2], ["乙村", 5, 5], ["丙村", 4, 1]):
        sheet.append(row)
    sheet["A2"].fill = filled("FFFF00")
    sheet["B2"].fill = filled(Color(theme=4))
    sheet["C2"].fill = filled(Color(theme=4, tint=0.8))
    sheet["B3"].fill = filled(Color(indexed=10))
    sheet["C3"].fill = filled("FFFFFF")
    sheet["C4"].fill = PatternFill("lightGray")
    sheet["D6"].fill = filled("FF92D050")
    path = tmp_path / "台账.xlsx"
    made.save(path)
    return path


def test_each_coloured_cell_has_its_colour_as_it_is_seen(book):
    assert read_colours(book) == {
        "台账.xlsx!台账!A2": "#FFFF00",
        "台账.xlsx!台账!B2": "#4F81BD",
        "台账.xlsx!台账!C2": "#DCE6F2",
        "台账.xlsx!台账!B3": "#FF0000",
        "台账.xlsx!台账!D6": "#92D050",
    }


def test_a_table_looks_its_cells_up_by_their_address(book):
    table, colours = read_tables(book)[0], read_colours(book)
    marked = [row for row in table.rows if table.address(row, 1) in colours]
    assert marked == [2]


def test_a_format_without_colours_to_read_is_refused(tmp_path):
    path = tmp_path / "台账.csv"
    path.write_text("村,受理\n甲村,3\n乙村,5\n", encoding="utf-8")
    with pytest.raises(WorkbookError, match="这种格式的文件读不出颜色。请用 Excel 或 WPS"):
        read_colours(path)


def test_a_damaged_file_is_refused_as_by_the_reader(tmp_path, book):
    path = tmp_path / "坏.xlsx"
    path.write_bytes(book.read_bytes()[:900])
    with pytest.raises(WorkbookError, match="文件已损坏"):
        read_colours(path)


def test_styles_that_are_not_there_are_a_clear_error(tmp_path, book):
    path = tmp_path / "样式.xlsx"
    with zipfile.ZipFile(book) as whole, zipfile.ZipFile(path, "w") as part:
        for name in whole.namelist():
            text = whole.read(name)
            part.writestr(name, text.replace(b's="1"', b's="999"') if "sheet1" in name else text)
    with pytest.raises(WorkbookError, match="工作簿的样式已损坏"):
        read_colours(path)

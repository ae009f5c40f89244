"""The annotated copy: the sender's sheet with coloured cells, reasons, a list of links, and nothing personal."""

from __future__ import annotations

import shutil
import subprocess
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.styles import Font

from fazhi_metrics.cleaning import Severity, write_returns
from fazhi_metrics.cleaning.returns import LIST_SHEET
from tests.cleaning.conftest import DISPUTES


def returned(office, **options):
    """Clean, write the copies, and return them opened, by name."""
    paths = write_returns(office.town, office.clean(**options))
    return {
        path.relative_to(office.town.outputs / "returns").as_posix(): openpyxl.load_workbook(path)
        for path in paths
    }


def test_a_cell_with_an_issue_is_coloured_and_explained(office):
    file = office.population()
    office.edit(file, D4="三百左右")
    office.path(file)
    book = openpyxl.load_workbook(office.path(file))
    book.active["D5"].font = Font(bold=True, color="FF0000")
    book.save(office.path(file))
    copy = returned(office)["2025/人口与户数（问题标注）.xlsx"]
    sheet = copy["人口"]
    assert sheet["D4"].fill.fgColor.rgb.endswith(Severity.ERROR.colour)
    assert "只是约数" in sheet["D4"].comment.text
    assert sheet["D5"].font.bold
    assert sheet["D5"].comment is None
    assert "A1:F1" in {str(merge) for merge in sheet.merged_cells.ranges}


def test_the_first_sheet_lists_every_problem_with_a_link(office):
    file = office.population()
    office.edit(file, D4="三百左右", F7=921)
    copy = returned(office)["2025/人口与户数（问题标注）.xlsx"]
    listing = copy.worksheets[0]
    assert (listing.title, copy.active.title) == (LIST_SHEET, LIST_SHEET)
    rows = [[cell.value for cell in row] for row in listing.iter_rows(min_row=5)]
    assert [row[1:4] for row in rows] == [
        ["错误", "人口!D4", "三百左右"],
        ["错误", "人口!F7", "921"],
        ["提示", "人口!D7", "1080"],
    ]
    assert [listing.cell(5 + n, 3).hyperlink.location for n in range(3)] == [
        "'人口'!D4",
        "'人口'!F7",
        "'人口'!D7",
    ]


def test_a_workbook_without_issues_is_not_returned_and_an_old_copy_goes(office):
    file = office.population()
    office.edit(file, D4="三百左右")
    assert list(returned(office)) == ["2025/人口与户数（问题标注）.xlsx"]
    office.edit(file, D4=310)
    assert returned(office) == {}
    assert not list((office.town.outputs / "returns").rglob("*.xlsx"))


def test_people_formulas_and_comments_do_not_travel(office):
    file = office.disputes()
    book = openpyxl.load_workbook(office.path(file))
    sheet = book.active
    sheet["F2"] = "土地"
    sheet["H3"] = '=HYPERLINK("http://example.invalid","镇")'
    sheet["B4"] = "-JF3"
    sheet["E3"].comment = openpyxl.comments.Comment("赵某的电话", "孙某")
    book.properties.creator = "孙某"
    book.save(office.path(file))
    path = write_returns(office.town, office.clean())[0]
    copy = openpyxl.load_workbook(path)["台账"]
    assert [cell.value for cell in copy["E"]][1:] == ["（已隐去）"] * 4
    assert (copy["H3"].data_type, copy["B4"].data_type) == ("s", "s")
    assert copy["E3"].comment is None
    with zipfile.ZipFile(path) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist())
    assert not any(name.encode() in content for name in ("王某", "赵某", "钱某", "孙某"))
    assert b"<f>" not in content


def test_text_that_begins_like_a_formula_stays_text_in_the_list(office):
    file = office.disputes()
    office.edit(file, F2="@12", G2="+1")
    listing = returned(office)["2025/纠纷（问题标注）.xlsx"].worksheets[0]
    typed = [(cell.value, cell.data_type, cell.quotePrefix) for cell in listing["D"][4:6]]
    assert sorted(typed) == [("+1", "s", True), ("@12", "s", True)]


def test_an_old_workbook_and_a_text_file_come_back_as_xlsx(office):
    book = xlwt.Workbook()
    sheet = book.add_sheet("学法")
    for row, values in enumerate(
        [
            ["学习日期", "学习内容", "学习平台", "应到（人次）", "实到（人次）"],
            ["2025-03-01", "民法典", "学习强国", 20, 30],
            ["2025-04-01", "行政处罚法", "法宣在线", 20, 20],
        ]
    ):
        for column, value in enumerate(values):
            sheet.write(row, column, value)
    book.save(str(office.path("2025/学法.xls")))
    rows = [row[1:] for row in DISPUTES]
    rows[1][5] = "土地"
    text = "\r\n".join(",".join(str(value) for value in row) for row in rows)
    office.path("2025/纠纷.csv").write_bytes(text.encode("gb18030"))
    copies = returned(office)
    assert sorted(copies) == ["2025/学法（问题标注）.xlsx", "2025/纠纷（问题标注）.xlsx"]
    assert copies["2025/学法（问题标注）.xlsx"]["学法"]["E2"].comment is not None
    ledger = copies["2025/纠纷（问题标注）.xlsx"].worksheets[1]
    marked = [cell.coordinate for row in ledger.iter_rows() for cell in row if cell.comment]
    assert marked == ["F2"]
    assert [cell.value for cell in ledger["D"]][1:] == ["（已隐去）"] * 4


def test_an_unreadable_workbook_comes_back_as_a_list(office):
    office.population()
    office.path("2025/坏.xlsx").write_bytes(b"PK\x03\x04 not a workbook")
    copy = returned(office)["2025/坏（问题标注）.xlsx"]
    assert copy.sheetnames == [LIST_SHEET]
    assert copy.active["E5"].value == "文件打不开"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="没有 LibreOffice")
def test_libreoffice_opens_the_copy_with_its_marks(office, tmp_path):
    file = office.population()
    office.edit(file, D4="三百左右")
    path = write_returns(office.town, office.clean())[0]
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    command = ["soffice", "--headless", profile, "--convert-to", "ods", "--outdir", str(tmp_path), str(path)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    with zipfile.ZipFile(tmp_path / f"{path.stem}.ods") as archive:
        content = archive.read("content.xml").decode()
    assert "只是约数" in content
    assert "#ffc7ce" in content.lower()
    assert "office:annotation" in content
    assert 'xlink:href="#&apos;人口&apos;.D4"' in content


def test_a_workbook_changed_since_it_was_cleaned_comes_back_as_a_list(office):
    """Its issues would mark other cells, and its people would stand where nothing hides them."""
    file = office.disputes()
    office.edit(file, C2="2025-13-01")
    result = office.clean()
    office.write("2025/新.xlsx", [["说明"], *DISPUTES], sheet="台账").replace(office.path(file))
    (copy,) = write_returns(office.town, result)
    book = openpyxl.load_workbook(copy)
    assert book.sheetnames == [LIST_SHEET]
    assert book.active["A3"].value == "原表已改动或无法读取，这里只有问题清单。"
    with zipfile.ZipFile(copy) as package:
        assert "王某" not in "".join(
            package.read(name).decode(errors="replace") for name in package.namelist()
        )

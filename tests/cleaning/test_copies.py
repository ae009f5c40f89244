"""The copy keeps the sender's looks, lets go of what may repeat hidden content, and says what it lacks."""

from __future__ import annotations

import shutil
import zipfile

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.styles import PatternFill
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from fazhi_metrics.cleaning import Severity, write_returns
from fazhi_metrics.cleaning.left_out import left_out

YELLOW = PatternFill("solid", bgColor="FFFF00")


def dressed(office):
    """Write a population sheet with everything an office may add to one, and a mistake in D5."""
    path = office.path(office.population())
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["D5"] = "六百左右"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=4, min_row=4, max_row=6))
    chart.set_categories(Reference(sheet, min_col=2, min_row=4, max_row=6))
    sheet.add_chart(chart, "H2")
    sheet.conditional_formatting.add("C4:D6", CellIsRule(operator="greaterThan", formula=["1"], fill=YELLOW))
    sheet.conditional_formatting.add("D5:D6", FormulaRule(formula=["D5>1"], fill=YELLOW))
    choice = DataValidation(type="list", formula1='"有,无"', sqref="G4:G6")
    sheet.add_data_validation(choice)
    sheet.print_area, sheet.print_title_rows = "A1:F9", "2:3"
    sheet.page_setup.orientation = "landscape"
    sheet.oddHeader.center.text = "内部资料　填表人：张某"
    sheet.freeze_panes = "C4"
    sheet.column_dimensions["B"].width = 21
    book.defined_names["人口区"] = DefinedName("人口区", attr_text="人口!$D$4:$D$6")
    book.save(path)
    return path


def copied(office):
    (path,) = write_returns(office.town, office.clean())
    return openpyxl.load_workbook(path)


def test_looks_are_kept(office):
    dressed(office)
    sheet = copied(office)["人口"]
    assert sheet.column_dimensions["B"].width == 21
    assert (sheet.freeze_panes, sheet.page_setup.orientation) == ("C4", "landscape")
    assert (sheet.print_area, sheet.print_title_rows) == ("'人口'!$A$1:$F$9", "$2:$3")
    assert [str(each.sqref) for each in sheet.data_validations.dataValidation] == ["G4:G6"]
    assert len(sheet._charts) == 1


def test_a_mark_is_not_covered_by_the_senders_own_colours(office):
    dressed(office)
    sheet = copied(office)["人口"]
    assert sheet["D5"].fill.fgColor.rgb.endswith(Severity.ERROR.colour)
    over = {str(each.sqref): each.rules[0].type for each in sheet.conditional_formatting}
    assert over == {"C4:D4 C5 C6:D6": "cellIs", "D5:D6": "expression"}


def test_a_name_at_the_edge_of_the_page_is_hidden(office):
    dressed(office)
    assert copied(office)["人口"].oddHeader.center.text == "内部资料　填表人：（已隐去）"


def test_a_chart_forgets_the_names_it_was_drawn_with(office):
    path = office.path(office.disputes())
    book = openpyxl.load_workbook(path)
    sheet = book.active
    sheet["F2"] = "土地"
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=1, min_row=2, max_row=5))
    chart.set_categories(Reference(sheet, min_col=5, min_row=2, max_row=5))
    sheet.add_chart(chart, "M2")
    sheet.add_data_validation(DataValidation(type="list", formula1='"王某,赵某"', sqref="E2:E9"))
    book.save(path)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(path.with_suffix(".new"), "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/charts/chart1.xml":
                before, cat, after = content.decode().partition("<cat>")
                end = after.index("</cat>")
                points = "<strCache><ptCount val='1'/><pt idx='0'><v>王某</v></pt></strCache>"
                remembered = f"<strRef><f>'台账'!$E$2:$E$5</f>{points}</strRef>"
                content = (before + cat + remembered + after[end:]).encode()
            new.writestr(name, content)
    path.with_suffix(".new").replace(path)
    assert "王某" in zipfile.ZipFile(path).read("xl/charts/chart1.xml").decode()
    (copy,) = write_returns(office.town, office.clean())
    with zipfile.ZipFile(copy) as archive:
        content = b"".join(archive.read(name) for name in archive.namelist()).decode(errors="replace")
    assert "王某" not in content
    assert "<c:cat>" in content or "<cat>" in content


@pytest.mark.parametrize(
    ("part", "content", "kind"),
    [
        ("xl/media/image1.png", b"png", "图片"),
        ("xl/vbaProject.bin", b"vba", "宏"),
        ("xl/pivotTables/pivotTable1.xml", b"<x/>", "数据透视表"),
        ("xl/drawings/drawing9.xml", b"<xdr:wsDr><xdr:sp><a/></xdr:sp></xdr:wsDr>", "文本框和图形"),
        ("xl/worksheets/sheet9.xml", b"<a><x14:sparklineGroups/></a>", "迷你图"),
        ("xl/other.xml", b"<x14:sparklineGroups/>", None),
    ],
)
def test_what_a_copy_lacks_is_named(office, part, content, kind):
    path = office.path(office.population())
    assert left_out(path.read_bytes()) == ()
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, content)
    assert left_out(path.read_bytes()) == ((kind,) if kind else ())


def test_the_list_says_what_the_copy_lacks_and_which_figure_is_at_stake(office):
    dressed(office)
    listing = copied(office).worksheets[0]
    assert listing["A3"].value == "原文件中的名称不在副本里。"
    assert listing["H4"].value == "牵动的数字"


def test_an_old_format_is_said_to_have_lost_its_looks(office):
    file = office.disputes()
    book = openpyxl.load_workbook(office.path(file))
    text = "\n".join(
        ",".join(str(cell or "") for cell in row) for row in book.active.iter_rows(values_only=True)
    )
    office.path(file).unlink()
    office.path("2025/纠纷.csv").write_text(text.replace("邻里", "土地"), encoding="utf-8")
    assert copied(office).worksheets[0]["A3"].value.startswith("原文件是 .csv，这里另存为 .xlsx")


def test_two_files_of_one_name_come_back_as_two(office):
    path = office.path(office.population())
    office.edit("2025/人口与户数.xlsx", D4="三百左右")
    shutil.copy2(path, path.with_suffix(".xlsm"))
    names = sorted(copy.name for copy in write_returns(office.town, office.clean()))
    assert names == ["人口与户数.xlsm（问题标注）.xlsx", "人口与户数.xlsx（问题标注）.xlsx"]

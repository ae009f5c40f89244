"""A cell is read as the sheet shows it: struck and raised text, scaled numbers, words for codes, units."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from fazhi_metrics.workbooks import read_tables
from fazhi_metrics.workbooks.doubts import DoubtKind
from tests.workbooks import mutants

PLACES = ["示例甲村", "示例乙村", "示例丙村", "示例丁村"]


def only(path):
    (table,) = read_tables(path)
    return table


def xlsx(path, header, values, formats=()):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["村名", header])
    for place, value in zip(PLACES, values, strict=True):
        sheet.append([place, value])
    for row, code in enumerate(formats, 2):
        sheet.cell(row, 2).number_format = code
    book.save(path)
    return only(path)


def kinds(table):
    return {doubt.cells: doubt.kind for doubt in table.doubts}


STRUCK, RAISED, PLAIN = InlineFont(strike=True), InlineFont(vertAlign="superscript"), InlineFont()


@pytest.mark.parametrize(
    ("runs", "value", "kind"),
    [
        ([("168", STRUCK), ("186", PLAIN)], 186, DoubtKind.SHOWN),
        ([("41", PLAIN), ("7", STRUCK)], 41, DoubtKind.SHOWN),
        ([("3,021", PLAIN), ("2", RAISED)], 3021, DoubtKind.SHOWN),
        ([("96.5%", PLAIN), ("a", RAISED)], 96.5, DoubtKind.SHOWN),
        ([("10", PLAIN), ("3", RAISED)], 10, DoubtKind.AMBIGUOUS),
        ([("55", STRUCK)], 55, DoubtKind.AMBIGUOUS),
    ],
)
def test_what_is_struck_or_raised_is_no_part_of_a_number(tmp_path, runs, value, kind):
    rich = CellRichText(*(TextBlock(font, text) for text, font in runs))
    table = xlsx(tmp_path / "表.xlsx", "人口", [12, rich, 30, 44])
    assert table.values("B")[1] == value
    assert kinds(table) == {"B3": kind}


def test_what_is_raised_in_a_label_stays(tmp_path):
    rich = CellRichText(TextBlock(PLAIN, "面积（km"), TextBlock(RAISED, "2"), TextBlock(PLAIN, "）"))
    table = xlsx(tmp_path / "表.xlsx", rich, [1.5, 2, 3, 4])
    assert (table.columns[1].header, table.columns[1].unit) == ("面积", "km2")


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
RICH = "<si><r><rPr><strike/></rPr><t>23</t></r><r><rPr><sz val='9'/></rPr><t>25</t></r></si>"


def test_shared_texts_are_looked_at_too(tmp_path):
    path = tmp_path / "表.xlsx"
    xlsx(path, "人口", [12, 13, 30, 44])
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    sheet = re.sub(
        rb'<c r="B2"[^>]*>.*?</c>', b'<c r="B2" t="s"><v>1</v></c>', parts["xl/worksheets/sheet1.xml"]
    )
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        rb'<c r="A(\d)"[^>]*>.*?</c>', rb'<c r="A\1" t="s"><v>0</v></c>', sheet
    )
    parts["xl/sharedStrings.xml"] = f"<sst {MAIN}><si><t>示例</t></si>{RICH}</sst>".encode()
    for part, end, more in (
        ("[Content_Types].xml", b"</Types>", b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'),
        ("xl/_rels/workbook.xml.rels", b"</Relationships>", b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/>'),
    ):  # fmt: skip
        if b"sharedStrings" not in parts[part]:
            parts[part] = parts[part].replace(end, more + end)
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    assert only(path).raw(2, "B") == "25"


def test_struck_and_raised_text_of_an_open_document(tmp_path):
    with zipfile.ZipFile(io.BytesIO(mutants.ods())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cells = "".join(
        f"<table:table-row><table:table-cell office:value-type='string'><text:p>{place}</text:p></table:table-cell>"
        f"<table:table-cell office:value-type='{kind}'>{text}</table:table-cell></table:table-row>"
        for place, kind, text in [
            ("村名", "string", "<text:p>人口</text:p>"), ("甲村", "float' office:value='12", "<text:p>12</text:p>"),
            ("乙村", "string", "<text:p><text:span text:style-name='T1'>81</text:span>18</text:p>"),
            ("丙村", "string", "<text:p>740<text:span text:style-name='T2'>2</text:span></text:p>"),
        ]
    )  # fmt: skip
    names = "".join(
        f' xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    parts["content.xml"] = (
        f"<office:document-content{names}><office:automatic-styles>"
        "<style:style style:name='T1'><style:text-properties style:text-line-through-style='solid'/></style:style>"
        "<style:style style:name='T2'><style:text-properties style:text-position='super 58%'/></style:style>"
        f"</office:automatic-styles><office:body><office:spreadsheet><table:table table:name='表'>{cells}"
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    ).encode()
    path = tmp_path / "表.ods"
    with zipfile.ZipFile(path, "w") as target:
        for name, data in parts.items():
            target.writestr(name, data)
    assert only(path).values("B") == [12, 18, 740]


def test_rich_text_of_an_old_workbook(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("表")
    struck, raised = xlwt.easyfont("struck_out on"), xlwt.easyfont("escapement superscript")
    for column, text in enumerate(["村名", "人口", "户数"]):
        sheet.write(0, column, text)
    for row, place in enumerate(PLACES, 1):
        sheet.write(row, 0, place)
        sheet.write(row, 1, 100 + row)
        sheet.write(row, 2, 30 + row)
    sheet.write_rich_text(5, 1, [("88", struck), ("90", xlwt.easyfont(""))])
    sheet.write_rich_text(5, 2, ["45", ("①", raised)])
    sheet.write(5, 0, "示例戊村")
    sheet.write(6, 0, "示例己村", xlwt.easyxf("font: struck_out on"))
    sheet.write(6, 1, 7, xlwt.easyxf("font: struck_out on"))
    book.save(tmp_path / "表.xls")
    table = only(tmp_path / "表.xls")
    assert (table.values("B")[4], table.values("C")[4]) == (90, 45)
    assert kinds(table) == {"B6": DoubtKind.SHOWN, "C6": DoubtKind.SHOWN, "A7:B7": DoubtKind.AMBIGUOUS}


def test_struck_and_raised_text_of_a_web_page(tmp_path):
    rows = "".join(f"<tr><td>{place}</td><td>{n}</td></tr>" for n, place in enumerate(PLACES, 20))
    path = tmp_path / "表.xls"
    path.write_text(
        f"<html><meta charset='utf-8'><table><tr><td>村名</td><td>户数</td></tr>{rows}<tr><td>示例戊村</td>"
        "<td><del>61</del>16</td></tr><tr><td>示例己村</td><td>520<sup>[3]</sup></td></tr></table></html>",
        encoding="utf-8",
    )
    table = only(path)
    assert table.values("B")[4:] == [16, 520]
    assert kinds(table) == {"B6": DoubtKind.SHOWN, "B7": DoubtKind.SHOWN}


@pytest.mark.parametrize(
    ("header", "code", "stored", "shown", "kind"),
    [
        ("投入（百元）", "0!.00", 1250.0, 12.5, DoubtKind.SHOWN),
        ("投入（万元）", "0!.0000", 254300.0, 25.43, DoubtKind.SHOWN),
        ("产值（千元）", "#,##0,", 45600.0, 45.6, DoubtKind.SHOWN),
        ("产值（百万元）", '0.0,,"百万元"', 7300000.0, 7.3, DoubtKind.SHOWN),
        ("产值", "#,##0,", 45600.0, 45.6, DoubtKind.AMBIGUOUS),
    ],
)
def test_a_scaled_number_is_read_as_it_is_shown(tmp_path, header, code, stored, shown, kind):
    table = xlsx(tmp_path / "表.xlsx", header, [stored, stored * 2, stored * 3, stored], [code] * 4)
    assert table.values("B")[0] == shown
    assert kinds(table) == {"B2:B5": kind}
    assert table.source.stored[2, 2] == stored


def test_a_format_gives_the_unit_the_words_and_the_zeros(tmp_path):
    unit = xlsx(tmp_path / "1.xlsx", "林地", [3.5, 4, 2, 8], ['0.00"公顷"'] * 4)
    money = xlsx(tmp_path / "2.xlsx", "罚没", [3500, 4, 2, 8], ['"¥"#,##0.00'] * 4)
    words = xlsx(tmp_path / "3.xlsx", "是否完成", [1, 0, 0, 1], ['[=0]"未完成";[=1]"完成"'] * 4)
    codes = xlsx(tmp_path / "4.xlsx", "编号", [7, 12, 345, 9], ["00000"] * 4)
    assert [t.columns[1].unit for t in (unit, money)] == ["公顷", "元"]
    assert words.raws("B") == ["完成", "未完成", "未完成", "完成"]
    assert codes.values("B") == ["00007", "00012", "00345", "00009"]
    assert {k for t in (unit, money, words, codes) for k in kinds(t).values()} == {
        DoubtKind.UNIT,
        DoubtKind.SHOWN,
    }


@pytest.mark.parametrize(
    "code", ["#,##0.00_);\\(#,##0.00\\)", '_(* #,##0_);_(* "-"??_);_(@_)', "0.00_ ", "[Red]#,##0", "General"]
)
def test_a_format_that_only_dresses_a_number_is_not_spoken_of(tmp_path, code):
    table = xlsx(tmp_path / "表.xlsx", "人口", [1234.5, 2, 3, 4], [code] * 4)
    assert (table.values("B")[0], table.doubts, table.columns[1].unit) == (1234.5, (), None)


def test_formats_that_differ_within_a_column_are_doubted(tmp_path):
    table = xlsx(
        tmp_path / "表.xlsx", "面积", [12.5, 3, 4, 9], ['0.0"亩"', '0.0"公顷"', '0.0"亩"', '0.0"亩"']
    )
    assert table.columns[1].unit is None
    assert DoubtKind.AMBIGUOUS in kinds(table).values()
    shares = xlsx(tmp_path / "率.xlsx", "满意率", [0.98, 97, 0.95, 96], ["0%", "General", "0%", "General"])
    assert DoubtKind.AMBIGUOUS in kinds(shares).values()


def test_a_percent_that_cannot_be_is_read_as_typed_and_doubted(tmp_path):
    table = xlsx(tmp_path / "表.xlsx", "调解成功率", [97.5, 88, 0.93, 100], ["0.0%"] * 4)
    assert table.values("B") == [97.5, 88, 93, 100]
    assert kinds(table) == {"B2:B3": DoubtKind.AMBIGUOUS, "B5": DoubtKind.AMBIGUOUS}


def test_digits_that_a_number_cell_has_lost_are_named(tmp_path):
    table = xlsx(tmp_path / "表.xlsx", "案件编号", [990203197001010000, 12, 13, 14])
    assert kinds(table) == {"B2": DoubtKind.LOST}


def test_a_day_before_march_1900_is_doubted(tmp_path):
    table = xlsx(tmp_path / "表.xlsx", "日期", [60, 61, 45717, 45800], ["yyyy-mm-dd"] * 4)
    assert kinds(table) == {"B2": DoubtKind.AMBIGUOUS}
    assert table.values("B")[2] == dt.date(2025, 3, 1)


def test_a_struck_record_is_doubted(tmp_path):
    path = tmp_path / "表.xlsx"
    xlsx(path, "人口", [3, 4, 5, 6])
    book = openpyxl.load_workbook(path)
    for cell in book.active[3]:
        cell.font = Font(strike=True)
    book.save(path)
    assert kinds(only(path)) == {"A3:B3": DoubtKind.AMBIGUOUS}

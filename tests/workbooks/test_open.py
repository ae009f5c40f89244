"""A file is read by its content, whatever its name says, and refused with one clear message where it cannot be."""

from __future__ import annotations

import codecs
import io
import struct
import subprocess
import sys
import zipfile

import docx
import openpyxl
import pytest
import xlwt

from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.workbooks import open_workbook, read_tables
from fazhi_metrics.workbooks.ole import MAGIC
from tests.workbooks import mutants


def written(tmp_path, data, name="表.xlsx"):
    path = tmp_path / name
    path.write_bytes(data)
    return path


def encoded(encoding, mark=b"", separator=","):
    return lambda: mark + mutants.csv("utf-8").decode().replace(",", separator).encode(encoding)


FORMATS = {
    "xlsx": mutants.xlsx,
    "xls": mutants.xls,
    "xlsb": mutants.xlsb,
    "ods": mutants.ods,
    "html": mutants.html,
    "xml": mutants.spreadsheet_xml,
    "gb18030": mutants.csv,
    "utf-8": lambda: mutants.csv("utf-8"),
    "utf-8-sig": lambda: mutants.csv("utf-8-sig"),
    "utf-16-le": encoded("utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16-be": encoded("utf-16-be", codecs.BOM_UTF16_BE),
    "utf-16-le without a mark": encoded("utf-16-le"),
    "utf-16-be without a mark": encoded("utf-16-be"),
    "semicolons": encoded("gb18030", separator=";"),
    "tabs": encoded("utf-8", separator="\t"),
}


@pytest.mark.parametrize("name", ["表.xls", "表.xlsx", "表.et", "表.csv"])
@pytest.mark.parametrize("form", FORMATS)
def test_every_format_gives_the_same_table_under_any_name(tmp_path, form, name):
    table = read_tables(written(tmp_path, FORMATS[form](), name))[0]
    assert (table.header_rows, table.rows, table.total_rows) == ((3, 3), tuple(range(4, 16)), (16,))
    assert table.values("C") == list(range(101, 113))
    assert [(c.header, c.unit) for c in table.columns][2:4] == [("户数", "户"), ("人口", "人")]
    assert table.cell(7, "D").value == 304.5


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods", "gb18030"])
def test_no_heavy_library_is_loaded_to_read_tables(tmp_path, form):
    path = written(tmp_path, FORMATS[form]())
    code = (
        "import sys; from fazhi_metrics.workbooks import read_tables; read_tables(sys.argv[1])[0].values('C');"
        "print([m for m in ('openpyxl', 'xlrd', 'pandas', 'numpy', 'lxml') if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, str(path)]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "[]\n"


def test_text_files_have_no_sheet_part_in_their_addresses(tmp_path):
    text = read_tables(written(tmp_path, mutants.csv(), "事项.csv"))[0]
    book = read_tables(written(tmp_path, mutants.xlsx()), name="2025/人口.xlsx")[0]
    assert text.address(4, "C") == "事项.csv!C4"
    assert book.address(4, "C") == "2025/人口.xlsx!Sheet!C4"


def test_a_formula_without_a_stored_result_is_a_problem_and_never_blank(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (
        ["村名", "户数", "人口"],
        ["示例一村", 12, 40],
        ["示例二村", 13, "=B3*3"],
        ["合计", "=SUM(B2:B3)", 1],
    ):
        sheet.append(row)
    sheet["D9"] = "=A1&B1"
    stream = io.BytesIO()
    book.save(stream)
    found = open_workbook(written(tmp_path, stream.getvalue()))
    cells = dict(found.cells())
    assert cells["表.xlsx!Sheet!C3"] == "=B3*3"
    assert cells["表.xlsx!Sheet!D9"] == "=A1&B1"  # even beyond the last cell with a value
    table = read_tables(tmp_path / "表.xlsx")[0]
    assert table.values("C") == [40, None]
    assert table.cell(3, "C").problem == "公式没有保存计算结果"
    assert table.cell(4, "B").problem == "公式没有保存计算结果"


def test_formulas_with_results_and_error_values(tmp_path):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>村名</t></is></c><c r="B1" t="inlineStr"><is><t>户数</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="B2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="str"><f>""</f><v></v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t>乙</t></is></c><c r="B4"><v>3</v></c></row>'
    )
    table = read_tables(written(tmp_path, mutants.raw_xlsx(cells)))[0]
    assert table.values("B") == [2, None, 3]
    assert table.cell(3, "B").problem == "单元格是错误值"
    assert table.cell(3, "A").missing == "空白"  # an empty text is a result


def test_formulas_written_in_other_ways_and_errors_in_single_quotes(tmp_path):
    cells = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>村名</t></is></c><c r="B1" t="inlineStr"><is><t>户数</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>甲</t></is></c><c r="B2"><f t="shared" ref="B2:B4" si="0">1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>乙</t></is></c><c r="B3"><f t="shared" si="0"/><v>3</v></c></row>'
        '<row r="4"><c r="A4" t="inlineStr"><is><t>丙</t></is></c><c r="B4"><f t="shared" si="0"/></c></row>'
        """<row r="5"><c r="A5" t="inlineStr"><is><t>丁</t></is></c><c r='B5' t='e'><v>#REF!</v></c></row>"""
        '<row r="6"><c r="A6" t="inlineStr"><is><t>戊</t></is></c><c r="B6"><f>1+5</f><v/></c></row>'
    )
    table = read_tables(written(tmp_path, mutants.raw_xlsx(cells)))[0]
    assert table.values("B") == [2, 3, None, None, None]
    assert [table.cell(row, "B").problem for row in (4, 5, 6)] == [
        "公式没有保存计算结果",
        "单元格是错误值",
        "公式没有保存计算结果",
    ]


def test_rows_that_say_they_are_not_hidden_are_not_hidden(tmp_path):
    rows = "".join(
        f'<row r="{n}" hidden="{said}"><c r="A{n}"><v>{n}</v></c><c r="B{n}"><v>{n * 2}</v></c></row>'
        for n, said in ((1, "false"), (2, "0"), (3, "true"), (4, "1"))
    )
    found = open_workbook(written(tmp_path, mutants.raw_xlsx(rows))).sheets[0]
    assert found.hidden_rows == {3, 4}


def test_hidden_rows_columns_and_sheets_percent_formats_and_comments_of_xlsx(tmp_path):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (["村名", "完成率", "满意率"], ["示例一村", 0.985, 0.5], ["示例二村", 1, 0.25]):
        sheet.append(row)
    for cell in ("B2", "B3"):
        sheet[cell].number_format = "0.00%"
    for cell in ("C2", "C3"):
        sheet[cell].number_format = '0.0"%"'  # shows 0.5%, and means it
    sheet["B2"].comment = openpyxl.comments.Comment("以村报为准", "甲")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("底稿").append(["村名", "户数"])
    book["底稿"].append(["示例一村", 12])
    book["底稿"].sheet_state = "veryHidden"
    stream = io.BytesIO()
    book.save(stream)
    first, second = read_tables(written(tmp_path, stream.getvalue()))
    assert first.values("B") == [98.5, 100]
    assert first.values("C") == [0.5, 0.25]
    assert (first.hidden_rows, [c.hidden for c in first.columns]) == ((3,), [False, False, True])
    assert first.cell(2, "B").comment == "以村报为准"
    assert (first.hidden, second.hidden) == (False, True)


def test_hidden_rows_columns_and_percent_formats_of_xls(tmp_path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    percent = xlwt.easyxf(num_format_str="0.0%")
    for r, row in enumerate([["村名", "完成率", "户数"], ["示例一村", 0.985, 12], ["示例二村", 1, 13]]):
        for c, value in enumerate(row):
            sheet.write(r, c, value, percent) if c == 1 and r else sheet.write(r, c, value)
    sheet.row(2).hidden = True
    sheet.col(2).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    table = read_tables(written(tmp_path, stream.getvalue(), "表.xls"))[0]
    assert table.values("B") == [98.5, 100]
    assert (table.hidden_rows, table.columns[2].hidden) == ((3,), True)


def biff(kind, body):
    return struct.pack("<HH", kind, len(body)) + body


def with_comment(stream, row, column, text):
    """The records of a sheet of an .xls with a comment's before their end: its object, its text, its cell."""
    end = stream.rindex(biff(0x0A, b""))
    letters = text.encode("utf-16-le")
    return b"".join([
        stream[:end],
        biff(0x5D, struct.pack("<HHHH", 0x15, 0x12, 0x19, 1) + bytes(18)),
        biff(0x1B6, struct.pack("<HH6xHHHH", 0x212, 0, len(text), 16, 0, 0)),
        biff(0x3C, b"\1" + letters[:4]),
        biff(0x3C, b"\1" + letters[4:]),
        biff(0x1C, struct.pack("<HHHH", row, column, 0, 1) + bytes(4)),
        stream[end:],
    ])  # fmt: skip


def test_comments_of_xls_are_read_from_its_records():
    from fazhi_metrics.workbooks.biff import read_facts, read_globals
    from fazhi_metrics.workbooks.ole import CompoundFile

    stream = CompoundFile(mutants.xls()).stream("Workbook")
    found = read_globals(stream)
    facts = read_facts(with_comment(stream, 4, 2, "以村报为准"), found.sheets[0], found)
    assert facts.comments == {(5, 3): "以村报为准"}


def test_comments_of_ods_web_pages_and_excel_2003_are_kept_and_no_part_of_the_value(tmp_path):
    note = '<office:annotation><dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">某</dc:creator><text:p>以村报</text:p><text:p>为准</text:p></office:annotation>'
    with zipfile.ZipFile(io.BytesIO(mutants.ods())) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    cell = 'office:value="102"'
    parts["content.xml"] = parts["content.xml"].replace(f"{cell}/>", f"{cell}>{note}</table:table-cell>")
    page = mutants.html().replace(b"<td>102", "<td><comment>以村报为准</comment>102".encode())
    xml = mutants.spreadsheet_xml().replace(
        b">102</Data>", ">102</Data><Comment><ss:Data>以村报为准</ss:Data></Comment>".encode()
    )
    for data, said in ((mutants.zipped(parts), "以村报\n为准"), (page, "以村报为准"), (xml, "以村报为准")):
        table = read_tables(written(tmp_path, data))[0]
        assert table.values("C") == list(range(101, 113))
        assert table.cell(5, "C").comment == said


def test_percents_and_hidden_rows_of_xlsb(tmp_path):
    found = open_workbook(written(tmp_path, mutants.xlsb(), "表.xlsb"))
    assert (found.format, found.sheets[0].percent, found.sheets[0].hidden_rows) == ("xlsb", {(5, 4)}, {6})


def encrypted_xls():
    """An Excel 97 workbook whose records say that it is encrypted."""
    data = bytearray(mutants.xls())
    at = data.index(b"\x09\x08\x10\x00")
    after = at + 20
    kind, length = (
        int.from_bytes(data[after : after + 2], "little"),
        int.from_bytes(data[after + 2 : after + 4], "little"),
    )
    assert kind and length
    data[after : after + 2] = (0x2F).to_bytes(2, "little")
    return bytes(data)


def compound(name):
    """A compound file whose one stream has another name."""
    data = bytearray(mutants.xls())
    at, text = bytes(data).rindex("Workbook".encode("utf-16-le")), name.encode("utf-16-le")
    data[at : at + 66] = text.ljust(64, b"\0") + (len(text) + 2).to_bytes(2, "little")
    return bytes(data)


def document():
    """A text of Word."""
    stream = io.BytesIO()
    docx.Document().save(stream)
    return stream.getvalue()


REFUSED = {
    "missing": (None, "找不到这个文件"),
    "empty": (b"", "文件是空的"),
    "encrypted xls": (encrypted_xls(), "工作簿加了密码"),
    "encrypted xlsx": (compound("EncryptedPackage"), "工作簿加了密码"),
    "old word": (compound("WordDocument"), "内容是 Word 文档"),
    "new word": (document(), "内容是 Word 文档"),
    "text of OpenDocument": (mutants.zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<a/>"}), "不是表格文件"),
    "program": (b"MZ\x90\0" + bytes(range(256)) * 20, "不是表格文件"),
    "film": (b"\0\0\0\x18ftypmp42" + bytes(range(255, -1, -1)) * 20, "不是表格文件"),
    "prose": ("今年以来，示例镇扎实推进法治建设。\n全镇开展活动十二场。\n\n下一步继续努力。\n".encode(), "不是表格文件"),
    "word": (mutants.zipped({"word/document.xml": "x", "[Content_Types].xml": ""}), "内容是 Word 文档"),
    "zip": (mutants.zipped({"a.txt": "x"}), "内容是 ZIP 压缩包"),
    "pdf": (b"%PDF-1.7 ...", "内容是 PDF 文档"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(99), "内容是图片"),
    "json": (b'{"a": [1, 2]}', "内容是 XML 或 JSON 文本"),
    "web page without a table": (b"<html><body>hello</body></html>", "没有表格的网页"),
    "control characters": (b"\x01\x02\x03,\x04\n" * 99, "不是表格文件"),
    "zeros": (bytes(4000), "不是表格文件"),
    "excel 4": (b"\x09\x04\x06\x00\x00\x00\x10\x00" + bytes(60), "文件格式太旧"),
    "truncated zip": (mutants.xlsx()[:2000], "文件已损坏"),
    "truncated compound file": (mutants.xls()[:1500], "文件已损坏"),
    "compound header only": (MAGIC + bytes(600), "文件已损坏"),
    "pasted encodings": ("村名,户数\n示例一村,12\n".encode("gb18030") * 9 + "示例二村,13\n".encode() * 9, "文字编码不一致"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_read_is_refused_with_its_reason_its_name_and_a_way_out(tmp_path, case):
    data, reason = REFUSED[case]
    path = tmp_path / "表.xlsx"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(WorkbookError) as caught:
        read_tables(path)
    assert reason in caught.value.what
    assert "表.xlsx" in str(caught.value)
    assert caught.value.todo


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(WorkbookError, match="这是一个文件夹"):
        read_tables(tmp_path)


@pytest.mark.parametrize(("text", "separator"), [("村;户数\n甲;1,5\n乙;2,5\n", ";"), ("村\t户数\n甲\t1\n", "\t"), ("标题\n村,户数\n甲,1\n乙,2\n", ","),
                                                 ("村，户数\n甲，1\n乙，2\n", "，")])  # fmt: skip
def test_the_separator_is_the_one_that_cuts_lines_alike(text, separator):
    from fazhi_metrics.workbooks.delimited import find_separator

    assert find_separator(text) == separator


def test_a_field_over_several_lines_keeps_the_line_numbers_of_the_file(tmp_path):
    data = '村名,户数,说明\n甲村,1,"一\n二\n三"\n乙村,2,无\n'.encode()
    table = read_tables(written(tmp_path, data, "表.csv"))[0]
    assert table.rows == (2, 5)
    assert table.cell(2, "C").text == "一二三"


def test_a_quotation_mark_that_is_never_closed_does_not_swallow_the_file(tmp_path):
    data = ('村名,户数\n"甲村,1\n' + "乙村,2\n" * 300).encode()
    table = read_tables(written(tmp_path, data, "表.csv"))[0]
    assert len(table.rows) == 301


def test_western_letters_are_not_read_as_chinese(tmp_path):
    data = "Región,Año,Población\nMálaga,2024,12\nCádiz,2024,13\n".encode("cp1252")
    found = open_workbook(written(tmp_path, data, "t.csv"))
    assert found.encoding == "cp1252"
    assert found.sheets[0].rows[1][0] == "Málaga"

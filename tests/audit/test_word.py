"""What Word shows is text, once; what it does not show is none."""

import re

import pytest

from fazhi_metrics.audit.opening import read_document
from fazhi_metrics.audit.package import open_package
from fazhi_metrics.audit.word import WordText, read_word
from fazhi_metrics.errors import ReportError
from tests.audit.files import NAMESPACES, chart, field, p, run, section, story, table, text_box, word_file


def read(body, **parts):
    return read_word(word_file(body, **parts), "报告.docx")


def numbers(document):
    return re.findall(r"\d+", document.text)


CONTAINERS = {
    "paragraph": p("化解纠纷101起"),
    "split over runs": p("化解纠纷", "1", "0", "1起"),
    "table": table(["项目", "数量"], ["纠纷", "101起"]),
    "nested table": table(["项目", "数量"], ["纠纷", table(["其中", "101起"]) + p("")]),
    "text box": p("见图", text_box(p("化解纠纷101起"))),
    "table in a text box": p("见图", text_box(table(["纠纷", "101起"]), p(""))),
    "block content control": f"<w:sdt><w:sdtPr/><w:sdtContent>{p('化解纠纷101起')}</w:sdtContent></w:sdt>",
    "inline content control": p("化解", f"<w:sdt><w:sdtContent>{run('101起')}</w:sdtContent></w:sdt>"),
    "row content control": table(["纠纷", "数"]).replace(
        "</w:tbl>",
        f"<w:sdt><w:sdtContent><w:tr><w:tc>{p('101起')}</w:tc></w:tr></w:sdtContent></w:sdt></w:tbl>",
    ),
    "result of a field": p("化解纠纷", field(" DOCPROPERTY 件数 \\* MERGEFORMAT 999", "101起")),
    "simple field": p("化解纠纷", f'<w:fldSimple w:instr=" REF x999 ">{run("101起")}</w:fldSimple>'),
    "field in the code of a field": p(
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>',
        field(" MERGEFIELD n ", "999"),
        '<w:r><w:instrText> = 1 "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        run("101起"),
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ),
    "hyperlink": p("见", f'<w:hyperlink w:anchor="a999">{run("101起")}</w:hyperlink>'),
    "tracked insertion": p("化解", f'<w:ins w:id="9" w:author="甲">{run("101起")}</w:ins>'),
    "tracked deletion beside it": p(
        "化解",
        '<w:del w:id="9" w:author="甲"><w:r><w:delText>999起</w:delText></w:r></w:del>',
        f'<w:ins w:id="8" w:author="甲">{run("101起")}</w:ins>',
    ),
    "moved text": p(f'<w:moveFrom w:id="1">{run("101起")}</w:moveFrom>')
    + p(f'<w:moveTo w:id="2">{run("101起")}</w:moveTo>'),
    "deleted row": table(["纠纷", "999起"]).replace("<w:tr>", '<w:tr><w:trPr><w:del w:id="1"/></w:trPr>')
    + p("101起"),
    "hidden text beside it": p("化解", run("999起", "<w:rPr><w:vanish/></w:rPr>"), "101起"),
    "ruby": p(
        f"<w:r><w:ruby><w:rt>{run('999')}</w:rt><w:rubyBase>{run('101')}</w:rubyBase></w:ruby></w:r>", "起"
    ),
    "smart tag": p(f'<w:smartTag w:element="x999">{run("101起")}</w:smartTag>'),
    "formula": p("共", "<m:oMath><m:r><m:t>101</m:t></m:r></m:oMath>", "起"),
    "WordArt": p('<w:r><w:pict><v:shape><v:textpath string="化解101起"/></v:shape></w:pict></w:r>'),
    "comment beside it": p('<w:commentRangeStart w:id="999"/>', "101起", '<w:commentRangeEnd w:id="999"/>'),
}


@pytest.mark.parametrize("body", CONTAINERS.values(), ids=CONTAINERS)
def test_a_number_in_any_container_is_found_exactly_once(body):
    assert numbers(read(body)) == ["101"]


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_headers_and_footers_are_read_once_where_a_page_shows_them(kind):
    parts = {"m1.xml": story(kind, p("密级 101")), "m2.xml": story(kind, p("首页 999"))}
    body = p("正文") + section((kind, "default", "rId1"), (kind, "first", "rId2"))
    earlier = section((kind, "default", "rId1"))
    body = p("一", properties=f"<w:pPr>{earlier}</w:pPr>") + body
    assert numbers(read(body, parts=parts)) == ["101"]
    shown = p("正文") + section((kind, "first", "rId2"), title_page=True)
    assert numbers(read(shown, parts=parts)) == ["999"]


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_are_read_when_the_text_refers_to_them(kind):
    notes = "".join(
        f'<w:{kind} w:id="{i}">{p(text)}</w:{kind}>' for i, text in ((0, "分隔999"), (2, "注101起"))
    )
    parts = {f"{kind}s.xml": (f"{kind}s", f"<w:{kind}s {NAMESPACES}>{notes}</w:{kind}s>")}
    document = read(p("正文", f'<w:r><w:{kind}Reference w:id="2"/></w:r>'), parts=parts)
    assert numbers(document) == ["101"]
    assert document.places[-1].label == {"footnote": "脚注1", "endnote": "尾注1"}[kind]


def test_labels_of_a_chart_are_read_and_values_only_where_they_are_printed():
    drawing = '<w:r><w:drawing><c:chart r:id="rId1"/></w:drawing></w:r>'
    silent = read(p("图1", drawing), parts={"c.xml": chart("调解101起", ["家庭"], [999])})
    assert silent.text.splitlines() == ["图1", "调解101起", "家庭"]
    printed = {"c.xml": chart("办结率", ["家庭"], [0.985], show_values=True, pattern="0.0%")}
    assert "98.5%" in read(p("图1", drawing), parts=printed).text.splitlines()


def test_page_numbers_are_marked_as_such():
    parts = {"f.xml": story("footer", p("— ", field(" PAGE ", "7"), " —"))}
    document = read(p("正文") + section(("footer", "default", "rId1")), parts=parts)
    [mark] = document.marks
    assert (document.text[mark.start : mark.end], mark.reason) == ("7", "页码")


def test_a_field_that_never_ends_hides_nothing():
    document = read(p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "化解101起"))
    assert numbers(document) == ["101"]
    assert "域" in document.notes[0]


def test_a_cell_knows_the_heads_of_its_row_and_column():
    document = read(p("表") + table(["村", "耕地（亩）", "林地（亩）"], ["甲村", "12.5", "30"]))
    place = document.place(document.text.index("30"))
    assert (place.label, place.heads) == ("表1第2行第3列", ("甲村", "林地（亩）"))


def test_a_wide_head_stands_over_all_of_its_columns():
    wide = table(["村", "户籍", "常住"], ["", "户数", "人口", "户数", "人口"], ["甲村", "1", "2", "3", "4"])
    wide = wide.replace(f"<w:tc>{p('户籍')}", f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("户籍")}')
    wide = wide.replace(f"<w:tc>{p('常住')}", f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("常住")}')
    document = read(wide)
    heads = {document.text[x.start : x.end]: x.heads for x in document.places if x.heads and len(x.heads) > 1}
    assert heads == {
        "1": ("甲村", "户籍户数"),
        "2": ("甲村", "户籍人口"),
        "3": ("甲村", "常住户数"),
        "4": ("甲村", "常住人口"),
    }


def test_every_character_leads_back_to_its_text_node():
    package = open_package(word_file(p("甲", "乙101", "起") + table(["丙", "5件"])), "x.docx")
    word = WordText(package)
    text = word.document().text
    for stretch in word.stretches:
        for piece in stretch.pieces:
            assert text[piece.offset : piece.offset + len(piece.node.text)] == piece.node.text


HOSTILE = {
    "entity bomb": (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "'
        + "哈" * 99
        + '">'
        + "".join(f'<!ENTITY {c} "{f"&{b};" * 10}">' for b, c in zip("abcdefgh", "bcdefghi", strict=True))
        + f"]><w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&i;</w:t></w:r></w:p></w:body></w:document>",
        "实体",
    ),
    "entity that reads a file": (
        '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
        f"<w:document {NAMESPACES}><w:body><w:p><w:r><w:t>&a;</w:t></w:r></w:p></w:body></w:document>",
        "实体",
    ),
    "nesting": ("<w:sdt><w:sdtContent>" * 10_000 + "</w:sdtContent></w:sdt>" * 10_000, "嵌套"),
    "cut off": (f'<?xml version="1.0"?><w:document {NAMESPACES}><w:body><w:p>', "损坏"),
    "another kind of XML": ('<?xml version="1.0"?><a/>', "正文"),
    "nothing": ("<w:p/>", "没有文字"),
}


@pytest.mark.parametrize(("body", "says"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_or_empty_file_ends_in_a_clear_error(tmp_path, body, says):
    path = tmp_path / "报告.docx"
    path.write_bytes(word_file(body))
    with pytest.raises(ReportError, match=says):
        read_document(path)


def test_a_file_made_to_burst_is_refused(tmp_path):
    path = tmp_path / "报告.docx"
    path.write_bytes(word_file(p("甲"), extra={"word/big.xml": b" " * (20 * 2**20)}))
    with pytest.raises(ReportError, match="压缩比"):
        read_document(path)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "不是 Word"),
        (b"PK\x03\x04 nonsense", "不是 Word"),
        (b"plain words", "不是 Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "旧版"),
        (word_file(p("化解101起"))[:-200], "不是 Word"),
    ],
)
def test_what_is_no_word_file_is_said_to_be_none(data, says):
    with pytest.raises(ReportError, match=says):
        read_word(data, "报告.docx")


def test_a_damaged_part_is_named():
    data = bytearray(word_file(p("化解101起" * 500)))
    at = data.index(b"word/document.xml") + len("word/document.xml") + 5
    data[at : at + 20] = b"\xff" * 20
    with pytest.raises(ReportError, match=r"word/document\.xml"):
        read_word(bytes(data), "报告.docx")


def test_macros_and_outside_pointers_are_neither_run_nor_followed(monkeypatch):
    import socket

    def refuse(*_):
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    macro = "application/vnd.ms-word.document.macroEnabled.main+xml"
    data = word_file(
        p("化解101起") + p('<w:r><w:drawing><c:chart r:id="x2"/></w:drawing></w:r>'),
        relations=[
            ("x1", "attachedTemplate", "https://example.invalid/t.dotm"),
            ("x2", "chart", "file:///etc/passwd"),
        ],
        document_type=macro,
        extra={"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"},
    )
    assert numbers(read_word(data, "报告.docm")) == ["101"]


def test_two_hundred_pages_are_read_paragraph_by_paragraph():
    document = read(table(["村", "数"], ["甲村", "7"]) * 50 + p("第一段化解101起，走访202户。") * 4000)
    assert len(document.places) == 50 * 4 + 4000
    assert document.text.count("101起") == 4000
    assert document.place(document.text.rindex("202")).label == "第4000段"


def test_strict_open_xml_is_read_too():
    data = word_file(
        f"<?xml version='1.0'?><w:document {NAMESPACES}><w:body>{p('化解101起')}</w:body></w:document>".replace(
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
            "http://purl.oclc.org/ooxml/wordprocessingml/main",
        )
    )
    assert numbers(read_word(data, "报告.docx")) == ["101"]

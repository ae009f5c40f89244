"""Reports in plain text, Markdown, HTML and PDF; and what is said of files that are none."""

import io

import pytest

from fazhi_metrics.audit.opening import read_document
from fazhi_metrics.errors import FazhiError, ReportError


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def pdf(lines):
    """A one-page PDF with these lines of ASCII."""
    text = "BT /F1 12 Tf 14 TL 50 700 Td " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += f"{number} 0 obj{body}endobj\n".encode()
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    return (
        out
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_plain_text_is_read_in_the_encodings_that_offices_use(tmp_path, encoding):
    text = "镇情\r\n耕地３万亩，化解纠纷40余起。\n"
    document = read_document(write(tmp_path, "报告.txt", text.encode(encoding)))
    assert document.text == text
    assert document.place(text.index("40")).label == "第2行"


def test_markdown_shows_its_words_and_keeps_their_offsets(tmp_path):
    source = (
        "---\nissue: 999\n---\n# 一、情况\n\n化解**40**余起，见[附件2](https://a.invalid/2024/999.html)。\n"
        "![图999](a999.png)\n<!-- 旧稿 999起 -->\n- 走访30户\n"
    )
    document = read_document(write(tmp_path, "报告.md", source))
    assert "999" not in document.text
    assert len(document.text) == len(source)
    for shown in ("40", "附件2", "走访30户", "情况"):
        assert document.text.index(shown) == source.index(shown)


def test_html_shows_what_a_browser_shows(tmp_path):
    page = (
        "<!DOCTYPE html><html><head><title>999</title><style>p{width:999px}</style></head><body>"
        "<script>var n=999;</script><h2>基本情况</h2><p>化解<b>4</b>0余起，<del>999</del>"
        "<span style='display: none'>999</span>面积3&nbsp;m<sup>2</sup><sup>5</sup></p><p hidden>999</p>"
        "<table><tr><th>村<th>耕地（亩）<tr><td>甲村<td>12.5</table><p>走访<br>30户</body></html>"
    )
    document = read_document(write(tmp_path, "报告.html", page))
    assert "999" not in document.text
    assert "化解40余起" in document.text
    cell = document.place(document.text.index("12.5"))
    assert (cell.label, cell.heads) == ("表1第2行第2列", ("甲村", "耕地（亩）"))
    assert [document.text[m.start : m.end] for m in document.marks] == ["5"]


def test_html_without_the_ends_that_may_go_unwritten_is_read(tmp_path):
    page = "<html><head><title>999<!-- --></title><body><p hidden>999<p>化解40余起<ul><li hidden>999</ul><p>走访30户"
    assert read_document(write(tmp_path, "报告.html", page)).text == "化解40余起\n走访30户"


def test_html_says_its_own_encoding(tmp_path):
    page = '<meta charset="gb2312"><p>化解纠纷40余起，镕</p>'.encode("gb18030")
    assert "纠纷40余起，镕" in read_document(write(tmp_path, "报告.htm", page)).text


def test_html_nested_ten_thousand_deep_is_still_read(tmp_path):
    page = "<div>" * 10_000 + "化解40余起" + "</div>" * 10_000
    assert read_document(write(tmp_path, "报告.html", page)).text == "化解40余起"


def test_pdf_is_read_page_by_page_and_its_page_number_is_no_figure(tmp_path):
    document = read_document(write(tmp_path, "报告.pdf", pdf(["resolved 101 cases", "- 7 -"])))
    assert "resolved 101 cases" in document.text
    assert document.place(document.text.index("101")).label == "第1页第1行"
    assert [(document.text[m.start : m.end], m.reason) for m in document.marks] == [("7", "页码")]


def test_a_scanned_pdf_is_said_to_have_no_text(tmp_path):
    from pypdf import PdfWriter

    writer, buffer = PdfWriter(), io.BytesIO()
    writer.add_blank_page(595, 842)
    writer.write(buffer)
    with pytest.raises(ReportError, match="扫描件"):
        read_document(write(tmp_path, "报告.pdf", buffer.getvalue()))


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("报告.doc", b"x", "另存为"),
        ("报告", b"x", "没有扩展名"),
        ("报告.txt", b" \n", "没有文字"),
        ("报告.txt", b"PK\x03\x04\0\0\0", "不是文字文件"),
        ("报告.txt", b"\xff\xff\xff", "编码"),
        ("报告.html", b"<p></p>", "没有文字"),
        ("报告.pdf", b"nonsense", "不是 PDF"),
        ("报告.pdf", b"%PDF-1.4\nnonsense", "损坏"),
    ],
)
def test_a_file_that_cannot_be_audited_is_refused_in_chinese(tmp_path, name, content, says):
    with pytest.raises(ReportError, match=says):
        read_document(write(tmp_path, name, content))


def test_a_missing_file_names_the_reports_that_are_there(tmp_path):
    write(tmp_path, "2025报告.docx", b"")
    with pytest.raises(FazhiError, match=r"2025报告\.docx"):
        read_document(tmp_path / "2025年报告.docx")
    with pytest.raises(ReportError, match="找不到"):
        read_document(tmp_path / ("长" * 300 + ".docx"))
    with pytest.raises(ReportError, match="文件夹"):
        read_document(tmp_path)

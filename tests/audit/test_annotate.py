"""The annotated copy: a comment on every number, a colour by verdict, and nothing else changed."""

import io
import re
import zipfile

import docx
import pytest

from fazhi_metrics.audit.annotate import Remark, annotated, remarks
from fazhi_metrics.audit.package import open_package
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.audit.word import WordText, read_word
from fazhi_metrics.measures import INDICATORS
from tests.audit.facts import facts, percent
from tests.audit.files import NAMESPACES, chart, field, p, run, section, story, table, text_box, word_file

BODY = (
    p("标题")
    + p("全镇化解纠纷", run("1", "<w:rPr><w:b/></w:rPr>"), run("01起，走访202户，办结303件。"), run("完"))
    + table(["项目", "数量"], ["诉求", "404件"])
    + p(
        "下降",
        f'<w:ins w:id="7" w:author="甲">{run("5%")}</w:ins>',
        '<w:del w:id="8"><w:r><w:delText>9%</w:delText></w:r></w:del>',
    )
    + p("共", f"<w:sdt><w:sdtContent>{run('606个')}</w:sdtContent></w:sdt>", field(" REF a ", "707份"))
    + p("图", text_box(p("808次")), '<w:r><w:footnoteReference w:id="2"/></w:r>')
    + section(("header", "default", "rId1"))
)
PARTS = {
    "h.xml": story("header", p("第909期")),
    "footnotes.xml": ("footnotes", f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p("注111元")}</w:footnote></w:footnotes>'),
}  # fmt: skip
NUMBERS = ["101起", "202户", "303件", "404件", "5%", "606个", "707份", "808次", "909期", "111元"]


@pytest.fixture(scope="module")
def original():
    return word_file(BODY, PARTS, extra={"word/vbaProject.bin": b"\0\1\2"})


@pytest.fixture(scope="module")
def copy(original):
    text = read_word(original, "报告.docx").text
    spans = [(text.index(number), number) for number in NUMBERS]
    wanted = [Remark(at, at + len(n), n, ("与数据一致", f"说明{n}"), "D9EAD3") for at, n in spans]
    whole = text.index("全镇")
    wanted.append(Remark(whole, whole + 12, text[whole : whole + 12], ("升降陈述",)))
    return annotated(original, "报告.docx", sorted(wanted, key=lambda r: (r.start, r.end)))


def test_the_text_is_the_same_to_the_last_character(original, copy):
    assert read_word(copy, "x").text == read_word(original, "x").text


def commented(data, identity):
    """The text between the two marks of a comment."""
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    assert xml.count(f'commentReference w:id="{identity}"') == 1
    inside = xml.partition(f'<w:commentRangeStart w:id="{identity}"/>')[2]
    return re.sub("<[^>]*>", "", inside.partition(f'<w:commentRangeEnd w:id="{identity}"/>')[0])


def test_every_number_has_one_comment_that_stands_on_it(copy):
    comments = {c.text.splitlines()[-1]: c.comment_id for c in docx.Document(io.BytesIO(copy)).comments}
    assert set(comments) == {f"说明{n}" for n in NUMBERS} | {"升降陈述"}
    for number in ("101起", "202户", "303件", "404件", "5%", "606个", "707份"):
        assert commented(copy, comments[f"说明{number}"]) == number


def test_a_statement_over_several_numbers_is_marked_from_end_to_end(copy):
    [identity] = [c.comment_id for c in docx.Document(io.BytesIO(copy)).comments if c.text == "升降陈述"]
    assert commented(copy, identity) == "全镇化解纠纷101起，走"


def test_where_word_keeps_no_comments_they_stand_in_the_body_and_name_the_place(copy):
    texts = [c.text for c in docx.Document(io.BytesIO(copy)).comments]
    for number, label in (("808次", "文本框"), ("909期", "页眉1"), ("111元", "脚注1")):
        [text] = [t for t in texts if f"说明{number}" in t]
        assert label in text.splitlines()[0]
        assert number in text.splitlines()[0]


def marked(data, identity):
    """The XML between the two marks of a comment."""
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    inside = xml.partition(f'<w:commentRangeStart w:id="{identity}"/>')[2]
    return inside.partition(f'<w:commentRangeEnd w:id="{identity}"/>')[0]


def words_before(data, identity):
    """The text of the body before the reference to a comment."""
    xml = zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml").decode()
    return re.sub("<[^>]*>", "", xml.partition(f'<w:commentReference w:id="{identity}"')[0]).strip()


def test_they_stand_as_near_to_the_number_as_word_allows(copy):
    comments = {c.text.splitlines()[-1]: c.comment_id for c in docx.Document(io.BytesIO(copy)).comments}
    assert "w:txbxContent" in marked(copy, comments["说明808次"])
    assert marked(copy, comments["说明111元"]).count('<w:footnoteReference w:id="2"/>') == 1
    assert marked(copy, comments["说明909期"]) == ""  # a point, before the first word of the section
    assert words_before(copy, comments["说明909期"]) == ""


def test_a_header_of_a_later_section_has_its_comment_there():
    first = f"<w:pPr>{section(('header', 'default', 'rId1'))}</w:pPr>"
    body = p("第一节", properties=first) + p("第二节") + section(("header", "default", "rId2"))
    parts = {"h1.xml": story("header", p("第101期")), "h2.xml": story("header", p("第202期"))}
    original = word_file(body, parts)
    text = read_word(original, "x").text
    at = {n: text.index(n) for n in ("101", "202")}
    copy = annotated(original, "x.docx", [Remark(a, a + 3, n, (n,)) for n, a in at.items()])
    assert [words_before(copy, identity) for identity in (0, 1)] == ["", "第一节"]


def test_labels_of_a_chart_have_their_comment_on_the_drawing():
    drawing = '<w:r><w:drawing><c:chart r:id="rId1"/></w:drawing></w:r>'
    original = word_file(p("图", drawing, "说"), {"c.xml": chart("调解101起")})
    at = read_word(original, "x").text.index("101")
    copy = annotated(original, "x.docx", [Remark(at, at + 4, "101起", ("一条",))])
    assert "c:chart" in marked(copy, "0")
    assert re.sub("<[^>]*>", "", marked(copy, "0")) == ""


def test_only_the_numbers_are_coloured_and_their_own_look_stays(copy):
    package = open_package(copy, "x")
    word = WordText(package)
    coloured = ""
    for stretch in word.stretches:
        for piece in stretch.pieces:
            properties = piece.node.getparent()[0]
            tags = [child.tag.rpartition("}")[2] for child in properties]
            if "shd" in tags:
                coloured += piece.node.text
                assert ("b" in tags) == (piece.node.text == "1")
    assert coloured == "".join(n for n in NUMBERS if n != "606个")


def test_parts_that_hold_no_number_are_copied_byte_for_byte(original, copy):
    before, after = (zipfile.ZipFile(io.BytesIO(data)) for data in (original, copy))
    assert after.read("word/vbaProject.bin") == before.read("word/vbaProject.bin")
    assert after.testzip() is None
    xml = after.read("word/document.xml").decode()
    assert "w:delText>9%" in xml
    assert xml.count('w:author="甲"') == 1


def test_a_file_that_has_comments_keeps_them(original, copy):
    again = annotated(copy, "x.docx", [Remark(0, 2, "标题", ("又一条",))])
    before = [c.text for c in docx.Document(io.BytesIO(copy)).comments]
    after = docx.Document(io.BytesIO(again)).comments
    assert [c.text for c in after] == [*before, "又一条"]
    assert len({c.comment_id for c in after}) == len(before) + 1


def test_the_same_input_gives_the_same_bytes(original):
    one = annotated(original, "x.docx", [Remark(0, 2, "标题", ("一条",), "D9EAD3")])
    assert one == annotated(original, "x.docx", [Remark(0, 2, "标题", ("一条",), "D9EAD3")])


def remarked(words, original=None, **data):
    """The remarks of an audit of words, with the ties of the original."""
    document = read_word(word_file("".join(map(p, words.splitlines()))), "报告.docx")
    source = read_word(word_file("".join(map(p, (original or words).splitlines()))), "报告.docx")
    claims = claims_of(source)
    ties = accept(source, claims, suggest_ties(source, claims, INDICATORS, None, 2025))
    audit = audit_claims(document, claims_of(document), ties, facts(**data), None, 2025)
    return [(remark.text, remark.colour, " ".join(remark.lines)) for remark in remarks(audit)]


def test_words_that_hold_a_numeral_are_left_in_peace_and_digits_are_not():
    words = "一、情况\n2025年，一起推进、步调一致，第二十四条，示发〔2025〕7号，“十一个坚持”，耕地43695亩，一是学习。"
    found = [text for text, _, _ in remarked(words, farmland_area=43695)]
    assert found == ["2025年", "第二十四条", "〔2025〕7号", "十一", "43695亩"]


def test_an_implied_number_has_its_comment_too():
    found = remarked("隐患全部整改。", hazard_rectification_rate=percent(55, 56))
    assert [(text, colour) for text, colour, _ in found] == [("全部", "F4CCCC")]


def test_a_lost_tie_is_told_at_the_paragraph_where_its_number_stood():
    words = "一、情况\n全镇耕地面积保持稳定。\n完毕。"
    [(text, colour, lines)] = remarked(words, words.replace("保持稳定", "43695亩"), farmland_area=43695)
    assert (text, colour) == ("全镇耕地面积保持稳定。", "")
    assert "原先第2段的“43695亩”" in lines

"""The page of an official document after GB/T 9704: 22 lines of 28 characters, fonts, page numbers.

The fonts the standard names (小标宋, 仿宋, 黑体, 楷体) are written into the file with alternatives, so that an
office without them gets a near one.
"""

from __future__ import annotations

import copy
import datetime
import io

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from lxml import etree

from fazhi_metrics.publish.archive import settle

TITLE, SONG, FANGSONG, HEITI, KAITI = "方正小标宋简体", "宋体", "仿宋_GB2312", "黑体", "楷体_GB2312"
ALTERNATIVES = {
    TITLE: "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,Noto Serif CJK SC,宋体",
    SONG: "SimSun,Noto Serif CJK SC,Source Han Serif SC",
    FANGSONG: "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC,宋体",
    HEITI: "SimHei,Noto Sans CJK SC,Source Han Sans SC",
    KAITI: "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC,宋体",
}
STYLES = {
    "Normal", "Title", "Subtitle", "Heading 1", "Heading 2", "Heading 3", "Caption", "Normal Table", "Footer",
    "Default Paragraph Font", "No List",
}  # fmt: skip
SECOND, THIRD, FOURTH = Pt(22), Pt(16), Pt(14)  # 二号 三号 四号
LINE = Pt(28.95)  # 22 lines on 225 mm
PITCH = 579  # the lines of the grid, in twentieths of a point
SQUEEZE = -5  # what each of 28 characters of 16 points gives up to fit 156 mm, in twentieths of a point
INDENT = Pt(32)  # two characters of 三号


def new_document(title: str) -> Document:
    """Return an empty document with the standard's page, styles and page numbers."""
    document = docx.Document()
    core = document.core_properties
    core.title, core.author, core.last_modified_by, core.comments = (
        title,
        "fazhi_metrics",
        "fazhi_metrics",
        "",
    )
    core.created = core.modified = datetime.datetime(2026, 1, 15)
    core.language, core.revision, core.keywords = "zh-CN", 1, ""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.left_margin = Mm(37), Mm(28)
    section.right_margin, section.bottom_margin = Mm(26), Mm(35)
    section.footer_distance = Mm(25)  # the dashes beside the page number stand 7 mm below the text
    section._sectPr.append(parse_xml(f'<w:docGrid {nsdecls("w")} w:type="lines" w:linePitch="{PITCH}"/>'))
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-US")
        language.set(qn("w:eastAsia"), "zh-CN")  # or a viewer may pick Japanese letter forms
    for language in document.settings.element.iter(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    _drop_what_is_not_used(document)
    _style(document, "Normal", FANGSONG, THIRD, indent=True)
    _style(document, "Title", TITLE, SECOND, centred=True)
    _style(document, "Subtitle", KAITI, THIRD, centred=True)
    _style(document, "Heading 1", HEITI, THIRD, indent=True)
    _style(document, "Heading 2", KAITI, THIRD, indent=True)
    _style(document, "Heading 3", FANGSONG, THIRD, indent=True)
    _style(document, "Caption", HEITI, FOURTH, centred=True)
    _style(document, "Footer", SONG, FOURTH)
    _page_numbers(document)
    return document


def _drop_what_is_not_used(document: Document) -> None:
    """Leave out of the default template its hundred table styles, its picture and its bibliography."""
    for style in list(document.styles):
        if style.name not in STYLES:
            style.element.getparent().remove(style.element)
    for element in document.styles.element.iter(qn("w:link")):
        element.getparent().remove(element)
    for owner in (document.part, document.part.package):
        for identity, relation in list(owner.rels.items()):
            if relation.reltype.rpartition("/")[2] in (
                "stylesWithEffects",
                "numbering",
                "customXml",
                "thumbnail",
            ):
                del owner.rels[identity]


def _style(
    document: Document, name: str, font: str, size: Pt, *, indent: bool = False, centred: bool = False
) -> None:
    style = document.styles[name]
    assert isinstance(style, ParagraphStyle)  # the names above are paragraph styles of the default template
    properties = style.element.get_or_add_rPr()
    for child in list(properties):
        properties.remove(child)
    style.font.name, style.font.size, style.font.bold, style.font.italic = (
        "Times New Roman",
        size,
        False,
        False,
    )
    fonts = properties.find(qn("w:rFonts"))
    assert fonts is not None
    fonts.set(qn("w:eastAsia"), font)
    if name == "Normal":
        properties.append(parse_xml(f'<w:spacing {nsdecls("w")} w:val="{SQUEEZE}"/>'))
    paragraph = style.paragraph_format
    frame = style.element.get_or_add_pPr()
    for border in frame.findall(qn("w:pBdr")):
        frame.remove(border)
    paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.EXACTLY, LINE
    paragraph.space_before = Pt(0)
    paragraph.space_after = LINE if name == "Subtitle" else Pt(0)
    paragraph.first_line_indent = INDENT if indent else Pt(0)
    frame.get_or_add_ind().set(qn("w:firstLineChars"), "200" if indent else "0")
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER if centred else WD_ALIGN_PARAGRAPH.JUSTIFY
    paragraph.widow_control = name != "Normal"  # every page has its 22 lines
    if name == "Footer":
        paragraph.line_spacing_rule = WD_LINE_SPACING.SINGLE
    paragraph.keep_with_next = name.startswith(("Heading", "Caption"))


def _page_numbers(document: Document) -> None:
    """Number the pages outside, `— 1 —`: right on odd pages, left on even ones."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, side in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
    ):
        footer.is_linked_to_previous = False
        paragraph = footer.paragraphs[0]
        paragraph.alignment = side
        paragraph.paragraph_format.first_line_indent = Pt(0)
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
        for text in ("— ", None, " —"):
            if text is None:
                paragraph._p.append(
                    parse_xml(
                        f'<w:fldSimple {nsdecls("w")} w:instr=" PAGE "><w:r><w:rPr><w:rFonts w:ascii="宋体" '
                        'w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr><w:t>1</w:t></w:r></w:fldSimple>'
                    )
                )
                continue
            run = paragraph.add_run(text)
            run.font.size, run.font.name = FOURTH, SONG


def add(
    document: Document, text: str, style: str = "Normal", *, right: Pt | None = None, flush: bool = False
) -> Paragraph:
    """Add a paragraph in one of the styles.

    `right` sets it at the right margin with so much room, as a signature; `flush` begins a page at the left
    margin, as an annex.
    """
    paragraph = document.add_paragraph(text, style=style)
    if right is not None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = right
    if flush:
        paragraph.paragraph_format.page_break_before = True
        paragraph._p.get_or_add_pPr().get_or_add_ind().set(qn("w:firstLineChars"), "0")
        paragraph.paragraph_format.first_line_indent = Pt(0)
    return paragraph


def bytes_of(document: Document) -> bytes:
    """Return the file, its font table naming the alternatives, with the same bytes every time."""
    out = io.BytesIO()
    document.save(out)
    return settle(out.getvalue(), lambda name, data: _fonts(data) if name == "word/fontTable.xml" else data)


def _fonts(data: bytes) -> bytes:
    root = parse_xml(data)
    for name, names in ALTERNATIVES.items():
        font = parse_xml(
            f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{names}"/><w:charset w:val="86"/></w:font>'
        )
        for old in root.findall(qn("w:font")):
            if old.get(qn("w:name")) == name:
                root.remove(old)
        root.append(copy.deepcopy(font))
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)

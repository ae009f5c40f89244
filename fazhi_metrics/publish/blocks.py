"""Tables and charts set in a Word file, each in the place of the paragraph that asked for it.

A table's title stands above it and a chart's below, both numbered in the order of the text. A table's head
repeats on every page; a chart carries its words for those who do not see. Fonts and sizes come from the
template's own styles; what the standard for official documents leaves open is set here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from fazhi_metrics.errors import ReportError
from fazhi_metrics.publish.contents import Cell, ChartText, TableText

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.text.paragraph import CT_P
    from lxml.etree import _Element

OPEN = "\ue002"  # stands before the number of a block, in the paragraph that asked for it
_BLOCK = re.compile(f"{OPEN}(.)", re.DOTALL)
_FIRST = 0xE100
_CAPTION, _HALF_POINTS = "Caption", 24  # 小四 in a table
_TOGETHER = 12  # a table of no more rows stays on one page
_ROW = 400  # twentieths of a point: the line of a row
_GAP = 12  # points of white below a table without a note
_INSET = Mm(9)  # room right of the numbers of a column, so that they stand under its head
_TWIPS = 635  # EMU

Ink = Callable[[Cell], str]


def marked(number: int) -> str:
    """Return what stands for a block until it is set."""
    return f"{OPEN}{chr(_FIRST + number)}"


def place_blocks(document: Document, blocks: Sequence[TableText | ChartText], ink: Ink) -> None:
    """Set every block where it was asked for; `ink` writes a cell so that its number is found again.

    Raises ReportError when a block does not have a paragraph of the body to itself.
    """
    width = _text_width(document)
    tables = charts = 0
    for element in list(document.element.body.iter(qn("w:p"))):
        paragraph = Paragraph(cast("CT_P", element), document._body)
        found = _BLOCK.search(paragraph.text)
        if found is None:
            continue
        if paragraph.text.strip() != found.group() or element.getparent() is not document.element.body:
            raise ReportError("表格和图要单独占一段，不能与文字写在一起，也不能放在表格里")
        block = blocks[ord(found.group(1)) - _FIRST]
        if isinstance(block, TableText):
            tables += 1
            _set_table(document, paragraph, block, tables, width, ink)
        elif block.image is None:
            _write(paragraph, f"（此处应有图“{block.title}”：{block.problem}。）")
        else:
            charts += 1
            _set_chart(document, paragraph, block, charts, width)


def put_first(document: Document, text: str) -> None:
    """Put a paragraph before everything else."""
    paragraph = _new_paragraph(document)
    document.element.body.insert(0, paragraph._p)
    _write(paragraph, text)


def _text_width(document: Document) -> int:
    section = document.sections[0]
    edges = (section.page_width, section.left_margin, section.right_margin)
    if None in edges:
        return int(Mm(156))
    page, left, right = (int(edge or 0) for edge in edges)
    return page - left - right


def _write(paragraph: Paragraph, text: str) -> None:
    for run in list(paragraph._p):
        if run.tag != qn("w:pPr"):
            paragraph._p.remove(run)
    paragraph.add_run(text)


def _caption(document: Document, paragraph: Paragraph, text: str, *, above: bool) -> None:
    """Make a paragraph the title of a block, kept on the same page."""
    _write(paragraph, text)
    if _CAPTION in [style.name for style in document.styles]:
        paragraph.style = document.styles[_CAPTION]
    paragraph.paragraph_format.keep_with_next = above
    _at(paragraph, WD_ALIGN_PARAGRAPH.CENTER)


def _at(paragraph: Paragraph, side: WD_ALIGN_PARAGRAPH) -> None:
    """Align a paragraph, and let no indent of two characters push it aside."""
    paragraph.alignment = side
    paragraph.paragraph_format.first_line_indent = Length(0)
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:firstLineChars"), "0")


def _off_grid(paragraph: Paragraph) -> None:
    """Let a paragraph be as high as it is, not as high as full lines of the page's grid."""
    snap = parse_xml(f'<w:snapToGrid {nsdecls("w")} w:val="0"/>')
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(snap, "w:spacing", "w:ind", "w:jc", "w:rPr")


def _set_chart(document: Document, paragraph: Paragraph, chart: ChartText, number: int, width: int) -> None:
    below = _new_paragraph(document)
    paragraph._p.addnext(below._p)
    _write(paragraph, "")
    picture = paragraph.runs[0].add_picture(str(chart.image), width=Length(width))
    for side in "TBLR":
        picture._inline.set(f"dist{side}", "0")  # or a viewer adds a margin of its own
    properties = picture._inline.docPr
    properties.set("name", f"图{number}")
    properties.set("descr", chart.alt)
    layout = paragraph.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.SINGLE  # an exact line would cut the picture off
    layout.keep_with_next = True
    _off_grid(paragraph)
    _at(paragraph, WD_ALIGN_PARAGRAPH.CENTER)
    _caption(document, below, f"图{number}　{chart.title}", above=False)


def _set_table(
    document: Document, paragraph: Paragraph, table: TableText, number: int, width: int, ink: Ink
) -> None:
    _caption(document, paragraph, f"表{number}　{table.title}", above=True)
    made = parse_xml(_table_xml(table, width // _TWIPS))
    made[0].extend(_spoken(table))  # its properties come first
    texts = [[Cell(head) for head in table.columns], *table.rows]
    for row, cells in zip(made.iter(qn("w:tr")), texts, strict=True):
        for element, cell in zip(row.iter(qn("w:t")), cells, strict=True):
            element.text = ink(cell)
    paragraph._p.addnext(made)
    note = _new_paragraph(document)
    made.addnext(note._p)
    if not table.note:
        note.paragraph_format.line_spacing = Pt(_GAP)
        _off_grid(note)
    else:
        run = note.add_run(table.note)
        run._r.get_or_add_rPr().append(parse_xml(f'<w:sz {nsdecls("w")} w:val="{_HALF_POINTS}"/>'))
    _at(note, WD_ALIGN_PARAGRAPH.LEFT)


def _spoken(table: TableText) -> list[_Element]:
    """Return what a reader who does not see the table is told of it: its title, its columns, how many rows."""
    said = {
        "w:tblCaption": table.title,
        "w:tblDescription": f"{'、'.join(table.columns)}；共{len(table.rows)}行",
    }
    elements = list["_Element"]()
    for tag, text in said.items():
        element = OxmlElement(tag)
        element.set(qn("w:val"), text)
        elements.append(element)
    return elements


def _new_paragraph(document: Document) -> Paragraph:
    return Paragraph(cast("CT_P", OxmlElement("w:p")), document._body)


def _table_xml(table: TableText, width: int) -> str:
    """Return the empty table: ruled, as wide as the text, its head on every page, no row broken in two.

    A short table is not broken at all.
    """
    count = len(table.columns)
    first = max(width // 4, width - (count - 1) * width // 4) if count > 1 else width
    widths = [first, *[(width - first) // max(count - 1, 1)] * (count - 1)]
    grid = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    edges = "".join(
        f'<w:{edge} w:val="single" w:sz="{size}" w:space="0" w:color="000000"/>'
        for edge, size in (
            ("top", 8),
            ("left", 8),
            ("bottom", 8),
            ("right", 8),
            ("insideH", 4),
            ("insideV", 4),
        )
    )
    last = len(table.rows)
    rows = [
        _row_xml(widths, head=not at, kept=at < last and (last <= _TOGETHER or not at))
        for at in range(last + 1)
    ]
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{edges}</w:tblBorders><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>"
    )


def _row_xml(widths: Sequence[int], *, head: bool, kept: bool) -> str:
    """Return an empty row; one that is `kept` stays on a page with the next."""
    cells = "".join(
        _cell_xml(width, head=head, kept=kept, first=not column) for column, width in enumerate(widths)
    )
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"


def _cell_xml(width: int, *, head: bool, kept: bool, first: bool) -> str:
    side = "center" if head else "left" if first else "right"
    right = 0 if head or first else min(int(_INSET) // _TWIPS, width // 4)
    font = '<w:rFonts w:eastAsia="黑体"/>' if head else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr>'
        f"{'<w:keepNext/>' if kept else ''}"
        f'<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="{_ROW}" w:lineRule="exact"/>'
        f'<w:ind w:right="{right}" w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r><w:rPr>{font}<w:sz w:val="{_HALF_POINTS}"/></w:rPr><w:t xml:space="preserve"/></w:r></w:p></w:tc>'
    )

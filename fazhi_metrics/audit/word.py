"""The visible text of a Word file, read from its XML, with the text node behind every character.

What Word shows and python-docx's paragraphs do not: text boxes, content controls, results of fields,
hyperlinks, tracked insertions, nested tables, headers, footers, footnotes, endnotes, labels of charts.
What is not text: tracked deletions, hidden text, codes of fields, comments, the second copy of a drawing
that Word keeps for older programs.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from fazhi_metrics.audit.documents import Document, Mark, Place, PlaceKind
from fazhi_metrics.audit.drawings import drawing_labels
from fazhi_metrics.audit.package import Package, attribute, open_package, short
from fazhi_metrics.audit.word_tables import (
    DELETED,
    SILENT,
    cells_of,
    children,
    column_heads,
    head_text,
    header_rows,
    is_deleted,
    is_on,
)

# Fields whose result Word counts by itself; nobody typed them.
_PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF"}
_SIGNS = {"w:tab": "\t", "w:ptab": "\t", "w:br": "\n", "w:cr": "\n", "w:noBreakHyphen": "-"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text and the XML text node it stands in; `offset` is where it starts in the text."""

    offset: int
    node: etree._Element


@dataclass(frozen=True, slots=True)
class Stretch:
    """A block of the document: its place, its paragraph or drawing, its pieces, and the part it lives in."""

    place: Place
    element: etree._Element
    pieces: tuple[Piece, ...]
    part: str


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_result: bool = False

    @property
    def counts_pages(self) -> bool:
        words = self.code.split()
        return bool(words) and words[0].upper() in _PAGE_FIELDS


@dataclass(slots=True, kw_only=True)
class _Block:
    """A paragraph or drawing being read."""

    element: etree._Element
    parts: list[str] = field(default_factory=list)
    length: int = 0
    pieces: list[Piece] = field(default_factory=list)
    marks: list[tuple[int, int]] = field(default_factory=list)
    inner: list[etree._Element] = field(default_factory=list)  # text boxes and drawings, read after it
    deep: int = 0

    def add(self, text: str, node: etree._Element | None = None) -> None:
        if node is not None:
            self.pieces.append(Piece(self.length, node))
        self.parts.append(text)
        self.length += len(text)


def read_word(data: bytes, name: str) -> Document:
    """Read the text of a .docx from its bytes; raises ReportError when it is not one."""
    return WordText(open_package(data, name)).document()


class WordText:
    """One pass over the XML of a Word file; `stretches` afterwards lead from the text back to its nodes."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.stretches: list[Stretch] = []
        self.notes: list[str] = []
        self._texts: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0
        self._fields: list[_Field] = []
        self._paragraphs = self._tables = 0
        self._main = package.main()
        self._part = self._main
        self._hidden_styles = self._find_hidden_styles()
        self._read()

    def document(self) -> Document:
        """Return the text with its places."""
        return Document(
            name=self.package.name,
            text="\n".join(self._texts),
            places=tuple(stretch.place for stretch in self.stretches),
            marks=tuple(self._marks),
            notes=tuple(self.notes),
        )

    # -- stories -----------------------------------------------------------------------------------

    def _read(self) -> None:
        root = self.package.tree(self._main)
        self._story(root, "paragraph", "")
        for kind, title in (("header", "页眉"), ("footer", "页脚")):
            for number, part in enumerate(self._shown_margins(root, kind), start=1):
                self._part = part
                self._story(self.package.tree(part), kind, f"{title}{number}")  # type: ignore[arg-type]
        self._notes_of(root, "footnote", "脚注")
        self._notes_of(root, "endnote", "尾注")

    def _story(self, root: etree._Element, kind: PlaceKind, label: str) -> None:
        """Read one story; when its fields do not close, read it again and trust no field."""
        before = (len(self.stretches), len(self._texts), len(self._marks), self._length)
        counters = (self._paragraphs, self._tables)
        self._fields = []
        self._blocks(root, kind, label)
        if self._fields:
            self.notes.append(f"{label or '正文'}有没有结束标记的域，已按普通文字读取")
            stretches, texts, marks, self._length = before
            del self.stretches[stretches:], self._texts[texts:], self._marks[marks:]
            self._paragraphs, self._tables = counters
            self._fields = [_Field(in_result=True)]
            self._trusting_fields = False
            self._blocks(root, kind, label)
            self._trusting_fields = True
            self._fields = []

    _trusting_fields = True

    def _shown_margins(self, root: etree._Element, kind: str) -> list[str]:
        """Return the header or footer parts that some page shows, each once."""
        even = False
        for settings in self.package.related(self._main, "settings"):
            even = any(
                short(e.tag) == "w:evenAndOddHeaders" and is_on(e) for e in self.package.tree(settings)
            )
        relations = self.package.relations(self._main)
        parts: list[str] = []
        for section in root.iter(f"{{{root.nsmap.get(root.prefix)}}}sectPr"):
            title_page = any(short(e.tag) == "w:titlePg" and is_on(e) for e in section)
            for reference in section:
                if short(reference.tag) != f"w:{kind}Reference":
                    continue
                which = attribute(reference, "w:type") or "default"
                if (which == "first" and not title_page) or (which == "even" and not even):
                    continue
                relation = relations.get(attribute(reference, "r:id") or "")
                if relation and not relation.external and relation.target in self.package:
                    parts.append(relation.target)
        return list(dict.fromkeys(parts))

    def _notes_of(self, root: etree._Element, kind: PlaceKind, title: str) -> None:
        """Read the footnotes or endnotes that the body refers to, in the order of reference."""
        wanted = [
            attribute(element, "w:id")
            for element in root.iter(f"{{{root.nsmap.get(root.prefix)}}}{kind}Reference")
        ]
        for part in self.package.related(self._main, f"{kind}s"):
            self._part = part
            notes = {attribute(e, "w:id"): e for e in self.package.tree(part) if short(e.tag) == f"w:{kind}"}
            for number, identity in enumerate(dict.fromkeys(wanted), start=1):
                if identity in notes:
                    self._story(notes[identity], kind, f"{title}{number}")
        self._part = self._main

    # -- blocks ------------------------------------------------------------------------------------

    def _blocks(
        self, parent: etree._Element, kind: PlaceKind, label: str, heads: tuple[str, ...] = ()
    ) -> None:
        for child in parent:
            tag = short(child.tag)
            if tag == "w:p":
                self._paragraph(child, kind, label, heads)
            elif tag == "w:tbl":
                self._table(child, kind, label)
            elif tag == "mc:AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self._blocks(chosen, kind, label, heads)
            elif tag == "w:altChunk":
                self.notes.append("正文里嵌入了另一份文件（altChunk），没有读取")
            elif tag and tag not in DELETED and tag not in SILENT:
                self._blocks(child, kind, label, heads)

    def _table(self, table: etree._Element, kind: PlaceKind, label: str) -> None:
        if kind != "cell":
            self._tables += 1
        prefix = f"{label}内表" if kind == "cell" else f"{label}表{self._tables}"
        rows = [row for row in children(table, "w:tr") if not is_deleted(row)]
        grid = [list(cells_of(row)) for row in rows]
        words = [[(column, head_text(cell)) for column, cell in row] for row in grid]
        top = header_rows(rows, words)
        above = column_heads(words[:top])
        for r, row in enumerate(grid):
            row_head = words[r][0][1] if words[r] else ""
            for c, (column, cell) in enumerate(row):
                heads = (row_head if c else "", above.get(column, "")) if r >= top else ()
                place = f"{prefix}第{r + 1}行第{column + 1}列"
                self._blocks(cell, "cell", place, tuple(head for head in heads if head))

    def _paragraph(
        self, paragraph: etree._Element, kind: PlaceKind, label: str, heads: tuple[str, ...]
    ) -> None:
        block = _Block(element=paragraph)
        self._inline(paragraph, block)
        if kind == "paragraph" and not label:
            if "".join(block.parts).strip():
                self._paragraphs += 1
            label = f"第{max(self._paragraphs, 1)}段"
            if _is_heading(paragraph):
                kind = "heading"
        self._emit(block, kind, label, heads)
        for inner in block.inner:
            if short(inner.tag) == "w:txbxContent":
                fields, self._fields = self._fields, []
                self._blocks(inner, "textbox", f"{label}文本框")
                self._fields = fields
            else:
                for text, reason in drawing_labels(inner, self.package, self._part):
                    drawn = _Block(element=inner)
                    drawn.add(text)
                    if reason:
                        self._marks.append(Mark(self._length, self._length + len(text), reason))
                    self._emit(drawn, "chart", f"{label}图表")

    def _emit(self, block: _Block, kind: PlaceKind, label: str, heads: tuple[str, ...] = ()) -> None:
        text = "".join(block.parts)
        start = self._length
        pieces = tuple(Piece(start + piece.offset, piece.node) for piece in block.pieces)
        place = Place(start, start + len(text), label, kind, heads)
        self.stretches.append(Stretch(place, block.element, pieces, self._part))
        self._marks.extend(Mark(start + a, start + b, "页码") for a, b in block.marks)
        self._texts.append(text)
        self._length += len(text) + 1

    # -- runs --------------------------------------------------------------------------------------

    def _inline(self, parent: etree._Element, block: _Block) -> None:
        for child in parent:
            tag = short(child.tag)
            if tag in ("w:t", "m:t", "a:t"):
                if child.text and self._visible():
                    start = block.length
                    block.add(child.text, child)
                    if self._trusting_fields and any(f.counts_pages for f in self._fields):
                        block.marks.append((start, block.length))
            elif tag == "w:r":
                if not self._is_hidden(child):
                    self._inline(child, block)
                else:
                    self._codes(child)
            elif tag in _SIGNS:
                if self._visible():
                    block.add(_SIGNS[tag])
            elif tag == "w:fldChar":
                self._field_char(child)
            elif tag == "w:instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif tag == "w:fldSimple":
                self._fields.append(_Field(attribute(child, "w:instr") or "", in_result=True))
                self._inline(child, block)
                self._fields.pop()
            elif tag == "mc:AlternateContent":
                chosen = _alternative(child)
                if chosen is not None:
                    self._inline(chosen, block)
            elif tag == "w:txbxContent":
                if self._visible():
                    block.inner.append(child)
            elif tag in ("c:chart", "cx:chart", "dgm:relIds", "v:textpath"):
                block.inner.append(child)
                self._inline(child, block)
            elif tag and tag not in DELETED and tag not in SILENT:
                self._inline(child, block)

    def _codes(self, run: etree._Element) -> None:
        """Follow the field marks of a hidden run, without its text."""
        for child in run:
            if short(child.tag) == "w:fldChar":
                self._field_char(child)

    def _field_char(self, mark: etree._Element) -> None:
        if not self._trusting_fields:
            return
        kind = attribute(mark, "w:fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].in_result = True
        elif kind == "end" and self._fields:
            self._fields.pop()

    def _visible(self) -> bool:
        return all(each.in_result for each in self._fields)

    def _is_hidden(self, run: etree._Element) -> bool:
        for properties in children(run, "w:rPr"):
            style = None
            for element in properties:
                tag = short(element.tag)
                if tag == "w:vanish":
                    return is_on(element)
                if tag == "w:rStyle":
                    style = attribute(element, "w:val")
            return style in self._hidden_styles
        return False

    def _find_hidden_styles(self) -> set[str | None]:
        hidden: set[str | None] = set()
        for part in self.package.related(self._main, "styles"):
            for style in children(self.package.tree(part), "w:style"):
                for properties in children(style, "w:rPr"):
                    if any(short(e.tag) == "w:vanish" and is_on(e) for e in properties):
                        hidden.add(attribute(style, "w:styleId"))
        return hidden


def _alternative(element: etree._Element) -> etree._Element | None:
    """Return the one copy of a drawing that is shown: the first choice, or the fallback without any."""
    for wanted in ("mc:Choice", "mc:Fallback"):
        for child in element:
            if short(child.tag) == wanted:
                return child
    return None


def _is_heading(paragraph: etree._Element) -> bool:
    for properties in children(paragraph, "w:pPr"):
        for element in properties:
            tag = short(element.tag)
            if tag == "w:outlineLvl":
                return (attribute(element, "w:val") or "9") != "9"
            if tag == "w:pStyle":
                style = (attribute(element, "w:val") or "").lower()
                if style.startswith(("heading", "title", "标题")):
                    return True
    return False

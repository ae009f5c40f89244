"""Reports as HTML: the text that a browser shows, read without fetching anything."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from fazhi_metrics.audit.documents import Document, Mark, Place, PlaceKind
from fazhi_metrics.audit.plaintext import decode

_UNSEEN = {"script", "style", "template", "noscript", "title", "del", "rt", "rp", "select", "iframe"}
_VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html",
    "li", "main", "nav", "ol", "option", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul",
}  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
# Elements whose end may go unwritten: the next of their kind, or the end of what they stand in, ends them.
_UNENDED = {"p", "li", "td", "th", "tr", "dd", "dt", "option", "tbody", "thead", "tfoot"}
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def read_html(data: bytes, name: str) -> Document:
    """Read the visible text of a page; a cell of a table carries the heads of its row and column."""
    declared = _CHARSET.search(data[:4096])
    page = _Page()
    page.feed(decode(data, name, declared.group(1).decode("ascii") if declared else None))
    page.close()
    page.end_block()
    return page.document(name)


@dataclass(slots=True)
class _Cell:
    row: int
    column: int
    head: bool
    words: str = ""


@dataclass(slots=True)
class _Table:
    number: int
    row: int = -1
    column: int = 0
    cells: list[_Cell] = field(default_factory=list)
    open: bool = False


@dataclass(slots=True, kw_only=True)
class _Block:
    text: str
    kind: PlaceKind
    label: str
    table: _Table | None
    cell: _Cell | None
    marks: list[tuple[int, int]]


class _Page(HTMLParser):
    """Collects blocks of text; a block ends wherever a browser would break the line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[_Block] = []
        self.text = ""
        self.parts: list[str] = []
        self.marks: list[tuple[int, int]] = []
        self.length = 0
        self.unseen, self.unseen_depth = "", 0
        self.kind: PlaceKind = "paragraph"
        self.tables: list[_Table] = []
        self.table_count = self.paragraphs = 0
        self.pre = self.raised = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if self.unseen and tag == self.unseen and tag in _UNENDED:
            self.unseen = ""
        if self.unseen:
            self.unseen_depth += tag == self.unseen
            return
        if tag not in _VOID and (tag in _UNSEEN or _is_hidden(attrs)):
            self.unseen, self.unseen_depth = tag, 1
            return
        if tag == "br":
            self._add("\n")
        elif tag in _BLOCKS:
            self.end_block()
        if tag[0] == "h" and tag[1:].isdecimal():
            self.kind = "heading"
        elif tag == "table":
            self.table_count += 1
            self.tables.append(_Table(self.table_count))
        elif tag == "tr" and self.tables:
            table = self.tables[-1]
            table.row, table.column, table.open = table.row + 1, 0, False
        elif tag in ("td", "th") and self.tables:
            table = self.tables[-1]
            table.cells.append(_Cell(max(table.row, 0), table.column, tag == "th"))
            table.open = True
            span = dict(attrs).get("colspan") or "1"
            table.column += min(max(int(span), 1), 1000) if span.isdecimal() else 1
        elif tag == "pre":
            self.pre += 1
        elif tag == "sup":
            self.raised += 1

    def handle_endtag(self, tag: str) -> None:
        if self.unseen:
            self.unseen_depth -= tag == self.unseen
            ended = self.unseen in _UNENDED and tag in _BLOCKS
            if self.unseen_depth == 0 or ended:
                self.unseen = ""
            if not ended or tag in _UNENDED:
                return
        if tag in _BLOCKS:
            self.end_block()
        if tag[0] == "h" and tag[1:].isdecimal():
            self.kind = "paragraph"
        elif tag == "table" and self.tables:
            self.tables.pop()
        elif tag in ("td", "th") and self.tables:
            self.tables[-1].open = False
        elif tag == "pre":
            self.pre = max(0, self.pre - 1)
        elif tag == "sup":
            self.raised = max(0, self.raised - 1)

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if not self.pre:
            data = re.sub(r"[ \t\r\n\f]+", " ", data)
        last = self.parts[-1][-1:] if self.parts else "\n"
        if data.startswith(" ") and last in " \n":
            data = data[1:]
        # A raised number after a word is a note; after m it is part of a unit.
        if self.raised and data.strip("[]［］").isdecimal() and last not in ("m", "M"):
            self.marks.append((self.length, self.length + len(data)))
        self._add(data)

    def _add(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.length += len(text)

    def end_block(self) -> None:
        text = "".join(self.parts).rstrip()
        marks, self.marks = self.marks, []
        self.parts, self.length = [], 0
        if not text:
            return
        table = self.tables[-1] if self.tables and self.tables[-1].open else None
        if table is not None:
            cell = table.cells[-1]
            cell.words += "".join(text.split())
            label = f"表{table.number}第{cell.row + 1}行第{cell.column + 1}列"
            self.blocks.append(
                _Block(text=text, kind="cell", label=label, table=table, cell=cell, marks=marks)
            )
            return
        self.paragraphs += 1
        self.blocks.append(
            _Block(
                text=text, kind=self.kind, label=f"第{self.paragraphs}段", table=None, cell=None, marks=marks
            )
        )

    def document(self, name: str) -> Document:
        places: list[Place] = []
        marks: list[Mark] = []
        at = 0
        for block in self.blocks:
            heads: tuple[str, ...] = ()
            if block.table is not None and block.cell is not None:
                heads = _heads(block.table, block.cell)
            places.append(Place(at, at + len(block.text), block.label, block.kind, heads))
            marks.extend(Mark(at + a, at + b, "注释角标") for a, b in block.marks)
            at += len(block.text) + 1
        notes = ("网页里有没有结束标记的隐藏内容，其后的文字没有读取",) if self.unseen else ()
        return Document(
            name, "\n".join(b.text for b in self.blocks), tuple(places), marks=tuple(marks), notes=notes
        )


def _is_hidden(attrs: list[tuple[str, str | None]]) -> bool:
    return any(key == "hidden" or (key == "style" and _NOT_SHOWN.search(value or "")) for key, value in attrs)


def _heads(table: _Table, cell: _Cell) -> tuple[str, ...]:
    """Return the first cell of the row and the heads above the column; heads are <th>, else the first row."""
    row_head = next((c.words for c in table.cells if c.row == cell.row), "")
    marked = any(c.head and c.column for c in table.cells)
    above = [
        c.words
        for c in table.cells
        if c.row < cell.row and c.column == cell.column and (c.head if marked else c.row == 0)
    ]
    is_head = cell.head if marked else cell.row == 0
    if is_head:
        return ()
    return tuple(h for h in ("" if cell.column == 0 else row_head, "".join(dict.fromkeys(above))) if h)

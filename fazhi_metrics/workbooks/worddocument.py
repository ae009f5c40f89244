"""The tables of a Word document, one sheet each: what offices send when they have no spreadsheet.

Text that is struck through or deleted with tracked changes is gone; the lines before a table are its titles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from xml.etree import ElementTree

from fazhi_metrics.workbooks import limits, refusals
from fazhi_metrics.workbooks.doubts import DoubtKind
from fazhi_metrics.workbooks.richtext import Run, read_runs
from fazhi_metrics.workbooks.sheets import Sheet, Span
from fazhi_metrics.workbooks.showing import rich_doubt

PART: Final = "word/document.xml"
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TABLE: Final = re.compile(rb"<w:tbl[\s>]")
_ENTITY: Final = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_GONE: Final = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"})
_LINES: Final = 2  # short lines before a table that may be its titles
_TITLE: Final = 40  # characters

Marks = dict[tuple[int, int], tuple[DoubtKind, str]]


def has_tables(xml: bytes) -> bool:
    """Whether the main part of a document holds a table."""
    return _TABLE.search(xml) is not None


def read_document(xml: bytes, where: str) -> tuple[Sheet, ...]:
    """Read the tables of the main part of a Word document; tables in cells of tables are part of their text.

    Raises `WorkbookError` for entities, damage, too many cells, or a document without a table.
    """
    if not has_tables(xml):
        raise refusals.not_a_sheet(where, " Word 文档，其中没有表格")
    if _ENTITY.search(xml, 0, 4096):
        raise refusals.bomb(where, "含有实体声明")
    try:
        body = ElementTree.fromstring(xml).find(f"{_W}body")  # noqa: S314 - no entity is declared
    except ElementTree.ParseError as error:
        raise refusals.corrupt(where, "内容不是完整的 XML") from error
    sheets: list[Sheet] = []
    lines: list[str] = []
    for child in _blocks(body) if body is not None else ():
        if child.tag == f"{_W}tbl":
            sheets.append(_sheet(child, f"表{len(sheets) + 1}", lines[-_LINES:], where))
            lines = []
        else:
            text = _text(list(_runs(child)))[0].strip()
            lines = [*lines, text] if text and len(text) <= _TITLE and text[-1] not in "。；：;:" else []
    return tuple(sheets)


def _blocks(parent: ElementTree.Element) -> Iterator[ElementTree.Element]:
    """The paragraphs and tables of a body, those in content controls too."""
    for child in parent:
        if child.tag in (f"{_W}p", f"{_W}tbl"):
            yield child
        elif child.tag not in _GONE:
            yield from _blocks(child)


def _sheet(table: ElementTree.Element, name: str, titles: list[str], where: str) -> Sheet:
    """Lay the cells of one table out on a grid, below its titles."""
    rows: list[list[Any]] = [[title] for title in titles]
    marks: Marks = {}
    merges: list[Span] = []
    open_: dict[int, Span] = {}  # cells that may go on downwards, by their first column
    for line in _own(table, f"{_W}tr"):
        if line.find(f"{_W}trPr/{_W}del") is not None:
            continue
        rows.append([])
        row, column = len(rows), 1 + _number(line.find(f"{_W}trPr/{_W}gridBefore"))
        for cell in _own(line, f"{_W}tc"):
            wide = max(_number(cell.find(f"{_W}tcPr/{_W}gridSpan")), 1)
            down = cell.find(f"{_W}tcPr/{_W}vMerge")
            above = open_.get(column)
            if (
                down is not None
                and down.get(f"{_W}val") != "restart"
                and above is not None
                and above.bottom == row - 1
            ):
                open_[column] = Span(above.top, column, row, above.right)
            else:
                text, said = _text(list(_runs(cell)))
                rows[-1].extend([""] * (column - 1 - len(rows[-1])) + [text] + [""] * (wide - 1))
                if said:
                    marks[row, column] = said
                _close(open_.pop(column, None), merges)
                open_[column] = Span(row, column, row, column + wide - 1)
            column += wide
        if len(rows) * column > limits.CELLS:
            raise refusals.too_big(where, f"表格有 {len(rows)} 行 × {column} 列")
    for span in open_.values():
        _close(span, merges)
    width = max(map(len, rows), default=0)
    return Sheet(name, [row + [""] * (width - len(row)) for row in rows], merges=tuple(merges), marks=marks)


def _own(parent: ElementTree.Element, tag: str) -> Iterator[ElementTree.Element]:
    """The rows of a table or the cells of a row, those in content controls too, none of a table within."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{_W}sdt", f"{_W}sdtContent"):
            yield from _own(child, tag)


def _close(span: Span | None, merges: list[Span]) -> None:
    if span is not None and (span.bottom > span.top or span.right > span.left):
        merges.append(span)


def _number(element: ElementTree.Element | None) -> int:
    text = "" if element is None else element.get(f"{_W}val", "")
    return min(int(text), 1000) if text.isascii() and text.isdigit() else 0


def _text(runs: list[Run]) -> tuple[str, tuple[DoubtKind, str] | None]:
    rich = read_runs(runs)
    if rich is None:
        return "".join(run.text for run in runs).strip(), None
    return rich.text.strip(), rich_doubt(rich) if rich.what else None


def _runs(parent: ElementTree.Element) -> Iterator[Run]:
    """The runs of a cell or paragraph; paragraphs are lines."""
    for place, paragraph in enumerate(_paragraphs(parent)):
        if place:
            yield Run("\n")
        yield from _runs_in(paragraph)


def _paragraphs(parent: ElementTree.Element) -> list[ElementTree.Element]:
    return [parent] if parent.tag == f"{_W}p" else list(parent.iter(f"{_W}p"))


def _runs_in(parent: ElementTree.Element) -> Iterator[Run]:
    for child in parent:
        if child.tag in _GONE:
            continue
        if child.tag != f"{_W}r":
            yield from _runs_in(child)
            continue
        face = child.find(f"{_W}rPr")
        struck = face is not None and any(_is_on(face.find(f"{_W}{name}")) for name in ("strike", "dstrike"))
        height = None if face is None else face.find(f"{_W}vertAlign")
        raised = height is not None and height.get(f"{_W}val") == "superscript"
        for piece in child:
            if piece.tag == f"{_W}t":
                yield Run(piece.text or "", struck, raised)
            elif piece.tag in (f"{_W}tab", f"{_W}br"):
                yield Run(" ")


def _is_on(element: ElementTree.Element | None) -> bool:
    return element is not None and element.get(f"{_W}val", "true") not in ("false", "0", "off", "none")

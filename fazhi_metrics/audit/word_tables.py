"""Tables of a Word file: their cells in columns, and the heads that name a cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from fazhi_metrics.audit.package import attribute, short

# A cell that holds a value; 2024年 and 3月 are heads.
_VALUE = re.compile(r"[-+−]?\d[\d,.，]*(?!\d|[,.，]|年|月|季|日)")
DELETED = {"w:del", "w:moveFrom"}
# Properties, codes and marks: nothing in them is shown as text.
SILENT = {
    "w:pPr", "w:rPr", "w:tblPr", "w:tblGrid", "w:trPr", "w:tcPr", "w:sdtPr", "w:sdtEndPr", "w:sectPr",
    "w:instrText", "w:delText", "w:delInstrText", "w:rt", "w:ffData", "w:commentReference", "m:rPr", "m:ctrlPr",
}  # fmt: skip


def children(element: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the children of one tag, also those inside content controls and custom XML."""
    for child in element:
        name = short(child.tag)
        if name == tag:
            yield child
        elif name in ("w:sdt", "w:sdtContent", "w:customXml", "w:ins", "w:moveTo"):
            yield from children(child, tag)


def is_on(element: etree._Element) -> bool:
    """Whether a property that can be switched off is on."""
    return (attribute(element, "w:val") or "true") not in ("0", "false", "off")


def is_deleted(row: etree._Element) -> bool:
    """Whether a row is a tracked deletion."""
    return any(short(e.tag) == "w:del" for properties in children(row, "w:trPr") for e in properties)


def cells_of(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    """Yield (column, cell), columns counted from 0 over merged cells."""
    column = 0
    for properties in children(row, "w:trPr"):
        for element in properties:
            if short(element.tag) == "w:gridBefore":
                column += _integer(element)
    for cell in children(row, "w:tc"):
        yield column, cell
        spans = [_integer(e) for p in children(cell, "w:tcPr") for e in p if short(e.tag) == "w:gridSpan"]
        column += max(spans[0], 1) if spans else 1


def _integer(element: etree._Element) -> int:
    value = attribute(element, "w:val") or "0"
    return min(int(value), 16_384) if value.isdecimal() else 0


def head_text(cell: etree._Element) -> str:
    """Return the words of a cell for use as a head: its own paragraphs, without deletions and codes."""
    parts: list[str] = []
    waiting = list(reversed(cell))
    while waiting:
        element = waiting.pop()
        tag = short(element.tag)
        if tag == "w:t":
            parts.append(element.text or "")
        elif tag and tag not in DELETED and tag not in SILENT and tag not in ("w:tbl", "mc:AlternateContent"):
            waiting.extend(reversed(element))
    return "".join("".join(parts).split())


def header_rows(rows: list[etree._Element], words: list[list[tuple[int, str]]]) -> int:
    """Return how many rows at the top are heads: those Word repeats, else those before the first number."""
    marked = 0
    for row in rows:
        if not any(short(e.tag) == "w:tblHeader" and is_on(e) for p in children(row, "w:trPr") for e in p):
            break
        marked += 1
    if marked and marked < len(rows):
        return marked
    for number, texts in enumerate(words):
        values = [text for _, text in (texts[1:] if len(texts) > 1 else texts)]
        if any(_VALUE.match(text) for text in values):
            return number
    return 1 if len(rows) > 1 else 0


def column_heads(rows: list[list[tuple[int, str]]]) -> dict[int, str]:
    """Join the head words above each column, a wide head standing over all of its columns."""
    heads: dict[int, list[str]] = {}
    width = max((row[-1][0] + 1 for row in rows if row), default=0)
    for row in rows:
        ends = [column for column, _ in row[1:]] + [width]
        for (column, text), end in zip(row, ends, strict=False):
            for each in range(column, max(end, column + 1)):
                if text:
                    heads.setdefault(each, []).append(text)
    return {column: "".join(dict.fromkeys(parts)) for column, parts in heads.items()}

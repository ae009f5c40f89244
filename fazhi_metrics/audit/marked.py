"""The text of an audited report, cut into pieces, each with the one thing that was found out about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from fazhi_metrics.audit.kinds import VerdictKind

if TYPE_CHECKING:
    from fazhi_metrics.audit.documents import Document, Place
    from fazhi_metrics.audit.results import Audit

BlockKind = Literal["paragraph", "heading", "table", "note"]
# Headings of a report in plain text, where no style says so.
_HEADING = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,40}\Z")
_CELL = re.compile(r"(?P<table>.*表\d+)第(?P<row>\d+)行第(?P<column>\d+)列")
_ASIDE = {
    "header": "页眉",
    "footer": "页脚",
    "footnote": "脚注",
    "endnote": "尾注",
    "textbox": "文本框",
    "chart": "图中文字",
}


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text that a finding is about; `key` names the finding, `kind` is its verdict."""

    start: int
    end: int
    key: str
    kind: VerdictKind


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text: plain, or marked with a finding; `first` is the finding's first piece, `last` its last."""

    text: str
    key: str = ""
    kind: VerdictKind | None = None
    first: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or aside of pieces, or a table of rows of cells; `label` says where an aside stands."""

    kind: BlockKind
    pieces: tuple[Piece, ...] = ()
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    label: str = ""


def marked_text(audit: Audit) -> tuple[Block, ...]:
    """Return the text of the report as blocks, every number and statement marked with its finding.

    Findings are named n1, n2, … (numbers), w1, … (numbers in words: 全部, 过半), t1, … (trends), a1, … (arithmetic),
    in the order of the audit.
    """
    pieces = list(cut(audit.document.text, spans_of(audit)))
    return tuple(_blocks(audit.document, pieces))


def spans_of(audit: Audit) -> list[Span]:
    """Return every finding's span, the ones that win where two overlap first.

    A number, in digits or in words, wins over the statement that it stands in; a statement wins over a numeral in it
    that is no figure.
    """
    numbers = [Span(v.start, v.end, f"n{i}", v.verdict) for i, v in enumerate(audit.verdicts, 1)]
    implied = [Span(v.start, v.end, f"w{i}", v.verdict) for i, v in enumerate(audit.implied, 1)]
    trends = [Span(t.start, t.end, f"t{i}", t.verdict) for i, t in enumerate(audit.trends, 1)]
    sums = [Span(f.start, f.end, f"a{i}", VerdictKind.CONTRADICTS) for i, f in enumerate(audit.arithmetic, 1)]
    counted = [span for span in numbers if span.kind is not VerdictKind.EXCLUDED]
    worded = [span for span in implied if span.kind is not VerdictKind.EXCLUDED]
    rest = [span for span in (*implied, *numbers) if span.kind is VerdictKind.EXCLUDED]
    return [*counted, *worded, *trends, *sums, *rest]


def cut(text: str, spans: Iterable[Span]) -> Iterator[Piece]:
    """Yield the whole text in pieces; where spans overlap, the earlier in the list has the characters."""
    owner: list[Span | None] = [None] * len(text)
    for span in spans:
        for at in range(max(span.start, 0), min(span.end, len(text))):
            if owner[at] is None:
                owner[at] = span
    pieces = []
    for found, run in groupby(range(len(text)), key=lambda at: owner[at]):
        part = "".join(text[at] for at in run)
        pieces.append(Piece(part) if found is None else Piece(part, found.key, found.kind))
    ends = {piece.key: index for index, piece in enumerate(pieces)}
    seen: set[str] = set()
    for index, piece in enumerate(pieces):
        yield (
            replace(piece, first=piece.key not in seen, last=ends[piece.key] == index) if piece.key else piece
        )
        seen.add(piece.key)


def overlapping(spans: Iterable[Span]) -> dict[str, list[str]]:
    """Return, for every finding, the others whose text overlaps with its own."""
    every = sorted(spans, key=lambda span: span.start)
    found: dict[str, list[str]] = {span.key: [] for span in every}
    for index, one in enumerate(every):
        for other in every[index + 1 :]:
            if other.start >= one.end:
                break
            found[one.key].append(other.key)
            found[other.key].append(one.key)
    return found


def _blocks(document: Document, pieces: list[Piece]) -> Iterator[Block]:
    """Yield the blocks in order: places of the document, and whatever text lies between them."""
    stretches = _stretches(document)
    for table, run in groupby(stretches, key=lambda each: _table_of(each[2])):
        group = list(run)
        if table:
            yield Block("table", rows=tuple(_rows(group, pieces)), label=table)
            continue
        for start, end, place in group:
            inside = _clipped(pieces, start, end)
            if "".join(piece.text for piece in inside).strip():
                yield _block(inside, place)


def _block(pieces: tuple[Piece, ...], place: Place | None) -> Block:
    if place is not None and place.kind in _ASIDE:
        return Block("note", pieces, label=_ASIDE[place.kind])
    text = "".join(piece.text for piece in pieces).strip()
    heading = (place is not None and place.kind == "heading") or _HEADING.match(text)
    return Block("heading" if heading else "paragraph", pieces)


def _stretches(document: Document) -> Iterator[tuple[int, int, Place | None]]:
    """Yield every place, and every stretch between two places that holds more than white space."""
    at = 0
    for place in document.places:
        if document.text[at : place.start].strip():
            yield at, place.start, None
        yield max(at, place.start), place.end, place
        at = max(at, place.end)
    if document.text[at:].strip():
        yield at, len(document.text), None


def _table_of(place: Place | None) -> str:
    match = _CELL.match(place.label) if place is not None and place.kind == "cell" else None
    return match["table"] if match else ""


def _rows(
    cells: list[tuple[int, int, Place | None]], pieces: list[Piece]
) -> Iterator[tuple[tuple[Piece, ...], ...]]:
    """Yield a table's rows; paragraphs of one cell are put together, cells missing in between stay empty."""
    rows: dict[int, dict[int, tuple[Piece, ...]]] = {}
    for start, end, place in cells:
        match = _CELL.match(place.label) if place is not None else None
        if match is None:
            continue
        row = rows.setdefault(int(match["row"]), {})
        column = int(match["column"])
        row[column] = (*row.get(column, ()), *_clipped(pieces, start, end))
    width = max((column for row in rows.values() for column in row), default=0)
    for number in sorted(rows):
        yield tuple(rows[number].get(column, ()) for column in range(1, width + 1))


def _clipped(pieces: list[Piece], start: int, end: int) -> tuple[Piece, ...]:
    """Return the pieces between two offsets, the outer ones cut; line ends around them are left out."""
    inside, at = list[Piece](), 0
    for piece in pieces:
        here, at = at, at + len(piece.text)
        low, high = max(start, here), min(end, at)
        if low < high:
            whole = (low, high) == (here, at)
            part = piece.text[low - here : high - here]
            inside.append(
                piece
                if whole
                else replace(
                    piece, text=part, first=piece.first and low == here, last=piece.last and high == at
                )
            )
    if inside and not inside[0].key:
        inside[0] = replace(inside[0], text=inside[0].text.lstrip("\r\n"))
    if inside and not inside[-1].key:
        inside[-1] = replace(inside[-1], text=inside[-1].text.rstrip())
    return tuple(piece for piece in inside if piece.text)

"""The labels of columns: header cells of one to several rows flattened into levels."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from fazhi_metrics.workbooks.grid import Grid
from fazhi_metrics.workbooks.region import Region
from fazhi_metrics.workbooks.units import is_unit, plain_unit, split_unit

_CJK: Final = re.compile(r"[\u3400-\u9fff]")
_WORD: Final = re.compile(r"[A-Za-z]{2,}")
_CAPTIONS: Final = 3  # columns from the left in which a header row may be captioned
_NUMBERISH: Final = re.compile(r"[\d\s./-]+[年月日季度]*")


# Words that are units in brackets, and names of columns where they stand alone.
_AMBIGUOUS: Final = re.compile(
    r"[\d\s./-]*[年月日天号分点周级类项组班部门页层字位次度种季台车票]|[\d\s./-]+|index|points?|units?|vehicles?|number",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Label:
    """What names a column: its levels from the outermost in, its unit, its English name if bilingual."""

    levels: tuple[str, ...] = ()
    unit: str | None = None
    english: str | None = None

    @property
    def header(self) -> str | None:
        """The levels joined by `/`; None when the column has no header."""
        return "/".join(self.levels) or None


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    row: int
    left: int
    right: int
    filled: bool = False

    @property
    def group(self) -> bool:
        """Whether the text stands over more than one column."""
        return self.right > self.left


def column_labels(region: Region, head: Sequence[int], columns: Sequence[int]) -> dict[int, Label]:
    """Return the label of every column from the header rows of a region."""
    if not head:
        return {column: Label() for column in columns}
    pieces = {column: _pieces(region.grid, head, column) for column in columns}
    if not any(p.group for every in pieces.values() for p in every):
        _spread(region.grid, head, columns, pieces)
    if _is_captioned(region, head, columns):
        return _captioned_labels(region, head, columns)
    english = _english_rows(pieces) if _is_bilingual(pieces) else frozenset()
    for column in columns:
        if column < region.left + _CAPTIONS and len(pieces[column]) > 1:  # `Site:` captions its header row
            pieces[column] = [
                piece for piece in pieces[column] if not piece.text.endswith((":", "："))
            ] or pieces[column]
    labels = {column: _label(pieces[column], english) for column in columns}
    for column, every in pieces.items():
        parent = labels.get(every[0].left) if every and every[0].filled else None
        if parent is not None and parent.unit and labels[column].unit is None:
            labels[column] = replace(labels[column], unit=parent.unit)
    return labels


def _is_captioned(region: Region, head: Sequence[int], columns: Sequence[int]) -> bool:
    """Whether each header row says in its first cell what it holds: 指标, 地区, 频度, 单位."""
    if len(head) < 3 or any(region.grid.covering(row, region.left) for row in head):
        return False
    captions = [region.text(row, region.left) for row in head]
    if not all(captions[1:]) or len(set(captions)) < len(captions):
        return False
    others = [column for column in columns if column != region.left]
    return bool(others) and all(
        sum(1 for column in others if region.text(row, column)) * 10 >= len(others) * 8 for row in head
    )


def _captioned_labels(region: Region, head: Sequence[int], columns: Sequence[int]) -> dict[int, Label]:
    """Name columns by the first row, and by further rows only as far as it takes to tell them apart."""
    unit_row = next((row for row in head if _UNIT_CAPTION.fullmatch(region.text(row, region.left))), None)
    named = [row for row in head if row != unit_row]
    others = [column for column in columns if column != region.left]
    depth = next(
        (
            n
            for n in range(1, len(named))
            if len({_stack(region, named[:n], c) for c in others}) == len(others)
        ),
        len(named),
    )
    labels = {}
    for column in columns:
        first = region.text(head[0], column)
        if column == region.left:
            labels[column] = Label((first,) if first else ())
            continue
        levels = _stack(region, named[:depth], column)
        stated = region.text(unit_row, column) if unit_row is not None else ""
        bare, unit = split_unit(levels[-1]) if levels else ("", None)
        levels = (*levels[:-1], bare) if levels else ()
        labels[column] = Label(levels, plain_unit(stated) if is_unit(stated) else unit)
    return labels


_UNIT_CAPTION: Final = re.compile(r"(?:计量)?单位|units?", re.IGNORECASE)


def _stack(region: Region, rows: Sequence[int], column: int) -> tuple[str, ...]:
    return tuple(text for row in rows if (text := region.text(row, column)))


def _pieces(grid: Grid, head: Sequence[int], column: int) -> list[_Piece]:
    """Return the texts that stand over a column, from the top; a merged text counts once."""
    found: list[_Piece] = []
    seen: set[tuple[int, int]] = set()
    for row in head:
        span = grid.covering(row, column)
        if span is not None:
            if span.anchor in seen:
                continue
            seen.add(span.anchor)
            text, left, right = grid.text(*span.anchor), span.left, span.right
        else:
            text, left, right = grid.text(row, column), column, column
        if text:
            found.append(_Piece(text, row, left, right))
    return found


def _spread(grid: Grid, head: Sequence[int], columns: Sequence[int], pieces: dict[int, list[_Piece]]) -> None:
    """Let group labels that are not merged reach right over the columns that have no label beside them."""
    if len(head) < 2:
        return
    reach: dict[int, _Piece] = {}
    before: int | None = None
    for column in columns:
        own = pieces[column]
        if own and own[0].row == head[0]:
            reach = {head[0]: own[0]}
        elif (
            own and before is not None and head[0] in reach and _has_child_row(grid, head, column, own[0].row)
        ):
            parent = reach[head[0]]
            group = _Piece(parent.text, parent.row, parent.left, column, True)
            pieces[column] = [group, *own]
            first = pieces[parent.left]
            if first and not first[0].filled:
                pieces[parent.left] = [_Piece(parent.text, parent.row, parent.left, column, True), *first[1:]]
        elif not own:
            reach = {}
        before = column


def _has_child_row(grid: Grid, head: Sequence[int], column: int, row: int) -> bool:
    """Whether a column's first label stands in a lower row, beside labels and not under a merged cell."""
    return row > head[0] and not any(grid.shown_at(above, column) for above in head if above < row)


def _is_bilingual(pieces: dict[int, list[_Piece]]) -> bool:
    """Whether most labels that hold Chinese also hold English below it."""
    chinese = both = 0
    for every in pieces.values():
        texts = [piece.text for piece in every]
        first = next((place for place, text in enumerate(texts) if _CJK.search(text)), None)
        if first is None:
            continue
        chinese += 1
        both += any(_is_english(text) for text in texts[first + 1 :])
    return both >= 2 and both * 2 >= chinese - 2


def _english_rows(pieces: dict[int, list[_Piece]]) -> frozenset[int]:
    """The header rows without any Chinese, below rows with it."""
    texts: dict[int, list[str]] = {}
    for every in pieces.values():
        for piece in every:
            texts.setdefault(piece.row, []).append(piece.text)
    chinese = [row for row, found in texts.items() if any(map(_CJK.search, found))]
    return frozenset(
        row
        for row, found in texts.items()
        if row > min(chinese) and row not in chinese and any(map(_is_english, found))
    )


def _is_english(text: str) -> bool:
    return _CJK.search(text) is None and _WORD.search(text) is not None


def _label(pieces: Sequence[_Piece], english_rows: frozenset[int]) -> Label:
    english: list[str] = []
    kept: list[_Piece] = []
    chinese = False
    for piece in pieces:
        if english_rows and chinese and (piece.row in english_rows or _is_english(piece.text)):
            english.append(piece.text)
            continue
        chinese = chinese or _CJK.search(piece.text) is not None
        kept.append(piece)
    unit: str | None = None
    levels: list[str] = []
    last: _Piece | None = None
    for piece in kept:
        text, found = split_unit(piece.text)
        text = text.strip()
        bare = _bracketed(piece.text)
        if bare is not None and is_unit(bare):
            unit = plain_unit(bare)
            continue
        if found is not None:
            unit = found
        elif is_unit(text) and piece is kept[-1] and len(kept) > 1 and not _AMBIGUOUS.fullmatch(text):
            unit = plain_unit(text)
            levels.append(text)
            last = None
            continue
        if not text:
            continue
        if levels and last is not None and _continues(last, piece):
            levels[-1] = _joined(levels[-1], text)
        elif not levels or levels[-1] != text or (last is not None and last.group):
            levels.append(text)
        last = piece
    words = " ".join(split_unit(text)[0] for text in english if not _is_bare_unit(text)).strip()
    return Label(tuple(levels), unit, words or None)


def _bracketed(text: str) -> str | None:
    found = re.fullmatch(r"[（(\[]\s*([^（）()\[\]]{1,24})\s*[）)\]]", text.strip())
    return found[1] if found else None


def _is_bare_unit(text: str) -> bool:
    inner = _bracketed(text)
    return inner is not None and is_unit(inner)


def _continues(above: _Piece, below: _Piece) -> bool:
    """Whether two texts are one label cut over rows: both stand over the same columns."""
    if above.group or below.group:
        return False
    if _NUMBERISH.fullmatch(above.text) or _NUMBERISH.fullmatch(below.text):
        return False
    return above.left == below.left


def _joined(above: str, below: str) -> str:
    if _CJK.search(above[-1:]) or _CJK.search(below[:1]) or above[-1:] in "（(、，/-":
        return f"{above.rstrip('-') if below[:1].islower() else above}{below}"
    return f"{above} {below}"

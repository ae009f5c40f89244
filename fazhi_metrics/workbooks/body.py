"""What each row under a header is: data, total, section, note, derived, a header printed again."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.region import Region, Row
from fazhi_metrics.workbooks.units import split_unit, units_of_line
from fazhi_metrics.workbooks.vocabulary import DERIVED, FORM, NOTE, NOTE_ITEM, PART, TOTAL, UNIT_LINE

Role = Literal["title", "unit", "form", "header", "data", "total", "section", "note", "derived", "blank"]

_SENTENCE: Final = 40  # characters; a label is shorter, a note is longer
_NUMBERED: Final = re.compile(r"[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十]+[）)]|[IVX]+[.、]")
_LABELS: Final = 4  # label columns that are looked at for 合计


@dataclass(slots=True)
class Body:
    """The role of every row of a region, and the columns that label its rows."""

    roles: dict[int, Role] = field(default_factory=dict)
    labels: tuple[int, ...] = ()

    def rows(self, role: Role) -> list[int]:
        """The rows of one role, in order."""
        return [row for row, found in self.roles.items() if found == role]


def read_body(region: Region, head: Head) -> Body:
    """Give every row of a region its role."""
    body = Body()
    _roles_above(region, head, body)
    start = head.start if head.start is not None else region.bottom + 1
    last = _last_row(region, head, start)
    body.labels = _label_columns(region, head, start, last)
    again = _header_texts(region, head)
    values = set(head.numeric)
    for number in head.sections:
        body.roles[number] = "section"
    for number in range(start, last + 1):
        row = region.row(number)
        body.roles[number] = _role(region, row, body.labels, values, again) if row.filled else "blank"
    for number in range(last + 1, region.bottom + 1):
        row = region.row(number)
        if number not in body.roles:
            body.roles[number] = "note" if row.filled else "blank"
    _label_only(region, head, body, start, last)
    body.roles = dict(sorted(body.roles.items()))
    return body


def _roles_above(region: Region, head: Head, body: Body) -> None:
    """Titles, unit lines and form lines above the header."""
    top = head.rows[0] if head.rows else head.start or region.bottom + 1
    for number in range(region.top, top):
        row = region.row(number)
        if not row.filled:
            body.roles[number] = "blank"
            continue
        texts = [region.grid.text(number, column) for column in row.cells]
        if any(units_of_line(text) for text in texts) and all(len(text) < _SENTENCE for text in texts):
            body.roles[number] = "unit"
        elif any(FORM.match(text) for text in texts):
            body.roles[number] = "form"
        else:
            body.roles[number] = "title"
    for number in head.rows:
        body.roles[number] = "header"
    if head.rows and head.start is not None:
        for number in range(head.rows[-1] + 1, head.start):
            body.roles.setdefault(number, "blank" if not region.row(number).filled else "section")


def _last_row(region: Region, head: Head, start: int) -> int:
    """Return the last row of the body; notes and signatures come after it."""
    rows = [number for number in region.filled_rows if number >= start]
    values = set(head.numeric)
    note = next(
        (place for place, number in enumerate(rows) if _opens_notes(region, rows, place, values)), len(rows)
    )
    last = note - 1
    while last >= 0:
        row = region.row(rows[last])
        gap = last > 0 and rows[last - 1] < rows[last] - 1
        if not _is_after(region, row, values, gap, head):
            break
        last -= 1
    return rows[last] if last >= 0 else start - 1


def _opens_notes(region: Region, rows: Sequence[int], place: int, values: set[int]) -> bool:
    """Whether a row is a note (注：, Source:, (a) …) behind which no more data follow."""
    row = region.row(rows[place])
    if not row.texts or sum(1 for column in row.values if column in values) > 1:
        return False
    first = region.grid.text(row.number, row.cells[0]) if row.cells[0] in row.texts else ""
    gap = place == 0 or rows[place - 1] < rows[place] - 1
    alone = row.filled <= 2
    if not alone and not (NOTE.match(first) and len(squash(first)) <= 6):
        return False
    marked = NOTE.match(first) is not None or (
        NOTE_ITEM.match(first) is not None and row.filled == 1 and (gap or len(first) > _SENTENCE)
    )
    if not marked:
        return False
    wanted = 2 if len(values) > 1 else 1
    for number in rows[place + 1 :]:
        other = region.row(number)
        held = sum(1 for column in other.values if column in values)
        if held >= wanted and other.texts and held * 3 >= len(values):
            return False
        if not values and other.filled > 2:
            return False
    return True


def _is_after(region: Region, row: Row, values: set[int], gap: bool, head: Head) -> bool:
    """Whether the last row left is no row of the body: a note, a signature, a date line."""
    texts = [region.grid.text(row.number, column) for column in row.texts]
    forms = sum(1 for text in texts if FORM.match(text) or UNIT_LINE.fullmatch(text))
    if forms and forms * 2 >= len(texts):
        return True
    if row.texts and NOTE.match(texts[0]) and row.filled <= 2 and not set(row.values) & values:
        return True
    if row.filled > 1:
        held = sum(1 for column in row.cells if column in values)
        return bool(values) and held == 0 and gap and row.filled <= 2 and len(values) > 2
    if not row.texts:
        return gap and len(values) > 1
    text = texts[0]
    if values and row.texts[0] in values:
        return len(text) > _SENTENCE or gap
    return gap or len(text) > _SENTENCE or NOTE_ITEM.match(text) is not None


def _label_columns(region: Region, head: Head, start: int, last: int) -> tuple[int, ...]:
    """Return the columns whose texts name the rows: those that hold texts, from the left."""
    found = []
    values = set(head.numeric)
    for column in range(region.left, region.right + 1):
        kinds = region.column_kinds(column)[start - region.top : last - region.top + 1]
        if column not in values and kinds.count(b"T") + kinds.count(b"-"):
            found.append(column)
    first_value = min(values, default=region.right + 1)
    left = [column for column in found if column < first_value or column <= region.left + 2]
    return tuple((left or found)[:_LABELS])


def _header_texts(region: Region, head: Head) -> list[dict[int, str]]:
    """The texts of the header rows by column, to know them when they are printed again."""
    return [
        {column: squash(region.grid.text(number, column)) for column in region.row(number).cells}
        for number in head.rows
        if number not in head.numbering
    ]


def _is_again(region: Region, row: Row, again: Sequence[dict[int, str]]) -> bool:
    if row.filled < 2:
        return False
    texts = {column: squash(region.grid.text(row.number, column)) for column in row.cells}
    for header in again:
        if len(header) < 2:
            continue
        same = sum(1 for column, text in texts.items() if header.get(column) == text)
        if same >= 2 and same * 5 >= max(len(texts), len(header)) * 4:
            return True
    return False


def _role(
    region: Region, row: Row, labels: Sequence[int], values: set[int], again: Sequence[dict[int, str]]
) -> Role:
    if row.texts and (not row.values or len(row.texts) > len(row.values)) and _is_again(region, row, again):
        return "header"
    for column in row.texts:
        if column not in labels and column >= region.left + _LABELS:
            continue
        label = squash(region.grid.text(row.number, column))
        if len(label) > _SENTENCE:
            continue
        if TOTAL.fullmatch(label):
            return "total"
        if PART.fullmatch(label) and row.values:
            return "derived"
        if DERIVED.fullmatch(label):
            return "derived"
    return "data"


def _label_only(region: Region, head: Head, body: Body, start: int, last: int) -> None:
    """Tell section rows, which only name a group, from data rows whose values are missing."""
    values = set(head.numeric)
    numbers = [n for n in range(start, last + 1) if body.roles.get(n) in ("data", "total")]
    alone = [n for n in numbers if _only_labels(region, region.row(n), body.labels, values)]
    if not alone or len(alone) * 2 > len(numbers):
        return
    for number in alone:
        if body.roles[number] == "data" and _names_group(region, head, number, numbers):
            body.roles[number] = "section"


def _only_labels(region: Region, row: Row, labels: Sequence[int], values: set[int]) -> bool:
    if row.values or row.marks:
        return False
    if values:
        return row.filled == 1 or (row.filled <= 2 and set(row.cells) <= set(labels))
    return row.filled == 1


def _names_group(region: Region, head: Head, number: int, numbers: Sequence[int]) -> bool:
    """Whether a row without values names the rows below it."""
    row = region.row(number)
    column = row.cells[0]
    grid = region.grid
    text = grid.text(number, column)
    span = grid.covering(number, column)
    if span is not None and span.bottom > span.top:
        return False
    after = next((n for n in numbers if n > number), None)
    if after is None:
        return False
    if text.endswith((":", "：")):
        return True
    normal = _usual_span(region, numbers, column)
    if span is not None and span.right > span.left and (span.right - span.left) > normal:
        return True
    if head.numeric and depth_of(region, after, column) > depth_of(region, number, column):
        return True
    sheet = grid.sheet
    bold = (number, column) in sheet.emphasis
    if bold and sum(1 for n in numbers if (n, column) in sheet.emphasis) * 2 < len(numbers):
        return True
    if not head.numeric:
        return column == region.left and span is None and row.filled == 1 and _numbered(text)
    if _numbered(text):
        return True
    if split_unit(text)[1] is not None:
        return False  # a label with a unit measures something; its values are missing
    return _sections_everywhere(region, head, numbers)


def _numbered(text: str) -> bool:
    """Whether a label begins like a heading: 一、 （二） I."""
    import re

    return (
        re.match(r"[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十]+[）)]|[IVX]+[.、]", text)
        is not None
    )


def _usual_span(region: Region, numbers: Sequence[int], column: int) -> int:
    widths = sorted(
        span.right - span.left if (span := region.grid.covering(n, column)) is not None else 0
        for n in numbers[:200]
    )
    return widths[len(widths) // 2] if widths else 0


def depth_of(region: Region, number: int, column: int) -> int:
    """How far a label is indented, by spaces or by its style; a label in a later column is deeper."""
    grid = region.grid
    cells = [c for c in region.row(number).texts if c >= column]
    if not cells:
        return 0
    value = grid.value(number, cells[0])
    text = value if isinstance(value, str) else ""
    spaces = sum(2 if c == "\u3000" else 1 for c in text[: len(text) - len(text.lstrip())])
    return spaces + 2 * grid.sheet.indents.get((number, cells[0]), 0) + 4 * (cells[0] - column)


def _sections_everywhere(region: Region, head: Head, numbers: Sequence[int]) -> bool:
    """Whether label-only rows divide the body: several of them, never two in a row, never the last."""
    values = set(head.numeric)
    flags = [not region.row(n).values and not region.row(n).marks for n in numbers]
    count = sum(flags)
    pairs = any(a and b for a, b in pairwise(flags))
    full = [n for n, flag in zip(numbers, flags, strict=True) if not flag]
    dense = sum(1 for n in full if len(set(region.row(n).values) & values) * 2 >= len(values))
    return count >= 2 and not pairs and flags[0] and not flags[-1] and dense * 10 >= len(full) * 9

"""What each row under a header is: data, total, section, note, derived, a header printed again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, Literal

from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.ending import last_body_row
from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.region import YEARS, Region, Row, count_in
from fazhi_metrics.workbooks.units import is_unit_statement, split_unit, units_of_line
from fazhi_metrics.workbooks.vocabulary import (
    DERIVED,
    ENUMERATOR,
    FORM,
    HEADING,
    NOT_ADDITIVE,
    PART,
    SEQUENCE,
    TOTAL,
    TOTAL_OF,
)

Role = Literal["title", "unit", "form", "header", "data", "total", "section", "note", "derived", "blank"]

_SENTENCE: Final = 40  # characters; a label is shorter, a note is longer
_LABELS: Final = 4  # columns from the left that are looked at for 合计
_CJK: Final = re.compile(r"[\u3400-\u9fff]")


@dataclass(slots=True)
class Body:
    """The role of every row of a region, the columns that label its rows and those that number them."""

    roles: dict[int, Role] = field(default_factory=dict)
    labels: tuple[int, ...] = ()
    keys: frozenset[int] = frozenset()
    indicators: bool = False

    def rows(self, role: Role) -> list[int]:
        """The rows of one role, in order."""
        return [row for row, found in self.roles.items() if found == role]


def read_body(region: Region, head: Head) -> Body:
    """Give every row of a region its role."""
    body = Body()
    _roles_above(region, head, body)
    start = head.start if head.start is not None else region.bottom + 1
    body.keys = _key_columns(region, head, start)
    last = last_body_row(region, head, start, body.keys)
    body.labels = _label_columns(region, head, start, last)
    body.indicators = _are_indicators(region, head, body, start, last)
    for number in head.sections:
        body.roles[number] = "unit" if _is_unit_row(region, region.row(number)) else "section"
    again = _header_texts(region, head)
    for number in range(start, last + 1):
        row = region.row(number)
        body.roles[number] = _role(region, row, body, head, again) if row.filled else "blank"
    for number in range(last + 1, region.bottom + 1):
        body.roles.setdefault(number, "note" if region.row(number).filled else "blank")
    _lines_of_pages(region, body)
    _doubt_totals(body)
    _find_sections(region, head, body, start, last)
    body.roles = dict(sorted(body.roles.items()))
    return body


def _roles_above(region: Region, head: Head, body: Body) -> None:
    """Titles, unit lines and form lines above the header."""
    top = head.rows[0] if head.rows else head.start or region.bottom + 1
    for number in range(region.top, top):
        row = region.row(number)
        texts = [region.text(number, column) for column in row.cells]
        if not row.filled:
            body.roles[number] = "blank"
        elif _is_unit_row(region, row):
            body.roles[number] = "unit"
        elif any(FORM.match(text) for text in texts):
            body.roles[number] = "form"
        else:
            body.roles[number] = "title"
    for number in head.rows:
        body.roles[number] = "header"
    if head.rows and head.start is not None:
        for number in range(head.rows[-1] + 1, head.start):
            body.roles.setdefault(number, "section" if region.row(number).filled else "blank")


def _is_unit_row(region: Region, row: Row) -> bool:
    texts = region.texts(row)
    if not texts or any(len(text) > _SENTENCE for text in texts):
        return False
    if any(map(units_of_line, texts)):
        return True
    return row.filled == 1 and row.cells[0] > region.left and is_unit_statement(texts[0])


def _key_columns(region: Region, head: Head, start: int) -> frozenset[int]:
    """Return the columns that number the rows: by their header, or because they count up by one."""
    keys = set()
    for column in head.numeric:
        shown = (region.grid.shown_at(number, column) for number in head.rows)
        names = list(dict.fromkeys(name for name in shown if name))
        if _names_years(region, column, start) and column == region.left and not names:
            keys.add(column)
        elif names and SEQUENCE.fullmatch(names[-1]) and (len(names) == 1 or not names[-1].isascii()):
            keys.add(column)  # "no." under a group is a count
        elif column == region.left and not names:
            found = [region.grid.value(n, column) for n in region.filled_rows if n >= start][:60]
            whole = [int(v) for v in found if isinstance(v, int | float) and v == int(v)]
            steps = [b - a for a, b in pairwise(whole)]
            if len(whole) > 2 and steps.count(1) * 5 >= len(steps) * 4:
                keys.add(column)
    return frozenset(keys)


def _names_years(region: Region, column: int, start: int) -> bool:
    found = [region.grid.value(n, column) for n in region.filled_rows if n >= start][:60]
    numbers = [value for value in found if isinstance(value, int | float)]
    return len(numbers) > 0 and all(value in YEARS for value in numbers)


def _label_columns(region: Region, head: Head, start: int, last: int) -> tuple[int, ...]:
    """Return the columns whose texts name the rows: those that hold texts, from the left."""
    values = set(head.numeric) - _wordy(region, head, start, last)
    found = []
    for column in range(region.left, region.right + 1):
        kinds = region.column_kinds(column, start, last)
        if column not in values and kinds.count(b"T") + kinds.count(b"-"):
            found.append(column)
    first = min(values - {region.left}, default=region.right + 1)
    return tuple(([column for column in found if column < first] or found)[:_LABELS])


def _wordy(region: Region, head: Head, start: int, last: int) -> set[int]:
    """Numeric columns that hold words as well: years with a text between them label rows too."""
    return {c for c in head.numeric if c == region.left and b"T" in region.column_kinds(c, start, last)}


def _are_indicators(region: Region, head: Head, body: Body, start: int, last: int) -> bool:
    """Whether every row measures something else, so that rows do not add up: labels or a column give units."""
    for number in head.rows:
        for column in region.row(number).texts:
            if re.fullmatch(r"(?:计量)?单位|units?", region.text(number, column), re.IGNORECASE):
                kinds = region.column_kinds(column, start, last)
                return kinds.count(b"T") * 2 > len(kinds)
    if not body.labels:
        return False
    rows = [n for n in region.filled_rows if start <= n <= last][:200]
    labels = [region.text(n, body.labels[0]) for n in rows]
    stated = sum(1 for label in labels if split_unit(label)[0] != label)
    return stated * 3 >= len(rows) > 0


def _header_texts(region: Region, head: Head) -> list[dict[int, str]]:
    """The texts of the header rows by column, to know them when they are printed again."""
    return [
        {column: squash(region.text(number, column)) for column in region.row(number).cells}
        for number in head.rows
        if number not in head.numbering
    ]


def is_again(region: Region, row: Row, again: Sequence[dict[int, str]]) -> bool:
    """Whether a row repeats a header row."""
    if row.filled < 2:
        return False
    texts = {column: squash(region.text(row.number, column)) for column in row.cells}
    for header in again:
        same = sum(1 for column, text in texts.items() if header.get(column) == text)
        if same >= 2 and same * 5 >= max(len(texts), len(header)) * 4:
            return True
    return False


def label_text(text: str) -> str:
    """Return a label in the form the vocabulary is written in: one width, no space in Chinese.

    >>> label_text("合　计"), label_text("Sub-Total ")
    ('合计', 'sub-total')
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return squash(plain) if _CJK.search(plain) else " ".join(plain.split())


def _role(region: Region, row: Row, body: Body, head: Head, again: Sequence[dict[int, str]]) -> Role:
    if row.texts and (not row.values or len(row.texts) > len(row.values)) and is_again(region, row, again):
        return "header"
    if not row.values and region.is_number_header(row) and is_again(region, row, again):
        return "header"
    values = set(head.numeric) - body.keys
    for column in row.texts:
        if column not in body.labels and column >= region.left + _LABELS:
            break
        label = label_text(region.text(row.number, column))
        if len(label) > _SENTENCE:
            continue
        if TOTAL.fullmatch(label) and (row.filled > 1 or not values):
            return "total"
        if (
            TOTAL_OF.fullmatch(label)
            and not body.indicators
            and not NOT_ADDITIVE.search(label)
            and row.values
        ):
            return "total"
        if DERIVED.fullmatch(label) and not body.indicators:
            return "derived"
        if PART.fullmatch(label) and not body.indicators and count_in(row.values, values):
            return "derived"
    return "data"


def _lines_of_pages(region: Region, body: Body) -> None:
    """Titles and unit lines right above a header that is printed again belong to that page's head."""
    numbers = list(body.roles)
    first = next((n for n, role in body.roles.items() if role == "header"), 0)
    for place, number in enumerate(numbers):
        if body.roles[number] != "header" or number - first < 2:
            continue
        for above in reversed(numbers[:place]):
            row = region.row(above)
            if body.roles[above] not in ("data", "section", "note") or row.filled > 2 or row.values:
                break
            body.roles[above] = "unit" if _is_unit_row(region, row) else "title"


def _doubt_totals(body: Body) -> None:
    """Labels that make most rows a total make none of them one: 全国 may be the place every row speaks of."""
    totals = body.rows("total")
    if len(totals) > 2 and len(totals) * 2 > len(totals) + len(body.rows("data")):
        for number in totals:
            body.roles[number] = "data"


def _find_sections(region: Region, head: Head, body: Body, start: int, last: int) -> None:
    """Tell section rows, which only name a group, from data rows whose values are missing."""
    values = set(head.numeric) - body.keys
    numbers = [n for n in range(start, last + 1) if body.roles.get(n) in ("data", "total")]
    if body.keys:
        for number in numbers:
            if _is_enumerated(region, region.row(number), body.keys):
                body.roles[number] = "section"
    numbers = [n for n in numbers if body.roles[n] != "section"]
    alone = [n for n in numbers if _only_labels(region, region.row(n), body, values)]
    if not alone or len(alone) * 2 > len(numbers):
        return
    usual = _usual_spans(region, numbers)
    for number in alone:
        if body.roles[number] == "data" and _names_group(region, body, values, number, numbers, usual):
            body.roles[number] = "section"


def _is_enumerated(region: Region, row: Row, keys: frozenset[int]) -> bool:
    """Whether a row is numbered 一 where others are numbered 1, and names a section."""
    marks = [c for c in row.texts if c in keys and ENUMERATOR.fullmatch(region.text(row.number, c))]
    return bool(marks) and not row.values and len(row.texts) == 2


def _only_labels(region: Region, row: Row, body: Body, values: set[int]) -> bool:
    held = [column for column in row.values if column not in body.keys]
    if held or row.marks or not row.texts:
        return False
    enumerated = [c for c in row.texts if ENUMERATOR.fullmatch(region.text(row.number, c))]
    labels = [c for c in row.texts if c not in enumerated]
    if values:
        return len(labels) == 1 or (len(labels) == 2 and set(labels) <= set(body.labels))
    return len(labels) <= 1


def _names_group(
    region: Region, body: Body, values: set[int], number: int, numbers: Sequence[int], usual: dict[int, int]
) -> bool:
    """Whether a row without values names the rows below it."""
    grid, row = region.grid, region.row(number)
    column = next((c for c in row.texts if not ENUMERATOR.fullmatch(region.text(number, c))), row.texts[0])
    text = region.text(number, column)
    span = grid.covering(number, column)
    if span is not None and span.bottom > span.top:
        return False
    after = next((n for n in numbers if n > number), None)
    if after is None:
        return False
    if text.endswith((":", "：")) or HEADING.match(text):
        return True
    if len(row.texts) > 1 and ENUMERATOR.fullmatch(region.text(number, row.texts[0])):
        return True
    if span is not None and span.right - span.left > usual.get(column, 0):
        return True
    if values and depth_of(region, after, column) > depth_of(region, number, column):
        return True
    bold = (number, column) in grid.sheet.emphasis
    if bold and sum(1 for n in numbers if (n, column) in grid.sheet.emphasis) * 2 < len(numbers):
        return True
    if not values or split_unit(text)[1] is not None:
        return False  # a label with a unit measures something; its values are missing
    return _divides(region, body, values, numbers)


def _usual_spans(region: Region, numbers: Sequence[int]) -> dict[int, int]:
    """How far cells of a column are usually merged to the right."""
    usual = {}
    for column in range(region.left, min(region.left + _LABELS, region.right + 1)):
        spans = [region.grid.covering(n, column) for n in numbers[:200]]
        widths = sorted(0 if span is None else span.right - span.left for span in spans)
        usual[column] = widths[len(widths) // 2] if widths else 0
    return usual


def depth_of(region: Region, number: int, column: int) -> int:
    """How far a label is indented, by spaces or by its style; a label in a later column is deeper."""
    grid = region.grid
    cells = [c for c in region.row(number).texts if c >= column]
    if not cells:
        return 0
    value = grid.value(number, cells[0])
    text = value if isinstance(value, str) else ""
    spaces = sum(2 if c == "\u3000" else 1 for c in text[: len(text) - len(text.lstrip())])
    later = cells[0] - column if grid.covering(number, column) is None else 0
    return spaces + 2 * grid.sheet.indents.get((number, cells[0]), 0) + 4 * later


def _divides(region: Region, body: Body, values: set[int], numbers: Sequence[int]) -> bool:
    """Whether label-only rows divide the body: several of them, never two in a row, never the last."""
    flags = [_only_labels(region, region.row(n), body, values) for n in numbers]
    pairs = any(a and b for a, b in pairwise(flags))
    full = [n for n, flag in zip(numbers, flags, strict=True) if not flag]
    dense = sum(1 for n in full if count_in(region.row(n).values, values) * 2 >= len(values))
    return sum(flags) >= 2 and not pairs and flags[0] and not flags[-1] and dense * 10 >= len(full) * 9

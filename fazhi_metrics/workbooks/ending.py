"""Where the body of a table ends and its notes begin."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Final, NamedTuple

from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.kinds import EMPTY, TEXT
from fazhi_metrics.workbooks.region import Region, Row, count_in, tally
from fazhi_metrics.workbooks.roles import LABELS
from fazhi_metrics.workbooks.vocabulary import FORM, NOTE, NOTE_ITEM, TOTAL, UNIT_LINE, label_text

_HEADING: Final = 12  # characters of a line that only heads the notes
_SENTENCE: Final = 40  # characters; a label is shorter, a note is longer
_SAMPLE: Final = 400  # rows that tell how full a row usually is
_PROFILE: Final = 80  # rows that tell what a column holds


class _Usual(NamedTuple):
    """What a row of the body usually is: how many values and cells, texts and values in which columns."""

    held: float
    filled: float
    texts: frozenset[int]
    values: frozenset[int]


def last_body_row(region: Region, head: Head, start: int, keys: frozenset[int]) -> int:
    """Return the last row of the body; notes, sources and signatures come after it.

    `keys` are the columns that number the rows: a note may be numbered in them too.
    """
    if region.width == 1:
        body = [row.number for row in region.rows(start, region.bottom) if not _is_note(region, row)]
        return body[-1] if body else start - 1
    values = (set(head.numeric) - keys) or set(head.numeric)
    usual = _usual(region, start, values)
    last = start - 1
    bottom = region.bottom if values else _notes_heading(region, start) - 1
    for number in range(bottom, start - 1, -1):
        if region.kinds_of(number) not in region.blanks and _is_body(
            region, region.row(number), values, usual
        ):
            last = number
            break
    for row in region.rows(last + 1, bottom):
        gap = row.number - last > 1
        if not (
            _hangs_on(region, row, start, last)
            or _is_bare_total(region, row, gap)
            or _counts_on(region, row, last, keys)
            or _still_body(region, row, gap, values, usual)
            or (not gap and _is_like_before(region, row, start, last))
        ):
            break
        last = row.number
    return last


def _hangs_on(region: Region, row: Row, start: int, last: int) -> bool:
    """Whether a label of the body is merged down to this row, which then belongs to it whatever it holds."""
    return row.filled > 0 and any(
        (span := region.grid.covering(row.number, column)) is not None and start <= span.top <= last
        for column in range(region.left, min(region.left + LABELS, region.right) + 1)
    )


def _is_like_before(region: Region, row: Row, start: int, last: int) -> bool:
    """Whether rows of the body are filled just as this one is: further lines of a record, printed once."""
    if row.cells[:1] == (region.left,) or not row.texts or _is_note(region, row):
        return False
    kinds = region.kinds_of(row.number)
    return region.kinds[start - region.top : last - region.top + 1].count(kinds) > 1


def _counts_on(region: Region, row: Row, last: int, keys: frozenset[int]) -> bool:
    """Whether a row holds nothing but the number that follows the last row's: 7 under 6, a month to come."""
    if row.cells != row.values or len(row.cells) != 1 or row.cells[0] not in keys:
        return False
    here, above = (region.grid.value(number, row.cells[0]) for number in (row.number, last))
    numbers = isinstance(here, int | float) and isinstance(above, int | float)
    return numbers and here == above + 1


def _is_bare_total(region: Region, row: Row, gap: bool) -> bool:
    """Whether a row right under the body says 合计 and nobody has filled it in."""
    if gap or row.filled != 1 or not row.texts or row.cells[0] >= region.left + LABELS:
        return False
    return TOTAL.fullmatch(label_text(region.text(row.number, row.cells[0]))) is not None


def _notes_heading(region: Region, start: int) -> int:
    """Return the row that says no more than 注 or Notes in a table of texts; the row after the last if none does."""
    for row in region.rows(start, region.bottom):
        text = region.text(row.number, row.cells[0]) if row.filled == 1 else ""
        if text and len(text) < _HEADING and NOTE.fullmatch(text):
            return row.number
    return region.bottom + 1


def _usual(region: Region, start: int, values: set[int]) -> _Usual:
    kinds = [k for k in region.kinds[start - region.top :][:_SAMPLE] if k not in region.blanks]
    held: list[int] = []
    filled: list[int] = []
    for pattern, times in Counter(kinds).items():
        _, valued, marks, full, _ = region.shape(pattern)
        count = count_in(valued, values) + count_in(marks, values)
        if count:
            held.extend([count] * times)
        if count or not values:
            filled.extend([full] * times)
    sample = kinds[:_PROFILE]
    texts, worth = set(), set()
    for column, counts in enumerate(tally(sample, region.width), region.left):
        words = counts.get(TEXT, 0)
        if words * 10 >= len(sample):
            texts.add(column)
        if (len(sample) - words - counts.get(EMPTY, 0)) * 10 >= len(sample):
            worth.add(column)
    return _Usual(
        float(median(held or [0])), float(median(filled or [0])), frozenset(texts), frozenset(worth)
    )


def _is_body(region: Region, row: Row, values: set[int], usual: _Usual) -> bool:
    """Whether a row is as full as the rows of the body, and holds the same kinds of things."""
    if row.filled == 1 and usual.filled > 2:
        return False  # a stray cell
    if not values:
        full = row.filled > 1 and row.filled * 2 >= usual.filled
    else:
        held = count_in(row.values, values) + count_in(row.marks, values)
        alike = sum(1 for column in row.texts if column in usual.texts)
        alike += sum(1 for column in row.values + row.marks if column in usual.values)
        full = (
            held > 0
            and held * 3 >= usual.held
            and row.filled * 3 >= usual.filled
            and alike * 3 >= row.filled * 2
        )
    return full and not _is_note(region, row) and not _is_form(region, row)


def _is_note(region: Region, row: Row) -> bool:
    if not row.texts or row.filled > 2:
        return False
    return NOTE.match(region.text(row.number, row.texts[0])) is not None


def _is_form(region: Region, row: Row) -> bool:
    texts = region.texts(row)
    forms = sum(1 for text in texts if FORM.match(text) or UNIT_LINE.fullmatch(text))
    return forms > 0 and forms * 2 >= len(texts)


def _still_body(region: Region, row: Row, gap: bool, values: set[int], usual: _Usual) -> bool:
    """Whether a row under the last full one belongs to the body although it lacks its values."""
    if gap or not row.texts or _is_note(region, row) or _is_form(region, row):
        return False
    texts = region.texts(row)
    if row.filled < 3 and (max(map(len, texts)) > _SENTENCE or NOTE_ITEM.match(texts[0]) is not None):
        return False
    if row.filled == 1:
        span = region.grid.covering(row.number, row.cells[0])
        wide = span is not None and span.right > span.left
        return bool(values) and row.cells[0] not in values and not wide and usual.filled > 1
    return row.filled * 2 >= min(usual.filled, 4) or count_in(row.values, values) > 0

"""Where the body of a table ends and its notes begin."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Final

from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.region import Region, Row, count_in
from fazhi_metrics.workbooks.vocabulary import FORM, NOTE, NOTE_ITEM, UNIT_LINE

_SENTENCE: Final = 40  # characters; a label is shorter, a note is longer
_SAMPLE: Final = 400
_PROFILE: Final = 80


def last_body_row(region: Region, head: Head, start: int, keys: frozenset[int]) -> int:
    """Return the last row of the body; notes, sources and signatures come after it.

    `keys` are the columns that number the rows: a note may be numbered in them too.
    """
    rows = [region.row(number) for number in region.filled_rows if number >= start]
    if not rows:
        return start - 1
    values = (set(head.numeric) - keys) or set(head.numeric)
    usual = _usual(rows, values)
    profile = _profile(region, rows)
    last = len(rows) - 1
    while last >= 0 and not _is_body(region, rows[last], values, usual, profile):
        last -= 1
    while last + 1 < len(rows):
        before = rows[last].number if last >= 0 else start - 1
        if not _still_body(region, rows[last + 1], rows[last + 1].number - before > 1, values, usual):
            break
        last += 1
    return rows[last].number if last >= 0 else start - 1


def _usual(rows: list[Row], values: set[int]) -> tuple[float, float]:
    """How many values, and how many cells, a row of the body usually holds."""
    held = [count_in(row.values, values) + count_in(row.marks, values) for row in rows[:_SAMPLE]]
    full = [row.filled for row, count in zip(rows, held, strict=False) if count or not values]
    return float(median([count for count in held if count] or [0])), float(median(full or [0]))


def _profile(region: Region, rows: list[Row]) -> dict[int, set[str]]:
    """What each column of the body's first rows holds: values, texts, or nothing."""
    seen: dict[int, Counter[str]] = {}
    sample = rows[:_PROFILE]
    for row in sample:
        for kind, columns in (("values", row.values), ("values", row.marks), ("texts", row.texts)):
            for column in columns:
                seen.setdefault(column, Counter())[kind] += 1
    return {
        column: {kind for kind, times in counter.items() if times * 10 >= len(sample)}
        for column, counter in seen.items()
    }


def _is_body(
    region: Region, row: Row, values: set[int], usual: tuple[float, float], profile: dict[int, set[str]]
) -> bool:
    """Whether a row is as full as the rows of the body, and holds the same kinds of things."""
    if _is_note(region, row) or _is_form(region, row):
        return False
    if not values:
        return row.filled > 1 and row.filled * 2 >= usual[1]
    held = count_in(row.values, values) + count_in(row.marks, values)
    alike = sum(1 for column in row.texts if "texts" in profile.get(column, ()))
    alike += sum(1 for column in row.values + row.marks if "values" in profile.get(column, ()))
    return held > 0 and held * 3 >= usual[0] and row.filled * 3 >= usual[1] and alike * 3 >= row.filled * 2


def _is_note(region: Region, row: Row) -> bool:
    if not row.texts or row.filled > 2:
        return False
    return NOTE.match(region.text(row.number, row.texts[0])) is not None


def _is_form(region: Region, row: Row) -> bool:
    texts = region.texts(row)
    forms = sum(1 for text in texts if FORM.match(text) or UNIT_LINE.fullmatch(text))
    return forms > 0 and forms * 2 >= len(texts)


def _still_body(region: Region, row: Row, gap: bool, values: set[int], usual: tuple[float, float]) -> bool:
    """Whether a row under the last full one belongs to the body although it lacks its values."""
    if gap or not row.texts or _is_note(region, row) or _is_form(region, row):
        return False
    texts = region.texts(row)
    if row.filled < 3 and (max(map(len, texts)) > _SENTENCE or NOTE_ITEM.match(texts[0]) is not None):
        return False
    if row.filled == 1:
        span = region.grid.covering(row.number, row.cells[0])
        wide = span is not None and span.right > span.left
        return bool(values) and row.cells[0] not in values and not wide and usual[1] > 1
    return row.filled * 2 >= min(usual[1], 4) or count_in(row.values, values) > 0

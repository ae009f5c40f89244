"""Where the header of a table stands, and where its data begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from statistics import median
from typing import Final

from fazhi_metrics.workbooks.forms import is_form
from fazhi_metrics.workbooks.kinds import DATED, EMPTY, MARK, TEXT, VALUED
from fazhi_metrics.workbooks.likeness import is_set_apart, like_labels, records_in_head
from fazhi_metrics.workbooks.numberhead import is_number_header, is_numbering
from fazhi_metrics.workbooks.region import Region, Row, count_in
from fazhi_metrics.workbooks.texthead import text_head_rows
from fazhi_metrics.workbooks.units import is_unit_statement, joined
from fazhi_metrics.workbooks.vocabulary import DAY_LINE, ENUMERATOR, FORM, KEY_VALUE, NOTE, UNIT_LINE

_LOOKED_AT: Final = 120  # filled rows from the top of a region in which data must begin
_SAMPLE: Final = 12  # rows that tell how many values a row usually holds
_SUPPORT: Final = 6  # rows below that must agree with a first data row
_TEXT_ROWS: Final = 4  # rows that make a table of texts above stray numbers
_TALLEST: Final = 14  # rows of one header
_LONG: Final = 48  # characters; a header cell is shorter, a sentence is longer


@dataclass(frozen=True, slots=True)
class Head:
    """The header rows of a region (empty when it has none) and the row its body starts at.

    `start` is None when nothing stands below the header. `numeric` are the columns that hold values,
    `numbering` the header rows that only number the columns.
    """

    rows: tuple[int, ...]
    start: int | None
    numeric: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    numbering: tuple[int, ...] = ()


def find_head(region: Region) -> Head | None:
    """Find the header and the first row of the body; None when the region is no table."""
    if is_form(region):
        return None
    start = _first_values(region)
    if start is not None:
        head = _climb(region, start, _value_columns(region, start))
        if head.rows or not _is_text_above(region, start):
            return head
    rows = text_head_rows(region)
    if rows is None:
        return None
    below = region.below(rows[-1] if rows else region.top - 1, 1)
    return Head(rows, below[0].number if below else None)


def _is_text_above(region: Region, start: int) -> bool:
    """Whether a table of texts stands above stray numbers, such as those of notes."""
    above = sum(1 for row in region.rows(region.top, start - 1) if row.filled > 1)
    if above < _TEXT_ROWS:
        return False
    below = islice((row for row in region.rows(start, region.bottom) if row.filled > 1), above)
    return above > 2 * sum(1 for _ in below)


def is_line(region: Region, row: Row) -> bool:
    """Whether a row is a line around the table: a unit, a form field, a note."""
    texts = joined(region.texts(row))
    if not texts or (row.values and len(row.values) >= len(texts)):
        return False
    lines = sum(1 for text in texts if UNIT_LINE.fullmatch(text) or FORM.match(text))
    if lines and (lines * 2 >= len(texts) or all(map(KEY_VALUE.fullmatch, texts))):
        return True
    if row.filled == 1 and row.cells[0] > region.left and is_unit_statement(texts[0]):
        return True
    return NOTE.match(texts[0]) is not None and len(texts) <= 2 and len(texts[0]) > 4


def _first_values(region: Region) -> int | None:
    """Return the first row whose values are followed by values in the same columns."""
    dated: bool | None = None
    covered = 0  # the last row under a header cell that is merged downwards
    for number in region.filled_rows[:_LOOKED_AT]:
        row = region.row(number)
        if not row.values or is_number_header(region, row):
            covered = max(covered, merged_down(region, row))
            continue
        if number <= covered or is_line(region, row) or _is_sparse(region, row):
            continue
        if dated is None:
            dated = _is_dated_key(region)
        if not (dated and region.left in row.texts) and _is_supported(region, row):
            return number
    return None


def _is_sparse(region: Region, row: Row) -> bool:
    """Whether a row holds far fewer values than the rows from it on usually do."""
    held = [len(other.values) + len(other.marks) for other in (row, *region.below(row.number, _SAMPLE))]
    return held[0] * 3 < median([count for count in held if count])


def _is_dated_key(region: Region) -> bool:
    """Whether the first column dates the rows, so that a text in it belongs to the header."""
    counts = region.tally(region.top)[0]
    dates = sum(counts.get(kind, 0) for kind in DATED)
    return dates >= 3 and dates * 10 >= (sum(counts.values()) - counts.get(EMPTY, 0)) * 7


def merged_down(region: Region, row: Row) -> int:
    """Return the last row that cells of a header row are merged down to."""
    return max((span.bottom for span in region.spans(row)), default=0) if row.filled > 1 else 0


def _is_supported(region: Region, row: Row) -> bool:
    """Whether the rows below hold values, not texts, in most columns where this row holds values."""
    below = [other for other in region.below(row.number, _SUPPORT) if other.filled > 1]
    if not below:
        return row.filled > 1
    good = 0
    for column in row.values:
        kinds = [region.grid.kind(other.number, column) for other in below]
        values = sum(1 for kind in kinds if kind in VALUED or kind == MARK)
        texts = kinds.count(TEXT)
        good += values >= texts and (values > 0 or texts == 0)
    return good * 2 > len(row.values) or (good * 2 == len(row.values) and good > 0 and row.filled > 2)


def _value_columns(region: Region, start: int) -> tuple[int, ...]:
    """Return the columns that hold values rather than texts from a row on."""
    numeric = []
    for column, counts in enumerate(region.tally(start), region.left):
        values = sum(times for kind, times in counts.items() if kind in VALUED)
        marks = counts.get(MARK, 0)
        if (values or marks > 2) and values + marks >= counts.get(TEXT, 0):
            numeric.append(column)
    return tuple(numeric)


def _climb(region: Region, start: int, numeric: tuple[int, ...]) -> Head:
    """Climb from the first row with values to the top of its header."""
    values = set(numeric)
    merged_top = _merged_top(region, start)
    dated = _is_dated_key(region)
    head: list[int] = []
    between: list[int] = []
    blanks = 0
    for number in range(start - 1, region.top - 1, -1):
        row = region.row(number)
        inside = merged_top is not None and number >= merged_top
        if not row.filled:
            blanks += 1
            if not inside and (blanks > 3 or (head and not _needs_groups(region, number, head, values))):
                break
            continue
        if len(head) >= _TALLEST:
            break
        if head and not inside and (is_line(region, row) or _is_title(region, row, head)):
            break
        if not head and not inside and _is_record(region, row, start):
            between.insert(0, number)
            continue
        captioned = dated and row.filled > 1 and region.left not in row.values
        if inside or captioned or _is_head(region, row, values, head):
            head.insert(0, number)
        elif head:
            break
        else:
            between.insert(0, number)
    kept = _labels_only(region, between, head)
    head += kept
    sections = [n for n in between if n not in kept]
    if not head:
        return Head((), _headless(region, start, between), numeric)
    covered = min(max(merged_down(region, region.row(n)) for n in head), start - 1)
    if covered > head[-1]:
        head += [n for n in range(head[-1] + 1, covered + 1) if n in sections or not region.row(n).filled]
        sections = [n for n in sections if n > covered]
    records = records_in_head(region, head, start)
    if records:
        start, head = head[-records], head[:-records]
        sections = []
    numbering = tuple(n for n in head if is_numbering(region, region.row(n))) if len(head) > 1 else ()
    body = _missing_first(region, sections, start, values)
    return Head(tuple(head), body, numeric, tuple(n for n in sections if n < body), numbering)


def _is_record(region: Region, row: Row, start: int) -> bool:
    """Whether a row without values, right above those that hold some, is one of the records."""
    if row.filled < 2 or row.values[1:] or not like_labels(region, row.number, start):
        return False
    return any(other.filled > 1 for other in region.rows(region.top, row.number - 1))


def _needs_groups(region: Region, blank: int, head: Sequence[int], values: set[int]) -> bool:
    """Whether header rows go on above a blank row: the names below it are the same for several columns."""
    names = [region.text(head[0], column) for column in region.row(head[0]).cells]
    if len(set(names)) == len(names) or blank <= region.top:
        return False
    above = region.row(blank - 1)
    return (
        above.filled > 1
        and not above.values
        and not is_line(region, above)
        and count_in(above.texts, values) > 1
    )


def _merged_top(region: Region, start: int) -> int | None:
    """Return the row from which a label is merged down over several rows that end right above the data."""
    last = next((n for n in range(start - 1, region.top - 1, -1) if region.row(n).filled), None)
    tops = []
    for column in range(region.left, min(region.left + 3, region.right) + 1):
        for number in range(start - 1, (last or start) - 1, -1):
            span = region.grid.covering(number, column)
            if (
                span is not None
                and span.bottom > span.top + 1
                and span.bottom < start
                and region.text(*span.anchor)
            ):
                tops.append(max(span.top, region.top))
                break
    return min(tops, default=None)


def _is_title(region: Region, row: Row, head: Sequence[int]) -> bool:
    """Whether a row above header rows is a title and not a group label."""
    texts = region.texts(row)
    if row.filled > 1:
        return row.cells[0] == region.left and len(texts) <= 3 and max(map(len, texts), default=0) > _LONG
    column = row.cells[0]
    span = region.grid.covering(row.number, column)
    if DAY_LINE.fullmatch(region.text(row.number, column)):
        return True
    if span is not None:
        if span.bottom >= head[0]:
            return region.is_wide(span)
        if span.right > span.left:
            return region.is_wide(span) or column == region.left
    if column == region.left or row.values or len(texts[0]) > _LONG:
        return True
    under = region.row(head[0])
    return not (column in under.cells and row.number == head[0] - 1 and column < region.right)


def _is_head(region: Region, row: Row, values: set[int], head: Sequence[int]) -> bool:
    """Whether a row names columns that hold values."""
    if is_number_header(region, row):
        return True
    named = [c for c in row.texts if c in values]
    if row.filled <= 3:  # 一 before the name of a section
        named = [c for c in named if not ENUMERATOR.fullmatch(region.text(row.number, c))]
    if not named:
        return False
    if row.filled == 1 and not head:
        column = row.cells[0]
        return column != region.left and not region.is_wide(region.grid.covering(row.number, column))
    return len(named) > count_in(row.values, values)


_CAPTION: Final = re.compile(r".*[:：]\s*")


def _labels_only(region: Region, between: Sequence[int], head: Sequence[int]) -> list[int]:
    """Return the row under the header that names its label columns, which no header row above has named."""
    if not head or not between or between[0] != head[-1] + 1:
        return []
    row = region.row(between[0])
    if row.filled < 2 or row.values:
        return []
    bare = sum(1 for column in row.cells if not _is_named(region, head, column))
    return [row.number] if bare * 2 > row.filled else []


def _is_named(region: Region, head: Sequence[int], column: int) -> bool:
    """Whether a header row gives this one column a name of its own; `Site:` names the row, not the column."""
    for number in head:
        span = region.grid.covering(number, column)
        if span is not None and span.right > span.left:
            continue
        text = region.grid.shown_at(number, column)
        if text and not _CAPTION.fullmatch(text):
            return True
    return False


def _headless(region: Region, start: int, between: Sequence[int]) -> int:
    """Return the first row of a body that has no header row above it."""
    first = start
    for number in reversed(between):
        if region.row(number).filled < 2:
            break
        first = number
    return first


def _is_alone(region: Region, row: Row, start: int) -> bool:
    """Whether no row below holds one label alone, as a row does that names a group among others."""
    if row.filled > 1 or row.cells[0] not in region.row(start).texts:
        return False
    return not any(
        other.cells == row.cells for other in islice(region.rows(start, region.bottom), _LOOKED_AT)
    )


def _missing_first(region: Region, sections: Sequence[int], start: int, values: set[int]) -> int:
    """Return the first row of the body: rows above `start` that only lack their values belong to it.

    A row that holds a value under the header is data too, however few of the others hold one.
    """
    first = start
    labels = {column for column in region.row(start).cells if column not in values}
    for number in reversed(sections):
        row = region.row(number)
        if row.texts and count_in(row.values, values) and not is_number_header(region, row):
            first = number
            continue
        if not is_set_apart(region, row) and (
            like_labels(region, number, first) or _is_alone(region, row, first)
        ):
            first = number
            continue
        if row.filled < 2 or not labels or count_in(row.cells, labels) * 2 <= len(labels):
            break
        first = number
    return first

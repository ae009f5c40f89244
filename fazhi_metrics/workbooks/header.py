"""Where the header of a table stands, and where its data begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fazhi_metrics.workbooks.kinds import MARK, NUMERIC, TEXT, VALUED
from fazhi_metrics.workbooks.region import Region, Row
from fazhi_metrics.workbooks.vocabulary import FORM, HEADER_WORD, NOTE, UNIT_LINE

_LOOKED_AT: Final = 80  # rows from the top of a region in which data must begin
_SUPPORT: Final = 6  # rows below that must agree with a first data row
_TALLEST: Final = 9  # rows of one header
_LONG: Final = 48  # characters; a header cell is shorter, a sentence is longer


@dataclass(frozen=True, slots=True)
class Head:
    """The header rows of a region (empty when it has none) and the row its body starts at.

    `start` is None when nothing stands below the header. `numeric` are the columns that hold values.
    """

    rows: tuple[int, ...]
    start: int | None
    numeric: tuple[int, ...]
    sections: tuple[int, ...] = ()
    numbering: tuple[int, ...] = ()


def find_head(region: Region) -> Head | None:
    """Find the header and the first row of the body; None when the region is no table."""
    start = _first_values(region)
    if start is None:
        return _text_head(region)
    numeric = _value_columns(region, start)
    return _climb(region, start, numeric)


def _first_values(region: Region) -> int | None:
    """Return the first row whose values are followed by values in the same columns."""
    covered = 0  # the last row under a header cell that is merged downwards
    for number in region.filled_rows[:_LOOKED_AT]:
        row = region.row(number)
        names = not row.values or region.is_number_header(row)
        if not names and number > covered and not _is_line(region, row) and _supported(region, row):
            return number
        if names:
            covered = max(covered, _merged_down(region, row))
    return None


def _merged_down(region: Region, row: Row) -> int:
    """Return the last row that cells of a header row are merged down to."""
    if row.filled < 2:
        return 0
    spans = [region.grid.spans.get((row.number, column)) for column in row.cells]
    return max((span.bottom for span in spans if span is not None), default=0)


def _supported(region: Region, row: Row) -> bool:
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
    for column in range(region.left, region.right + 1):
        kinds = region.column_kinds(column)[start - region.top :]
        values = sum(kinds.count(kind) for kind in VALUED)
        if values and values >= kinds.count(TEXT):
            numeric.append(column)
    return tuple(numeric)


def _climb(region: Region, start: int, numeric: tuple[int, ...]) -> Head:
    """Climb from the first row with values to the top of its header."""
    values = set(numeric)
    head: list[int] = []
    between: list[int] = []
    numbering: list[int] = []
    blanks = 0
    number = start - 1
    while number >= region.top and len(head) < _TALLEST:
        row = region.row(number)
        number -= 1
        if not row.filled:
            blanks += 1
            if head or blanks > 3:
                break
            continue
        if _is_line(region, row) or (head and _is_title(region, row, head)):
            break
        if _is_head(region, row, values, head):
            if region.is_number_header(row) and not head and _is_numbering_row(region, row):
                numbering.append(row.number)
            head.insert(0, row.number)
        elif head:
            break
        else:
            between.insert(0, row.number)
    kept = _labels_only(region, between, head)
    head += kept
    sections = [n for n in between if n not in kept]
    if not head:
        return _headless(region, start, numeric, between)
    last = head[-1]
    covered = max((_merged_down(region, region.row(n)) for n in head), default=last)
    if covered > last:
        inner = [n for n in sections if n <= covered]
        sections = [n for n in sections if n > covered]
        head += [
            n for n in range(last + 1, min(covered, start - 1) + 1) if n in inner or not region.row(n).filled
        ]
    body = _missing_first(region, sections, start, values)
    return Head(tuple(head), body, numeric, tuple(n for n in sections if n < body), tuple(numbering))


def _is_numbering_row(region: Region, row: Row) -> bool:
    return [region.grid.text(row.number, c) for c in row.values][:2] in (["1", "2"], ["0", "1"])


def _is_line(region: Region, row: Row) -> bool:
    """Whether a row is a line around the table: a unit, a form field, a note."""
    texts = [region.grid.text(row.number, column) for column in row.texts]
    if not texts or (row.values and len(row.values) >= len(texts)):
        return False
    lines = sum(1 for text in texts if UNIT_LINE.fullmatch(text) or FORM.match(text))
    if lines and lines * 2 >= len(texts):
        return True
    return NOTE.match(texts[0]) is not None and len(texts) <= 2 and len(texts[0]) > 4


def _is_title(region: Region, row: Row, head: Sequence[int]) -> bool:
    """Whether a row above header rows is a title and not a group label."""
    if row.filled > 1:
        texts = [region.grid.text(row.number, column) for column in row.texts]
        return len(texts) <= 3 and max(map(len, texts), default=0) > _LONG
    column = row.cells[0]
    text = region.grid.text(row.number, column)
    span = region.grid.covering(row.number, column)
    width = region.right - region.left + 1
    if span is not None and span.right > span.left:
        wide = min(span.right, region.right) - max(span.left, region.left) + 1
        return wide * 4 >= width * 3 or column == region.left or span.bottom >= max(head)
    if column == region.left or len(text) > _LONG or row.values:
        return True
    under = region.row(head[0])
    return not (column in under.cells and row.number == head[0] - 1 and column < region.right)


def _is_head(region: Region, row: Row, values: set[int], head: Sequence[int]) -> bool:
    """Whether a row names columns that hold values."""
    if region.is_number_header(row):
        return True
    named = [column for column in row.texts if column in values]
    if not named:
        return False
    if row.filled == 1 and not head:
        column = row.cells[0]
        span = region.grid.covering(row.number, column)
        wide = (
            span is not None
            and (min(span.right, region.right) - span.left + 1) * 4 >= (region.right - region.left + 1) * 3
        )
        return column != region.left and not wide
    found = sum(1 for column in row.values if column in values)
    return len(named) > found


def _labels_only(region: Region, between: Sequence[int], head: Sequence[int]) -> list[int]:
    """Return rows under the header that name its label columns, which no header row above has named."""
    if not head or not between:
        return []
    number = between[0]
    row = region.row(number)
    if row.filled < 2 or number != head[-1] + 1:
        return []
    bare = sum(1 for column in row.cells if not _named(region, head, column))
    return [number] if bare * 2 > row.filled else []


def _named(region: Region, head: Sequence[int], column: int) -> bool:
    """Whether a header row gives this one column a text of its own."""
    for number in head:
        span = region.grid.covering(number, column)
        if span is not None and span.right > span.left:
            continue
        if region.grid.shown_at(number, column):
            return True
    return False


def _headless(region: Region, start: int, numeric: tuple[int, ...], between: Sequence[int]) -> Head:
    """A body without a header row above it."""
    first = start
    for number in reversed(between):
        if region.row(number).filled > 1:
            first = number
        else:
            break
    return Head((), first, numeric)


def _missing_first(region: Region, sections: Sequence[int], start: int, values: set[int]) -> int:
    """Return the first row of the body: rows above `start` that only lack their values belong to it."""
    first = start
    like = region.row(start)
    labels = [column for column in like.cells if column not in values]
    for number in reversed(sections):
        row = region.row(number)
        same = sum(1 for column in row.cells if column in labels)
        if row.filled > 1 and labels and same * 2 > len(labels):
            first = number
        else:
            break
    return first


def _text_head(region: Region) -> Head | None:
    """Find the header of a region that holds no values: its first row that is as full as the others."""
    rows = [region.row(number) for number in region.filled_rows[:_LOOKED_AT]]
    rows = [
        row for row in rows if row.filled > 1 and not _is_line(region, row) and not region_title(region, row)
    ]
    if not rows:
        return None
    fullest = max(row.filled for row in rows)
    for place, row in enumerate(rows):
        if row.filled * 2 < fullest and not _merged_across(region, row):
            continue
        if any(len(region.grid.text(row.number, column)) > _LONG for column in row.cells) and place + 1 < len(
            rows
        ):
            continue
        return _text_head_at(region, row)
    return _text_head_at(region, rows[0])


def region_title(region: Region, row: Row) -> bool:
    """Whether one cell of a row spans the region."""
    spans = [region.grid.spans.get((row.number, column)) for column in row.cells]
    width = region.right - region.left + 1
    return row.filled == 1 and any(s is not None and (s.right - s.left + 1) * 4 >= width * 3 for s in spans)


def _merged_across(region: Region, row: Row) -> bool:
    spans = [region.grid.spans.get((row.number, column)) for column in row.cells]
    return any(span is not None and span.right > span.left for span in spans)


def _text_head_at(region: Region, row: Row) -> Head | None:
    head = [row.number]
    last = max(row.number, _merged_down(region, row) if not _tall_labels(region, row) else row.number)
    while True:
        across = _merged_across(region, region.row(head[-1])) and head[-1] == last
        nxt = region.below(head[-1], 1)
        if nxt and (
            nxt[0].number <= last or (across and _fills_groups(region, region.row(head[-1]), nxt[0]))
        ):
            head.append(nxt[0].number)
            last = max(last, nxt[0].number)
            if len(head) >= _TALLEST:
                break
        else:
            break
    head += range(head[-1] + 1, last + 1)
    below = region.below(head[-1], 1)
    if not below and not _looks_named(region, row):
        return None
    return Head(tuple(head), below[0].number if below else None, ())


def _tall_labels(region: Region, row: Row) -> bool:
    """Whether the merged cells of a row reach so far down that they are labels of a body."""
    return _merged_down(region, row) - row.number >= _TALLEST


def _fills_groups(region: Region, row: Row, under: Row) -> bool:
    """Whether the row below names the columns under cells that are merged across."""
    groups = [region.grid.spans[row.number, c] for c in row.cells if (row.number, c) in region.grid.spans]
    wide = [span for span in groups if span.right > span.left]
    inside = [span for span in wide if sum(1 for c in under.cells if span.left <= c <= span.right) > 1]
    others = [column for column in under.cells if not any(span.left <= column <= span.right for span in wide)]
    return bool(inside) and not others


def _looks_named(region: Region, row: Row) -> bool:
    """Whether a row reads like a header although nothing stands below it."""
    texts = [region.grid.text(row.number, column) for column in row.texts]
    return len(texts) > 2 and sum(1 for text in texts if HEADER_WORD.search(text)) * 4 >= len(texts)


__all__ = ["NUMERIC", "Head", "find_head"]

"""What each row under a header is: data, total, section, note, derived, a header printed again."""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, pairwise
from typing import Any, Final

from fazhi_metrics.quantities.marks import squash
from fazhi_metrics.workbooks.dimensions import keep_members
from fazhi_metrics.workbooks.ending import last_body_row
from fazhi_metrics.workbooks.grid import tidy
from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.kinds import MARK, TEXT
from fazhi_metrics.workbooks.region import Region, Row, count_in, is_year
from fazhi_metrics.workbooks.roles import LABELS, Body, Role
from fazhi_metrics.workbooks.sections import find_sections
from fazhi_metrics.workbooks.texthead import is_form_row
from fazhi_metrics.workbooks.units import is_unit_statement, joined, split_unit, units_of_line
from fazhi_metrics.workbooks.vocabulary import (
    DERIVED,
    FORM,
    MAY_SPEAK,
    NOT_ADDITIVE,
    PART,
    REMARK,
    ROW_NUMBER,
    SEQUENCE,
    SPEAKS_OF_TOTALS,
    TOTAL,
    TOTAL_OF,
    label_text,
)

_SENTENCE: Final = 40  # characters; a label is shorter, a note is longer
_NARROW: Final = 4  # columns of a table in which a number by itself may be a record
_LABELS_READ: Final = 60  # rows whose labels tell what kind of table it is
_LINE_NUMBERS: Final = re.compile(r"行次|栏次|项次")
_CLOSING: Final = frozenset(")）]】%")  # what may end a label that states a unit
_DIGITS: Final = re.compile(r"\d+")
_UNIT_COLUMN: Final = re.compile(r"(?:计量)?单位|units?", re.IGNORECASE)


def read_body(region: Region, head: Head) -> Body:
    """Give every row of a region its role."""
    body = Body()
    _roles_above(region, head, body)
    start = head.start if head.start is not None else region.bottom + 1
    body.keys = _key_columns(region, head, start)
    last = last_body_row(region, head, start, body.keys)
    body.labels = _label_columns(region, head, start, last)
    body.remarks = _remark_columns(region, head)
    body.indicators = _are_indicators(region, head, body, start, last)
    for number in head.sections:
        body.roles[number] = "unit" if _is_unit_row(region, region.row(number)) else "section"
    blanks, roles = region.blanks, body.roles
    for number, kinds in enumerate(region.kinds[start - region.top :], start):
        if number <= last:
            roles[number] = "blank" if kinds in blanks else "data"
        else:
            roles.setdefault(number, "blank" if kinds in blanks else "note")
    _find_totals(region, head, body, start, last)
    if _find_repeats(region, head, body, start, last):
        _lines_of_pages(region, body)
    _doubt_totals(region, body)
    keep_members(region, body, [column for column in head.numeric if column not in body.keys])
    find_sections(region, head, body, start, last)
    _unfilled_lines(region, head, body, start)
    _stray_values(region, head, body)
    body.settle()
    return body


def _unfilled_lines(region: Region, head: Head, body: Body, start: int) -> None:
    """Lines that somebody has numbered beforehand and nobody has filled in are no records."""
    numbers = {column for column in body.keys if _numbers_rows(region, head, column)}
    bare = {
        kinds
        for kinds in region.patterns - region.blanks
        if numbers and numbers.issuperset(region.shape(kinds)[-1]) and not region.shape(kinds)[0]
    }
    for number, role in body.roles.items() if bare else ():
        if number >= start and role in ("data", "note") and region.kinds_of(number) in bare:
            body.roles[number] = "form"


def _stray_values(region: Region, head: Head, body: Body) -> None:
    """A number by itself in a column that has no header belongs to no record: somebody's side calculation."""
    if not head.rows or region.width < _NARROW:
        return
    bare = {
        column
        for column in range(region.left, region.right + 1)
        if not any(region.grid.shown_at(row, column) for row in head.rows)
    }
    stray = {
        kinds
        for kinds in region.patterns - region.blanks
        if (shape := region.shape(kinds))[3] == 1 and not shape[0] and bare.issuperset(shape[4])
    }
    for number in body.roles if stray else ():
        if body.roles[number] == "data" and region.kinds_of(number) in stray:
            body.roles[number] = "form"


def _numbers_rows(region: Region, head: Head, column: int) -> bool:
    """Whether a column numbers the rows 1, 2, 3, …; years and months name what they stand beside."""
    names = [name for row in head.rows if (name := region.grid.shown_at(row, column))]
    return ROW_NUMBER.fullmatch(names[-1]) is not None if names else False


def _roles_above(region: Region, head: Head, body: Body) -> None:
    """Titles, unit lines and form lines above the header."""
    top = head.rows[0] if head.rows else head.start or region.bottom + 1
    for number in range(region.top, top):
        row = region.row(number)
        texts = [region.text(number, column) for column in row.cells]
        if not row.filled:
            body.roles[number] = "blank"
        elif _is_unit_row(region, row) or (
            number > region.top and row.filled == 1 and is_unit_statement(texts[0])
        ):
            body.roles[number] = "unit"
        elif any(FORM.match(text) for text in texts) or is_form_row(texts):
            body.roles[number] = "form"
        else:
            body.roles[number] = "title"
    for number in head.rows:
        body.roles[number] = "header"
    if head.rows and head.start is not None:
        for number in range(head.rows[-1] + 1, head.start):
            body.roles.setdefault(number, "section" if region.row(number).filled else "blank")


def _is_unit_row(region: Region, row: Row) -> bool:
    texts = joined(region.texts(row))
    if not texts or any(len(text) > _SENTENCE for text in texts):
        return False
    if any(map(units_of_line, texts)):
        return True
    return len(texts) == 1 and row.cells[0] > region.left and is_unit_statement(texts[0])


def _key_columns(region: Region, head: Head, start: int) -> frozenset[int]:
    """Return the columns that number the rows: by their header, or because they count up by one."""
    keys = set()
    for column in head.numeric:
        shown = (region.grid.shown_at(number, column) for number in head.rows)
        names = list(dict.fromkeys(name for name in shown if name))
        if column == region.left and not names and _names_years(region, column, start):
            keys.add(column)
        elif names and SEQUENCE.fullmatch(names[-1]) and (len(names) == 1 or not names[-1].isascii()):
            keys.add(column)  # "no." under a group is a count
        elif column == region.left and not names:
            found = _first_of(region, column, start)
            whole = [int(v) for v in found if isinstance(v, int | float) and v == int(v)]
            steps = [b - a for a, b in pairwise(whole)]
            if len(whole) > 2 and steps.count(1) * 5 >= len(steps) * 4:
                keys.add(column)
    return frozenset(keys)


def _first_of(region: Region, column: int, start: int) -> list[Any]:
    """The first cells of a column, from a row on."""
    return [
        region.grid.value(row.number, column)
        for row in islice(region.rows(start, region.bottom), _LABELS_READ)
    ]


def _names_years(region: Region, column: int, start: int) -> bool:
    found = _first_of(region, column, start)
    numbers = [value for value in found if isinstance(value, int | float)]
    return len(numbers) > 0 and all(map(is_year, numbers))


def _label_columns(region: Region, head: Head, start: int, last: int) -> tuple[int, ...]:
    """Return the columns whose texts name the rows: those that hold texts, from the left."""
    counts = region.tally(start, last)
    values = set(head.numeric)
    if counts and counts[0].get(TEXT):
        values.discard(region.left)  # years with a text between them label rows too
    found = [
        column
        for column, count in enumerate(counts, region.left)
        if column not in values and count.get(TEXT, 0) + count.get(MARK, 0)
    ]
    first = min(values - {region.left}, default=region.right + 1)
    return tuple(([column for column in found if column < first] or found)[:LABELS])


def _remark_columns(region: Region, head: Head) -> frozenset[int]:
    """The columns whose lowest header text says that they hold remarks."""
    return frozenset(
        column
        for column in range(region.left, region.right + 1)
        if (names := [name for row in head.rows if (name := region.grid.shown_at(row, column))])
        and REMARK.fullmatch(label_text(names[-1]))
    )


def _are_indicators(region: Region, head: Head, body: Body, start: int, last: int) -> bool:
    """Whether every row measures something else, so that rows do not add up: labels or a column give units."""
    for number in head.rows:
        for column in region.row(number).texts:
            text = region.text(number, column)
            if _LINE_NUMBERS.fullmatch(squash(text)):
                return True  # a statement of accounts
            if _UNIT_COLUMN.fullmatch(text):
                return region.count(column, (TEXT,), start, last) * 2 > last - start + 1
    if not body.labels:
        return False
    cells, place = region.grid.rows[start - 1 : last], body.labels[0] - 1
    filled = (
        row
        for row, k in zip(cells, region.kinds[start - region.top :], strict=False)
        if k not in region.blanks
    )
    raws = [row[place] for row in islice(filled, _LABELS_READ)]
    labels = [tidy(raw) for raw in raws if isinstance(raw, str) and raw.rstrip()[-1:] in _CLOSING]
    stated = sum(1 for label in labels if split_unit(label)[0] != label)
    return stated * 3 >= len(raws) > 0


def _find_repeats(region: Region, head: Head, body: Body, start: int, last: int) -> bool:
    """Mark rows that repeat a header row; say whether there are any."""
    found = False
    for number in head.rows:
        header = region.row(number)
        if number in head.numbering or header.filled < 2 or not header.texts:
            continue
        names = _squashed(region, header)
        first = header.texts[0] - 1
        text = region.grid.rows[number - 1][first]
        for other, cells in enumerate(region.grid.rows[start - 1 : last], start):
            if cells[first] == text and _repeats(_squashed(region, region.row(other)), names):
                body.roles[other] = "header"
                found = True
    return found


def _squashed(region: Region, row: Row) -> dict[int, str]:
    return {column: squash(region.text(row.number, column)) for column in row.cells}


def _repeats(texts: dict[int, str], names: dict[int, str]) -> bool:
    same = sum(1 for column, text in texts.items() if names.get(column) == text)
    return same >= 2 and same * 5 >= max(len(texts), len(names)) * 4


def _find_totals(region: Region, head: Head, body: Body, start: int, last: int) -> None:
    """Mark rows whose label says that they are totals, parts, or worked out from other rows."""
    values = set(head.numeric) - body.keys
    columns = sorted({*body.labels, *range(region.left, min(region.left + LABELS, region.right + 1))})
    marked: set[int] = set()
    for column in columns:
        if not region.count(column, (TEXT,), start, last):
            continue
        cells = [row[column - 1] for row in region.grid.rows[start - 1 : last]]
        texts = {cell for cell in cells if type(cell) is str}
        lines = "\n".join(texts)
        if not MAY_SPEAK.search(lines):
            continue
        if SPEAKS_OF_TOTALS.search("\n".join(set(_DIGITS.sub("0", lines).split("\n")))):
            marked.update(
                number
                for number, cell in enumerate(cells, start)
                if type(cell) is str and SPEAKS_OF_TOTALS.search(cell) and body.roles[number] == "data"
            )
    for number in sorted(marked):
        body.roles[number] = _labelled_role(region, region.row(number), body, values)


def _labelled_role(region: Region, row: Row, body: Body, values: set[int]) -> Role:
    labelled = any(column in body.labels for column in row.texts)
    for column in row.texts:
        if column not in body.labels and (column >= region.left + LABELS or labelled):
            break  # 小计 in a remark
        if column in body.remarks:
            continue
        label = label_text(region.text(row.number, column))
        if len(label) > _SENTENCE:
            continue
        # `Total` alone may head a section; 合计 alone is a total that nobody filled in.
        if TOTAL.fullmatch(label) and (row.filled > 1 or not values or not label.isascii()):
            return "total"
        if body.indicators:
            continue
        if TOTAL_OF.fullmatch(label) and not NOT_ADDITIVE.search(label) and row.values:
            return "total"
        if DERIVED.fullmatch(label) or (PART.fullmatch(label) and count_in(row.values, values)):
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


def _doubt_totals(region: Region, body: Body) -> None:
    """One label that makes most rows a total makes none of them one: every row may speak of 全国."""
    totals = [number for number, role in body.roles.items() if role == "total"]
    if len(totals) < 3 or len(totals) <= sum(1 for role in body.roles.values() if role == "data"):
        return
    labels = Counter(
        label_text(region.text(number, column)) for number in totals for column in region.row(number).texts
    )
    if any(times == len(totals) and TOTAL.fullmatch(label) for label, times in labels.items()):
        for number in totals:
            body.roles[number] = "data"

"""Rows that only name a group, told from data rows whose values are missing."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from fazhi_metrics.workbooks.header import Head
from fazhi_metrics.workbooks.likeness import counts_on, depth_of, like_labels
from fazhi_metrics.workbooks.region import Region, Row, count_in
from fazhi_metrics.workbooks.roles import LABELS, Body
from fazhi_metrics.workbooks.units import split_unit
from fazhi_metrics.workbooks.vocabulary import ENUMERATOR, HEADING


def find_sections(region: Region, head: Head, body: Body, start: int, last: int) -> None:
    """Tell section rows, which only name a group, from data rows whose values are missing."""
    values = set(head.numeric) - body.keys
    patterns = set(region.kinds[start - region.top : last - region.top + 1]) - region.blanks
    sparse = {kinds for kinds in patterns if _may_name(region, kinds, body)}
    if not sparse:
        return
    numbers = [n for n in range(start, last + 1) if body.roles.get(n) in ("data", "total")]
    for number in numbers if body.keys else ():
        if region.kinds_of(number) in sparse and _is_enumerated(region, region.row(number), body.keys):
            body.roles[number] = "section"
    numbers = [n for n in numbers if body.roles[n] != "section"]
    alone = [
        n
        for n in numbers
        if region.kinds_of(n) in sparse and _only_labels(region, region.row(n), body, values)
    ]
    headed = [n for n in alone if region.row(n).cells == region.row(n).texts and _is_headed(region, n)]
    for number in headed:
        body.roles[number] = "section"
    alone = [n for n in alone if n not in headed]
    if not alone or len(alone) * 2 > len(numbers):
        return
    usual = _usual_spans(region, numbers)
    for number in alone:
        if body.roles[number] == "data" and _names_group(region, body, values, number, numbers, usual):
            body.roles[number] = "section"


def _may_name(region: Region, kinds: bytes, body: Body) -> bool:
    """Whether rows of a pattern hold at most three texts, and no value but a row number."""
    texts, values, marks, _, _ = region.shape(kinds)
    return not marks and 0 < len(texts) <= 3 and body.keys.issuperset(values)


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
    if row.values and counts_on(region, number):
        return False  # numbered as the records are
    if len(row.texts) > 1 and ENUMERATOR.fullmatch(region.text(number, row.texts[0])):
        return True
    if span is not None and span.right - span.left > usual.get(column, 0):
        return True
    deeper = depth_of(region, after, column) - depth_of(region, number, column)
    if values and deeper > (1 if like_labels(region, number, after) else 0):
        return True  # one space before a label is a slip of the hand
    bold = (number, column) in grid.sheet.emphasis
    if bold and sum(1 for n in numbers if (n, column) in grid.sheet.emphasis) * 2 < len(numbers):
        return True
    if not values or split_unit(text)[1] is not None:
        return False  # a label with a unit measures something; its values are missing
    return _divides(region, body, values, numbers)


def _is_headed(region: Region, number: int) -> bool:
    """Whether a row says `流动资产：` and nothing else, and something stands below it."""
    row = region.row(number)
    return (
        len(row.texts) == 1
        and region.text(number, row.texts[0]).endswith((":", "："))
        and bool(region.below(number, 1))
    )


def _usual_spans(region: Region, numbers: Sequence[int]) -> dict[int, int]:
    """How far cells of a column are usually merged to the right."""
    usual = {}
    for column in range(region.left, min(region.left + LABELS, region.right + 1)):
        spans = [region.grid.covering(n, column) for n in numbers[:200]]
        widths = sorted(0 if span is None else span.right - span.left for span in spans)
        usual[column] = widths[len(widths) // 2] if widths else 0
    return usual


def _divides(region: Region, body: Body, values: set[int], numbers: Sequence[int]) -> bool:
    """Whether label-only rows divide the body: several of them, never two in a row, never the last."""
    flags = [
        _may_name(region, region.kinds_of(n), body) and _only_labels(region, region.row(n), body, values)
        for n in numbers
    ]
    pairs = any(a and b for a, b in pairwise(flags))
    full = [n for n, flag in zip(numbers, flags, strict=True) if not flag]
    dense = sum(1 for n in full if count_in(region.row(n).values, values) * 2 >= len(values))
    return sum(flags) >= 2 and not pairs and flags[0] and not flags[-1] and dense * 10 >= len(full) * 9

"""What the XML of a sheet tells of its totals: SUM formulas, grouped rows, the totals row of a table object."""

from __future__ import annotations

import re
from typing import Final

from fazhi_metrics.addresses import column_number
from fazhi_metrics.workbooks.facts import Facts
from fazhi_metrics.workbooks.sheets import Span

_SUM: Final = re.compile(
    rb">(?:SUM|SUBTOTAL)\((?:1?0?9,)?\$?([A-Z]{1,3})\$?(\d{1,7}):\$?([A-Z]{1,3})\$?(\d{1,7})\)</f>"
)
_PLACE: Final = re.compile(rb"""<c r="([A-Z]{1,3})(\d{1,7})\"""")
_SHARED: Final = re.compile(rb"""\bref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})\"""")
_GROUPED: Final = re.compile(rb"""<row r="(\d{1,7})"[^>]*\boutlineLevel="([1-7])\"""")
_ABOVE: Final = re.compile(rb"""<outlinePr\b[^>]*\bsummaryBelow="(?:0|false)\"""")
_TABLE: Final = re.compile(rb"""<table\b[^>]*""")
_MOST: Final = 100_000


def scan_totals(xml: bytes, facts: Facts) -> None:
    """Find the cells that add up a block of others, and the rows that are grouped under others."""
    if xml.rfind(b"outlineLevel=") >= 0 and (found := _GROUPED.findall(xml)):
        facts.outline.update((int(row), int(level)) for row, level in found)
        facts.outline_above = _ABOVE.search(xml, 0, 4096) is not None
    if xml.rfind(b"</f>") < 0:
        return
    for number, match in enumerate(_SUM.finditer(xml)):
        begin = xml.rfind(b"<c ", 0, match.start())
        place = _PLACE.match(xml, begin) if begin >= 0 else None
        if place is None or number > _MOST:
            return
        column, row = column_number(place[1].decode()), int(place[2])
        left, right = column_number(match[1].decode()), column_number(match[3].decode())
        top, bottom = int(match[2]), int(match[4])
        shared = _SHARED.search(xml, begin, match.start() + 1)
        last = column_number(shared[3].decode()) if shared and shared[2] == shared[4] else column
        deepest = int(shared[4]) if shared and shared[1] == shared[3] else row
        for step in range(min(max(last - column, 0), 255) + 1):
            facts.sums[row, column + step] = Span(top, left + step, bottom, right + step)
        for step in range(1, min(max(deepest - row, 0), 9_999) + 1):
            facts.sums[row + step, column] = Span(top + step, left, bottom + step, right)


def scan_table(xml: bytes, facts: Facts) -> None:
    """Find the rows that a table object calls its totals."""
    head = _TABLE.search(xml)
    if head is None:
        return
    count = re.search(rb"""\btotalsRowCount="(\d)\"""", head[0])
    place = re.search(rb"""\bref="[A-Z]{1,3}\d{1,7}:[A-Z]{1,3}(\d{1,7})\"""", head[0])
    if count is not None and place is not None:
        last = int(place[1])
        facts.closing.update(range(last - int(count[1]) + 1, last + 1))

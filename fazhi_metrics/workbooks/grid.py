"""A sheet prepared for finding its layout: kinds, texts and merged blocks by cell."""

from __future__ import annotations

import datetime as dt
import functools
import re
from typing import Any, Final

from fazhi_metrics.workbooks.kinds import EMPTY, row_kinds
from fazhi_metrics.workbooks.sheets import Sheet, Span

_SPACE: Final = re.compile(r"[\s\u3000\u200b\ufeff]+")
_CJK: Final = "\u3400-\u9fff\uf900-\ufaff，。、；：（）《》“”！？"
_BETWEEN: Final = re.compile(rf"(?<=[{_CJK}]) (?=[{_CJK}\d])|(?<=\d) (?=[{_CJK}])")
# Merged cells beyond this number are not looked up one by one; no hand-made sheet has as many.
_COVERED: Final = 400_000


@functools.lru_cache(1 << 14)
def tidy(text: str) -> str:
    """Return a text on one line: single spaces, and none between Chinese characters.

    >>> tidy("北  京"), tidy("就业\\n和再\\n就业 "), tidy("New  South\\nWales")
    ('北京', '就业和再就业', 'New South Wales')
    """
    one_line = _SPACE.sub(" ", text).strip()
    return one_line if one_line.isascii() else _BETWEEN.sub("", one_line)


class Grid:
    """Kinds and texts of a sheet's cells, 1-based; outside the grid everything is empty."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        self.height, self.width = sheet.height, sheet.width
        self.kinds = row_kinds(sheet.rows)
        self.spans: dict[tuple[int, int], Span] = {}
        self._covered: dict[tuple[int, int], Span] = {}
        self.tall_columns: set[int] = set()  # columns in which cells are merged downwards
        left = _COVERED
        for span in sheet.merges:
            bottom, right = min(span.bottom, self.height), min(span.right, self.width)
            area = (bottom - span.top + 1) * (right - span.left + 1)
            if span.top > self.height or span.left > self.width or area > left:
                continue
            left -= area
            self.spans[span.anchor] = span
            if bottom > span.top:
                self.tall_columns.update(range(span.left, right + 1))
            for row in range(span.top, bottom + 1):
                for column in range(span.left, right + 1):
                    self._covered[row, column] = span

    def kind(self, row: int, column: int) -> int:
        """The kind of a cell."""
        if 1 <= row <= self.height and 1 <= column <= self.width:
            return self.kinds[row - 1][column - 1]
        return EMPTY

    def value(self, row: int, column: int) -> Any:
        """The raw value of a cell."""
        return self.rows[row - 1][column - 1] if 1 <= row <= self.height and 1 <= column <= self.width else ""

    def text(self, row: int, column: int) -> str:
        """The text of a cell as one line; numbers as typed."""
        return shown(self.value(row, column))

    def covering(self, row: int, column: int) -> Span | None:
        """The merged block a cell lies in, its first cell included."""
        return self._covered.get((row, column))

    def shown_at(self, row: int, column: int) -> str:
        """The text an analyst sees at a cell: of a merged block, its one text."""
        span = self._covered.get((row, column))
        return self.text(row, column) if span is None else self.text(*span.anchor)

    def filled(self, row: int, left: int, right: int) -> list[int]:
        """The columns of a row, within bounds, that hold anything."""
        if not 1 <= row <= self.height:
            return []
        kinds = self.kinds[row - 1]
        return [c for c in range(left, min(right, self.width) + 1) if kinds[c - 1] != EMPTY]


def shown(value: Any) -> str:
    """Return a raw value as an analyst reads it."""
    if isinstance(value, str):
        return tidy(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, dt.datetime) and not value.time():
        return value.date().isoformat()
    return str(value)

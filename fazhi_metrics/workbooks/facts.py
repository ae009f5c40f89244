"""What a file says of a sheet beside its values: formats, hidden rows and columns, cells without a value."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from fazhi_metrics.workbooks.numberformat import NumberFormat
from fazhi_metrics.workbooks.richtext import Rich
from fazhi_metrics.workbooks.sheets import Span

Cell = tuple[int, int]

# Anything in quotes, brackets or behind a backslash is decoration; a bare % multiplies by a hundred.
_DECORATION: Final = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.')
PERCENT_FORMATS: Final = frozenset({9, 10})


@dataclass(slots=True)
class Facts:
    """What was found about one sheet; rows and columns are 1-based."""

    unread: dict[Cell, str] = field(default_factory=dict)
    percent: set[Cell] = field(default_factory=set)
    emphasis: set[Cell] = field(default_factory=set)
    indents: dict[Cell, int] = field(default_factory=dict)
    comments: dict[Cell, str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    merges: list[Span] = field(default_factory=list)
    formats: dict[Cell, NumberFormat] = field(default_factory=dict)
    texts: dict[Cell, str] = field(default_factory=dict)  # of a workbook whose letters are in a code page
    rich: dict[Cell, Rich] = field(default_factory=dict)
    struck: set[Cell] = field(default_factory=set)
    sums: dict[Cell, Span] = field(default_factory=dict)  # cells whose formula adds up one block
    outline: dict[int, int] = field(default_factory=dict)  # rows that are grouped under others, and how deep
    outline_above: bool = False  # what sums them up stands above them
    closing: set[int] = field(default_factory=set)  # rows that a table object calls its totals

    def mark(self, styles: Styles, style: int, cell: Cell) -> None:
        """Keep what the style of a cell says."""
        if style in styles.percent:
            self.percent.add(cell)
        if style in styles.bold:
            self.emphasis.add(cell)
        if style in styles.indents:
            self.indents[cell] = styles.indents[style]
        if style in styles.formats:
            self.formats[cell] = styles.formats[style]
        if style in styles.struck:
            self.struck.add(cell)


@dataclass(frozen=True, slots=True)
class Styles:
    """Which cell styles (by index) show percents, are bold or struck through, indent, scale or name a unit."""

    percent: frozenset[int] = frozenset()
    bold: frozenset[int] = frozenset()
    indents: dict[int, int] = field(default_factory=dict)
    formats: dict[int, NumberFormat] = field(default_factory=dict)
    struck: frozenset[int] = frozenset()

    @property
    def told(self) -> frozenset[int]:
        """The styles that say anything at all."""
        return self.percent | self.bold | self.struck | self.indents.keys() | self.formats.keys()


def is_percent_format(code: str) -> bool:
    """Whether a number format shows a hundred times the value.

    >>> is_percent_format("0.00%"), is_percent_format('0.0"%"')
    (True, False)
    """
    return "%" in code and "%" in _DECORATION.sub("", code)

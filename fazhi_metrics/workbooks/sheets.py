"""A sheet as stored: its grid of raw values and what the file says about its cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from fazhi_metrics.addresses import a1, address
from fazhi_metrics.workbooks.doubts import DoubtKind

NO_RESULT = "公式没有保存计算结果"
ERROR_VALUE = "单元格是错误值"


class Unread(str):
    """What stands in a cell that holds no value: a formula without a stored result, or an error value.

    It is the text an analyst would see in the edit line (`=SUM(C5:C9)`, `#DIV/0!`).
    """

    __slots__ = ()

    @property
    def problem(self) -> str:
        """Why the cell cannot be read."""
        return NO_RESULT if self.startswith("=") else ERROR_VALUE


@dataclass(frozen=True, slots=True)
class Span:
    """A merged block, rows and columns 1-based and inclusive; its value stands in its first cell."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def anchor(self) -> tuple[int, int]:
        """Row and column of the cell that holds the value."""
        return self.top, self.left

    def __contains__(self, cell: tuple[int, int]) -> bool:
        return self.top <= cell[0] <= self.bottom and self.left <= cell[1] <= self.right


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The raw grid of one sheet, from A1: `rows[r - 1][c - 1]` is the cell in row r and column c.

    Empty cells are "". Numbers are int or float as the file stores them, dates `datetime` objects, a
    cell without a value `Unread`. `name` is None in a text file. `percent` holds the cells shown with a
    percent format, `indents` the indent levels of label cells, `comments` the notes of cells. Cells hold
    what the sheet shows: `stored` tells what the file holds where that differs (a scaled number, a struck
    word), `marks` what is to be said of it, `units` the units that number formats show. `sums` are the cells
    whose formula adds up a block, `outline` how deep rows are grouped (under the row above them with
    `outline_above`, else under the one below), `closing` the rows that a table object calls its totals,
    `misfits` the records of a text file that had too many or too few fields.
    """

    name: str | None
    rows: list[list[Any]]
    hidden: bool = False
    merges: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    percent: frozenset[tuple[int, int]] = frozenset()
    indents: dict[tuple[int, int], int] = field(default_factory=dict)
    emphasis: frozenset[tuple[int, int]] = frozenset()
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    stored: dict[tuple[int, int], Any] = field(default_factory=dict)
    marks: dict[tuple[int, int], tuple[DoubtKind, str]] = field(default_factory=dict)
    units: dict[tuple[int, int], str] = field(default_factory=dict)
    sums: dict[tuple[int, int], Span] = field(default_factory=dict)
    outline: dict[int, int] = field(default_factory=dict)
    outline_above: bool = False
    closing: frozenset[int] = frozenset()
    misfits: frozenset[int] = frozenset()

    @property
    def height(self) -> int:
        """Number of rows down to the last one that holds anything."""
        return len(self.rows)

    @property
    def width(self) -> int:
        """Number of columns to the last one that holds anything."""
        return max(map(len, self.rows), default=0)

    def value(self, row: int, column: int) -> Any:
        """Return the raw value of a cell; "" outside the grid."""
        if 1 <= row <= len(self.rows):
            cells = self.rows[row - 1]
            if 1 <= column <= len(cells):
                return cells[column - 1]
        return ""

    def cells(self) -> Iterator[tuple[int, int, Any]]:
        """Yield (row, column, raw) of every cell that holds anything but white space."""
        for row, cells in enumerate(self.rows, 1):
            for column, raw in enumerate(cells, 1):
                if raw != "" and not (isinstance(raw, str) and not raw.strip()):
                    yield row, column, raw


@dataclass(frozen=True, slots=True, eq=False)
class Workbook:
    """A file that was opened: its name in addresses, its format and its sheets in order."""

    file: str
    format: str
    sheets: tuple[Sheet, ...]
    encoding: str | None = None

    def cells(self) -> Iterator[tuple[str, Any]]:
        """Yield (address, raw) of every non-empty cell of every sheet, hidden ones included."""
        for sheet in self.sheets:
            for row, column, raw in sheet.cells():
                yield address(self.file, sheet.name, a1(row, column)), raw

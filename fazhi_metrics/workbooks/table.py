"""A table found on a sheet: roles of rows, flattened headers, typed values, and the address of every cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fazhi_metrics.addresses import a1, address, column_number
from fazhi_metrics.quantities import Amount, missing_reason
from fazhi_metrics.workbooks.celldoubts import cell_doubts
from fazhi_metrics.workbooks.doubts import Doubt, trust
from fazhi_metrics.workbooks.grid import shown
from fazhi_metrics.workbooks.roles import ColumnRole, Role
from fazhi_metrics.workbooks.sheets import Sheet, Span, Unread
from fazhi_metrics.workbooks.values import NUMBERS, ColumnType, problem_of, typed, typed_values
from fazhi_metrics.workbooks.vocabulary import GROWTH, SHARE
from fazhi_metrics.workbooks.written import read_written

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: where it stands, what its header says (levels joined by `/`), its unit and type.

    `fill_down` marks a label that is merged downwards or printed once for the rows below it, `role` what
    the column is there for.
    """

    index: int
    letter: str
    header: str | None
    levels: tuple[str, ...] = ()
    unit: str | None = None
    type: ColumnType = "text"
    hidden: bool = False
    fill_down: bool = False
    english: str | None = None
    role: ColumnRole = "value"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as stored (`raw`), as seen (`text`) and as read (`value`).

    `missing` gives the reason of a missing mark, `problem` why nothing can be read with certainty, `low` and
    `high` what bounds a number that is not given exactly (约50), `span` the merged block the cell lies in.
    """

    row: int
    column: int
    address: str
    raw: Any
    text: str
    value: Any
    missing: str | None = None
    problem: str | None = None
    span: Span | None = None
    comment: str | None = None
    low: Amount | None = None
    high: Amount | None = None


@dataclass(frozen=True, eq=False)
class Table:
    """One table of a workbook; rows and columns are numbered as in the sheet, from 1.

    `rows` are the data rows; totals, sections, notes and derived rows are told in `row_roles`. `unclaimed`
    lists the blocks of the sheet that no table claims (with its first table only). A merged value stands
    once, in its first cell; `anchor` tells for the others where it is. `certainty` is how sure the layout
    is, `layout_doubts` what speaks against it; `confidence` and `doubts` take the cells in too.
    """

    file: str
    sheet: str | None
    hidden: bool
    header_rows: tuple[int, int] | None
    columns: tuple[TableColumn, ...]
    row_roles: dict[int, Role]
    titles: tuple[str, ...]
    notes: tuple[str, ...]
    unit: str | None
    year: int | None
    source: Sheet = field(repr=False)
    area: tuple[int, int, int, int] = field(repr=False, default=(1, 1, 1, 1))
    unclaimed: tuple[str, ...] = ()
    certainty: float = 1.0
    reasons: tuple[str, ...] = ()
    layout_doubts: tuple[Doubt, ...] = ()
    repeated_header_rows: tuple[int, ...] = ()

    @cached_property
    def rows(self) -> tuple[int, ...]:
        """The data rows, hidden ones included."""
        return self.rows_of("data")

    @cached_property
    def _percents(self) -> dict[int, set[int]]:
        """The data rows shown with a percent format, by column."""
        found: dict[int, set[int]] = {}
        for row, column in self.source.percent:
            if self.row_roles.get(row) == "data":
                found.setdefault(column, set()).add(row)
        for column, rows in found.items():
            rows -= self.over_rows(column)
        return found

    def percent_rows(self, column: int) -> frozenset[int]:
        """Return the data rows whose cell in a column is shown, and read, as a percent."""
        return frozenset(self._percents.get(column, ()))

    def over_rows(self, column: int) -> frozenset[int]:
        """Return the data rows in which a share was typed in percent units into a percent cell: 98.5 as 9850%."""
        named = next((c.header for c in self.columns if c.index == column), None) or ""
        if not SHARE.search(named) or GROWTH.search(named):
            return frozenset()
        rows = [row for row, index in self.source.percent if index == column]
        held = [(row, self.source.value(row, column)) for row in rows if self.row_roles.get(row) == "data"]
        return frozenset(row for row, raw in held if type(raw) in (int, float) and _MOST_SHARE < raw <= 100)

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """What was not understood, or read otherwise than stored: every filled cell without a value is named."""
        return (*self.layout_doubts, *cell_doubts(self))

    @property
    def confidence(self) -> float:
        """How far the reading can be trusted, from 0 to 1: the layout, and what the cells leave open."""
        return trust(self.certainty, self.doubts, len(self.rows) * len(self.columns))

    @property
    def _data(self) -> list[list[Any]]:
        """The cells of the data rows; rows without a gap between them are cut out as they lie."""
        rows, cells = self.rows, self.source.rows
        if rows and rows[-1] - rows[0] == len(rows) - 1:
            return cells[rows[0] - 1 : rows[-1]]
        return [cells[row - 1] for row in rows]

    @property
    def first_data_row(self) -> int | None:
        """The first data row; None when the table is a header only."""
        return self.rows[0] if self.rows else None

    @property
    def last_data_row(self) -> int | None:
        """The last data row; None when the table is a header only."""
        return self.rows[-1] if self.rows else None

    @property
    def total_rows(self) -> tuple[int, ...]:
        """Rows of totals and subtotals, wherever they stand."""
        return self.rows_of("total")

    @property
    def footnote_rows(self) -> tuple[int, ...]:
        """Rows of notes, sources and signatures under the body."""
        return self.rows_of("note")

    @property
    def hidden_rows(self) -> tuple[int, ...]:
        """Rows of the table that the sheet hides."""
        return tuple(row for row in self.row_roles if row in self.source.hidden_rows)

    @property
    def merged(self) -> tuple[Span, ...]:
        """The merged blocks that lie in the table."""
        top, left, bottom, right = self.area
        return tuple(
            s
            for s in self.source.merges
            if s.top <= bottom and s.bottom >= top and s.left <= right and s.right >= left
        )

    def rows_of(self, role: Role) -> tuple[int, ...]:
        """Return the rows of one role, in order."""
        return tuple(row for row, found in self.row_roles.items() if found == role)

    def column(self, column: int | str) -> TableColumn:
        """Return a column by its number, its letter or its header.

        Raises `KeyError` when the table has no such column.
        """
        for found in self.columns:
            if column in (found.index, found.letter):
                return found
        named = [found for found in self.columns if found.header == column]
        if len(named) == 1:
            return named[0]
        raise KeyError(column)

    def raw(self, row: int, column: int | str) -> Any:
        """Return what a cell stores; "" when it is empty."""
        return self.source.value(row, _index(column))

    def anchor(self, row: int, column: int | str) -> tuple[int, int]:
        """Return where the value of a cell stands: its merged block's first cell, or the cell itself.

        In a column that is printed once for the rows below it (`fill_down`), the cell above that holds it.
        """
        index = _index(column)
        span = self._covered.get((row, index))
        if span is not None:
            return span.anchor
        found = next((c for c in self.columns if c.index == index), None)
        if found is not None and found.fill_down and shown(self.source.value(row, index)) == "":
            head = self.header_rows[1] if self.header_rows else self.area[0] - 1
            for above in range(row - 1, head, -1):
                role = self.row_roles.get(above)
                held = bool(shown(self.source.value(above, index)))
                if held and (role == "data" or (role == "section" and self._is_labelled(above, index + 1))):
                    return above, index
                if held or (role == "section" and self._is_labelled(above, self.area[1], index - 1)):
                    break
        return row, index

    def span(self, row: int, column: int | str) -> Span | None:
        """Return the merged block that a cell lies in."""
        return self._covered.get((row, _index(column)))

    def _is_labelled(self, row: int, first: int, last: int | None = None) -> bool:
        """Whether a row holds anything between two columns."""
        end = self.area[3] if last is None else last
        return any(shown(self.source.value(row, column)) for column in range(first, end + 1))

    def raws(self, column: int | str) -> list[Any]:
        """Return what the cells of a column store, aligned with `rows`; "" where they are empty."""
        place = _index(column) - 1
        return [cells[place] for cells in self._data]

    def values(self, column: int | str) -> list[Any]:
        """Return the typed values of a column, aligned with `rows`; None where there is none.

        Numbers are int or float, percents in percent units, dates `date`, yes and no bool, texts str.
        """
        found = self.column(column)
        place, shown = found.index - 1, self._percents.get(found.index)
        raws = [cells[place] for cells in self._data]
        percents = [row in shown for row in self.rows] if shown else None
        return typed_values(found.type, raws, percents, self.year)

    def filled_values(self, column: int | str) -> list[Any]:
        """Return the values of a column with labels that are merged or printed once repeated.

        Only `fill_down` columns differ from `values`; a number that is merged stays one number.
        """
        found = self.column(column)
        values = self.values(column)
        if not found.fill_down:
            return values
        for place, row in enumerate(self.rows):
            if values[place] is None:
                anchor = self.anchor(row, found.index)
                if anchor != (row, found.index):
                    values[place] = typed(found.type, self.source.value(*anchor), year=self.year)
        return values

    def cell(self, row: int, column: int | str) -> Cell:
        """Return all that is known of a cell."""
        index = _index(column)
        raw = self.source.value(row, index)
        found = next((c for c in self.columns if c.index == index), None)
        kind: ColumnType = (
            found.type if found is not None and self.row_roles.get(row) in _VALUE_ROLES else "text"
        )
        in_percent = (row, index) in self.source.percent
        value = typed(kind, raw, percent_format=in_percent, year=self.year)
        missing = missing_reason(raw) if value is None and not isinstance(raw, Unread) else None
        problem = None if value is not None or missing is not None else problem_of(kind, raw, self.year)
        bound = read_written(raw) if kind in NUMBERS and value is None and type(raw) is str else None
        return Cell(
            row,
            index,
            self.address(row, index),
            raw,
            _seen(raw, in_percent),
            value,
            missing,
            problem,
            self._covered.get((row, index)),
            self.source.comments.get((row, index)),
            bound.low if bound else None,
            bound.high if bound else None,
        )

    def address(self, row: int, column: int | str) -> str:
        """Return the address of a cell: `文件.xlsx!Sheet1!C7`."""
        return address(self.file, self.sheet, a1(row, column))

    def cells(self) -> Iterator[tuple[int, int, Any]]:
        """Yield (row, column, raw) of every non-empty cell of the table: titles, notes and totals included."""
        top, left, bottom, right = self.area
        for row in range(top, min(bottom, len(self.source.rows)) + 1):
            for column, raw in enumerate(self.source.rows[row - 1][left - 1 : right], left):
                if raw != "" and not (isinstance(raw, str) and not raw.strip()):
                    yield row, column, raw

    def frame(self, *, fill_down: bool = True) -> pd.DataFrame:
        """Return the data rows as a DataFrame indexed by sheet row, a column per table column.

        Headers that stand twice get their letter behind them. `fill_down` repeats labels that are merged
        or printed once; values never are.
        """
        from fazhi_metrics.workbooks.frames import to_frame

        return to_frame(self, fill_down=fill_down)

    def to_markdown(self, *, addresses: bool = False) -> str:
        """Return the table as Markdown; with `addresses` every cell's letter and row, and the doubts below."""
        from fazhi_metrics.workbooks.markdown import to_markdown

        return to_markdown(self, addresses=addresses)

    def _repr_html_(self) -> str:
        from fazhi_metrics.workbooks.drawing import to_html

        return to_html(self)

    @cached_property
    def _covered(self) -> dict[tuple[int, int], Span]:
        top, left, bottom, right = self.area
        covered: dict[tuple[int, int], Span] = {}
        for span in self.merged:
            for row in range(max(span.top, top), min(span.bottom, bottom) + 1):
                for column in range(max(span.left, left), min(span.right, right) + 1):
                    covered[row, column] = span
        return covered


_MOST_SHARE = 10  # of a share as a ratio: 1000%
_VALUE_ROLES = frozenset({"data", "total", "derived"})


def _index(column: int | str) -> int:
    return column if isinstance(column, int) else column_number(column)


def _seen(raw: Any, percent: bool) -> str:
    """Return a cell as the analyst sees it."""
    if percent and isinstance(raw, int | float) and not isinstance(raw, bool):
        return f"{typed('percent', raw, percent_format=True)}%"
    return shown(raw)

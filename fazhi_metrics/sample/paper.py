"""A sheet as an office lays it out: title, notes, header of one or two levels, rows, totals.

    A            B         C      D
1   西堡镇2025年人口与户数统计表            <- title, merged over the width
2   示例数据：……                            <- banner, merged over the width
3   填报单位：……                 单位：户、人
4   序号         村        户籍             <- two levels: merged down, merged across
5                          户数   人口
6   1            示例一村  482    1711
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Literal

Style = Literal["title", "banner", "form", "unit", "head", "body", "total", "note"]


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula with the result that the office's program stored beside it."""

    text: str
    result: int


Value = str | int | Decimal | date | Formula | None
Span = tuple[int, int, int]  # column, rows down, columns across; all from 1


@dataclass(frozen=True, slots=True)
class Row:
    """One row as typed; `spans` are the merged cells that begin in it. A row without cells is blank.

    In a form row the cells after the first are set flush right.
    """

    cells: tuple[Value, ...] = ()
    style: Style = "body"
    spans: tuple[Span, ...] = ()

    def look(self, index: int) -> Style:
        """Return how the cell at an index, from 0, is set."""
        return "unit" if self.style == "form" and index else self.style


@dataclass(frozen=True, slots=True)
class Sheet:
    """A named sheet: its rows are read once, in order, so that a long one never lies in memory."""

    name: str
    widths: tuple[int, ...]
    rows: Iterable[Row]
    frozen: int = 0


def header(columns: Sequence[str]) -> list[Row]:
    """Return the header rows of columns such as `序号`, `户籍/户数`, `户籍/人口`: one level or two.

    Neighbours under one upper title share a merged cell; a title without a lower level runs down.
    """
    if not any("/" in column for column in columns):
        return [Row(tuple(columns), "head")]
    upper: list[Value] = []
    spans: list[Span] = []
    for top, group in groupby(columns, key=lambda column: column.split("/")[0]):
        width, first = len(list(group)), len(upper) + 1
        upper += [top, *([None] * (width - 1))]
        spans.append((first, 1, width) if "/" in columns[first - 1] else (first, 2, 1))
    lower = tuple(column.split("/")[1] if "/" in column else None for column in columns)
    return [Row(tuple(upper), "head", tuple(spans)), Row(lower, "head")]


def sheet(
    name: str,
    title: str,
    columns: Sequence[str],
    widths: Sequence[int],
    body: Iterable[Row],
    *,
    banner: str,
    form: tuple[str, str] | None = None,
    notes: Sequence[str] = (),
) -> Sheet:
    """Lay out a whole sheet: title, banner, a form line (left and right), header, body and notes."""
    width, top = len(columns), header(columns)

    def rows() -> Iterator[Row]:
        yield _across(title, "title", width)
        yield _across(banner, "banner", width)
        if form:
            half = max(1, width // 2)
            blanks: tuple[Value, ...] = (None,) * (half - 1)
            yield Row((form[0], *blanks, form[1]), "form", ((1, 1, half), (half + 1, 1, width - half)))
        yield from top
        yield from body
        for note in notes:
            yield _across(note, "note", width)

    return Sheet(name, tuple(widths), rows(), frozen=2 + bool(form) + len(top))


def _across(text: str, style: Style, width: int) -> Row:
    return Row((text,), style, ((1, 1, width),) if width > 1 else ())


def total(cells: Sequence[Value], label_width: int = 1) -> Row:
    """Return a 合计 or 小计 row whose label runs over the first `label_width` columns."""
    return Row(tuple(cells), "total", ((1, 1, label_width),) if label_width > 1 else ())

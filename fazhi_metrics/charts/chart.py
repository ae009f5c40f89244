"""The numbers gathered for a chart, and what drawing makes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from fazhi_metrics.charts.point import Measured, Point
from fazhi_metrics.charts.theme import WIDTH
from fazhi_metrics.ledgers.chart import Chart, Kind
from fazhi_metrics.measures import plain_number
from fazhi_metrics.measures.dimensions import TIME
from fazhi_metrics.measures.words import months_text

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from fazhi_metrics.measures import Change
    from fazhi_metrics.measures.tally import Labels

__all__ = ["BY_YEAR", "Chart", "Drawing", "Kind", "Material", "Measured", "Point", "Table", "Value"]

BY_YEAR = ("year",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The measured values of one chart and what they are of.

    `points` hold the parts of every indicator and year, the wholes (no labels), and of two dimensions the
    totals by the first. `order` gives, for each dimension, the order in which its labels are shown where values
    do not decide; `titles` are the dimensions' names in the table. `selection` says in words of what alone it
    is (示例一村、示例二村), empty for the whole place. `changes` are those of the wholes against the base year, and
    `moves` those of the parts, over the same months where a year is not whole. `until` says of a year that is
    not over until when it speaks (截至9月), `pending` are the reasons that say only this. `remarks` are what else
    must be said. `width` is that of the picture to be, in layout pixels.
    """

    chart: Chart
    place: str
    year: int
    measured: tuple[Measured, ...]
    points: tuple[Point, ...]
    base_year: int | None = None
    order: tuple[tuple[str, ...], ...] = ()
    titles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sample: str = ""
    changes: Mapping[str, Change] = field(default_factory=dict)
    moves: Mapping[Labels, Change] = field(default_factory=dict)
    until: Mapping[int, str] = field(default_factory=dict)
    pending: frozenset[str] = frozenset()
    remarks: tuple[str, ...] = ()
    selection: str = ""
    width: int = WIDTH

    @property
    def period(self) -> tuple[str, ...]:
        """The years that the chart tells of: every year of one drawn year by year, else those shown."""
        if self.chart.by == BY_YEAR:
            return self.order[0]
        return tuple(str(year) for year in self.years)

    @property
    def years(self) -> tuple[int, ...]:
        """The years shown, the earlier first."""
        return (self.year,) if self.base_year is None else (self.base_year, self.year)

    @property
    def timed(self) -> bool:
        """Whether time runs along the chart, so that each step stands for itself."""
        return any(name in TIME or name == "year" for name in self.chart.by)

    def of(self, indicator: str | None = None, year: int | None = None) -> list[Point]:
        """Return the parts of an indicator (by default the first) in a year (by default the chart's)."""
        return [p for p in self._points(indicator, year) if len(p.labels) == max(len(self.chart.by), 1)]

    def totals(self, year: int | None = None) -> dict[str, Point]:
        """Return, of a chart by two dimensions, the totals of the first by their labels."""
        return {p.label: p for p in self._points(None, year) if len(p.labels) == 1}

    def whole(self, indicator: str | None = None, year: int | None = None) -> Point | None:
        """Return the whole place, or None where it was not measured."""
        return next((p for p in self._points(indicator, year) if not p.labels), None)

    def _points(self, indicator: str | None, year: int | None) -> list[Point]:
        wanted = (indicator or self.measured[0].id, year or self.year)
        return [p for p in self.points if (p.measured.id, p.year) == wanted]

    @property
    def unseen(self) -> list[Point]:
        """The parts that are not drawn though there is or may be something in them."""
        return [p for p in self.points if p.unseen and not self.awaits(p)]

    def awaits(self, point: Point) -> bool:
        """Whether a part is not there only because the year is not over."""
        return point.unseen and bool(self.pending) and self.pending.issuperset(point.part.reasons)

    def months(self, indicator: str | None = None) -> str:
        """Name the months that both years are limited to (1—9月); empty where both are whole."""
        change = self.changes.get(indicator or self.measured[0].id)
        return months_text(change.same_months) if change is not None and change.same_months else ""

    def named(self, year: int | None = None) -> str:
        """Name a year as it is shown: `2025年`, `2025年1—9月` where both are limited, `2025年（截至9月）`."""
        year = year or self.year
        if self.timed or not self.months():
            return f"{year}年（{self.until[year]}）" if year in self.until else f"{year}年"
        return f"{year}年{self.months()}"


Value = str | Decimal | Point | None


@dataclass(frozen=True, slots=True)
class Table:
    """The table beside a chart: Chinese column titles, then rows of text, numbers as printed, and points."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def sheet(self) -> tuple[list[str], list[list[str | Decimal | int | float | None]]]:
        """Return columns and rows for a spreadsheet: the table, then status, low and high of its values.

        A value that cannot be given is empty there, never zero, and its status says why.
        """
        measured = [
            i for i in range(len(self.columns)) if any(isinstance(row[i], Point) for row in self.rows)
        ]
        names = [re.sub(r"（[^（）]+）$", "", self.columns[i]) for i in measured]
        columns = [*self.columns, *(f"{name}{word}" for name in names for word in ("状态", "下限", "上限"))]
        rows = []
        for row in self.rows:
            known = [v.printed if isinstance(v, Point) else v for v in row]
            beside = [cell for i in measured for cell in _worth(row[i])]
            rows.append([*known, *beside])
        return columns, rows


def _worth(value: Value) -> tuple[str | int | float | None, ...]:
    if not isinstance(value, Point):
        return None, None, None
    return value.status.title, plain_number(value.part.low), plain_number(value.part.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart before its titles are set: the figure, what it found, its table, and how to speak of it.

    `drawn` are, for every trace of the figure in turn, the points that its marks or texts stand for. `height` is
    that of the plotting area, `above` and `below` the room for what stands around it (a legend, panel titles,
    tick labels), in layout pixels; `notes` are remarks for the foot; `form` is what a reader who does not see is
    told the picture is.
    """

    figure: Figure
    finding: str
    table: Table
    form: str
    height: int
    drawn: tuple[Sequence[Point | None], ...] = ()
    above: int = 0
    below: int = 0
    notes: tuple[str, ...] = ()

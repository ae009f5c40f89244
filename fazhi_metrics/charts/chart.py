"""The numbers gathered for a chart, and what drawing makes of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from fazhi_metrics.charts.theme import WIDTH
from fazhi_metrics.ledgers.chart import Chart, Kind
from fazhi_metrics.quantities import Exact

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

__all__ = ["BY_YEAR", "Chart", "Drawing", "Kind", "Material", "Measured", "Part", "Table", "Value"]

BY_YEAR = ("year",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One indicator on a chart: its name there, its unit and places, and whether it is a rate.

    `additive` says that the parts of a count add up to the whole, so that shares mean something.
    """

    id: str
    name: str
    unit: str
    decimals: int = 0
    rate: bool = False
    additive: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The value of one indicator in one year for one part of the place, or for the whole of it (no labels).

    `value` is None where nothing was measured, or where it is `hidden` because it would tell of a few people;
    `numerator` is the sum above the line; `n` is the denominator of a rate; `low` and `high` bound its 95%
    interval.
    """

    indicator: str
    year: int
    labels: tuple[str, ...]
    value: Exact | None
    numerator: Exact | None = None
    n: Exact | None = None
    low: float | None = None
    high: float | None = None
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """The numbers of one chart and what they are of.

    `order` gives, for each dimension, the order in which its labels are shown where values do not decide;
    `titles` are the dimensions' names in the table. `selection` says in words of what alone it is (示例一村、示例二村),
    empty for the whole place.
    `chance` says of an indicator whether chance could explain its change between the years, where tested;
    `gaps` say which data are missing and make a total too small, `remarks` what else must be said. `firm` are
    the labels of the parts whose change chance could not explain, None where that was not tested. `width` is
    that of the picture to be, in layout pixels.
    """

    chart: Chart
    place: str
    year: int
    measured: tuple[Measured, ...]
    parts: tuple[Part, ...]
    base_year: int | None = None
    order: tuple[tuple[str, ...], ...] = ()
    titles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    sample: str = ""
    chance: Mapping[str, bool] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    selection: str = ""
    firm: frozenset[tuple[str, ...]] | None = None
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

    def of(self, indicator: str | None = None, year: int | None = None) -> list[Part]:
        """Return the parts of an indicator (by default the first) in a year (by default the chart's)."""
        wanted = (indicator or self.measured[0].id, year or self.year)
        return [p for p in self.parts if p.labels and (p.indicator, p.year) == wanted]

    def whole(self, indicator: str | None = None, year: int | None = None) -> Part | None:
        """Return the value for the whole place, or None where it was not measured."""
        part = self.total(indicator, year)
        return None if part is None or part.value is None else part

    def total(self, indicator: str | None = None, year: int | None = None) -> Part | None:
        """Return the part that is the whole place, also where its value is hidden or missing."""
        wanted = (indicator or self.measured[0].id, year or self.year)
        return next((p for p in self.parts if not p.labels and (p.indicator, p.year) == wanted), None)


Value = str | Decimal | None


@dataclass(frozen=True, slots=True)
class Table:
    """The table beside a chart: Chinese column titles, then rows of text and numbers as printed."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A chart before its titles are set: the figure, what it found, its table, and how to speak of it.

    `height` is that of the plotting area, `above` and `below` the room for what stands around it (a legend,
    panel titles, tick labels), in layout pixels; `notes` are remarks for the foot; `form` is what a reader
    who does not see is told the picture is.
    """

    figure: Figure
    finding: str
    table: Table
    form: str
    height: int
    above: int = 0
    below: int = 0
    notes: tuple[str, ...] = ()

"""An indicator of a project, to be asked of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from fazhi_metrics.files import told_by_every_method

if TYPE_CHECKING:
    from plotly.graph_objects import Figure as PlotlyFigure

    from fazhi_metrics.measures import Comparison, Indicator, Measure, Part, Trace
    from fazhi_metrics.measures.query import Selection
    from fazhi_metrics.workbench.project import Project


@told_by_every_method
class Asked:
    """An indicator of one project, to be divided, compared or followed to its cells."""

    def __init__(self, project: Project, indicator: Indicator) -> None:
        self.project = project
        self.indicator = indicator

    def __repr__(self) -> str:
        return f"{self.indicator.title}（{self.indicator.id}，{self.indicator.unit}）：{self.indicator.definition}"

    def _repr_html_(self) -> str:
        from html import escape

        return f"<p>{escape(repr(self))}</p>"

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Everything that it can be divided and selected by: village, district, month, …"""
        from fazhi_metrics.measures.dimensions import names

        return tuple(names(self.indicator.home))

    def by(
        self, *dimensions: str, year: int | Iterable[int] | None = None, where: Selection | None = None
    ) -> Measure:
        """Measure it by place, time or type ("village", "district", "month", "quarter", "kind", …)."""
        from fazhi_metrics.measures import measure

        measured = measure(
            self.project.store, self.project.town, self.indicator, year=year, by=dimensions, where=where
        )
        return self.project._noted(measured)

    def value(self, year: int | None = None, where: Selection | None = None) -> Measure:
        """Measure it for the whole town in one year, by default the report year."""
        return self.by(year=year or self.project.town.year, where=where)

    def compare(
        self,
        year: int | None = None,
        base_year: int | None = None,
        *,
        by: str | Sequence[str] = (),
        where: Selection | None = None,
    ) -> Comparison:
        """Compare two years, by default the report year with the one before; says what chance could explain."""
        from fazhi_metrics.measures import compare

        later = year or self.project.town.year
        store, town = self.project.store, self.project.town
        return self.project._noted(compare(store, town, self.indicator, later, base_year, by=by, where=where))

    def chart(
        self,
        *dimensions: str,
        year: int | None = None,
        base_year: int | None = None,
        where: Selection | None = None,
    ) -> PlotlyFigure:
        """Draw it divided by at most two dimensions; with `base_year`, compared with that year.

        Undivided, it is drawn year by year. Raises ChartError, with the reason, where a chart would mislead.
        """
        from fazhi_metrics.charts import draw_asked

        project = self.project
        later = year or project.town.year
        project._warn()
        return draw_asked(project.store, project.town, self.indicator, dimensions, later, base_year, where)

    def latest(self) -> tuple[Part, str] | None:
        """Return its latest value that is there, over all years, with its date in words (2025年11月)."""
        from fazhi_metrics.measures import latest_value

        self.project._warn()
        return latest_value(self.project.store, self.project.town, self.indicator)

    def trace(self, year: int | None = None, where: Selection | None = None) -> Trace:
        """Follow it, or a selection of it, down to the cells it came from."""
        return self.project.trace(self.indicator.id, year, where)

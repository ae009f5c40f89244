"""One town's project in a notebook: clean, load, measure, draw, trace, audit."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from fazhi_metrics.errors import ReportError
from fazhi_metrics.files import told, told_by_every_method
from fazhi_metrics.project import Town, load_town
from fazhi_metrics.workbench.asked import Asked
from fazhi_metrics.workbench.ledger import Ledger

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd
    from plotly.graph_objects import Figure as PlotlyFigure

    from fazhi_metrics.audit import Audit
    from fazhi_metrics.cleaning import CleaningResult
    from fazhi_metrics.cleaning.settlements import Settlement
    from fazhi_metrics.datasets import Dataset
    from fazhi_metrics.ledgers import Catalogue
    from fazhi_metrics.measures import (
        CellTrace,
        Comparison,
        Figure,
        Indicator,
        Measure,
        Overview,
        Trace,
    )
    from fazhi_metrics.measures.agenda import Agenda
    from fazhi_metrics.measures.area import Area
    from fazhi_metrics.measures.query import Selection
    from fazhi_metrics.store import Store

    _Noted = TypeVar("_Noted", Audit, Comparison, Figure, Measure, Trace)


@told
def open_project(path: Path | str = ".") -> Project:
    """Open the project at or above `path`.

    Raises ProjectError when no fazhi.toml is found there or it cannot be used.
    """
    return Project(load_town(path))


@told_by_every_method
class Project:
    """A town's project: its settings and, once cleaned, its data.

    Every question is answered from the generation of processed data that was current when it was first
    asked; `clean()` moves on to the new one.
    """

    def __init__(self, town: Town) -> None:
        self.town = town
        self._store: Store | None = None

    def __repr__(self) -> str:
        return f"Project({self.town.name!r}, years={list(self.town.years)})"

    @property
    def catalogue(self) -> Catalogue:
        """Every ledger, indicator and chart of the town: the standard ones and its own."""
        from fazhi_metrics.ledgers.town import catalogue_of

        return catalogue_of(self.town)

    @property
    def store(self) -> Store:
        """The processed data. Raises StoreError when nothing has been cleaned yet."""
        if self._store is None:
            from fazhi_metrics.store import Store

            self._store = Store.open(self.town.processed)
        return self._store

    def clean(
        self,
        *,
        workers: int | None = None,
        scheduler: str | None = None,
        progress: Callable[[int, int, str], None] | None = None,
    ) -> CleaningResult:
        """Turn data/raw into data/processed and return what was kept, logged and found wrong.

        Issues are ranked by how far mending them could move a figure of the yearly report. `scheduler` is the
        address of a dask cluster to work on; `progress` is called with (done, total, file) after each
        workbook.
        """
        from fazhi_metrics.cleaning import clean
        from fazhi_metrics.measures.impact import headlines

        result = clean(
            self.town,
            workers=workers,
            scheduler=scheduler,
            progress=progress,
            headlines=headlines(self.catalogue.overview.cited, self.town),
        )
        self._store = None
        return result

    def settle(
        self,
        target: str,
        answer: str = "verified",
        *,
        reason: str,
        approved_by: str,
        date: dt.date | None = None,
        evidence: str = "",
        other: str = "",
        issue: str = "",
        year: int | None = None,
        months: Iterable[int] = (),
        villages: Iterable[str] = (),
    ) -> Settlement:
        """Answer a problem of the raw data: "verified" (核实无误), "excluded", or "replaces" the file `other`.

        `target` is a cell, sheet or file, or a ledger by name; `issue` takes all problems of a kind there,
        `months` and `villages` are those in which nothing happened. `approved_by` is an office or post, no
        person. It is kept in data/settlements.toml, bound to what is seen now, and counts after `clean()`.

        Raises CleaningError when there is nothing to answer, or a part of it is missing or contradictory.
        """
        from datetime import date as day

        from fazhi_metrics.cleaning import add_settlement

        return add_settlement(
            self.town,
            target,
            answer,
            reason=reason,
            approved_by=approved_by,
            date=date or day.today(),
            evidence=evidence,
            other=other,
            issue=issue,
            year=year,
            months=months,
            villages=villages,
        )

    def agenda(self, year: int | None = None) -> Agenda:
        """Return what is open: the problems that move figures of the report first, each with its answers."""
        from fazhi_metrics.measures.agenda import agenda

        self._warn()
        return agenda(self.store, self.town, year or self.town.year)

    def load(self, dataset: str, year: int | Sequence[int] | None = None) -> pd.DataFrame:
        """Return a dataset as a typed frame; `attrs` holds the Chinese titles and units of its columns.

        Warns (OutdatedWarning) when the raw data changed since they were cleaned.

        Raises DatasetError for a dataset or year that is not there, StoreError when nothing is cleaned.
        """
        home = self.catalogue.dataset(dataset)
        frame = self.store.frame(home.name, year)
        self._warn()
        columns = home.stored
        frame.attrs["titles"] = {column.name: column.title for column in columns}
        frame.attrs["units"] = {column.name: column.unit for column in columns if column.unit}
        return frame

    def ledgers(self) -> Mapping[str, Dataset]:
        """Return every ledger by id: the standard ones and the town's own."""
        return self.catalogue.datasets

    def ledger(self, name: str) -> Ledger:
        """Return a ledger by its id, title or alias; `.schema()` is its pandera schema.

        Raises DatasetError with the nearest name when there is none.
        """
        return Ledger(self.catalogue.dataset(name))

    def ledger_of(self, file: str) -> list[str]:
        """Return the ids of the ledgers that a file below data/raw was taken for (`2025/人口.xlsx`), none for none.

        Raises StoreError when nothing is cleaned.
        """
        rows = self.store.provenance.sources
        return list(dict.fromkeys(row["dataset"] for row in rows if row["file"] == file))

    def indicator(self, indicator: str | Indicator | Mapping[str, Any]) -> Asked:
        """Return an indicator to be asked of: `.by("village", "month")`, `.value()`, `.compare()`.

        A mapping declares one on the spot, by the keys of an `[indicators.x]` section; ledgers and columns go
        by id, title or header as typed.

        Raises IndicatorError with the nearest name when there is none.
        """
        return Asked(self, self.catalogue.indicator(indicator))

    def indicators(self) -> Mapping[str, Indicator]:
        """Return every indicator, the town's own included, by id."""
        return self.catalogue.indicators

    def area(self, name: str | None = None, year: int | None = None) -> Area:
        """Return a part of the town to ask about: a village, a grid district (片区), or the whole for None.

        `area.where` selects it, `area.name` is what a sentence calls it. Raises IndicatorError with the nearest
        name when there is none.
        """
        from fazhi_metrics.measures.area import area_named

        return area_named(self.store, self.town, name, year or self.town.year)

    def figures(
        self,
        year: int | None = None,
        ids: Iterable[str] | None = None,
        *,
        base_year: int | None = None,
        where: Selection | None = None,
    ) -> list[Figure]:
        """Recompute the figures that the yearly report cites, or those named by `ids`, each with its cells.

        They are compared with `base_year`, by default the year before. Raises IndicatorError with the nearest
        id when there is none.
        """
        from fazhi_metrics.measures import compute_figures

        later = year or self.town.year
        figures = compute_figures(self.store, self.town, later, ids, where, base_year)
        return [self._noted(figure) for figure in figures]

    def figure(
        self,
        figure: str,
        year: int | None = None,
        *,
        base_year: int | None = None,
        where: Selection | None = None,
    ) -> Figure:
        """Recompute one figure; raises IndicatorError with the nearest id when there is none."""
        return self.figures(year, [figure], base_year=base_year, where=where)[0]

    def overview(
        self,
        ids: Iterable[str] | None = None,
        year: int | None = None,
        base_year: int | None = None,
        *,
        where: Selection | None = None,
    ) -> Overview:
        """Return figures as a table to read: how a report words them, how they changed, whether by chance."""
        from fazhi_metrics.measures import Overview
        from fazhi_metrics.measures.area import selection_name

        figures = self.figures(year, ids, base_year=base_year, where=where)
        return Overview(selection_name(self.town, where), tuple(figures))

    def trace(self, figure: str, year: int | None = None, where: Selection | None = None) -> Trace:
        """Follow an indicator, or a selection of it, down to its two sums, rows, cells and corrections."""
        from fazhi_metrics.measures import trace

        return self._noted(trace(self.store, self.town, figure, year or self.town.year, where))

    def trace_cell(self, cell: str) -> CellTrace:
        """Follow a cell (`2025/人口.xlsx!人口!C7`) up to every figure it feeds."""
        from fazhi_metrics.measures import trace_cell

        self._warn()
        return trace_cell(self.store, self.town, cell)

    def chart(
        self,
        name: str,
        year: int | None = None,
        base_year: int | None = None,
        *,
        where: Selection | None = None,
    ) -> PlotlyFigure:
        """Draw a chart of the catalogue: a plain plotly figure that may be changed.

        Charts that compare use `base_year`, by default the year before; `where` keeps only a selection
        (`{"village": "示例一村"}`). Raises ChartError with the nearest name when there is none.
        """
        from fazhi_metrics.charts import draw

        self._warn()
        return draw(self.store, self.town, name, year or self.town.year, base_year, where)

    def audit(self, report: Path | str | None = None, year: int | None = None, **options: Any) -> Audit:
        """Check every number of a report against the data; by default the report named in fazhi.toml.

        `year` is the year that the report is about: by default what fazhi.toml says of its own report, and
        the latest for any other.

        Raises ReportError when the report cannot be read or holds no text.
        """
        from fazhi_metrics.audit import audit_file

        path = Path(report) if report is not None else self.town.report
        if path is None:
            raise ReportError(
                "fazhi.toml 没有写报告在哪里", todo="请在 [report] 里写 path，或把文件名传给 audit。"
            )
        about = self.town.year_of_report if path == self.town.report else self.town.year
        return self._noted(audit_file(path, self.store, self.town, year or about, **options))

    def outdated(self) -> str:
        """Why processed data are older than what they are made from, in one sentence; "" when they are not."""
        from fazhi_metrics.cleaning.outdated import outdated

        return outdated(self.town, self.store)

    def _noted(self, result: _Noted) -> _Noted:
        """Return a result with a note on it when the data behind it are out of date."""
        note = self.outdated()
        if not note:
            return result
        changed: _Noted = replace(result, notes=(note, *result.notes))
        return changed

    def _warn(self) -> None:
        import warnings

        from fazhi_metrics.cleaning import OutdatedWarning

        if note := self.outdated():
            warnings.warn(note, OutdatedWarning, stacklevel=3)

"""The charts of the page: finding, picture, source and table; a chart that cannot be drawn says why."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from fazhi_metrics.charts import draw
from fazhi_metrics.charts.theme import NARROW
from fazhi_metrics.errors import FazhiError
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.publish.page.svg import Picture, tidy

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from fazhi_metrics.ledgers.chart import Chart
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

FOLDER = "page"  # in the folder of exported charts, where the page's own pictures lie
Source = Path | str | Mapping[str, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One chart of the page: the finding is its heading; `alt` says what picture it is, for its numbers stand
    in the table below it.

    Without a browser there is no picture, and the table stands for it. `drawing` is the interactive figure
    (data and layout), without the titles that the page prints.
    """

    id: str
    theme: str
    name: str
    finding: str
    subtitle: str
    source: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    picture: Picture | None
    drawing: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gallery:
    """Every chart by theme, and remarks on those that could not be drawn."""

    themes: Mapping[str, tuple[Shown, ...]]
    notes: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Shown]:
        return (shown for charts in self.themes.values() for shown in charts)


def gather_charts(store: Store, town: Town, year: int, source: Source) -> Gallery:
    """Draw every chart of the catalogue for a year.

    They are narrower than those for a document, so that a phone, which shrinks them, still shows their texts.
    `source` holds the SVG of a chart by its id, or is the folder of exported charts: in its folder `page` those
    that are there and unchanged are taken, the others drawn (None: somewhere temporary).
    """
    figures: dict[str, Figure] = {}
    notes: list[str] = []
    charts = catalogue_of(town).charts
    for name, chart in charts.items():
        try:
            figures[name] = draw(store, town, name, year, width=NARROW)
        except FazhiError as error:
            notes.append(f"图“{chart.title}”没有画：{error.what}。")
    pictures, remarks = _pictures(figures, source)
    themes: dict[str, list[Shown]] = {}
    for number, (name, chart) in enumerate(charts.items()):
        if name not in figures:
            continue
        shown = _shown(chart, number, figures[name], pictures.get(name))
        themes.setdefault(shown.theme, []).append(shown)
    return Gallery({theme: tuple(found) for theme, found in themes.items()}, (*notes, *remarks))


def _pictures(figures: Mapping[str, Figure], source: Source) -> tuple[Mapping[str, str], tuple[str, ...]]:
    if isinstance(source, Mapping):
        return source, ()
    if source is None:
        with TemporaryDirectory(prefix="page-") as folder:
            return _exported(figures, Path(folder))
    return _exported(figures, Path(source) / FOLDER)


def _exported(figures: Mapping[str, Figure], folder: Path) -> tuple[dict[str, str], tuple[str, ...]]:
    from fazhi_metrics.charts import export_charts

    export = export_charts(figures, folder, ("svg",))
    pictures = {path.stem: path.read_text(encoding="utf-8") for path in export.files if path.suffix == ".svg"}
    return pictures, export.notes


def _shown(chart: Chart, number: int, figure: Figure, svg: str | None) -> Shown:
    content = json.loads(figure.to_json())
    meta = content["layout"].pop("meta")
    picture = tidy(svg, f"k{number}", meta["source"]) if svg else None
    return Shown(
        id=chart.id,
        theme=chart.theme,
        name=meta["name"],
        finding=meta["finding"],
        subtitle=meta["subtitle"],
        source=meta["source"],
        alt=meta["alt"].partition(meta["finding"])[0].rstrip("。"),
        columns=tuple(meta["table"]["columns"]),
        rows=tuple(tuple(row) for row in meta["table"]["rows"]),
        picture=picture,
        drawing=_bare(content, picture),
    )


def _bare(content: dict[str, Any], picture: Picture | None) -> dict[str, Any]:
    """Return a figure without its titles, as high as the picture that it takes the place of."""
    layout = content["layout"]
    if picture is not None and picture.above:
        layout["title"] = {}
        layout["margin"]["t"] -= picture.above
        layout["margin"]["b"] -= picture.below
        layout["height"] = picture.height
        if picture.below:
            layout["annotations"] = [a for a in layout.get("annotations", ()) if a.get("name") != "source"]
    return {"data": content["data"], "layout": layout}

"""Drawing a chart of the catalogue, and the table of its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fazhi_metrics.charts.catalogue import chart_named
from fazhi_metrics.charts.chart import Chart, Drawing, Material
from fazhi_metrics.charts.theme import WIDTH
from fazhi_metrics.errors import ChartError, DatasetError, IndicatorError
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.measures.query import Selection

if TYPE_CHECKING:
    import pandas as pd
    from plotly.graph_objects import Figure

    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


def draw(
    store: Store,
    town: Town,
    name: str | Chart,
    year: int,
    base_year: int | None = None,
    where: Selection | None = None,
    *,
    width: int = WIDTH,
) -> Figure:
    """Draw a chart by its id or Chinese title: a plain plotly figure that an analyst can change.

    A chart that compares does so with `base_year`, by default the year before. `where` keeps only some labels
    of a dimension (`{"village": "示例一村"}`), as in `measure`. `width` is that of the picture in layout pixels.
    `figure.layout.meta` carries id, name, finding, subtitle, source, alt (the picture in words) and the table.

    Raises:
        ChartError: no such chart, no number to draw, or nothing to compare with.
        IndicatorError, DatasetError: its numbers cannot be had.
    """
    from fazhi_metrics.charts.compose import compose

    material, drawing = _drawn(store, town, name, year, base_year, where, width)
    return compose(material, drawing)


def draw_all(
    store: Store, town: Town, year: int, names: Iterable[str] | None = None, base_year: int | None = None
) -> tuple[dict[str, Figure], tuple[str, ...]]:
    """Draw the whole catalogue, or the charts named; return the figures by id, and why others could not be.

    A town that has only one year, or not every ledger, still gets the charts that can be drawn.

    Raises ChartError for a name that is no chart's.
    """
    charts = [chart_named(name, town) for name in (catalogue_of(town).charts if names is None else names)]
    figures, refusals = dict[str, "Figure"](), list[str]()
    for chart in charts:
        try:
            figures[chart.id] = draw(store, town, chart, year, base_year)
        except (ChartError, DatasetError, IndicatorError) as refusal:
            refusals.append(f"图表 {chart.id}（{chart.title}）没有画：{refusal.what}")
    return figures, tuple(refusals)


def chart_data(
    store: Store,
    town: Town,
    name: str | Chart,
    year: int,
    base_year: int | None = None,
    where: Selection | None = None,
) -> pd.DataFrame:
    """Return the table beside a chart, its columns in Chinese and its numbers as printed on the chart.

    After them stand the status of each value and its bounds, as in the CSV beside the chart.

    Raises what `draw` raises.
    """
    import pandas as pd

    _, drawing = _drawn(store, town, name, year, base_year, where)
    columns, rows = drawing.table.sheet()
    return pd.DataFrame([[_plain(v) for v in row] for row in rows], columns=columns)


def _drawn(
    store: Store,
    town: Town,
    name: str | Chart,
    year: int,
    base_year: int | None,
    where: Selection | None,
    width: int = WIDTH,
) -> tuple[Material, Drawing]:
    from fazhi_metrics.charts.gather import gather

    chart = chart_named(name, town)
    material = gather(store, town, chart, year, base_year, where, width=width)
    return material, drawing_of(material)


def drawing_of(material: Material) -> Drawing:
    """Draw the numbers of a chart; raises ChartError where none of them can be drawn."""
    from fazhi_metrics.charts.kinds import KINDS

    drawing = KINDS[material.chart.kind](material)
    if not any(p is not None and p.at is not None for line in drawing.drawn for p in line):
        names = "、".join(measured.name for measured in material.measured)
        when = "两年" if material.base_year else f"{material.year}年"
        why = "；".join(dict.fromkeys(reason for p in material.unseen for reason in p.part.reasons))
        raise ChartError(
            f"{names}{when}没有可以画的数{f'：{why}' if why else ''}",
            where=f"图表 {material.chart.id}",
            todo="请看看原始数据里有没有，或少分几类。",
        )
    return drawing


def _plain(value: Any) -> str | int | float | None:
    if isinstance(value, Decimal):
        whole = value == value.to_integral_value() and value.as_tuple().exponent == 0
        return int(value) if whole else float(value)
    return value  # type: ignore[no-any-return]

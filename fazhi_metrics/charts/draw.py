"""Drawing a chart of the catalogue, and the table of its numbers."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from fazhi_metrics.charts.catalogue import chart_named
from fazhi_metrics.charts.chart import Chart, Drawing, Material, Value
from fazhi_metrics.charts.theme import WIDTH
from fazhi_metrics.errors import ChartError, DatasetError, IndicatorError
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.measures.disclosure import NOTE
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

    Raises what `draw` raises.
    """
    import pandas as pd

    _, drawing = _drawn(store, town, name, year, base_year, where)
    table = drawing.table
    return pd.DataFrame([[_plain(v) for v in row] for row in table.rows], columns=list(table.columns))


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
    from fazhi_metrics.charts.kinds import KINDS

    chart = chart_named(name, town)
    material = gather(store, town, chart, year, base_year, where, width=width)
    drawing = KINDS[chart.kind](material)
    if not drawing.table.rows:
        names = "、".join(measured.name for measured in material.measured)
        when = "两年" if material.base_year else f"{year}年"
        hidden = any(part.hidden for part in material.parts)
        todo = f"{NOTE}，请少分几类。" if hidden else "请看看原始数据里有没有。"
        raise ChartError(f"{names}{when}没有可以画的数", where=f"图表 {chart.id}", todo=todo)
    return material, drawing


def _plain(value: Value) -> str | int | float | None:
    if isinstance(value, Decimal):
        return (
            int(value)
            if value == value.to_integral_value() and value.as_tuple().exponent == 0
            else float(value)
        )
    return value

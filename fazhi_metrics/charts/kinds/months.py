"""A year month by month: lines for this year and last, for the whole place or a small panel a part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table, Value
from fazhi_metrics.charts.kinds.change import LEGEND, TICKS, legend
from fazhi_metrics.charts.kinds.ranked import row_title
from fazhi_metrics.charts.marks import reach, symbols
from fazhi_metrics.charts.point import Point
from fazhi_metrics.charts.space import SLACK, pixels
from fazhi_metrics.charts.theme import EDGE, INK, LABEL_SIZE, PALETTE, SOURCE_SIZE, WIDTH

PANELS, FEWER = 3, 2  # small multiples in a row, and in a row of a narrow picture
PANEL = 134  # layout pixels of one of them


def lines(material: Material) -> Drawing:
    """Draw one line a year over the same months; the year stands at the end of its line, the peak at its point."""
    months, figure = material.order[0], go.Figure()
    ends: list[tuple[float, str]] = []
    drawn = [_along(material.of(year=year), months) for year in material.years]
    for year, points in zip(material.years, drawn, strict=True):
        figure.add_trace(_line(months, points, year, material, labelled=True))
        if known := [p.at for p in points if p is not None and p.at is not None]:
            ends.append((known[-1], f"{year}年"))
    top = max((v for trace in figure.data for v in trace.y if v is not None), default=1.0) or 1.0
    for (_, text), y in zip(ends, apart([v for v, _ in ends], top * 0.075), strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=4,
            y=y,
            text=text,
            textangle=0,
            showarrow=False,
            font={"color": INK},
        )
    figure.update_xaxes(showgrid=False, ticks="outside", range=[-0.3, len(months) - 0.7])
    figure.update_yaxes(range=[0, top * 1.12], nticks=5)
    figure.update_layout(margin={"r": 64})
    table = Table(
        (
            material.titles[0] if material.titles else "月份",
            *_year_columns(material),
        ),
        tuple(
            (month, *(cell_of(material, p) for p in row)) for month, *row in zip(months, *drawn, strict=True)
        ),
    )
    return Drawing(
        figure=figure,
        finding=findings.course(material, material.of()),
        table=table,
        form="折线图",
        height=270,
        drawn=tuple(drawn),
        above=14,
        below=TICKS,
    )


def multiples(material: Material) -> Drawing:
    """Draw one small panel a part, all on one scale, last year dashed and this year solid."""
    places, steps = material.order[0], material.order[1]
    totals = [material.totals(year) for year in material.years]
    pairs = [[each.get(place) for each in totals] for place in places]
    across = PANELS if material.width >= WIDTH else FEWER
    room = (material.width - 2 * EDGE) / across - 2 * SLACK
    titles = [
        _panel_title(place, "" if row[-1] is None else row[-1].said(), room)
        for place, row in zip(places, pairs, strict=True)
    ]
    rows = ceil(len(places) / across) or 1
    figure = make_subplots(
        rows=rows,
        cols=across,
        subplot_titles=titles,
        shared_yaxes=True,
        vertical_spacing=54 / (PANEL * rows),
        horizontal_spacing=0.05,
    )
    drawn = list[list[Point | None]]()
    for index, place in enumerate(places):
        for year in material.years:
            drawn.append(_along([p for p in material.of(year=year) if p.label == place], steps))
            trace = _line(steps, drawn[-1], year, material, labelled=False)
            trace.update(showlegend=index == 0)
            figure.add_trace(trace, row=index // across + 1, col=index % across + 1)
    top = max((v for trace in figure.data for v in trace.y if v is not None), default=1.0) or 1.0
    figure.update_yaxes(range=[0, top * 1.12], nticks=3)
    figure.update_xaxes(showgrid=False, ticks="", tickvals=_few(steps), range=[-0.3, len(steps) - 0.7])
    figure.update_annotations(font={"size": LABEL_SIZE, "color": INK})
    figure.update_layout(
        showlegend=len(material.years) > 1,
        legend={**legend(), "y": 1 + 20 / (PANEL * rows)},
    )
    table = Table(
        (row_title(material), *_year_columns(material, material.months())),
        tuple(
            (place, *(cell_of(material, p) for p in row)) for place, row in zip(places, pairs, strict=True)
        ),
    )
    finding = findings.panels_moved(material, [(row[-1], row[0] if len(row) > 1 else None) for row in pairs])
    notes = ("各小图刻度相同",)
    return Drawing(
        figure=figure,
        finding=finding,
        table=table,
        form="同一刻度的小图",
        height=PANEL * rows,
        drawn=tuple(drawn),
        above=LEGEND + 18,
        below=TICKS,
        notes=notes,
    )


def _panel_title(place: str, total: str, room: float) -> str:
    """Return the title of a small panel: a name too long for it is cut (the table beside the chart has it all)."""
    name = place
    while len(name) > 1 and pixels(f"{name}…　{total}") > room:
        name = name[:-1]
    return f"<b>{place if pixels(f'{place}　{total}') <= room else name + '…'}</b>　{total}"


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Return heights for labels at the ends of lines, moved so that each has at least `gap` to the next.

    >>> apart([5.0, 5.0], 2.0)
    [4.0, 6.0]
    """
    order = sorted(range(len(values)), key=lambda i: values[i])
    placed = {i: values[i] for i in order}
    for low, high in pairwise(order):
        short = gap - (placed[high] - placed[low])
        if short > 0:
            placed[low] -= short / 2
            placed[high] += short / 2
    return [placed[i] for i in range(len(values))]


def _line(
    steps: Sequence[str], points: Sequence[Point | None], year: int, material: Material, *, labelled: bool
) -> go.Scatter:
    now = year == material.year
    known = [p.at for p in points if p is not None and p.at is not None]
    peak = max(known) if known and labelled and now else None
    return go.Scatter(
        x=list(steps),
        y=[None if p is None else p.at for p in points],
        **reach(points, "y"),
        name=f"{year}年",
        mode="lines+markers+text",
        line={
            "color": PALETTE[0] if now else PALETTE[1],
            "width": 2.4 if now else 1.8,
            "dash": "solid" if now else "dash",
        },
        marker={
            "size": 6 if now else 5,
            "symbol": symbols(points, "circle") if now else symbols(points, "diamond-open", "x-thin-open"),
        },
        text=["" if p is None else _worded(p, peak, labelled=labelled) for p in points],
        textposition="top center",
        textfont={"size": LABEL_SIZE if labelled else SOURCE_SIZE, "color": INK},
        cliponaxis=False,
        connectgaps=False,
        hovertemplate=f"{year}年%{{x}}　%{{y}}{material.measured[0].unit}<extra></extra>",
    )


def _along(points: Sequence[Point], steps: Sequence[str]) -> list[Point | None]:
    found = {p.labels[-1]: p for p in points}
    return [found.get(step) for step in steps]


def _worded(point: Point, peak: float | None, *, labelled: bool) -> str:
    """Return what stands at a point: its value at the peak, and the mark of one that is not sound."""
    if point.at is not None and (point.at == peak or (labelled and not point.firm)):
        return point.said("")
    return ""


def _year_columns(material: Material, months: str = "") -> list[str]:
    return [f"{year}年{months}（{material.measured[0].unit}）" for year in material.years]


def cell_of(material: Material, point: Point | None) -> Value:
    """Return a cell of the table, empty for what was not measured or is not over."""
    if point is None or material.awaits(point) or (point.at is None and not point.unseen):
        return None
    return point


def _few(steps: Sequence[str]) -> list[str]:
    return list(steps) if len(steps) <= 4 else list(steps[:: (len(steps) + 3) // 4])

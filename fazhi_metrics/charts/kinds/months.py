"""A year month by month: lines for this year and last, for the whole place or a small panel a part."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Part, Table, Value
from fazhi_metrics.charts.kinds.change import LEGEND, TICKS, legend
from fazhi_metrics.charts.kinds.ranked import row_title
from fazhi_metrics.charts.space import SLACK, pixels
from fazhi_metrics.charts.theme import EDGE, INK, LABEL_SIZE, PALETTE, SOURCE_SIZE, WIDTH
from fazhi_metrics.charts.words import number, rounded
from fazhi_metrics.quantities import Exact

PANELS, FEWER = 3, 2  # small multiples in a row, and in a row of a narrow picture
PANEL = 134  # layout pixels of one of them


def lines(material: Material) -> Drawing:
    """Draw one line a year over the same months; the year stands at the end of its line, the peak at its point."""
    measured, months = material.measured[0], material.order[0]
    figure = go.Figure()
    ends: list[tuple[float, str]] = []
    for year in material.years:
        values = _along(material.of(year=year), months)
        known = [v for v in values if v is not None]
        figure.add_trace(_line(months, values, year, material, labelled=True))
        if known:
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
            *(f"{year}年（{measured.unit}）" for year in material.years),
        ),
        tuple(
            (month, *cells)
            for month, *cells in zip(
                months, *(_printed(material, year, months) for year in material.years), strict=True
            )
        ),
    )
    return Drawing(
        figure=figure,
        finding=findings.course(material, material.of()),
        table=table,
        form="折线图",
        height=270,
        above=14,
        below=TICKS,
    )


def multiples(material: Material) -> Drawing:
    """Draw one small panel a part, all on one scale, last year dashed and this year solid."""
    measured = material.measured[0]
    places, steps = material.order[0], material.order[1]
    totals = [(place, _total(material, place, material.year) or 0) for place in places]
    across = PANELS if material.width >= WIDTH else FEWER
    room = (material.width - 2 * EDGE) / across - 2 * SLACK
    titles = [_panel_title(place, number(v, measured.decimals, measured.unit), room) for place, v in totals]
    rows = ceil(len(places) / across) or 1
    figure = make_subplots(
        rows=rows,
        cols=across,
        subplot_titles=titles,
        shared_yaxes=True,
        vertical_spacing=54 / (PANEL * rows),
        horizontal_spacing=0.05,
    )
    for index, place in enumerate(places):
        for year in material.years:
            mine = [
                Part(indicator=p.indicator, year=p.year, labels=p.labels[1:], value=p.value)
                for p in material.of(year=year)
                if p.labels[0] == place
            ]
            trace = _line(steps, _along(mine, steps), year, material, labelled=False)
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
        (row_title(material), *(f"{year}年（{measured.unit}）" for year in material.years)),
        tuple((place, *(_cell(material, place, year) for year in material.years)) for place in places),
    )
    compared = [
        (place, now, _total(material, place, material.base_year) if material.base_year else None)
        for place, now in totals
    ]
    finding = findings.panels_moved(material, compared)
    notes = ("各小图刻度相同",)
    return Drawing(
        figure=figure,
        finding=finding,
        table=table,
        form="同一刻度的小图",
        height=PANEL * rows,
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
    steps: Sequence[str], values: Sequence[float | None], year: int, material: Material, *, labelled: bool
) -> go.Scatter:
    now = year == material.year
    measured = material.measured[0]
    known = [v for v in values if v is not None]
    peak = max(known) if known and labelled and now else None
    texts = ["" if v is None or v != peak else number(v, measured.decimals) for v in values]
    return go.Scatter(
        x=list(steps),
        y=list(values),
        name=f"{year}年",
        mode="lines+markers+text",
        line={
            "color": PALETTE[0] if now else PALETTE[1],
            "width": 2.4 if now else 1.8,
            "dash": "solid" if now else "dash",
        },
        marker={"size": 6 if now else 5, "symbol": "circle" if now else "diamond-open"},
        text=texts,
        textposition="top center",
        textfont={"size": LABEL_SIZE if labelled else SOURCE_SIZE, "color": INK},
        cliponaxis=False,
        connectgaps=False,
        hovertemplate=f"{year}年%{{x}}　%{{y}}{measured.unit}<extra></extra>",
    )


def _along(parts: Sequence[Part], steps: Sequence[str]) -> list[float | None]:
    found = {p.labels[-1]: p.value for p in parts}
    return [None if found.get(step) is None else float(found[step] or 0) for step in steps]


def _printed(material: Material, year: int, steps: Sequence[str]) -> list[Value]:
    found = {p.labels[-1]: p.value for p in material.of(year=year)}
    places = material.measured[0].decimals
    return [None if found.get(step) is None else rounded(found[step] or 0, places) for step in steps]


def _total(material: Material, place: str, year: int | None) -> Exact | None:
    known = [p.value for p in material.of(year=year) if p.labels[0] == place and p.value is not None]
    return sum(known, start=0) if known else None


def _cell(material: Material, place: str, year: int) -> Value:
    total = _total(material, place, year)
    return None if total is None else rounded(total, material.measured[0].decimals)


def _few(steps: Sequence[str]) -> list[str]:
    return list(steps) if len(steps) <= 4 else list(steps[:: (len(steps) + 3) // 4])

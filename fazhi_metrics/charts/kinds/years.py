"""Year by year: a bar from zero for a count, a point with its interval and n for a rate."""

from __future__ import annotations

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table
from fazhi_metrics.charts.kinds.change import TICKS
from fazhi_metrics.charts.kinds.ranked import ends_of, hollow, row_title
from fazhi_metrics.charts.marks import farthest, hatched, reach
from fazhi_metrics.charts.point import Point
from fazhi_metrics.charts.theme import INK, LABEL_SIZE, PALETTE
from fazhi_metrics.charts.words import number
from fazhi_metrics.quantities import rounded

HEIGHT = 230


def years(material: Material) -> Drawing:
    """Draw every year that has a value, in the order of time, the report year the darker one."""
    measured = material.measured[0]
    places = {label: index for index, label in enumerate(material.order[0])}
    every = sorted(material.of(), key=lambda p: places.get(p.label, len(places)))
    known = [p for p in every if p.at is not None]
    names, texts = [f"{p.label}年" for p in known], [_said(p) for p in known]
    colours = [PALETTE[0] if p.label == str(material.year) else PALETTE[1] for p in known]
    figure = go.Figure((_points if measured.rate else _bars)(known, names, texts, colours))
    bounds = [v for p in known for v in p.chance or () if measured.rate]
    found = [*farthest(known), *(p.at or 0.0 for p in known), *bounds]
    low, high = min(found, default=0.0), max(found, default=1.0)
    gap = (high - low) or abs(high) or 1.0
    ends = [low - 0.15 * gap, high + 0.25 * gap] if measured.rate else [0, (high or 1.0) * 1.15]
    figure.update_yaxes(range=ends, visible=False)
    figure.update_xaxes(
        range=[-0.6, len(known) - 0.4], showgrid=False, ticks="", type="category", tickfont={"color": INK}
    )
    columns = (row_title(material), f"{measured.name}（{measured.unit}）", *(["n"] if measured.rate else []))
    table = Table(
        columns,
        tuple(
            (f"{p.label}年", p, *([None if p.n is None else rounded(p.n, 0)] if measured.rate else []))
            for p in every
            if p in known or p.unseen
        ),
    )
    notes = ("竖线为95%区间，n为分母",) if bounds else ("n为分母",) if measured.rate else ()
    form = "逐年的点图" if measured.rate else "逐年的条形图"
    return Drawing(
        figure=figure,
        finding=findings.course(material, []),
        table=table,
        form=form,
        height=HEIGHT,
        drawn=(known,),
        below=TICKS,
        notes=notes,
    )


def _bars(known: list[Point], names: list[str], texts: list[str], colours: list[str]) -> go.Bar:
    return go.Bar(
        x=names,
        y=[p.at for p in known],
        width=0.5,
        marker={"color": colours, **hatched(known)},
        **reach(known, "y"),
        text=texts,
        textposition="outside",
        textangle=0,
        textfont={"size": LABEL_SIZE, "color": INK},
        cliponaxis=False,
        hovertemplate="%{x}　%{text}<extra></extra>",
    )


def _points(known: list[Point], names: list[str], texts: list[str], colours: list[str]) -> go.Scatter:
    ends, at = [ends_of(p) for p in known], [p.at or 0.0 for p in known]
    return go.Scatter(
        x=names,
        y=at,
        mode="markers+text",
        marker={"color": colours, "size": 10, **hollow(known)},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [high - v for (_, high), v in zip(ends, at, strict=True)],
            "arrayminus": [v - low for (low, _), v in zip(ends, at, strict=True)],
            "color": PALETTE[0],
            "thickness": 1.4,
            "width": 4,
        },
        text=[f"　{text}" for text in texts],
        textposition="middle right",
        textfont={"size": LABEL_SIZE, "color": INK},
        cliponaxis=False,
        hovertemplate="%{x}　%{text}<extra></extra>",
    )


def _said(point: Point) -> str:
    said = point.said("", dated=True)
    return said if point.n is None else f"{said}（n={number(point.n)}）"

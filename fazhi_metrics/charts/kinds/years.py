"""Year by year: a bar from zero for a count, a point with its interval and n for a rate."""

from __future__ import annotations

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Part, Table
from fazhi_metrics.charts.kinds.change import TICKS
from fazhi_metrics.charts.kinds.ranked import row_title
from fazhi_metrics.charts.theme import INK, LABEL_SIZE, PALETTE
from fazhi_metrics.charts.words import number, rounded

HEIGHT = 230


def years(material: Material) -> Drawing:
    """Draw every year that has a value, in the order of time, the report year the darker one."""
    measured = material.measured[0]
    places = {label: index for index, label in enumerate(material.order[0])}
    known = sorted(
        (p for p in material.of() if p.value is not None), key=lambda p: places.get(p.labels[0], len(places))
    )
    names, values = [f"{p.labels[0]}年" for p in known], [float(p.value or 0) for p in known]
    texts = [_said(p, measured.decimals) for p in known]
    colours = [PALETTE[0] if p.labels[0] == str(material.year) else PALETTE[1] for p in known]
    figure = go.Figure(
        _points(known, names, values, texts, colours)
        if measured.rate
        else _bars(names, values, texts, colours)
    )
    bounds = [v for p in known for v in (p.low, p.high) if v is not None and measured.rate]
    low, high = min([*values, *bounds], default=0.0), max([*values, *bounds], default=1.0)
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
            (
                name,
                rounded(p.value or 0, measured.decimals),
                *([None if p.n is None else rounded(p.n, 0)] if measured.rate else []),
            )
            for name, p in zip(names, known, strict=True)
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
        below=TICKS,
        notes=notes,
    )


def _bars(names: list[str], values: list[float], texts: list[str], colours: list[str]) -> go.Bar:
    return go.Bar(
        x=names,
        y=values,
        width=0.5,
        marker={"color": colours},
        text=texts,
        textposition="outside",
        textangle=0,
        textfont={"size": LABEL_SIZE, "color": INK},
        cliponaxis=False,
        hovertemplate="%{x}　%{text}<extra></extra>",
    )


def _points(
    known: list[Part], names: list[str], values: list[float], texts: list[str], colours: list[str]
) -> go.Scatter:
    highs = [v if p.high is None else p.high for p, v in zip(known, values, strict=True)]
    lows = [v if p.low is None else p.low for p, v in zip(known, values, strict=True)]
    return go.Scatter(
        x=names,
        y=values,
        mode="markers+text",
        marker={"color": colours, "size": 10},
        error_y={
            "type": "data",
            "symmetric": False,
            "array": [h - v for h, v in zip(highs, values, strict=True)],
            "arrayminus": [v - low for low, v in zip(lows, values, strict=True)],
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


def _said(part: Part, decimals: int) -> str:
    said = number(part.value or 0, decimals)
    return said if part.n is None else f"{said}（n={number(part.n)}）"

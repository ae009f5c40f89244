"""One indicator, one row a part, the largest on top: bars for counts, dots with intervals for rates."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Part, Table
from fazhi_metrics.charts.space import folded, row_height, widened, widest
from fazhi_metrics.charts.theme import BAND, INK, LABEL_SIZE, PALETTE, QUIET
from fazhi_metrics.charts.words import number, rounded

GAP = 14  # layout pixels between marks and the column of texts beside them


def ranked_bars(material: Material) -> Drawing:
    """Draw counts as horizontal bars from zero, each with its value."""
    measured, ranked = material.measured[0], ranked_parts(material)
    values = [float(p.value or 0) for p in ranked]
    names, labels = [p.labels[0] for p in ranked], [number(p.value or 0, measured.decimals) for p in ranked]
    figure = go.Figure(
        go.Bar(
            x=values,
            y=names,
            orientation="h",
            marker={"color": PALETTE[0]},
            text=labels,
            textposition="outside",
            textangle=0,
            textfont={"size": LABEL_SIZE, "color": INK},
            cliponaxis=False,
            hovertemplate=f"%{{y}}　%{{text}}{measured.unit}<extra></extra>",
        )
    )
    ends, _ = widened(0, max(values, default=1.0), names, right=widest(labels), width=material.width)
    figure.update_xaxes(range=ends, visible=False)
    set_rows(figure, names)
    table = Table(
        (row_title(material), f"{measured.name}（{measured.unit}）"),
        tuple((p.labels[0], rounded(p.value or 0, measured.decimals)) for p in ranked),
    )
    return Drawing(
        figure=figure,
        finding=findings.top(material, ranked),
        table=table,
        form="横向条形图",
        height=row_height(names) * len(ranked),
    )


def ranked_dots(material: Material) -> Drawing:
    """Draw rates as dots with their 95% interval and n, and a dotted line for the whole."""
    measured, ranked, whole = material.measured[0], ranked_parts(material), material.whole()
    values = [float(p.value or 0) for p in ranked]
    lows = [v if p.low is None else p.low for p, v in zip(ranked, values, strict=True)]
    highs = [v if p.high is None else p.high for p, v in zip(ranked, values, strict=True)]
    found = [*lows, *highs, *([float(whole.value or 0)] if whole else [])]
    right = max(found, default=1.0)
    names = [p.labels[0] for p in ranked]
    labels = [said_with_n(p, measured.decimals, measured.unit) for p in ranked]
    dots = go.Scatter(
        x=values,
        y=names,
        mode="markers",
        marker={"color": PALETTE[0], "size": 9},
        error_x={
            "type": "data",
            "symmetric": False,
            "array": [h - v for h, v in zip(highs, values, strict=True)],
            "arrayminus": [v - low for low, v in zip(lows, values, strict=True)],
            "color": PALETTE[0],
            "thickness": 1.4,
            "width": 3,
        },
        customdata=labels,
        hovertemplate="%{y}　%{customdata}<extra></extra>",
    )
    ends, pixel = widened(
        min(found, default=0.0), right, names, left=GAP, right=2 * GAP + widest(labels), width=material.width
    )
    figure = go.Figure([dots, beside(names, labels, right + GAP * pixel)])
    figure.update_xaxes(range=ends, visible=False)
    set_rows(figure, names, banded=True)
    if whole is not None:
        _whole_line(
            figure,
            float(whole.value or 0),
            f"总体{number(whole.value or 0, measured.decimals, measured.unit)}",
        )
    unit, places = measured.unit, measured.decimals
    table = Table(
        (
            row_title(material),
            f"{measured.name}（{unit}）",
            "n",
            f"区间下限（{unit}）",
            f"区间上限（{unit}）",
        ),
        tuple(
            (
                p.labels[0],
                rounded(p.value or 0, places),
                rounded(p.n or 0, 0),
                rounded(a, places),
                rounded(b, places),
            )
            for p, a, b in zip(ranked, lows, highs, strict=True)
        ),
    )
    finding = findings.spread(material, ranked)
    bounded = any(p.low is not None for p in ranked)
    notes = ("横线为95%区间，n为分母",) if bounded else ("n为分母",)
    return Drawing(
        figure=figure,
        finding=finding,
        table=table,
        form="带区间的点图" if bounded else "点图",
        height=row_height(names) * len(ranked),
        above=20,
        notes=notes,
    )


def ranked_parts(material: Material, indicator: str | None = None) -> list[Part]:
    """Return the parts that have a value, the largest first; equal ones stay in the place's own order."""
    known = [p for p in material.of(indicator) if p.value is not None]
    places = {label: i for i, label in enumerate(material.order[0])} if material.order else {}
    known.sort(key=lambda p: places.get(p.labels[0], len(places)))
    return sorted(known, key=lambda p: p.value or 0, reverse=True)


def set_rows(
    figure: go.Figure, names: Sequence[str], *, banded: bool = False, numbered: bool = False
) -> None:
    """Set the vertical axis for named rows read from the top, every other one shaded when `banded`.

    `numbered` rows are those whose marks stand at 0, 1, 2 … and not at their names.
    """
    figure.update_yaxes(
        range=[len(names) - 0.5, -0.5],
        showgrid=False,
        ticks="",
        showline=False,
        tickmode="array",
        tickvals=list(range(len(names))) if numbered else list(names),
        ticktext=[folded(name) for name in names],
    )
    for row in range(0, len(names) if banded else 0, 2):
        figure.add_shape(
            type="rect",
            xref="paper",
            x0=0,
            x1=1,
            y0=row - 0.5,
            y1=row + 0.5,
            layer="below",
            line={"width": 0},
            fillcolor=BAND,
        )


def row_title(material: Material) -> str:
    """Return the table's title of the column that names the parts."""
    return material.titles[0] if material.titles else material.chart.noun.removeprefix("个")


def said_with_n(part: Part, decimals: int, unit: str) -> str:
    """Word a rate with its denominator: `96.2%（n=52）`."""
    said = number(part.value or 0, decimals, unit)
    return said if part.n is None else f"{said}（n={number(part.n)}）"


def beside(rows: Sequence[str] | Sequence[float], labels: Sequence[str], x: float) -> go.Scatter:
    """Return a column of texts, one a row, that begins at `x`."""
    return go.Scatter(
        x=[x] * len(rows),
        y=list(rows),
        mode="text",
        text=labels,
        textposition="middle right",
        textfont={"size": LABEL_SIZE, "color": INK},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )


def _whole_line(figure: go.Figure, x: float, text: str) -> None:
    figure.add_vline(x=x, line={"color": QUIET, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=x,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=text,
        textangle=0,
        showarrow=False,
        font={"color": QUIET},
    )

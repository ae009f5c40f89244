"""One indicator, one row a part, the largest on top: bars for counts, dots with intervals for rates."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table, Value
from fazhi_metrics.charts.marks import farthest, hatched, reach, symbols
from fazhi_metrics.charts.point import Point, ranked
from fazhi_metrics.charts.space import folded, row_height, widened, widest
from fazhi_metrics.charts.theme import BAND, INK, LABEL_SIZE, PALETTE, QUIET
from fazhi_metrics.charts.words import number
from fazhi_metrics.quantities import rounded

GAP = 14  # layout pixels between marks and the column of texts beside them


def ranked_bars(material: Material) -> Drawing:
    """Draw counts as horizontal bars from zero, each with its value."""
    measured, shown = material.measured[0], ranked_points(material)
    names, labels = [p.label for p in shown], [p.said("") for p in shown]
    figure = go.Figure(
        go.Bar(
            x=[p.at for p in shown],
            y=names,
            orientation="h",
            marker={"color": PALETTE[0], **hatched(shown)},
            **reach(shown, "x"),
            text=labels,
            textposition="outside",
            textangle=0,
            textfont={"size": LABEL_SIZE, "color": INK},
            cliponaxis=False,
            hovertemplate=f"%{{y}}　%{{text}}{measured.unit}<extra></extra>",
        )
    )
    longest = max(farthest(shown), default=1.0)
    ends, _ = widened(0, longest, names, right=widest(labels), width=material.width)
    figure.update_xaxes(range=ends, visible=False)
    set_rows(figure, names)
    table = Table(
        (row_title(material), f"{measured.name}（{measured.unit}）"),
        tuple((p.label, p) for p in [*shown, *unseen(material)]),
    )
    return Drawing(
        figure=figure,
        finding=findings.top(material, shown),
        table=table,
        form="横向条形图",
        height=row_height(names) * len(shown),
        drawn=(shown,),
    )


def ranked_dots(material: Material) -> Drawing:
    """Draw rates as dots with their 95% interval and n, and a dotted line for the whole."""
    measured, shown, whole = material.measured[0], ranked_points(material), material.whole()
    values = [p.at or 0.0 for p in shown]
    lows, highs = zip(*(ends_of(p) for p in shown), strict=True) if shown else ((), ())
    line = whole if whole is not None and whole.at is not None else None
    found = [*lows, *highs, *([line.at or 0.0] if line else [])]
    right = max(found, default=1.0)
    names, labels = [p.label for p in shown], [said_with_n(p) for p in shown]
    dots = go.Scatter(
        x=values,
        y=names,
        mode="markers",
        marker={"color": PALETTE[0], "size": 9, **hollow(shown)},
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
    if line is not None:
        _whole_line(figure, line.at or 0.0, f"总体{line.said()}")
    unit, places = measured.unit, measured.decimals
    table = Table(
        (
            row_title(material),
            f"{measured.name}（{unit}）",
            "n",
            f"区间下限（{unit}）",
            f"区间上限（{unit}）",
        ),
        tuple((p.label, p, *_counted(p, places)) for p in [*shown, *unseen(material)]),
    )
    finding = findings.spread(material, shown)
    bounded = any(p.chance is not None for p in shown)
    notes = ("横线为95%区间，n为分母",) if bounded else ("n为分母",)
    return Drawing(
        figure=figure,
        finding=finding,
        table=table,
        form="带区间的点图" if bounded else "点图",
        height=row_height(names) * len(shown),
        drawn=(shown, shown),
        above=20,
        notes=notes,
    )


def ranked_points(material: Material, indicator: str | None = None) -> list[Point]:
    """Return the parts that are drawn, the largest first; equal ones stay in the place's own order."""
    return ranked(material.of(indicator), material.order[0] if material.order else ())


def unseen(material: Material) -> list[Point]:
    """Return the parts that the table names below those drawn."""
    return [p for p in material.of() if p.unseen]


def hollow(points: Sequence[Point]) -> dict[str, object]:
    """Return the symbols of points, where some are not sound."""
    found = symbols(points, "circle")
    return {} if isinstance(found, str) else {"symbol": found}


def ends_of(point: Point) -> tuple[float, float]:
    """Return the ends of the line through a point: its 95% interval, or the bounds of what is known."""
    at = point.at or 0.0
    return point.chance or (at, point.to or at)


def _counted(point: Point, places: int) -> tuple[Value, ...]:
    if not point.firm:
        return (None, None, None)
    low, high = ends_of(point)
    return rounded(point.n or 0, 0), rounded(Fraction(low), places), rounded(Fraction(high), places)


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


def said_with_n(point: Point) -> str:
    """Word a rate with its denominator: `96.2%（n=52）`."""
    said = point.said()
    return said if point.n is None else f"{said}（n={number(point.n)}）"


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

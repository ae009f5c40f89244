"""Two values of each part as two markers joined by a line; of rates, with intervals, n and what chance explains."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table, Value
from fazhi_metrics.charts.kinds.change import LEGEND, legend, matched, pair_row, unmatched
from fazhi_metrics.charts.kinds.ranked import GAP, beside, ends_of, row_title, set_rows
from fazhi_metrics.charts.marks import farthest, reach, symbols
from fazhi_metrics.charts.point import Measured, Point
from fazhi_metrics.charts.space import row_height, widened, widest
from fazhi_metrics.charts.theme import INK, LABEL_SIZE, PALETTE, PAPER, QUIET, SOURCE_SIZE
from fazhi_metrics.charts.words import number
from fazhi_metrics.quantities import rounded

TALL = 7  # layout pixels more for a row with intervals
OFF = 0.25  # of a row: how far above and below the markers their intervals run

Pair = tuple[Point, Point]


def dumbbell(material: Material) -> Drawing:
    """Draw each part as two markers joined by a line: last year and this, or two indicators of this year.

    The values of counts stand at the markers. Rates have the 95% intervals of both as thin lines, the values
    and n in columns at the right, bold where chance could not explain the change.
    """
    measured, (pairs, names) = material.measured[0], matched(material)
    rows = [b.label for _, b in pairs]
    figure, drawn = go.Figure(_joins(pairs)), list[Sequence[Point]]([()])
    bounded = measured.rate and any(p.chance is not None for pair in pairs for p in pair)
    if measured.rate:
        drawn += [(), ()]
        _columns(figure, material, pairs, rows, names)
    else:
        _ends(figure, material, pairs, rows)
    for side, name in enumerate(names):
        points = [pair[side] for pair in pairs]
        if bounded:
            figure.add_trace(_interval(points, side))
            drawn.append(())
        figure.add_trace(_markers(pairs, rows, side, name, measured))
        drawn.append(points)
        if not isinstance(
            figure.data[-1].marker.symbol, str
        ):  # the legend would show the mark of the first row
            figure.data[-1].showlegend = False
            mark = {"symbol": "circle", "color": PALETTE[0], "size": 10} if side else figure.data[-1].marker
            figure.add_trace(go.Scatter(x=[None], y=[None], mode="markers", name=name, marker=mark))
            drawn.append(())
    figure.update_xaxes(visible=False)
    set_rows(figure, rows, banded=True, numbered=True)
    figure.update_layout(showlegend=True, legend=legend(rows, material.width))
    compared = len(material.measured) == 1
    return Drawing(
        figure=figure,
        finding=findings.moves(material, pairs) if compared else findings.gaps(material, pairs),
        table=_table(material, pairs, names),
        form="哑铃图",
        height=(row_height(rows) + TALL * bounded) * len(rows),
        drawn=tuple(drawn),
        above=LEGEND,
        notes=_notes(material, bounded=bounded),
    )


def _columns(
    figure: go.Figure, material: Material, pairs: Sequence[Pair], rows: Sequence[str], names: Sequence[str]
) -> None:
    """Set the values and n of each row in two columns right of the marks, under their titles."""
    bold = [findings.beyond_chance(material, b) for _, b in pairs]
    values = [f"{a.said('')} → {b.said('')}" for a, b in pairs]
    counts = [f"{number(a.n or 0)}、{number(b.n or 0)}" for a, b in pairs]
    bounds = [v for pair in pairs for p in pair for v in (*ends_of(p), p.at or 0.0)]
    low, high = min(bounds, default=0.0), max(bounds, default=1.0)
    first = widest([*values, head := f"{material.measured[0].unit}"]) + GAP
    right = GAP + first + widest([*counts, "n"])
    ends, pixel = widened(low, high, rows, left=GAP, right=right, width=material.width)
    figure.update_xaxes(range=ends)
    at = range(len(rows))
    said = [f"<b>{text}</b>" if strong else text for text, strong in zip(values, bold, strict=True)]
    for x, texts, title in ((high + GAP * pixel, said, head), (high + (GAP + first) * pixel, counts, "n")):
        figure.add_trace(beside(list(at), texts, x))
        figure.add_annotation(
            x=x,
            y=1,
            yref="paper",
            xanchor="left",
            yanchor="bottom",
            text=title,
            textangle=0,
            showarrow=False,
            font={"size": SOURCE_SIZE, "color": QUIET},
        )


def _ends(figure: go.Figure, material: Material, pairs: Sequence[Pair], rows: Sequence[str]) -> None:
    """Set the values of each row outside its two markers."""
    points = [p for pair in pairs for p in pair]
    low, high = min((p.at or 0.0 for p in points), default=0.0), max(farthest(points), default=1.0)
    label = widest([f"{p.said()}　" for p in points]) + GAP
    ends, _ = widened(low, high, rows, left=label, right=label, width=material.width)
    figure.update_xaxes(range=ends)


def _joins(pairs: Sequence[Pair]) -> go.Scatter:
    x = [v for a, b in pairs for v in (a.at, b.at, None)]
    y = [v for row in range(len(pairs)) for v in (row, row, None)]
    line = {"color": QUIET, "width": 2}
    return go.Scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip")


def _interval(points: Sequence[Point], side: int) -> go.Scatter:
    """Return the intervals of one side as thin lines, above the markers or below them."""
    known = [(row, p.chance) for row, p in enumerate(points) if p.chance is not None]
    x = [v for _, chance in known for v in (*chance, None)]
    y = [v for row, _ in known for v in (row + (OFF if side else -OFF),) * 2 + (None,)]
    line = {"color": PALETTE[1 - side], "width": 1.4}
    return go.Scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip")


def _markers(
    pairs: Sequence[Pair], rows: Sequence[str], side: int, name: str, measured: Measured
) -> go.Scatter:
    points = [pair[side] for pair in pairs]
    said = [p.said() for p in points]
    sides, texts = [], []
    for pair, text in zip(pairs, said, strict=True):
        mine, theirs = (rounded(Fraction(pair[each].at or 0), measured.decimals) for each in (side, 1 - side))
        left = mine < theirs or (mine == theirs and not side)
        sides.append("middle left" if left else "middle right")
        texts.append("" if mine == theirs and not side else f"{text}　" if left else f"　{text}")
    return go.Scatter(
        x=[p.at for p in points],
        y=list(range(len(rows))),
        name=name,
        mode="markers" if measured.rate else "markers+text",
        marker={
            "color": PALETTE[0] if side else PAPER,
            "size": 10,
            "symbol": symbols(points, "circle") if side else symbols(points, "diamond", "x-thin"),
            "line": {"width": 0 if side else 2.5, "color": PALETTE[0] if side else PALETTE[1]},
        },
        **reach(points, "x"),
        text=None if measured.rate else texts,
        textposition=sides,
        textfont={"size": LABEL_SIZE, "color": INK},
        cliponaxis=False,
        customdata=[f"{row}　{name}　{text}" for row, text in zip(rows, said, strict=True)],
        hovertemplate="%{customdata}<extra></extra>",
    )


def _table(material: Material, pairs: Sequence[Pair], names: Sequence[str]) -> Table:
    measured = material.measured[0]
    unit, places = measured.unit, measured.decimals
    columns = [
        row_title(material),
        *(f"{name}（{unit}）" for name in names),
        f"相差（{'个百分点' if unit == '%' else unit}）",
    ]
    rows = [*(pair_row(a, b) for a, b in pairs), *unmatched(material, pairs)]
    if measured.rate:
        columns += [text for name in names for text in (f"{name}区间（{unit}）", f"{name}n")]
        rows = [
            (*row, *(v for p in row if isinstance(p, Point) for v in (_bounds(p, places), _counted(p))))
            for row in rows
        ]
    return Table(tuple(columns), tuple(rows))


def _bounds(point: Point, decimals: int) -> str | None:
    return None if point.chance is None else "至".join(number(end, decimals) for end in point.chance)


def _counted(point: Point) -> Value:
    return None if point.n is None else rounded(point.n, 0)


def _notes(material: Material, *, bounded: bool) -> tuple[str, ...]:
    if not material.measured[0].rate:
        return ()
    lines = "细线为两年的95%区间，n为两年的分母" if bounded else "n为两年的分母"
    bold = any(findings.beyond_chance(material, p) for p in material.of())
    return (f"{lines}；粗体为超出偶然波动的变化" if bold else lines,)

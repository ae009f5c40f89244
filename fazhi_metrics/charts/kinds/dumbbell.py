"""Two values of each part as two markers joined by a line; of rates, with intervals, n and what chance explains."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Measured, Part, Table
from fazhi_metrics.charts.kinds.change import LEGEND, legend, matched, pair_row
from fazhi_metrics.charts.kinds.ranked import GAP, beside, row_title, set_rows
from fazhi_metrics.charts.space import row_height, widened, widest
from fazhi_metrics.charts.theme import INK, LABEL_SIZE, PALETTE, PAPER, QUIET, SOURCE_SIZE
from fazhi_metrics.charts.words import number, rounded

TALL = 7  # layout pixels more for a row with intervals
OFF = 0.25  # of a row: how far above and below the markers their intervals run

Pair = tuple[Part, Part]


def dumbbell(material: Material) -> Drawing:
    """Draw each part as two markers joined by a line: last year and this, or two indicators of this year.

    The values of counts stand at the markers. Rates have the 95% intervals of both as thin lines, the values
    and n in columns at the right, bold where chance could not explain the change.
    """
    measured, (pairs, names) = material.measured[0], matched(material)
    rows = [b.labels[0] for _, b in pairs]
    figure = go.Figure(_joins(pairs))
    bounded = measured.rate and any(p.low is not None for pair in pairs for p in pair)
    if measured.rate:
        _columns(figure, material, pairs, rows, names)
    else:
        _ends(figure, material, pairs, rows)
    for side, name in enumerate(names):
        if bounded:
            figure.add_trace(_interval([pair[side] for pair in pairs], side))
        figure.add_trace(_markers(pairs, rows, side, name, measured))
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
        above=LEGEND,
        notes=_notes(material, bounded=bounded),
    )


def _columns(
    figure: go.Figure, material: Material, pairs: Sequence[Pair], rows: Sequence[str], names: Sequence[str]
) -> None:
    """Set the values and n of each row in two columns right of the marks, under their titles."""
    places, firm = material.measured[0].decimals, material.firm or frozenset()
    bold = [b.labels in firm for _, b in pairs]
    values = [f"{number(a.value or 0, places)} → {number(b.value or 0, places)}" for a, b in pairs]
    counts = [f"{number(a.n or 0)}、{number(b.n or 0)}" for a, b in pairs]
    bounds = [
        v for pair in pairs for p in pair for v in (p.low, p.high, float(p.value or 0)) if v is not None
    ]
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
    measured = material.measured[0]
    values = [float(p.value or 0) for pair in pairs for p in pair]
    low, high = min(values, default=0.0), max(values, default=1.0)
    label = widest([number(v, measured.decimals, f"　{measured.unit}") for v in (low, high)]) + GAP
    ends, _ = widened(low, high, rows, left=label, right=label, width=material.width)
    figure.update_xaxes(range=ends)


def _joins(pairs: Sequence[Pair]) -> go.Scatter:
    x = [v for a, b in pairs for v in (float(a.value or 0), float(b.value or 0), None)]
    y = [v for row in range(len(pairs)) for v in (row, row, None)]
    line = {"color": QUIET, "width": 2}
    return go.Scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip")


def _interval(parts: Sequence[Part], side: int) -> go.Scatter:
    """Return the intervals of one side as thin lines, above the markers or below them."""
    known = [(row, p) for row, p in enumerate(parts) if p.low is not None]
    x = [v for _, p in known for v in (p.low, p.high, None)]
    y = [v for row, _ in known for v in (row + (OFF if side else -OFF),) * 2 + (None,)]
    line = {"color": PALETTE[1 - side], "width": 1.4}
    return go.Scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip")


def _markers(
    pairs: Sequence[Pair], rows: Sequence[str], side: int, name: str, measured: Measured
) -> go.Scatter:
    parts = [pair[side] for pair in pairs]
    said = [number(p.value or 0, measured.decimals, measured.unit) for p in parts]
    sides, texts = [], []
    for pair, text in zip(pairs, said, strict=True):
        mine, theirs = (rounded(pair[each].value or 0, measured.decimals) for each in (side, 1 - side))
        left = mine < theirs or (mine == theirs and not side)
        sides.append("middle left" if left else "middle right")
        texts.append("" if mine == theirs and not side else f"{text}　" if left else f"　{text}")
    return go.Scatter(
        x=[float(p.value or 0) for p in parts],
        y=list(range(len(rows))),
        name=name,
        mode="markers" if measured.rate else "markers+text",
        marker={
            "color": PALETTE[0] if side else PAPER,
            "size": 10,
            "symbol": "circle" if side else "diamond",
            "line": {"width": 0 if side else 2.5, "color": PALETTE[0] if side else PALETTE[1]},
        },
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
    rows = [pair_row(a, b, places) for a, b in pairs]
    if measured.rate:
        columns += [text for name in names for text in (f"{name}区间（{unit}）", f"{name}n")]
        rows = [
            (*row, *(v for p in pair for v in (_bounds(p, places), rounded(p.n or 0, 0))))
            for row, pair in zip(rows, pairs, strict=True)
        ]
    return Table(tuple(columns), tuple(rows))


def _bounds(part: Part, decimals: int) -> str | None:
    if part.low is None or part.high is None:
        return None
    return f"{number(part.low, decimals)}至{number(part.high, decimals)}"


def _notes(material: Material, *, bounded: bool) -> tuple[str, ...]:
    if not material.measured[0].rate:
        return ()
    lines = "细线为两年的95%区间，n为两年的分母" if bounded else "n为两年的分母"
    return (f"{lines}；粗体为超出偶然波动的变化" if material.firm else lines,)

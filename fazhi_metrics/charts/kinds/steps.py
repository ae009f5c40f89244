"""How many matters took each step of a procedure: bars from zero, in the order of the steps."""

from __future__ import annotations

from fractions import Fraction

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table
from fazhi_metrics.charts.kinds.ranked import set_rows
from fazhi_metrics.charts.space import widened, widest
from fazhi_metrics.charts.theme import INK, LABEL_SIZE, PALETTE
from fazhi_metrics.charts.words import number, rounded
from fazhi_metrics.quantities import Exact

STEP = 36  # layout pixels of one step


def steps(material: Material) -> Drawing:
    """Draw the first indicator as the whole, and of every other, a rate of it, how many took that step."""
    counts: list[tuple[str, Exact]] = []
    for measured in material.measured:
        whole = material.whole(measured.id)
        counts.append((measured.name, 0 if whole is None or whole.numerator is None else whole.numerator))
    total, unit = counts[0][1], material.measured[0].unit
    names = [name for name, _ in counts]
    texts = [_said(value, total, unit, first=i == 0) for i, (_, value) in enumerate(counts)]
    figure = go.Figure(
        go.Bar(
            x=[float(v) for _, v in counts],
            y=names,
            orientation="h",
            marker={"color": [PALETTE[4], *[PALETTE[0]] * (len(counts) - 1)]},
            text=texts,
            textposition="outside",
            textangle=0,
            textfont={"size": LABEL_SIZE, "color": INK},
            cliponaxis=False,
            hovertemplate="%{y}　%{text}<extra></extra>",
        )
    )
    ends, _ = widened(0, max(float(v) for _, v in counts), names, right=widest(texts), width=material.width)
    figure.update_xaxes(range=ends, visible=False)
    set_rows(figure, names)
    table = Table(
        ("程序", f"件数（{unit}）", "占比（%）"),
        tuple((name, rounded(v, 0), rounded(_share(v, total), 1) if total else None) for name, v in counts),
    )
    finding = findings.steps(material, counts)
    return Drawing(
        figure=figure, finding=finding, table=table, form="程序漏斗（横向条形图）", height=STEP * len(counts)
    )


def _share(value: Exact, total: Exact) -> Fraction:
    return Fraction(value) * 100 / Fraction(total)


def _said(value: Exact, total: Exact, unit: str, *, first: bool) -> str:
    said = number(value, 0, unit)
    return said if first or not total else f"{said}（{number(_share(value, total), 0, '%')}）"

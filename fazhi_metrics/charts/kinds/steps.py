"""How many matters took each step of a procedure: bars from zero, in the order of the steps."""

from __future__ import annotations

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table, Value
from fazhi_metrics.charts.kinds.ranked import set_rows
from fazhi_metrics.charts.marks import hatched
from fazhi_metrics.charts.point import Point
from fazhi_metrics.charts.space import widened, widest
from fazhi_metrics.charts.theme import INK, LABEL_SIZE, PALETTE
from fazhi_metrics.charts.words import number
from fazhi_metrics.quantities import rounded

STEP = 36  # layout pixels of one step


def steps(material: Material) -> Drawing:
    """Draw the first indicator as the whole, and of every other, a rate of it, how many took that step."""
    every = [p for p in (material.whole(each.id) for each in material.measured) if p is not None]
    shown = [p for p in every if p.part.numerator is not None]
    total, unit = every[0] if every else None, material.measured[0].unit
    names, counts = [p.measured.name for p in shown], [float(p.part.numerator or 0) for p in shown]
    texts = [_said(p, total, unit) for p in shown]
    colours = [PALETTE[4] if p is total else PALETTE[0] for p in shown]
    figure = go.Figure(
        go.Bar(
            x=counts,
            y=names,
            orientation="h",
            marker={"color": colours, **hatched(shown)},
            text=texts,
            textposition="outside",
            textangle=0,
            textfont={"size": LABEL_SIZE, "color": INK},
            cliponaxis=False,
            hovertemplate="%{y}　%{text}<extra></extra>",
        )
    )
    ends, _ = widened(0, max(counts, default=1.0), names, right=widest(texts), width=material.width)
    figure.update_xaxes(range=ends, visible=False)
    set_rows(figure, names)
    table = Table(
        ("程序", f"件数（{unit}）", "占比（%）"),
        tuple((p.measured.name, *_cells(p, total)) for p in every if p in shown or p.unseen),
    )
    finding = findings.steps(material, every) if every else f"{material.year}年{findings.NOTHING}"
    return Drawing(
        figure=figure,
        finding=finding,
        table=table,
        form="程序漏斗（横向条形图）",
        height=STEP * len(shown),
        drawn=(shown,),
    )


def _cells(point: Point, total: Point | None) -> tuple[Value, Value]:
    if point is total:
        return point, rounded(100, 1) if point.value else None
    count = point.part.numerator
    return None if count is None else rounded(
        count, 0
    ), point if point.part.value is not None or point.unseen else None


def _said(point: Point, total: Point | None, unit: str) -> str:
    """Word how many took a step, with the share of those to which it applies."""
    if point is total:
        return point.said()
    said = number(point.part.numerator or 0, 0, unit)
    if point.part.value is None:
        return said
    applies = point.part.denominator
    other = total is None or applies != total.part.numerator
    of = f"，适用{number(applies or 0, 0, unit)}" if other else ""
    mark = "" if point.firm else f"，{point.status.title}"
    return f"{said}（{number(point.part.value, 0, '%')}{of}{mark}）"

"""Two values side by side: dumbbells, paired bars, and one small panel an indicator."""

from __future__ import annotations

from collections.abc import Sequence

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Measured, Part, Table, Value
from fazhi_metrics.charts.kinds.ranked import GAP, ROW, beside, ranked_parts, row_title, set_rows
from fazhi_metrics.charts.space import widened, widest
from fazhi_metrics.charts.theme import INK, LABEL_SIZE, PALETTE, PAPER, QUIET
from fazhi_metrics.charts.words import change, number, rounded

LEGEND = 28  # layout pixels of a legend above the plot
TICKS = 22  # layout pixels of the labels of a horizontal axis


def dumbbell(material: Material) -> Drawing:
    """Draw each part as two markers joined by a line: last year and this, or two indicators of this year."""
    measured = material.measured[0]
    pairs, names = matched(material)
    start, end = [a for a, _ in pairs], [b for _, b in pairs]
    rows = [b.labels[0] for b in end]
    values = [float(p.value or 0) for p in (*start, *end)]
    low, high = min(values, default=0.0), max(values, default=1.0)
    label = widest([number(v, measured.decimals, f"　{measured.unit}") for v in (low, high)]) + GAP
    texts = [f"n={number(a.n or 0)}、{number(b.n or 0)}" for a, b in pairs] if measured.rate else []
    ends, pixel = widened(low, high, rows, left=label, right=label + widest(texts))
    figure = go.Figure()
    figure.add_trace(_joins(pairs))
    for parts, others, name, first in ((start, end, names[0], True), (end, start, names[1], False)):
        figure.add_trace(_markers(parts, others, rows, name, measured, first))
    figure.update_xaxes(range=ends, visible=False)
    if texts:
        figure.add_trace(beside(rows, texts, high + label * pixel))
    set_rows(figure, len(rows), banded=True)
    figure.update_layout(showlegend=True, legend=legend())
    unit = measured.unit
    gap_unit = "个百分点" if unit == "%" else unit
    table = Table(
        (row_title(material), *(f"{name}（{unit}）" for name in names), f"相差（{gap_unit}）"),
        tuple(_pair_row(a, b, measured.decimals) for a, b in pairs),
    )
    compared = len(material.measured) == 1
    finding = findings.moves(material, pairs) if compared else findings.gaps(material, pairs)
    notes = ("n为两年的分母",) if measured.rate else ()
    return Drawing(figure, finding, table, "哑铃图", ROW * len(rows), above=LEGEND, notes=notes)


def pairs(material: Material) -> Drawing:
    """Draw each part as two horizontal bars from zero, each with its name and value at its end."""
    measured = material.measured[0]
    matches, names = matched(material)
    rows = [b.labels[0] for _, b in matches]
    longest = max((float(p.value or 0) for pair in matches for p in pair), default=1.0)
    figure, labels = go.Figure(), list[str]()
    for side, name in enumerate(names):
        parts = [pair[side] for pair in matches]
        texts = [f"{name} {number(p.value or 0, measured.decimals)}" for p in parts]
        labels += texts
        figure.add_trace(
            go.Bar(
                x=[float(p.value or 0) for p in parts],
                y=rows,
                name=name,
                orientation="h",
                marker={"color": PALETTE[1 - side]},
                text=texts,
                textposition="outside",
                textangle=0,
                textfont={"size": LABEL_SIZE, "color": INK},
                cliponaxis=False,
                hovertemplate=f"%{{y}}　%{{text}}{measured.unit}<extra></extra>",
            )
        )
    figure.update_layout(barmode="group", bargap=0.24, bargroupgap=0.04)
    ends, _ = widened(0, longest, rows, right=widest(labels))
    figure.update_xaxes(range=ends, visible=False)
    set_rows(figure, len(rows))
    unit = measured.unit
    table = Table(
        (row_title(material), *(f"{name}（{unit}）" for name in names), f"相差（{unit}）"),
        tuple(_pair_row(a, b, measured.decimals) for a, b in matches),
    )
    compared = len(material.measured) == 1
    finding = findings.course(material, []) if compared else findings.gaps(material, matches)
    return Drawing(figure, finding, table, "成对的横向条形图", 2 * (ROW - 4) * len(rows))


def panels(material: Material) -> Drawing:
    """Draw one panel an indicator, each with its own unit: a bar from zero for last year and for this."""
    shown = material.measured
    titles = [_panel_title(material, m) for m in shown]
    figure = make_subplots(rows=1, cols=len(shown), subplot_titles=titles, horizontal_spacing=0.08)
    table_rows = []
    for column, measured in enumerate(shown, 1):
        parts = [(year, material.whole(measured.id, year)) for year in material.years]
        values = [float(p.value or 0) for _, p in parts if p is not None]
        figure.add_trace(
            go.Bar(
                x=[f"{year}年" for year, _ in parts],
                y=[None if p is None else float(p.value or 0) for _, p in parts],
                width=0.5,
                marker={"color": [PALETTE[0] if year == material.year else PALETTE[1] for year, _ in parts]},
                text=["" if p is None else number(p.value or 0, measured.decimals) for _, p in parts],
                textposition="outside",
                textangle=0,
                textfont={"size": LABEL_SIZE, "color": INK},
                cliponaxis=False,
                hovertemplate=f"%{{x}}　%{{text}}{measured.unit}<extra></extra>",
            ),
            row=1,
            col=column,
        )
        figure.update_xaxes(range=[-0.5, len(parts) - 0.5], row=1, col=column)
        figure.update_yaxes(range=[0, max([*values, 1e-9]) * 1.15], visible=False, row=1, col=column)
        cells = [rounded(p.value or 0, measured.decimals) if p is not None else None for _, p in parts]
        table_rows.append((measured.name, measured.unit, *cells, _moved(material, measured)))
    figure.update_xaxes(showgrid=False, ticks="")
    figure.update_annotations(font={"size": LABEL_SIZE, "color": INK}, y=1, yanchor="bottom", yshift=4)
    table = Table(("指标", "单位", *(f"{year}年" for year in material.years), "变化"), tuple(table_rows))
    return Drawing(figure, findings.directions(material), table, "并列的条形图", 220, above=44, below=TICKS)


def matched(material: Material) -> tuple[list[tuple[Part, Part]], tuple[str, str]]:
    """Return the parts that have both values, ranked by the later or second one, and what the two are called."""
    if len(material.measured) > 1:
        one, other = material.measured[0].id, material.measured[1].id
        names = (material.measured[0].name, material.measured[1].name)
        first = {p.labels[0]: p for p in material.of(one) if p.value is not None}
        ranked = ranked_parts(material, other)
    else:
        one = material.measured[0].id
        names = (f"{material.base_year}年", f"{material.year}年")
        first = {p.labels[0]: p for p in material.of(one, material.base_year) if p.value is not None}
        ranked = ranked_parts(material)
    return [(first[p.labels[0]], p) for p in ranked if p.labels[0] in first], names


def legend() -> dict[str, object]:
    """Return a legend in one line above the plot, left-aligned, in reading order."""
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "traceorder": "normal",
        "font": {"size": LABEL_SIZE, "color": INK},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def _joins(pairs: Sequence[tuple[Part, Part]]) -> go.Scatter:
    x = [v for a, b in pairs for v in (float(a.value or 0), float(b.value or 0), None)]
    y = [v for _, b in pairs for v in (b.labels[0], b.labels[0], None)]
    line = {"color": QUIET, "width": 2}
    return go.Scatter(x=x, y=y, mode="lines", line=line, showlegend=False, hoverinfo="skip")


def _markers(
    parts: Sequence[Part],
    others: Sequence[Part],
    rows: Sequence[str],
    name: str,
    measured: Measured,
    first: bool,
) -> go.Scatter:
    sides, texts = [], []
    for part, other in zip(parts, others, strict=True):
        mine, theirs = part.value or 0, other.value or 0
        same = rounded(mine, measured.decimals) == rounded(theirs, measured.decimals)
        left, said = mine < theirs or (same and first), number(mine, measured.decimals, measured.unit)
        sides.append("middle left" if left else "middle right")
        texts.append("" if same and first else f"{said}　" if left else f"　{said}")
    return go.Scatter(
        x=[float(p.value or 0) for p in parts],
        y=rows,
        name=name,
        mode="markers+text",
        marker={
            "color": PAPER if first else PALETTE[0],
            "size": 10,
            "symbol": "diamond" if first else "circle",
            "line": {"width": 2.5 if first else 0, "color": PALETTE[1] if first else PALETTE[0]},
        },
        text=texts,
        textposition=sides,
        textfont={"size": LABEL_SIZE, "color": INK},
        cliponaxis=False,
        hovertemplate=f"%{{y}}　{name}　%{{x}}{measured.unit}<extra></extra>",
    )


def _pair_row(one: Part, other: Part, decimals: int) -> tuple[Value, ...]:
    a, b = rounded(one.value or 0, decimals), rounded(other.value or 0, decimals)
    return (other.labels[0], a, b, b - a)  # the difference of what is printed


def _panel_title(material: Material, measured: Measured) -> str:
    return f"<b>{measured.name}</b><br>（{measured.unit}）{_moved(material, measured, with_unit=measured.unit == '%')}"


def _moved(material: Material, measured: Measured, *, with_unit: bool = True) -> str:
    after = material.whole(measured.id)
    before = material.whole(measured.id, material.base_year) if material.base_year else None
    if after is None or before is None:
        return "无法比较"
    gap = rounded(after.value or 0, measured.decimals) - rounded(before.value or 0, measured.decimals)
    return change(gap, measured.decimals, measured.unit if with_unit else "") if gap else "持平"

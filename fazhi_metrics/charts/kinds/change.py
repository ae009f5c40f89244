"""Two values side by side: paired bars, and one small panel an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Measured, Part, Table, Value
from fazhi_metrics.charts.kinds.ranked import ranked_parts, row_title, set_rows
from fazhi_metrics.charts.space import names_margin, row_height, widened, widest
from fazhi_metrics.charts.theme import EDGE, INK, LABEL_SIZE, PALETTE, PAPER, WIDTH
from fazhi_metrics.charts.words import change, number, rounded

LEGEND = 28  # layout pixels of a legend above the plot
BAR = 24  # layout pixels of one of two bars
SPACING = 0.08  # between panels, of the width of the plot
TICKS = 22  # layout pixels of the labels of a horizontal axis


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
    ends, _ = widened(0, longest, rows, right=widest(labels), width=material.width)
    figure.update_xaxes(range=ends, visible=False)
    set_rows(figure, rows)
    unit = measured.unit
    table = Table(
        (row_title(material), *(f"{name}（{unit}）" for name in names), f"相差（{unit}）"),
        tuple(pair_row(a, b, measured.decimals) for a, b in matches),
    )
    compared = len(material.measured) == 1
    finding = findings.course(material, []) if compared else findings.gaps(material, matches)
    return Drawing(
        figure=figure,
        finding=finding,
        table=table,
        form="成对的横向条形图",
        height=max(row_height(rows), 2 * BAR) * len(rows),
    )


def panels(material: Material) -> Drawing:
    """Draw one panel an indicator, each with its own unit: a bar from zero for last year and for this.

    Rates carry their 95% interval and n.
    """
    shown = material.measured
    titles = [_panel_title(material, m) for m in shown]
    figure = make_subplots(rows=1, cols=len(shown), subplot_titles=titles, horizontal_spacing=SPACING)
    slot = (material.width - 2 * EDGE) * (1 - SPACING * (len(shown) - 1)) / len(shown) / len(material.years)
    years = [f"{year}年" for year in material.years]
    if widest(years) > slot:
        years = [str(year) for year in material.years]
    for column, measured in enumerate(shown, 1):
        _add_panel(figure, column, measured, years, [material.total(measured.id, y) for y in material.years])
    figure.update_xaxes(showgrid=False, ticks="", type="category")
    figure.update_annotations(font={"size": LABEL_SIZE, "color": INK}, y=1, yanchor="bottom", yshift=4)
    table, counted = _panel_table(material), any(m.rate for m in shown)
    bounded = any(p.low is not None for p in material.parts if not p.labels)
    notes = ("竖线为95%区间，n为分母",) if counted and bounded else ("n为分母",) if counted else ()
    if any(_seems_wrong(material, m) for m in shown):
        notes = (*notes, "变化由未四舍五入的数算出")
    return Drawing(
        figure=figure,
        finding=findings.directions(material),
        table=table,
        form="并列的条形图",
        height=220,
        above=44,
        below=TICKS * (1 + counted),
        notes=notes,
    )


def _add_panel(
    figure: go.Figure, column: int, measured: Measured, years: Sequence[str], parts: Sequence[Part | None]
) -> None:
    ticks = [f"{y}{_said_n(p) if measured.rate else ''}" for y, p in zip(years, parts, strict=True)]
    values = [None if p is None or p.value is None else float(p.value) for p in parts]
    spans = [(p.low, p.high) if p and p.low is not None and p.high is not None else None for p in parts]
    tops = [s[1] if s else v or 0.0 for s, v in zip(spans, values, strict=True)]
    bars = go.Bar(
        x=ticks,
        y=values,
        width=0.5,
        marker={"color": [PALETTE[1], PALETTE[0]][-len(parts) :]},
        hovertemplate=f"%{{x}}　%{{y}}{measured.unit}<extra></extra>",
    )
    labels = go.Scatter(
        x=ticks,
        y=tops,
        mode="text",
        text=[_said_value(p, measured.decimals) for p in parts],
        textposition="top center",
        textfont={"size": LABEL_SIZE, "color": INK},
        cliponaxis=False,
        showlegend=False,
        hoverinfo="skip",
    )
    for trace in (bars, labels):
        figure.add_trace(trace, row=1, col=column)
    for tick, span in zip(ticks, spans, strict=True):
        if span is None:
            continue
        for colour, width in ((PAPER, 4.5), (INK, 1.5)):  # an edge keeps it off a dark bar
            ends = {"x0": tick, "x1": tick, "y0": span[0], "y1": span[1]}
            figure.add_shape(type="line", **ends, line={"color": colour, "width": width}, row=1, col=column)
    figure.update_xaxes(range=[-0.5, len(parts) - 0.5], row=1, col=column)
    figure.update_yaxes(range=[0, max([*tops, 1e-9]) * 1.15], visible=False, row=1, col=column)


def _panel_table(material: Material) -> Table:
    rows = []
    for measured in material.measured:
        parts = [material.total(measured.id, year) for year in material.years]
        cells = [None if p is None or p.value is None else rounded(p.value, measured.decimals) for p in parts]
        counts = ["" if p is None or p.n is None else number(p.n) for p in parts] if measured.rate else []
        n = ["、".join(counts)] if any(m.rate for m in material.measured) else []
        rows.append((measured.name, measured.unit, *cells, _moved(material, measured), *n))
    counted = ("n",) if any(m.rate for m in material.measured) else ()
    return Table(("指标", "单位", *(f"{year}年" for year in material.years), "变化", *counted), tuple(rows))


def _seems_wrong(material: Material, measured: Measured) -> bool:
    """Whether the change is not what a reader gets who takes the printed numbers from each other."""
    after, before = (material.whole(measured.id, year) for year in (material.year, material.base_year))
    if material.base_year is None or after is None or before is None:
        return False
    printed = [rounded(part.value or 0, measured.decimals) for part in (after, before)]
    return printed[0] - printed[1] != findings.difference(after, before, measured)


def _said_n(part: Part | None) -> str:
    return f"<br>n={number(part.n)}" if part is not None and part.n is not None else ""


def _said_value(part: Part | None, decimals: int) -> str:
    if part is None or part.value is None:
        return "未列出" if part is not None and part.hidden else "无数据"
    return number(part.value, decimals)


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


def legend(names: Sequence[str] = (), width: int = WIDTH) -> dict[str, object]:
    """Return a legend in one line above the plot, in reading order; above the names of its rows where it has any."""
    margin = names_margin(names) if names else EDGE
    return {
        "orientation": "h",
        "x": (EDGE - margin) / (width - margin - EDGE),
        "xanchor": "left",
        "y": 1,
        "yanchor": "bottom",
        "traceorder": "normal",
        "font": {"size": LABEL_SIZE, "color": INK},
        "itemclick": False,
        "itemdoubleclick": False,
    }


def pair_row(one: Part, other: Part, decimals: int) -> tuple[Value, ...]:
    """Return the row of two values and their difference, rounded once."""
    a, b = one.value or 0, other.value or 0
    gap = rounded(Fraction(b) - Fraction(a), decimals)
    return (other.labels[0], rounded(a, decimals), rounded(b, decimals), gap)


def _panel_title(material: Material, measured: Measured) -> str:
    return f"<b>{measured.name}</b><br>（{measured.unit}）{_moved(material, measured, with_unit=measured.unit == '%')}"


def _moved(material: Material, measured: Measured, *, with_unit: bool = True) -> str:
    after = material.whole(measured.id)
    before = material.whole(measured.id, material.base_year) if material.base_year else None
    if after is None or before is None:
        return "无法比较"
    gap = findings.difference(after, before, measured)
    return change(gap, measured.decimals, measured.unit if with_unit else "") if gap else "持平"

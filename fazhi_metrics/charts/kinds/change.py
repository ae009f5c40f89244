"""Two values side by side: paired bars, and one small panel an indicator."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go
from plotly.subplots import make_subplots

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table, Value
from fazhi_metrics.charts.kinds.ranked import ends_of, ranked_points, row_title, set_rows
from fazhi_metrics.charts.marks import farthest, hatched, reach
from fazhi_metrics.charts.point import NONE, Measured, Point
from fazhi_metrics.charts.space import names_margin, row_height, widened, widest
from fazhi_metrics.charts.theme import EDGE, INK, LABEL_SIZE, PALETTE, PAPER, WIDTH
from fazhi_metrics.charts.words import change, number
from fazhi_metrics.quantities import rounded

LEGEND = 28  # layout pixels of a legend above the plot
BAR = 24  # layout pixels of one of two bars
SPACING = 0.08  # between panels, of the width of the plot
TICKS = 22  # layout pixels of the labels of a horizontal axis


def pairs(material: Material) -> Drawing:
    """Draw each part as two horizontal bars from zero, each with its name and value at its end."""
    measured = material.measured[0]
    matches, names = matched(material)
    rows = [b.label for _, b in matches]
    longest = max(farthest([p for pair in matches for p in pair]), default=1.0)
    figure, labels = go.Figure(), list[str]()
    sides = [[pair[side] for pair in matches] for side in (0, 1)]
    for side, (name, points) in enumerate(zip(names, sides, strict=True)):
        texts = [f"{name} {p.said('')}" for p in points]
        labels += texts
        figure.add_trace(
            go.Bar(
                x=[p.at for p in points],
                y=rows,
                name=name,
                orientation="h",
                marker={"color": PALETTE[1 - side], **hatched(points)},
                **reach(points, "x"),
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
        (*(pair_row(a, b) for a, b in matches), *unmatched(material, matches)),
    )
    compared = len(material.measured) == 1
    finding = findings.course(material, []) if compared else findings.gaps(material, matches)
    return Drawing(
        figure=figure,
        finding=finding,
        table=table,
        form="成对的横向条形图",
        height=max(row_height(rows), 2 * BAR) * len(rows),
        drawn=tuple(sides),
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
    wholes = [[material.whole(measured.id, year) for year in material.years] for measured in shown]
    for column, (measured, points) in enumerate(zip(shown, wholes, strict=True), 1):
        _add_panel(figure, column, measured, years, points)
    figure.update_xaxes(showgrid=False, ticks="", type="category")
    figure.update_annotations(font={"size": LABEL_SIZE, "color": INK}, y=1, yanchor="bottom", yshift=4)
    table, counted = _panel_table(material), any(m.rate for m in shown)
    bounded = any(p is not None and p.chance is not None for points in wholes for p in points)
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
        drawn=tuple(points for points in wholes for _ in range(2)),
        notes=notes,
    )


def _add_panel(
    figure: go.Figure, column: int, measured: Measured, years: Sequence[str], points: Sequence[Point | None]
) -> None:
    ticks = [f"{y}{_said_n(p) if measured.rate else ''}" for y, p in zip(years, points, strict=True)]
    spans = [p.chance if p is not None else None for p in points]
    tops = [0.0 if p is None or p.at is None else ends_of(p)[1] for p in points]
    bars = go.Bar(
        x=ticks,
        y=[None if p is None else p.at for p in points],
        width=0.5,
        marker={"color": [PALETTE[1], PALETTE[0]][-len(points) :], **hatched(points)},
        **reach(points, "y"),
        hovertemplate=f"%{{x}}　%{{y}}{measured.unit}<extra></extra>",
    )
    texts = [_lines(p.said("")) if p is not None else NONE for p in points]
    labels = go.Scatter(
        x=ticks,
        y=tops,
        mode="text",
        text=texts,
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
    figure.update_xaxes(range=[-0.5, len(points) - 0.5], row=1, col=column)
    figure.update_yaxes(
        range=[0, max([*tops, 1e-9]) * (1.3 if any("<br>" in text for text in texts) else 1.15)],
        visible=False,
        row=1,
        col=column,
    )


def _panel_table(material: Material) -> Table:
    rows = []
    for measured in material.measured:
        points = [material.whole(measured.id, year) for year in material.years]
        cells = [None if p is not None and p.part.value is None and not p.unseen else p for p in points]
        counts = ["—" if p is None or p.n is None else number(p.n) for p in points] if measured.rate else []
        n = ["、".join(counts)] if any(m.rate for m in material.measured) else []
        rows.append((_named(material, measured), measured.unit, *cells, _moved(material, measured), *n))
    counted = ("n",) if any(m.rate for m in material.measured) else ()
    return Table(("指标", "单位", *(f"{year}年" for year in material.years), "变化", *counted), tuple(rows))


def _seems_wrong(material: Material, measured: Measured) -> bool:
    """Whether the change is not what a reader gets who takes the printed numbers from each other."""
    after, before = (material.whole(measured.id, year) for year in (material.year, material.base_year))
    if material.base_year is None or after is None or before is None or not (after.firm and before.firm):
        return False
    printed = [rounded(point.value, measured.decimals) for point in (after, before)]
    return printed[0] - printed[1] != findings.difference(after, before, measured)


def _said_n(point: Point | None) -> str:
    return f"<br>n={number(point.n)}" if point is not None and point.n is not None else ""


def _lines(said: str) -> str:
    """Set the mark of a value on a line of its own, where the room is narrow."""
    return said.replace("（", "<br>（") if said.endswith("）") else said


def matched(material: Material) -> tuple[list[tuple[Point, Point]], tuple[str, str]]:
    """Return the parts of which both are drawn, ranked by the later or second one, and what the two are called."""
    first = {p.label: p for p in _first(material) if p.at is not None}
    if len(material.measured) > 1:
        names = (material.measured[0].name, material.measured[1].name)
        second = ranked_points(material, material.measured[1].id)
    else:
        names = (material.named(material.base_year), material.named())
        second = ranked_points(material)
    return [(first[p.label], p) for p in second if p.label in first], names


def _first(material: Material) -> list[Point]:
    return material.of() if len(material.measured) > 1 else material.of(year=material.base_year)


def unmatched(material: Material, pairs: Sequence[tuple[Point, Point]]) -> list[tuple[Value, ...]]:
    """Return the rows of the parts that are not drawn, though there is or may be something in one of the two."""
    seconds = {p.label: p for p in material.of(material.measured[-1].id)}
    drawn = {b.label for _, b in pairs}
    both = [(a, seconds[a.label]) for a in _first(material) if a.label in seconds and a.label not in drawn]
    return [pair_row(a, b) for a, b in both if a.unseen or b.unseen]


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


def pair_row(one: Point, other: Point) -> tuple[Value, ...]:
    """Return the row of two values and, where both are known, their difference, rounded once."""
    firm = one.firm and other.firm
    gap = rounded(Fraction(other.value) - Fraction(one.value), one.measured.decimals) if firm else None
    return (other.label, one, other, gap)


def _named(material: Material, measured: Measured) -> str:
    """Name an indicator with the months that both years are limited to."""
    months = material.months(measured.id)
    return f"{measured.name}（{months}）" if months else measured.name


def _panel_title(material: Material, measured: Measured) -> str:
    return f"<b>{_named(material, measured)}</b><br>（{measured.unit}）{_moved(material, measured, with_unit=measured.unit == '%')}"


def _moved(material: Material, measured: Measured, *, with_unit: bool = True) -> str:
    after = material.whole(measured.id)
    before = material.whole(measured.id, material.base_year) if material.base_year else None
    if after is None or before is None or not (after.firm and before.firm):
        return "无法比较"
    gap = findings.difference(after, before, measured)
    return change(gap, measured.decimals, measured.unit if with_unit else "") if gap else "持平"

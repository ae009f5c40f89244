"""How a whole divides: stacked shares in at most four categories."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table, Value
from fazhi_metrics.charts.kinds.ranked import row_title, set_rows
from fazhi_metrics.charts.marks import hatched
from fazhi_metrics.charts.point import Point
from fazhi_metrics.charts.space import names_margin, pixels
from fazhi_metrics.charts.theme import CATEGORIES, EDGE, INK, LABEL_SIZE, PALETTE, PAPER, text_on
from fazhi_metrics.charts.words import counted, number
from fazhi_metrics.errors import ChartError
from fazhi_metrics.measures.intervals import share_difference, wilson
from fazhi_metrics.measures.part import joined
from fazhi_metrics.quantities import rounded

BAR = 62  # layout pixels of one stacked bar
Row = tuple[Point, dict[str, Point]]  # the whole of a year, and its categories by name


def shares(material: Material) -> Drawing:
    """Draw one bar a year, divided into at most four categories, the smaller ones taken together by name.

    Raises ChartError where a whole that is to be divided is not known.
    """
    measured = material.measured[0]
    names, several = _categories(material)
    rows = [_row(material, year, names, several) for year in material.years]
    titles = [material.named(year) for year in material.years]
    bar = material.width - names_margin(titles) - EDGE
    figure, drawn = go.Figure(), list[list[Point | None]]()
    for index, name in enumerate(names):
        points = [found.get(name) for _, found in rows]
        portions = [_portion(point, whole) for point, (whole, _) in zip(points, rows, strict=True)]
        colour = PALETTE[index]
        drawn.append(points)
        figure.add_trace(
            go.Bar(
                x=[None if p is None else float(p) for p in portions],
                y=titles,
                name=name,
                orientation="h",
                marker={"color": colour, "line": {"color": PAPER, "width": 2}, **hatched(points)},
                text=[_inside(name, p, bar) for p in portions],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": LABEL_SIZE, "color": text_on(colour)},
                constraintext="none",
                customdata=["" if p is None else p.said() for p in points],
                hovertemplate=f"%{{y}}　{name}　%{{customdata}}（%{{x:.1f}}%）<extra></extra>",
            )
        )
    figure.update_layout(barmode="stack", bargap=0.44)
    figure.update_xaxes(range=[0, 100], visible=False)
    set_rows(figure, titles)
    for title, row in zip(titles, rows, strict=True):
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="right",
            y=title,
            yanchor="top",
            yshift=-18,
            text=_under(names, row, bar),
            textangle=0,
            showarrow=False,
            font={"size": LABEL_SIZE, "color": INK},
        )
    columns = [text for title in titles for text in (f"{title}（{measured.unit}）", f"{title}占比（%）")]
    table = Table(
        (row_title(material), *columns),
        tuple((name, *(cell for row in rows for cell in _cells(name, row))) for name in names),
    )
    now, before = list(rows[-1][1].values()), list(rows[0][1].values()) if len(rows) > 1 else []
    totals = "、".join(f"{title}{whole.said()}" for title, (whole, _) in zip(titles, rows, strict=True))
    doubt = _doubt(rows[-1], rows[0], several) if len(rows) > 1 else ()
    return Drawing(
        figure=figure,
        finding=findings.largest_share(material, now, before, list(several)),
        table=table,
        form="百分比堆叠条形图",
        height=BAR * len(rows),
        drawn=tuple(drawn),
        notes=(f"总数：{totals}", *doubt),
    )


def _categories(material: Material) -> tuple[list[str], dict[str, list[str]]]:
    """Return the categories to show, and what those taken together hold.

    All stand in their own order when they fit, else the largest and the rest together: 其余三类（山林、劳资、其他）.
    """
    now = {p.label: p.at or 0.0 for p in material.of()}
    order = [*material.order[0], *(name for name in now if name not in material.order[0])]
    if len(order) <= CATEGORIES:
        return order, {}
    ranked = sorted(order, key=lambda name: now.get(name, 0.0), reverse=True)
    kept = ranked[: CATEGORIES - 1]
    rest = [name for name in order if name not in kept]
    together = f"其余{counted(len(rest))}{material.chart.noun[0]}（{'、'.join(rest)}）"
    return [*kept, together], {together: rest}


def _row(material: Material, year: int, names: Sequence[str], several: dict[str, list[str]]) -> Row:
    found = {p.label: p for p in material.of(year=year)}
    whole = material.whole(year=year)
    if whole is None or whole.at is None:
        status = whole.status.title if whole is not None else findings.NOTHING
        raise ChartError(
            f"{material.named(year)}{material.measured[0].name}{status}，画不出构成",
            where="；".join(whole.part.reasons) if whole is not None else "",
        )
    for together, rest in several.items():
        parts = [found.pop(name).part for name in rest if name in found]
        sums = [part.numerator for part in parts]
        known = None if None in sums else sum((s for s in sums if s is not None), start=0)
        card, missing = whole.measured.card, sum(part.missing for part in parts)
        n = sum(part.n or 0 for part in parts)
        joint = joined(card, (together,), parts, known, None, n, missing)
        found[together] = Point(whole.measured, year, joint)
    return whole, {name: found[name] for name in names if name in found}


def _portion(point: Point | None, whole: Point) -> Fraction | None:
    if point is None or point.at is None:
        return None
    return Fraction(point.value) * 100 / Fraction(whole.value) if whole.value else Fraction(0)


def _cells(name: str, row: Row) -> tuple[Value, Value]:
    whole, found = row
    portion = _portion(found.get(name), whole)
    return found.get(name), None if portion is None else rounded(portion, 1)


def _doubt(now: Row, before: Row, several: dict[str, list[str]]) -> tuple[str, ...]:
    """Say whether chance could explain how the largest share moved (Newcombe's interval of two shares)."""
    single = [p for p in now[1].values() if p.label not in (*several, findings.REST) and p.firm]
    most = max(single, key=lambda p: p.value, default=None)
    last = before[1].get(most.label) if most is not None else None
    if most is None or last is None or not last.firm or most.value == last.value == 0:
        return ()
    (share, one), (base, other) = (
        (float(Fraction(p.value) / Fraction(whole.value)), wilson(int(p.value), int(whole.value)))
        for p, whole in ((most, now[0]), (last, before[0]))
    )
    low, high = share_difference(one, share, other, base)
    return (f"{most.label}占比之差可能出于偶然",) if low <= 0 <= high else ()


def _inside(name: str, portion: Fraction | None, bar: float) -> str:
    """Return the name and share that stand in a part of a bar of so many pixels, nothing where they do not fit."""
    if portion is None:
        return ""
    texts = [f"{each} {number(portion, 1, '%')}" for each in dict.fromkeys((name, name.partition("（")[0]))]
    return next((text for text in texts if pixels(text) <= portion / 100 * bar), "")


def _under(names: Sequence[str], row: Row, bar: float) -> str:
    """Return the caption under a bar that names the parts too narrow for their label, in the bar's order."""
    portions = [(i, name, _portion(row[1].get(name), row[0])) for i, name in enumerate(names)]
    return "　".join(
        f'<span style="color:{PALETTE[i]}">■</span> {name} {number(p, 1, "%")}'
        for i, name, p in portions
        if p is not None and not _inside(name, p, bar).startswith(name)
    )

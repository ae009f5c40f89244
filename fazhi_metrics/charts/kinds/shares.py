"""How a whole divides: stacked shares in at most four categories, and a heat table of counts."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table
from fazhi_metrics.charts.findings import REST
from fazhi_metrics.charts.kinds.ranked import row_title, set_rows
from fazhi_metrics.charts.space import SLACK, names_margin, pixels, row_height, widest
from fazhi_metrics.charts.theme import (
    CATEGORIES,
    DEEP,
    EDGE,
    INK,
    LABEL_SIZE,
    PALE,
    PALETTE,
    PAPER,
    SOURCE_SIZE,
    text_on,
)
from fazhi_metrics.charts.words import number, rounded
from fazhi_metrics.measures.intervals import share_difference, wilson
from fazhi_metrics.quantities import Exact

BAR = 62  # layout pixels of one stacked bar
TOTALS = 56  # layout pixels of the column of totals


def shares(material: Material) -> Drawing:
    """Draw one bar a year, divided into at most four categories, the smaller ones taken together."""
    measured = material.measured[0]
    now = _counts(material, material.year)
    before = _counts(material, material.base_year) if material.base_year else {}
    names = _categories(material, now)
    rows = (
        [
            (f"{year}年", _folded(counts, names))
            for year, counts in zip(material.years, (before, now), strict=True)
        ]
        if (material.base_year)
        else [(f"{material.year}年", _folded(now, names))]
    )
    bar = material.width - names_margin([row for row, _ in rows]) - EDGE
    figure = go.Figure()
    for index, name in enumerate(names):
        portions = [_portion(counts[index], counts) for _, counts in rows]
        colour = PALETTE[index]
        figure.add_trace(
            go.Bar(
                x=[float(p) for p in portions],
                y=[row for row, _ in rows],
                name=name,
                orientation="h",
                marker={"color": colour, "line": {"color": PAPER, "width": 2}},
                text=[_inside(name, p, bar) for p in portions],
                textposition="inside",
                insidetextanchor="middle",
                textangle=0,
                textfont={"size": LABEL_SIZE, "color": text_on(colour)},
                constraintext="none",
                customdata=[number(counts[index], measured.decimals, measured.unit) for _, counts in rows],
                hovertemplate=f"%{{y}}　{name}　%{{customdata}}（%{{x:.1f}}%）<extra></extra>",
            )
        )
    figure.update_layout(barmode="stack", bargap=0.44)
    figure.update_xaxes(range=[0, 100], visible=False)
    set_rows(figure, [row for row, _ in rows])
    for row, counts in rows:
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="right",
            y=row,
            yanchor="top",
            yshift=-18,
            text=_under(names, counts, bar),
            textangle=0,
            showarrow=False,
            font={"size": LABEL_SIZE, "color": INK},
        )
    columns = [text for row, _ in rows for text in (f"{row}（{measured.unit}）", f"{row}占比（%）")]
    table = Table(
        (row_title(material), *columns),
        tuple(
            (
                name,
                *(
                    c
                    for _, counts in rows
                    for c in (rounded(counts[i], 0), rounded(_portion(counts[i], counts), 1))
                ),
            )
            for i, name in enumerate(names)
        ),
    )
    finding = findings.largest_share(material, list(now.items()), list(before.items()))
    totals = "、".join(f"{row}{number(sum(counts, start=0), 0, measured.unit)}" for row, counts in rows)
    notes = (f"总数：{totals}", *_doubt(now, before))
    return Drawing(
        figure=figure,
        finding=finding,
        table=table,
        form="百分比堆叠条形图",
        height=BAR * len(rows),
        notes=notes,
    )


def heat(material: Material) -> Drawing:
    """Draw counts as a table of shaded cells with their number, the row with most on top, and the rows' totals."""
    measured, total = material.measured[0], findings.total_word(material)
    columns = material.order[1]
    found = {p.labels: p.value for p in material.of() if p.value is not None}
    totals: list[tuple[str, Exact]] = [
        (row, sum((found.get((row, c)) or 0 for c in columns), start=0)) for row in material.order[0]
    ]
    totals.sort(key=lambda pair: pair[1], reverse=True)
    rows = [row for row, _ in totals]
    cells = [[found.get((row, c)) for c in columns] for row in rows]
    texts = [["" if v is None else number(v, measured.decimals) for v in line] for line in cells]
    figure = go.Figure(
        go.Heatmap(
            z=[[None if v is None else float(v) for v in line] for line in cells],
            x=list(columns),
            y=rows,
            text=texts,
            texttemplate="%{text}",
            textfont={"size": LABEL_SIZE, "color": INK},
            colorscale=[[0, PALE], [1, DEEP]],
            zmin=0,
            showscale=False,
            xgap=2,
            ygap=2,
            hovertemplate=f"%{{y}}%{{x}}　%{{z}}{measured.unit}<extra></extra>",
        )
    )
    for row, value in totals:
        figure.add_annotation(
            x=1,
            xref="paper",
            xanchor="left",
            xshift=6,
            y=row,
            text=number(value, measured.decimals),
            textangle=0,
            showarrow=False,
            font={"size": LABEL_SIZE, "color": INK, "weight": 700},
        )
    figure.add_annotation(
        x=1,
        xref="paper",
        xanchor="left",
        xshift=6,
        y=1,
        yref="paper",
        yanchor="bottom",
        text=total,
        textangle=0,
        showarrow=False,
        font={"size": SOURCE_SIZE, "color": INK},
    )
    cell = (material.width - names_margin(rows) - TOTALS) / max(len(columns), 1)
    size = LABEL_SIZE if widest(columns) <= cell + SLACK / 2 else SOURCE_SIZE
    figure.update_xaxes(side="top", showgrid=False, ticks="", showline=False, tickfont={"size": size})
    set_rows(figure, rows)
    figure.update_layout(margin={"r": TOTALS})
    table = Table(
        (row_title(material), *columns, f"{total}（{measured.unit}）"),
        tuple(
            (
                row,
                *(None if v is None else rounded(v, measured.decimals) for v in line),
                rounded(value, measured.decimals),
            )
            for (row, value), line in zip(totals, cells, strict=True)
        ),
    )
    return Drawing(
        figure=figure,
        finding=findings.hottest(material, totals),
        table=table,
        form="热力表",
        height=row_height(rows) * len(rows),
        above=24,
        notes=("颜色越深越多",),
    )


def _counts(material: Material, year: int | None) -> dict[str, Exact]:
    return {p.labels[0]: p.value for p in material.of(year=year) if p.value is not None}


def _categories(material: Material, now: dict[str, Exact]) -> list[str]:
    """Return the labels to show: all in their own order when they fit, else the largest and the rest together."""
    order = [*material.order[0], *(name for name in now if name not in material.order[0])]
    if len(order) <= CATEGORIES:
        return order
    ranked = sorted((name for name in order if name != REST), key=lambda name: now.get(name, 0), reverse=True)
    return [*ranked[: CATEGORIES - 1], REST]


def _folded(counts: dict[str, Exact], names: Sequence[str]) -> list[Exact]:
    kept = [counts.get(name, 0) for name in names]
    if names and names[-1] == REST:
        kept[-1] = sum((v for name, v in counts.items() if name not in names[:-1]), start=0)
    return kept


def _portion(value: Exact, counts: Sequence[Exact]) -> Fraction:
    total = Fraction(sum(counts, start=0))
    return Fraction(value) * 100 / total if total else Fraction(0)


def _doubt(now: dict[str, Exact], before: dict[str, Exact]) -> tuple[str, ...]:
    """Say whether chance could explain how the largest share moved (Newcombe's interval of two shares)."""
    name = max((name for name in now if name != REST), key=lambda each: now[each], default="")
    n, base = sum(now.values(), start=0), sum(before.values(), start=0)
    if not n or not base or name not in before or now[name] == before[name] == 0:
        return ()
    share, last = float(Fraction(now[name]) / Fraction(n)), float(Fraction(before[name]) / Fraction(base))
    low, high = share_difference(
        wilson(int(now[name]), int(n)), share, wilson(int(before[name]), int(base)), last
    )
    return (f"{name}占比之差可能出于偶然",) if low <= 0 <= high else ()


def _inside(name: str, portion: Fraction, bar: float) -> str:
    """Return the name and share that stand in a part of a bar of so many pixels, nothing where they do not fit."""
    said = f"{name} {number(portion, 1, '%')}"
    return said if pixels(said) <= portion / 100 * bar else ""


def _under(names: Sequence[str], counts: Sequence[Exact], bar: float) -> str:
    """Return the caption under a bar that names the parts too narrow for their label, in the bar's order."""
    portions = [(i, _portion(counts[i], counts)) for i in range(len(names))]
    return "　".join(
        f'<span style="color:{PALETTE[i]}">■</span> {names[i]} {number(p, 1, "%")}'
        for i, p in portions
        if not _inside(names[i], p, bar)
    )

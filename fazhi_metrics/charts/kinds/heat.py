"""Counts by two dimensions: a table of shaded cells."""

from __future__ import annotations

import plotly.graph_objects as go

from fazhi_metrics.charts import findings
from fazhi_metrics.charts.chart import Drawing, Material, Table
from fazhi_metrics.charts.kinds.months import cell_of
from fazhi_metrics.charts.kinds.ranked import row_title, set_rows
from fazhi_metrics.charts.point import Point
from fazhi_metrics.charts.space import SLACK, names_margin, row_height, widest
from fazhi_metrics.charts.theme import DEEP, INK, LABEL_SIZE, PALE, SOURCE_SIZE
from fazhi_metrics.measures.status import Status

TOTALS = 56  # layout pixels of the column of totals
ABSENT = {Status.INCOMPLETE: "缺", Status.UNAVAILABLE: "—", Status.CONFIDENTIAL: "※"}
_KEYS = {"缺": "缺为数据不全", "—": "—为没有此项", "※": "※为不列出", "*": "带*而无底色的不是定数"}


def heat(material: Material) -> Drawing:
    """Draw counts as a table of shaded cells with their number, the row with most on top, and the rows' totals.

    A cell whose value is not sound has no shade, and its number a mark.
    """
    measured, total = material.measured[0], findings.total_word(material)
    columns, whole = material.order[1], material.totals()
    found = {p.labels: p for p in material.of()}
    rows = sorted(whole, key=lambda row: material.order[0].index(row) if row in material.order[0] else -1)
    rows.sort(key=lambda row: whole[row].value if whole[row].firm else -1, reverse=True)
    cells = [[found.get((row, column)) for column in columns] for row in rows]
    texts = [["" if p is None else _text(material, p) for p in line] for line in cells]
    figure = go.Figure(
        go.Heatmap(
            z=[
                [p.at if p is not None and p.status is Status.SOUND else None for p in line] for line in cells
            ],
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
    for line, row in zip(cells, rows, strict=True):
        for column, point in zip(columns, line, strict=True):
            if point is not None and (point.at is None or point.status is not Status.SOUND):
                _mark(figure, column, row, _text(material, point))  # plotly writes no text on an empty cell
        _mark(figure, None, row, _text(material, whole[row]))
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
            (row, *(cell_of(material, p) for p in line), cell_of(material, whole[row]))
            for row, line in zip(rows, cells, strict=True)
        ),
    )
    used = " ".join(each for line in texts for each in line)
    keys = [words for sign, words in _KEYS.items() if sign in used]
    return Drawing(
        figure=figure,
        finding=findings.hottest(material, [whole[row] for row in rows]),
        table=table,
        form="热力表",
        height=row_height(rows) * len(rows),
        drawn=([p for line in cells for p in line],),
        above=24,
        notes=("颜色越深越多", *keys),
    )


def _text(material: Material, point: Point) -> str:
    """Return what stands in a cell: its number, marked when it is not sound; nothing for what is not over."""
    if material.awaits(point) or (point.at is None and not point.unseen):
        return ""
    if point.unseen:
        return ABSENT.get(point.status, "?")
    return point.said("") if point.firm else f"{point.said('').partition('（')[0]}*"


def _mark(figure: go.Figure, column: str | None, row: str, text: str) -> None:
    """Write a text on a cell without shade, or right of a row."""
    if not text:
        return
    place = {"x": 1, "xref": "paper", "xanchor": "left", "xshift": 6} if column is None else {"x": column}
    weight = {} if column is not None else {"weight": 700}
    figure.add_annotation(
        **place,
        y=row,
        text=text,
        textangle=0,
        showarrow=False,
        font={"size": LABEL_SIZE, "color": INK, **weight},
    )

"""From a drawing to a finished chart: titles, subtitle, source line, alt text, size."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from fazhi_metrics.charts.chart import Drawing, Material, Measured, Table
from fazhi_metrics.charts.space import names_margin
from fazhi_metrics.charts.theme import (
    EDGE,
    QUIET,
    SOURCE_SIZE,
    SUBTITLE_SIZE,
    TITLE_SIZE,
    template,
)
from fazhi_metrics.charts.words import wrap

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LINE = 1.3  # the line height of plotly, in font sizes
DROP = 0.7  # plotly lets one line hang from its place, several begin at the first's foot; in font sizes
BOLD = 1.03  # how much wider bold letters are
GAP = 12  # layout pixels between title, subtitle, plot and source
ALT_ROWS = 24  # longer tables are told by their first rows; all of it stands in the table beside the chart


def compose(material: Material, drawing: Drawing) -> Figure:
    """Return the finished figure; `layout.meta` carries id, name, finding, subtitle, source, alt and table."""
    figure, chart = drawing.figure, material.chart
    finding = f"{drawing.finding}（数据不全，见注）" if material.gaps else drawing.finding
    subtitle = _subtitle(material)
    source = source_line(material, drawing.notes)
    width = material.width
    room = width - 2 * EDGE - 4  # a mark that may begin no line hangs over by one em
    title_lines = wrap(finding, room / TITLE_SIZE / BOLD)
    sub_lines = wrap(subtitle, room / SUBTITLE_SIZE)
    source_lines = [line for part in source.split("\n") for line in wrap(part, room / SOURCE_SIZE)]
    title_height, sub_height = LINE * TITLE_SIZE * len(title_lines), LINE * SUBTITLE_SIZE * len(sub_lines)
    head = EDGE + title_height + GAP + sub_height + GAP + drawing.above
    foot = drawing.below + GAP + LINE * SOURCE_SIZE * len(source_lines) + EDGE
    height = round(head + drawing.height + foot)
    figure.update_layout(
        template=template(),
        width=width,
        height=height,
        margin={"t": round(head), "b": round(foot), "l": _left_margin(figure), "pad": 4},
        title={
            "text": "<br>".join(title_lines),
            "subtitle": {
                "text": "<br>".join(sub_lines),
                "font": {"size": SUBTITLE_SIZE, "color": QUIET, "weight": 400},
            },
            "x": EDGE / width,
            "xanchor": "left",
            "y": 1 - (EDGE + (DROP * TITLE_SIZE if len(title_lines) > 1 else 0)) / height,
            "yanchor": "top",
            "yref": "container",
        },
        meta={
            "id": chart.id,
            "name": chart.title,
            "year": material.year,
            "finding": finding,
            "subtitle": subtitle,
            "source": source,
            "sample": material.sample,
            "alt": alt_text(material, drawing, finding),
            "table": {
                "columns": list(drawing.table.columns),
                "rows": [_plain(row) for row in drawing.table.rows],
            },
        },
    )
    if figure.layout.margin.r is None:
        figure.update_layout(margin={"r": EDGE})
    figure.add_annotation(
        name="source",
        text="<br>".join(source_lines),
        textangle=0,
        align="left",
        x=0,
        xref="paper",
        xanchor="left",
        xshift=EDGE - figure.layout.margin.l,
        y=0,
        yref="paper",
        yanchor="bottom",
        yshift=EDGE - 4 - figure.layout.margin.b,
        borderpad=0,
        showarrow=False,
        font={"size": SOURCE_SIZE, "color": QUIET},
    )
    for index, trace in enumerate(figure.data):
        trace.uid = f"{chart.id}-{index}"  # else plotly.js makes one up, and no two images are the same
    return figure


def source_line(material: Material, notes: Sequence[str] = ()) -> str:
    """Return the remarks, and on a line of their own the ledgers, their years and the banner of a sample."""
    years = "、".join(f"{year}年" for year in material.period)
    totals_shown = material.chart.kind != "shares"  # of shares, the change of the whole is not the subject
    doubtful = [m.name for m in material.measured if totals_shown and material.chance.get(m.id)]
    chance = [f"{'、'.join(doubtful)}两年之差可能出于偶然"] if doubtful else []
    remarks = "；".join([*material.gaps, *notes, *chance, *material.remarks])
    from_where = (
        f"来源：{_where(material)}{'、'.join(material.sources)}（{years}）" if material.sources else "",
        material.sample.rstrip("。"),
    )
    lines = (f"注：{remarks}" if remarks else "", "。".join(part for part in from_where if part))
    return "\n".join(line for line in lines if line)


def alt_text(material: Material, drawing: Drawing, finding: str) -> str:
    """Tell a reader who does not see the chart what it is, what it found, and its numbers."""
    table = drawing.table
    head = f"{drawing.form}：{material.chart.title}。{finding}。"
    return f"{head}{_spoken(table)}" if table.rows else head


def _spoken(table: Table) -> str:
    rows = [
        f"{row[0]}：{'，'.join(_cell(c, v) for c, v in zip(table.columns[1:], row[1:], strict=True))}"
        if len(row) > 2
        else f"{row[0]}{_shown(row[1])}"
        for row in table.rows[:ALT_ROWS]
    ]
    more = f"；其余{len(table.rows) - ALT_ROWS}行见数据表" if len(table.rows) > ALT_ROWS else ""
    lead = f"{table.columns[1]}：" if len(table.columns) == 2 else "数据："
    return f"{lead}{'；'.join(rows)}{more}。"


def _cell(column: str, value: object) -> str:
    """Say one cell of the table: `2025年（起）` and 312 give `2025年312起`."""
    titled = re.fullmatch(r"(.+)（([^（）]+)）", column)
    if value is None or titled is None:
        return f"{column}{'=' if column.isascii() else ''}{_shown(value)}"
    return f"{titled[1]}{value}{titled[2]}"


def _shown(value: object) -> str:
    return "无数据" if value is None else str(value)


def _plain(row: tuple[object, ...]) -> list[str]:
    return ["" if value is None else str(value) for value in row]


def _subtitle(material: Material) -> str:
    period = "、".join(f"{year}年" for year in material.period)
    if len(material.period) > 3:
        period = f"{material.period[0]}年至{material.period[-1]}年"
    return f"{material.chart.title}（{_units(material.measured)}），{_where(material)}，{period}"


def _where(material: Material) -> str:
    return f"{material.place}（{material.selection}）" if material.selection else material.place


def _units(measured: tuple[Measured, ...]) -> str:
    return "、".join(dict.fromkeys(m.unit for m in measured))


def _left_margin(figure: Figure) -> int:
    """Return the room for the names left of the plot, so that titles and plot keep one left edge."""
    if figure.layout.yaxis.ticktext:
        return names_margin([name.replace("<br>", "") for name in figure.layout.yaxis.ticktext])
    return EDGE if figure.layout.yaxis.visible is False else names_margin(["00000"])

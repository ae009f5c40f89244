"""From a drawing to a finished chart: titles, subtitle, source line, alt text, size."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fazhi_metrics.charts.chart import BY_YEAR, Drawing, Material, Table, Value
from fazhi_metrics.charts.marks import told
from fazhi_metrics.charts.point import NONE, Measured, Point
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
from fazhi_metrics.errors import capped
from fazhi_metrics.measures import plain_number
from fazhi_metrics.measures.status import Status, gravest

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

LINE = 1.3  # the line height of plotly, in font sizes
DROP = 0.7  # plotly lets one line hang from its place, several begin at the first's foot; in font sizes
BOLD = 1.03  # how much wider bold letters are
GAP = 12  # layout pixels between title, subtitle, plot and source
_REASONS, _NAMED = 3, 6  # so many reasons, and so many names of what is not drawn, stand in the foot
ALT_ROWS = 24  # longer tables are told by their first rows; all of it stands in the table beside the chart


def compose(material: Material, drawing: Drawing) -> Figure:
    """Return the finished figure; `layout.meta` carries id, name, finding, subtitle, source, alt and table."""
    figure, chart = drawing.figure, material.chart
    finding = f"{drawing.finding}{_reserve(material, drawing.finding)}"
    subtitle = _subtitle(material)
    source = source_line(material, drawing)
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
                "rows": [[_plain(value) for value in row] for row in drawing.table.rows],
            },
            "measures": _measures(drawing, material.points),
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


def _reserve(material: Material, finding: str) -> str:
    """Say in a title that some of its numbers cannot be relied on."""
    worst = gravest(p.status for p in material.points if not material.awaits(p) and p.status.failed)
    words = {Status.SOUND: "", Status.BOUNDED: "（有的数不能确定，见注）"}
    return words.get(worst, f"（{'' if worst.title in finding else f'{worst.title}，'}见注）")


def source_line(material: Material, drawing: Drawing) -> str:
    """Return the remarks, and on a line of their own the ledgers, their years and the banner of a sample."""
    years = "、".join(f"{year}年" for year in material.period)
    totals_shown = material.chart.kind != "shares"  # of shares, the change of the whole is not the subject
    moved = ((m.name, material.changes.get(m.id)) for m in material.measured)
    doubtful = [name for name, change in moved if change is not None and change.chance and totals_shown]
    chance = [f"{'、'.join(doubtful)}两年之差可能出于偶然"] if doubtful else []
    drawn = [p for line in drawing.drawn for p in line if p is not None]
    hollow = told(drawn, dict.fromkeys(material.until.values())) if material.chart.kind != "heat" else ""
    remarks = [*_reasons(material, failed=True), *_absent(material), hollow, *drawing.notes, *chance]
    said = "；".join(filter(None, [*remarks, *_reasons(material, failed=False), *material.remarks]))
    from_where = (
        f"来源：{_where(material)}{'、'.join(material.sources)}（{years}）" if material.sources else "",
        material.sample.rstrip("。"),
    )
    lines = (f"注：{said}" if said else "", "。".join(part for part in from_where if part))
    return "\n".join(line for line in lines if line)


def _reasons(material: Material, *, failed: bool) -> list[str]:
    """Return why values are not sound: first what makes them fail, then what is only to date or not listed."""
    points = [p for p in material.points if (p.status.failed and not material.awaits(p)) is failed]
    found = dict.fromkeys(reason for p in points for reason in p.part.reasons)
    kept = [reason for reason in found if reason not in material.remarks]
    return [capped(kept, _REASONS, "；")] if kept else []


def _absent(material: Material) -> list[str]:
    """Name what is not drawn, by its status."""
    names: dict[str, dict[str, None]] = {}
    for p in (p for p in material.unseen if len(p.labels) == len(material.chart.by)):
        name = "".join(p.labels) or p.measured.name
        several = material.base_year is not None and p.year != material.year
        names.setdefault(p.status.title, {})[f"{p.year}年{name}" if several else name] = None
    return [f"没有画（{status}）：{capped(found, _NAMED)}" for status, found in names.items()]


def _measures(drawing: Drawing, points: Iterable[Point]) -> dict[str, Any]:
    """Return the measures behind a figure: each value with its status, and what trace and table cell show which.

    `drawn` are, for every trace, the numbers in `points` of its marks (−1 for none); `cells` those of the table, `sheet` is the latter for a spreadsheet.
    """
    columns, rows = drawing.table.sheet()
    cells = [[v if isinstance(v, Point) else None for v in row] for row in drawing.table.rows]
    every = [*points, *(p for line in (*drawing.drawn, *cells) for p in line if p is not None)]
    known = list({id(p): p for p in every}.values())
    place = {id(p): number for number, p in enumerate(known)}

    def numbers(line: Sequence[Point | None]) -> list[int]:
        return [-1 if p is None else place[id(p)] for p in line]

    return {
        "points": [_told(p) for p in known],
        "drawn": [numbers(line) for line in drawing.drawn],
        "cells": [numbers(line) for line in cells],
        "sheet": [columns, [["" if v is None else str(v) for v in row] for row in rows]],
    }


def _told(point: Point) -> dict[str, Any]:
    part = point.part
    return {
        "indicator": point.measured.id,
        "year": point.year,
        "labels": list(point.labels),
        "decimals": point.measured.decimals,
        "value": str(part.value) if part.value is not None else None,
        "numerator": str(part.numerator) if part.numerator is not None else None,
        "denominator": str(part.denominator) if part.denominator is not None else None,
        "low": plain_number(part.low),
        "high": plain_number(part.high),
        "status": str(part.status),
        "status_title": part.status.title,
        "said": point.said(""),
    }


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


def _cell(column: str, value: Value) -> str:
    """Say one cell of the table: `2025年（起）` and 312 give `2025年312起`."""
    titled = re.fullmatch(r"(.+)（([^（）]+)）", column)
    if value is None or titled is None:
        return f"{column}{'=' if column.isascii() else ''}{_shown(value)}"
    if isinstance(value, Point):
        return f"{titled[1]}{value.said(titled[2]) if value.firm else value.said()}"
    return f"{titled[1]}{value}{titled[2]}"


def _shown(value: Value) -> str:
    return NONE if value is None else _plain(value)


def _plain(value: Value) -> str:
    """Return what a table shows of a value: a number as printed, of one that is not sound what may be said."""
    if isinstance(value, Point):
        return str(value.printed) if value.firm else value.said("")
    return "" if value is None else str(value)


def _subtitle(material: Material) -> str:
    years = material.years if material.chart.by != BY_YEAR else ()
    period = "、".join(map(material.named, years)) or "、".join(f"{year}年" for year in material.period)
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

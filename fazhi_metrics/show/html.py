"""Results in a notebook: tables with their remarks below, traces as indented lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import singledispatch
from html import escape
from typing import Any

from fazhi_metrics.audit.results import Audit
from fazhi_metrics.audit.rich import audit_html
from fazhi_metrics.measures.backtrace import CellTrace
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.cards import card_rows
from fazhi_metrics.measures.change import Comparison
from fazhi_metrics.measures.citing import change_marked, marked
from fazhi_metrics.measures.disclosure import NOTE, hidden_labels
from fazhi_metrics.measures.figure import Figure, plain_number
from fazhi_metrics.measures.overview import Overview
from fazhi_metrics.measures.part import RUNNING, Measure, Part
from fazhi_metrics.measures.ranking import Ranking
from fazhi_metrics.measures.series import Steps
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.trace import Trace
from fazhi_metrics.measures.words import NONE
from fazhi_metrics.show.formatting import HIDDEN, column_number, heading, html_table, kept_text, plain


@singledispatch
def html(result: Any) -> str:
    """Return a result as HTML for a notebook."""
    raise TypeError(f"{type(result).__name__} has no face in a notebook")


html.register(Audit, audit_html)


@html.register
def _of_indicator(card: Indicator) -> str:
    """Return a card as a table."""
    return html_table(card.title, ["", ""], card_rows(card), text=2)


@html.register(Trace)
@html.register(CellTrace)
def _of_trace(trace: Trace | CellTrace) -> str:
    return lines_html(trace.lines())


@html.register
def _of_measure(measured: Measure) -> str:
    """Return a measure as an HTML table, numbers to the right, remarks below; no part tells of one person."""
    card, hidden = measured.indicator, hidden_labels(measured)
    starred = any(part.small for part in measured.parts)
    running = "累计" if RUNNING in measured.notes else ""
    heads = [*measured.titles, f"{running}{card.title}（{card.unit}）"]
    heads += [""] if starred else []
    heads += ["分子", "分母"] if card.rate else []
    heads += ["记录数"]
    rows = []
    for part in measured.parts:
        if part.labels in hidden:
            rows.append([*part.labels, HIDDEN, *[NONE] * (len(heads) - len(part.labels) - 1)])
            continue
        cells = [*part.labels, marked(column_number(part.value, card), part, card)]
        cells += ["＊" if part.small else ""] if starred else []
        cells += [plain(part.numerator), plain(part.denominator)] if card.rate else []
        rows.append([*cells, str(part.n)])
    notes = list(measured.notes)
    if starred:
        notes.append("＊ 数量少，易受偶然因素影响")
    return html_table(heading(measured), heads, rows, notes, text=len(measured.by))


@html.register
def _of_comparison(comparison: Comparison) -> str:
    """Return a comparison as an HTML table, with numerator and denominator; no part tells of one person."""
    card, hidden = comparison.indicator, hidden_labels(comparison.now, comparison.base)
    of = ["分子／分母"] if card.rate else []
    years = [head for year in (comparison.base_year, comparison.year) for head in (f"{year}年", *of)]
    heads = [*comparison.now.titles, *years, "变化", "偶然波动"]
    rows = []
    for change in comparison.changes:
        if change.labels in hidden:
            blank = [HIDDEN, *[NONE for _ in of]]
            rows.append([*change.labels, *blank, *blank, NONE, NONE])
            continue
        sides = [
            cell
            for part in (change.base, change.now)
            for cell in (marked(column_number(part.value, card), part, card), *_of(part, card))
        ]
        rows.append([*change.labels, *sides, change_marked(change), change.word])
    title = f"{comparison.town}{card.title}（{card.unit}）{kept_text(comparison.now)}"
    notes = comparison.notes
    return html_table(title, heads, rows, notes, text=len(comparison.by))


def _of(part: Part, card: Indicator) -> list[str]:
    """Return what a rate is made of: 179／186."""
    if not card.rate:
        return []
    return [NONE if part.denominator is None else f"{plain(part.numerator)}／{plain(part.denominator)}"]


@html.register
def _of_steps(steps: Steps) -> str:
    """Return the steps of a series as an HTML table; no part tells of one person."""
    card, measured = steps.measured.indicator, steps.measured
    hidden = hidden_labels(measured)
    heads = [*measured.titles, f"{card.title}（{card.unit}）", "上一期", "环比", "偶然波动"]
    rows = [
        [
            *change.labels,
            marked(column_number(change.now.value, card), change.now, card),
            marked(column_number(change.base.value, card), change.base, card),
            change_marked(change),
            change.word,
        ]
        for change in steps.changes
        if not {change.now.labels, change.base.labels} & hidden
    ]
    notes = list(measured.notes)
    return html_table(f"{heading(measured)}，环比", heads, rows, notes, text=len(measured.by))


@html.register
def _of_ranking(ranking: Ranking) -> str:
    """Return a ranking as an HTML table with the interval of every part."""
    card, measured = ranking.measured.indicator, ranking.measured
    heads = ["名次", *measured.titles, f"{card.title}（{card.unit}）", "95%区间", "记录数"]
    hidden = hidden_labels(measured)
    rows = [
        [
            each.text if ranking.distinguishable else "不分先后",
            *each.part.labels,
            marked(column_number(each.part.value, card), each.part, card),
            "—"
            if each.low == each.high
            else f"{each.low:.{card.decimals}f} 至 {each.high:.{card.decimals}f}",
            str(each.part.n),
        ]
        for each in ranking.ranked
        if each.part.labels not in hidden
    ]
    notes = [*([ranking.note] if ranking.note else []), *([NOTE] if hidden else [])]
    return html_table(heading(measured), heads, rows, notes, text=1 + len(measured.by))


@html.register
def _of_figure(figure: Figure) -> str:
    rows = [["数值", HIDDEN if figure.few else figure.wording], ["定义", figure.definition]]
    if figure.status is not Status.SOUND:
        rows.append(["状态", figure.status.title])
    if figure.denominator is not None and not figure.few:
        rows.append(["分子 ÷ 分母", f"{plain_number(figure.numerator)} ÷ {plain_number(figure.denominator)}"])
    if figure.change is not None and figure.change.difference is not None and not figure.few:
        rows.append([f"与{figure.base_year}年比", f"{figure.cite_change()}（{figure.change.word}）"])
    rows.append(
        ["单元格", "、".join(figure.cells[:6]) + (f" 等 {len(figure.cells)} 处" if figure.cells[6:] else "")]
    )
    notes = [*figure.notes, *figure.corrections]
    return html_table(f"{figure.town}{figure.year}年{figure.title}", ["", figure.id], rows, notes, text=2)


@html.register
def _of_overview(overview: Overview) -> str:
    notes = [*overview.doubts(), *overview.notes()]
    years = "、".join(f"{year}年" for year in sorted({each.year for each in overview.figures}))
    return html_table(f"{overview.place}{years}主要数字", overview.heads(), overview.rows(), notes, text=1)


def lines_html(lines: Iterable[tuple[int, str]]) -> str:
    """Return (depth, text) lines as an indented block, the first in bold."""
    rows = [
        f'<div style="margin-left:{2 * depth}em;font-size:14px;line-height:1.7;font-weight:{"bold" if not index else "normal"}">{escape(text)}</div>'
        for index, (depth, text) in enumerate(lines)
    ]
    return "".join(rows)

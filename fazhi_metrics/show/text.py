"""Results as plain text: a line a part, remarks below."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import singledispatch
from typing import Any

from fazhi_metrics.audit.display import audit_text
from fazhi_metrics.audit.results import Audit
from fazhi_metrics.measures.backtrace import CellTrace
from fazhi_metrics.measures.change import Comparison
from fazhi_metrics.measures.citing import causes, change_marked, marked
from fazhi_metrics.measures.disclosure import NOTE, hidden_labels
from fazhi_metrics.measures.figure import Figure
from fazhi_metrics.measures.overview import Overview
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.ranking import Ranking
from fazhi_metrics.measures.series import Steps
from fazhi_metrics.measures.trace import Trace
from fazhi_metrics.measures.words import said
from fazhi_metrics.show.formatting import HIDDEN, heading, kept_text, plain


@singledispatch
def text(result: Any) -> str:
    """Return a result as lines of text."""
    raise TypeError(f"{type(result).__name__} has no text")


text.register(Audit, audit_text)


@text.register
def _of_figure(figure: Figure) -> str:
    return "\n  ".join((figure.sentence(), *causes(figure.reasons if figure.status.has_value else ())))


@text.register
def _of_overview(overview: Overview) -> str:
    lines = ["　".join(row) for row in (overview.heads(), *overview.rows())]
    return _noted(lines, (*overview.doubts(), *overview.notes()), ())


@text.register(Trace)
@text.register(CellTrace)
def _of_trace(trace: Trace | CellTrace) -> str:
    return "\n".join(f"{'  ' * depth}{line}" for depth, line in trace.lines())


@text.register
def _of_measure(measured: Measure) -> str:
    """Return a measure as lines of text, one a part; no part tells of one person."""
    lines, hidden = [heading(measured)], hidden_labels(measured)
    for part in measured.parts:
        where = "　".join(part.labels) or measured.town
        value = marked(said(part.value, measured.indicator), part, measured.indicator)
        told = f"{value}{_beside(measured, part)}"
        lines.append(f"  {where}　{HIDDEN if part.labels in hidden else told}")
    return _noted(lines, measured.notes, hidden)


@text.register
def _of_comparison(comparison: Comparison) -> str:
    """Return a comparison as lines of text, one a part; no part tells of one person."""
    card, hidden = comparison.indicator, hidden_labels(comparison.now, comparison.base)
    kept = kept_text(comparison.now)
    lines = [f"{comparison.town}{card.title}{kept}，{comparison.year}年与{comparison.base_year}年相比"]
    for change in comparison.changes:
        where = "　".join(change.labels) or comparison.town
        then, now = (marked(said(part.value, card), part, card) for part in (change.base, change.now))
        told = f"{then} → {now}，{change_marked(change)}（{change.word}）"
        lines.append(f"  {where}　{HIDDEN if change.labels in hidden else told}")
    return _noted(lines, comparison.notes, hidden)


@text.register
def _of_steps(steps: Steps) -> str:
    """Return the steps of a series as lines of text; no part tells of one person."""
    card, hidden = steps.measured.indicator, hidden_labels(steps.measured)
    lines = [f"{heading(steps.measured)}，环比"]
    lines += [
        f"  {'　'.join(change.labels)}　{marked(said(change.now.value, card), change.now, card)}，{change_marked(change, base='环比')}（{change.word}）"
        for change in steps.changes
        if not {change.now.labels, change.base.labels} & hidden
    ]
    return _noted(lines, steps.measured.notes, hidden)


@text.register
def _of_ranking(ranking: Ranking) -> str:
    """Return a ranking as lines of text; no part tells of one person."""
    card, hidden = ranking.measured.indicator, hidden_labels(ranking.measured)
    lines = [heading(ranking.measured)]
    lines += [
        f"  {each.text if ranking.distinguishable else '不分先后'}　{'　'.join(each.part.labels)}　{marked(said(each.part.value, card), each.part, card)}"
        for each in ranking.ranked
        if each.part.labels not in hidden
    ]
    return _noted(lines, [ranking.note] if ranking.note else [], hidden)


def _noted(lines: Sequence[str], notes: Iterable[str], hidden: Collection[object]) -> str:
    """Put remarks below lines, and why some numbers are not among them."""
    remarks = dict.fromkeys([*notes, *([NOTE] if hidden else [])])
    return "\n".join([*lines, *(f"  注：{note}" for note in remarks)])


def _beside(measured: Measure, part: Part) -> str:
    words = []
    if measured.indicator.rate:
        words.append(f"{plain(part.numerator)}／{plain(part.denominator)}")
    words.append(f"n={part.n}")
    if part.small:
        words.append("数量少")
    return f"（{'，'.join(words)}）"

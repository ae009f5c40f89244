"""What a paragraph says of a divided indicator: which parts lead, which changed beyond chance."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import singledispatch
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.change import Comparison
from fazhi_metrics.measures.disclosure import hidden_labels
from fazhi_metrics.measures.ranking import comparable, left_out_text, rank
from fazhi_metrics.measures.words import change_text, said
from fazhi_metrics.quantities import Exact

if TYPE_CHECKING:
    from fazhi_metrics.measures.change import Change
    from fazhi_metrics.measures.part import Measure, Part

NOTHING = "没有可说的数"
_NAMED = 4  # of more parts with one and the same value only the first is named


def leading(measured: Measure, count: int, end: Literal["most", "least"]) -> str:
    """Name the parts with the largest (or smallest) values, and say when chance could explain the order.

    At least `count` parts are named, with all that equal the last of them; those that tell of one or two
    people are not. Two parts that chance could put in another order are still named, as the values are facts;
    that their order means nothing is said behind them.

    >>> leading(measured, 2, "most")  # doctest: +SKIP
    '债务（64起）、邻里（58起）'
    """
    hidden = hidden_labels(measured)
    kept, left_out = comparable(measured.parts)
    known = [part for part in kept if part.labels not in hidden]
    if not known:
        return NOTHING
    ordered = sorted(known, key=_value, reverse=end == "most")
    groups, named = [], 0
    for value, parts in groupby(ordered, key=_value):
        if named >= count:
            break
        same = list(parts)
        groups.append(_group(same, said(value, measured.indicator)))
        named += len(same)
    beside = left_out_text(left_out)
    return "、".join(groups) + _doubt(measured, known) + (f"（{beside}）" if beside else "")


@singledispatch
def sentence(result: Any) -> str:
    """Return what a paragraph says of a result."""
    raise TypeError(f"{type(result).__name__} has no sentence")


@sentence.register(Comparison)
def _of_comparison(comparison: Comparison) -> str:
    """Name the parts whose change chance cannot explain; of a stock, say how many rose and fell."""
    hidden = hidden_labels(comparison.now, comparison.base)
    known = [c for c in comparison.changes if _told(c) and c.labels not in hidden]
    if not known:
        return NOTHING
    unknown = [c.now if c.now.status is c.status else c.base for c in comparison.changes if c.status.failed]
    beside = f"（{left_out_text(unknown)}）" if unknown else ""
    return _changed(comparison, known) + beside


def _told(change: Change) -> bool:
    """Whether a change may be spoken of as a fact."""
    return change.difference is not None and not change.status.failed


def _changed(comparison: Comparison, known: Sequence[Change]) -> str:
    whole = f"{len(known)}个{'、'.join(comparison.now.titles)}" if comparison.by else "总数"
    if all(change.chance is None for change in known):
        return f"{whole}中，{_directions(known)}"
    beyond = [change for change in known if change.chance is False]
    if not beyond:
        return f"{whole}的变化都可能只是偶然波动"
    names = "、".join(f"{'　'.join(c.labels)}（{change_text(c)}）" for c in beyond)
    rest = len(known) - len(beyond)
    tail = f"；其余{rest}个的变化可能只是偶然波动" if rest else ""
    return f"{whole}中，变化超出偶然波动的有{len(beyond)}个：{names}{tail}"


def _directions(changes: Sequence[Change]) -> str:
    card: Indicator = changes[0].indicator
    up, down = ("提高", "降低") if card.rate else ("增加", "减少")
    counts = {
        word: sum(change.direction == way for change in changes)
        for way, word in (("up", up), ("same", "持平"), ("down", down))
    }
    text = "、".join(f"{number}个{word}" for word, number in counts.items() if number)
    sizes = [Fraction(change.difference or 0) for change in changes]
    widest = changes[max(range(len(sizes)), key=lambda index: abs(sizes[index]))]
    if not widest.difference:
        return text
    return f"{text}，变化最大的是{'　'.join(widest.labels)}（{change_text(widest)}）"


def _group(parts: Sequence[Part], value: str) -> str:
    names = ["　".join(part.labels) for part in parts]
    if len(names) == 1:
        return f"{names[0]}（{value}）"
    if len(names) > _NAMED:
        return f"{names[0]}等{len(names)}个（各{value}）"
    return f"{'、'.join(names)}（各{value}）"


def _doubt(measured: Measure, known: Sequence[Part]) -> str:
    """Say that chance could explain every difference; nothing of a stock, whose differences are what they are."""
    if measured.indicator.nature == "stock" or len(known) < 2:
        return ""
    try:
        told_apart = rank(measured).distinguishable
    except IndicatorError:
        return ""
    return "" if told_apart else f"，但各{'、'.join(measured.titles)}之间的差别都在偶然波动之内"


def _value(part: Part) -> Exact:
    return part.value if part.value is not None else 0

"""Citing: a value and a change in the words of a report, and no more than its status lets be said.

A sound value is cited as reports word it, which the grammar of reports reads back. Any other carries its mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import change_text, months_text, places_of, said
from fazhi_metrics.quantities import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from fazhi_metrics.measures.base import Indicator
    from fazhi_metrics.measures.change import Change
    from fazhi_metrics.measures.part import Part
    from fazhi_metrics.quantities import Exact

_YEAR = 12
FURTHEST = "最多相差"  # how the reason begins that says how far a doubt reaches


def cite_value(value: Exact, card: Indicator) -> str:
    """Return a value in the idiom of its card: 7560户, 98.5%, 40余起.

    Where the idiom would be false (40余起 of exactly 40), the number itself is given.
    """
    return wording(value, card.unit, decimals=places_of(value, card.decimals), style=card.cite)


def cite_change(change: Change) -> str:
    """Return a change in the report's idiom: 同比下降12.3%, 提高0.9个百分点, 持平."""
    return change_text(change, base="同比")


def cite_part(part: Part, card: Indicator) -> str:
    """Return what may be said of a measured value: 7560户, 143起（截至9月）, 178至203起, 22918人（待核实…）, 数据不全."""
    said, mark = cite_parts(part, card)
    return f"{said}（{mark}）" if mark else said


def cite_parts(part: Part, card: Indicator) -> tuple[str, str]:
    """Return what may be said of a measured value and the mark that must stand with it, empty where it is sound."""
    match part.status:
        case Status.SOUND:
            return cite_value(part.value, card) if part.value is not None else "—", ""
        case Status.PROVISIONAL if part.value is not None:
            return cite_value(part.value, card), to_date(part)
        case Status.DOUBTFUL if part.value is not None:
            reach = next((f"，{text}" for text in part.reasons if text.startswith(FURTHEST)), "")
            return cite_value(part.value, card), f"{part.status.title}{reach}"
        case Status.BOUNDED:
            return bounds_text(part, card), ""
        case _:
            return part.status.title, ""


def cite_marked(part: Part, card: Indicator) -> tuple[str, str]:
    """Return a value for a text that others will read: its number, and the mark that must stand behind it.

    What is in doubt or not given has its mark alone: ("30余起", "〔截至9月〕"), ("", "〔待核实〕"), ("", "〔数据不全〕").
    """
    if part.status is Status.SOUND:
        return cite_part(part, card), ""
    if part.status is Status.PROVISIONAL and part.value is not None:
        return cite_value(part.value, card), bracketed(to_date(part))
    if part.status is Status.BOUNDED and (part.low, part.high) != (None, None):
        return bounds_text(part, card), bracketed(part.status.title)
    return "", bracketed(part.status.title)


def bracketed(text: str) -> str:
    """Write a mark as drafts do: 〔待核实〕."""
    return f"〔{text}〕"


def marked(text: str, part: Part, card: Indicator) -> str:
    """Return a number as it is written elsewhere, with the mark of its status; where there is none, the mark alone."""
    if part.value is None:
        return text if part.status is Status.SOUND else cite_part(part, card)
    return text + cite_part(part, card).removeprefix(cite_value(part.value, card))


def change_marked(change: Change, base: str = "") -> str:
    """Return a change for a table; of one that is in doubt, only that."""
    doubtful = change.difference is not None and change.status is Status.DOUBTFUL
    return change.status.title if doubtful else change_text(change, base)


def causes(reasons: Iterable[str]) -> tuple[str, ...]:
    """Return the reasons without how far they reach, which stands in the mark."""
    return tuple(reason for reason in reasons if not reason.startswith(FURTHEST))


def to_date(part: Part) -> str:
    """Say until when a value speaks: 截至9月, or which months it has."""
    months = part.months
    if months and months == tuple(range(1, months[-1] + 1)):
        return f"截至{months[-1]}月"
    return months_text(months) if months else Status.PROVISIONAL.title


def known_texts(part: Part, card: Indicator) -> Iterator[str]:
    """Yield what is known of a value: its status, its bounds, the months that it has, and until when."""
    yield part.status.title
    if part.status is not Status.SOUND and (part.low, part.high) != (None, None):
        yield f"已知{bounds_text(part, card)}"
    if part.months and len(part.months) < _YEAR:
        yield f"{months_text(part.months)}的数据"
    if part.as_of is not None:
        yield f"截至{part.as_of:%Y-%m-%d}"
    if part.status.todo:
        yield part.status.todo


def bounds_text(part: Part, card: Indicator) -> str:
    """Say between what a value lies: 至少178起, 178至203起."""
    if part.low is None and part.high is None:
        return "不能确定"
    if part.low is None:
        return f"至多{said(part.high, card)}"
    if part.high is None:
        return f"至少{said(part.low, card)}"
    low, high = said(part.low, card), said(part.high, card)
    return low if low == high else f"{low.removesuffix(card.unit)}至{high}"

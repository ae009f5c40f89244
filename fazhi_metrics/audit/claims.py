"""The claims of a report: every figure with its meaning, every trend, and every other number with the reason.

Every digit run and every Chinese numeral of the text lies in exactly one figure or one excluded item.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Final

from fazhi_metrics.audit.implied import find_implied
from fazhi_metrics.audit.plans import Plans
from fazhi_metrics.audit.statements import Direction, Stated
from fazhi_metrics.audit.trends import find_trends
from fazhi_metrics.files import told
from fazhi_metrics.quantities import Quantity
from fazhi_metrics.quantities.exclusions import FIXED
from fazhi_metrics.quantities.naming import ARTICLE, WORD
from fazhi_metrics.quantities.prose import Prose, read_prose
from fazhi_metrics.quantities.sentence import Found, scan

Json = dict[str, str | int | float | bool | None]
IN_TREND: Final = "升降与零发生说法"
_LONGEST_PATH: Final = 1024


@dataclass(frozen=True, slots=True)
class FigureClaim:
    """A figure that the text states; `plan` marks a target for a later period."""

    start: int
    end: int
    text: str
    quantity: Quantity
    plan: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """A statement that something rose, fell, did not happen or stayed the same.

    `amount` and `unit` are given when exactly one amount of change is stated. `subjects` are the places of the
    nouns it speaks of: three for 甲率、乙量、丙率“三降”.
    """

    start: int
    end: int
    text: str
    direction: Direction
    amount: Decimal | None = None
    unit: str | None = None
    subjects: tuple[tuple[int, int], ...] = ()
    plan: bool = False


@dataclass(frozen=True, slots=True)
class Excluded:
    """A number that is no figure, and why: 年份日期, 文号编号, 条款, 固定说法 …"""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Implied:
    """A number that the text implies without a numeral: 全部办结, 翻一番, 过半."""

    start: int
    end: int
    text: str
    quantity: Quantity


@dataclass(frozen=True, slots=True)
class Claims:
    """What a report claims; offsets count the characters of `text`."""

    figures: tuple[FigureClaim, ...]
    trends: tuple[Trend, ...]
    excluded: tuple[Excluded, ...]
    implied: tuple[Implied, ...] = ()
    text: str = ""

    def to_json(self) -> dict[str, list[Json]]:
        """Return figures and trends in the shape of `fazhi claims --json`."""
        return {
            "figures": [_figure_json(figure) for figure in self.figures],
            "trends": [_trend_json(trend) for trend in self.trends],
        }


@told
def read_claims(text_or_path: str | Path) -> Claims:
    """Read the claims of a text, or of a report file of any readable format.

    A str that names an existing file is taken as that file; offsets then count the characters of the text
    that `read_document` gives (for .txt the decoded file, line ends as they are).

    Raises:
        ReportError: the file cannot be read as a report.
    """
    return claims_of_text(_text_of(text_or_path))


def _text_of(text_or_path: str | Path) -> str:
    if isinstance(text_or_path, str):
        if len(text_or_path) > _LONGEST_PATH or "\n" in text_or_path or "\0" in text_or_path:
            return text_or_path
        try:
            if not Path(text_or_path).is_file():
                return text_or_path
        except (OSError, ValueError):
            return text_or_path
    from fazhi_metrics.audit.opening import read_document

    return read_document(text_or_path).text


def claims_of_text(text: str) -> Claims:
    """Read the claims of a text."""
    prose = read_prose(text)
    found = scan(prose.text)
    stated = find_trends(prose.text, found)
    plans = Plans(prose.text)
    figures: list[FigureClaim] = []
    excluded: list[Excluded] = []
    in_trend = _Spans(stated)
    for item in found:
        start, end = prose.span(item.start, item.end)
        words = text[start:end]
        if item.phrase is not None and not item.reason:
            figures.append(FigureClaim(start, end, words, item.phrase.quantity(words), item.start in plans))
        else:
            excluded.append(Excluded(start, end, words, _reason(item, in_trend)))
    trends = tuple(_trend(prose, trend, plans) for trend in stated)
    implied = tuple(
        Implied(*prose.span(start, end), text[slice(*prose.span(start, end))], quantity)
        for start, end, quantity in find_implied(prose.text)
    )
    return Claims(tuple(figures), trends, tuple(excluded), implied, text)


class _Spans:
    """Whether a position lies inside a trend."""

    def __init__(self, stated: Sequence[Stated]) -> None:
        self._stated = stated
        self._starts = [trend.start for trend in stated]

    def __contains__(self, position: int) -> bool:
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._stated[index].end


def _reason(item: Found, in_trend: _Spans) -> str:
    """Return why a number is no figure; words like 零 and 三降 of a trend are read with it."""
    worded = item.reason in (WORD, ARTICLE, FIXED)
    return IN_TREND if worded and item.start in in_trend else item.reason


def _trend(prose: Prose, trend: Stated, plans: Plans) -> Trend:
    start, end = prose.span(trend.start, trend.end)
    subjects = tuple(prose.span(*subject) for subject in trend.subjects if subject[1] > subject[0])
    words = prose.original[start:end]
    return Trend(
        start=start,
        end=end,
        text=words,
        direction=trend.direction,
        amount=trend.amount,
        unit=trend.unit,
        subjects=subjects,
        plan=trend.start in plans,
    )


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def _figure_json(figure: FigureClaim) -> Json:
    quantity = figure.quantity
    return {
        "start": figure.start,
        "end": figure.end,
        "text": figure.text,
        "low": _number(quantity.low),
        "high": _number(quantity.high),
        "unit": quantity.unit,
        "modifier": quantity.modifier,
        "kind": quantity.kind,
        "plan": figure.plan,
    }


def _trend_json(trend: Trend) -> Json:
    return {
        "start": trend.start,
        "end": trend.end,
        "text": trend.text,
        "direction": trend.direction,
        "amount": _number(trend.amount),
        "unit": trend.unit,
    }

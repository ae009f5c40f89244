"""Statements that were turned round, so that they no longer read as what their tie was made for.

未发现黑恶线索 becomes 发现黑恶线索, 信访总量同比下降 becomes 信访总量有所上升: no statement of a trend is read there any
more, but the subject of the tie still stands in the text and is now said to exist, to rise or to fall. That is
held against the data where it stands. What is not clearly said of the subject stays lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.audit.statements import BASE

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims
    from fazhi_metrics.audit.documents import Document
    from fazhi_metrics.audit.ties import Tie

SOME = "some"
SHORTEST = 2
_MARKS = "，,：:。；！？"
_REACH = 40
_HAPPENS = "发现|发生|出现|接到|收到|产生|引发|造成|存在|查实|查获"
_SOME_OF = "(?:了|过|有|一些|部分|少量|个别|多[起件次例人]|若干|[一二两三数几][起件次例人])*"
_HAPPENED = re.compile(f"(?:(?:{_HAPPENS})|(?<![没未无所具拥])有)(?:了|过)?{_SOME_OF}$")
_HAPPENED_AFTER = re.compile(
    f"(?:情况|现象|问题)?(?:时有|仍有|屡有|均有|都有|仍|也|又|有)?(?:{_HAPPENS}|多发|频发)"
)
_NOT = re.compile("未|没|无|零|不|否|杜绝|防止|避免|严防|防范|遏制|预防|防|查处|打击|严禁|如|若|一旦|凡|对")
_ADVERBS = (
    "总体|整体|明显|显著|大幅|有所|持续|逐年|逐步|稳步|进一步|均|都|继续|呈|出现|实现|了|较快|小幅|略有"
)
_UP = "上升|提升|提高|增长|增加|增多|上涨|攀升|回升|走高|[二两双三四五六七]升"
_DOWN = "下降|降低|减少|下滑|下跌|回落|走低|[二两双三四五六七]降"
_WAY = re.compile(f'(?:{BASE}|{_ADVERBS}|[“"])*(?:(?P<up>{_UP})|(?P<down>{_DOWN}))')


@dataclass(frozen=True, slots=True)
class Turned:
    """A statement that a lost tie's subject now has: where, and what it says (some, up or down)."""

    start: int
    end: int
    text: str
    direction: str
    tie: Tie


def find_turned(document: Document, claims: Claims, lost: Iterable[Tie]) -> list[Turned]:
    """Return the statements that ties of trends were turned into; none where the text leaves a doubt."""
    found: list[Turned] = []
    taken = [(trend.start, trend.end) for trend in claims.trends]
    for tie in lost:
        if len(tie.trend) < SHORTEST:
            continue
        said = [
            each
            for each in _said_of(document, tie)
            if not any(start < each.end and each.start < end for start, end in taken)
        ]
        if len(said) == 1:
            found.append(said[0])
    return sorted(found, key=lambda each: each.start)


def _said_of(document: Document, tie: Tie) -> Iterator[Turned]:
    text = document.text
    for match in re.finditer(r"\s*".join(map(re.escape, tie.trend)), text):
        low, high = _clause(document, *match.span())
        before = "".join(text[low : match.start()].split())
        after = "".join(text[match.end() : high].split())
        negated = bool(_NOT.search(before))
        if (verb := _HAPPENED.search(before)) and not _NOT.search(before[: verb.start()]):
            start = _back(text, match.start(), len(verb[0]))
            yield Turned(start, match.end(), text[start : match.end()], SOME, tie)
        elif not negated and _HAPPENED_AFTER.match(after):
            yield Turned(match.start(), high, text[match.start() : high], SOME, tie)
        elif way := _WAY.match(after):
            direction = "up" if way["up"] else "down"
            yield Turned(match.start(), high, text[match.start() : high], direction, tie)


def _back(text: str, position: int, letters: int) -> int:
    """Return where so many letters before a position begin, white space not counted."""
    while letters:
        position -= 1
        letters -= not text[position].isspace()
    return position


def _clause(document: Document, start: int, end: int) -> tuple[int, int]:
    """Return where the clause around a stretch begins and ends, within its place."""
    place = document.place(start)
    low, high = (
        (max(0, start - _REACH), min(len(document.text), end + _REACH))
        if document.wrapped
        else (place.start, place.end)
    )
    marks = _MARKS if document.wrapped else f"{_MARKS}\n"  # lines of plain text break inside sentences
    begin = max(document.text.rfind(mark, low, start) + 1 for mark in marks)
    finish = min((at for mark in marks if (at := document.text.find(mark, end, high)) >= 0), default=high)
    return max(begin, low), finish

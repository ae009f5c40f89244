"""Reading the claims of a document: over running text, or paragraph by paragraph and cell by cell.

A number of a Word file never runs on from one paragraph or cell into the next, and none is cut off at its end.
A bare number in a table takes its unit from the head that states one: 耕地（亩）; a running number (序号) is no
figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace
from typing import TypeVar

from fazhi_metrics.audit.claims import Claims, Excluded, FigureClaim, Implied, Trend, claims_of_text
from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.quantities.exclusions import ORDINAL

_BARE = re.compile(r"\s*[-+−]?[0-9０-９][0-9０-９,，.．]*\s*")
_UNIT = re.compile(r"[（(](?:单位[:：])?([^（）()\d]{1,8})[）)]$|[:：]([^:：（）()\d]{1,4})$")
_RUNNING = re.compile(r"序号|编号|排名|名次|位次")
_END = "\n\n"  # nothing is read on over an empty line
_GOAL = re.compile("计划|目标|任务|预计|下一|明年")
IN_IMPLIED = "隐含数字"
Item = TypeVar("Item", FigureClaim, Excluded, Implied, Trend)


def claims_of(document: Document) -> Claims:
    """Read the claims of a document; offsets count the characters of its text."""
    if document.wrapped:
        return _apart(claims_of_text(document.text))
    script = _Script(document)
    found = claims_of_text(script.text)
    figures = [script.figure(claim) for claim in found.figures]
    excluded = [script.moved(item) for item in found.excluded] + script.running
    trends = [
        replace(script.moved(trend), subjects=tuple(script.span(*each) for each in trend.subjects))
        for trend in found.trends
    ]
    implied = [script.moved(item) for item in found.implied]
    excluded.sort(key=lambda item: item.start)
    return _apart(Claims(tuple(figures), tuple(trends), tuple(excluded), tuple(implied), document.text))


class _Script:
    """The places of a document as one text, with an empty line between, so that nothing runs on into the next.

    A bare number is lent the unit of its heads; a running number (`running`) is left out.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        self.running: list[Excluded] = []
        parts: list[str] = []
        self._starts: list[int] = []
        self._places: list[tuple[int, int]] = []
        length = 0
        for place in document.places:
            text = document.text[place.start : place.end].rstrip()
            bare = place.kind == "cell" and _BARE.fullmatch(text) is not None
            if bare and any(_RUNNING.search(head) for head in place.heads):
                at = place.start + len(text) - len(text.lstrip())
                self.running.append(Excluded(at, place.start + len(text), text.strip(), ORDINAL))
                continue
            part = f"{text}{_unit(place) if bare else ''}{_END}"
            self._starts.append(length)
            self._places.append((place.start, place.start + len(text)))
            parts.append(part)
            length += len(part)
        self.text = "".join(parts).rstrip() + "。"

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the place in the document of a stretch, cut to the text that is there."""
        index = bisect_right(self._starts, start) - 1
        begin, close = self._places[index]
        shift = begin - self._starts[index]
        return start + shift, min(end + shift, close)

    def moved(self, item: Item) -> Item:
        """Return a claim with the offsets of the document."""
        start, end = self.span(item.start, item.end)
        return replace(item, start=start, end=end)

    def figure(self, claim: FigureClaim) -> FigureClaim:
        """Return a figure with the offsets of the document, without the unit that was lent by a head."""
        start, end = self.span(claim.start, claim.end)
        heads = self.document.place(start).heads
        plan = any(map(_GOAL.search, heads)) if heads else claim.plan  # a table has its own word on that
        return replace(claim, start=start, end=end, text=self.document.text[start:end], plan=plan)


def _apart(claims: Claims) -> Claims:
    """Keep of the implied numbers those that are not written out as well, and give 一 of 翻一番 to them."""
    starts = [claim.start for claim in claims.figures]

    def written(item: Implied) -> bool:
        at = bisect_left(starts, item.end)
        return at > 0 and claims.figures[at - 1].end > item.start

    implied = tuple(item for item in claims.implied if not written(item))
    within = {at for item in implied for at in range(item.start, item.end)}
    excluded = tuple(
        replace(item, reason=IN_IMPLIED) if item.start in within else item for item in claims.excluded
    )
    return replace(claims, implied=implied, excluded=excluded)


def _unit(place: Place) -> str:
    """Return the unit that the heads of a cell state, the column's before the row's."""
    for head in reversed(place.heads):
        if match := _UNIT.search(head):
            return match.group(1) or match.group(2)
    return ""

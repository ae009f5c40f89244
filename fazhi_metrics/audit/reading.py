"""Reading the claims of a document: over running text, or paragraph by paragraph and cell by cell.

A number of a Word file never runs on from one paragraph or cell into the next, and none is cut off at its end.
A bare number in a table takes its unit from the head that states one: 耕地（亩）; a running number (序号) is no
figure.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from fazhi_metrics.audit.claims import Claims, Excluded, FigureClaim, Implied, Trend, claims_of_text
from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.plans import Plans
from fazhi_metrics.quantities.exclusions import ORDINAL

_BARE = re.compile(r"\s*[-+−]?[0-9０-９][0-9０-９,，.．]*\s*")
_UNIT = re.compile(r"[（(](?:单位[:：])?([^（）()\d]{1,8})[）)]$|[:：]([^:：（）()\d]{1,4})$")
_RUNNING = re.compile(r"序号|编号|排名|名次|位次")
_END = "。"
IN_IMPLIED = "隐含数字"


def claims_of(document: Document) -> Claims:
    """Read the claims of a document; offsets count the characters of its text."""
    if document.wrapped:
        return _apart(claims_of_text(document.text))
    figures: list[FigureClaim] = []
    trends: list[Trend] = []
    excluded: list[Excluded] = []
    implied: list[Implied] = []
    plans = Plans(document.text)  # a heading stands in a paragraph of its own
    for place in document.places:
        found = _claims_of_place(document.text[place.start : place.end], place)
        at = place.start
        figures += [
            replace(
                claim,
                start=claim.start + at,
                end=claim.end + at,
                plan=claim.plan or claim.start + at in plans,
            )
            for claim in found.figures
        ]
        excluded += [replace(item, start=item.start + at, end=item.end + at) for item in found.excluded]
        implied += [replace(item, start=item.start + at, end=item.end + at) for item in found.implied]
        for trend in found.trends:
            subjects = tuple((start + at, end + at) for start, end in trend.subjects)
            trends.append(
                replace(
                    trend,
                    start=trend.start + at,
                    end=trend.end + at,
                    subjects=subjects,
                    plan=trend.plan or trend.start + at in plans,
                )
            )
    return _apart(Claims(tuple(figures), tuple(trends), tuple(excluded), tuple(implied), document.text))


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


def _claims_of_place(text: str, place: Place) -> Claims:
    bare = place.kind == "cell" and _BARE.fullmatch(text) is not None
    if bare and any(_RUNNING.search(head) for head in place.heads):
        number = text.strip()
        at = text.index(number)
        return Claims((), (), (Excluded(at, at + len(number), number, ORDINAL),))
    unit = _unit(place) if bare else ""
    found = claims_of_text(text.rstrip() + unit + _END)
    figures = tuple(_within(claim, text) for claim in found.figures)
    return replace(found, figures=figures)


def _within(claim: FigureClaim, text: str) -> FigureClaim:
    """Cut a figure to the text that is there, without the unit that was lent by a head."""
    if claim.end <= len(text.rstrip()):
        return claim
    end = len(text.rstrip())
    return replace(claim, end=end, text=text[claim.start : end])


def _unit(place: Place) -> str:
    """Return the unit that the heads of a cell state, the column's before the row's."""
    for head in reversed(place.heads):
        if match := _UNIT.search(head):
            return match.group(1) or match.group(2)
    return ""

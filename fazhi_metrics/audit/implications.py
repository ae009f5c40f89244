"""What an implied number speaks of: 隐患全部整改 of the rate at which hazards are put right, 信访量翻一番 of petitions.

The words that stand for a name are put together from the clause (隐患 + 整改 + 率), and from the clause before it
where the clause itself names nothing (发现隐患56处，全部整改). What is set as a goal (确保全部整改) states nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fazhi_metrics.audit.implied import DEEDS

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims, Implied
    from fazhi_metrics.audit.documents import Document

_MARKS = "，,：:、。；！？\n"
_REACH = 60
_DEED = re.compile(DEEDS)
_FILLERS = re.compile(
    "已经|已|都|均|按期|按时|及时|依法|如期|按规定|得到|实现|经过|进行|开展|予以|做到|顺利|有效|圆满|达到?|的"
)
_GOAL = re.compile("确保|力争|争取|要求|推动|推进|促进|努力|务必|必须|应当?|要(?=全部|悉数)|目标|计划|拟")
_DONE = re.compile("已经?|了|完成|截至")
_PART = re.compile("其中|部分")
SHORTEST = 2


def is_goal(document: Document, item: Implied) -> bool:
    """Whether an implied number is set as a goal and not stated of what was done."""
    clause = document.text[_start(document, item.start, _MARKS.replace("、", "")) : item.start]
    return bool(_GOAL.search(clause)) and not _DONE.search(clause)


def names_of(document: Document, claims: Claims, item: Implied) -> Iterator[str]:
    """Yield the names that an implied number may be of, white space and figures dropped; the likeliest first."""
    begin = _start(document, item.start, _MARKS)
    before = _words(document, claims, begin, item.start)
    after = _words(document, claims, item.end, _end(document, item.end))
    if item.quantity.kind != "percent":
        if len(before) >= SHORTEST:
            yield before
        return
    thing = before
    if len(thing) < SHORTEST and document.text[begin - 1 : begin] in ("，", ","):
        thing = _words(document, claims, _start(document, begin - 1, _MARKS.replace("、", "")), begin - 1)
    if len(thing) < SHORTEST or _PART.search(thing):
        return
    deeds = list(_DEED.finditer(after))
    for deed in deeds:
        yield f"{thing}{_FILLERS.sub('', after[: deeds[0].start()])}{deed[0]}率"
    if not deeds:
        yield thing if thing.endswith(("率", "度")) else f"{thing}率"


def _words(document: Document, claims: Claims, start: int, end: int) -> str:
    """Return the words of a stretch without its figures, its white space and what only leads up to 全部."""
    parts, at = [], start
    for claim in claims.figures[bisect_left(claims.figures, start, key=lambda claim: claim.start) :]:
        if claim.start >= end:
            break
        parts.append(document.text[at : claim.start])
        at = claim.end
    parts.append(document.text[at:end])
    words = re.sub(r"[\d\s“”\"（）()]", "", "".join(parts))
    return _FILLERS.sub("", words)


def _bounds(document: Document, position: int) -> tuple[int, int]:
    if document.wrapped:
        return max(0, position - _REACH), min(len(document.text), position + _REACH)
    place = document.place(position)
    return place.start, place.end


def _start(document: Document, position: int, marks: str) -> int:
    low, _ = _bounds(document, position)
    return max((document.text.rfind(mark, low, position) + 1 for mark in marks), default=low) or low


def _end(document: Document, position: int) -> int:
    _, high = _bounds(document, position)
    found = (document.text.find(mark, position, high) for mark in _MARKS)
    return min((at for at in found if at >= 0), default=high)

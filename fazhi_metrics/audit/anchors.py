"""Finding a number again by the words around it, in a text that was edited since.

Numbers read `#` in the surroundings and white space is dropped, so that changing a digit, a unit or a line
break beside a number moves nothing. A cell of a table is known by the heads of its row and column, as they are.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.ties import Tie

Span = tuple[int, int]
_NUMBER = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*")
_WAYS = re.compile("上升|提升|提高|增长|增加|增多|下降|降低|减少|下滑|回落|[升降]")
_STOPS = "。；！？¶"
PARAGRAPH, HEAD = "¶", "｜"
INDEXED = (3, 12)
BEFORE, AFTER = (12, 24, 60), (8, 16, 40)
TOUCHING = 4
FEWEST = 4  # an anchor shorter than this runs on over the end of the sentence
# An edited sentence is still the same one when this much of the words around its number stayed, and when
# no other number comes near it.
ALIKE, MARGIN = 0.6, 0.15


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The normalised words before and after each number of a document."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    by_ending: dict[
        str, list[int]
    ]  # the last characters before a number → the numbers, so that finding is fast
    found: dict[tuple[str, str], list[int]] = field(default_factory=dict)  # what was looked for already

    def __len__(self) -> int:
        return len(self.before)


def surroundings(document: Document, spans: Sequence[Span]) -> Surroundings:
    """Return the words around each span; spans are in order and do not overlap."""
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    for places in _strands(document):
        _note_strand(document, places, spans, before, after)
    by_ending: dict[str, list[int]] = defaultdict(list)
    for i in range(len(spans)):
        for length in INDEXED:
            by_ending[before.get(i, "")[-length:]].append(i)
    numbers = range(len(spans))
    return Surroundings(
        tuple(before.get(i, "") for i in numbers), tuple(after.get(i, "") for i in numbers), by_ending
    )


def _strands(document: Document) -> list[list[Place]]:
    """Return the stretches of text that are read on from one to the next; every cell stands by itself."""
    if document.wrapped:
        return [[Place(0, len(document.text), "")]]
    prose = [place for place in document.places if not place.heads]
    return [prose, *([place] for place in document.places if place.heads)]


def _note_strand(
    document: Document,
    places: list[Place],
    spans: Sequence[Span],
    before: dict[int, str],
    after: dict[int, str],
) -> None:
    parts: list[str] = [PARAGRAPH]
    length = 1
    found: list[tuple[int, int]] = []

    def add(text: str) -> None:
        nonlocal length
        parts.append(text)
        length += len(text)

    for place in places:
        add("".join(f"{''.join(head.split())}{HEAD}" for head in place.heads))
        at = place.start
        for i in range(bisect_left(spans, (place.start, 0)), bisect_left(spans, (place.end, 0))):
            add(_normal(document.text[at : spans[i][0]]))
            found.append((i, length))
            add("#")
            at = spans[i][1]
        add(_normal(document.text[at : place.end]) + PARAGRAPH)
    stream = "".join(parts)
    for i, position in found:
        before[i] = stream[max(0, position - BEFORE[-1]) : position]
        after[i] = stream[position + 1 : position + 1 + AFTER[-1]]


def _normal(text: str) -> str:
    return _NUMBER.sub("#", "".join(text.split()))


def anchor(around: Surroundings, index: int) -> tuple[str, str, int, int]:
    """Return (before, after, occurrence, of): the shortest words that tell a number from all others."""
    for left, right in zip(BEFORE, AFTER, strict=True):
        before = _tail(around.before[index], left)
        after = _head(around.after[index], right)
        same = _matching(around, before, after)
        if same == [index]:
            return before, after, 1, 1
    return before, after, bisect_left(same, index) + 1, len(same)


def _tail(text: str, length: int) -> str:
    text = text[-length:]
    cut = max(text.rfind(stop) for stop in _STOPS)
    return text[cut + 1 :] if len(text) - cut - 1 >= FEWEST else text


def _head(text: str, length: int) -> str:
    text = text[:length]
    cuts = [at for stop in _STOPS if (at := text.find(stop)) >= 0]
    return text[: min(cuts) + 1] if cuts else text


def _matching(around: Surroundings, before: str, after: str) -> list[int]:
    """Return the numbers that have these words around them, in order."""
    if (before, after) not in around.found:
        length = max((each for each in INDEXED if each <= len(before)), default=0)
        likely = around.by_ending.get(before[-length:], []) if length else range(len(around))
        around.found[before, after] = [
            i for i in likely if around.before[i].endswith(before) and around.after[i].startswith(after)
        ]
    return around.found[before, after]


@dataclass(frozen=True, slots=True)
class Placement:
    """Where ties were found: index of the number → its tie; numbers that more than one reading fits; the rest."""

    tied: dict[int, Tie]
    ambiguous: dict[int, tuple[Tie, ...]]
    lost: tuple[Tie, ...]


def unplaced(ties: Iterable[Tie], around: Surroundings) -> list[Tie]:
    """Return the ties whose words stand around no number as they were."""
    return [tie for tie in ties if not _matching(around, tie.before, tie.after)]


def place_ties(ties: Iterable[Tie], around: Surroundings, units: Sequence[str]) -> Placement:
    """Find the number of each tie; `units` are the numbers' units, compared only where words were edited.

    A tie whose words fit more numbers than it was made for, or whose number two ties claim for different
    figures, is ambiguous: it decides nothing.
    """
    groups: dict[tuple[str, str], list[Tie]] = defaultdict(list)
    for tie in ties:
        groups[tie.before, tie.after].append(tie)
    claims: dict[int, list[Tie]] = defaultdict(list)
    unclear: dict[int, list[Tie]] = defaultdict(list)
    lost: list[Tie] = []
    for (before, after), group in groups.items():
        same = _matching(around, before, after)
        for tie in group:
            if not same:
                lost.append(tie)
            elif len(same) == tie.of:
                claims[same[tie.occurrence - 1]].append(tie)
            else:
                for index in same:
                    unclear[index].append(tie)
    lost = _place_edited(lost, around, units, claims, unclear)
    tied: dict[int, Tie] = {}
    for index, wanted in claims.items():
        different = {(t.figure, t.formula, t.year, t.measure, t.where) for t in wanted}
        if len(different) > 1 or index in unclear:
            unclear[index].extend(wanted)
        else:
            tied[index] = wanted[0]
    return Placement(tied, {i: tuple(t) for i, t in unclear.items()}, tuple(lost))


def _place_edited(
    ties: list[Tie],
    around: Surroundings,
    units: Sequence[str],
    claims: dict[int, list[Tie]],
    unclear: dict[int, list[Tie]],
) -> list[Tie]:
    """Place the ties whose words changed on the one number left that is clearly the same; return the others."""
    if not ties:
        return []
    likely: dict[tuple[str, str], list[int]] = defaultdict(list)
    for i in range(len(around)):
        if i not in claims and i not in unclear:
            for key in {_last(around.before[i]), _first(around.after[i])}:
                likely[units[i], key].append(i)
    lost: list[Tie] = []
    chosen: dict[int, list[Tie]] = defaultdict(list)
    for tie in ties:
        # What is alike enough has at least the letter on one side of the number in common.
        ends = {_last(tie.before), _first(tie.after)}
        near = {i for key in ends for i in likely.get((tie.unit, key), ())}
        scores = sorted(((_likeness(tie, around, i), i) for i in near), reverse=True)
        if not scores or scores[0][0] < ALIKE:
            lost.append(tie)
        elif len(scores) > 1 and scores[0][0] - scores[1][0] < MARGIN:
            for score, index in scores:
                if scores[0][0] - score < MARGIN:
                    unclear[index].append(tie)
        else:
            chosen[scores[0][1]].append(tie)
    for index, wanted in chosen.items():
        claims[index].extend(wanted)
    return lost


def _last(before: str) -> str:
    return "<" + _either_way(before[-TOUCHING:])[-1:]


def _first(after: str) -> str:
    return ">" + _either_way(after[:TOUCHING])[:1]


def _likeness(tie: Tie, around: Surroundings, index: int) -> float:
    """Return how alike the words are, 0 to 1: half for all of them, half for those that touch the number."""
    wanted_before, wanted_after = _either_way(tie.before), _either_way(tie.after)
    before, after = _either_way(around.before[index]), _either_way(around.after[index])
    left, right = wanted_before[-TOUCHING:][::-1], wanted_after[:TOUCHING]
    kept = (_shared(left, before[::-1]) + _shared(right, after)) / max(len(left) + len(right), 1)
    if (1 + kept) / 2 < ALIKE:
        return 0.0
    wanted = f"{wanted_before}#{wanted_after}"
    seen = f"{before[-len(wanted_before) :] if wanted_before else ''}#{after[: len(wanted_after)]}"
    matcher = SequenceMatcher(None, wanted, seen, autojunk=False)
    if (matcher.quick_ratio() + kept) / 2 < ALIKE:
        return 0.0
    return (matcher.ratio() + kept) / 2


def _either_way(text: str) -> str:
    """Write a rise and a fall alike: the number beside a direction turned round is still the same one."""
    return _WAYS.sub("↕", text)


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts share from their start."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )

"""From suggestions to ties, and from ties back to the claims they are for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fazhi_metrics.audit.anchors import Placement, Surroundings, anchor, place_ties, surroundings, unplaced
from fazhi_metrics.audit.claims import Claims, FigureClaim, Implied
from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.suggest import Suggestion, Suggestions, subjects
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.quantities.sentence import UNREAD

_NUMBER = re.compile(r"[0-9０-９]+(?:[.．,，][0-9０-９]+)*")
_MORE = "万亿余多"  # what may stand between a number and its unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """The ties of a document: of its numbers, of those it only implies, of each trend by subject; `lost` the rest.

    `unread` are ties of numbers that nobody can read (03695亩): index in `claims.excluded` → tie.
    """

    numbers: Placement
    implied: Placement
    unread: dict[int, Tie]
    trends: dict[int, dict[str, Tie]]
    unclear: frozenset[int]
    lost: tuple[Tie, ...]


def around_numbers(document: Document, claims: Claims) -> Surroundings:
    """Return the words around every number of a document."""
    return surroundings(document, [(claim.start, claim.end) for claim in claims.figures])


def around_implied(document: Document, claims: Claims) -> Surroundings:
    """Return the words around every implied number of a document."""
    return surroundings(document, [(item.start, item.end) for item in claims.implied])


def match_ties(document: Document, claims: Claims, ties: Iterable[Tie]) -> Matched:
    """Find for each tie its number, or the trend statement and subject that it is for."""
    ties = list(ties)
    units = [claim.quantity.unit for claim in claims.figures]
    around = around_numbers(document, claims)
    of_numbers = [tie for tie in ties if not tie.trend and not tie.implied]
    unread = _unread(document, claims, unplaced(of_numbers, around))
    broken = set(unread.values())
    numbers = place_ties([tie for tie in of_numbers if tie not in broken], around, units)
    implied = place_ties(
        [tie for tie in ties if tie.implied],
        around_implied(document, claims),
        [item.quantity.unit for item in claims.implied],
    )
    places: dict[str, list[int]] = defaultdict(list)
    for index, trend in enumerate(claims.trends):
        for words in subjects(document, trend):
            places[words].append(index)
    wanted: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        if tie.trend:
            wanted[tie.trend].append(tie)
    trends: dict[int, dict[str, Tie]] = defaultdict(dict)
    unclear: set[int] = set()
    lost: list[Tie] = []
    for words, group in wanted.items():
        placed, doubtful, gone = _place_statements(group, places.get(words, []), claims)
        for index, tie in placed.items():
            trends[index][words] = tie
        unclear |= doubtful
        lost += gone
    every = (*numbers.lost, *implied.lost, *lost)
    return Matched(
        numbers=numbers,
        implied=implied,
        unread=unread,
        trends=dict(trends),
        unclear=frozenset(unclear),
        lost=every,
    )


def _place_statements(
    ties: Sequence[Tie], found: Sequence[int], claims: Claims
) -> tuple[dict[int, Tie], set[int], list[Tie]]:
    """Place the ties of one subject on the statements that are about it: (placed, in doubt, lost).

    Where there are not as many statements as there were, a tie goes to the one that is worded as it was.
    """
    placed: dict[int, Tie] = {}
    if all(len(found) == tie.of for tie in ties) and len({tie.occurrence for tie in ties}) == len(ties):
        return {found[tie.occurrence - 1]: tie for tie in ties}, set(), []
    left: list[Tie] = []
    for tie in ties:
        same = [i for i in found if _worded(claims.trends[i].text) == _worded(tie.number)]
        if len(same) == 1 and same[0] not in placed:
            placed[same[0]] = tie
        else:
            left.append(tie)
    doubtful = {i for i in found if i not in placed} if left else set()
    return placed, doubtful, [] if doubtful else left


def _worded(text: str) -> str:
    """Return a statement with its numbers and white space left out."""
    return _NUMBER.sub("#", "".join(text.split()))


def _unread(document: Document, claims: Claims, lost: Sequence[Tie]) -> dict[int, Tie]:
    """Find the ties whose number is still in its place, but written so that it cannot be read."""
    broken = [i for i, item in enumerate(claims.excluded) if item.reason == UNREAD]
    if not broken or not lost:
        return {}
    spans = [(c.start, c.end) for c in claims.figures] + [
        (claims.excluded[i].start, claims.excluded[i].end) for i in broken
    ]
    order = sorted(range(len(spans)), key=spans.__getitem__)
    around = surroundings(document, [spans[i] for i in order])
    at = {i: order.index(len(claims.figures) + k) for k, i in enumerate(broken)}
    unread: dict[int, Tie] = {}
    for tie in lost:
        fitting = [
            i
            for i in broken
            if around.before[at[i]].endswith(tie.before)
            and around.after[at[i]].lstrip(_MORE).removeprefix(tie.unit).startswith(tie.after)
        ]
        if len(fitting) == 1 and fitting[0] not in unread:
            unread[fitting[0]] = tie
    return unread


def accept(
    document: Document, claims: Claims, suggestions: Suggestions, known: Sequence[Tie] = ()
) -> tuple[Tie, ...]:
    """Turn suggestions into ties; numbers and subjects that are tied already keep their tie."""
    matched = match_ties(document, claims, known)
    taken = matched.numbers.tied.keys() | matched.numbers.ambiguous.keys()
    numbers = {i: s for i, s in suggestions.numbers.items() if i not in taken}
    trends = {
        i: {words: s for words, s in named.items() if words not in matched.trends.get(i, {})}
        for i, named in suggestions.trends.items()
        if i not in matched.unclear
    }
    placed = matched.implied.tied.keys() | matched.implied.ambiguous.keys()
    implied = {i: s for i, s in suggestions.implied.items() if i not in placed}
    return (*known, *ties_for(document, claims, Suggestions(numbers, trends, implied)))


def untied(document: Document, claims: Claims, known: Sequence[Tie], year: int) -> tuple[Tie, ...]:
    """Return for every number that has no tie one without a figure, for an analyst to fill in."""
    matched = match_ties(document, claims, known)
    taken = matched.numbers.tied.keys() | matched.numbers.ambiguous.keys()
    blank = Suggestion(figure="", title="", year=year, score=0.0)
    left = {i: blank for i, claim in enumerate(claims.figures) if i not in taken and not claim.plan}
    made = _of_numbers(document, claims.figures, around_numbers(document, claims), left)
    return tuple(tie for _, tie in made)


def ties_for(document: Document, claims: Claims, chosen: Suggestions) -> tuple[Tie, ...]:
    """Return the ties of numbers, implied numbers and subjects of trends, in the order of the text."""
    made = [
        *_of_numbers(document, claims.figures, around_numbers(document, claims), chosen.numbers),
        *_of_numbers(document, claims.implied, around_implied(document, claims), chosen.implied),
        *_of_trends(document, claims, chosen.trends),
    ]
    return tuple(tie for _, tie in sorted(made, key=lambda pair: pair[0]))


def _of_numbers(
    document: Document,
    claims: Sequence[FigureClaim | Implied],
    around: Surroundings,
    chosen: Mapping[int, Suggestion],
) -> Iterator[tuple[int, Tie]]:
    for index, suggestion in chosen.items():
        claim = claims[index]
        before, after, occurrence, of = anchor(around, index)
        tie = Tie(
            figure=suggestion.figure,
            year=suggestion.year,
            before=before,
            after=after,
            implied=claim.text if isinstance(claim, Implied) else "",
            occurrence=occurrence,
            of=of,
            measure=suggestion.measure,
            unit=claim.quantity.unit,
            village=suggestion.village,
            part=suggestion.part,
            number=claim.text,
            place=document.place(claim.start).label,
        )
        yield claim.start, tie


def _of_trends(
    document: Document, claims: Claims, chosen: Mapping[int, Mapping[str, Suggestion]]
) -> Iterator[tuple[int, Tie]]:
    stated: dict[str, list[int]] = defaultdict(list)
    for index, trend in enumerate(claims.trends):
        for words in subjects(document, trend):
            stated[words].append(index)
    for index, named in chosen.items():
        trend = claims.trends[index]
        for words, suggestion in named.items():
            same = stated[words]
            tie = Tie(
                figure=suggestion.figure,
                year=suggestion.year,
                trend=words,
                occurrence=bisect_left(same, index) + 1,
                of=len(same),
                village=suggestion.village,
                part=suggestion.part,
                number=trend.text,
                place=document.place(trend.start).label,
            )
            yield trend.start, tie

"""Suggesting which figure a number states: by the words around it, its unit, year, village and section.

The value never counts: most wrong numbers also occur somewhere. A suggestion is made only when one indicator
is clearly nearer than every other (how near: nearness.py); the analyst accepts it, or not.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from fazhi_metrics.audit.context import Context, Contexts
from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.implications import is_goal, names_of
from fazhi_metrics.audit.narrowing import ToDate, narrowed, of_a_period
from fazhi_metrics.audit.nearness import Card, Cards, named, nearness, unit_loss
from fazhi_metrics.audit.ties import Measure

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims, Implied, Trend
    from fazhi_metrics.measures import Indicator
    from fazhi_metrics.project import Town
    from fazhi_metrics.quantities import Quantity

ENOUGH, MARGIN = 2.0, 0.4
SHARE_NAMED = 0.7  # how much of its title must be spoken of where no number stands (隐患全部整改)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A figure that a number, or a subject of a trend, seems to state; `score` ranks, and means nothing else."""

    figure: str
    title: str
    year: int
    score: float
    village: str = ""
    measure: Measure = "value"
    part: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Index of a number → its suggestion; of a trend → one for each subject that has one; of an implied number."""

    numbers: dict[int, Suggestion]
    trends: dict[int, dict[str, Suggestion]]
    implied: dict[int, Suggestion] = field(default_factory=dict)


class Suggester:
    """Ranks the indicators of a town for the numbers and trend statements of one document."""

    def __init__(
        self,
        document: Document,
        claims: Claims,
        indicators: Mapping[str, Indicator],
        town: Town | None,
        year: int,
        to_date: ToDate = (),
    ) -> None:
        self.document, self.claims, self.year, self.to_date = document, claims, year, to_date
        self.cards = Cards(indicators.values())
        names = sorted((village.name for village in town.villages), key=len, reverse=True) if town else []
        self.villages = re.compile("|".join(map(re.escape, names))) if names else None
        self.contexts = Contexts(document, [(c.start, c.end) for c in claims.figures], year)

    def ranked(
        self, start: int, end: int, quantity: Quantity, spoken: Collection[str] = ()
    ) -> list[Suggestion]:
        """Return the indicators that a number may state, the nearest first.

        `spoken` are the datasets of the numbers before it in its sentence.
        """
        context = self.contexts.of(start, end)
        if context.plan or quantity.kind == "percentage_points":
            return []
        # Where what is counted is an indicator's own word, it is that one or none.
        found = [
            self._suggestion(card, context, score)
            for card in self.cards.counted(context) or self.cards.spoken_of(context)
            if (loss := unit_loss(card.indicator, quantity, context)) is not None
            and not narrowed(card.indicator, card.words, context, self.to_date)
            and (score := nearness(card, context, spoken)) > 0
            and (score := score - loss) > 0
        ]
        return sorted(found, key=lambda suggestion: (-suggestion.score, suggestion.figure))

    def suggest(
        self, start: int, end: int, quantity: Quantity, spoken: Collection[str] = ()
    ) -> Suggestion | None:
        """Return the one indicator that is clearly nearest, or None."""
        return _clear(self.ranked(start, end, quantity, spoken))

    def subject(self, words: str, start: int, end: int, *, share: bool = False) -> Suggestion | None:
        """Return the indicator that the subject of a trend names, or None; `share`: only one in percent."""
        words = "".join(words.split())
        context = Context(near=words, counted="", clause=words, sentence=words)
        around = self.contexts.of(start, end)
        if around.plan or of_a_period(around, self.to_date):
            return None
        found = [
            self._suggestion(card, around, score)
            for card in self.cards.spoken_of(context)
            if (not share or (card.indicator.unit == "%" and named(card, context) >= SHARE_NAMED))
            and not narrowed(card.indicator, card.words, context, self.to_date)
            and (score := nearness(card, context)) > 0
        ]
        return _clear(sorted(found, key=lambda suggestion: (-suggestion.score, suggestion.figure)))

    def implied(self, item: Implied) -> Suggestion | None:
        """Return the indicator that an implied number (全部办结, 过半, 翻一番) is of, or None."""
        if is_goal(self.document, item):
            return None
        share = item.quantity.kind != "multiple"
        found = (
            self.subject(name, item.start, item.end, share=share)
            for name in names_of(self.document, self.claims, item)
        )
        return next((suggestion for suggestion in found if suggestion is not None), None)

    def _suggestion(self, card: Card, context: Context, score: float) -> Suggestion:
        spoken = (*context.heads, context.sentence[: context.sentence.find("#") + 1])
        named = (
            {name for words in spoken for name in self.villages.findall(words)} if self.villages else set()
        )
        village = next(iter(named)) if len(named) == 1 else ""
        return Suggestion(
            figure=card.indicator.id,
            title=card.indicator.title,
            year=context.year or self.year,
            score=round(score, 3),
            village=village,
        )


def suggest_ties(
    document: Document,
    claims: Claims,
    indicators: Mapping[str, Indicator],
    town: Town | None,
    year: int,
    *,
    tied_numbers: Collection[int] = (),
    tied_trends: Collection[int] = (),
    tied_implied: Collection[int] = (),
    to_date: ToDate = (),
) -> Suggestions:
    """Suggest a figure for every number, and every subject of a trend statement, where one is clearly meant.

    Those that are tied already (indices in `claims.figures`, `claims.trends` and `claims.implied`) get none. An amount of change (下降12%, 提高0.9个百分点) is of the figure that its statement is about. `to_date` are the months at which ledgers of a year that is not over stop.
    """
    suggester = Suggester(document, claims, indicators, town, year, to_date)
    trends: dict[int, dict[str, Suggestion]] = {}
    numbers: dict[int, Suggestion] = {}
    for index, trend in enumerate(claims.trends):
        spoken = subjects(document, trend)
        amounts = amounts_of(claims, trend, spoken)
        if index in tied_trends and all(number in tied_numbers for number in amounts.values()):
            continue
        named = (
            {}
            if trend.plan
            else {words: suggester.subject(words, trend.start, trend.end) for words in spoken}
        )
        trends[index] = {words: suggestion for words, suggestion in named.items() if suggestion is not None}
        for words, number in amounts.items():
            if number not in tied_numbers and (found := trends[index].get(words)) is not None:
                unit = claims.figures[number].quantity.unit
                numbers[number] = replace(found, measure=measure_of(unit))
    ledgers: dict[int, set[str]] = defaultdict(set)  # of the numbers so far, by sentence
    for index, claim in enumerate(claims.figures):
        if index in numbers or claim.plan:
            continue
        said = ledgers[suggester.contexts.sentence_start(claim.start, claim.end)]
        one = suggester.suggest(claim.start, claim.end, claim.quantity, said)
        if one is not None:
            said.add(indicators[one.figure].numerator.dataset)
            numbers |= {} if index in tied_numbers else {index: one}
    implied = {
        index: one
        for index, item in enumerate(claims.implied)
        if index not in tied_implied and (one := suggester.implied(item)) is not None
    }
    return Suggestions(dict(sorted(numbers.items())), trends, implied)


def subjects(document: Document, trend: Trend) -> list[str]:
    """Return the subjects of a trend statement as words without white space; the statement when it has none."""
    spans = ("".join(document.text[start:end].split()) for start, end in trend.subjects)
    words = [word for span in spans for word in span.split("、") if word]
    return list(dict.fromkeys(words)) or ["".join(trend.text.split())]


def amounts_of(claims: Claims, trend: Trend, spoken: Sequence[str]) -> dict[str, int]:
    """Return for each subject of a trend the index of the number that says by how much it changed.

    A statement has one amount for its one subject (下降12%), or as many as subjects (分别下降12%、20%).
    """
    first = bisect_left(claims.figures, trend.start, key=lambda claim: claim.start)
    last = bisect_left(claims.figures, trend.end, key=lambda claim: claim.start)
    inside = range(first, last)
    if trend.amount is not None:
        stated = [i for i in inside if _states(claims.figures[i].quantity, trend)]
        return {spoken[0]: stated[-1]} if len(spoken) == 1 and stated else {}
    units = {claims.figures[i].quantity.unit for i in inside}
    if len(inside) == len(spoken) > 1 and len(units) == 1 and units <= {"%", "个百分点"}:
        return dict(zip(spoken, inside, strict=True))
    return {}


def _states(quantity: Quantity, trend: Trend) -> bool:
    return quantity.unit == (trend.unit or "") and trend.amount in (quantity.low, quantity.high)


def measure_of(unit: str) -> Measure:
    """Return what an amount of change measures, by its unit."""
    return "change_percent" if unit == "%" else "change_points" if unit == "个百分点" else "change"


def _clear(ranked: Sequence[Suggestion]) -> Suggestion | None:
    """Return the first, when it is near enough and no other comes near it."""
    if not ranked or ranked[0].score < ENOUGH:
        return None
    if len(ranked) > 1 and ranked[0].score - ranked[1].score < MARGIN:
        return None
    return ranked[0]

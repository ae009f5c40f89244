"""Suggesting which figure a number states: by the words around it, its unit, year, village and section.

The value never counts: most wrong numbers also occur somewhere. A suggestion is made only when one indicator
is clearly nearer than every other; the analyst accepts it, or not.

How near an indicator is:
- a word of it ends right before the number (耕地43695亩), or begins right behind it (19个行政村): the longer
  the word, the nearer;
- a word of it stands elsewhere in the clause or the sentence (三大诉求分办中心…化解40余起): a little;
- how much of its title the sentence speaks of: so that the general one is preferred until the special one is
  named;
- its unit must be the number's, or one that counts the same sort of thing.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from fazhi_metrics.audit.context import Context, Contexts
from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.ties import Measure

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims, Trend
    from fazhi_metrics.indicators import Indicator
    from fazhi_metrics.project import Town
    from fazhi_metrics.quantities import Quantity

# Measure words that count the same sort of thing; a number with one may state a figure with another.
_ALIKE = (
    frozenset({"起", "件", "宗", "例", "件次", "起次"}),
    frozenset({"个", "处", "座", "所", "家"}),
    frozenset({"人", "名", "位"}),
    frozenset({"次", "场", "场次", "期", "堂", "节"}),
    frozenset({"项", "个", "件", "类", "种"}),
    frozenset({"份", "册", "张", "本"}),
    frozenset({"条", "件", "起", "个"}),
)
# What may follow a word of one letter, so that it is a noun of its own: 19个村划分为…, not 19个村民小组.
_AFTER_LETTER = frozenset("划分全均都实完开建设已被中共和及与（(，。、；,;成有参通的达推各进纳")
# What is done to some of a stock: 覆盖11个行政村 does not count the villages of the town.
_TO_SOME = (
    "覆盖", "涉及", "走访", "惠及", "深入", "辐射", "服务", "联系", "抽查", "检查", "督查", "培训", "慰问", "整治",
    "新增", "增加", "减少", "创建", "打造", "评选", "表彰", "选取", "组织", "发动", "出动", "下沉", "派出", "抽调",
    "选派", "邀请", "聘请", "配备", "补充", "参训", "整合", "对", "在", "向",
)  # fmt: skip
SUBJECT_NAMED = 0.6  # how much of a rate's title must be spoken of: 办结率 alone is of anything
TOUCHING, NEAR, CLAUSE, SENTENCE, TITLE, SECTION = 1.0, 0.6, 0.35, 0.25, 3.0, 0.5
OTHER_UNIT = 1.0  # what a number loses when its measure word is only of the same sort
ENOUGH, MARGIN = 2.0, 0.4
LONGEST_WORD = 8


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A figure that a number, or a subject of a trend, seems to state; `score` ranks, and means nothing else."""

    figure: str
    title: str
    year: int
    score: float
    village: str = ""
    measure: Measure = "value"


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Index of a number → its suggestion; index of a trend → a suggestion for each subject that has one."""

    numbers: dict[int, Suggestion]
    trends: dict[int, dict[str, Suggestion]]


@dataclass(frozen=True)
class _Card:
    """An indicator prepared for matching."""

    indicator: Indicator

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words and its title, longest first; the endings 数 and 率 of counts are left to its unit."""
        title = self.indicator.title
        names = {*self.indicator.words, title, title.removesuffix("数")}
        return tuple(sorted(names, key=lambda word: (-len(word), word)))

    @cached_property
    def pairs(self) -> frozenset[str]:
        """The pairs of letters of its title."""
        return _pairs(self.indicator.title.removesuffix("数"))


class Suggester:
    """Ranks the indicators of a town for the numbers and trend statements of one document."""

    def __init__(
        self,
        document: Document,
        claims: Claims,
        indicators: Mapping[str, Indicator],
        town: Town | None,
        year: int,
    ) -> None:
        self.document, self.claims, self.year = document, claims, year
        self.cards = [_Card(indicator) for indicator in indicators.values()]
        self.villages = [village.name for village in town.villages] if town else []
        self.contexts = Contexts(document, [(c.start, c.end) for c in claims.figures], year)

    def ranked(self, start: int, end: int, quantity: Quantity) -> list[Suggestion]:
        """Return the indicators that a number may state, the nearest first."""
        context = self.contexts.of(start, end)
        if context.plan or quantity.kind == "percentage_points":
            return []
        # Where what is counted is an indicator's own word, it is that one or none.
        counted = [c for c in self.cards if any(_counts(word, context.counted) for word in c.words)]
        found = [
            self._suggestion(card, context, score)
            for card in counted or self.cards
            if (loss := _unit_loss(card.indicator, quantity, context)) is not None
            and (score := _nearness(card, context)) > 0
            and (score := score - loss) > 0
        ]
        return sorted(found, key=lambda suggestion: (-suggestion.score, suggestion.figure))

    def suggest(self, start: int, end: int, quantity: Quantity) -> Suggestion | None:
        """Return the one indicator that is clearly nearest, or None."""
        return _clear(self.ranked(start, end, quantity))

    def subject(self, words: str, start: int, end: int) -> Suggestion | None:
        """Return the indicator that the subject of a trend names, or None."""
        words = "".join(words.split())
        context = Context(near=words, counted="", clause=words, sentence=words)
        around = self.contexts.of(start, end)
        if around.plan:
            return None
        found = [
            self._suggestion(card, around, score)
            for card in self.cards
            if (score := _nearness(card, context)) > 0
        ]
        return _clear(sorted(found, key=lambda suggestion: (-suggestion.score, suggestion.figure)))

    def _suggestion(self, card: _Card, context: Context, score: float) -> Suggestion:
        spoken = (*context.heads, context.sentence[: context.sentence.find("#") + 1])
        named = [v for v in self.villages if any(v in words for words in spoken)]
        village = named[0] if len(named) == 1 else ""
        return Suggestion(
            card.indicator.id, card.indicator.title, context.year or self.year, round(score, 3), village
        )


def suggest_ties(
    document: Document, claims: Claims, indicators: Mapping[str, Indicator], town: Town | None, year: int
) -> Suggestions:
    """Suggest a figure for every number, and every subject of a trend statement, where one is clearly meant.

    An amount of change (下降12%, 提高0.9个百分点) is of the figure that its statement is about.
    """
    suggester = Suggester(document, claims, indicators, town, year)
    trends: dict[int, dict[str, Suggestion]] = {}
    numbers: dict[int, Suggestion] = {}
    for index, trend in enumerate(claims.trends):
        spoken = subjects(document, trend)
        named = (
            {}
            if trend.plan
            else {words: suggester.subject(words, trend.start, trend.end) for words in spoken}
        )
        trends[index] = {words: suggestion for words, suggestion in named.items() if suggestion is not None}
        for words, number in amounts_of(claims, trend, spoken).items():
            if (found := trends[index].get(words)) is not None:
                unit = claims.figures[number].quantity.unit
                numbers[number] = replace(found, measure=measure_of(unit))
    for index, claim in enumerate(claims.figures):
        if index not in numbers and not claim.plan:
            one = suggester.suggest(claim.start, claim.end, claim.quantity)
            numbers |= {} if one is None else {index: one}
    return Suggestions(dict(sorted(numbers.items())), trends)


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


def _nearness(card: _Card, context: Context) -> float:
    touching = max(
        (max(_before(card, word, context), _behind(card, word, context)) for word in card.words), default=0.0
    )
    for head in context.heads:
        held = [_weight(word) for word in card.words if word in head and len(word) > 1]
        touching = max(touching, *held, 0.0)
    elsewhere = sum(_elsewhere(word, context) for word in card.words if len(word) > 1)
    if not touching:
        return elsewhere
    spoken = _pairs(context.sentence) | _pairs("".join(context.heads))
    named = len(card.pairs & spoken) / max(len(card.pairs), 1)
    if card.indicator.rate and named < SUBJECT_NAMED:
        return 0.0
    theme = SECTION if card.indicator.theme and card.indicator.theme in context.section else 0.0
    return touching + min(elsewhere, 2.0) + TITLE * named + theme


def _before(card: _Card, word: str, context: Context) -> float:
    """Return how near a word stands before the number."""
    at = context.near.rfind(word)
    if at < 0 or len(word) < 2 or _of_some(card, context.near[:at]):
        return 0.0
    gap = len(context.near) - at - len(word)
    return _weight(word) * max(TOUCHING - 0.04 * gap, NEAR)


def _behind(card: _Card, word: str, context: Context) -> float:
    """Return how near a word stands behind the number, as what is counted."""
    if not _counts(word, context.counted) or _of_some(card, context.near):
        return 0.0
    return (_weight(word) + 1) * TOUCHING


def _of_some(card: _Card, before: str) -> bool:
    return card.indicator.nature == "stock" and not card.indicator.rate and before.endswith(_TO_SOME)


def _counts(word: str, counted: str) -> bool:
    if not counted.startswith(word):
        return False
    return len(word) > 1 or counted[1:2] in _AFTER_LETTER or len(counted) == 1


def _elsewhere(word: str, context: Context) -> float:
    if word in context.near or _counts(word, context.counted):
        return 0.0
    if word in context.clause:
        return _weight(word) * CLAUSE
    return _weight(word) * SENTENCE if word in context.sentence else 0.0


def _weight(word: str) -> float:
    return float(min(len(word), LONGEST_WORD))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def _unit_loss(indicator: Indicator, quantity: Quantity, context: Context) -> float | None:
    """Return what a number's unit costs, or None when an indicator of that unit cannot be meant."""
    unit = indicator.unit
    if quantity.unit == unit:
        return 0.0
    base, _, per = unit.partition("/")
    if per:
        # 每万人4.1起: the denominator is in the words, not in the unit.
        spoken = f"每{per}" in context.sentence or any(per in head for head in context.heads)
        return 0.0 if quantity.unit in (base, "") and spoken else None
    if unit == "%":
        heads = any("%" in head or "率" in head for head in context.heads)
        return 0.0 if quantity.unit == "" and heads else None
    if quantity.unit == "":
        return OTHER_UNIT if context.heads or quantity.kind == "count" else None
    if any(quantity.unit in sort and unit in sort for sort in _ALIKE):
        return OTHER_UNIT
    return None

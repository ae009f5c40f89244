"""How near an indicator is to a number, by the words around it and its unit; never by its value.

- a word of it ends right before the number (耕地43695亩), or begins right behind it (19个行政村): the longer
  the word, the nearer;
- half of a word of it does, and the other half was said before in the sentence (受理矛盾纠纷40起，化解33起);
- a word of it stands elsewhere in the clause or the sentence (三大诉求分办中心…化解40余起): a little;
- how much of its title the sentence speaks of: so that the general one is preferred until the special one is
  named;
- its unit must be the number's, or one that counts the same sort of thing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fazhi_metrics.audit.context import Context

if TYPE_CHECKING:
    from fazhi_metrics.measures import Indicator
    from fazhi_metrics.quantities import Quantity

# Measure words that count the same sort of thing; a number with one may state a figure with another.
_ALIKE = (
    frozenset({"亩", "公顷", "平方公里", "平方千米", "平方米"}),
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
TOUCHING, TAKEN_UP, NEAR, CLAUSE, SENTENCE, TITLE, SECTION = 1.0, 0.9, 0.6, 0.35, 0.25, 3.0, 0.5
OTHER_UNIT = 1.0  # what a number loses when its measure word is only of the same sort
LONGEST_WORD = 8
DISTINCT = 4  # letters by which a word is known wherever it stands: 矛盾纠纷, unlike 事项


@dataclass(frozen=True)
class Card:
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


class Cards:
    """The indicators by the openings of their words, so that only those are ranked that a text speaks of."""

    def __init__(self, indicators: Iterable[Indicator]) -> None:
        self._by_opening: dict[str, list[tuple[str, Card]]] = defaultdict(list)
        self._by_half: dict[str, list[tuple[str, Card]]] = defaultdict(list)
        for indicator in indicators:
            card = Card(indicator)
            for word in card.words:
                self._by_opening[word[:2]].append((word, card))
                for half, _ in halves(word):
                    self._by_half[half[:2]].append((half, card))

    def spoken_of(self, context: Context) -> list[Card]:
        """Return the cards of which a word stands in the context, or half of one, in the order of their ids."""
        texts = (context.sentence, context.near, context.counted, *context.heads)
        found = {card.indicator.id: card for text in texts for card in _found(text, self._by_opening)}
        found |= {card.indicator.id: card for card in _found(context.near, self._by_half)}
        found |= {card.indicator.id: card for card in self.counted(context)}
        return [found[identity] for identity in sorted(found)]

    def counted(self, context: Context) -> list[Card]:
        """Return the cards of which a word is what is counted."""
        openings = dict.fromkeys((context.counted[:1], context.counted[:2]))
        held = [pair for opening in openings if opening for pair in self._by_opening.get(opening, ())]
        return [card for word, card in held if counts(word, context.counted)]


def halves(word: str) -> Iterator[tuple[str, str]]:
    """Yield every half of a word that can stand for it, with the other half."""
    for split in range(2, len(word) - 1):
        yield word[:split], word[split:]
        yield word[split:], word[:split]


def _found(text: str, by_opening: Mapping[str, list[tuple[str, Card]]]) -> Iterator[Card]:
    for at in range(len(text) - 1):
        for word, card in by_opening.get(text[at : at + 2], ()):
            if text.startswith(word, at):
                yield card


def nearness(card: Card, context: Context, spoken: Collection[str] = ()) -> float:
    """Return how near an indicator is to a number with these surroundings; 0 when it is not spoken of.

    `spoken` are the datasets of the numbers before it in its sentence.
    """
    goes_on = card.indicator.numerator.dataset in spoken
    scores = [
        (
            max(
                _before(card, word, context),
                _behind(card, word, context),
                _taken_up(card, word, context, goes_on=goes_on),
            ),
            word,
        )
        for word in card.words
    ]
    for head in context.heads:
        scores += [(_weight(word), word) for word in card.words if word in head and len(word) > 1]
    touching, nearest = max(scores, default=(0.0, ""))
    others = [word for word in card.words if len(word) > 1 and not (touching and word in nearest)]
    elsewhere = sum(_elsewhere(word, context, nearest) for word in others)
    if not touching:
        return 0.0
    how_much = named(card, context)
    if card.indicator.rate and how_much < SUBJECT_NAMED:
        return 0.0
    theme = SECTION if card.indicator.theme and card.indicator.theme in context.section else 0.0
    return touching + min(elsewhere, 2.0) + TITLE * how_much + theme


def named(card: Card, context: Context) -> float:
    """Return how much of an indicator's title the sentence and the heads of the cell speak of, 0 to 1."""
    spoken = _pairs(context.sentence) | _pairs("".join(context.heads))
    return len(card.pairs & spoken) / max(len(card.pairs), 1)


def _before(card: Card, word: str, context: Context) -> float:
    """Return how near a word stands before the number."""
    at = context.near.rfind(word)
    if at < 0 or len(word) < 2 or _of_some(card, context.near[:at]):
        return 0.0
    gap = len(context.near) - at - len(word)
    return _weight(word) * max(TOUCHING - 0.04 * gap, NEAR)


def _taken_up(card: Card, word: str, context: Context, *, goes_on: bool) -> float:
    """Return how near a word is of which one half leads up to the number, and the other was said before.

    What is counted is named once in a sentence (受理矛盾纠纷40起，化解33起，化解率82.5%), unless it is named anew.
    A short half (事项) may be of something else; it counts where the sentence goes on about the same ledger.
    """
    near, best = context.near, 0.0
    said = context.sentence.partition("#")[0].removesuffix(near)
    for half, other in halves(word):
        if len(other) < DISTINCT and not goes_on:
            continue
        at = near.rfind(half)
        if at >= 0 and other in said and not _of_some(card, near[:at]) and not _pairs(other) & _pairs(near):
            gap = len(near) - at - len(half)
            best = max(best, _weight(word) * max(TAKEN_UP - 0.04 * gap, NEAR))
    return best


def _behind(card: Card, word: str, context: Context) -> float:
    """Return how near a word stands behind the number, as what is counted."""
    if not counts(word, context.counted) or _of_some(card, context.near):
        return 0.0
    return (_weight(word) + 1) * TOUCHING


def _of_some(card: Card, before: str) -> bool:
    return card.indicator.nature == "stock" and not card.indicator.rate and before.endswith(_TO_SOME)


def counts(word: str, counted: str) -> bool:
    """Whether what is counted begins with the word, and the word is not part of a longer noun."""
    if not counted.startswith(word):
        return False
    return len(word) > 1 or counted[1:2] in _AFTER_LETTER or len(counted) == 1


def _elsewhere(word: str, context: Context, nearest: str) -> float:
    """Return what a word adds that stands further off: in the clause, or in the sentence."""
    if nearest and nearest in word:
        return 0.0
    if word in context.clause or word in context.near:
        return _weight(word) * CLAUSE
    return _weight(word) * SENTENCE if word in context.sentence else 0.0


def _weight(word: str) -> float:
    return float(min(len(word), LONGEST_WORD))


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


def unit_loss(indicator: Indicator, quantity: Quantity, context: Context) -> float | None:
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
        return 0.0 if quantity.unit == "" and (heads or quantity.kind == "fraction") else None
    if quantity.unit == "":
        return OTHER_UNIT if context.heads or quantity.kind == "count" else None
    if any(quantity.unit in sort and unit in sort for sort in _ALIKE):
        return OTHER_UNIT
    return None

"""Errors as they are made in reports, one at a time: a digit, a unit, 万, another year, another village, a direction.

Each alteration says where it was made; an audit must contradict there and nowhere else.
"""

import random
import re
from dataclasses import dataclass, replace

from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.errors import FazhiError
from fazhi_metrics.measures.citing import cite_value

OTHER_UNITS = {
    "亩": ("公顷", "平方米", "户"),
    "个": ("户", "人", "%"),
    "户": ("人", "个"),
    "人": ("户", "名", "%"),
    "起": ("件", "户", "人"),
    "件": ("起", "项", "人"),
    "条": ("起", "人"),
    "件次": ("件", "人次", "%"),
    "%": ("个", "件"),
}
SHARES = {"%": "个百分点", "个百分点": "%"}
TURNS = (
    ("三降", "三升"), ("三升", "三降"), ("下降", "上升"), ("上升", "下降"), ("提高", "降低"), ("未发现", "发现"),
    ("未发生", "发生"), ("持平", "上升"),
)  # fmt: skip
APART = 60  # so far reach the words by which a tie finds its number
NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Alteration:
    """One error: its kind, the stretch of the text that it replaces, and what stands there instead."""

    kind: str
    start: int
    end: int
    words: str

    @property
    def by(self):
        """How much longer the text becomes."""
        return len(self.words) - (self.end - self.start)


def edited(document, alterations):
    """The document with some stretches replaced, every later place moved along."""

    def moved(offset):
        return offset + sum(each.by for each in alterations if offset >= each.end)

    text = document.text
    for each in sorted(alterations, key=lambda each: -each.start):
        text = text[: each.start] + each.words + text[each.end :]
    places = tuple(replace(p, start=moved(p.start), end=moved(p.end)) for p in document.places)
    marks = tuple(replace(m, start=moved(m.start), end=moved(m.end)) for m in document.marks)
    return replace(document, text=text, places=places, marks=marks)


def every_alteration(audit, facts, villages):
    """Every error of every kind that can be made in the numbers and statements that an audit verified."""
    for verdict in audit.verdicts:
        if verdict.verdict == "matches":
            for kind, words in dict.fromkeys(_of_number(verdict, facts, villages)):
                if words != verdict.text and not _still_true(words, verdict):
                    yield Alteration(kind, verdict.start, verdict.end, words)
    for trend in audit.trends:
        for old, new in TURNS:
            at = audit.document.text.find(old, trend.start, trend.end)
            if at >= 0:
                yield Alteration("direction", at, at + len(old), new)
                break


def _still_true(words, verdict):
    """Whether what is written now is the value itself, rounded: 80% of 80.3%, 0万 of 0."""
    number, printed = NUMBER.search(words), NUMBER.search(verdict.text)
    if words[number.end() :] != verdict.text[printed.end() :]:
        return float(number[0]) == verdict.value == 0 and verdict.unit in words
    places = len(number[0].partition(".")[2])
    return abs(float(number[0]) - float(verdict.value)) * 10**places <= 0.5


def _of_number(verdict, facts, villages):
    number = NUMBER.search(verdict.text)
    digits, (a, b) = number[0], number.span()
    before, after = verdict.text[:a], verdict.text[b:]
    step = 10 ** -len(digits.partition(".")[2])
    places = len(digits.partition(".")[2])
    for value in (float(digits) + step, float(digits) - step):
        if value >= 0:
            yield "one more or less", f"{before}{value:.{places}f}{after}"
    for i in range(len(digits) - 1):
        if digits[i] != digits[i + 1] and "." not in digits[i : i + 2]:
            yield "swapped digits", f"{before}{digits[:i]}{digits[i + 1]}{digits[i]}{digits[i + 2 :]}{after}"
    for i in range(len(digits)):
        if digits[i] != "." and len(digits) > 1 and (rest := digits[:i] + digits[i + 1 :]).strip("."):
            yield "digit left out", f"{before}{rest.strip('.')}{after}"
        for other in "0123456789":
            if digits[i] not in (".", other):
                yield "another digit", f"{before}{digits[:i]}{other}{digits[i + 1 :]}{after}"
    cut = len(verdict.text) - len(verdict.unit)
    if verdict.unit and verdict.text.endswith(verdict.unit):
        for unit in OTHER_UNITS.get(verdict.unit, ()):
            yield "wrong unit", verdict.text[:cut] + unit
        if verdict.unit in SHARES:
            yield "percent for points", verdict.text[:cut] + SHARES[verdict.unit]
        if verdict.unit not in SHARES:
            yield "ten thousand added", f"{verdict.text[:cut]}万{verdict.unit}"
    if float(digits) >= 1000:
        lost = f"{float(digits) / 10_000:.6f}".rstrip("0")
        yield "ten thousand lost", f"{before}{lost}{after}"
    if verdict.expected.startswith("同比") or verdict.unit == "个百分点":
        return
    yield from _other_values(verdict, facts, villages)


def _other_values(verdict, facts, villages):
    """The same figure of the year before, or after, and of each village, worded as a report would."""
    card = facts.indicators[verdict.figure]
    for kind, year, village in (
        ("another year", verdict.year - 1, ""),
        ("another year", verdict.year + 1, ""),
        *(("another village", verdict.year, village) for village in villages),
    ):
        try:
            value = facts.of(Tie(verdict.figure, year, village=village)).value
        except FazhiError:
            continue
        if value is not None and value != verdict.value:
            behind = verdict.text[NUMBER.search(verdict.text).end() :].removeprefix("余")
            yield kind, cite_value(value, card).removesuffix(card.unit) + behind


def sample(audit, facts, villages, count, seed):
    """A number of errors, as many of each kind as there are, drawn with a seed and in its order."""
    kinds = {}
    for alteration in every_alteration(audit, facts, villages):
        kinds.setdefault(alteration.kind, []).append(alteration)
    chooser = random.Random(seed)
    for found in kinds.values():
        chooser.shuffle(found)
    chosen = []
    while len(chosen) < count and any(kinds.values()):
        chosen += [found.pop() for found in kinds.values() if found]
    return chosen[:count]


def dealt(alterations, at_once):
    """Deal the alterations into hands of at most so many, whose alterations do not touch each other."""
    hands = []
    for new in alterations:
        for hand in hands:
            apart = all(new.start > each.end + APART or new.end + APART < each.start for each in hand)
            if len(hand) < at_once and apart:
                hand.append(new)
                break
        else:
            hands.append([new])
    return hands


def missed(hands, audit_of, audit):
    """The alterations that an audit does not contradict where they are, and what changes elsewhere."""
    told = []
    for hand in hands:
        result = audit_of(edited(audit.document, hand))
        after = [*result.verdicts, *result.trends]
        spans = [_moved(each.start, each.end, hand) for each in hand]
        for each, span in zip(hand, spans, strict=True):
            if not _any_over(result.contradictions, *span):
                told.append((each.kind, audit.document.text[each.start : each.end], each.words, "missed"))
        kinds = [each.kind for each in hand]
        for verdict in after:
            here = any(start < verdict.end and verdict.start < end for start, end in spans)
            if not here and verdict.verdict not in ("matches", "excluded"):
                told.append((kinds, verdict.text, verdict.verdict, verdict.reason))
        for verdict in (*audit.verdicts, *audit.trends):
            touched = any(each.start < verdict.end and verdict.start < each.end for each in hand)
            sound = [v for v in after if v.verdict == "matches"]
            if verdict.verdict != "matches" or touched:
                continue
            if not _any_over(sound, *_moved(verdict.start, verdict.end, hand)):
                told.append((kinds, verdict.text, "matches no more"))
    return told


def _any_over(verdicts, start, end):
    return any(verdict.start < end and start < verdict.end for verdict in verdicts)


def _moved(start, end, hand):
    """Where a stretch stands once all of a hand are made."""
    by = sum(each.by for each in hand if each.start < start)
    return start + by, end + by + sum(each.by for each in hand if each.start >= start and each.end <= end)

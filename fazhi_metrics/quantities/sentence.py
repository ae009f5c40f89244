"""Finding the quantities of running text, and saying of every other number why it is none."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from fazhi_metrics.quantities.context import (
    CLAUSE_ENDS,
    FIGURE,
    THRESHOLD,
    digits_reason,
    is_place,
    is_threshold,
    time_reason,
)
from fazhi_metrics.quantities.exclusions import DOCUMENT, NAME, PHONE, Mask, find_masks, find_quotations
from fazhi_metrics.quantities.naming import ARTICLE, WORD, naming_reason
from fazhi_metrics.quantities.numbers import NUMERALS, SCALED, read_stem
from fazhi_metrics.quantities.phrase import NUMBER_AT, Phrase, half_hour_at, phrase_at
from fazhi_metrics.quantities.prose import read_prose
from fazhi_metrics.quantities.quantity import Quantity
from fazhi_metrics.quantities.units import UNIT_STARTS, unit_at

VAGUE: Final = "约数"
UNREAD: Final = "无法确读"


class Found(NamedTuple):
    """A number of the matched text: a figure (no reason), or the reason why it is none."""

    start: int
    end: int
    phrase: Phrase | None
    reason: str


_RUN: Final = re.compile(f"[0-9{NUMERALS}半]+")
_DIGIT: Final = frozenset("0123456789")
# A single Chinese numeral can be a count only before one of these, or behind a prefix.
_MEASURES: Final = UNIT_STARTS | frozenset("百千分成半多余几点至到-—–~")
_PREFIX_ENDS: Final = frozenset("约为近超过了逾破于少下止足到多上")
# 12、8、5件: numbers joined by 、 that share the unit of the last; joined by ， only behind 分别.
_LIST: Final = re.compile(rf"(?:(?:、|和|与|及|以及){SCALED}){{1,20}}")
_WIDE_LIST: Final = re.compile(rf"(?:(?:、|，|和|与|及|以及){SCALED}){{1,20}}")
_MEMBER: Final = re.compile(SCALED)
_SEVERALLY: Final = re.compile("分别(?:为|是|达|达到|有|约)?$")
_JOINED: Final = frozenset(("、", "和", "，", "与", "及", "以及"))
_MONEY_OF: Final = re.compile(
    "(?:资金|投入|经费|投资|补助|补贴|金额|产值|收入|支出|罚款|贷款|损失|价)[^，。；、]{0,6}$"
)
_COUNTED_ONE: Final = re.compile("[、，,和及][^，。；、：]{1,10}")
_NOT_COUNTED: Final = re.compile(
    "(?:每|至少|最多|任何|同|另|再|又|这|那|某|未|无|没有|唯|如|若)[^，。；、]{0,6}$"
)
_TENS: Final = frozenset("十百千万亿余多")
_OF_DIGITS: Final = frozenset((NAME, DOCUMENT, PHONE))  # 95 of N95口罩: what follows is no unit
_NEVER: Final = Mask(1 << 62, 1 << 62, "")


def scan(text: str) -> list[Found]:
    """Return every number of a matched text in order, each once: figures, and what is none with its reason."""
    return _with_counted_ones(text, _carry_prefixes(text, _numbers(text)))


def _numbers(text: str) -> list[Found]:
    masks = iter([*find_masks(text), _NEVER])
    quotations = iter([*find_quotations(text), _NEVER])
    mask, quotation = next(masks), next(quotations)
    found: list[Found] = []
    done = 0
    for run in _RUN.finditer(text):
        start, stop = run.span()
        while (start := max(start, done)) < stop:
            while mask.end <= start:
                if mask.start >= done and _is_numeric(text, mask):
                    found.append(Found(mask.start, mask.end, None, mask.reason))
                mask = next(masks)
            if mask.start <= start:
                found.append(Found(mask.start, mask.end, None, mask.reason))
                done = mask.end
                continue
            while quotation.end <= start:
                quotation = next(quotations)
            quoted = quotation if quotation.start <= start else None
            items = _at(text, start, stop, quoted, mask.start)
            if items and items[0].start < done:  # the prefix belongs to what stands before
                items[0] = items[0]._replace(start=start)
            found += items
            done = items[-1].end if items else start + 1
    while mask is not _NEVER:
        if mask.start >= done and _is_numeric(text, mask):
            found.append(Found(mask.start, mask.end, None, mask.reason))
        mask = next(masks)
    return found


def _is_numeric(text: str, mask: Mask) -> bool:
    """Whether a mask that no ordinary digit led to holds a number: ①, ٣."""
    return any(mark.isdigit() or mark.isnumeric() for mark in text[mask.start : mask.end])


def _at(text: str, start: int, stop: int, quoted: Mask | None, limit: int) -> list[Found]:
    """Judge the number at `start`; a list with a shared unit gives several items, a bare 半 none.

    Nothing is read beyond `limit`, where the next mask begins: in 处置8、2025年 the year is not of the list.
    """
    first = text[start]
    if first not in _DIGIT and stop - start == 1 and first != "半":
        plain = text[stop : stop + 1] not in _MEASURES and text[start - 1 : start] not in _PREFIX_ENDS
        if plain:
            return [Found(start, stop, None, quoted.reason if quoted else WORD)]
    if first == "半":
        half = None if quoted else half_hour_at(text, start)
        return [] if half is None else [Found(half.start, half.end, half, FIGURE)]
    match = NUMBER_AT.match(text, start)
    end = stop if match is None else match.end()
    if quoted:
        return [Found(start, min(end, quoted.end, limit), None, quoted.reason)]
    if first not in _DIGIT and text[start - 1 : start] in ("数", "几") and _TENS.issuperset(text[start:end]):
        return [Found(start, end, None, VAGUE)]
    phrase = phrase_at(text, start, end, limit)
    if phrase is None or phrase.end > limit:
        end = min(end, limit)
        return [Found(start, end, None, UNREAD if first in _DIGIT else WORD)]
    if not phrase.unit and not phrase.chinese and (members := _members(text, phrase, limit)):
        return members
    return [_judged(text, phrase)]


def _judged(text: str, phrase: Phrase) -> Found:
    reason = reason_for(text, phrase)
    if reason:
        named = reason in _OF_DIGITS and phrase.kind != "duration"
        return Found(phrase.number, phrase.stop if named else phrase.after, phrase, reason)
    if not phrase.unit and text[phrase.stop - 1] in "万亿" and _MONEY_OF.search(text[: phrase.start][-16:]):
        phrase = phrase._replace(kind="money")
    return Found(phrase.start, phrase.end, phrase, FIGURE)


def reason_for(text: str, phrase: Phrase) -> str:
    """Return why a quantity is no figure where it stands; FIGURE (empty) where it is one."""
    reason = None if phrase.chinese else digits_reason(text, phrase)
    if reason is None and is_threshold(text, phrase):
        reason = THRESHOLD
    if reason is None and is_place(text, phrase):
        reason = NAME
    if reason is None and phrase.kind == "duration":
        reason = time_reason(text, phrase)
    if reason is None and phrase.chinese:
        reason = naming_reason(text, phrase)
    return reason or FIGURE


def _members(text: str, phrase: Phrase, limit: int) -> list[Found]:
    """Return the members of 12、8、5件, each with the unit of the last; nothing where there is no such list."""
    severally = _SEVERALLY.search(text, max(0, phrase.start - 6), phrase.start) is not None
    match = (_WIDE_LIST if severally else _LIST).match(text, phrase.stop)
    if match is None or match.end() > limit or unit_at(text, match.end()) is None:
        return []
    spans = [match.span() for match in _MEMBER.finditer(text, phrase.number, match.end())]
    last = phrase_at(text, *spans[-1])
    if last is None:
        return []
    reason = reason_for(text, last)
    found = []
    for number, stop in spans[:-1]:
        read = read_stem(text[number:stop])
        if read is None:
            return []
        value, step, place = read[0]
        if text[last.stop - 1] in "万亿" and text[stop - 1] not in "万亿":  # 12、8、5万元
            scale = 10**4 if text[last.stop - 1] == "万" else 10**8
            value, step, place = value * scale, step * scale, place * scale
        member = phrase._replace(
            number=number, stop=stop, after=stop, end=stop, value=value, last=place, step=step, unit=last.unit,
            kind=last.kind, start=phrase.start if number == phrase.number else number,
            modifier=phrase.modifier if severally or number == phrase.number else "exact",
        )  # fmt: skip
        found.append(Found(member.number if reason else member.start, stop, member, reason))
    if severally and last.modifier == "exact":
        last = last._replace(modifier=phrase.modifier)
    found.append(
        Found(last.number, last.after, last, reason) if reason else Found(last.start, last.end, last, FIGURE)
    )
    return found


def _carry_prefixes(text: str, found: list[Found]) -> list[Found]:
    """Let a prefix behind 分别 hold for every member: 分别超97%和98% are both at least."""
    carried: Phrase | None = None
    for i, item in enumerate(found):
        phrase = item.phrase
        if phrase is None or item.reason:
            carried = None
            continue
        if (
            carried is not None
            and phrase.modifier == "exact"
            and text[found[i - 1].end : item.start] in _JOINED
        ):
            found[i] = item._replace(phrase=phrase._replace(modifier=carried.modifier))
        elif phrase.start < phrase.number and _SEVERALLY.search(text, max(0, phrase.start - 6), phrase.start):
            carried = phrase
        else:
            carried = None
    return found


def _with_counted_ones(text: str, found: list[Found]) -> list[Found]:
    """Make 一次 a figure where it stands in a list of counts (检查两次、询问一次)."""
    for i, item in enumerate(found):
        phrase = item.phrase
        if item.reason != ARTICLE or phrase is None or text[phrase.end : phrase.end + 1] not in _ENDS:
            continue
        if _NOT_COUNTED.search(text, max(0, item.start - 12), item.start):
            continue
        before = found[i - 1] if i else None
        after = found[i + 1] if i + 1 < len(found) else None
        joined = (before and not before.reason and _COUNTED_ONE.fullmatch(text, before.end, item.start)) or (
            after and not after.reason and _COUNTED_ONE.fullmatch(text, item.end, after.start)
        )
        if joined:
            found[i] = Found(phrase.start, phrase.end, phrase, FIGURE)
    return found


_ENDS: Final = CLAUSE_ENDS | {""}


def find_quantities(text: str) -> list[tuple[int, int, Quantity]]:
    """Return the quantities that a running text states: start, end (offsets in the text) and meaning.

    Years, dates, ordinals, document numbers, names, slogans and thresholds are none.

    >>> [(q.text, str(q.low), str(q.high)) for _, _, q in find_quantities("2025年化解纠纷40余起，占98.5%。")]
    [('40余起', '40', '50'), ('98.5%', '98.5', '98.5')]
    """
    prose = read_prose(text)
    quantities = []
    for item in scan(prose.text):
        if item.phrase is not None and not item.reason:
            start, end = prose.span(item.start, item.end)
            quantities.append((start, end, item.phrase.quantity(text[start:end])))
    return quantities

"""Rates, shares and changes inside a sentence, against the counts that they are made of.

受理38件、化解37件、化解率97.4%; 村级化解351件，占比86.5%; 由95%提高到97%，提高2个百分点; 97%，较上年的95%提高2个百分点.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi_metrics.audit.intervals import difference, meet, share, shown
from fazhi_metrics.audit.results import Finding
from fazhi_metrics.audit.sayings import Saying

_RATE = re.compile(r"(?P<of>[一-鿿]{2,4})率(?:为|达|达到|是|保持|均|在|约|：|:)*$")
_ALL = re.compile(r"共|总计|累计|合计|受理|接到|收到|接收|登记|发现|排查|检查出|应|交办|转办|上报|梳理|建立")
_SHARE = re.compile(r"^[，,、]?(?:约)?占(?:比|总数的?|全部的?|总量的?)?(?:为|达|约)*$")
_UP = "提高|提升|上升|增长|增加|升|增"
_DOWN = "下降|降低|减少|压减|降|减"
_RISE, _FALL = re.compile(_UP), re.compile(_DOWN)
_FROM = re.compile(r"(?:由|从)[^，。；]{0,12}$")
_TO = re.compile(r"[^，。；]{0,10}?(?:至|到|为)(?:(?:\d{4}年|今年|本年|现在|目前)的?)?")
_AMOUNT = re.compile(rf"[，,、]?(?:同比|共|即|净|比上年|较上年)?(?:{_UP}|{_DOWN})了?(?:幅度?)?(?:为|达)?")
_BASE = re.compile(r"[，,（(]?(?:比|较)(?:上年|去年|上一年|\d{4}年)?(?:同期)?的?")


def check_changes(saying: Saying) -> Iterator[Finding]:
    """Yield the rates, shares and changes of a sentence that its own counts contradict."""
    yield from _rates(saying)
    yield from _shares(saying)
    yield from _ends(saying)
    yield from _compared(saying)


def _rates(saying: Saying) -> Iterator[Finding]:
    for index, claim in enumerate(saying.numbers):
        rate = _RATE.search(saying.label(index))
        if claim.quantity.kind != "percent" or rate is None:
            continue
        counts = [
            at for at in range(index) if saying.numbers[at].quantity.kind == "count" and saying.unit(at)
        ]
        done = [at for at in counts if rate["of"][-2:] in saying.label(at)]
        if len(done) != 1:
            continue
        every = [
            at
            for at in counts
            if at < done[0] and _ALL.search(saying.label(at)) and saying.unit(at) == saying.unit(done[0])
        ]
        if len(every) != 1:
            continue
        held = share(saying.held(done[0]), saying.held(every[0]))
        if held is not None and not meet(held, saying.held(index)):
            made_of = f"{saying.text(done[0])}与{saying.text(every[0])}"
            yield saying.finding(index, f"按文中的{made_of}计算应为{shown(held)}%，不是{saying.text(index)}")


def _shares(saying: Saying) -> Iterator[Finding]:
    """Check 占比: the count right before it, of whichever larger count stands before that."""
    for index in range(2, len(saying.numbers)):
        part = index - 1
        if saying.numbers[index].quantity.kind != "percent" or not _SHARE.fullmatch(saying.label(index)):
            continue
        if not saying.counts(part):
            continue
        wholes = [at for at in range(part) if saying.unit(at) == saying.unit(part)]
        held = [share(saying.held(part), saying.held(at)) for at in wholes]
        known = [each for each in held if each is not None and each[0] <= 100]
        if len(known) == len(held) > 0 and not any(meet(each, saying.held(index)) for each in known):
            told = "或".join(dict.fromkeys(f"{shown(each)}%" for each in known))
            yield saying.finding(index, f"{saying.text(part)}占前面总数的{told}，不是{saying.text(index)}")


def _ends(saying: Saying) -> Iterator[Finding]:
    """Check 由…到…, and the amount that stands before or behind it."""
    for index in range(len(saying.numbers) - 1):
        between = saying.label(index + 1)
        if not (_FROM.search(saying.label(index)) and _TO.fullmatch(between)):
            continue
        if saying.unit(index) != saying.unit(index + 1):
            continue
        first, second = saying.held(index), saying.held(index + 1)
        if first[1] is None or second[1] is None:
            continue
        rises, falls = _RISE.search(between), _FALL.search(between)
        if (rises and not falls and second[1] < first[0]) or (falls and not rises and second[0] > first[1]):
            told = f"由{saying.text(index)}到{saying.text(index + 1)}，升降与数字相反"
            yield saying.finding(index + 1, told)
            continue
        if index + 2 < len(saying.numbers) and _AMOUNT.fullmatch(saying.label(index + 2)):
            yield from _amount(saying, index, index + 1, index + 2, saying.label(index + 2))
        elif index and re.fullmatch(r"[，,、（(]?(?:即)?(?:由|从).{0,12}", saying.label(index)):
            way = saying.label(index - 1)
            if re.search(rf"(?:{_UP}|{_DOWN})了?$", way):
                yield from _amount(saying, index, index + 1, index - 1, way[-4:])


def _compared(saying: Saying) -> Iterator[Finding]:
    """Check 97.1%，较上年的95.2%提高1.9个百分点."""
    for now in range(len(saying.numbers) - 2):
        base, amount = now + 1, now + 2
        against = _BASE.fullmatch(saying.label(base)) and _AMOUNT.fullmatch(saying.label(amount))
        if against and saying.unit(now) == saying.unit(base):
            yield from _amount(saying, base, now, amount, saying.label(amount))


def _amount(saying: Saying, before: int, after: int, amount: int, words: str) -> Iterator[Finding]:
    """Check an amount of change against its two ends."""
    (least, most), held = saying.held(before), difference(saying.held(after), saying.held(before))
    if held is None or held[1] is None or most is None:
        return
    low, high = (-held[1], -held[0]) if _FALL.search(words) else (held[0], held[1])
    unit, of = saying.unit(amount), saying.unit(before)
    if unit == "%" and of != "%" and least > 0:
        low, high = low / (most if low > 0 else least) * 100, high / (least if high > 0 else most) * 100
    elif not (unit == of != "%" or (unit == "个百分点" and of == "%")):
        return
    if not meet((low, high), saying.held(amount)):
        ends = f"由{saying.text(before)}到{saying.text(after)}"
        yield saying.finding(amount, f"{ends}，变化应为{shown((low, high))}{unit}，不是{saying.text(amount)}")

"""The grammar of one stated quantity: `[prefix] number [余] [unit] [suffix]`, ranges, 百分之, 成 and 分之.

It says what the words mean wherever they stand; whether they state a figure at all (or a year, a name, a
threshold) is judged in context.py.
"""

from __future__ import annotations

import re
import sys
from decimal import Decimal
from typing import Final, NamedTuple

from fazhi_metrics.quantities.numbers import (
    AFTER,
    BEFORE,
    BEFORE_BARE,
    CHINESE,
    MORE,
    NUMBER,
    SCALED,
    bounds,
    read_stem,
)
from fazhi_metrics.quantities.quantity import Kind, Modifier, Quantity
from fazhi_metrics.quantities.units import PERCENT, Unit, unit_at


class Phrase(NamedTuple):
    """A stated quantity in place, on the matched text.

    `start` to `end` is all of it; the number itself is `number` to `stop`, its unit `stop` to `after`.
    `value` is what is printed, `top` the upper end of a range, `last` the worth of the last stated digit.
    """

    start: int
    number: int
    stop: int
    after: int
    end: int
    value: Decimal
    top: Decimal | None
    last: Decimal
    step: Decimal
    modifier: Modifier
    unit: str
    kind: Kind
    chinese: bool

    def quantity(self, text: str) -> Quantity:
        """Return what the phrase states; `text` is the original wording."""
        low, high = bounds(self.value, self.last, self.modifier)
        if self.top is not None:
            high = self.top
        return Quantity(text, low, high, self.unit, self.modifier, self.kind, self.step)


NUMBER_AT: Final = re.compile(NUMBER)
_RANGE: Final = re.compile(rf"(?:-{{1,2}}|—{{1,2}}|–|―|~|至|到)(?P<of>百分之)?(?P<stem>{NUMBER})")
_PER_HUNDRED: Final = re.compile(rf"百分之(?P<stem>(?:{SCALED}|{CHINESE})(?:{MORE})?)")
_PARTS: Final = re.compile(rf"(?P<of>{CHINESE})分之(?P<part>{CHINESE})")
# 九成 is 90%; 成立, 成为, 成效 begin words.
_TENTHS: Final = re.compile(
    "成(?:(?P<more>多|余)|(?=以上|以下|以内|左右|的|[，。、；,;）)\n]|$|群众|村|企业|农|纠纷|案件|居民|受访|是|来自|在|提[高升]|上升|下降|[升降增至到和与及]))"
)
_SUFFIX: Final = re.compile(
    "左右(?![开岸手邻两])|以上(?![级述])|以内|以下(?!简称|几|各|措施|问题|方面|内容|工作|统称|称|通称)"
)
_HALVES: Final = re.compile("个(?P<half>半|多)(?P<unit>月|小时|学时|工作日)")
# 占总数的1/4左右: digits with a stroke are a fraction only where a share is spoken of.
_STROKE: Final = re.compile("/(?P<of>[2-9]|10)(?![0-9/.])(?=左右|以上|以内|的|[，。；、])")
_SHARE: Final = frozenset("占的约近超达过为有逾到足")
_SHARES: Final = _SHARE | frozenset("，、；。") | {""}
_OF_THEM: Final = re.compile("以上|左右|的")
_FROM: Final = re.compile("[由从自][^，。；、至到]{0,10}$")
_SIGNED_AFTER: Final = frozenset("为是长降增约达率额至到从由值：:（(，。；、")
_SUFFIX_MARKS: Final = ("左", "以")
_MORE_BEHIND: Final = frozenset(("multiple", "duration"))
_TRAILING_MORE: Final = re.compile("[多余](?=[，。；、）的]|$|时间|来)")
_SCALES: Final = "百千万亿"
_WORTH: Final = {"十": 10, "百": 100, "千": 1000, "万": 10**4, "亿": 10**8}
_PART_STEP: Final = Decimal("0.05")  # 三分之一 is said of 6 in 19 as well
_HALF: Final = Decimal("0.5")

_GUARDS: Final = {
    "近": "最附邻靠临就远亲相贴新",
    "约": "节合预履签公民条制违特契邀相简解规续爽",
    "超": "赶高",
    "上": "以之加百千再迈跃登踏跨站",
    "过": "超不通经渡",
}
_PREFIXES: Final = {
    mark: [(word, BEFORE[word]) for word in sorted(BEFORE, key=len, reverse=True) if word[-1] == mark]
    for mark in {word[-1] for word in BEFORE}
}


class _Core(NamedTuple):
    """A number and its unit, before sign, prefix and suffix are added."""

    number: int
    stop: int
    after: int
    value: Decimal
    last: Decimal
    step: Decimal
    more: bool
    unit: str
    kind: Kind
    chinese: bool
    top: Decimal | None = None


def phrase_at(text: str, number: int, stop: int, limit: int = sys.maxsize) -> Phrase | None:
    """Return the quantity whose number is text[number:stop], a match of NUMBER_AT; None if unreadable.

    The upper end of a range is not sought beyond `limit`.
    """
    core = _core(text, number, stop, limit)
    if core is None:
        return None
    phrase = _finish(text, core)
    # 百 alone is a word; 百余, 近百 and 上百 are numbers.
    bare = core.chinese and text[number] in _SCALES and core.unit != PERCENT and core.kind != "fraction"
    return None if bare and phrase.modifier == "exact" else phrase


def half_hour_at(text: str, number: int) -> Phrase | None:
    """Return the duration 半小时 at a position of 半."""
    unit = unit_at(text, number + 1)
    if unit is None or unit.name not in ("小时", "个小时"):
        return None
    after = number + 1
    return _finish(
        text, _Core(number, after, unit.end, _HALF, _HALF, _HALF, False, unit.name, "duration", True)
    )


def _core(text: str, number: int, stop: int, limit: int) -> _Core | None:
    """Read the number, and what stands behind it up to the unit."""
    stem = text[number:stop]
    chinese = not "0" <= stem[0] <= "9"
    if chinese and text.startswith("分之", stop):
        return _hundredths(text, number) or _fraction(text, number)
    if stem == "一" and text.startswith("半", stop):
        return _Core(number, stop, stop + 1, _HALF, _HALF, _PART_STEP, False, "", "fraction", True)
    read = read_stem(stem)
    if read is None:
        return None
    (value, step, last), more = read
    core = _Core(number, stop, stop, value, last, step, more, "", "count", chinese)
    special = _special(text, core)
    if special is not None:
        return special
    core = _with_unit(text, core)
    if not more and not (chinese and stem[0] in _SCALES):
        match = _RANGE.match(text, core.after)
        wide = _wide(text, core, match) if match is not None and match.end() <= limit else None
        return wide or core
    return core


def _with_unit(text: str, core: _Core) -> _Core:
    unit = unit_at(text, core.after)
    if unit is None:
        return core
    if unit.kind == "duration" and text.startswith("半", unit.end):  # 三年半
        value = core.value + _HALF
        return core._replace(after=unit.end + 1, value=value, step=_HALF, unit=unit.name, kind="duration")
    if unit.kind in _MORE_BEHIND and _TRAILING_MORE.match(text, unit.end):  # 增长2倍多
        return core._replace(after=unit.end + 1, unit=unit.name, kind=unit.kind, more=True)
    return core._replace(after=unit.end, unit=unit.name, kind=unit.kind)


def _special(text: str, core: _Core) -> _Core | None:
    """Read 九成, 1/4, 两个半小时 and 三个多月, whose measure word does not stand alone behind the number."""
    mark = text[core.stop : core.stop + 1]
    if mark == "成" and core.value <= 10 and (tenths := _TENTHS.match(text, core.stop)) is not None:
        return core._replace(
            after=tenths.end(),
            value=core.value * 10,
            last=core.last * 10,
            step=core.step * 10,
            more=tenths["more"] is not None,
            unit=PERCENT,
            kind="percent",
        )
    if mark == "/" and core.value <= 9 and (stroke := _STROKE.match(text, core.stop)) is not None:
        value = core.value / int(stroke["of"])
        shared = text[core.number - 1 : core.number] in (
            _SHARES if _OF_THEM.match(text, stroke.end()) else _SHARE
        )
        if value < 1 and shared:
            end = stroke.end()
            return core._replace(stop=end, after=end, value=value, step=_PART_STEP, kind="fraction")
    if mark == "个" and (halves := _HALVES.match(text, core.stop)) is not None:
        core = core._replace(after=halves.end(), unit=halves["unit"], kind="duration")
        if halves["half"] == "多":
            return core._replace(more=True)
        return core._replace(value=core.value + _HALF, step=_HALF)
    return None


def _hundredths(text: str, number: int) -> _Core | None:
    """Read 百分之九十五 and 百分之三至五."""
    match = _PER_HUNDRED.match(text, number)
    read = read_stem(match["stem"]) if match is not None else None
    if match is None or read is None:
        return None
    (value, step, last), more = read
    core = _Core(number, match.end(), match.end(), value, last, step, more, PERCENT, "percent", True)
    upper = None if more else _RANGE.match(text, core.after)
    return (_wide(text, core, upper) if upper is not None else None) or core


def _fraction(text: str, number: int) -> _Core | None:
    """Read 三分之二 as a number between 0 and 1."""
    match = _PARTS.match(text, number)
    if match is None:
        return None
    below, above = read_stem(match["of"]), read_stem(match["part"])
    if below is None or above is None or below[1] or above[1] or not 0 < above[0].value < below[0].value:
        return None
    value, end = above[0].value / below[0].value, match.end()
    return _Core(number, end, end, value, _PART_STEP, _PART_STEP, False, "", "fraction", True)


def _wide(text: str, core: _Core, match: re.Match[str]) -> _Core | None:
    """Read the upper end of 3-5次, 3%~5% and 2—8万元; None where it is not the end of a range."""
    stem = match["stem"]
    read = read_stem(stem)
    if read is None or read[1] or (not "0" <= stem[0] <= "9") != core.chinese:
        return None
    if match[0][0] in "至到" and _FROM.search(text, max(0, core.number - 12), core.number):
        return None
    top, top_step, _ = read[0]
    unit = Unit(match.end(), PERCENT, "percent") if match["of"] else unit_at(text, match.end())
    if unit is None and core.unit == PERCENT and core.chinese:
        unit = Unit(match.end(), PERCENT, "percent")
    if core.unit and (unit is None or unit.name != core.unit):
        return None
    value, step = core.value, core.step
    scale = 1
    for mark in "" if core.chinese else stem.lstrip("0123456789.,，"):
        scale *= _WORTH[mark]
    if scale > 1 and text[core.stop - 1] not in _WORTH and value < top / scale:
        value, step = value * scale, step * scale  # 2—8万元: 万 holds for both ends
    if not value < top:
        return None
    end, name, kind = unit or Unit(match.end(), "", "count")
    return core._replace(after=end, value=value, step=min(step, top_step), unit=name, kind=kind, top=top)


def _finish(text: str, core: _Core) -> Phrase:
    """Add sign, prefix and suffix."""
    start, value = core.number, core.value
    mark = text[start - 1 : start]
    negative = mark in ("-", "负") and (start == 1 or text[start - 2] in _SIGNED_AFTER)
    if negative:
        start, value = start - 1, -value
    start, said = _prefix(text, start, core.chinese and text[core.number] in _SCALES)
    suffix = _SUFFIX.match(text, core.after) if text[core.after : core.after + 1] in _SUFFIX_MARKS else None
    modifier: Modifier = "exact"
    if core.top is not None:
        modifier = "range"
    elif core.more:
        modifier = "more_than"
    elif said is not None or suffix is not None:
        modifier = said or AFTER[suffix[0] if suffix is not None else ""]
    if negative and modifier not in ("approx", "range"):
        modifier = "exact"
    end = core.after if suffix is None else suffix.end()
    return Phrase(
        start, core.number, core.stop, core.after, end, value, core.top, core.last, core.step, modifier,
        core.unit, core.kind, core.chinese,
    )  # fmt: skip


def _prefix(text: str, at: int, bare: bool) -> tuple[int, Modifier | None]:
    """Return where a prefix modifier before position `at` begins, and what it says."""
    mark = text[at - 1 : at]
    for word, modifier in _PREFIXES.get(mark, ()):
        begin = at - len(word)
        if begin >= 0 and text.startswith(word, begin) and not _guarded(text, begin, word):
            return begin, modifier
    if bare and mark in BEFORE_BARE and not _guarded(text, at - 1, mark):
        return at - 1, BEFORE_BARE[mark]
    return at, None


def _guarded(text: str, begin: int, word: str) -> bool:
    """Whether the character before a prefix makes it part of another word: 附近, 节约, 赶超, 以上."""
    return begin > 0 and text[begin - 1] in _GUARDS.get(word, "")

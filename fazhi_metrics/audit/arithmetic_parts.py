"""Parts and wholes inside a sentence: 其中, 分别为, 合计, 其余, and what stands in brackets behind a whole.

Parts may not exceed their whole, and where the text says that they are all of it (分别为, 其余, 合计) they make it
up. Numbers are taken for parts of one whole only where the sentence lists them side by side: joined by 、, or
named alike (婚姻家庭纠纷87起，邻里纠纷104起).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi_metrics.audit.intervals import difference, meet, shown, total
from fazhi_metrics.audit.results import Finding
from fazhi_metrics.audit.sayings import Saying

# 婚姻、邻里、债务三类分别为: what is counted may be named first, with its number.
_NAMED = "(?:[^，,；;：:。（(]{1,24}[两二三四五六七八九十][类种项][^，,；;：:。（(]{0,4})?"
_AMONG = re.compile(rf"[，,；;：:]?[（(]?(?:其中|{_NAMED}分别(?:为|是|有|达)|包括)")
_EXHAUSTIVE = re.compile(r"[，,：:]?[（(]?(?:共)?分别(?:为|是|有|达)")
_LISTED = re.compile(r"分别(?:为|是|有|达)$")
_SUM = re.compile(r"[，,；;、]?(?:全年|全镇|累计|两项|三项|两者)?(?:合计|共计|总计|共)(?:为|达|有)?")
_REST = re.compile(r"[，,；;、和及]?(?:其余|剩余|余下|还剩|尚余)")
_OPENS = re.compile(r"[（(]")
_CLOSES = re.compile(r"[）)]")
_WHOLE = re.compile(r"共|总|合计|累计")
_JOINED = re.compile(r"[、和及与]|以及")
_MARKS = "，,、；;：:（()）和及与"
# Of people, parts overlap: 党员20人、妇女15人 of 30人.
_OVERLAPPING = re.compile(
    "党员|妇女|女性|青年|少数民族|学历|本科|大专|持证|专职|兼职|退役|代表|骨干|以上|老人|儿童"
)
_NAMED_ALIKE = 2


def check_parts(saying: Saying) -> Iterator[Finding]:
    """Yield the wholes of a sentence that their parts contradict."""
    for first in range(1, len(saying.numbers)):
        label = saying.label(first)
        if _AMONG.match(label):
            yield from _among(saying, first, label)
        elif _OPENS.match(label) and saying.document.text[saying.numbers[first - 1].end :].lstrip()[:1] in (
            "（",
            "(",
        ):
            yield from _in_brackets(saying, first)
        elif _SUM.fullmatch(label):
            yield from _sum(saying, first)


def _among(saying: Saying, first: int, label: str) -> Iterator[Finding]:
    whole = _whole_before(saying, first)
    if whole is None:
        return
    parts = _list_from(saying, first)
    rest = _rest_of(saying, parts)
    exhaustive = bool(_EXHAUSTIVE.match(label)) and whole == first - 1 and len(parts) > 1
    yield from _held(saying, whole, [*parts, *rest], exhaustive or bool(rest))


def _in_brackets(saying: Saying, first: int) -> Iterator[Finding]:
    """Check 共化解38件（网格20件、司法所17件）: two or more parts of the same unit."""
    parts = _list_from(saying, first)
    if len(parts) < 2 or saying.unit(first - 1) != saying.unit(first) or not saying.counts(first):
        return
    after = saying.document.text[saying.numbers[parts[-1]].end :].lstrip()[:1]
    exhaustive = after in ("）", ")") and bool(_WHOLE.search(saying.label(first - 1)))
    yield from _held(saying, first - 1, parts, exhaustive)


def _sum(saying: Saying, index: int) -> Iterator[Finding]:
    """Check 网格化解20件、司法所化解17件，合计38件."""
    parts: list[int] = []
    for at in range(index - 1, -1, -1):
        if saying.unit(at) != saying.unit(index) or not saying.counts(at):
            break
        parts.insert(0, at)
        label = saying.label(at)
        if _AMONG.match(label) or _LISTED.search(label) or not (_JOINED.match(label) or label[:1] in "，,"):
            break
    if len(parts) > 1:
        yield from _held(saying, index, parts, exhaustive=True)


def _whole_before(saying: Saying, first: int) -> int | None:
    """Return the number that 其中 is said of: the largest of its unit before it, so that a doubt is no finding.

    What stands in brackets, or under another 其中, is of the number right before it.
    """
    unit, last = saying.unit(first), first - 1
    if not saying.counts(first):
        return None
    if saying.unit(last) != unit and saying.numbers[last].quantity.kind != "percent":
        return None
    if saying.unit(last) == unit and (_OPENS.match(saying.label(first)) or _AMONG.match(saying.label(last))):
        return last
    same = [at for at in range(first) if saying.unit(at) == unit]
    return max(same, key=lambda at: (saying.held(at)[1] or saying.held(at)[0], at), default=None)


def _list_from(saying: Saying, first: int) -> list[int]:
    """Return the numbers that are listed side by side from one on; what stands in brackets behind one is no member."""
    parts, depth = [first], 0
    name = saying.label(first).rstrip(_MARKS)[-_NAMED_ALIKE:]
    for at in range(first + 1, len(saying.numbers)):
        label = saying.label(at)
        depth += len(_OPENS.findall(label)) - len(_CLOSES.findall(label))
        if depth > 0:
            continue
        if depth < 0:
            break
        label = _CLOSES.split(label)[-1] if _CLOSES.search(label) else label
        alike = (
            label[:1] in "，," and label.rstrip(_MARKS)[-_NAMED_ALIKE:] == name and len(name) == _NAMED_ALIKE
        )
        if _AMONG.match(label) or _REST.match(label) or not (_JOINED.match(label) or alike):
            break
        if saying.unit(at) != saying.unit(first):
            break
        parts.append(at)
    return parts


def _rest_of(saying: Saying, parts: list[int]) -> list[int]:
    """Return the number that 其余 gives behind a list, if there is one."""
    after = parts[-1] + 1
    if after < len(saying.numbers) and _REST.match(saying.label(after)):
        return [after] if saying.unit(after) == saying.unit(parts[0]) else []
    return []


def _held(saying: Saying, whole: int, parts: list[int], exhaustive: bool) -> Iterator[Finding]:
    stated, added = saying.held(whole), total(saying.held(at) for at in parts)
    told = "、".join(saying.text(at) for at in parts)
    if len(parts) > 1 and any(_OVERLAPPING.search(saying.label(at)) for at in parts):
        single = (at for at in parts if stated[1] is not None and saying.held(at)[0] > stated[1])
        for at in single:
            yield saying.finding(whole, f"其中的{saying.text(at)}超过总数{saying.text(whole)}")
    elif stated[1] is not None and added[0] > stated[1]:
        what = "之和超过" if len(parts) > 1 else "超过"
        yield saying.finding(whole, f"其中的{told}{what}总数{saying.text(whole)}")
    elif exhaustive and not meet(added, stated):
        gap = difference(added, stated)
        by = f"（相差{shown((-gap[0], None))}）" if gap is not None and gap[0] == gap[1] else ""
        yield saying.finding(whole, f"各部分{told}之和为{shown(added)}，与总数{saying.text(whole)}不符{by}")

"""Statements of a trend: what rose or fell, by how much, what did not happen, what stayed the same.

A direction word states a trend with an amount or an end point next to it (下降12%, 提升至98%), or with a base of
comparison (同比明显下降). 稳步提升 alone states none, nor does an action (新增12个, 精简事项60项).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from fazhi_metrics.audit.statements import BASE, Direction, Stated, find_statements
from fazhi_metrics.quantities.context import CLAUSE_ENDS
from fazhi_metrics.quantities.sentence import Found

# --- Direction words ----------------------------------------------------------------------------------

_UP: Final = (
    "上升 提升 提高 增长 增加 升高 上涨 扩大 攀升 递增 跃升 回升 上调 前移 净增 净增长 增多 提速 走高 猛增 激增 前进 晋位 加快 上浮 "
    "增大 骤增 剧增 飙升 延长 涨价 增值 增收 增产 增幅 增速 涨幅 升幅 增长率 上升率 升至 升到 升为 增至 增到 增为 涨至 涨到"
)
_DOWN: Final = (
    "下降 降低 减少 下滑 回落 下跌 缩短 缩减 压减 压缩 压降 精简 锐减 骤降 递减 收窄 后移 下调 走低 净减少 大降 剧减 缩小 放缓 下浮 "
    "减小 减轻 缩窄 降价 减排 减产 降幅 减幅 跌幅 下降率 降至 降到 降为 减至 减到 减为 缩至"
)
_DIRECTION: Final[dict[str, Direction]] = {
    **dict.fromkeys(_UP.split(), "up"),
    **dict.fromkeys(_DOWN.split(), "down"),
}
_ALTERNATIVES: Final = "|".join(sorted(_DIRECTION, key=len, reverse=True))
# 到期后再延长三十年 is a rule and no change.
_WORDS: Final = re.compile(f"(?!(?<=再)延长)(?:{_ALTERNATIVES})(?!值|点|极)")
# Nouns of change: 增速为5% and 降幅达30% state the amount, 降为0人 the end point.
_NOUNS: Final = frozenset(
    ["增幅", "增速", "涨幅", "升幅", "增长率", "上升率", "降幅", "减幅", "跌幅", "下降率"]
)
# 快于经济增速1个百分点 compares with another, and not with before.
_OUTPACED: Final = re.compile("(?:快于|慢于|高于|低于|好于|超过|超出|跑赢)[^，。；、]{0,8}$")
# Between the word and its amount: 提高了, 增长分别为, 下降幅度达.
_LINK: Final = re.compile(
    "(?:幅度|比例|数量|总量|速度|幅|率)?(?:了|均|都|分别|平均|累计|共|各)*(?P<to>至|到|为)?(?:是|达到|达|在)?(?:每[人户亩年月天])*"
    # 上升至12月的57%, 增至2025年的48亿元
    "(?:(?:[12][0-9]{3}年|[0-9]{1,2}月|今年|去年|上年|本年|当前|目前|现在|现|年底|年末)(?:度|底|末|初|份)?的?)?"
)
# 压缩办理时间20%: the thing changed stands between.
_OBJECT: Final = re.compile("(?:了)?[一-鿿]{1,10}?(?P<to>至|到)?(?:达)?$")
_TAKES_OBJECT: Final = frozenset(
    ["压缩", "压减", "精简", "缩减", "减少", "降低", "缩短", "提高", "提升", "压降"]
)
_OBJECT_KINDS: Final = frozenset(("percent", "percentage_points", "duration", "multiple"))
_OBJECT_REACH: Final = 12
# What an action changes by a count is no trend (改造提升12个); nor is 增加5个调解室, unlike 较上年增加5个.
_ACTIONS: Final = frozenset(
    ["提升", "提高", "压缩", "精简", "压减", "缩减", "扩大", "提速", "压降", "上调", "下调"]
)
_SHARES_ONLY: Final = frozenset(
    ["降价", "涨价", "增值", "减轻", "增收", "增产", "减排", "减产", "加快", "缩小", "放缓", "前进", "晋位"]
)
_MEASURED: Final = frozenset(("percent", "percentage_points", "multiple", "score", "money", "duration"))
_RANKS: Final = frozenset(("位", "名"))
_AMBIGUOUS: Final = frozenset(["增加", "减少"])
_FROM: Final = re.compile("(?:由|从)[^，。；：、由从]{0,12}$")

_BASE_BEFORE: Final = re.compile(f"{BASE}[^，。；：！？\n0-9]{{0,10}}$")
_BASE_REACH: Final = 26
# 比上年多12件, 较去年高0.5个百分点: a comparative is a direction only behind a base.
_WAYS: Final[dict[str, Direction]] = {
    **dict.fromkeys("多高快升增涨", "up"),
    **dict.fromkeys("少低慢降减跌", "down"),
}
_ABOVE: Final = re.compile(
    "(?P<way>高于|多于|快于|低于|少于|慢于)(?:上年|去年|往年|同期|前年)(?:同期|平均|水平)*"
)
_JOINED: Final = frozenset(("、", "和", "与", "及", "以及"))


class Figures:
    """The figures of a text in order, found by where they start."""

    def __init__(self, items: list[Found]) -> None:
        self.items = items
        self.starts = [item.start for item in items]

    def from_position(self, position: int) -> int:
        """Return the index of the first figure that starts at a position or behind it."""
        return bisect_left(self.starts, position)

    def at(self, position: int) -> int | None:
        """Return the index of the figure that starts at a position."""
        index = self.from_position(position)
        return index if index < len(self.starts) and self.starts[index] == position else None


def find_trends(text: str, found: Sequence[Found]) -> list[Stated]:
    """Return the trends of a matched text in order, without overlaps; `found` are its numbers (sentence.scan)."""
    figures = Figures([item for item in found if item.phrase is not None and not item.reason])
    stated = [*_changes(text, figures), *_comparisons(text, figures), *find_statements(text)]
    stated.sort(key=lambda trend: (trend.start, -trend.end))
    kept: list[Stated] = []
    for trend in stated:
        if not kept or trend.start >= kept[-1].end:
            kept.append(trend if trend.subjects else trend._replace(subjects=_subjects(text, trend, figures)))
    return kept


def _changes(text: str, figures: Figures) -> Iterator[Stated]:
    """Find direction words with an amount, an end point or a base of comparison."""
    for match in _WORDS.finditer(text):
        word, (start, end) = match[0], match.span()
        base = _BASE_BEFORE.search(text, max(0, start - _BASE_REACH), start)
        index, to = _amount_of(text, word, end, figures)
        if index is None:
            if base is not None:
                yield Stated(base.start(), end, _DIRECTION[word])
            continue
        if word in _NOUNS and _OUTPACED.search(text, max(0, start - 12), start):
            continue
        if not to and not _is_change(text, word, figures.items[index], base is not None):
            continue
        yield _stated(text, _DIRECTION[word], base.start() if base else start, start, index, to, figures)


def _amount_of(text: str, word: str, end: int, figures: Figures) -> tuple[int | None, bool]:
    """Return the figure that a direction word has next to it, and whether it is an end point."""
    link = _LINK.match(text, end)
    after = end if link is None else link.end()
    index = figures.at(after)
    if index is not None:
        to = word[-1] in "至到为" or (link is not None and link["to"] is not None and word not in _NOUNS)
        return index, to
    if word not in _TAKES_OBJECT:
        return None, False
    index = figures.from_position(end)
    if index == len(figures.items) or figures.starts[index] - end > _OBJECT_REACH:
        return None, False
    phrase = figures.items[index].phrase
    between = _OBJECT.fullmatch(text, end, figures.starts[index])
    if phrase is None or phrase.kind not in _OBJECT_KINDS or between is None or _WORDS.search(between[0]):
        return None, False
    return index, between["to"] is not None


def _is_change(text: str, word: str, figure: Found, compared: bool) -> bool:
    """Whether the amount is of a change and not of an action."""
    phrase = figure.phrase
    if phrase is None:
        return False
    if word in _SHARES_ONLY:
        return phrase.kind in ("percent", "percentage_points", "multiple") or phrase.unit in _RANKS
    ranked = phrase.unit in _RANKS or text.startswith(("位次", "名次"), figure.end)
    if phrase.kind in _MEASURED or ranked or compared:
        return True
    if word in _ACTIONS:
        return False
    return (
        word not in _AMBIGUOUS or text[figure.end : figure.end + 1] in CLAUSE_ENDS or figure.end == len(text)
    )


def _stated(
    text: str, direction: Direction, start: int, word: int, index: int, to: bool, figures: Figures
) -> Stated:
    """Put a trend together: where it begins, how far its list of amounts goes, its one amount."""
    items, last = figures.items, index
    while last + 1 < len(items) and text[items[last].end : items[last + 1].start] in _JOINED:
        last += 1
    if to and index and word - 8 <= items[index - 1].end <= word:  # 由12起下降至5起, 81.2提升至83.5
        begin, end = items[index - 1].start, items[index - 1].end
        source = _FROM.search(text, max(0, begin - 14), begin)
        apart = any(mark in CLAUSE_ENDS for mark in text[end:word])
        if (source is not None and not apart) or end == word:
            start = min(start, source.start() if source else begin)
    phrase = items[index].phrase
    if phrase is None or to or last > index:
        return Stated(start, items[last].end, direction)
    if phrase.value < 0:
        direction = "down" if direction == "up" else "up"
    return Stated(start, items[last].end, direction, abs(phrase.value), phrase.unit)


# 较上年多排查21起: the action stands between. 降5.1个百分点 needs no base, 多5件 does.
_MORE_DONE: Final = re.compile("(?P<way>[多少])[一-鿿]{1,3}$")
_BARE_WAYS: Final = frozenset("升增涨降减跌")
_BARE_KINDS: Final = frozenset(("percent", "percentage_points", "multiple"))


def _comparisons(text: str, figures: Figures) -> Iterator[Stated]:
    for index, start in enumerate(figures.starts):
        done = _MORE_DONE.search(text, max(0, start - 4), start)
        if done is not None:
            base = _BASE_BEFORE.search(text, max(0, done.start() - _BASE_REACH), done.start())
            if base is not None and base.end() == done.start():
                yield _stated(text, _WAYS[done["way"]], base.start(), done.start(), index, False, figures)
        at = start - 1 - (text[start - 1 : start] in ("了", "出"))
        way = _WAYS.get(text[at : at + 1]) if at > 0 else None
        if way is not None and text[at - 1] != "新":
            base = _BASE_BEFORE.search(text, max(0, at - _BASE_REACH), at)
            phrase = figures.items[index].phrase
            if base is not None:
                yield _stated(text, way, base.start(), at, index, False, figures)
            elif text[at] in _BARE_WAYS and phrase is not None and phrase.kind in _BARE_KINDS:
                yield _stated(text, way, at, at, index, False, figures)
    for match in _ABOVE.finditer(text):
        found = figures.at(match.end())
        if found is not None:
            yield _stated(text, _WAYS[match["way"][0]], match.start(), match.start(), found, False, figures)


# --- What a trend speaks of ----------------------------------------------------------------------------

_CLAUSE: Final = re.compile("[^，。；：！？,;!?\n（）()]*$")
_LEADING: Final = re.compile(
    "^(?:[、和与及]|其中|同时|全年|年内|截至目前|目前|今年|今年以来|全[镇县区乡市省]|辖区|共|并|且|使|将|实现|确保|力争)+"
)
_TRAILING: Final = re.compile(
    f'(?:{BASE}|{_ALTERNATIVES}|由|从|均|都|分别|双|总体|整体|进一步|大幅|明显|显著|有所|年均|平均|累计|实现|的|达|为|共|[“"])+$'
)
_SOURCE: Final = re.compile("[由从][^，。；、]{0,12}$")
_RANKED: Final = re.compile("位列|位居|排名|居全|列全|高于|低于")
_SUBJECT_REACH: Final = 48


def _subjects(text: str, trend: Stated, figures: Figures) -> tuple[tuple[int, int], ...]:
    """Return the noun before a trend, or where its clause is empty, the noun of the clause before."""
    position = trend.start
    for step in range(3):
        begin, end = _clause_before(text, position, figures), position
        first, after = figures.from_position(begin), figures.from_position(end)
        spans = [(begin, end)]
        if first < after:
            # 受理213件，同比下降: the noun stands before the figure; 发案下降5%、破案率上升: behind the last.
            spans = [(figures.items[after - 1].end, end), (begin, figures.starts[first])]
            spans = spans[::-1] if step else spans
        for span in spans:
            trimmed = _trimmed(text, *span)
            if trimmed is not None:
                return (trimmed,)
        if begin == 0 or text[begin - 1] not in "，；：、":
            break
        position = begin - 1
    return ()


def _clause_before(text: str, position: int, figures: Figures) -> int:
    """Return where the clause before a position begins; the comma of 18,650元 ends none."""
    limit = max(0, position - _SUBJECT_REACH)
    while True:
        clause = _CLAUSE.search(text, limit, position)
        begin = clause.start() if clause is not None else position
        index = figures.from_position(begin) - 1
        if index < 0 or figures.items[index].end < begin or begin <= limit:
            return begin
        position = figures.starts[index]


def _trimmed(text: str, begin: int, end: int) -> tuple[int, int] | None:
    words = text[begin:end]
    source = _SOURCE.search(words)
    if source is not None:  # 信访总量由上年的…下降
        end, words = begin + source.start(), words[: source.start()]
    trailing = _TRAILING.search(words)
    if trailing is not None:
        end, words = begin + trailing.start(), words[: trailing.start()]
    leading = _LEADING.match(words)
    if leading is not None:
        begin += leading.end()
    return None if end - begin < 2 or _RANKED.match(text, begin) else (begin, end)

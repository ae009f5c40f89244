"""Trends stated without a figure: nothing happened (零发生), nothing changed (持平), and 三降 of what was named."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final, Literal, NamedTuple

Direction = Literal["up", "down", "zero", "flat"]


class Stated(NamedTuple):
    """A trend on the matched text; `subjects` are the stretches of what it speaks of."""

    start: int
    end: int
    direction: Direction
    amount: Decimal | None = None
    unit: str | None = None
    subjects: tuple[tuple[int, int], ...] = ()


# A base of comparison: 同比, 较上年同期, 与去年相比.
BASE: Final = (
    "(?:同比|环比|(?:较|比|与|相比|同|对比)于?(?:上一?年度?|去年|前年|往年|上月|上季度|上半年|上期|同期|历史同期|年初|"
    "[0-9]{4}年度?|改革前|整治前|此前|以往|以前)(?:全年|同期|年?末|年?底|度)?(?:相比)?，?)"
)

# --- Nothing changed ------------------------------------------------------------------------------------

_FLAT: Final = re.compile(
    "(?<![保坚维])持平(?![稳衡安静缓])|(?:保持|维持)(?:了)?(?:总体|基本)?不变|(?:没有|无)(?:明显|较大)?变化|零增长|"
    "与(?:上年|去年|往年)(?:同期)?(?:基本)?(?:一致|相同|相当)"
)
_FLAT_BEFORE: Final = re.compile(
    f"(?:{BASE}|与[^，。；：、\n]{{1,10}}|较[^，。；：、\n]{{1,8}})?(?:总体|基本|保持|大体|实现|相比)*$"
)

# --- Nothing happened -----------------------------------------------------------------------------------

_EVENT: Final = (
    "事故|案件|伤亡|死亡|上访|非访|集访|事件|火灾|火情|败诉|纠错|投诉|警情|复发|返贫|病例|感染|疫情|舆情|信访|违法|违规|违纪|"
    "命案|刑案|脱管|漏管|溺水|险情|差错|撤销|发案|犯罪|再犯|复吸|肇事|肇祸|欠薪|拖欠|积压|超期|逾期|反弹|辍学|失学|"
    "械斗|斗殴|暴恐|缠访|闹访|踩踏|爆炸|触电|溺亡|中毒|坍塌|泄漏|瞒报|漏报|迟报|炒作|走失|脱逃|非正常|群体性"
)
# 零发生, 零事故, “零”上访; before a word of service (零距离, 零容忍) or of things (零售) it is none.
_ZERO: Final = re.compile(
    '零(?:(?P<of>[”’"]?)(?!距离|容忍|突破|的|基|差率|差价|换乘|废弃|能耗|缺陷|担|信任|彩礼|跑|门槛|障碍|见面|成本|收费|[售散星碎工食件用花点时下碳陵敲落乱头钱余数摄度钟])'
    "(?!接触|等待|时差|负担|干扰|缺位|报告|审批|材料|证明|付费|首付|基础|起点|部件|关税|申报|填报|打扰|感知|支付|利率|利息|增长|"
    "排放|添加|推诿|库存|押金|中介|加价|间隙|风险|等候|配件|发生率)[一-鿿]{2})"
)
_HONOURED: Final = re.compile("[村乡镇]|社区|街道|单位|家庭")  # a 零上访村 is a title
_ZERO_BEFORE: Final = frozenset("批一二三四五六七八九十百千万亿两个第〇归化凋飘从非清0123456789点")
_NOT_HAPPENED: Final = re.compile(
    "(?:未|没有|没|均未|从未)(?:再|曾)?(?:发生|出现|发现|接到|收到|产生|引发|造成)(?:过)?(?!变化)|"
    "[无未]新增(?=[一-鿿])|(?:无|没有|未有)一(?:[人例起件户宗名处村项家]|事故|案件)"
)
_NO_EVENT: Final = re.compile(
    "(?:没有|未有|暂无|尚无|无)(?![证照牌主障偿故业房害缝讼线疑论法效力需须烟党职籍序形数独限愧悔声偏垃家毒邪物正因])"
    f"[^，。；：！？\n“”《》0-9]{{0,18}}?(?:{_EVENT}|发生|现象)(?:发生|情况|现象|事件|案件|记录|行为|人员)*(?=[，。；、！？）)\n]|$)"
)
_NO_BEFORE: Final = frozenset("有毫从绝并")
_CLEARED: Final = re.compile('清零(?![”’"]?(?:率|行动|攻坚|计划|工程|台账|机制|专项|战))')
_CLEARED_BEFORE: Final = re.compile("(?:动态|全部|全面|基本|实现|彻底|及时)*$")
_IS_ZERO: Final = re.compile('[为至到是][“"]?零[”"]?(?=[，。、；！？）)\n”]|$)')
_LOWERED: Final = re.compile("(?:降|减少|下降|减|降低)$")
_OBJECT: Final = re.compile("[^，。；：、！？,;!?（）()\n]*")
_CLAUSE: Final = re.compile('[^，。；：！？,;!?\n（）()“”"]*$')
_REACH: Final = 60

# --- 三降, 三升 -------------------------------------------------------------------------------------------

_FALLS: Final = re.compile('[二两双三四五六七](?P<way>下降|上升|提升|降|升)(?![级格旗华国班温至到低])[”"]?')
_COUNT: Final = {"二": 2, "两": 2, "双": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
_JOINT: Final = re.compile("、|以及|和|与|及")
# 推动全镇实现 甲率、乙量: what comes before the first subject.
_LEAD: Final = re.compile(
    ".*(?:实现|推动|促进|达到|达成|呈现|形成|取得|确保|使得|完成|全镇|全县|全区|全乡|全市|辖区)(?:了|到|出)?(?=[^，])"
)
_BEHIND: Final = re.compile(f"(?:{BASE}|均|都|实现|呈现?|的|大幅|明显|分别|持续|双)+$")


def find_statements(text: str) -> Iterator[Stated]:
    """Find the trends of a matched text that need no figure."""
    yield from _unchanged(text)
    yield from _none_happened(text)
    yield from _falls_and_rises(text)


def _unchanged(text: str) -> Iterator[Stated]:
    for match in _FLAT.finditer(text):
        before = _FLAT_BEFORE.search(text, max(0, match.start() - 24), match.start())
        yield Stated(before.start() if before else match.start(), match.end(), "flat")


def _none_happened(text: str) -> Iterator[Stated]:
    for match in _ZERO.finditer(text):
        mark = text[match.start() - 1 : match.start()]
        if mark not in _ZERO_BEFORE and not _HONOURED.match(text, match.end()):
            start = match.start() - (mark in '“‘"' and bool(match["of"]))
            end = _end_of(text, match.end())
            end = text.find("”", match.end(), end) if mark == "“" and "”" in text[match.end() : end] else end
            subjects = () if text.startswith("零发生", match.start()) else ((match.end() - 2, end),)
            yield Stated(start, end, "zero", subjects=subjects)
    for match in _NOT_HAPPENED.finditer(text):
        end = _end_of(text, match.end())
        yield Stated(match.start(), end, "zero", subjects=((match.end(), end),) if end > match.end() else ())
    for match in _NO_EVENT.finditer(text):
        if text[match.start() - 1 : match.start()] not in _NO_BEFORE:
            yield Stated(*match.span(), "zero", subjects=((match.start() + 1, match.end()),))
    for match in _CLEARED.finditer(text):
        before = _CLEARED_BEFORE.search(text, max(0, match.start() - 8), match.start())
        yield Stated(before.start() if before else match.start(), match.end(), "zero")
    for match in _IS_ZERO.finditer(text):
        lowered = _LOWERED.search(text, max(0, match.start() - 4), match.start())
        yield Stated(match.start(), match.end(), "down" if lowered else "zero")


def _end_of(text: str, position: int) -> int:
    """Return where the phrase around a position ends, at most at the next mark of punctuation."""
    match = _OBJECT.match(text, position, min(len(text), position + _REACH))
    return match.end() if match is not None else position


def _falls_and_rises(text: str) -> Iterator[Stated]:
    """Find 甲率、乙量、丙率“三降”: the subjects stand before it, as many as it says."""
    for match in _FALLS.finditer(text):
        opened = text[match.start() - 1 : match.start()] in ("“", '"')
        begin = match.start() - opened
        clause = _CLAUSE.search(text, max(0, begin - 2 * _REACH), begin)
        if clause is None:
            continue
        items = _items(clause[0], clause.start())
        if len(items) != _COUNT[match[0][0]]:
            continue
        closed = match.end() if opened or match[0][-1] not in '”"' else match.end() - 1
        way: Direction = "down" if "降" in match["way"] else "up"
        yield Stated(items[0][0], closed, way, subjects=tuple(items))


def _items(clause: str, offset: int) -> list[tuple[int, int]]:
    """Return the places of the members of a list that a clause ends with."""
    lead = _LEAD.match(clause)
    begin = lead.end() if lead is not None else 0
    items: list[tuple[int, int]] = []
    for joint in [*_JOINT.finditer(clause, begin), None]:
        end = joint.start() if joint is not None else len(clause)
        stripped = _BEHIND.sub("", clause[begin:end])
        if stripped:
            items.append((offset + begin, offset + begin + len(stripped)))
        begin = joint.end() if joint is not None else end
    return items

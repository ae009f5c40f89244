"""Judging a quantity by its surroundings: is it a stated figure, or a period, a threshold, a name?

The rules are those of a careful reader: a duration of something done is a figure (连续6年), a stretch of the
calendar is not (五年来); a threshold defines a group (20人以上企业); digits may name a thing (110警情, 5G).
Chinese numerals in words and slogans are judged in naming.py.
"""

from __future__ import annotations

import re
from typing import Final

from fazhi_metrics.quantities.exclusions import DOCUMENT, NAME, PERIOD, PHONE, YEAR_DATE
from fazhi_metrics.quantities.phrase import Phrase

THRESHOLD: Final = "门槛"
CUT_OFF: Final = "不完整"
FIGURE: Final = ""  # certainly a figure, whatever other rules would say

CLAUSE_ENDS: Final = frozenset("，。；：、！？,;:!?)）】]\n")

# --- Time -------------------------------------------------------------------------------------------

_LONG: Final = frozenset(("年", "个月", "月", "周", "个星期", "天", "个季度", "个学期", "个学年", "个年度"))
_SHORT: Final = frozenset(("日", "小时", "个小时", "分钟", "秒", "秒钟", "工作日", "个工作日", "个自然日"))
# What is done for so long or limited to so long states the duration.
_LASTING: Final = re.compile(
    "(?:连续|持续|历时|为期|限期|长达|历经|经过|耗时|用时|仅用|只用|缩短|压缩|压减|缩减|延长|延期|提前|平均|达到|达|已满|已|"
    "工龄|警龄|党龄|教龄|经验|经历|任职|从业|从警|执教|徒刑|拘役|拘留|刑期|管制|时长|时间|时限|期限|周期|工期|服务期|任期|由|原来的|不超过|超过|增加|减少|节省|均|升|降|增|减)"
    "(?:了|至|到|为|达|约|近)?$"
)
# The past, the next, every so long: the calendar.
_CALENDAR: Final = re.compile("(?:最近|过去|未来|今后|接下来|这|头|前|后|当|整|每|满|戒断)$")
_STRETCH: Final = re.compile(
    "以?来|期?间|行动|计划|规划|攻坚|任期|建设|目标|任务|一|前|后|期(?!限)|度|制|内|之内|里|时间|大变|跨|为限|整治|提升"
)
_AT_ONCE: Final = re.compile("内|以内|之内")
_OFF_DUTY: Final = re.compile("以?外|之外")
# 600年历史, 3年零上访: the years count what follows.
_YEARS_OF: Final = re.compile("历史|以上历史|[无零未]")


def time_reason(text: str, phrase: Phrase) -> str | None:
    """Tell the calendar from a duration: a reason, FIGURE when certain, None when other rules decide."""
    unit, value = phrase.unit, phrase.value
    before = text[max(0, phrase.start - 6) : phrase.start]
    lasting = _LASTING.search(before) is not None
    if phrase.chinese and value == 1 and phrase.modifier == "exact" and not lasting:
        return None  # 一天, 一年: an article
    if unit == "日":
        return FIGURE if lasting or _AT_ONCE.match(text, phrase.after) or "拘留" in before else YEAR_DATE
    if unit in _SHORT:
        if value == 24 and unit == "小时" and not lasting and not _AT_ONCE.match(text, phrase.after):
            return NAME  # 24小时值班
        if value == 8 and unit.endswith("小时") and _OFF_DUTY.match(text, phrase.after):
            return NAME  # 八小时以外
        return FIGURE
    if unit not in _LONG:
        return None
    if value == 365 and unit == "天" and not lasting:
        return NAME  # 365天不打烊
    if unit == "年" and not phrase.chinese and 1900 <= value <= 2099:
        return YEAR_DATE
    if phrase.modifier == "nearly" or _CALENDAR.search(before):
        return FIGURE if _LASTING.search(before.rstrip("满整")) else PERIOD
    if lasting or phrase.step < 1:
        return FIGURE
    if unit == "年":
        return FIGURE if _YEARS_OF.match(text, phrase.end) else PERIOD
    return PERIOD if _STRETCH.match(text, phrase.end) else None


# --- Groups defined by a threshold -------------------------------------------------------------------

_OVER: Final = re.compile("(?:（含[^）]{0,4}）|及|或)?(?:以[上下内])")
_AGED: Final = re.compile(
    "(?:平均|年龄|寿命|均|最大|最小|最长|最高|最低)的?(?:年龄)?(?:为|达到?|约|由|从)?$|(?:提高|上升|下降|降低|增长|增加|延长|升|降)(?:了|到|至|为)?$|[0-9]年的$"
)
# 发放5000份以上, 覆盖120人次以上: the verb before states the count, whatever follows.
_STATED: Final = re.compile(
    "(?:覆盖|达到|达|共|累计|发放|培训|举办|开展|保持在|稳定在|控制在|维持在|提升|提高|下降|降低|减少|增长|增加|平均|至|到|仅|均|超)"
    "(?:了|约|到|至|在|面)?$"
)
# Nobody is grouped by how many leaflets or attendances there were; 2名以上执法人员 are counted themselves.
_UNGROUPED: Final = "次 人次 件次 户次 家次 场次 批次 场 期 轮 份 册 张 条 本 篇 名 位 个 件 项 处 支 所 座 台 辆 部 节 种 类 门 家"
_NEVER_GROUPS: Final = frozenset(_UNGROUPED.split())


_DRAWN_OUT: Final = re.compile("(?:历时|连续|持续|长达|历经|经过|耗时|平均)$")
_SPELLS: Final = frozenset(("年", "个月", "天", "日"))
_ENDS: Final = CLAUSE_ENDS | {""}


# 甲村5组, 东社区3队 are places.
_SUBDIVISIONS: Final = frozenset("组队社")
_SETTLEMENTS: Final = frozenset("村区屯庄寨社")


def is_place(text: str, phrase: Phrase) -> bool:
    """Whether the number names a part of a village: 甲村5组."""
    return phrase.unit in _SUBDIVISIONS and text[phrase.start - 1 : phrase.start] in _SETTLEMENTS


# 产值超千亿元的县12个: those above it are counted.
_WHO_ARE: Final = re.compile("的[一-鿿]{1,8}?(?:达到?|有|共有?|增至|增加到|为)?[0-9]{1,6}[个家户名人所]")
# 签约过亿元项目101个: so are the projects above it, where nothing but their kind stands between.
_ABOVE_IT: Final = re.compile(
    "(?:重大|重点|工业|产业|招商|大型|签约|优质|骨干|龙头)*(?:项目|企业|大户|园区|集群|强?[县镇乡村])"
    "(?:达到?|共?有|增至|增加到|为)?[0-9]{1,6}[个家户]"
)
_OF_SUCH_SIZE: Final = re.compile("的?(?:项目|企业)(?!资金|经费|款|补助|奖)")  # 10至500万元项目累计投资
_OPEN_UPWARD: Final = frozenset(("money", "area"))


def _grouped(text: str, phrase: Phrase, before: str) -> bool:
    """Whether a range or an open amount only says which things are counted right behind it."""
    ranged = phrase.modifier == "range"
    upward = phrase.kind in _OPEN_UPWARD and (phrase.modifier == "at_least" or before.endswith("过"))
    if ranged and phrase.kind == "money" and _OF_SUCH_SIZE.match(text, phrase.end):
        return True
    counted = _WHO_ARE.match(text, phrase.end) or _ABOVE_IT.match(text, phrase.end)
    return (ranged or upward) and counted is not None


def is_threshold(text: str, phrase: Phrase) -> bool:
    """Whether the quantity defines a group (65岁以上的老人, 20人以上企业) and states nothing of its own."""
    before = text[max(0, phrase.start - 6) : phrase.start]
    if phrase.unit in ("岁", "周岁"):
        return phrase.step == 1 and _AGED.search(before) is None  # 76.8岁 is measured
    if phrase.unit in _SPELLS and phrase.start < phrase.number and phrase.modifier == "at_least":
        closes = text[phrase.end : phrase.end + 1] in _ENDS
        return not closes and _DRAWN_OUT.search(before) is None  # 逾三年案件
    if _grouped(text, phrase, before):
        return True
    if phrase.unit in _SHORT or not _OVER.match(text, phrase.after):
        return False
    if text.startswith(("及", "或", "（"), phrase.after):
        return True
    following = text[phrase.end : phrase.end + 1]
    if not following or following in CLAUSE_ENDS:
        return False
    if phrase.kind in ("percent", "percentage_points", "fraction"):
        return False
    if phrase.unit in _NEVER_GROUPS and following != "的":
        return False
    return phrase.unit == "年" or _STATED.search(before) is None


# --- Digits that name things ----------------------------------------------------------------------------

_NAMING: Final = re.compile("[级等星代维审线甲版强路楼室世届型号]|所(?=[A-Za-z])|大(?!于)|时(?!间)")
_CLOCK: Final = re.compile("点(?!意见|要求|建议|希望|体会|做法|启示|原因|问题|措施)")
# Public lines known by their number alone; any other number of that form only before a noun.
_HOTLINES: Final = re.compile(
    "12(?:345|348|315|309|388|380|337|338|355|333|329|350|358|366|368|369|378|385|389|393|110|123|119|371|377)|96110|95598"
)
_HOTLINE_FORM: Final = re.compile(r"12\d{3}|96\d{3,4}|95\d{3}|100\d\d")
# 8890诉求: a number without a unit before what comes over the telephone.
_CALLED: Final = re.compile("(?:服务|便民|政务|市民)*(?:热线|诉求|工单|来电|话务|专线|投诉举报|平台(?!企))")
_SHORT_HOTLINES: Final = frozenset(("110", "114", "119", "120", "122"))
_DIALLED: Final = re.compile("(?:拨打|热线|电话|平台|与|和|、)$")
_NEXT_LINE: Final = re.compile("[、和与](?:1[12][0-9]|12[0-9]{3}|96[0-9]{3})(?![0-9万余多件起次个人])")
_LONGEST_BARE: Final = 6  # digits; longer without a unit or a comma is a code
_MEASURED: Final = frozenset(("money", "percent", "percentage_points", "area"))


def digits_reason(text: str, phrase: Phrase) -> str | None:
    """Return why Arabic digits are part of a name or code, None where they state a number."""
    start, stop = phrase.number, phrase.stop
    if phrase.unit == "类" and text[start:stop] in _SHORT_HOTLINES:
        return PHONE  # 110类警情
    mark = text[start - 1 : start]
    attached = mark.isascii() and (mark.isalpha() or mark in ("_", "#", "@", "\\"))
    if attached and phrase.kind not in _MEASURED and text[stop - 1] not in "万亿":
        return NAME  # A4纸, H7N9; but GDP12.5亿元
    joined = text[start - 2 : start - 1] if mark in (".", "/", "：", "-") else ""
    if joined.isascii() and joined.isalnum():
        return DOCUMENT  # 1.2.3, 5:3:2
    if phrase.unit:
        return None
    if text[stop : stop + 1] in (".", "/", "：") and text[stop + 1 : stop + 2].isdigit():
        return DOCUMENT
    if phrase.end == len(text) and phrase.start:
        return CUT_OFF  # the end of the text has cut off the number or its unit; a lone number is a cell
    if phrase.modifier != "exact" or text[stop - 1] in "万亿千百":
        return None
    return _bare_reason(text, phrase)


def _bare_reason(text: str, phrase: Phrase) -> str | None:
    """Judge digits that no unit, scale or modifier makes a quantity."""
    start, stop = phrase.number, phrase.stop
    digits, following = text[start:stop], text[stop : stop + 1]
    before_noun = bool(following) and following not in CLAUSE_ENDS
    dialled = before_noun or _NEXT_LINE.match(text, stop) or _DIALLED.search(text, max(0, start - 2), start)
    if _HOTLINES.fullmatch(digits) or (4 <= len(digits) <= 5 and _CALLED.match(text, stop)):
        return PHONE
    if dialled and (digits in _SHORT_HOTLINES or _HOTLINE_FORM.fullmatch(digits)):
        return PHONE
    if (
        (following.isascii() and following.isalpha())
        or following in ("+", "&", "_", "#")
        or _NAMING.match(text, stop)
    ):
        return NAME
    if phrase.value <= 24 and phrase.step == 1 and _CLOCK.match(text, stop):
        return PERIOD
    if len(digits) == 4 and digits.isdigit() and "1949" <= digits <= "2059":
        return YEAR_DATE
    coded = digits.isdigit() and (len(digits) > _LONGEST_BARE or (digits[0] == "0" and len(digits) > 1))
    return DOCUMENT if coded else None

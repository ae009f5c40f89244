"""Units as headers, unit lines and titles state them: （万人）, /斤, 单位：户、％."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from fazhi_metrics.workbooks.vocabulary import SEQUENCE, UNIT_LINE

# A unit may be a power of ten of another, 10 000 persons; any other number before it is a count: 2025年.
_SCALE: Final = r"(?:[十百千万亿]{1,2}|10{0,3}(?:[ ,]?0{3})*\s*|thousands?(?: of)?\s*|millions?(?: of)?\s*|billions?(?: of)?\s*|'000s?\s*|000s?\s*)"
_CHINESE: Final = (
    "人次|户次|件次|车次|班次|批次|人天|人|口|户|个|件|起|次|处|条|份|场|家|例|宗|项|位|名|岁|周岁|年|月|日|天|周|季度|小时|学时|课时|分钟|秒|分|元|角|美元|港元|港币|欧元"
    "|英镑|日元|人民币元|人民币|公顷|平方米|平方公里|平方千米|平方厘米|立方米|立方|公里|千米|米|厘米|毫米|海里|标准吨|吨公里|吨|公斤|千克|毫克|克|斤|升|毫升|千瓦时|千瓦|兆瓦|度|辆|台"
    "|套|只|头|匹|羽|尾|棵|株|本|册|篇|页|张|幅|座|所|间|栋|幢|层|床|村|组|队|班|级|倍|分|代码|批|艘|架|部|门|对|桶|箱|盒|包|袋|瓶|支|把|双|块|片|枚|顶|盏|眼|口井"
    "|亩|公亩|卷|种|类|篇次|字|条次|所次|点|标准煤|吨标准煤|百分点|个百分点|处次|摄氏度|毫巴|票|席|案|门次|亩次|工日|套次|车|匹"
)
_LATIN: Final = (
    r"%|‰|℃|°C|no\.|nos\.|persons?|people|households?|cases?|years?|months?|days?|hours?|hrs?|minutes?|percent|per ?cent"
    r"|kg|g|mg|µg|ug|t|tons?|tonnes?|km2?|km²|m|m2|m²|㎡|m3|m³|ha|cm|mm|l|ml|kwh|mwh|gwh|twh|kw|mw|tce"
    r"|US\$|US dollars?|dollars?|USD|EUR|GBP|CNY|RMB|yuan|£|\$|€|¥|￥|A\$|CAN\$|C\$|NZ\$|pounds?|euros?|ppm|mn|bn|index|points?|units?|vehicles?|per \d[\d,]*(?: (?:population|persons?|people|inhabitants|births?|live births))?|p\.p\.|pp|years old|thousands?|millions?|billions?|(?:[£$€¥]\s*['’]?|['’])000s?|(?<!\d)000s"
)
_BASE: Final = rf"(?:{_CHINESE}|(?:{_LATIN}))"
_ONE: Final = rf"(?:[£$€¥￥]|US\$)?\s*{_SCALE}?\s*{_BASE}(?:\s*(?:m|mn|bn|million|billion|thousand|thousands|millions))?"
_UNIT: Final = re.compile(
    rf"{_ONE}(?:\s*(?:[/／·*]|每|per)\s*(?:{_ONE}|{_SCALE}))*|1:\d+",
    re.IGNORECASE,
)
# A power of ten is a unit in brackets only: 出生人口（万）.
_BARE_SCALE: Final = re.compile(r"[千万亿]|[百千]万|百亿|万亿|thousands?|millions?|billions?", re.IGNORECASE)
# Words that are units only in brackets or on a unit line: 分 and 点 also end ordinary headers.
_RATIO: Final = re.compile(r"%|‰|百分点|percent|per cent", re.IGNORECASE)
_BRACKET: Final = re.compile(
    r"^(?P<head>.*?)\s*(?P<open>[（(\[【])\s*(?P<unit>[^（）()\[\]【】]{1,24})\s*[）)\]】]\s*(?P<mark>[\d*①-⑳]?)$",
    re.DOTALL,
)
_SLASH: Final = re.compile(
    r"^(?P<head>.*[^/／\s])\s*[/／]\s*(?P<unit>[^/／\s]{1,8}|[（(][^（）()]{1,16}[）)])$", re.DOTALL
)
_TRAILING: Final = re.compile(r"^(?P<head>.+?)[:：，,]\s*(?P<unit>\S{1,8})$")
_PERCENT_WORD: Final = re.compile(r"^[%％]|[%％]\s*$|[%％]\s|\bper ?cent(?:age)?s?\b|百分比", re.IGNORECASE)
_PERCENT_ALONE: Final = re.compile(r"(?:percentages?|per ?cents?|[%％]|百分比|百分数)\s*\d?", re.IGNORECASE)
_SPLIT: Final = re.compile(r"\s*[、,，;；]\s*|\s+和\s*|\s{2,}")


@functools.lru_cache(4096)
def is_unit(text: str) -> bool:
    """Whether a text is a unit and nothing else.

    >>> is_unit("万人"), is_unit("元/亩"), is_unit("10 000 persons"), is_unit("当年价格")
    (True, True, True, False)
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return 0 < len(plain) <= 24 and _UNIT.fullmatch(plain) is not None


def plain_unit(text: str) -> str:
    """Return a unit in one width, without white space around it.

    >>> plain_unit(" ％ ")
    '%'
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    return "%" if _PERCENT_ALONE.fullmatch(plain) else plain


@functools.lru_cache(4096)
def split_unit(text: str) -> tuple[str, str | None]:
    """Take the unit off a header: what is left of it, and the unit or None.

    >>> split_unit("年末人口数 (万人)"), split_unit("种植成本/(元/亩)"), split_unit("亩产量/斤")
    (('年末人口数', '万人'), ('种植成本', '元/亩'), ('亩产量', '斤'))
    >>> split_unit("地区生产总值（当年价格）(亿元)"), split_unit("占比%"), split_unit("总数（A）")
    (('地区生产总值（当年价格）', '亿元'), ('占比%', '%'), ('总数（A）', None))
    """
    found = _BRACKET.match(text)
    if found:
        inner = found["unit"].removeprefix("单位").lstrip(":： ")
        if is_unit(inner) or _BARE_SCALE.fullmatch(inner):
            return _bare(found["head"]), plain_unit(inner)
    slash = _SLASH.match(text)
    if slash:
        inner = slash["unit"].strip("()（） ")
        if is_unit(inner) and not slash["head"].endswith(("(", "（")):
            return _bare(slash["head"]), plain_unit(inner)
    trailing = _TRAILING.match(text)
    if trailing and is_unit(trailing["unit"]):
        return trailing["head"].strip(), plain_unit(trailing["unit"])
    return text, "%" if _PERCENT_WORD.search(text) else None


def _bare(head: str) -> str:
    return head.rstrip().rstrip("/／").rstrip()


def joined(texts: Sequence[str]) -> list[str]:
    """Join a caption to what stands beside it, where a line is cut over several cells.

    >>> joined(["编制单位：", "示例镇", "单位：", "元"]), joined(["单", "位：件"]), joined(["户数", "人口"])
    (['编制单位：示例镇', '单位：元'], ['单位：件'], ['户数', '人口'])
    """
    found: list[str] = []
    for text in texts:
        if found and (
            (found[-1].endswith((":", "：")) and not text.endswith((":", "：")))
            or (found[-1] == "单" and text[0] == "位")
        ):
            found[-1] += text
        else:
            found.append(text)
    return found


def units_of_line(text: str) -> tuple[str, ...]:
    """Return the units that a line states, or () when it states none.

    >>> units_of_line("单位：户、％"), units_of_line("填报单位：某某村"), units_of_line("(10 000 persons)")
    (('户', '%'), (), ('10 000 persons',))
    """
    found = UNIT_LINE.fullmatch(text.strip())
    stated = found["unit"] if found else ""
    if not stated:
        bracketed = re.fullmatch(r"\s*[（(]\s*([^（）()]{1,40})\s*[）)]\s*", text)
        if bracketed is None:
            return ()
        stated = bracketed[1].removeprefix("单位").lstrip(":： ")
    parts = [part for part in _SPLIT.split(stated.strip()) if part]
    return tuple(map(plain_unit, parts)) if parts and all(map(is_unit, parts)) else ()


def is_unit_statement(text: str) -> bool:
    """Whether a line says nothing but in what unit the table is: £ million, Percentage, (thousands).

    >>> is_unit_statement("£ million"), is_unit_statement("Percentage1"), is_unit_statement("Total")
    (True, True, False)
    """
    plain = text.strip().strip("()（）").strip()
    return is_unit(plain) or _PERCENT_ALONE.fullmatch(plain) is not None


def stated_unit(text: str) -> str:
    """Return the unit that `is_unit_statement` found."""
    return plain_unit(text.strip().strip("()（）"))


def unit_of_title(text: str) -> str | None:
    """Return the unit in brackets at the end of a title: 指标：国内生产总值(亿元).

    >>> unit_of_title("指标：国内生产总值(亿元)"), unit_of_title("人口统计表（2025年）")
    ('亿元', None)
    """
    found = _BRACKET.match(text.strip())
    if found is None or not found["head"].strip():
        return None
    inner = found["unit"].removeprefix("单位").lstrip(":： ")
    return plain_unit(inner) if is_unit(inner) and not re.fullmatch(r"\d+年?", inner) else None


def is_sequence(levels: Sequence[str]) -> bool:
    """Whether a column numbers or dates its rows; "no." under a group is a count."""
    if not levels or SEQUENCE.fullmatch(levels[-1]) is None:
        return False
    return len(levels) == 1 or not levels[-1].isascii()


def is_ratio(unit: str) -> bool:
    """Whether a unit is a share: %, ‰ or percentage points."""
    return _RATIO.search(unit) is not None


# What a header speaks of, and the units that count it.
_SPEAKS: Final = (
    (
        re.compile(r"人口|人数|人次|男|女|党员|干部|职工|persons?|population", re.I),
        re.compile(r"人|口|名|person|people", re.I),
    ),
    (re.compile(r"户", re.I), re.compile(r"户|household", re.I)),
    (re.compile(r"面积|耕地|林地|土地|area", re.I), re.compile(r"亩|公顷|平方|m2|m²|ha|km", re.I)),
    (
        re.compile(r"金额|收入|支出|产值|价|资金|经费|投资|工资|GDP|费|额", re.I),
        re.compile(r"元|yuan|\$|£|€", re.I),
    ),
    (re.compile(r"产量|重量|用量", re.I), re.compile(r"吨|公斤|千克|斤", re.I)),
)


def choose_unit(units: Sequence[str], header: str, share: bool) -> str | None:
    """Choose which of the units of a unit line a column is in; None when that is not certain.

    >>> choose_unit(("户", "%"), "占家庭户比重", True), choose_unit(("户", "%"), "户数", False)
    ('%', '户')
    """
    ratios = [unit for unit in units if is_ratio(unit)]
    counts = [unit for unit in units if not is_ratio(unit)]
    if share:
        return ratios[0] if len(ratios) == 1 else None
    if len(counts) == 1:
        return counts[0]
    if not counts:
        return ratios[0] if len(ratios) == 1 else None
    for speaks, names in _SPEAKS:
        fitting = [unit for unit in counts if names.search(unit)]
        if speaks.search(header) and len(fitting) == 1:
            return fitting[0]
    return None

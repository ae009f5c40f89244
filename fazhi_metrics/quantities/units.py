"""Measure words: which words behind a number are its unit, and what kind of quantity they make.

A measure word is told from the first character of the next noun by what follows it: 2万人 are people,
2万人员密集场所 are 2万 places. Only nouns that really stand behind a bare number bar the reading.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

from fazhi_metrics.quantities.quantity import Kind

PERCENT: Final = "%"
POINTS: Final = "个百分点"


class Unit(NamedTuple):
    """A unit behind a number: where it ends, its name as a report counts it, and its kind."""

    end: int
    name: str
    kind: Kind


# Units that no noun begins with, by kind.
_PLAIN: Final[dict[Kind, str]] = {
    "percent": "% ％",
    "percentage_points": "个百分点 百分点",
    "money": "美元 欧元 日元 港元 港币 英镑 元人民币",
    "area": "亩 公顷 平方米 平方公里 平方千米 平米 平方 ㎡ m² km² ha",
    "duration": "个月 个季度 个学期 个学年 个年度 个星期 小时 个小时 分钟 秒 秒钟 工作日 个工作日 个自然日",
    "count": (
        "件 次 位 批次 场次 期次 条次 轮次 班次 车次 航次 架次 台次 艘次 人次 家次 户次 件次 辆次 处次 项次 "
        "个人次 周岁 岁 辆 艘 架 栋 幢 单元 盏 扇 孔 颗 台套 张 册 篇 幅 块 枚 顶 床 床位 桌 袋 "
        "瓶 盒 罐 头 株 棵 盆 粒 羽 尾 堆 课时 个课时 学时 个学时 学分 车位 人份 人日 工日 部分 "
        "口 层次 批 起 趟 句 遍 米 公里 千米 厘米 毫米 微米 海里 km cm mm 立方米 立方 毫升 "
        "公斤 千克 毫克 微克 克 斤 kg 吨标准煤 吨标煤 标准煤 摄氏度 ℃ 千瓦 千瓦时 兆瓦 kW MW GW kWh MWh GWh GB TB PB EB "
        "分贝 ‰ 帧 担 剂 剂次 针次 床日 双 具 兆瓦时 席 标箱 标准箱 人天 人月 标段 列次 吨公里 人公里 个基点 基点 "
        "m2 km2 m3 千伏 千伏安 兆伏安 吉瓦 纳米 毫秒 μg ug PF PFLOPS PFlops EFLOPS EFlops Eflops m³ m3 mL ml L"
    ),
}
# Units that also begin a noun, with the characters that would make it that noun.
_BARRED: Final[dict[Kind, dict[str, str]]] = {
    "money": {"元": "旦|素|件", "块钱": ""},
    "duration": {
        "年": "度|级|龄|代(?!表)|轻|味|画|检|审",
        "周": "边|岁|年|转|期|围|末|报|例会",
        "天": "然|津|网|河",
        "日": "常|照|报|志",
    },
    "score": {"分": "之|别|类|局|管|布|析|成|配|步|批|期|级|层|包|流|子|会|组|歧|红|享|片|支|公司|中心"},
    "multiple": {"倍": "增|感"},
    "count": {
        "个": "体(?:工商|经营|户)",
        "人": "员(?!工)|口(?!头)|民群众|大代表|才(?:队伍|工作|公寓)|居环境",
        "名": "录|册|优特",
        "户": "籍|口(?!头)|外|厕",
        "家": "庭|属|长|禽|畜|园",
        "宗": "教|旨|族|地|祠",
        "例": "如|会|行|子|外",
        "案": "件|例|卷|值|由|情|源",
        "项": "目(?!标|的|录)",
        "条": "例(?!行)|款",
        "份": "额",
        "处": "罚(?!款)|置|理(?!由)|级|室",
        "场": "所|地|馆",
        "期": "间|限|末|货",
        "轮": "车|胎|椅",
        "组": "织|长",
        "队": "伍|员|长",
        "支": "部|队(?!伍)|行|付|出",
        "班": "子|组|长",
        "台": "账|风|湾|阶",
        "部": "门|委|队|署",
        "套": "路|取",
        "座": "谈|位",
        "间": "隔|接|断",
        "所": "有|属|在地|得|需|[A-Za-z]",
        "层": "级|面|次",
        "本": "科|级|地|土|人|市|县|区|镇|乡|村|年|次",
        "面": "积|向|对|临|试|貌|料",
        "卷": "入",
        "页": "面|岩",
        "字": "样|号",
        "集": "中|体|市|贸|镇|约|聚|合|团|散",
        "把": "握|手|关|控|脉",
        "封": "闭|控|堵|山|存",
        "笔": "记|录|者",
        "箱": "体|变",
        "包": "括|含|保|片|联|抓|村|户|案|干|靠|帮|装|容|挂",
        "桶": "装",
        "只": "有|能|要|需|是|为|占|用",
        "匹": "配",
        "根": "据|本|治|源|除|植",
        "门": "户|前|店|禁|诊|口|卫|楼",
        "节": "约|日|点|能|水|省|俭|目|假|庆|育|气|前|后",
        "课": "题|程|堂|后|本",
        "堂": "食",
        "道": "路|德|班|口|教",
        "档": "案|次",
        "类": "别|似",
        "种": "类|植|养|子|粮|田|源|质",
        "样": "本|板|品|式",
        "款": "项|物|式|待",
        "片": "区|长|警|会|面",
        "段": "时|落|位|长",
        "股": "份|权|东|级|室|金",
        "度": "假|过|汛|夏|量",
        "方": "面|案|法|式|向|位|便|能|协|签|联|调|共|可|针|米|圆|阵|言|略",
        "吨": "位",
        "升": "至|到|为|级|学|值|幅|温|高|格|华|起|降",
        "票": "据|价|证|务|面|房",
        "届": "[一二三四五六七八九]中|[全人政党省市县区委村会大毕]|次",
        "列": "为|入|出|席|举|车|支|装|编|项|第|全|在",
        "车": "辆|间|位|站|道|主|队|祸|管|库|企|票|险|载|身|流|场|友|展|厢|型|务|驾|牌|床|轮|速|行|窗|前",
        "副": "主|书|镇|县|乡|市|省|局|校|所|处|科|总|部|职|厅|国|高|会|班|理|院|教|产|食|作|本",
        "通": "过|报|知|信|道|常|行|用|车|讯|告|力|电|水|气|航|关|商|联|达|宵|村",
        "束": "缚",
        "朵": "",
        "杆": "塔",
        "单": "位|独|个|元|据|车|亲|身|向|行|方|价|纯|月|人|册|间",
        "kV": "",
        "kv": "",
        "t": "[A-Za-z]",
        "m": "[A-Za-z]",
        "g": "[A-Za-z]",
        "mg": "[A-Za-z]",
        "点次": "",
    },
}
# Units only where nothing else can be meant: 3对夫妻, but 对 opens a phrase behind most numbers.
_ONLY_BEFORE: Final[dict[str, str]] = {
    "对": "夫|新人|双|父|母|婆|师徒|结|亲|[，。、；,;]|$",
    "首": "歌|诗|曲|[，。、；,;]|$",
    "发": "[，。、；,;和]|$",
    "针": "[，。、；,;和]|$",
    "桩": "案|婚|纠|[，。、；,;]|$",
    "团": "[0-9，。、；,;]|$",
    "P": "算|智|通|超|以|的|[，。、；,;）)]|$",
    "眼": "[，。、；,;机水井]|$",
    "路": "视频|监控|探头|摄像|高清|[，。、；,;）)]|$",
}
_CANONICAL: Final = {"％": PERCENT, "百分点": POINTS, "元人民币": "元"}
_PER: Final = (
    "(?:人次|人|户|件|次|家|个|亩|平方米|立方米|平方公里|吨|公斤|千克|斤|公里|小时|秒|分钟|天|日|周|月|季度?|年|升|台|间|万元|万人|"
    "m³|m3|kg|L|d)"
)
# 28微克每立方米: written out.
_EACH: Final = "每(?:平方米|立方米|平方公里|升|公里|小时|秒|公斤|千克)"
# 家次, 户次, 辆次: any count may be counted by occasion; 元/人·年, 微克/立方米: any unit may be per another.
_TAIL: Final = rf"(?:次(?!数|品|日起))?(?:/{_PER}(?:·{_PER})?|{_EACH})?"


def _declarations() -> dict[str, tuple[Kind, str]]:
    """Return the kind and the look-ahead of every unit word."""
    found: dict[str, tuple[Kind, str]] = {}
    for kind, words in _PLAIN.items():
        found.update(dict.fromkeys(words.split(), (kind, "")))
    for kind, barred in _BARRED.items():
        found.update({word: (kind, f"(?!{bar})" if bar else "") for word, bar in barred.items()})
    found.update({word: ("count", f"(?={then})") for word, then in _ONLY_BEFORE.items()})
    return found


_DECLARED: Final = _declarations()


def _by_first() -> dict[str, list[str]]:
    """Return the words of each first character, longest first."""
    words: dict[str, list[str]] = {}
    for word in sorted(_DECLARED, key=len, reverse=True):
        words.setdefault(word[0], []).append(word)
    return words


_BY_FIRST: Final = _by_first()
UNIT_STARTS: Final = frozenset(_BY_FIRST)  # the first characters of units


@cache
def _pattern(first: str) -> re.Pattern[str] | None:
    """Return the pattern of the units that begin with a character, compiled when it is first met."""
    words = []
    for word in _BY_FIRST.get(first, ()):
        kind, guard = _DECLARED[word]
        words.append(re.escape(word) + guard + ("" if kind in ("percent", "percentage_points") else _TAIL))
    return re.compile("|".join(words)) if words else None


def unit_at(text: str, position: int) -> Unit | None:
    """Return the unit that starts at a position of a text without white space; None when there is none.

    >>> unit_at("40余起", 3)
    Unit(end=4, name='起', kind='count')
    >>> unit_at("2万人员密集场所", 2) is None
    True
    """
    first = text[position : position + 1]
    pattern = _pattern(first) if first in UNIT_STARTS else None
    match = pattern.match(text, position) if pattern is not None else None
    if match is None:
        return None
    name = match[0]
    return Unit(match.end(), _CANONICAL.get(name, name), kind_of(name))


def kind_of(unit: str) -> Kind:
    """Return the kind of quantity a unit makes; a unit per another is a rate of money or a count."""
    if unit in _DECLARED:
        return _DECLARED[unit][0]
    base = unit.partition("/")[0]
    return "money" if _DECLARED.get(base, ("count", ""))[0] == "money" else "count"

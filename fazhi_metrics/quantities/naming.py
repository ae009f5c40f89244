"""Chinese numerals that count nothing: articles, slogans, place names, and the number of things just listed.

一支队伍 is a team, 三项制度 is the name of a scheme, 甲、乙、丙三个村 are the villages named. What remains are
counts as a report states them: 旁听庭审两次, 覆盖十一个行政村.
"""

from __future__ import annotations

import re
from typing import Final

from fazhi_metrics.quantities.context import CLAUSE_ENDS
from fazhi_metrics.quantities.exclusions import FIXED, NAME, ORDINAL
from fazhi_metrics.quantities.phrase import Phrase

WORD: Final = "词语"
ARTICLE: Final = "虚指"
LISTED: Final = "所列项数"

# Measure words of happenings and things handled: a numeral before them counts.
_COUNTING_WORDS: Final = (
    "次 场 场次 期 批次 轮 轮次 起 件 件次 人次 户 户次 名 人 份 辆 台 套 部 间 栋 幢 亩 公里 米 平方米 元 吨 公斤 斤 册 幅 块 "
    "篇 家 所 处 宗 例 案 笔 桌 只 头 棵 株 辆次 家次 处次 课时 学时 座 天 日 小时 分钟 个月 周 个工作日 工作日"
)
_COUNTING: Final = frozenset(_COUNTING_WORDS.split())
# Of these, the ones that also close a list of names: 甲、乙、丙三家企业.
_OF_A_LIST: Final = frozenset(["家", "所", "处", "座", "部", "名", "户", "台"])
_SLOGAN: Final = re.compile(
    "的?(?:坚持|确立|维护|意识|自信|全面|到位|必须|确保|务必|注重|优先|着力|聚焦|突出|强化|统筹|不[^，。]|一[^，。]|毫不|代表|"
    "善于|区分|服从|明确|牢牢|围绕|革命|伟大|严|更|先行|一以|文明|走在|革新|没有|基本)"
)
_RHETORICAL: Final = re.compile(
    "的?(?:重点|环节|关键|方面|维度|层面|导向|抓手|结合|统一|转变|提升|关系|阶段|步骤|目标|责任|原则|标准|规定|纪律|制度|机制|"
    "体系|要素|要求|理念|思维|能力|清单|主题|主线|底线|红线|防线|渠道|途径|方式|举措|措施|办法|路径|手段|特点|亮点|问题|短板|"
    "难题|难点|板块|系列|领域|方向|条件|优势|战略|定位|主体|角度|视角|节点|重大|主要|工程|行动|模式|合力)"
)
_IDIOM: Final = re.compile(
    "八类(?:案件|案)|三台合一|[两三四五]所(?:一庭|联动|共建)|三部曲|[一三]件(?:套|大事)|两件大事|两场(?:硬仗|战役)|三次(?:产业|分配|飞跃)|三天两头|"
    "[三五]篇(?:大)?文章|三期(?:叠加|工程)|三人小组|[三五十]户联|[三五]家渠|[一二三两]次元|三台县|五台山"
)
# Of these, a numeral at the end of its clause counts: 建文化广场两个，
_CLOSING: Final = frozenset("个项条种类张面门本支位把块层首幅")
_MADE: Final = re.compile(
    "(?:建成|新建|改建|扩建|创建|打造|设立|设置|建立|成立|组建|开展|组织|召开|举办|制定|出台|完成|聘请|聘用|配备|选派|抽调|覆盖|"
    "涉及|下辖|辖|现有|拥有|共有|有|共|设|划分为|划为|分为|分成|增设|新增|化解|调解|查处|办理|受理|培育|选树|评选|获评|获得|"
    "打掉|破获|抓获|建设|实施|推出|编制|修订|达|为|新设|增加|减少)(?:了)?$"
)
# 八类主要案件 are kinds that have a name.
_CATEGORY: Final = re.compile("(?:涉|主要|严重|重点|特殊|突出|易|高发)")
# What stands in the world is counted (三个派出所, 两条线索), what is thought up is named.
_THINGS: Final = re.compile(
    "(?![^，。；、]{0,4}(?:方面|层面|维度|环节|阶段))[一-鿿]{0,6}?(?:村|社区|居委会|乡|镇|街道|县|区|市|州|省|部门|单位|企业|公司|项目|站|点(?!要)|中心|"
    "网格|小区|小组|组|队(?!伍)|案|隐患|合作社|基地|学校|广场|窗口|支部|协会|商户|厂|矿|家庭|调委会|委员会|工作室|办公室|会议|百分点|集体|"
    "派出所|司法所|税务所|法庭|法院|检察院|医院|局|厅|馆|园|市场|超市|工地|车间|账户|长廊|教室|厕所|水库|灌区|断面|路段|路口|桥|码头|机场|大棚|"
    "合同|协议|文件|课题|奖项|称号|专利|案例|预案|线索|团伙|窝点|积案|纠纷|投诉|建议|提案|警情|人(?!员)|户|群|账号|床位|公里|小时|设备|车辆|宅基地|地块)"
)
# 西宁机场三期, 工程六期 are phases; 培训三期, 播出三期 are counted.
_ISSUED: Final = re.compile(
    "(?:举办|举行|开展|开设|开办|组织|播出|播放|推送|刊发|编发|印发|发布|发行|出版|出刊|录制|制作|编印|推出|公示|曝光|拍摄|完成|培训会?|轮训|集训|"
    "班|讲座|讲堂|课堂|节目|简报|专刊|专栏|专报|通报|快报|月报|周报|日报|活动|直播|信息|刊物|要情|会议|累计|共|共计|计|了|达|为|各|先后|连续)$"
)
_PLACE: Final = re.compile("[一-鿿]{0,2}(?:村|社区|镇|乡|县|街道|庄|屯|寨|沟|湾|路|桥|组(?!织))")
_CLAUSE: Final = re.compile("[^，。；：！？\n（）()]*$")
_JOINTS: Final = re.compile("、|和|与|及")
_WINDOW: Final = 40


def _listed(text: str, phrase: Phrase) -> bool:
    """Whether the numeral counts the members of the list that stands right before it."""
    if text[phrase.end : phrase.end + 1] in CLAUSE_ENDS or phrase.end >= len(text):
        return False
    clause = _CLAUSE.search(text, max(0, phrase.start - _WINDOW), phrase.start)
    if clause is None or _MADE.search(clause[0]) is not None or clause[0][-1:] in ("、", "和", "与", "及"):
        return False
    return (len(_JOINTS.findall(clause[0])) + 1 >= max(2, int(phrase.value) - 1) and "、" in clause[0]) or (
        phrase.value == 2 and _JOINTS.search(clause[0][-12:-1]) is not None
    )


def naming_reason(text: str, phrase: Phrase) -> str | None:
    """Return why a Chinese numeral states no figure, None where it does."""
    unit, value, exact = phrase.unit, phrase.value, phrase.modifier == "exact"
    if phrase.kind in ("percent", "percentage_points", "fraction", "multiple"):
        return None
    if not unit:
        scaled = phrase.stop - phrase.number > 1 and text[phrase.stop - 1] in "万亿"
        return None if value >= 10 and (scaled or not exact) else WORD
    if not exact:
        return None
    if unit == "期" and not _ISSUED.search(text, max(0, phrase.start - 6), phrase.start):
        return ORDINAL
    if value == 1:
        return ARTICLE
    if text[phrase.number : phrase.stop] == "二":
        return ORDINAL  # 二次供水, 二期工程: a count of two is written 两
    if _IDIOM.match(text, phrase.number):
        return FIXED
    if value <= 10 and unit not in ("个", "名") and _PLACE.match(text, phrase.after):
        return NAME
    if unit in _COUNTING:
        return LISTED if value <= 10 and unit in _OF_A_LIST and _listed(text, phrase) else None
    if value <= 10 and _listed(text, phrase):
        return LISTED
    if _SLOGAN.match(text, phrase.end):
        return FIXED
    closes = phrase.end >= len(text) or text[phrase.end] in CLAUSE_ENDS
    if value > 10 or (closes and unit in _CLOSING):
        return None
    if unit == "类" and _CATEGORY.match(text, phrase.end):
        return FIXED
    if _MADE.search(text, max(0, phrase.start - 6), phrase.start):
        return None
    if not _RHETORICAL.match(text, phrase.end) and _THINGS.match(text, phrase.end):
        return None
    return FIXED

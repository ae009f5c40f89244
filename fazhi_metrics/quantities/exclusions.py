"""Numbers that are not quantities by their form: dates, document numbers, ordinals, hotlines, names.

Each rule is a reason and a pattern on the matched text (prose.py). A pattern begins with a character class
and looks back only from behind its first character, so that a text without matches is passed at full speed.
Rules are tried for the whole text; of two that overlap, the one that starts first and then the longer wins.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

YEAR_DATE: Final = "年份日期"
DOCUMENT: Final = "文号编号"
CLAUSE: Final = "条款"
ORDINAL: Final = "次序"
LISTING: Final = "序号"
PHONE: Final = "电话与热线"
FIXED: Final = "固定说法"
PERIOD: Final = "时段"
NAME: Final = "名称"
PER: Final = "分母"
PAGE: Final = "页码"
OTHER: Final = "其他文字的数字"
MEETING: Final = "届次"


class Mask(NamedTuple):
    """A stretch of the matched text that holds no quantity, and why."""

    start: int
    end: int
    reason: str


# --- Named parts ------------------------------------------------------------------------------------

_TO: Final = "(?:-|—{1,2}|–|―|~|至|到)"
_CN: Final = "[零〇一二两三四五六七八九十百千]"
_SOME: Final = "{0,12}"  # lists are bounded, so that any text is read in linear time
_HAN: Final = "[一-鿿]"
_DOT: Final = "[·・•‧∙]"
_DIGITS: Final = "[0-9零一二两三四五六七八九十百千]{0,4}"
_CN1: Final = "[一二三四五六七八九十](?<![一二三四五六七八九十百千][一二三四五六七八九十])"
_NUM: Final = "[0-9零〇一二两三四五六七八九十百千]{1,6}"
# The first digit of a number: no digit, point or comma of a longer one before it.
_D1: Final = "[0-9](?<![0-9.][0-9])"
_YEAR: Final = "[12](?<![0-9.][12])(?:(?<=1)9|(?<=2)0)[0-9]{2}"
_SHORT_YEAR: Final = "(?:(?:19|20)?[0-9]{2})"
_CN_YEAR: Final = "[一二](?<![〇零一二三四五六七八九][一二])[九〇零0O][〇零0O一二三四五六七八九]{2}"
_PART: Final = "(?:份|底|初|末|中旬|上旬|下旬)"
_MONTH: Final = f"(?:1[0-2]|0?[1-9])月{_PART}?"
_DAY: Final = "(?:3[01]|[12][0-9]|0?[1-9])[日号]"
_CN_MONTH: Final = f"(?:十[一二]?|[一二三四五六七八九])月{_PART}?"
_CN_DAY: Final = "(?:三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]"
_YEAR_TAIL: Final = "年(?:度|底|初|末|中(?!央|共|国|小|心|期))?"
_MONTH_DAY: Final = (
    f"(?:[0-9]{{1,2}}(?:月份?)?(?:{_TO}|、|和)){_SOME}{_MONTH}(?:(?:{_DAY}(?:{_TO}|、|和)){_SOME}{_DAY})?"
)
_SECOND: Final = f"(?:{_YEAR}{_YEAR_TAIL}(?:{_MONTH_DAY})?|{_MONTH_DAY}|{_DAY})"

# --- The rules: a reason and what it covers; a group named n narrows the mask to the number --------------

_RULES: Final[tuple[tuple[str, str], ...]] = (
    # 2025年, 2024—2025年, 2025年1月至11月, 2025年3月5日, 2023、2024、2025年度
    (
        YEAR_DATE,
        f"{_YEAR}(?:(?:年度?)?(?:{_TO}|、|和|与|及|/){_SHORT_YEAR}){_SOME}{_YEAR_TAIL}"
        f"(?:{_MONTH_DAY})?(?:{_TO}{_SECOND})?",
    ),
    (YEAR_DATE, f'{_YEAR}{_TO}{_YEAR}(?=[，。；：、）》〉”"\n]|$|规划|纲要|行动|方案|学年|周期|任期)'),
    (YEAR_DATE, rf"{_YEAR}([-./])[01]?[0-9]\1[0-3]?[0-9](?![0-9])"),
    (YEAR_DATE, f"[（(]{_YEAR}年?[）)]"),
    (
        YEAR_DATE,
        rf"{_YEAR}\.(?:1[0-2]|0?[1-9])(?:{_TO}{_YEAR}\.(?:1[0-2]|0?[1-9]))?(?=[，。；、）\n—~-]|至|到|$)",
    ),
    (YEAR_DATE, f"{_CN_YEAR}{_YEAR_TAIL}(?:{_CN_MONTH}(?:{_CN_DAY})?)?"),
    # 1—11月, 12月4日, 9月份; 3月 is a month, 3个月 is not
    (
        YEAR_DATE,
        f"{_D1}[0-9]?(?:(?:月{_PART}?)?(?:{_TO}|、|和)[0-9]{{1,2}}){_SOME}月(?![球饼嫂均租供薪息]){_PART}?"
        f"(?:{_DAY}(?:(?:{_TO}|、|和)(?:{_MONTH})?{_DAY}){_SOME})?",
    ),
    (YEAR_DATE, f"{_CN1}[一二]?月{_PART}?(?:{_CN_DAY})?"),
    (YEAR_DATE, f"[0-9]{{1,2}}{_DOT}[0-9]{{1,2}}(?:[、和][0-9]{{1,2}}{_DOT}[0-9]{{1,2}}){_SOME}"),
    (YEAR_DATE, rf"{_D1}[0-9]?\.[0-9]{{1,2}}(?=国家|国际|全国|全民|世界|宪法|禁毒|消费者|防灾|民法|法治)"),
    (YEAR_DATE, "[0-9][0-9](?:世纪(?:[0-9]{2}年代)?|年代)|二十一?世纪"),
    (PERIOD, "[一二三四1-4](?<![0-9十][一二三四1-4])(?:[、至和—-][一二三四1-4])?季度"),
    (PERIOD, f"{_D1}[0-9]?[:：][0-5][0-9](?::[0-5][0-9])?(?:{_TO}[0-9]{{1,2}}[:：][0-5][0-9])?(?![0-9])"),
    (
        PERIOD,
        f"{_D1}[0-9]?时(?:[0-9]{{1,2}}分)?(?:{_TO}[0-9]{{1,2}}时(?:[0-9]{{1,2}}分)?)?(?![间期段常限刻候效代])",
    ),
    (PERIOD, f"{_D1}[0-9]?点(?:[0-9]{{1,2}}分|整|半|钟|前|后|(?={_TO}[0-9]))"),
    # 甲政发〔2024〕12号, （2025）青0122民初123号, 3号楼, 身份证号
    (DOCUMENT, rf"[〔\[【［]{_YEAR}年?[〕\]】］](?:第?[0-9]{{1,5}}(?:[-—~、至][0-9]{{1,5}}){_SOME}号?)?"),
    (
        DOCUMENT,
        f"[（(]{_YEAR}[）)](?:{_HAN}{{1,3}}[0-9]{{0,6}}{_HAN}{{1,4}})?第?[0-9]{{1,6}}(?:[-—~、至][0-9]{{1,6}}){_SOME}号",
    ),
    (DOCUMENT, "[0-9](?<![0-9.A-Za-z-][0-9])[0-9A-Za-z-]{0,20}号(?!召)"),
    (DOCUMENT, "[0-9](?<![0-9][0-9])[0-9]{11,}[Xx]?"),
    (DOCUMENT, r"[0-9](?<![0-9][0-9])[0-9]{0,20}\*{2,20}[0-9xX]{1,8}"),
    (
        DOCUMENT,
        r"[A-Z](?!DP)[A-Z]{1,4}(?:/[A-Z]{1,3})? ?[0-9]{3,6}(?:\.[0-9]{1,2})?(?:[-—][0-9]{4})?(?![0-9.万亿余多%个元])",
    ),
    (DOCUMENT, f"{_D1}[0-9]{{0,3}}(?:[栋幢座]|号楼)[0-9]{{1,4}}(?:单元|室|层)(?:[0-9]{{1,4}}室)?"),
    (DOCUMENT, r"(?:https?：//|www\.)[0-9A-Za-z./?=&%_#:-]+"),
    # Telephones; the hotlines (12345, 110) need a look at what follows and are judged in context.py
    (PHONE, "1(?<![0-9.]1)[3-9][0-9]{9}(?![0-9])"),
    (PHONE, "0(?<![0-9.]0)[0-9]{2,3}[-—–][0-9]{7,8}(?:[-—–、/转][0-9]{1,8}){0,12}(?![0-9])"),
    (PHONE, "[48](?<![0-9.][48])00-[0-9]{3,4}-?[0-9]{3,4}(?![0-9])"),
    (
        PHONE,
        "(?:电话|热线|传真|邮编|邮政编码)(?:号码)?[：:]?[0-9][0-9-]{2,}(?:转[0-9]{1,5})?(?![0-9万余多件起次个人])",
    ),
    # 第十二条第二款, 第3次, 第五、六批; the rest of a list keeps its 第
    (
        CLAUSE,
        f"第{_NUM}(?:[、，和及至到—~-]第?{_NUM}){_SOME}[条款章编节](?:之[一二三四五六七八九十])?"
        f"(?:第{_NUM}(?:[、和及至]第?{_NUM}){_SOME}[款项目]){_SOME}",
    ),
    (ORDINAL, f"第(?:{_NUM}[、和及至到—~-]){_SOME}{_NUM}(?:季度|产业)?"),
    (ORDINAL, "其[一二三四五六](?=[，、是：])"),
    (
        ORDINAL,
        f"前(?<![目之此日以提当空先事年月会生眼]前){_NUM}(?:[名位强列%])?(?![0-9.个万余多户人件起家项年月天周日季])",
    ),
    (ORDINAL, f"(?:位列|位居|名列|排名|排在|排位|居|列)(?:全[国省市州盟县区镇乡])?第?{_NUM}[位名]"),
    (
        ORDINAL,
        "(?:排名|位次|名次|排位)[^，。；、0-9]{0,10}[由从]第?[0-9]{1,4}[位名][^，。；、0-9]{0,8}[0-9]{1,4}[位名]",
    ),
    (ORDINAL, f"(?:排名|排位|名次|排序|排在)(?:靠?后|末|倒数)第?{_NUM}(?:位|名|的)?"),
    (ORDINAL, f"(?:TOP|Top|top){_NUM}"),
    (ORDINAL, "[0-9百千十][0-9]{0,3}强(?![化制力调大降度烈基弱行奸硬农县镇村市边军国])"),
    # 十五届人大, 二十届三中全会, 人大四次会议, 党的二十大
    (
        MEETING,
        f"[0-9零一二三四五六七八九十](?<!连续[0-9一二三四五六七八九十])(?<![0-9.][0-9])[0-9一二三四五六七八九十]{{0,2}}届(?:{_NUM}[中次](?:全体)?(?:全会|会议))?",
    ),
    (
        MEETING,
        f"(?:人大|政协|大会|委员会|常委会|党代会|代会|党委|党组)(?:第)?{_NUM}次(?:全体|扩大)?(?:会议|全会)",
    ),
    (MEETING, "[一二三四五六七八九十](?:中|次)全(?:会|体会议)"),
    (
        MEETING,
        "[十二](?<![一二三四五六七八九十百千][十二])[十一二三四五六七八九]?大"
        "(?=以来|报告|精神|和|与|、|，|。|）|”|历次|召开|的|》|胜利|代表|及|$|作出|提出|部署|关于|对|党章|后)",
    ),
    # 十四五时期, 八五普法, 1+N, 7×24小时, 90后, 百年一遇, 75周年
    (FIXED, "十(?<![一二三四五六七八九二]十)[一二三四五]五(?![年月日个名件次人万])"),
    (FIXED, '[一二三四五六七八九]五(?=[”’"]?(?:普法|规划))'),
    (
        FIXED,
        r"[0-9A-Za-z](?<![0-9.A-Za-z][0-9A-Za-z])[0-9]{0,3}(?:\+[0-9A-Za-z一二三四五六七八九十]{1,4}){1,12}",
    ),
    (FIXED, r"[一二三四五六七八九十](?:\+[一二三四五六七八九十0-9NXn]){1,12}"),
    (FIXED, "[0-9](?<![0-9.][0-9])[0-9]?[×xX*][0-9]{1,2}(?:小时|天)?"),
    (FIXED, "[0-9](?<![0-9.][0-9])[05]后(?![续来再将仍即才又进期面台备勤])"),
    (FIXED, f"[0-9零一二两三四五六七八九十百千](?<![0-9.][0-9]){_DIGITS}(?:周年|年一遇)"),
    (NAME, "[Pp][Mm](?:2\\.5|10)"),
    (
        NAME,
        "[0-9十一二三五半](?<![0-9.十一二三五][0-9十一二三五])[0-9十一二三五]{0,2}(?:分钟|公里|小时)"
        "(?=(?:、[一-鿿]{0,4}[0-9一二两三半]{1,2}(?:小时|分钟|公里))?[^，。；、]{0,12}圈)",
    ),
    (NAME, f"{_D1}[0-9]{{0,3}}(?:国道|省道|县道|乡道|路公交|号线)"),
    (NAME, "[国省县乡]道[0-9]{1,4}(?![0-9.条公万余多])"),
    (NAME, rf"{_D1}\.[0-9](?=版|时代|模式|系统|升级版|平台)"),
    (
        PER,
        f"每[0-9零〇一二两三四五六七八九十百千万亿]+(?:{_TO}[0-9]+)?"
        "(?:个月|个工作日|小时|分钟|平方公里|公里|[人户名年月周天日件亩元个家吨])?",
    ),
    # Lists: （一）, 一、, 1., 一是, ①, [3], 附件2
    (LISTING, f"[（(](?:[0-9]{{1,2}}|{_CN}{{1,3}})[）)]"),
    (LISTING, r"[\[［][0-9]{1,3}(?:[-,，][0-9]{1,3}){0,12}[\]］]"),
    (LISTING, "[①-⓿❶-➓㈠-㊿⑴-⒛]+"),
    (OTHER, "\\d(?<![0-9])\\d*"),
    (
        LISTING,
        "[一二三四五六七八九十](?<![统万唯单专划归合二三四五六七八九十第][一二三四五六七八九十])[一二三四五六七八九]?[是要则]",
    ),
    (LISTING, r"[\n。；：:;！？）)](?P<n>[0-9]{1,2}(?:[.、](?![0-9])|[）)]))"),
    (LISTING, "[\n。；：:;！？](?P<n>[一二三四五六七八九十]{1,3}、)"),
    (
        LISTING,
        r"\n(?P<n>[0-9]{1,2}(?:\.[0-9]{1,2}){1,3})(?=[\u4e00-\u9fff（])(?![万亿余多个人件元次起户亩米公平倍分吨千百天小成])",
    ),
    (PAGE, "[—–-](?<![0-9一-鿿A-Za-z%][—–-])(?P<n>[0-9]{1,3})[—–-](?![0-9])"),
    (PAGE, "第[0-9]{1,4}页[，/]?共[0-9]{1,4}页"),
    (PAGE, "[…·.]{2}(?P<n>[0-9]{1,4})(?=\n|$)"),
    (LISTING, r"\n(?:附图|附表|专栏|图表|图|表)(?P<n>[0-9]{1,2})(?![0-9.个张])"),
    (LISTING, f"(?:附件|附表|附图|专栏|图表|表|图)(?:[0-9]{{1,2}}|{_CN}{{1,2}})(?=[：:、，。）)\n]|$)"),
)


@cache
def _compiled() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Compile the rules when the first text is read."""
    return tuple((reason, re.compile(pattern), "(?P<n>" in pattern) for reason, pattern in _RULES)


_OPENING: Final = 24  # characters of the text that a rule beginning with a line break looks at


def find_masks(text: str) -> list[Mask]:
    """Return the stretches that hold no quantity by their form, in order, without overlaps."""
    found: list[Mask] = []
    for reason, pattern, narrowed in _compiled():
        if narrowed:
            if first := pattern.match("\n" + text[:_OPENING]):
                found.append(Mask(first.start("n") - 1, first.end("n") - 1, reason))
            found += [Mask(*match.span("n"), reason) for match in pattern.finditer(text)]
        else:
            found += [Mask(*match.span(), reason) for match in pattern.finditer(text)]
    found.sort(key=lambda mask: (mask.start, -mask.end))
    kept: list[Mask] = []
    end = 0
    for mask in found:
        if mask.start >= end:
            kept.append(mask)
            end = mask.end
    return kept


# What stands in quotation marks names a scheme, unless it is long enough to be speech; 《》 names a document.
_QUOTED: Final = re.compile(
    '[“”](?P<a>[^“”\n]{1,60})[”“]|"(?P<b>[^"\n]{1,60})"|[「『](?P<c>[^」』\n]{1,60})[」』]'
    "|‘(?P<d>[^‘’\n]{1,40})’|《(?P<e>[^《》\n]{1,120}(?:《[^《》\n]{1,60}》[^《》\n]{0,60})?)》"
)
_SPEECH: Final = re.compile("[。；！？]|，[^，]*，")


def find_quotations(text: str) -> list[Mask]:
    """Return the stretches inside quotation marks and book titles, whose numbers are not figures."""
    found = []
    for match in _QUOTED.finditer(text):
        group = match.lastgroup or "a"
        start, end = match.span(group)
        if group == "e":
            found.append(Mask(start, end, NAME))
        elif end - start <= 24 or not _SPEECH.search(text, start, end):
            found.append(Mask(start, end, FIXED))
    return found

"""Names of natural persons in words: by the header above them, the word before them, and the surname they begin with.

Chinese writes no capital letters, so a name is known by where it stands:

    填表人：张某        after a word for a person who signs or is named (…人 …员 …长 …者), with or without a colon
    张某（电话…）       beside a word that only people have: 电话 同志 家 反映
    张某、李某          alone, or in a list of such words: a surname and one or two characters of given names

A word that begins with a surname and is none (高度, 方案, 马路) lacks the second.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from fazhi_metrics.redaction.wordlists import (
    GIVEN,
    NOT_NAMES,
    SURNAMES,
    TRANSLITERATED,
    TWO_CHARACTER_SURNAMES,
)

_COMPOUND: Final = "|".join(TWO_CHARACTER_SURNAMES.split())
_HAN: Final = "一-龥㐀-䶵·"
_NAME: Final = (
    f"(?:(?:{_COMPOUND})[一-龥]{{1,2}}|[{SURNAMES}](?:[{GIVEN}]{{1,2}}|[某甲乙丙丁][一-龥]?|[一-龥]某))"
)
_NOT_NAMES: Final = frozenset(NOT_NAMES.split()) - frozenset(TWO_CHARACTER_SURNAMES.split())
_ALONE: Final = re.compile(rf"(?<![{_HAN}A-Za-z]){_NAME}(?=[^{_HAN}]|$|的)")
_TITLES: Final = (
    "同志|先生|女士|老师|大爷|大妈|大叔|阿姨|老人|小朋友|师傅|医生|律师|法官|警官|书记|主任|所长|镇长|乡长|局长|村长|支书|组长|站长|队长|委员|干事|科长|股长"
    "|一家|家中|家的|家里|之妻|之子|之女|之夫|夫妇|夫妻|父子|兄弟|等人|等[一二三四五六七八九十两0-9]+[人户名]|本人"
    "|家(?![庭园具电长居纺禽畜政村庄沟湾坪河山口])|负责|提供|填写|报送|诉|反映|反应|来电|来访|来信|投诉|举报|诉称|自述|要求|申请|承诺|签字|签收|签名|领取|的?(?:电话|手机|身份证|住址|住处|账号|诉求|投诉)"
    "|[与和跟同及]|说|称|因"
)
_TITLED: Final = re.compile(
    rf"((?:(?:{_COMPOUND})[一-龥]{{1,2}}|[{SURNAMES}](?:[{GIVEN}]{{1,2}}|[某甲乙丙丁][某甲乙丙丁]?)))(?=(?:{_TITLES})|\s*[（(：:]?\s*(?:电话|手机|身份证|1\d{{10}}))"
)
# What belongs to a person and is called by the name: 李某某餐馆.
_OWNED: Final = re.compile(
    rf"(?<![{_HAN}])(?:(?:{_COMPOUND})[一-龥]{{1,2}}|[{SURNAMES}][{GIVEN}]{{2}})"
    "(?=餐馆|饭店|饭馆|面馆|超市|商店|小卖部|便利店|经营部|门市|诊所|药店|理发|维修|修理|汽修|养殖|种植|合作社|农场|家庭农场|自建房|住宅|住房|房屋|出租屋|宅基地"
    "|承包地|地块|家|户|[一-龥]?店|[一-龥]{0,2}铺|[一-龥]{0,2}厂)"
)
_FOREIGN: Final = re.compile(
    rf"(?<![{_HAN}])(?:[{TRANSLITERATED}]{{3,5}}|[{TRANSLITERATED}]{{2,5}}·[{TRANSLITERATED}]{{2,5}})(?=[^{_HAN}]|$|的|{_TITLES})"
)
_TOLD: Final = re.compile(
    r"(?:主任|书记|所长|镇长|组长|队长|会计|医生|老师|告知|通知|联系|走访|慰问|约谈|回访|询问|名叫|姓名|户主|当事人|村民|居民|群众|社员|诉求人|信访人|投诉人|举报人|申请人|业主|租户|租客|"
    r"司机|员工|老人|被告|原告|死者|伤者|患者|对象|网格员|调解员|负责人|联系人)"
    rf"(?P<n>(?:{_COMPOUND})[{GIVEN}]{{1,2}}|[{SURNAMES}][{GIVEN}]{{2}}|(?:{_COMPOUND})[一-龥]{{1,2}}(?=[^{_HAN}]|$|{_TITLES})"
    rf"|[{SURNAMES}][{GIVEN}](?=[^{_HAN}]|$|{_TITLES}))"
)
_COMPOUND_NAME: Final = re.compile(
    rf"(?:{_COMPOUND})[一-龥]{{1,2}}?(?=[^{_HAN}]|$|{_TITLES})|(?:{_COMPOUND})[某测][一-龥]|[{SURNAMES}]某[某甲乙丙丁]?"
)
_PLACE: Final = re.compile(
    "(?:村|镇|乡|县|市|省|区|社区|街|路|组|社|局|所|办|办公室|部|中心|委|委员会|会|站|队|科|股|室|公司|厂|店|学校|小学|中学|院|政府|支部|单位|小组|派出所|法庭|网格|同上|无|全体.*|[本各全].*)$"
)

# Who signs or is named, and what stands after: a name to the next stop.
_SIGNS: Final = r"(?:填表|制表|审核|填报|经办|负责|联系|统计|审批|签发|复核|校对|主管|分管|录入|记录|登记|汇总|报送|报告|核对|核实|审定|审签|批准|承办|主办|协办|编制|采集|整理|打印|保管|接收|移交|交接|见证|证明|值班|带班|调解|受理)"
_PERSON: Final = re.compile(
    r"姓名|名字|身份证|证件号|电话|手机|联系方式|联系人|负责人|经办人|责任人|填表人|审核人|当事人|申请人|诉求人|"
    r"信访人|来访人|户主|网格员|检查人|调解员|承办人|报告人|举报人|被检查人|法人|法定代表|签字|签名|住址|"
    rf"家庭地址|银行卡|账号|微信|QQ|邮箱|{_SIGNS}(?:人|员)(?!员)",
    re.IGNORECASE,
)

_COUNTS: Final = re.compile(r"(?:数|人次|率|比例|占比)(?:[（(][^）)]*[)）])?$")
_WORD: Final = rf"(?:{_SIGNS}(?:人|员|领导|负责人|同志|者|人员)?|[一-龥]{{0,6}}(?:人|员|者)|[一-龥]{{0,4}}(?:组长|队长|站长|村长|所长|镇长|乡长|科长|主任|书记|会计|出纳|文书)|单位负责人|联系方式|联系电话|电话|签字|签名|签章|姓名|户主|本人|法定代表|法人代表|代表)"
_ROUND: Final = r"(?:\s*（[^）]{0,12}）|\s*\([^)]{0,12}\))?"
_SIGNED: Final = re.compile(rf"({_WORD}{_ROUND})(\s*[：:]\s*)(?=\S)")
_NAMED: Final = re.compile(
    rf"({_SIGNS}(?:人|员|领导|负责人|者|人员)?{_ROUND}|[一-龥]{{0,6}}(?:签字|签名|签章)人?{_ROUND})([ \u3000\t]+)(?=[一-龥])"
)
_GENERIC_NAMED: Final = re.compile(
    rf"([一-龥]{{1,6}}(?:人|员)|组长|书记|主任|所长|镇长|户主)([ \u3000\t]+)(?={_NAME}(?![{_HAN}]))"
)
_VALUE: Final = re.compile(
    r"(?:[一-龥]\s{1,3}[一-龥](?=\s|$|[，,、；;。])|[^\s，,；;。|｜、]+)(?:[、，,]\s*[一-龥]{2,4}(?=[\s，,、；;。|｜]|$))*"
)
_COUNTED: Final = re.compile(r"约?[0-9０-９一二三四五六七八九十百千两〇零.]+[^0-9]{0,4}$|\d{4}[-年./]")


def names_a_person(header: str) -> bool:
    """Whether a column so headed holds names, ID numbers, telephones or addresses of people."""
    plain = unicodedata.normalize("NFKC", header).strip()
    return bool(_PERSON.search(plain)) and not _COUNTS.search(plain)


def is_name(text: str) -> bool:
    """Whether a text is a name and nothing else.

    >>> is_name("张某某"), is_name("司马 某"), is_name("高新"), is_name("示例一村")
    (True, True, False, False)
    """
    bare = re.sub(r"[\s·]+", "", text)
    return bool(re.fullmatch(_NAME, bare)) and bare not in _NOT_NAMES


def signatures(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the names stand that follow a word for whoever signs: 填表人：张某."""
    for pattern in (_SIGNED, _NAMED, _GENERIC_NAMED):
        for match in pattern.finditer(text):
            if (value := _VALUE.match(text, match.end())) is None:
                continue
            listed = re.match(_SIGNS, match[1]) or pattern is not _SIGNED
            said = value[0]
            if not listed and (_COUNTED.match(said) or _PLACE.search(said)):
                continue
            if pattern is _NAMED and not is_name(said) and len(said) > 4:
                continue
            yield match.end(), value.end()


def names(text: str) -> Iterator[tuple[int, int]]:
    """Yield where names stand by themselves, in a list, or before a word that only people have."""
    for pattern in (_ALONE, _TITLED, _OWNED, _FOREIGN, _TOLD, _COMPOUND_NAME):
        for match in pattern.finditer(text):
            name = "n" if pattern is _TOLD else 0
            if match[name] not in _NOT_NAMES and match[name][:2] not in _NOT_NAMES:
                yield match.span(name)

"""What names a natural person, and how it is hidden before anything leaves data/raw.

Three nets: columns whose header names a person (姓名, 身份证号, 电话 …), numbers shaped like an ID card or
a telephone wherever they stand, and the signatures under a table (填表人：…). Free text that no declared
column claims is never repeated at all, since a name in it cannot be told from another word.
"""

from __future__ import annotations

import re
import unicodedata

HIDDEN = "（已隐去）"

_ID_CARD = r"(?<![0-9A-Za-z])[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[0-9Xx](?![0-9A-Za-z])"
_OLD_ID_CARD = r"(?<![0-9A-Za-z])[1-9]\d{7}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}(?![0-9A-Za-z])"
_MOBILE = r"(?<!\d)(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)"
_LANDLINE = r"(?<!\d)0\d{2,3}-\d{7,8}(?!\d)"
_SHORTEST = 11  # characters of the shortest of them
_CARDS = re.compile(f"{_ID_CARD}|{_OLD_ID_CARD}")
_NUMBERS = re.compile("|".join((_ID_CARD, _OLD_ID_CARD, _MOBILE, _LANDLINE)))

_SIGNED = re.compile(
    r"((?:填表|制表|审核|填报|经办|负责|联系|统计|审批|签发|复核|校对|主管|分管|录入)(?:人|员|领导|负责人)?"
    r"|单位负责人|联系方式|联系电话|电话|签字|签名|组长|书记|镇长|主任|所长)(?:（[^）]*）|\([^)]*\))?[：: ]\s*[^\s，,；;。|｜]+"
)

_PERSON = re.compile(
    r"姓名|名字|身份证|证件号|电话|手机|联系方式|联系人|负责人|经办人|责任人|填表人|审核人|当事人|申请人|诉求人|"
    r"信访人|来访人|户主|网格员|检查人|调解员|承办人|报告人|举报人|被检查人|法人|法定代表|签字|签名|住址|"
    r"家庭地址|银行卡|账号|微信|QQ|邮箱",
    re.IGNORECASE,
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def names_a_person(header: str) -> bool:
    """Whether a column so headed holds names, ID numbers, telephones or addresses of people."""
    return bool(_PERSON.search(unicodedata.normalize("NFKC", header)))


def holds_personal_number(text: str) -> bool:
    """Whether a text contains something shaped like an ID card or a telephone number."""
    return bool(_NUMBERS.search(unicodedata.normalize("NFKC", text)))


def without_numbers(text: str) -> str:
    """Return the text with ID card and telephone numbers hidden; unchanged when it has none.

    >>> without_numbers("回访 10012345678 已满意")
    '回访 （已隐去） 已满意'
    """
    if len(text) < _SHORTEST:
        return text
    plain = unicodedata.normalize("NFKC", text)
    return _NUMBERS.sub(HIDDEN, plain) if _NUMBERS.search(plain) else text


def without_id_cards(text: str) -> str:
    """Return the text with ID card numbers alone hidden: for case numbers that may look like telephones."""
    plain = unicodedata.normalize("NFKC", text)
    return _CARDS.sub(HIDDEN, plain) if _CARDS.search(plain) else text


def without_signatures(text: str) -> str:
    """Return a note with the people who signed it, and any personal number, hidden.

    >>> without_signatures("填表人：张某　审核人：李某　2025年12月31日")
    '填表人：（已隐去）\\u3000审核人：（已隐去）\\u30002025年12月31日'
    """
    return without_numbers(_SIGNED.sub(lambda match: f"{match.group(1)}：{HIDDEN}", text))


def unclaimed_text(text: str) -> str:
    """Stand in for free text that no declared column claims: its length only.

    >>> unclaimed_text("王某家低保已复核")
    '（文字 8 字，见原表）'
    """
    return f"（文字 {len(text)} 字，见原表）"


def valid_id_number(text: str) -> bool:
    """Whether an 18-character ID number has the right check character (GB 11643)."""
    number = unicodedata.normalize("NFKC", text).strip().upper()
    if not re.fullmatch(r"\d{17}[0-9X]", number):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECK_DIGITS[total % 11] == number[17]

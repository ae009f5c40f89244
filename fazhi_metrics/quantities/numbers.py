"""The numeral grammar: what one written number says, in a cell or in a sentence.

A number is Arabic (`1,234.5`, either width), Chinese (`二十三`, `三千五百`, `八十七点五`) or Arabic with
Chinese scales (`12.5万`, `1亿2000万`). 余, 多 and 几 may stand inside it (`10余万`, `三百几十亿`) or after it.
What can be read in two ways is not read at all: `1,23`, `三百五`, `二三`, `007` give None.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, NamedTuple

from fazhi_metrics.quantities.quantity import Modifier

# --- Named parts of the grammar, as regular expressions -------------------------------------------

DIGIT: Final = "[0-9０-９]"
# Groups of three only where every group is whole, so that 检查23,整改 and 1,23 keep their comma; at most
# six of them, so that a long list of digits is scanned in linear time.
GROUPED: Final = rf"{DIGIT}{{1,3}}(?:[,，]{DIGIT}{{3}}){{1,6}}(?![,，]?{DIGIT})"
ARABIC: Final = rf"(?:{GROUPED}|{DIGIT}+)(?:[.．]{DIGIT}+)?"
# 千 of 千米 and 千克, and 百 of 百分点, belong to the unit; 十 alone after Arabic digits is not written.
SCALE: Final = "(?:万亿|[十百千]?[万亿]|百(?!分)|千(?![克米瓦伏卡]))"
SCALED: Final = rf"{ARABIC}(?:{SCALE}(?:{DIGIT}+(?:[.．]{DIGIT}+)?{SCALE})*)?"
NUMERALS: Final = "零〇一二两三四五六七八九十百千万亿"
CHINESE: Final = f"[{NUMERALS}]+(?:点[零〇一二三四五六七八九]+[万亿]?)?"
MORE: Final = "(?:余|多|几[十百千]?)"
# The number of a sentence: the scale may stand behind 余 (10余万), the 余 behind the scale (1.2万余).
NUMBER: Final = rf"(?:{SCALED}|{CHINESE})(?:{MORE}[百千]?[万亿]*)?"

BEFORE: Final[dict[str, Modifier]] = {
    **dict.fromkeys(("约", "大约", "约为", "大概"), "approx"),
    **dict.fromkeys(("近", "接近", "将近"), "nearly"),
    **dict.fromkeys(("超", "超过", "超过了", "逾", "突破", "突破了", "高于", "多于", "大于"), "at_least"),
    **dict.fromkeys(("不少于", "不低于", "不小于", "至少", "不下", "不下于", "不止"), "at_least"),
    **dict.fromkeys(("不足", "不到", "不超过", "不超", "不高于", "不多于", "不大于"), "less_than"),
    **dict.fromkeys(("低于", "少于", "小于", "未超过", "至多", "最多"), "less_than"),
}
BEFORE_BARE: Final[dict[str, Modifier]] = {"上": "at_least", "过": "at_least"}  # 上百, 过万: bare scales only
AFTER: Final[dict[str, Modifier]] = {
    "左右": "approx",
    "以上": "at_least",
    "以内": "less_than",
    "以下": "less_than",
}

# --- Reading --------------------------------------------------------------------------------------

_ASCII: Final = str.maketrans("０１２３４５６７８９．，－−＋％", "0123456789.,--+%")
_FORMAL: Final = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟萬億兩○", "一二三四五六七八九十百千万亿两〇")
_VALUE: Final = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_WORTH: Final = {"十": 10, "百": 100, "千": 1000}
_GREAT: Final = {"万": 10**4, "亿": 10**8, "万亿": 10**12}
_ONE: Final = Decimal(1)


class Body(NamedTuple):
    """A number without modifiers: its value, the worth of its last printed place, and 余's next step."""

    value: Decimal
    step: Decimal
    last: Decimal


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number as written: the printed value, the worth of its last printed place, and its modifier.

    `last` is the worth of the last stated non-zero digit (10 in 40, 10000 in 两万): 40余 ends at 40 + last.
    """

    text: str
    value: Decimal
    step: Decimal
    last: Decimal
    modifier: Modifier = "exact"

    @property
    def low(self) -> Decimal:
        """The least value the words allow."""
        return bounds(self.value, self.last, self.modifier)[0]

    @property
    def high(self) -> Decimal | None:
        """The greatest value the words allow; None when nothing bounds it from above."""
        return bounds(self.value, self.last, self.modifier)[1]


def bounds(value: Decimal, last: Decimal, modifier: Modifier) -> tuple[Decimal, Decimal | None]:
    """Return the interval that a modifier makes of a printed value.

    >>> bounds(Decimal(40), Decimal(10), "more_than")
    (Decimal('40'), Decimal('50'))
    """
    if modifier == "more_than":
        return value, value + last
    if modifier == "at_least":
        return value, None
    if modifier == "less_than":
        return Decimal(0), value
    if modifier == "nearly":
        return value * 9 / 10, value
    return value, value


def to_ascii(text: str) -> str:
    """Return the text with full-width digits and signs in their ASCII form."""
    return text if text.isascii() else text.translate(_ASCII)


def last_digit_worth(value: Decimal) -> Decimal:
    """Return the worth of the last non-zero digit of a printed value, 1 for zero.

    >>> last_digit_worth(Decimal("1530")), last_digit_worth(Decimal("0.25"))
    (Decimal('10'), Decimal('0.01'))
    """
    _, digits, exponent = value.as_tuple()
    power = int(exponent)
    for digit in reversed(digits):
        if digit:
            return _power(power)
        power += 1
    return _ONE


def _power(power: int) -> Decimal:
    """Return ten to a power, without an exponent where it is whole."""
    return Decimal(10**power) if power >= 0 else Decimal((0, (1,), power))


def _arabic(text: str) -> Body | None:
    """Read ASCII digits with optional thousands commas, decimals and Chinese scales."""
    whole = Decimal(0)
    step: Decimal | None = None
    ceiling: int | None = None
    for digits, places, scale in _SEGMENT.findall(text):
        plain = digits.replace(",", "")
        if len(plain) > 1 and plain[0] == "0":
            return None  # a code, not a number
        worth = 1
        for mark in scale:
            worth *= _WORTH.get(mark) or _GREAT[mark]
        step = _place(worth, len(places))
        value = int(plain + places) * step
        if ceiling is not None and value >= ceiling:
            return None  # 3万5亿: scales fall
        whole, ceiling = whole + value, worth
    return None if step is None else Body(whole, step, last_digit_worth(whole))


def _place(worth: int, places: int) -> Decimal:
    """Return worth / 10**places for a power of ten."""
    return _power(len(str(worth)) - 1 - places)


def _section(text: str) -> int:
    """Add up a Chinese number below 10,000 that the grammar has let through."""
    total = digit = 0
    for mark in text:
        if mark in _WORTH:
            total += (digit or 1) * _WORTH[mark]
            digit = 0
        else:
            digit = _VALUE[mark]
    return total + digit


def _chinese_whole(text: str) -> Body | None:
    """Read a Chinese whole number; a leading bare 百, 千, 万 or 亿 counts as one of it."""
    if _POSITIONAL.fullmatch(text):
        value = Decimal("".join(str(_VALUE[mark]) for mark in text))
        return Body(value, Decimal(1), last_digit_worth(value))
    written = f"一{text}" if text[0] in "百千万亿" else text
    if not _CHINESE_WHOLE.fullmatch(written):
        return None
    total, worth, ceiling = 0, 1, 10**16
    for part, great in _GREAT_PARTS.findall(written):
        worth = _GREAT.get(great, 1)
        if worth >= ceiling:
            return None  # 三万五亿: scales fall
        total, ceiling = total + _section(part) * worth, worth
    return Body(Decimal(total), Decimal(worth), last_digit_worth(Decimal(total)))


def _chinese(text: str) -> Body | None:
    """Read a Chinese number with or without 点."""
    head, dot, tail = text.partition("点")
    whole = _chinese_whole(head) if head else None
    if whole is None or not dot:
        return whole
    places = tail.rstrip("万亿")
    worth = _GREAT.get(tail[len(places) :], 1)
    step = _place(worth, len(places))
    value = whole.value * worth + step * int("".join(str(_VALUE[mark]) for mark in places))
    return Body(value, step, last_digit_worth(value)) if whole.step == 1 else None


_SEGMENT: Final = re.compile(r"(\d[\d,]*)(?:\.(\d+))?([十百千万亿]*)")
_D: Final = "[一二三四五六七八九]"
_LEAD: Final = "[一二两三四五六七八九]"
_TENS: Final = f"{_D}?十{_D}?"
_HUNDREDS: Final = f"{_LEAD}百(?:[零〇]{_D}|[零〇]?{_TENS})?"
_THOUSANDS: Final = f"{_LEAD}千(?:[零〇]{_D}|[零〇]?{_TENS}|[零〇]?{_HUNDREDS})?"
_LONG: Final = f"(?:{_THOUSANDS}|{_HUNDREDS}|{_TENS})"
# A last digit needs its place named or a 零 before it: 三百五 and 一万五 can be read in two ways.
_CHINESE_WHOLE: Final = re.compile(
    f"[零〇]|(?:{_LONG}|{_LEAD})(?:(?:万亿|万|亿)(?:[零〇](?:{_LONG}|{_LEAD})|{_LONG})?)*"
)
# Digit by digit, as years are written: only with a 〇 or 零 in it, since 二三 is two or three.
_POSITIONAL: Final = re.compile(f"(?={_D}+[零〇])[零〇一二三四五六七八九]{{3,}}")
_GREAT_PARTS: Final = re.compile(r"([^万亿]+)(万亿|万|亿)?")
_ARABIC_BODY: Final = re.compile(SCALED)
_CHINESE_BODY: Final = re.compile(CHINESE)


def read_body(text: str) -> Body | None:
    """Read a number that has no sign and no modifier; None when it cannot be read with certainty.

    >>> read_body("213.4万")
    Body(value=Decimal('2134000'), step=Decimal('1000'), last=Decimal('1000'))
    """
    if len(text) > LONGEST:
        return None
    if text.isascii() and text.isdigit() and (text[0] != "0" or len(text) == 1):
        value = Decimal(text)
        return Body(value, _ONE, last_digit_worth(value))
    plain = to_ascii(text)
    if "0" <= plain[:1] <= "9":
        return _arabic(plain) if _ARABIC_BODY.fullmatch(plain) else None
    return _chinese(plain) if _CHINESE_BODY.fullmatch(plain) else None


@lru_cache(maxsize=4096)
def read_stem(text: str) -> tuple[Body, bool] | None:
    """Read a number that may carry 余, 多 or 几 inside or behind it, and say whether it does.

    >>> body, more = read_stem("10余万")
    >>> body.value, body.last, more
    (Decimal('100000'), Decimal('100000'), True)
    """
    more = _MORE.search(text)
    if more is None:
        body = read_body(text)
        return None if body is None else (body, False)
    body = read_body(text[: more.start()])
    if body is None:
        return None
    factor = 1
    for mark in text[more.end() :]:
        factor *= _WORTH.get(mark) or _GREAT[mark]
    if factor > 1:
        body = Body(body.value * factor, body.step * factor, body.last * factor)
    return body, True


def joined(text: str) -> str:
    """Return the text without white space; "" where white space may part two numbers (`12 5`)."""
    if _PARTED.search(text) and not _SPACED_GROUPS.search(text):
        return ""
    return "".join(text.split())


def parse_number(text: str, *, brackets_negative: bool = False) -> Numeral | None:
    """Read a whole text as one number, with its sign and modifiers; None when it is anything else.

    White space is ignored, but between digits only as 1 234 567 is grouped. `brackets_negative` reads （12） as -12, as ledgers of accounts do.

    >>> parse_number("1.2万余").low, parse_number("1.2万余").high
    (Decimal('12000'), Decimal('13000'))
    >>> parse_number("-１,２３４").value
    Decimal('-1234')
    >>> parse_number("三百五") is None
    True
    """
    plain = joined(text).translate(_FORMAL)
    if not plain or len(plain) > LONGEST + 8:
        return None
    negative = False
    if brackets_negative and (inner := _BRACKETED.fullmatch(plain)):
        negative, plain = True, inner[1]
    match = _WHOLE.fullmatch(plain)
    if match is None or (negative and match["sign"]):
        return None
    stem, before, after = match["stem"], match["before"], match["after"]
    read = read_stem(stem)
    if read is None:
        return None
    body, more = read
    said = BEFORE.get(before) or BEFORE_BARE.get(before) if before else None
    modifier: Modifier = "more_than" if more else said or AFTER.get(after or "", "exact")
    if stem[0] in "百千万亿" and modifier == "exact":
        return None  # 百 alone is a word; 百余 and 近百 are numbers
    if said and after and said != AFTER[after]:
        return None
    negative = negative or bool(match["sign"])
    if negative and modifier not in ("exact", "approx"):
        return None
    value = -body.value if negative else body.value
    return Numeral(text, value, body.step, body.last, modifier)


LONGEST: Final = 24  # characters; what is longer is a code, and Decimal arithmetic stays exact below it
BEFORE_WORDS: Final = "|".join(sorted(BEFORE, key=len, reverse=True))
_MORE: Final = re.compile(MORE)
_PARTED: Final = re.compile(rf"{DIGIT}\s+{DIGIT}")
_SPACED_GROUPS: Final = re.compile(
    rf"^[^\d\s]*\s*{DIGIT}{{1,3}}(?:\s{DIGIT}{{3}})+(?!\s*{DIGIT})[^\d]*(?:\.\d+)?[^\d]*$"
)
_BRACKETED: Final = re.compile(r"[（(](.+)[）)]")
_WHOLE: Final = re.compile(
    rf"(?P<before>{BEFORE_WORDS}|[上过](?=[百千万亿]))?(?P<sign>[-－−负])?(?P<stem>{NUMBER})(?P<after>{'|'.join(AFTER)})?"
)

"""Made-up names: villages, districts, sites and persons that nobody bears."""

from __future__ import annotations

from random import Random

_DIGITS = "零一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def chinese_number(number: int) -> str:
    """Return 1 to 9999 as it is said.

    >>> [chinese_number(n) for n in (7, 10, 19, 20, 105, 110, 2025)]
    ['七', '十', '十九', '二十', '一百零五', '一百一十', '二千零二十五']
    """
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("零" if gap else "") + _DIGITS[digit] + name
            gap = False
        else:
            gap = bool(text)
    return text.removeprefix("一") if text.startswith("一十") else text


def village_name(number: int) -> str:
    """Return the canonical name of an administrative village."""
    return f"示例{chinese_number(number)}村"


COMMITTEE = "示例社区居委会"


def person(number: int, prefix: str = "示例") -> str:
    """Return the name of the n-th made-up person: 示例甲, 示例乙 … 示例甲甲.

    >>> person(0), person(22), person(3, "示例当事人")
    ('示例甲', '示例甲甲', '示例当事人丁')
    """
    name = ""
    while True:
        number, stem = divmod(number, len(_STEMS))
        name = _STEMS[stem] + name
        if not number:
            return prefix + name
        number -= 1


def id_number(rng: Random) -> str:
    """Return an ID number of a region that does not exist (99…), with a valid check digit."""
    region = f"99{rng.randrange(1, 100):02d}{rng.randrange(1, 100):02d}"
    birth = f"{rng.randrange(1968, 2001)}{rng.randrange(1, 13):02d}{rng.randrange(1, 29):02d}"
    body = f"{region}{birth}{rng.randrange(1, 1000):03d}"
    check = sum(int(digit) * weight for digit, weight in zip(body, _ID_WEIGHTS, strict=True)) % 11
    return body + "10X98765432"[check]


def phone(rng: Random) -> str:
    """Return a mobile number with a prefix that is not assigned."""
    return f"1007{rng.randrange(10**7):07d}"

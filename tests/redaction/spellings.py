"""How offices type numbers and names of people; every number and name here is made up.

Made-up ID cards carry region 99, made-up mobiles a prefix that is not assigned.
"""

from __future__ import annotations

import random
from collections.abc import Callable

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_WIDE = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
_SPOKEN = str.maketrans("0123456789", "〇一二三四五六七八九")
_FORMAL = str.maketrans("0123456789", "零壹贰叁肆伍陆柒捌玖")
_SURNAMES = ("司马", "欧阳", "诸葛", "张", "王", "李", "赵")
_GIVEN = "甲乙丙丁测"


def id_card(rng: random.Random) -> str:
    """Make an ID card number of region 99 with its check character."""
    day = f"{rng.randint(1940, 2010)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
    first = f"99{rng.randint(0, 9999):04}{day}{rng.randint(0, 999):03}"
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, first, strict=True))
    return first + "10X98765432"[total % 11]


def old_card(rng: random.Random) -> str:
    """Make an ID card number of fifteen digits."""
    return f"99{rng.randint(0, 9999):04}{rng.randint(40, 99)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}{rng.randint(0, 999):03}"


def mobile(rng: random.Random) -> str:
    """Make a mobile number of an unassigned prefix."""
    return f"1{rng.choice(('00', '01', '02'))}{rng.randint(0, 10**8 - 1):08}"


def landline(rng: random.Random) -> str:
    """Make a landline number: area code and seven digits, without a break."""
    return f"0{rng.choice((971, 972, 979))}{rng.randint(2, 8)}{rng.randint(0, 10**6 - 1):06}"


def name(rng: random.Random) -> str:
    """Make a name."""
    return rng.choice(_SURNAMES) + "".join(rng.choice(_GIVEN) for _ in range(2))


def grouped(*sizes: int, by: str = " ") -> Callable[[str], str]:
    """Return what writes digits in groups."""

    def write(digits: str) -> str:
        parts, at = [], 0
        for size in sizes:
            parts.append(digits[at : at + size])
            at += size
        return by.join([*parts, digits[at:]] if digits[at:] else parts)

    return write


def _shortened(digits: str) -> str:
    return f"{digits[0]}.{digits[1:15]}E+17"


def _typed(form: str) -> Callable[[str], str]:
    return lambda digits: form.format(digits)


CARDS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "full-width": lambda d: d.translate(_WIDE),
    "small x": str.lower,
    "in Chinese digits": lambda d: d.translate(_SPOKEN),
    "in formal digits": lambda d: d.translate(_FORMAL),
    "O for 0": lambda d: d.replace("0", "O"),
    "6-8-4 spaces": grouped(6, 8),
    "6-8-4 dashes": grouped(6, 8, by="-"),
    "6-8-4 dots": grouped(6, 8, by="."),
    "6-8-4 NBSP": grouped(6, 8, by="\u00a0"),
    "6-8-4 ideographic spaces": grouped(6, 8, by="\u3000"),
    "6-8-4 line breaks": grouped(6, 8, by="\n"),
    "zero width between all": "\u200b".join,
    "word joiners": grouped(6, 8, by="\u2060"),
    "spaces between all": " ".join,
    "by fours": grouped(4, 4, 4, 4),
    "by threes": grouped(3, 3, 3, 3, 3, by="-"),
    "slashes": grouped(6, 8, by="/"),
    "letters before": _typed("ID{}"),
    "letters around": _typed("sfz{}hm"),
    "words around": _typed("身份证{}号已核"),
    "in brackets": _typed("（{}）"),
    "shortened by a sheet": _shortened,
    "a digit too many": _typed("{}0"),
}
OLD_CARDS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "6-6-3": grouped(6, 6),
    "words around": _typed("证号{}号"),
    "full-width": lambda d: d.translate(_WIDE),
}
MOBILES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "+86": _typed("+86{}"),
    "+86 space": _typed("+86 {}"),
    "86-": _typed("86-{}"),
    "0086": _typed("0086{}"),
    "(+86)": _typed("(+86){}"),
    "0 before": _typed("0{}"),
    "3-4-4 spaces": grouped(3, 4),
    "3-4-4 dashes": grouped(3, 4, by="-"),
    "3-4-4 dots": grouped(3, 4, by="."),
    "3-8": grouped(3, by="-"),
    "4-3-4": grouped(4, 3),
    "7-4": grouped(7, by="-"),
    "5-6": grouped(5),
    "NBSP": grouped(3, 4, by="\u00a0"),
    "line break": grouped(3, 4, by="\n"),
    "long dashes": grouped(3, 4, by="—"),
    "full-width": lambda d: d.translate(_WIDE),
    "in Chinese digits": lambda d: d.translate(_SPOKEN),
    "in formal digits": lambda d: d.translate(_FORMAL),
    "as it is read out": lambda d: d.translate(_SPOKEN).replace("一", "幺"),
    "O for 0": lambda d: d.replace("0", "O"),
    "zero width": "\u200d".join,
    "spaces between all": " ".join,
    "letters before": _typed("tel{}"),
    "words around": _typed("手机{}号"),
    "by telephone": _typed("电话：{}"),
    "two numbers": _typed("{0}/{0}"),
    "numbered": _typed("1. {}"),
    "after a date": _typed("2025-03-15 {}"),
    "in float notation": lambda d: f"{d[0]}.{d[1:]}E+10",
}
LANDLINES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "4-7": grouped(4, by="-"),
    "4 7": grouped(4),
    "bracketed": lambda d: f"（{d[:4]}）{d[4:]}",
    "4-3-4": grouped(4, 3, by="-"),
    "long dash": grouped(4, by="—"),
    "with 转": lambda d: f"{d[:4]}-{d[4:]}转8001",
    "with 分机": lambda d: f"{d[:4]}-{d[4:]} 分机 801",
    "without the area, announced": lambda d: f"联系电话：{d[4:]}",
    "without the area, 4-4": lambda d: f"电话 {d[4:7]}-{d[7:]}",
    "full-width": lambda d: f"{d[:4]}-{d[4:]}".translate(_WIDE),
}
FREE: dict[str, Callable[[str], str]] = {
    "400-": _typed("400-123-4567"),
    "400": _typed("4001234567"),
    "800": _typed("800 123 4567"),
}
SPELLINGS = [
    *((id_card, f"card {how}", write) for how, write in CARDS.items()),
    *((old_card, f"old card {how}", write) for how, write in OLD_CARDS.items()),
    *((mobile, f"mobile {how}", write) for how, write in MOBILES.items()),
    *((landline, f"landline {how}", write) for how, write in LANDLINES.items()),
]


def squeezed(text: str) -> str:
    """Return what a text says in plain digits and words, without anything between them: what a plant is sought in."""
    import unicodedata

    plain = unicodedata.normalize("NFKC", text).upper()
    spoken = str.maketrans("〇零一二三四五六七八九壹贰叁肆伍陆柒捌玖幺O", "00123456789123456789" + "10")
    return "".join(char for char in plain.translate(spoken) if char.isalnum())

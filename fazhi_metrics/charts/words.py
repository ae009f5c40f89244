"""How a chart words its numbers and breaks its lines."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from fazhi_metrics.quantities import rounded

MINUS = "−"  # a true minus, so that no spreadsheet takes a label for a formula
_NOT_FIRST = set("，。；：、！？）》〉”’」』】％%·…—")
_NOT_LAST = set("（《〈“‘「『【〔")
_PIECES = re.compile(r"[0-9A-Za-z.,%+−/-]+(?:个百分点|件次|人次|[\u4e00-\u9fff])?|.")

Number = int | float | Decimal | Fraction


def number(value: Number, decimals: int = 0, unit: str = "") -> str:
    """Word a number with its unit, without group separators, as the yearly reports print it.

    >>> number(98.449, 1, "%"), number(-3, 0, "起")
    ('98.4%', '−3起')
    """
    shown = rounded(Fraction(value), decimals)
    if not shown:
        shown = abs(shown)
    return f"{shown:f}".replace("-", MINUS) + unit


def change(value: Number, decimals: int = 0, unit: str = "") -> str:
    """Word a difference with its sign; the unit % becomes 个百分点."""
    text = number(value, decimals, "个百分点" if unit == "%" else unit)
    return text if text.startswith(MINUS) or not rounded(Fraction(value), decimals) else f"+{text}"


def listed(names: Sequence[str], limit: int = 3, measure: str = "个") -> str:
    """Join names for a sentence: all of them up to `limit`, beyond it the first and how many there are.

    >>> listed(["甲", "乙"]), listed(["甲", "乙", "丙", "丁"], measure="个村")
    ('甲、乙', '甲、乙、丙等4个村')
    """
    if len(names) <= limit:
        return "、".join(names)
    return f"{'、'.join(names[:limit])}等{len(names)}{measure}"


def counted(number: int) -> str:
    """Write a small number in Chinese, as names do: 三, 十二; others in digits."""
    tens, ones = divmod(number, 10)
    digits = "〇一二三四五六七八九"
    if not 0 < number < 20:
        return str(number)
    return f"{'十' * tens}{digits[ones] if ones else ''}"


def ems(text: str) -> float:
    """Return the width of a text in units of its font size."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.56 for c in text)


def wrap(text: str, width: float) -> list[str]:
    """Break a text into lines of at most `width` ems, never inside a number, before a closing or after an opening mark.

    A line ends at a mark (，；。) when one stands in its last half, else at a 、 near its end.
    """
    lines: list[str] = []
    line: list[str] = []
    for piece in _PIECES.findall(text):
        if line and ems("".join(line)) + ems(piece) > width and piece[0] not in _NOT_FIRST:
            cut = _cut(line, width)
            lines.append("".join(line[:cut]))
            line = line[cut:]
        line.append(piece)
    return [*lines, "".join(line)] if line else lines


def _cut(line: Sequence[str], width: float) -> int:
    for marks, least in (("，；。：", 0.55), ("、", 0.6)):
        for end in range(len(line), 0, -1):
            if ems("".join(line[:end])) < width * least:
                break
            if line[end - 1] in marks and (end == len(line) or line[end][0] not in _NOT_FIRST):
                return end
    end = len(line)
    while end > 1 and line[end - 1] in _NOT_LAST:
        end -= 1
    return end

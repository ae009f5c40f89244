"""What a number format makes of a stored number: a scale, a unit, a word for a code.

`0!.0,` shows 123456 as 12.3 (ten-thousands), `0.00,,` millions, `0.0"亩"` a unit, `[=1]"是";[=0]"否"` words.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from fazhi_metrics.quantities.cells import exact
from fazhi_metrics.workbooks.units import is_unit, plain_unit

_TOKEN: Final = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.|\[(?P<bracket>[^\]]*)\]|(?P<digits>[0#?]+)|(?P<mark>.)',
    re.DOTALL,
)
_CURRENCY: Final = {"¥": "元", "￥": "元", "$": "$", "US$": "US$", "€": "€", "£": "£", "HK$": "港元"}
_CONDITION: Final = re.compile(r"(<=|>=|<>|=|<|>)\s*(-?\d+(?:\.\d+)?)")
_DATED: Final = re.compile(r"[ymdhs]|General", re.IGNORECASE)
_PADDED: Final = re.compile(r"0{4,}")
_CJK: Final = re.compile(r"[\u3400-\u9fff]")
# A cheap look: a format without any of these shows the number as it is stored.
MAY_TELL: Final = re.compile(
    r'"|[\\!](?![-() ,/])|,(?:[^#0?]|$)|\[\$|\[[<>=]|[¥￥€£\u3400-\u9fff]|^0{4,}$|^\$'
)


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """What is shown of a stored number: it divided by 10 to the power of `scale`, with `unit` behind it.

    `words` gives what is shown instead of a number (1 as 是), `width` the digits to which zeros are filled up.
    """

    scale: int = 0
    unit: str | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    width: int = 0

    def show(self, stored: Any) -> Any:
        """Return what the cell shows of a stored number, unrounded; anything else as it is."""
        if not isinstance(stored, int | float) or isinstance(stored, bool):
            return stored
        if self.words:
            return _word(self.words, stored)
        if self.width and float(stored).is_integer() and 0 <= stored < 10**self.width:
            return f"{int(stored):0{self.width}d}"
        if self.scale:
            return float(Decimal(exact(float(stored))).scaleb(-self.scale))
        return stored


@functools.lru_cache(512)
def read_format(code: str) -> NumberFormat | None:
    """Read a number format; None when it shows numbers as they are stored, or as dates.

    >>> read_format("0!.0,").scale, read_format('#,##0.0"亩"').unit, read_format("0.00,,").scale
    (4, '亩', 6)
    >>> read_format('[=1]"是";[=0]"否"').show(1.0), read_format("#,##0.00")
    ('是', None)
    """
    if not MAY_TELL.search(code):
        return None
    sections = [list(_TOKEN.finditer(part)) for part in _sections(code)]
    words = _words(sections)
    if words:
        return NumberFormat(words=words)
    if _PADDED.fullmatch(code):
        return NumberFormat(width=len(code))
    first = sections[0]
    marks = "".join(found["mark"] or "" for found in first)
    if _DATED.search(marks.replace("E", "")) or "%" in marks or not any(found["digits"] for found in first):
        return None
    scale, unit = _scale(first), _unit(first)
    return NumberFormat(scale, unit) if scale or unit else None


def _sections(code: str) -> list[str]:
    """Cut a format at its semicolons, those in quotes left out."""
    parts, depth = [""], False
    for mark in code:
        depth ^= mark == '"'
        if mark == ";" and not depth:
            parts.append("")
        else:
            parts[-1] += mark
    return parts


def _words(sections: Sequence[Sequence[re.Match[str]]]) -> dict[str, str]:
    """What a format of words only says of which number: conditions, or positive; negative; zero."""
    said: dict[str, str] = {}
    asked = False
    usual = [">0", "<0", "=0"] if len(sections) > 2 else [">=0", "<0"]
    for place, section in enumerate(sections):
        if any(found["digits"] or found["mark"] in ("@", "%") for found in section):
            return {}
        condition = next(
            (m for found in section if found["bracket"] and (m := _CONDITION.fullmatch(found["bracket"]))),
            None,
        )
        text = "".join(
            found["quoted"] or found["escaped"] or found["mark"] or "" for found in section
        ).strip()
        if _DATED.search(text) and not _CJK.search(text):
            return {}
        if text:
            key = f"{condition[1]}{condition[2]}" if condition else usual[min(place, len(usual) - 1)]
            said[key if condition or not asked else "else"] = text
            asked = asked or condition is not None
    return said if len(said) > 1 and any(map(_CJK.search, said.values())) else {}


def _word(words: Mapping[str, str], stored: float) -> Any:
    for condition, text in words.items():
        found = _CONDITION.fullmatch(condition)
        if condition == "else" or (found is not None and _holds(stored, found[1], float(found[2]))):
            return text
    return stored


def _holds(stored: float, sign: str, limit: float) -> bool:
    return {
        "=": stored == limit, "<>": stored != limit, "<": stored < limit,
        ">": stored > limit, "<=": stored <= limit, ">=": stored >= limit,
    }[sign]  # fmt: skip


def _scale(section: Sequence[re.Match[str]]) -> int:
    """The power of ten by which a section divides: commas behind the last digit, digits behind a typed point."""
    places = [place for place, found in enumerate(section) if found["digits"]]
    last = places[-1]
    commas = 0
    while last + 1 + commas < len(section) and section[last + 1 + commas]["mark"] == ",":
        commas += 1
    point = next(
        (
            p
            for p, found in enumerate(section)
            if (found["quoted"] or found["escaped"]) == "." and places[0] < p < last
        ),
        None,
    )
    behind = 0 if point is None else sum(len(section[p]["digits"]) for p in places if p > point)
    if point is not None and any(section[p]["mark"] == "." for p in range(point, last)):
        return 0
    return 3 * commas + behind


def _unit(section: Sequence[re.Match[str]]) -> str | None:
    """The unit that is written behind the digits, or the currency before or behind them."""
    last = max(place for place, found in enumerate(section) if found["digits"])
    behind = "".join(f["quoted"] or f["escaped"] or f["mark"] or "" for f in section[last + 1 :]).strip(
        " ,)）(（"
    )
    if behind and is_unit(behind):
        return plain_unit(behind)
    for found in section:
        bracket = found["bracket"] or ""
        sign = (
            bracket[1:].partition("-")[0]
            if bracket.startswith("$")
            else found["quoted"] or found["escaped"] or found["mark"]
        )
        if sign and sign.strip() in _CURRENCY:
            return _CURRENCY[sign.strip()]
    return None

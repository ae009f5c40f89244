"""A number written as text in a cell: its value or its bounds, and the marks that come off it.

`12*`, `13①` and `14（注1）` are 12, 13 and 14 with a mark; `73.73P` is a provisional 73.73; `约50`, `50余` and
`≥30` are bounds and no numbers; `12。5` was typed with the wrong full stop.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from fazhi_metrics.quantities import Amount, Reading, read_number
from fazhi_metrics.quantities.numbers import parse_number, to_ascii

# A mark of reference or quality behind a number is no part of it: 12.3*, 45(a), 1,234 r, 14（注1）, 73.73P.
_MARKED: Final = re.compile(
    r"(?P<number>.*\d\s*[%％]?)\s*"
    r"(?P<mark>[*†‡§¶#^※①-⑳⁰¹²³⁴-⁹]+|[（(\[【]\s*(?:注释?|note)?\s*[a-z\d一二三四五六七八九十*]{1,2}\s*[)）\]】]"
    r"|(?<=[\d\s])[a-df-np-su-z](?![a-z]))",
    re.IGNORECASE | re.DOTALL,
)
# What stands behind a number in a cell of its own column: 3.5个百分点 under 升降.
_POINTS: Final = re.compile(r"(?P<number>.*\d)\s*个?百分点", re.DOTALL)
_STOP: Final = re.compile(r"(?P<whole>[-－−]?[\d０-９]+)[。·](?P<places>[\d０-９]+)")
_LIMIT: Final = re.compile(
    r"(?P<sign>>=|<=|≥|≤|≧|≦|>|<|＞|＜|﹥|﹤|大于等于|小于等于)\s*(?P<number>.*\d.*)", re.DOTALL
)
_FROM_TO: Final = re.compile(r"(?P<low>[\d０-９.．,，]+)\s*(?:[~～—–至到]|--)\s*(?P<high>[\d０-９.．,，]+)")
# March . . . . 12
_LEADERS: Final = re.compile(r"\s*(?:(?:\s?\.){3,}|(?:\s?[…‥]){1,}|(?:\s?·){3,})\s*$")
_PERIOD_MARKED: Final = re.compile(
    r"(?P<period>(?:19|20)\d\d年?|(?:1[0-2]|[1-9])月|q[1-4]|第?[一二三四]季度"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?(?: \d{4})?)"
    r"\s*(?P<mark>[*†‡§※]+|[（(\[](?:[a-z]|\d|[rp]e?|预|初|修订)[)）\]]|(?<=\d)\s?[rpe])",
    re.IGNORECASE,
)
# What a statistical office writes for a number that it does not give: S, (D), [x], NA.
CODE_MARK: Final = re.compile(r"\s*[（(\[]?\s*(?:[a-z]|n/?a|np|nd|nr|nc|ns)\s*[)）\]]?\s*", re.IGNORECASE)
_UPWARD: Final = frozenset({">=", "≥", "≧", ">", "＞", "﹥", "大于等于"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What a text says of a number: the exact `value`, or `low` and `high` where it only bounds it.

    `mark` is the note or quality mark that came off it, `problem` why there is no value.
    """

    value: Amount | None = None
    low: Amount | None = None
    high: Amount | None = None
    mark: str | None = None
    problem: str | None = None

    @property
    def range(self) -> str:
        """The bounds in words: 45至55, 至少30, 不超过5."""
        if self.high is None:
            return f"至少{self.low}"
        return f"不超过{self.high}" if self.low is None else f"{self.low}至{self.high}"

    @property
    def is_bound(self) -> bool:
        """Whether only bounds are known."""
        return self.low is not None or self.high is not None


@functools.lru_cache(1 << 12)
def read_written(text: str) -> Written:
    """Read a number stored as text; a mark behind it comes off and is kept.

    >>> read_written("14（注1）").value, read_written("73.73P").mark, read_written("12。5").value
    (14, 'P', Decimal('12.5'))
    >>> read_written("约50").range, read_written("50余").range, read_written("≥30").range, read_written("<5").range
    ('45至55', '50至60', '至少30', '不超过5')
    """
    found = read_number(text, percent=True)
    if isinstance(found.value, int | Decimal):
        return Written(value=found.value)
    if found.problem is None:
        return Written()
    if stopped := _STOP.fullmatch(text.strip()):
        return _read(f"{stopped['whole']}.{stopped['places']}", None, found)
    if pointed := _POINTS.fullmatch(text):
        return _read(pointed["number"], "个百分点", found)
    if bound := _bound(text):
        return bound
    if marked := _MARKED.fullmatch(text):
        return _read(marked["number"], marked["mark"].strip(), found)
    return Written(problem=found.problem)


def read_label(text: str) -> tuple[str, str | None]:
    """Return a label without the dots that lead to its numbers, and a period without the mark behind it.

    >>> read_label("March . . . ."), read_label("Jan *"), read_label("2024 (r)"), read_label("Total (a)")
    (('March', None), ('Jan', '*'), ('2024', '(r)'), ('Total (a)', None))
    """
    bare = _LEADERS.sub("", text) or text
    marked = _PERIOD_MARKED.fullmatch(bare)
    return (marked["period"], marked["mark"]) if marked else (bare, None)


def _read(number: str, mark: str | None, whole: Reading) -> Written:
    value = read_number(number, percent=True).value
    if isinstance(value, int | Decimal):
        return Written(value=value, mark=mark)
    return Written(problem=whole.problem)


def _bound(text: str) -> Written | None:
    """Read a text that only bounds a number; None when it does not."""
    plain = to_ascii(text.strip())
    if limit := _LIMIT.fullmatch(plain):
        value = read_number(limit["number"], percent=True).value
        if not isinstance(value, int | Decimal):
            return None
        up = limit["sign"] in _UPWARD
        return Written(low=value if up else None, high=None if up else value, problem=_ONLY_A_BOUND)
    if ends := _FROM_TO.fullmatch(plain):
        low, high = (read_number(ends[name]).value for name in ("low", "high"))
        if isinstance(low, int | Decimal) and isinstance(high, int | Decimal) and low < high:
            return Written(low=low, high=high, problem=_ONLY_A_BOUND)
        return None
    number = parse_number(re.sub(r"[起件户名人个次处条份场家例宗项位%]+$", "", plain))
    if number is None or number.modifier == "exact":
        return None
    if number.modifier == "approx":
        half = number.last / 2
        return Written(low=_short(number.value - half), high=_short(number.value + half), problem=_ABOUT)
    high = None if number.high is None else _short(number.high)
    return Written(low=_short(number.low), high=high, problem=_ABOUT)


def _short(value: Decimal) -> Amount:
    return int(value) if value == value.to_integral_value() else value


_ABOUT: Final = "只是约数，不是准确的数"
_ONLY_A_BOUND: Final = "只是界限，不是准确的数"

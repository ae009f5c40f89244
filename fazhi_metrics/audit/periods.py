"""Which months a number or a statement is of, by the words before it: 1—9月, 截至9月底, 前三季度, 上半年.

What names no period, or the whole year (全年, 年底, 1—12月), is of the whole year. A day (9月15日) is no period.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from fazhi_metrics.audit.context import Context, Contexts

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims
    from fazhi_metrics.audit.documents import Document

_COUNT: Final = {name: number for number, name in enumerate("一二三四五六七八九十", 1)} | {
    "两": 2,
    "十一": 11,
    "十二": 12,
}
_N = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_ENDED = r"月(?:份|底|末|2[89]日|3[01]日)?(?![\d一二三四五六七八九十])"
_PERIOD: Final = re.compile(
    rf"(?P<whole>全年|年[底末终])"
    rf"|(?<!\d)(?P<first>{_N})(?:月份?)?(?:至|到|[-—–~～－])+(?P<last>{_N}){_ENDED}"
    rf"|截[至止]?[到至]?(?:\d{{4}}年|今年|当年)?(?P<until>{_N}){_ENDED}"
    rf"|前(?P<months>{_N})个?月"
    r"|前(?P<quarters>[一二两三1-3])个?季度"
    r"|第?(?P<quarter>[一二三四1-4])季度"
    r"|(?P<half>[上下])半年"
)


_BEHIND: Final = re.compile(r"[（(][^（）()#]*[）)]")


class Periods:
    """The months that the numbers and statements of a document are of."""

    def __init__(self, document: Document, claims: Claims, year: int) -> None:
        self._contexts = Contexts(document, [(c.start, c.end) for c in claims.figures], year)

    def of(self, start: int, end: int) -> tuple[int, ...]:
        """Return the months of what is stated from start to end; none for the whole year."""
        return months_stated(self._contexts.of(start, end))


def months_stated(context: Context) -> tuple[int, ...]:
    """Return the months that the last period named before a number has; none for the whole year.

    What stands in brackets behind it counts first (143起（截至9月）), then its sentence, the heads of its cell,
    and the heading that it stands under.
    """
    behind = _BEHIND.match(context.sentence.partition("#")[2])
    if behind is not None and (found := list(_PERIOD.finditer(behind[0]))):
        return tuple(_months(found[-1]))
    for text in (context.sentence.partition("#")[0], "".join(context.heads), context.section):
        if found := list(_PERIOD.finditer(text)):
            months = tuple(_months(found[-1]))
            return () if len(months) == 12 else months
    return ()


def _months(match: re.Match[str]) -> range:
    kind = match.lastgroup or ""
    if kind == "last":
        return range(_number(match["first"]), _number(match["last"]) + 1)
    if kind in ("until", "months"):
        return range(1, _number(match[kind]) + 1)
    if kind == "quarters":
        return range(1, 3 * _number(match[kind]) + 1)
    if kind == "quarter":
        return range(3 * _number(match[kind]) - 2, 3 * _number(match[kind]) + 1)
    if kind == "half":
        return range(1, 7) if match[kind] == "上" else range(7, 13)
    return range(1, 13)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _COUNT[text]

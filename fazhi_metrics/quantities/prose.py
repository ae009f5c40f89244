"""Running text without the white space that says nothing, and the way back to the original offsets.

Reports break lines inside numbers (`3\\n5.8万元`), put spaces around them (`40 余起`) and type digits in full
width. Matching is done on a text without these; every position leads back to the text as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from typing import Final

from fazhi_metrics.quantities.units import unit_at

# One for one, so that offsets stay: digits and signs as in ASCII, punctuation as in Chinese.
_CANONICAL: Final = str.maketrans(
    {chr(c): chr(c - 0xFEE0) for c in range(0xFF10, 0xFF5B) if chr(c - 0xFEE0).isalnum()}
    | dict(zip("．％－−＋～／○", ".%--+~/〇", strict=True))
    | dict(zip(",;:!?()︰∶", "，；：！？（）：：", strict=True))
)
_SPACE: Final = re.compile("[\\s\u200b\u2060\ufeff]+")
_LIST_MARK: Final = re.compile(
    "[（(][一二三四五六七八九十0-9０-９]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章节部]"
    "|[0-9０-９]{1,2}(?:[、)）]|[.．](?![0-9０-９]))|[①-⑳●■◆★▪•\\-—*#|]"
)
# 321 146件: groups of three with spaces, in running prose (a unit in Chinese behind the last).
_GROUPED: Final = re.compile("(?:[ \u00a0\u2009\u202f][0-9]{3}){1,4}(?:\\.[0-9]+)?[一-鿿]")
_GROUP_START: Final = re.compile("(?:^|[^0-9.])[0-9]{1,3}$|[^0-9][0-9]{1,3}$| [0-9]{3}$")
# A page taken apart sets a number on a line of its own: 派出\n80\n余人次.
_LONE_NUMBER: Final = re.compile(
    "[一-鿿》）)，,、；;。%％][ \\t]*\\r?\\n[ \\t]*[，,；;。、]?[ \\t]*[0-9０-９][0-9０-９.,．，~—–-]{0,11}$"
)
_CONTINUED: Final = re.compile("[余多万亿%％月年]")
# A line that ends on these goes on with its number; none begins with a comma.
_OPEN_END: Final = re.compile("(?:增长|下降|上升|提高|提升|降低|增加|减少|达到?|为|约|近|超过?|共|至|到|占)$")
_NEVER_FIRST: Final = frozenset("，,。、；;）)%％")
_COLUMN: Final = re.compile("[一-鿿]{1,2}(?:数|名称|率)")
_DATED: Final = re.compile("(?:19|20)[0-9]{2}年")
_CLOSED: Final = frozenset("。！？；：!?;:|>")
_LINE: Final = 10  # a line shorter than this is a cell or a heading, not a broken line of prose


@dataclass(frozen=True, slots=True)
class Prose:
    """`text` is what is matched; `span` gives the place in `original` of a match."""

    original: str
    text: str
    _cuts: list[int]
    _removed: list[int]

    def origin(self, position: int) -> int:
        """Return the original offset of the character at a position."""
        if not self._cuts:
            return position
        return position + self._removed[bisect_right(self._cuts, position)]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the original offsets of the stretch from start to end (exclusive)."""
        return self.origin(start), self.origin(end - 1) + 1


def _kept(text: str, start: int, end: int) -> str:
    """Return what stands for the white space text[start:end]: nothing, a space or a line break."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if not before or not after:
        return ""
    space = text[start:end]
    lines = space.count("\n") or space.count("\r")
    if lines or "\u2028" in space:
        if lines > 1 or before in _CLOSED or space[-1] not in "\n\r" or _LIST_MARK.match(text, end):
            return "\n"
        tail = text[max(0, start - _LINE) : start]
        broken = "\n" not in tail and not tail.isascii() and (len(tail) == _LINE or start < _LINE)
        if not broken and _digit(before) and _LONE_NUMBER.search(text, max(0, start - 20), start):
            measured = _CONTINUED.match(text, end) or unit_at(text, end) is not None
            broken = bool(measured) and not _COLUMN.match(text, end)
        elif after in _NEVER_FIRST or (_digit(after) and _OPEN_END.search(text, max(0, start - 4), start)):
            broken = True
        return "" if broken and not _DATED.match(text, end) else "\n"
    if "\t" in space:
        return " "
    if _GROUPED.match(text, start) and _GROUP_START.search(text, max(0, start - 4), start):
        return ""
    joined = before.isascii() and before.isalnum() and after.isascii() and after.isalnum()
    return " " if joined or (_digit(before) and _digit(after)) else ""


def _digit(mark: str) -> bool:
    return "0" <= mark <= "9" or "０" <= mark <= "９"


def read_prose(original: str) -> Prose:
    """Return the text as it is matched.

    >>> prose = read_prose("经费3 \\n5万元")
    >>> read_prose("化解 40 余起").text
    '化解40余起'
    """
    parts: list[str] = []
    cuts: list[int] = []
    removed = [0]
    position = length = 0
    for match in _SPACE.finditer(original):
        start, end = match.span()
        kept = _kept(original, start, end)
        parts.append(original[position:start])
        length += start - position
        if kept:
            parts.append(kept)
            length += 1
        if end - start > len(kept):
            cuts.append(length)
            removed.append(removed[-1] + end - start - len(kept))
        position = end
    parts.append(original[position:])
    return Prose(original, "".join(parts).translate(_CANONICAL), cuts, removed)

"""Which parts of a report speak of a later period: a figure there is a target and not a result."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Final

# Headings and openings of a part on next year's work; it goes on to the next heading.
_PART: Final = re.compile(
    "(?:下一步|下步|下一年度|下年度|来年|明年)[^，。；]{0,12}|(?:打算|安排|思路|计划)(?=[：:\n])|今后(?:的)?工作"
)
_HEADING: Final = re.compile("\n(?=[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十]+[章部])")
# A sentence that sets a target.
_TARGET: Final = re.compile(
    "力争|争取(?=到|实现|在)|(?:到|至)20[0-9]{2}年(?:底|末)?，|目标(?:是|为)|预计|计划(?=[新建投完开培在到用于])|拟(?=[新建投完开])"
)
_SENTENCE_END: Final = re.compile("[。！？\n]|$")
_LONGEST: Final = 400


class Plans:
    """The stretches of a matched text that set targets."""

    def __init__(self, text: str) -> None:
        headings = [*(match.start() for match in _HEADING.finditer(text)), len(text)]
        spans = [
            (match.start(), headings[min(bisect_right(headings, match.end()), len(headings) - 1)])
            for match in _PART.finditer(text)
        ]
        spans += [(match.start(), _end(text, match.end())) for match in _TARGET.finditer(text)]
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def __contains__(self, position: int) -> bool:
        index = bisect_right(self._starts, position) - 1
        return index >= 0 and position < self._ends[index]


def _end(text: str, position: int) -> int:
    """Return the end of the sentence around a position."""
    limit = min(len(text), position + _LONGEST)
    match = _SENTENCE_END.search(text, position, limit)
    return match.end() if match is not None else limit

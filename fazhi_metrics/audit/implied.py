"""Numbers that a report states without a numeral: 全部办结 is 100%, 翻一番 is twice as much, 过半 more than half.

They are kept apart from the figures: they can be held against the data, but no digit of the text is theirs.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from fazhi_metrics.quantities import Quantity
from fazhi_metrics.quantities.quantity import Kind, Modifier

# What can be done to all of something, so that the share done is 100%.
DEEDS: Final = (
    "合法性审[查核]|专家论证|风险评估|集体讨论|公众参与|持证上岗|办结|办理|整改|化解|调解|解决|处置|处理|回复|答复|反馈|"
    "完成|销号|闭环|签订|达标|落实|履行|到位|兑现|建成|持证|参加|参与|参训|通过|合格|审[查核]|评估|论证|公示"
)
_D: Final = Decimal
_Meaning = tuple[Decimal, Decimal | None, str, Modifier, Kind]
_WHOLE: Final[_Meaning] = (_D(100), _D(100), "%", "exact", "percent")
_NOT_TIME: Final = "(?![年月天个小])"
# 翻一番 is said of what rounds to twice as much at one place.
_FORMS: Final[tuple[tuple[str, _Meaning], ...]] = (
    (f"(?:全部|悉数|全数|[均都]已)(?=[^，。；、！？\n]{{0,10}}?(?:{DEEDS}))", _WHOLE),
    ("全覆盖|百分百", _WHOLE),
    ("翻(?:了)?一?番", (_D(2), _D(2), "倍", "exact", "multiple")),
    ("翻(?:了)?[两二]番", (_D(4), _D(4), "倍", "exact", "multiple")),
    (
        f"(?:超过|超|过)半数?{_NOT_TIME}|半数以上|多半数",
        (_D("0.5"), None, "", "at_least", "fraction"),
    ),
    ("(?:接)?近半(?:数|(?=[，。；的]))", (_D("0.45"), _D("0.5"), "", "nearly", "fraction")),
)
_COMPILED: Final = tuple((re.compile(pattern), meaning) for pattern, meaning in _FORMS)
_ONE_PLACE: Final = _D("0.1")


def find_implied(text: str) -> list[tuple[int, int, Quantity]]:
    """Return the places of a matched text that imply a number, in order and apart, with what they imply.

    >>> [(q.text, str(q.low)) for _, _, q in find_implied("隐患全部整改，产量翻一番。")]
    [('全部', '100'), ('翻一番', '2')]
    """
    found = []
    for pattern, (low, high, unit, modifier, kind) in _COMPILED:
        step = _ONE_PLACE if kind == "multiple" else _D(1)
        for match in pattern.finditer(text):
            meaning = Quantity(match[0], low, high, unit, modifier, kind, step)
            found.append((match.start(), match.end(), meaning))
    found.sort(key=lambda item: (item[0], -item[1]))
    apart: list[tuple[int, int, Quantity]] = []
    for item in found:
        if not apart or item[0] >= apart[-1][1]:
            apart.append(item)
    return apart

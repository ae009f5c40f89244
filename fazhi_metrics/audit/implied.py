"""Numbers that a report states without a numeral: 全部办结 is 100%, 翻一番 is twice as much, 过半 more than half.

They are kept apart from the figures: they can be held against the data, but no digit of the text is theirs.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from fazhi_metrics.quantities import Quantity
from fazhi_metrics.quantities.quantity import Kind, Modifier

_D: Final = Decimal
_WHOLE: Final = (_D(100), _D(100), "%", "exact", "percent")
_FORMS: Final[tuple[tuple[str, tuple[Decimal, Decimal | None, str, Modifier, Kind]], ...]] = (
    (
        "全部(?=[^，。；、]{0,6}(?:办结|整改|化解|完成|销号|签订|达标|落实|履行|到位|兑现|建成|解决|持证|参加|通过|合格))",
        _WHOLE,
    ),
    ("全覆盖|百分之?百(?!分)", _WHOLE),
    ("翻(?:了)?一番", (_D(2), _D(2), "倍", "exact", "multiple")),
    ("翻(?:了)?两番", (_D(4), _D(4), "倍", "exact", "multiple")),
    (
        "过半(?![年月天个])|半数以上|超(?:过)?(?:一)?半(?![年月天个])",
        (_D("0.5"), None, "", "at_least", "fraction"),
    ),
    ("近半(?=数|[，。；的])(?:数)?", (_D("0.45"), _D("0.5"), "", "nearly", "fraction")),
)
_COMPILED: Final = tuple((re.compile(pattern), meaning) for pattern, meaning in _FORMS)


def find_implied(text: str) -> list[tuple[int, int, Quantity]]:
    """Return the places of a matched text that imply a number, in order, with what they imply.

    >>> [(q.text, str(q.low)) for _, _, q in find_implied("隐患全部整改，产量翻一番。")]
    [('全部', '100'), ('翻一番', '2')]
    """
    found = []
    for pattern, (low, high, unit, modifier, kind) in _COMPILED:
        for match in pattern.finditer(text):
            meaning = Quantity(match[0], low, high, unit, modifier, kind)
            found.append((match.start(), match.end(), meaning))
    return sorted(found, key=lambda item: item[:2])

"""Reading a whole text as one quantity, as in a cell of a table: `40余起`, `约30`, `98.5%`, `12.5万元`."""

from __future__ import annotations

import re
from typing import Final

from fazhi_metrics.quantities.numbers import NUMERALS, joined
from fazhi_metrics.quantities.phrase import NUMBER_AT, half_hour_at, phrase_at
from fazhi_metrics.quantities.prose import read_prose
from fazhi_metrics.quantities.quantity import Quantity

_NUMBER_START: Final = re.compile(f"[0-9{NUMERALS}半]")
_LONGEST: Final = 40


def read_quantity(text: str) -> Quantity | None:
    """Read a text that is one quantity and nothing else; None for dates, names and what is uncertain.

    >>> read_quantity("约30").modifier, read_quantity("12.5万元").low
    ('approx', Decimal('125000'))
    >>> read_quantity("2025年") is None and read_quantity("3-5") is None
    True
    """
    if len(text) > 2 * _LONGEST:
        return None
    plain = read_prose(joined(text)).text
    first = _NUMBER_START.search(plain)
    if first is None or len(plain) > _LONGEST:
        return None
    if first[0] == "半":
        phrase = half_hour_at(plain, first.start())
    else:
        number = NUMBER_AT.match(plain, first.start())
        phrase = None if number is None else phrase_at(plain, *number.span())
    if phrase is None or phrase.start != 0 or phrase.end != len(plain):
        return None
    year = phrase.unit == "年" and 1900 <= phrase.value <= 2099
    dated = phrase.top is not None and not phrase.unit  # 3-5 may be the fifth of March
    return None if year or dated or phrase.unit in ("日", "月") else phrase.quantity(text)

"""What a number under a header with another unit is multiplied by."""

from __future__ import annotations

import unicodedata
from decimal import Decimal
from typing import Final

from fazhi_metrics.datasets import Column

_COUNTERS: Final = frozenset("个处座起件次条宗所份项例家场人名位张册") | {"件次", "人次"}
_SCALES: Final = {"百": 100, "千": 1000, "万": 10_000, "十万": 100_000, "百万": 1_000_000, "亿": 100_000_000}
_AREAS: Final = {("公顷", "亩"): 15, ("平方公里", "亩"): 1500, ("平方千米", "亩"): 1500}


def unit_factor(typed: str | None, column: Column) -> Decimal | int | None:
    """Return what a number under a header with this unit is multiplied by, or None when units differ.

    >>> unit_factor("万亩", Column("farmland", "耕地", "decimal", "亩"))
    10000
    """
    unit = unicodedata.normalize("NFKC", typed or "").strip().lower()
    own = column.unit
    if not unit or own is None or unit == own or {unit, own} <= _COUNTERS:
        return 1
    if (unit, own) in _AREAS:
        return _AREAS[unit, own]
    for prefix, factor in _SCALES.items():
        rest = unit.removeprefix(prefix)
        if rest != unit and (rest == own or {rest, own} <= _COUNTERS):
            return factor
    return None

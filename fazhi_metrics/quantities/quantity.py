"""A quantity as people state it: an interval, a unit, and how exactly it was meant."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

Modifier = Literal["exact", "approx", "more_than", "at_least", "less_than", "nearly", "range"]
Kind = Literal[
    "count", "percent", "percentage_points", "money", "area", "duration", "score", "multiple", "fraction"
]
# What is typed or added up; only a division makes a fraction.
Amount = int | Decimal
Exact = Amount | Fraction


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a stated number says of the true one.

    `low` and `high` bound the value in base units (元 for 万元, percent for %); `high` is None when
    nothing bounds it from above (at_least), and exclusive for 余 and 多 (more_than). `step` is the worth
    of one unit in the last printed place: 0.1 for 98.5%, 1000 for 213.4万元, 1 for 40起.
    """

    text: str
    low: Decimal
    high: Decimal | None
    unit: str = ""
    modifier: Modifier = "exact"
    kind: Kind = "count"
    step: Decimal = Decimal(1)

"""Seeded draws that keep their totals: sums are shared out exactly, never hoped for.

Everything rests on `random.Random` seeded with a text, so a draw depends on neither the machine, the
clock, the locale nor PYTHONHASHSEED.
"""

from __future__ import annotations

import calendar
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Value = TypeVar("Value", bound=Hashable)

# Disputes and matters come with the farming year: quiet at the Spring Festival, busy in summer and autumn.
SEASON = (0.75, 0.7, 0.95, 1.05, 1.1, 1.1, 1.15, 1.15, 1.1, 1.05, 0.95, 0.95)
# What is still open at the end of the year mostly came in late.
LATE = (0.1, 0.1, 0.1, 0.1, 0.2, 0.2, 0.3, 0.5, 1.0, 2.0, 4.0, 6.0)
# Offices are closed on these days of every year.
_HOLIDAYS = frozenset({(1, 1), (5, 1), (10, 1), (10, 2), (10, 3)})


def stream(*keys: object) -> Random:
    """Return the random numbers that belong to these keys, and to no others."""
    return Random("/".join(str(key) for key in keys))  # noqa: S311 - made-up data, not a secret


def shares(total: int, weights: Sequence[float], caps: Sequence[int] | None = None) -> list[int]:
    """Share `total` out by weight in whole parts that add up to it, none above its cap.

    Largest remainders get what rounding leaves; the earlier part wins a tie. Raises ValueError when the
    caps cannot hold the total.

    >>> shares(10, [1, 1, 2])
    [3, 2, 5]
    >>> shares(10, [1, 1, 2], caps=[9, 9, 3])
    [4, 3, 3]
    """
    limits = list(caps) if caps is not None else [total] * len(weights)
    if sum(limits) < total:
        raise ValueError(f"caps hold {sum(limits)}, not {total}")
    parts, free, left = [0] * len(weights), list(range(len(weights))), total
    while True:
        mass = sum(weights[index] for index in free)
        ideal = {index: left * (weights[index] / mass if mass else 1 / len(free)) for index in free}
        full = [index for index in free if ideal[index] > limits[index]]
        if not full:
            break
        for index in full:
            parts[index] = limits[index]
            left -= limits[index]
        free = [index for index in free if index not in full]
    for index in free:
        parts[index] = int(ideal[index])
    room = [index for index in free if parts[index] < limits[index]]
    room.sort(key=lambda index: (parts[index] - ideal[index], index))
    for index in room[: total - sum(parts)]:
        parts[index] += 1
    return parts


class Bag(Generic[Value]):
    """Values in given numbers, drawn one by one without putting back: the quotas come out exactly."""

    __slots__ = ("_counts", "_left")

    def __init__(self, counts: Mapping[Value, int]) -> None:
        self._counts = dict(counts)
        self._left = sum(self._counts.values())

    def draw(self, rng: Random) -> Value:
        """Take out one value; raises IndexError when none is left."""
        ticket = int(rng.random() * self._left)
        for value, count in self._counts.items():
            if ticket < count:
                self._counts[value] -= 1
                self._left -= 1
                return value
            ticket -= count
        raise IndexError("the bag is empty")


class Wheel(Generic[Value]):
    """Values with weights, drawn with putting back."""

    __slots__ = ("_bounds", "_values")

    def __init__(self, weights: Mapping[Value, float]) -> None:
        self._values = tuple(weights)
        self._bounds = list(accumulate(weights.values()))

    def draw(self, rng: Random) -> Value:
        """Return one value."""
        return rng.choices(self._values, cum_weights=self._bounds)[0]


def chance(rng: Random, share: float) -> bool:
    """Return True in about `share` of the calls."""
    return rng.random() < share


def jitter(rng: Random, spread: float) -> float:
    """Return a factor within `spread` of one."""
    return 1 + (rng.random() * 2 - 1) * spread


def days_of(rng: Random, year: int, month: int, count: int, *, workdays: bool = False) -> list[date]:
    """Return `count` days of a month in order; with `workdays`, none when offices are closed."""
    _, length = calendar.monthrange(year, month)
    every = [date(year, month, day) for day in range(1, length + 1)]
    if workdays:
        every = [day for day in every if day.weekday() < 5 and (month, day.day) not in _HOLIDAYS]
    return sorted(rng.choice(every) for _ in range(count))


def within_year(day: date, later: int) -> date:
    """Return the day `later` days on, but not after the 31st of December."""
    return min(day + timedelta(days=later), date(day.year, 12, 31))


def spread_over(rng: Random, year: int, counts: Iterable[int], *, workdays: bool = False) -> list[date]:
    """Return the days of a year in order, `counts` of them in each month."""
    return [
        day
        for month, count in enumerate(counts, 1)
        for day in days_of(rng, year, month, count, workdays=workdays)
    ]

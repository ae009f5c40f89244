"""The status of a value: what is known against it, and what may therefore be said.

After SDMX observation and confidentiality status. Whatever bears on a sum (an open issue, a month that did not
come in, a condition that nobody recorded, a year that is not over, a register of persons) is a `Reservation`
with a scope. `weigh` puts those that touch a part together; nobody else decides what a value is worth.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from fazhi_metrics.enums import TitledEnum
from fazhi_metrics.quantities import rounded

if TYPE_CHECKING:
    from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.quantities import Exact


class Status(TitledEnum):
    """How far a value can be relied on; of several at once the gravest (the first here) counts.

    `todo` is what an analyst does about it; empty where there is nothing to be done.
    """

    CONFIDENTIAL = "confidential", "不列出"
    UNAVAILABLE = "unavailable", "没有此项", "有这份材料的请放进 data/raw"
    INCOMPLETE = "incomplete", "数据不全", "请补报后运行 fazhi clean"
    DOUBTFUL = "doubtful", "待核实", "有误的用 fazhi correct 更正，无误的用 fazhi settle 说明"
    BOUNDED = "bounded", "有界", "请问清后补填，或用 fazhi correct 更正"
    PROVISIONAL = "provisional", "截至某日"
    SOUND = "sound", "可用"

    def __init__(self, _value: str, _title: str, todo: str = "") -> None:
        self.todo = todo

    @property
    def gravity(self) -> int:
        """Its place in the order of gravity; 0 for sound."""
        return len(Status) - 1 - list(Status).index(self)

    @property
    def has_value(self) -> bool:
        """Whether there is one value to give: the exact one, one to date, or one that is in doubt."""
        return self in (Status.SOUND, Status.PROVISIONAL, Status.DOUBTFUL)

    @property
    def failed(self) -> bool:
        """Whether a headline figure of this status ends a command with exit status 1."""
        return self in (Status.UNAVAILABLE, Status.INCOMPLETE, Status.DOUBTFUL, Status.BOUNDED)


def gravest(statuses: Iterable[Status]) -> Status:
    """Return the gravest of several statuses; sound when there is none."""
    return max(statuses, key=lambda status: status.gravity, default=Status.SOUND)


@dataclass(frozen=True, slots=True)
class Scope:
    """Which part of a year something concerns: some months, some villages, some labels of other dimensions.

    What is not named is not limited; an empty scope is the whole year.
    """

    months: frozenset[int] | None = None
    villages: frozenset[str] | None = None
    labels: Mapping[str, frozenset[str]] = field(default_factory=dict)


WHOLE = Scope()


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that something can be; None where nothing limits it. Ranges add up end by end."""

    low: Exact | None
    high: Exact | None

    def __add__(self, other: Range) -> Range:
        return Range(_both(operator.add, self.low, other.low), _both(operator.add, self.high, other.high))

    def __or__(self, other: Range) -> Range:
        """Return the range that holds both."""
        return Range(_both(min, self.low, other.low), _both(max, self.high, other.high))

    def floored(self, floor: Exact) -> Range:
        """Return the range without what is below the least that there can be."""
        low, high = self.low, self.high
        return Range(floor if low is None else max(low, floor), None if high is None else max(high, floor))

    @property
    def point(self) -> bool:
        """Whether only one value is left."""
        return self.low is not None and self.low == self.high


NOTHING, ANYTHING = Range(0, 0), Range(None, None)


def _both(join: Callable[[Any, Any], Any], one: Exact | None, other: Exact | None) -> Exact | None:
    return None if one is None or other is None else join(one, other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reservation:
    """What is held against a sum in a scope: why, and by how much the true sum may be smaller or larger.

    `below` and `above` are None where nothing limits them.
    """

    status: Status
    reason: str
    scope: Scope = WHOLE
    below: Exact | None = 0
    above: Exact | None = 0

    @property
    def moves(self) -> Range:
        """By how much the true sum may differ."""
        return Range(None if self.below is None else -self.below, self.above)


def quotient(above: Range, below: Range, scale: int, *, share: bool) -> Range:
    """Return the range of a quotient of two sums, the lower one not negative, times `scale`.

    With `share`, the numerator is part of the denominator, so that the quotient lies within 0 and `scale`.
    """
    low, high = _over(above.low, below, scale, least=True), _over(above.high, below, scale, least=False)
    if share:
        low = Fraction(0) if low is None else max(low, Fraction(0))
        high = Fraction(scale) if high is None else min(high, Fraction(scale))
    return Range(low, high)


def _over(number: Exact | None, below: Range, scale: int, *, least: bool) -> Fraction | None:
    """Return the least or the most of a number over a range; None where nothing limits it."""
    if number is None:
        return None
    far = (number >= 0) is least  # then the larger divisor gives the end that is asked for
    divisor = below.high if far else below.low
    if divisor is None and far:
        return Fraction(0)
    return Fraction(number) / Fraction(divisor) * scale if divisor else None


def prints_alike(value: Exact, others: Sequence[Exact | None], decimals: int) -> bool:
    """Whether all values look the same at the places that a report prints."""
    wanted = rounded(value, decimals)
    return all(other is not None and rounded(other, decimals) == wanted for other in others)


def is_share(card: Indicator) -> bool:
    """Whether the numerator counts some of the records that the denominator counts."""
    above, below = card.numerator, card.denominator
    if below is None or above.dataset != below.dataset or above.distinct or below.distinct:
        return False
    if above.column is None and below.column is None:
        return set(below.where) <= set(above.where)
    return card.nature == "proportion" and card.scale == 100

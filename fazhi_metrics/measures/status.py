"""The status of a value: what is known against it, and what may therefore be said.

After SDMX observation and confidentiality status. Whatever bears on a sum (an open issue, a month that did not
come in, a condition that nobody recorded, a year that is not over, a register of persons) is a `Reservation`
with a scope. `weigh` puts those that touch a part together; nobody else decides what a value is worth.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

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


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the most that a sum can be; None where nothing limits it."""

    low: Exact | None
    high: Exact | None

    def widened(self, reservations: Iterable[Reservation], *, floor: Exact | None = None) -> Range:
        """Return the range with what the reservations leave open; `floor` is the least there can be."""
        low, high = self.low, self.high
        for each in reservations:
            low = None if low is None or each.below is None else low - each.below  # type: ignore[operator]
            high = None if high is None or each.above is None else high + each.above  # type: ignore[operator]
        if floor is not None and (low is None or low < floor):
            low = floor
        return Range(low, high)

    @property
    def point(self) -> bool:
        """Whether only one value is left."""
        return self.low is not None and self.low == self.high


def quotient(above: Range, below: Range, scale: int, *, share: bool) -> Range:
    """Return the range of a quotient of two sums that are not negative, times `scale`.

    With `share`, the numerator is part of the denominator, so that the quotient lies within 0 and `scale`.
    """
    low = high = None
    if above.low is not None and below.high:
        low = Fraction(above.low) / Fraction(below.high) * scale
    if above.high is not None and below.low:
        high = Fraction(above.high) / Fraction(below.low) * scale
    if share:
        low = Fraction(0) if low is None else max(low, Fraction(0))
        high = Fraction(scale) if high is None else min(high, Fraction(scale))
    elif low is None and above.low is not None and above.low >= 0:
        low = Fraction(0)
    return Range(low, high)


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

"""An indicator measured: its parts, each with numerator, denominator and n beside the value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from fazhi_metrics.errors import IndicatorError, did_you_mean
from fazhi_metrics.faces import Shown, verb
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.status import Status, gravest
from fazhi_metrics.measures.tally import Labels
from fazhi_metrics.quantities import Amount, Exact

if TYPE_CHECKING:
    import pandas as pd

    from fazhi_metrics.measures.ranking import Ranking
    from fazhi_metrics.measures.series import Steps

RUNNING = "累计数：从年初加到当期"  # the remark by which running totals are known
SMALL_SHARE = 30  # below this a share of n jumps by more than three points with every single case
SMALL_COUNT = 10  # below this a count of events varies by a third and more by chance alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The value of an indicator for one part: of a place, a time, a type, or the whole (no labels).

    `value` is exact (a whole number, a decimal, or a fraction for a rate): to date when provisional, the one
    computed when doubtful, None where there is none to give. `low` and `high` bound what is known, None
    without limit; both are the value when it is sound. `status` says how far it can be relied on, `reasons`
    (in Chinese, with file and cells) why no further; see `measures.status`. `as_of` is the day it speaks for
    and `months` the months that it covers, where time matters.

    `n` is the number of records behind it, `missing` those left out for want of a value. `small` warns that
    chance alone moves such a value widely.
    """

    labels: Labels = ()
    value: Exact | None = None
    numerator: Amount | None = None
    denominator: Amount | None = None
    n: int | None = 0
    missing: int = 0
    small: bool = False
    low: Exact | None = None
    high: Exact | None = None
    status: Status = Status.SOUND
    reasons: tuple[str, ...] = ()
    as_of: dt.date | None = None
    months: tuple[int, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Measure(Shown):
    """An indicator measured: its parts in order, and what must be said with them.

    `by` names the dimensions that the labels of each part belong to, `order` the labels of each in their
    natural order. `notes` are remarks in Chinese; `gaps` are those that make a total too small.
    """

    indicator: Indicator
    town: str
    years: tuple[int, ...]
    by: tuple[str, ...]
    titles: tuple[str, ...]
    order: tuple[Labels, ...]
    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    where: tuple[tuple[str, Labels], ...] = ()

    def __iter__(self) -> Iterator[Part]:
        return iter(self.parts)

    def __len__(self) -> int:
        return len(self.parts)

    @cached_property
    def _index(self) -> dict[Labels, Part]:
        return {part.labels: part for part in self.parts}

    def __getitem__(self, labels: str | int | tuple[str | int, ...]) -> Part:
        """Return the part with the given labels: `measured["示例一村"]`, `measured[2025, "3月"]`.

        Raises IndicatorError with the nearest labels when there is no such part.
        """
        several = tuple(str(label) for label in (labels if isinstance(labels, tuple) else (labels,)))
        if several not in self._index:
            known = ["，".join(each) for each in self._index]
            asked = "，".join(several)
            where = f"{self.indicator.title}按{'、'.join(self.titles)}分" if self.by else self.indicator.title
            raise IndicatorError(f"没有“{asked}”这一部分", where=where, todo=did_you_mean(asked, known))
        return self._index[several]

    @property
    def part(self) -> Part:
        """The only part.

        Raises ValueError when it was divided.
        """
        if len(self.parts) != 1:
            raise ValueError(f"{self.indicator.id} has {len(self.parts)} parts")
        return self.parts[0]

    @property
    def value(self) -> Exact | None:
        """The value of the only part; None when there is none to give."""
        return self.part.value

    @property
    def low(self) -> Exact | None:
        """The least that the only part can be; None without limit."""
        return self.part.low

    @property
    def high(self) -> Exact | None:
        """The most that the only part can be; None without limit."""
        return self.part.high

    @property
    def status(self) -> Status:
        """The status of the only part, or the gravest among the parts."""
        return gravest(part.status for part in self.parts)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why its parts are not sound, each reason once."""
        return tuple(dict.fromkeys(reason for part in self.parts for reason in part.reasons))

    @property
    def as_of(self) -> dt.date | None:
        """The day that the only part speaks for."""
        return self.part.as_of

    @property
    def months(self) -> tuple[int, ...]:
        """The months that the only part covers."""
        return self.part.months

    def interval(self, part: Part) -> tuple[float, float] | None:
        """Return the 95% interval of a part; None for a stock, which chance does not touch."""
        found: tuple[float, float] | None = verb("interval")(self.indicator, part)
        return found

    def frame(self, *, intervals: bool = False) -> pd.DataFrame:
        """Return the parts as a frame: a column per dimension, then value, numerator, denominator, n, missing.

        Labels are ordered categoricals, so that sorting by month is sorting by month. A rate's value is a
        float; counts are Int64 and decimal sums exact decimals. With `intervals`, `low` and `high` as well.
        """
        found: pd.DataFrame = verb("frame")(self, intervals=intervals)
        return found

    def cumulative(self) -> Measure:
        """Return the running totals (累计) along time, from the first month (quarter, half) of each year."""
        found: Measure = verb("cumulative")(self)
        return found

    def latest(self) -> Part | None:
        """Return the last part along time that has a value, its labels saying when; None when none has."""
        found: Part | None = verb("latest")(self)
        return found

    def step_by_step(self) -> Steps:
        """Return the change of each period against the one before (环比), across the turn of a year too."""
        found: Steps = verb("step_by_step")(self)
        return found

    def rank(self) -> Ranking:
        """Rank the parts from best (or largest) to worst, each with the ranks that chance leaves open."""
        found: Ranking = verb("rank")(self)
        return found

    def most(self, count: int = 3) -> str:
        """Name the parts with the largest values for a sentence: 债务（64起）、邻里（58起）."""
        found: str = verb("leading")(self, count, "most")
        return found

    def least(self, count: int = 3) -> str:
        """Name the parts with the smallest values for a sentence."""
        found: str = verb("leading")(self, count, "least")
        return found


def is_small(
    card: Indicator, value: Exact | None, numerator: Amount | None, denominator: Amount | None
) -> bool:
    """Whether chance alone moves a value widely: a share of few, or few events."""
    if value is None or numerator is None or card.nature == "stock":
        return False
    if card.nature == "proportion":
        return denominator is not None and denominator < SMALL_SHARE
    return numerator < SMALL_COUNT


def joined(
    card: Indicator,
    labels: Labels,
    parts: Sequence[Part],
    numerator: Amount | None,
    denominator: Amount | None,
    n: int,
    missing: int,
) -> Part:
    """Put parts together into one, of which the two sums are known: it is worth no more than the worst of them."""
    status = gravest(part.status for part in parts)
    value = None if numerator is None else card.value(numerator, denominator)
    kept = status.has_value and all(part.numerator is not None for part in parts)
    low = high = None
    if status is Status.SOUND:
        low = high = value
    elif not card.rate and status not in (Status.CONFIDENTIAL, Status.UNAVAILABLE):
        low, high = _sum_of([part.low for part in parts]), _sum_of([part.high for part in parts])
    return Part(
        labels=labels,
        value=value if kept else None,
        numerator=numerator if kept else None,
        denominator=denominator if kept else None,
        n=n,
        missing=missing,
        small=kept and is_small(card, value, numerator, denominator),
        low=low,
        high=high,
        status=status,
        reasons=tuple(dict.fromkeys(reason for part in parts for reason in part.reasons)),
        as_of=max((part.as_of for part in parts if part.as_of), default=None),
        months=tuple(sorted({month for part in parts for month in part.months})),
    )


def _sum_of(values: Sequence[Exact | None]) -> Exact | None:
    total: Exact = 0
    for value in values:
        if value is None:
            return None
        total = total + value  # type: ignore[operator]  # of one exact kind
    return total

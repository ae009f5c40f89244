"""A change: two measured values of one part, their difference, and whether chance could explain it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from fazhi_metrics.faces import Shown, verb
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.status import Status, gravest
from fazhi_metrics.measures.tally import Labels
from fazhi_metrics.quantities import Exact

if TYPE_CHECKING:
    import pandas as pd

Direction = Literal["up", "down", "same", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a part changed against a base.

    `difference` is in the indicator's own unit: for a share it is in percentage points (个百分点); None where
    one of the two has no value. `percent` is the relative change in %, None for a share and where the base is
    zero. `chance_low` and `chance_high` bound, at 95%, the difference in points for a share and the ratio to
    the base for events (`chance_high` None when nothing bounds it). `chance` says whether chance alone could
    explain the change: None for a stock. `same_months` are the months that both sides are limited to, where one
    of the years is not whole; the change is then provisional at best. Its status is the graver of the two.
    """

    indicator: Indicator
    labels: Labels
    now: Part
    base: Part
    difference: Exact | None = None
    percent: Fraction | None = None
    chance_low: float | None = None
    chance_high: float | None = None
    chance: bool | None = None
    same_months: tuple[int, ...] = ()

    @property
    def status(self) -> Status:
        """The graver status of the two values."""
        least = Status.PROVISIONAL if self.same_months else Status.SOUND
        return gravest((self.now.status, self.base.status, least))

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is not sound, each reason once."""
        return tuple(dict.fromkeys((*self.now.reasons, *self.base.reasons)))

    @property
    def value(self) -> Exact | None:
        """The difference, as a measured value."""
        return self.difference

    @property
    def low(self) -> Exact | None:
        """The least that the difference can be, as far as both values are known; None without limit."""
        return _less(self.now.low, self.base.high)

    @property
    def high(self) -> Exact | None:
        """The most that the difference can be, as far as both values are known; None without limit."""
        return _less(self.now.high, self.base.low)

    @property
    def months(self) -> tuple[int, ...]:
        """The months that both values cover."""
        return tuple(month for month in self.now.months if month in self.base.months)

    @property
    def as_of(self) -> dt.date | None:
        """The day that the later value speaks for."""
        return self.now.as_of

    @property
    def direction(self) -> Direction:
        """Up, down, or the same, by the exact values."""
        if self.difference is None:
            return "unknown"
        return "same" if self.difference == 0 else "up" if self.difference > 0 else "down"

    @property
    def better(self) -> bool | None:
        """Whether the change went the better way; None when there is none, or no better way."""
        if self.direction not in ("up", "down") or self.indicator.better == "none":
            return None
        return self.direction == self.indicator.better

    @property
    def points(self) -> Exact | None:
        """The difference in percentage points (个百分点); None for what is not a percentage."""
        return self.difference if self.indicator.unit == "%" else None

    @property
    def word(self) -> str:
        """A plain Chinese word whether chance could explain the change."""
        if self.difference is None:
            return "无法比较"
        if self.chance is None:
            return "不判断偶然波动"
        return "可能只是偶然波动" if self.chance else "超出偶然波动"


@dataclass(frozen=True, kw_only=True)
class Comparison(Shown):
    """An indicator in two years: a change for the whole, or one for each part.

    `months` are the same months of both years, where one of them is not over or lacks some; none where both
    are whole.
    """

    indicator: Indicator
    town: str
    year: int
    base_year: int
    by: tuple[str, ...]
    changes: tuple[Change, ...]
    now: Measure
    base: Measure
    notes: tuple[str, ...] = ()
    months: tuple[int, ...] = ()

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    @property
    def gaps(self) -> tuple[str, ...]:
        """What makes one of the two years too small; a difference is then not to be relied on."""
        return tuple(dict.fromkeys((*self.now.gaps, *self.base.gaps)))

    @property
    def change(self) -> Change:
        """The only change.

        Raises ValueError when the comparison was divided.
        """
        if len(self.changes) != 1:
            raise ValueError(f"{self.indicator.id} was compared in {len(self.changes)} parts")
        return self.changes[0]

    @property
    def status(self) -> Status:
        """The gravest status among the changes."""
        return gravest(change.status for change in self.changes)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why its changes are not sound, each reason once."""
        return tuple(dict.fromkeys(reason for change in self.changes for reason in change.reasons))

    @property
    def value(self) -> Exact | None:
        """The difference of the only change."""
        return self.change.difference

    @property
    def low(self) -> Exact | None:
        """The least that the only difference can be; None without limit."""
        return self.change.low

    @property
    def high(self) -> Exact | None:
        """The most that the only difference can be; None without limit."""
        return self.change.high

    @property
    def difference(self) -> Exact | None:
        """The difference of the only change."""
        return self.change.difference

    @property
    def percent(self) -> Fraction | None:
        """The relative change of the only change, in %."""
        return self.change.percent

    @property
    def points(self) -> Exact | None:
        """The difference of the only change in percentage points (个百分点)."""
        return self.change.points

    @property
    def chance(self) -> bool | None:
        """Whether chance alone could explain the only change."""
        return self.change.chance

    @property
    def direction(self) -> Direction:
        """The direction of the only change."""
        return self.change.direction

    @property
    def word(self) -> str:
        """A plain Chinese word whether chance could explain the only change."""
        return self.change.word

    def frame(self) -> pd.DataFrame:
        """Return a row a change: dimensions, base, now, difference, percent, chance_low, chance_high, word, status."""
        found: pd.DataFrame = verb("frame")(self)
        return found

    def sentence(self) -> str:
        """Say which parts changed beyond what chance explains; of a stock, how many rose and fell."""
        found: str = verb("sentence")(self)
        return found


def _less(first: Exact | None, second: Exact | None) -> Exact | None:
    if first is None or second is None:
        return None
    return first - second  # type: ignore[operator]  # both are of one exact kind

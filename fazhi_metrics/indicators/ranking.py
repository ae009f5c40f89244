"""Ranking that refuses to rank what cannot be told apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.errors import IndicatorError

if TYPE_CHECKING:
    from fazhi_metrics.indicators.part import Measure, Part


@dataclass(frozen=True, slots=True)
class Ranked:
    """A part with the best and the worst rank that chance leaves open to it (1 is first).

    `low` and `high` bound its value at 95%. `certain` says that it has a rank of its own.
    """

    part: Part
    best: int
    worst: int
    low: float
    high: float

    @property
    def certain(self) -> bool:
        """Whether its rank stands whatever chance did."""
        return self.best == self.worst

    @property
    def text(self) -> str:
        """The rank in words: 第1位, or 第2至5位 when it cannot be told apart from others."""
        return f"第{self.best}位" if self.certain else f"第{self.best}至{self.worst}位"


def rank(measured: Measure) -> tuple[Ranked, ...]:
    """Return the parts that have a value from first to last, each with the ranks that chance leaves open.

    First is the better end: the lowest where lower is better, else the highest. A part is placed before
    another only when their 95% intervals do not meet; equal values share their ranks. A stock has no
    interval, so only equal values share there.

    Raises:
        IndicatorError: the measure has fewer than two parts to rank.
    """
    parts = [part for part in measured.parts if part.value is not None]
    if len(parts) < 2:
        raise IndicatorError(
            f"{measured.indicator.title}不足两个可比的部分，不能排名", todo="请先按村或类型分"
        )
    descending = measured.indicator.better != "down"
    bounds = []
    for part in parts:
        exact = float(part.value)  # type: ignore[arg-type]
        bounds.append(measured.interval(part) or (exact, exact))
    ranked = []
    for part, (low, high) in zip(parts, bounds, strict=True):
        above = sum(other[0] > high for other in bounds)
        below = sum(other[1] < low for other in bounds)
        before, after = (above, below) if descending else (below, above)
        ranked.append(Ranked(part, 1 + before, len(parts) - after, low, high))
    sign = -1 if descending else 1
    return tuple(sorted(ranked, key=lambda each: (sign * float(each.part.value or 0), each.part.labels)))


def distinguishable(ranked: tuple[Ranked, ...]) -> bool:
    """Whether at least two of the parts can be told apart; if not, a ranking says nothing."""
    return any(each.best != 1 or each.worst != len(ranked) for each in ranked)

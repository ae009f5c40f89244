"""Ranking that refuses to rank what cannot be told apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.errors import IndicatorError, capped
from fazhi_metrics.faces import Shown
from fazhi_metrics.measures.status import Status

if TYPE_CHECKING:
    from fazhi_metrics.measures.part import Measure, Part


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


@dataclass(frozen=True, slots=True)
class Ranking(Shown):
    """The parts of a measure from first to last, as far as chance lets them be ranked.

    `left_out` are those whose value is not known well enough to have a place among the others.
    """

    measured: Measure
    ranked: tuple[Ranked, ...]
    left_out: tuple[Part, ...] = ()

    def __iter__(self) -> Iterator[Ranked]:
        return iter(self.ranked)

    def __len__(self) -> int:
        return len(self.ranked)

    @property
    def distinguishable(self) -> bool:
        """Whether any part can be told from any other; if not, the order says nothing."""
        return any(each.best != 1 or each.worst != len(self.ranked) for each in self.ranked)

    @property
    def note(self) -> str:
        """What the ranking is worth, in words; empty when every part is there with a rank of its own."""
        return "；".join(filter(None, (self._worth, left_out_text(self.left_out))))

    @property
    def _worth(self) -> str:
        if len(self.ranked) < 2:
            return "不足两个可比的部分，不排名次"
        if not self.distinguishable:
            return "各部分的差别都在偶然波动之内，不排名次"
        if all(each.certain for each in self.ranked):
            return ""
        return "名次为区间的，差别在偶然波动之内，不分先后"


def rank(measured: Measure) -> Ranking:
    """Rank the parts that have a value from first to last, each with the ranks that chance leaves open.

    First is the better end: the lowest where lower is better, else the highest. A part is placed before
    another only when their 95% intervals do not meet; equal values share their ranks. A stock has no
    interval, so only equal values share there.

    Raises:
        IndicatorError: the measure is not divided, or goes across a change of definition.
    """
    card = measured.indicator
    if card.changed_in is not None and measured.years[0] < card.changed_in <= measured.years[-1]:
        raise IndicatorError(
            f"{card.title}的口径自{card.since}年起改变（第{card.version}版），前后年份不能排在一起",
            todo=f"请只取{card.since}年以后的年份",
        )
    if not measured.by:
        raise IndicatorError(f"{card.title}没有分成几部分，不能排名", todo="请先按村或类型分")
    parts, left_out = comparable(measured.parts)
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
    ordered = sorted(ranked, key=lambda each: (sign * float(each.part.value or 0), each.part.labels))
    return Ranking(measured, tuple(ordered), left_out)


def comparable(parts: Sequence[Part]) -> tuple[list[Part], tuple[Part, ...]]:
    """Return the parts that can stand beside each other, and those whose value is not known well enough.

    Values to date can where all are of the same months.
    """
    to_date = len({part.months for part in parts}) == 1
    allowed = (Status.SOUND, Status.PROVISIONAL) if to_date else (Status.SOUND,)
    kept = [part for part in parts if part.value is not None and part.status in allowed]
    return kept, tuple(part for part in parts if part.status not in (*allowed, Status.CONFIDENTIAL))


def left_out_text(parts: Sequence[Part]) -> str:
    """Name the parts that are not among the others, by what is held against them; empty without any."""
    names: dict[Status, list[str]] = {}
    for part in parts:
        names.setdefault(part.status, []).append("　".join(part.labels))
    return "；".join(f"{capped(each, 4)}{status.title}，未列入" for status, each in names.items())

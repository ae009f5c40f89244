"""A point of a chart: a measured part as it is drawn and told, and no more than its status lets be said."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from fazhi_metrics.charts.words import number
from fazhi_metrics.measures.citing import bounds_text, to_date
from fazhi_metrics.measures.intervals import interval
from fazhi_metrics.measures.status import Status
from fazhi_metrics.quantities import Exact, rounded

if TYPE_CHECKING:
    from fazhi_metrics.measures import Indicator, Part
    from fazhi_metrics.measures.tally import Labels

NONE = "无数据"  # of a part that nothing was there to measure in: a rate of no cases


@dataclass(frozen=True, slots=True)
class Measured:
    """One indicator on a chart, and its name there."""

    card: Indicator
    name: str

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.card.id

    @property
    def unit(self) -> str:
        """Its unit."""
        return self.card.unit

    @property
    def decimals(self) -> int:
        """The places that its numbers are printed with; on a chart all of them, so that they align."""
        return self.card.decimals

    @property
    def rate(self) -> bool:
        """Whether it is a quotient."""
        return self.card.rate


@dataclass(frozen=True, slots=True)
class Point:
    """The measured value of one indicator in one year, for a part of the place or the whole of it (no labels)."""

    measured: Measured
    year: int
    part: Part

    @property
    def labels(self) -> Labels:
        """The labels of its part."""
        return self.part.labels

    @property
    def label(self) -> str:
        """The first of them."""
        return self.part.labels[0]

    @property
    def status(self) -> Status:
        """How far its value can be relied on."""
        return self.part.status

    @property
    def firm(self) -> bool:
        """Whether a title may speak of it: its value is known, be it only to date."""
        return self.part.value is not None and self.status in (Status.SOUND, Status.PROVISIONAL)

    @property
    def value(self) -> Exact:
        """Its exact value, of a point that has one; 0 without."""
        return self.part.value or 0

    @property
    def at(self) -> float | None:
        """Where it is drawn: at its value, at the least it can be, or not at all."""
        if self.status is Status.BOUNDED:
            return None if self.part.low is None else float(self.part.low)
        return None if self.part.value is None or not self.status.has_value else float(self.part.value)

    @property
    def to(self) -> float | None:
        """Up to where it may reach, of one that is only known within bounds."""
        high = self.part.high
        return float(high) if self.status is Status.BOUNDED and high is not None else self.at

    @property
    def unseen(self) -> bool:
        """Whether it is not drawn, though there is or may be something: it must be named instead."""
        return self.at is None and self.status is not Status.SOUND

    @property
    def printed(self) -> Decimal | None:
        """Its value as printed; None where there is no single one."""
        return None if self.part.value is None else rounded(self.part.value, self.measured.decimals)

    @property
    def chance(self) -> tuple[float, float] | None:
        """The 95% interval of a value that chance touches."""
        return interval(self.measured.card, self.part) if self.firm else None

    @property
    def n(self) -> Exact | None:
        """The denominator of a rate."""
        return self.part.denominator if self.measured.rate else None

    def said(self, unit: str | None = None, *, dated: bool = False) -> str:
        """Word it with its mark: `57起`, `57起（待核实）`, `178至203起`, `数据不全`.

        `unit` is another than the indicator's own, empty for none; `dated` says until when it speaks.
        """
        unit = self.measured.unit if unit is None else unit
        if self.status is Status.BOUNDED:
            text = bounds_text(self.part, self.measured.card)
            return text if unit else text.removesuffix(self.measured.unit)
        if self.part.value is None or not self.status.has_value:
            return NONE if self.status is Status.SOUND else self.status.title
        text = number(self.part.value, self.measured.decimals, unit)
        if self.status is Status.DOUBTFUL:
            return f"{text}（{self.status.title}）"
        return f"{text}（{to_date(self.part)}）" if dated and self.status is Status.PROVISIONAL else text


def ranked(points: list[Point], order: tuple[str, ...] = ()) -> list[Point]:
    """Return the points that are drawn, the largest first; equal ones stay in the place's own order."""
    places = {label: i for i, label in enumerate(order)}
    drawn = [point for point in points if point.at is not None]
    drawn.sort(key=lambda point: places.get(point.label, len(places)))
    return sorted(drawn, key=lambda point: point.part.value if point.firm else point.at or 0, reverse=True)  # type: ignore[arg-type, return-value]

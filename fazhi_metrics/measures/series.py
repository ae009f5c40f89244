"""An indicator along time: running totals, month on month, the latest value that is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from fazhi_metrics.datasets import Dataset
from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.faces import Shown, verb
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.change import Change
from fazhi_metrics.measures.compare import change_between
from fazhi_metrics.measures.dimensions import SHARED, TIME, names
from fazhi_metrics.measures.measure import measure
from fazhi_metrics.measures.part import RUNNING, Measure, Part, joined
from fazhi_metrics.measures.tally import Labels
from fazhi_metrics.quantities import Amount

if TYPE_CHECKING:
    import pandas as pd

    from fazhi_metrics.measures.base import Indicator
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_FINEST = ("month", "quarter", "half")


def cumulative(measured: Measure) -> Measure:
    """Return the running totals along the measure's time dimension, begun anew with each year.

    A rate's numerator and denominator run separately, unless the denominator is not divided by time and
    stays the same. After the last month that has a value there is none; neither have records without a date.

    Raises:
        IndicatorError: the measure is not divided by a period, or counts different values.
    """
    place = _time_place(measured)
    card = measured.indicator
    if card.numerator.distinct or (card.denominator is not None and card.denominator.distinct):
        raise IndicatorError(f"{card.title}是不同值的个数，不能累计")
    running = _runs_below(card, measured.by[place])
    before: dict[Labels, tuple[Part, ...]] = {}
    parts: dict[Labels, Part] = {}
    for part in _in_time(measured, place):
        rest = (*part.labels[:place], *part.labels[place + 1 :])
        held = before[rest] = (*before.get(rest, ()), part)
        above = _added(each.numerator for each in held)
        below = _added(each.denominator for each in held) if running else part.denominator
        n, missing = sum(each.n or 0 for each in held), sum(each.missing for each in held)
        parts[part.labels] = joined(card, part.labels, held, above, below, n, missing)
    undated = [part for part in measured.parts if part.labels not in parts]
    records = sum(part.n or 0 for part in undated)
    return replace(
        measured,
        parts=tuple(parts.get(part.labels) or replace(part, value=None) for part in measured.parts),
        notes=(*measured.notes, RUNNING, *([f"日期不明的{records}条没有累计"] if records else [])),
    )


def latest(measured: Measure) -> Part | None:
    """Return the last part along time with a value; None when there is none.

    Raises:
        IndicatorError: the measure is divided by something else than time as well, or not by time.
    """
    periods = [name for name in measured.by if name in TIME]
    if [name for name in measured.by if name not in TIME and name != "year"]:
        raise IndicatorError("找最近一期时只能按时间分", todo=f"例如 by={periods[:1] or ['month']}")
    found = None
    place = _time_place(measured) if periods else None
    for part in measured.parts if place is None else _in_time(measured, place):
        if part.status.has_value and part.value is not None and part.n:
            found = part
    return found


def latest_value(store: Store, town: Town, indicator: str | Indicator) -> tuple[Part, str] | None:
    """Return an indicator's latest non-empty value and its date in words (2025年11月), over all years.

    The period is the finest that the numerator's dataset has: a month, a half, or the year.

    Raises:
        IndicatorError: no such indicator.
    """
    card = indicator_named(indicator, town)
    home = card.home
    finest = _finest(home)
    by = ["year", *([finest] if finest else [])]
    found = latest(measure(store, town, card, None, by))
    if found is None:
        return None
    year, *period = found.labels
    return found, f"{year}年{''.join(period)}"


@dataclass(frozen=True)
class Steps(Shown):
    """The change of each period against the one before it (环比), in the order of time."""

    measured: Measure
    changes: tuple[Change, ...]

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __getitem__(self, index: int) -> Change:
        return self.changes[index]

    def frame(self) -> pd.DataFrame:
        """Return a row a change: dimensions, base, now, difference, percent, chance_low, chance_high, word, status."""
        found: pd.DataFrame = verb("frame")(self)
        return found


def step_by_step(measured: Measure) -> Steps:
    """Return the change of each period against the one before it (环比), across the turn of a year too.

    A period whose predecessor was not measured (it was not selected, or its year is not there) has none; one
    that stands on the other side of a change of definition cannot be compared.

    Raises:
        IndicatorError: the measure is not divided by a period.
    """
    place = _time_place(measured)
    card, periods = measured.indicator, TIME[measured.by[place]]
    yearly = measured.by.index("year") if "year" in measured.by else None
    before: dict[Labels, tuple[int, Part]] = {}
    changes = []
    for part in _in_time(measured, place):
        rest = tuple(label for index, label in enumerate(part.labels) if index not in (place, yearly))
        year = int(part.labels[yearly]) if yearly is not None else 0
        now = year * len(periods) + periods.index(part.labels[place])
        at, base = before.get(rest, (None, part))
        if at == now - 1:
            turned = card.changed_in == year and at // len(periods) < year
            changes.append(
                Change(indicator=card, labels=part.labels, now=part, base=base)
                if turned
                else change_between(card, part.labels, part, base)
            )
        before[rest] = now, part
    return Steps(measured, tuple(changes))


def _in_time(measured: Measure, place: int) -> list[Part]:
    """Return the parts that are in time, in its order: by year, then by period."""
    name = measured.by[place]
    yearly = measured.by.index("year") if "year" in measured.by else None
    periods = {label: index for index, label in enumerate(TIME[name])}
    parts = [part for part in measured.parts if part.labels[place] in periods]
    return sorted(
        parts,
        key=lambda part: (part.labels[yearly] if yearly is not None else "", periods[part.labels[place]]),
    )


def _time_place(measured: Measure) -> int:
    places = [index for index, name in enumerate(measured.by) if name in TIME]
    if len(places) != 1:
        raise IndicatorError("请按一个时间维度分", todo="可用 month、quarter 或 half")
    return places[0]


def _runs_below(card: Indicator, period: str) -> bool:
    """Whether the denominator is divided by the period as the numerator is."""
    if card.denominator is None or card.denominator.dataset == card.numerator.dataset:
        return card.denominator is not None
    return period in SHARED and period in names(card.ledger(card.denominator.dataset))


def _added(values: Iterable[Amount | None]) -> Amount | None:
    """Return the sum; None where one of the values is not known."""
    total: Amount = 0
    for value in values:
        if value is None:
            return None
        total += value
    return total


def _finest(home: Dataset) -> str | None:
    have = names(home)
    return next((name for name in _FINEST if name in have), None)

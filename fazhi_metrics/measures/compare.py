"""Comparing two years: the difference, % and 个百分点 kept apart, and whether chance could explain it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from fazhi_metrics.errors import IndicatorError, capped
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.coverage import last_month, months_covered
from fazhi_metrics.measures.dimensions import MONTHS, canonical, dataset_of
from fazhi_metrics.measures.intervals import rate_ratio, refuse_negative, share_difference, wilson
from fazhi_metrics.measures.measure import measure
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.query import Selection
from fazhi_metrics.measures.tally import Labels
from fazhi_metrics.quantities import Exact

if TYPE_CHECKING:
    import pandas as pd

    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

Direction = Literal["up", "down", "same", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """How a part changed against a base.

    `difference` is in the indicator's own unit: for a share it is in percentage points (个百分点).
    `percent` is the relative change in %, None for a share and where the base is zero. `low` and `high`
    bound, at 95%, the difference in points for a share and the ratio to the base for events (`high` None
    when nothing bounds it). `chance` says whether chance alone could explain the change: None for a stock.
    """

    indicator: Indicator
    labels: Labels
    now: Part
    base: Part
    difference: Exact | None = None
    percent: Fraction | None = None
    low: float | None = None
    high: float | None = None
    chance: bool | None = None

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
class Comparison:
    """An indicator in two years: a change for the whole, or one for each part."""

    indicator: Indicator
    town: str
    year: int
    base_year: int
    by: tuple[str, ...]
    changes: tuple[Change, ...]
    now: Measure
    base: Measure
    notes: tuple[str, ...] = ()

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
        """Return a row a change: dimensions, base, now, difference, percent, low, high, word."""
        from fazhi_metrics.measures.display import changes_frame

        return changes_frame(self.by, self.changes)

    def sentence(self) -> str:
        """Say which parts changed beyond what chance explains; of a stock, how many rose and fell."""
        from fazhi_metrics.measures.telling import changed

        return changed(self)

    def _repr_html_(self) -> str:
        from fazhi_metrics.measures.display import comparison_html

        return comparison_html(self)

    def __str__(self) -> str:
        from fazhi_metrics.measures.texts import comparison_text

        return comparison_text(self)


def compare(
    store: Store,
    town: Town,
    indicator: str | Indicator,
    year: int,
    base_year: int | None = None,
    by: str | Sequence[str] = (),
    where: Selection | None = None,
) -> Comparison:
    """Compare an indicator in `year` with `base_year` (the year before), as a whole or part by part.

    Raises:
        IndicatorError: the definition changed between the two years, the monthly reports cover different
            months, or the indicator cannot be divided so.
        DatasetError: there is no data for one of the years.
    """
    card = indicator_named(indicator, town)
    base_year = year - 1 if base_year is None else base_year
    if base_year == year:
        raise IndicatorError(f"{year}年不能与自己比较", todo="请另选比较年份")
    refuse_versions(card, year, base_year)
    _refuse_months(store, card, year, base_year, where)
    now = measure(store, town, card, year, by, where)
    base = measure(store, town, card, base_year, by, where)
    if "year" in now.by:
        raise IndicatorError("比较两年时不能再按年份分", todo="请去掉 year")
    before, after = ({part.labels: part for part in each.parts} for each in (base, now))
    labels = dict.fromkeys((*after, *before))
    nothing = Part(labels=(), value=None, numerator=None)
    changes = tuple(
        change_between(card, each, after.get(each, nothing), before.get(each, nothing)) for each in labels
    )
    short = _short_ledgers(store, card, year, base_year)
    notes = tuple(dict.fromkeys((*now.gaps, *base.gaps, *short, *now.notes, *base.notes)))
    return Comparison(
        indicator=card,
        town=town.name,
        year=year,
        base_year=base_year,
        by=now.by,
        changes=changes,
        now=now,
        base=base,
        notes=notes,
    )


def refuse_versions(card: Indicator, year: int, base_year: int) -> None:
    """Refuse to compare across the year in which the definition (口径) changed.

    Raises IndicatorError that names the year and the version.
    """
    earlier, later = sorted((year, base_year))
    if card.changed_in is not None and earlier < card.changed_in <= later:
        raise IndicatorError(
            f"{card.title}的口径自{card.since}年起改变（第{card.version}版），{earlier}年与{later}年不可比",
            todo=f"请比较{card.since}年以后的年份",
        )


def change_between(card: Indicator, labels: Labels, now: Part, base: Part) -> Change:
    """Return the change from `base` to `now` of one part, with whether chance could explain it."""
    if now.value is None or base.value is None:
        return Change(indicator=card, labels=labels, now=now, base=base)
    difference = now.value - base.value  # type: ignore[operator]  # both are of one exact kind
    percent = None
    if base.value and card.unit != "%":
        percent = Fraction(difference) / Fraction(base.value) * 100
    low, high, chance = _by_chance(card, now, base)
    return Change(
        indicator=card,
        labels=labels,
        now=now,
        base=base,
        difference=difference,
        percent=percent,
        low=low,
        high=high,
        chance=chance,
    )


def _by_chance(card: Indicator, now: Part, base: Part) -> tuple[float | None, float | None, bool | None]:
    if card.nature == "stock" or now.numerator is None or base.numerator is None:
        return None, None, None
    for part in (now, base):
        refuse_negative(card, part)
    if card.nature == "proportion":
        if not now.denominator or not base.denominator:
            return None, None, None
        shares = [Fraction(p.numerator or 0) / Fraction(p.denominator or 1) for p in (now, base)]
        intervals = [wilson(p.numerator or 0, p.denominator or 1) for p in (now, base)]
        low, high = share_difference(intervals[0], float(shares[0]), intervals[1], float(shares[1]))
        return low * card.scale, high * card.scale, low <= 0 <= high
    exposures = [Fraction(p.denominator if p.denominator is not None else 1) for p in (now, base)]
    if not all(exposures):
        return None, None, None
    if not now.numerator and not base.numerator:
        return None, None, True
    lower, upper = rate_ratio(now.numerator, exposures[0], base.numerator, exposures[1])
    return lower, upper, lower <= 1 and (upper is None or upper >= 1)


def _refuse_months(store: Store, card: Indicator, year: int, base_year: int, where: Selection | None) -> None:
    """Refuse to compare a whole year with a part of one, unless the months were chosen."""
    for part in card.sums:
        home = dataset_of(part.dataset)
        if any(canonical(name, home) in ("month", "quarter", "half") for name in where or ()):
            continue
        here, there = (months_covered(store, part, each) for each in (year, base_year))
        if here != there and here is not None and there is not None:
            text = f"{home.title}{year}年有{_months(here)}，{base_year}年有{_months(there)}，不可直接比较"
            both = sorted(set(here) & set(there))
            raise IndicatorError(text, todo=f"可用 where={{'month': {both}}} 比较同期")


def _short_ledgers(store: Store, card: Indicator, year: int, base_year: int) -> tuple[str, ...]:
    """Say when a ledger of the latest year ends earlier than that of the other year: it may not be over."""
    notes: dict[str, None] = {}
    later, earlier = max(year, base_year), min(year, base_year)
    for part in card.sums:
        home = dataset_of(part.dataset)
        if home.date is None or any(each > later for each in store.years(part.dataset)):
            continue
        last, before = (last_month(store, part.dataset, each) for each in (later, earlier))
        if last is not None and before is not None and last + 1 < before:
            notes[
                f"{home.title}{later}年只记录到{last}月，{earlier}年到{before}月：年度未完时请只比较同期"
            ] = None
    return tuple(notes)


def _months(months: Sequence[int]) -> str:
    if list(months) == list(range(1, len(months) + 1)):
        return f"1至{len(months)}月" if len(months) > 1 else "1月"
    return capped(MONTHS[month - 1] for month in months)

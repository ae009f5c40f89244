"""Comparing two years: the difference, % and 个百分点 kept apart, and whether chance could explain it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_metrics.datasets import Dataset
from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.change import Change, Comparison
from fazhi_metrics.measures.coverage import coverage_of
from fazhi_metrics.measures.dimensions import HALVES, MONTHS, TIME, names
from fazhi_metrics.measures.intervals import rate_ratio, refuse_negative, share_difference, wilson
from fazhi_metrics.measures.measure import answer
from fazhi_metrics.measures.narrowing import months_of
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.query import Query, Selection, resolve
from fazhi_metrics.measures.tally import Labels, has_data
from fazhi_metrics.measures.words import months_text

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


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

    Like with like: where one of the two years is not over or lacks months, both sides are the same months.

    Raises:
        IndicatorError: the definition changed between the two years, no month is in both, or the indicator
            cannot be divided so.
        DatasetError: there is no data for one of the years.
    """
    base_year = year - 1 if base_year is None else base_year
    if base_year == year:
        raise IndicatorError(f"{year}年不能与自己比较", todo="请另选比较年份")
    now, base = (resolve(store, town, indicator, each, by, where) for each in (year, base_year))
    if "year" in now.by:
        raise IndicatorError("比较两年时不能再按年份分", todo="请去掉 year")
    return compare_answers(store, town, now, base)


def compare_answers(
    store: Store, town: Town, later: Query, earlier: Query, now: Measure | None = None
) -> Comparison:
    """Compare one question over two years, over the months that both have; see `compare`.

    `now` is the answer to the later question, where it is known.
    """
    card, (year,), (base_year,) = later.card, later.years, earlier.years
    refuse_versions(card, year, base_year)
    months = _shared_months(store, town, later, year, base_year)
    if months:
        kept = month_filter(card, months)
        later, earlier = (replace(query, filters={**query.filters, **kept}) for query in (later, earlier))
        if _divides(card, "month" if "month" in kept else "half"):
            later, earlier = (
                replace(query, below_filters={**query.below_filters, **kept}) for query in (later, earlier)
            )
    if now is None or months:
        now = answer(store, town, later)
    base = answer(store, town, earlier)
    before, after = ({part.labels: part for part in each.parts} for each in (base, now))
    labels = dict.fromkeys((*after, *before))
    changes = tuple(
        replace(
            change_between(
                card, each, after.get(each, Part(labels=each)), before.get(each, Part(labels=each))
            ),
            same_months=months,
        )
        for each in labels
    )
    same = (f"两年都只比较{months_text(months)}",) if months else ()
    notes = tuple(dict.fromkeys((*now.gaps, *base.gaps, *same, *now.notes, *base.notes)))
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
        months=months,
    )


def _shared_months(store: Store, town: Town, query: Query, year: int, base_year: int) -> tuple[int, ...]:
    """Return the months of which both years have data, where one of them lacks some; none where both are whole.

    Raises IndicatorError when there is no such month.
    """
    shared = frozenset(range(1, 13))
    for name in query.card.datasets:
        timed = _divides_by(query.card.ledger(name))
        if timed is None or not all(has_data(store, name, each) for each in (year, base_year)):
            continue
        for each in (year, base_year):
            shared &= frozenset(coverage_of(store, town, name, each).months)
    chosen = _chosen_months(query)
    if chosen <= shared or any(name in TIME for name in query.inner):
        return ()
    if not chosen & shared:
        title = query.card.title
        raise IndicatorError(
            f"{year}年与{base_year}年没有一个月都有{title}的数据，不可比较", todo="请先补报缺的月份"
        )
    return tuple(sorted(chosen & shared))


def _chosen_months(query: Query) -> frozenset[int]:
    """Return the months that a question selects: all unless a filter names a period."""
    chosen = frozenset(range(1, 13))
    for name, labels in query.filters.items():
        if name in TIME:
            chosen &= frozenset(month for label in labels for month in months_of(name, label))
    return chosen


def _divides_by(home: Dataset) -> str | None:
    """Return the finest period that a ledger can be divided by: month or half; None where time is no matter."""
    have = names(home)
    return next((name for name in ("month", "half") if name in have), None)


def _divides(card: Indicator, period: str) -> bool:
    return card.denominator is not None and period in names(card.ledger(card.denominator.dataset))


def month_filter(card: Indicator, months: Sequence[int]) -> Mapping[str, Labels]:
    """Return the filter that keeps some months of an indicator; none where its ledger knows no time.

    Raises IndicatorError for a half-yearly ledger of which they are no whole half.
    """
    finest = _divides_by(card.home)
    if finest == "month":
        return {"month": tuple(MONTHS[month - 1] for month in months)}
    if finest is None:
        return {}
    halves = tuple(half for half in HALVES if months_of("half", half) <= set(months))
    if not halves:
        raise IndicatorError(f"{card.title}没有可比的半年", todo="请先补报")
    return {"half": halves}


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
    change = Change(indicator=card, labels=labels, now=now, base=base)
    if now.value is None or base.value is None:
        return change
    difference = now.value - base.value  # type: ignore[operator]  # both are of one exact kind
    percent = None
    if base.value and card.unit != "%":
        percent = Fraction(difference) / Fraction(base.value) * 100
    low, high, chance = _by_chance(card, now, base)
    return replace(
        change, difference=difference, percent=percent, chance_low=low, chance_high=high, chance=chance
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

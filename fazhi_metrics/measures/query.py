"""A question resolved once: the card, the years, the dimensions and filters by their one spelling.

Measuring, comparing and tracing are handed the same `Query`; nobody spells a question a second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.datasets import Dataset
from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures.base import Indicator, Sum
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.dimensions import (
    SHARED,
    TIME,
    TITLES,
    canonical,
    dimension,
    no_dimension,
)
from fazhi_metrics.measures.tally import Beside, Labels, has_data

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

Label = str | int | bool
Selection = Mapping[str, Label | Sequence[Label]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked of an indicator, in its one spelling.

    `by` are the dimensions, the year among them where there are several; `inner` those without the year.
    `filters` keep some labels of a dimension. `below_by` and `below_filters` are what the denominator can be
    divided and selected by; what it cannot, the `notes` say.
    """

    card: Indicator
    years: tuple[int, ...]
    by: tuple[str, ...]
    filters: Mapping[str, Labels]
    below_by: tuple[str, ...]
    below_filters: Mapping[str, Labels]
    notes: tuple[str, ...] = ()

    @property
    def home(self) -> Dataset:
        """The numerator's ledger."""
        return self.card.home

    @property
    def inner(self) -> tuple[str, ...]:
        """The dimensions but for the year."""
        return tuple(name for name in self.by if name != "year")

    @property
    def one_ledger(self) -> bool:
        """Whether both sums go over the records of one ledger, so that a record is judged for both."""
        return self.card.denominator is not None and len(self.card.datasets) == 1

    def side(self, sum_: Sum) -> tuple[tuple[str, ...], Mapping[str, Labels], Beside]:
        """Return by what one of the sums is divided and selected, and what the other asks of its records."""
        if sum_ is self.card.numerator:
            return self.inner, self.filters, beside(sum_, self.card.denominator)
        return self.below_by, self.below_filters, beside(sum_, self.card.numerator)

    def projected(self, labels: Labels) -> Labels:
        """Return the labels of the denominator's group that a group of the numerator belongs to."""
        if self.below_by == self.inner:
            return labels
        return tuple(label for name, label in zip(self.inner, labels, strict=True) if name in self.below_by)


def resolve(
    store: Store,
    town: Town,
    indicator: str | Indicator,
    year: int | Iterable[int] | None = None,
    by: str | Sequence[str] = (),
    where: Selection | None = None,
) -> Query:
    """Resolve a question: see `measures.measure` for what its parts mean.

    Raises IndicatorError for an unknown indicator, or one that cannot be divided or selected so.
    """
    card = indicator_named(indicator, town)
    home = card.home
    years = asked_years(store, card, year)
    names = asked_dimensions(by, home, several=len(years) > 1)
    filters = asked_filters(where, home, town)
    inner = tuple(name for name in names if name != "year")
    for name in (*inner, *filters):
        if dimension(name, home, store, town, years[0]) is None:
            raise no_dimension(name, home)
    below_by, below_filters = inner, filters
    notes: tuple[str, ...] = ()
    if card.denominator is not None and card.denominator.dataset != home.name:
        other = card.ledger(card.denominator.dataset)
        shared = {
            name
            for name in (*inner, *filters)
            if name in SHARED and dimension(name, other, store, town, years[0]) is not None
        }
        below_by = tuple(name for name in inner if name in shared)
        below_filters = {name: labels for name, labels in filters.items() if name in shared}
        notes = tuple(_undivided(home, other, inner, filters, shared))
    return Query(
        card=card,
        years=years,
        by=names,
        filters=filters,
        below_by=below_by,
        below_filters=below_filters,
        notes=notes,
    )


def _undivided(
    home: Dataset, other: Dataset, inner: Iterable[str], filters: Iterable[str], shared: set[str]
) -> Iterable[str]:
    """Say by what a denominator of another ledger is not divided or selected."""
    if whole := [title_of(name, home) for name in inner if name not in shared]:
        yield f"分母（{other.title}）不分{'、'.join(whole)}，各部分用同一个分母"
    if whole := [title_of(name, home) for name in filters if name not in shared]:
        yield f"分母（{other.title}）不分{'、'.join(whole)}，未按条件筛选"


def beside(mine: Sum, other: Sum | None) -> Beside:
    """Return what the other sum of a rate asks of the records, where both go over those of one ledger."""
    if other is None or mine.dataset != other.dataset:
        return Beside()
    alike = mine.where == other.where and not (mine.distinct or other.distinct)
    return Beside(other.values if alike else (), tuple(where.column for where in other.where))


def asked_years(store: Store, card: Indicator, year: int | Iterable[int] | None) -> tuple[int, ...]:
    """Return the years asked for in order: one, several, or all that every dataset of the indicator has."""
    if isinstance(year, int):
        return (year,)
    if year is not None:
        asked = tuple(sorted(set(year)))
        if not asked:
            raise IndicatorError("没有写明年份", todo="例如 year=2025")
        return asked
    have = store.years(card.numerator.dataset)
    common = tuple(each for each in have if all(has_data(store, name, each) for name in card.datasets))
    if not common:
        titles = "、".join(card.ledger(name).title for name in card.datasets)
        raise IndicatorError(f"{card.title}要用的数据没有同一年份的：{titles}")
    return common


def asked_dimensions(by: str | Sequence[str], home: Dataset, *, several: bool) -> tuple[str, ...]:
    """Return the dimensions by their canonical names, the year first among them when there are several."""
    asked = (by,) if isinstance(by, str) else tuple(by)
    names = tuple(dict.fromkeys(canonical(name, home) for name in asked))
    return ("year", *names) if several and "year" not in names else names


def asked_filters(where: Selection | None, home: Dataset, town: Town) -> dict[str, Labels]:
    """Return which labels of which dimensions were asked for, by canonical names (villages by any alias)."""
    filters: dict[str, Labels] = {}
    for name, wanted in (where or {}).items():
        key = canonical(name, home)
        if key == "year":
            raise IndicatorError("年份不写在 where 里", todo="请用 year=2025")
        several = (wanted,) if isinstance(wanted, str | int) else wanted
        labels = tuple(_label(key, each) for each in several)
        if key == "village":
            labels = tuple(town.village(label) or label for label in labels)
        if not labels:
            raise IndicatorError(f"{title_of(key, home)}没有写明要哪些")
        filters[key] = labels
    return filters


def _label(name: str, wanted: Label) -> str:
    """Return a label as text: 3 is 3月 for months and 三季度 for quarters, True is 是."""
    if isinstance(wanted, bool):
        return "是" if wanted else "否"
    if isinstance(wanted, int):
        periods = TIME.get(name, ())
        return periods[wanted - 1] if 1 <= wanted <= len(periods) else str(wanted)
    return wanted


def title_of(name: str, home: Dataset) -> str:
    """Return a dimension's Chinese title."""
    column = home.by_name.get(name)
    return TITLES.get(name, column.title if column else name)


def sorted_labels(labels: Labels, name: str) -> Labels:
    """Put periods and years back in the order of time, whatever year they were first seen in."""
    if name in TIME:
        known = TIME[name]
        return tuple(sorted(labels, key=lambda label: known.index(label) if label in known else len(known)))
    return tuple(sorted(labels)) if name == "year" else labels

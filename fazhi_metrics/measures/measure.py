"""Measuring: an indicator by place, time and type, with numerator, denominator and n beside every value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures.base import Indicator, Sum
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.coverage import Gaps, find_gaps
from fazhi_metrics.measures.dimensions import MONTHS, SHARED, TIME, dataset_of, dimension, no_dimension
from fazhi_metrics.measures.part import Measure, Part, is_small
from fazhi_metrics.measures.query import (
    Selection,
    asked_dimensions,
    asked_filters,
    asked_years,
    sorted_labels,
    title_of,
)
from fazhi_metrics.measures.tally import Labels, Tallies, Tally, tally
from fazhi_metrics.quantities import Amount

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_MOST_GROUPS = 50_000


def measure(
    store: Store,
    town: Town,
    indicator: str | Indicator,
    year: int | Iterable[int] | None = None,
    by: str | Sequence[str] = (),
    where: Selection | None = None,
) -> Measure:
    """Measure an indicator: as a whole, or divided by place, time, type or any column of its dataset.

    `year` is one year, several, or None for all there are; with several, the year is always a dimension, so
    that two years are never added up unseen. `by` names dimensions (village, district, month, quarter, half,
    year, type, or a column such as channel; Chinese titles do as well). `where` keeps only some labels of a
    dimension: `{"district": "一片区", "kind": ["债务", "家庭"]}`. A denominator that cannot be divided alike
    is the same for every part, and a note says so.

    Raises:
        IndicatorError: no such indicator, or it cannot be divided or selected so.
        DatasetError: there is no data for the year.
    """
    card = indicator_named(indicator, town)
    home = dataset_of(card.numerator.dataset)
    asked = asked_years(store, card, year)
    dimensions = asked_dimensions(by, home, several=len(asked) > 1)
    filters = asked_filters(where, home, town)
    inner = tuple(name for name in dimensions if name != "year")
    for name in (*inner, *filters):
        if dimension(name, home, store, town, asked[0]) is None:
            raise no_dimension(name, home)
    below = Denominator(store, town, card, inner, filters, asked[0])
    parts: list[Part] = []
    order: list[dict[str, None]] = [{} for _ in dimensions]
    gaps = Gaps()
    for each in asked:
        above = tally(
            store, town, card.numerator, each, inner, filters, paired(card.numerator, card.denominator)
        )
        base = below.tally(each)
        full = _covered(store, card, each)
        last = None if full else above.last
        measured = _parts(card, inner, above, base, below, last, unborn=_unborn(filters, last))
        found = [_labelled(part, dimensions, each) for part in measured]
        for part in found:
            for place, label in zip(order, part.labels, strict=True):
                place.setdefault(label)
        parts += found
        gaps += find_gaps(store, town, card, each, above, base, full=full, filtered=filters)
    if card.changed_in is not None and asked[0] < card.changed_in <= asked[-1]:
        gaps += Gaps(notes=(f"口径自{card.since}年起改变（第{card.version}版），前后年份不可直接比较",))
    if card.numerator.distinct and dimensions:
        gaps += Gaps(notes=("这是不同值的个数，各部分相加不等于总数",))
    return Measure(
        indicator=card,
        town=town.name,
        years=asked,
        by=dimensions,
        titles=tuple(title_of(name, home) for name in dimensions),
        order=tuple(sorted_labels(tuple(place), name) for name, place in zip(dimensions, order, strict=True)),
        parts=tuple(parts),
        notes=(*gaps.gaps, *gaps.notes, *below.notes),
        gaps=gaps.gaps,
        where=tuple(filters.items()),
    )


class Denominator:
    """The denominator of an indicator, divided and selected as far as its own dataset allows."""

    def __init__(
        self,
        store: Store,
        town: Town,
        card: Indicator,
        by: tuple[str, ...],
        filters: Mapping[str, Labels],
        year: int,
    ) -> None:
        self.store, self.town, self.card = store, town, card
        self.by, self.filters = by, dict(filters)
        self.notes: tuple[str, ...] = ()
        if card.denominator is None or card.denominator.dataset == card.numerator.dataset:
            return
        home = dataset_of(card.denominator.dataset)

        def has(name: str) -> bool:
            return name in SHARED and dimension(name, home, store, town, year) is not None

        self.by = tuple(name for name in by if has(name))
        self.filters = {name: labels for name, labels in filters.items() if has(name)}
        source = dataset_of(card.numerator.dataset)
        if whole := [title_of(name, source) for name in by if name not in self.by]:
            self.notes += (f"分母（{home.title}）不分{'、'.join(whole)}，各部分用同一个分母",)
        if whole := [title_of(name, source) for name in filters if name not in self.filters]:
            self.notes += (f"分母（{home.title}）不分{'、'.join(whole)}，未按条件筛选",)
        self.places = [index for index, name in enumerate(by) if name in self.by]

    def tally(self, year: int) -> Tallies | None:
        """Tally the denominator in one year; None for a count."""
        below = self.card.denominator
        if below is None:
            return None
        needed = paired(below, self.card.numerator)
        return tally(self.store, self.town, below, year, self.by, self.filters, needed)

    def project(self, labels: Labels, by: tuple[str, ...]) -> Labels:
        """Return the labels of the denominator's group that a group of the numerator belongs to."""
        return labels if self.by == by else tuple(labels[index] for index in self.places)


def _parts(
    card: Indicator,
    by: tuple[str, ...],
    above: Tallies,
    base: Tallies | None,
    below: Denominator,
    last: int | None,
    *,
    unborn: bool,
) -> Iterator[Part]:
    """Put numerator and denominator together, group by group, in the order of the labels.

    `last` is the last month recorded of a year that is not over; what lies after it (all of it, when
    `unborn`) is not known, and no zero.
    """
    groups = set(above.groups)
    if base is not None and below.by == by:
        groups |= set(base.groups)
    for labels in _in_order(groups, by, above, base if below.by == by else None):
        top = above.at(labels)
        late = labels not in above.groups and (unborn or _after(labels, by, last))
        value = None if late else top.value
        bottom = None if base is None else base.at(below.project(labels, by))
        yield _part(card, labels, value, top, bottom)


def _part(card: Indicator, labels: Labels, value: Amount | None, top: Tally, bottom: Tally | None) -> Part:
    denominator = None if bottom is None else bottom.value
    whole = None if value is None else card.value(value, denominator)
    same = card.denominator is not None and card.denominator.dataset == card.numerator.dataset
    small = is_small(card, whole, value, denominator)
    missing = top.missing + (bottom.missing if bottom is not None and not same else 0)
    n = bottom.rows if bottom is not None and same else top.rows
    return Part(
        labels=labels,
        value=whole,
        numerator=value,
        denominator=denominator,
        n=n,
        missing=missing,
        small=small,
    )


def _in_order(
    groups: set[Labels], by: tuple[str, ...], above: Tallies, base: Tallies | None
) -> list[Labels] | Iterator[Labels]:
    """Return the groups to show: all combinations of closed lists, or those that occur when a list is open."""
    order = [
        tuple(dict.fromkeys((*labels, *(base.labels[index] if base else ()))))
        for index, labels in enumerate(above.labels)
    ]
    if not all(above.closed):
        place = [{label: index for index, label in enumerate(labels)} for labels in order]
        return sorted(
            groups, key=lambda labels: [each[label] for each, label in zip(place, labels, strict=True)]
        )
    used = [{labels[index] for labels in groups} for index in range(len(by))]
    shown = [
        [label for label in labels if label in closed or label in seen]
        for labels, closed, seen in zip(order, map(set, above.closed), used, strict=True)
    ]
    size = 1
    for labels in shown:
        size *= len(labels)
    if size > _MOST_GROUPS:
        raise IndicatorError(f"分得太细：共 {size} 组", todo="请少用几个维度，或先用 where 筛选")
    return product(*shown)


def _after(labels: Labels, by: tuple[str, ...], last: int | None) -> bool:
    """Whether a group lies wholly after the last month that the ledger records."""
    if last is None:
        return False
    for name, label in zip(by, labels, strict=True):
        if name in TIME and label in TIME[name]:
            length = len(MONTHS) // len(TIME[name])
            if TIME[name].index(label) * length >= last:
                return True
    return False


def _unborn(filters: Mapping[str, Labels], last: int | None) -> bool:
    """Whether a selection of periods lies wholly after the last month that the ledger records."""
    periods = [(name, labels) for name, labels in filters.items() if name in TIME]
    return any(all(_after((label,), (name,), last) for label in labels) for name, labels in periods)


def _covered(store: Store, card: Indicator, year: int) -> bool:
    """Whether the year is over for the numerator's ledger: a later year has begun."""
    return any(later > year for later in store.years(card.numerator.dataset))


def paired(mine: Sum, other: Sum | None) -> tuple[str, ...]:
    """Return the other sum's value columns when both go over the same rows, so that both leave out the same."""
    if other is None or mine.distinct or other.distinct:
        return ()
    return other.values if (mine.dataset, mine.where) == (other.dataset, other.where) else ()


def _labelled(part: Part, by: tuple[str, ...], year: int) -> Part:
    """Put the year among a part's labels where it is a dimension."""
    if "year" not in by:
        return part
    place = by.index("year")
    return replace(part, labels=(*part.labels[:place], str(year), *part.labels[place:]))

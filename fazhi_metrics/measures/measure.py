"""Measuring: an indicator by place, time and type, with numerator, denominator and n beside every value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

from fazhi_metrics.errors import DatasetError, IndicatorError
from fazhi_metrics.measures.base import Indicator, Sum
from fazhi_metrics.measures.bounds import Uncertain, judge
from fazhi_metrics.measures.coverage import coverage_of
from fazhi_metrics.measures.dimensions import dimension, districts_of
from fazhi_metrics.measures.disclosure import NOTE, disclosure_of, of_persons
from fazhi_metrics.measures.evidence import evidence_of
from fazhi_metrics.measures.other_years import over_other_years
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.query import Query, Selection, resolve, sorted_labels, title_of
from fazhi_metrics.measures.side import Side, reservations_of
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.tally import Labels, Tallies, has_data, tally
from fazhi_metrics.measures.weigh import Weigh, cannot_shrink

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
    is the same for every part, and a note says so. Every part carries its status; see `measures.status`.

    Raises:
        IndicatorError: no such indicator, or it cannot be divided or selected so.
        DatasetError: there is no data of the year at all.
    """
    return answer(store, town, resolve(store, town, indicator, year, by, where))


def answer(store: Store, town: Town, query: Query) -> Measure:
    """Answer a question that was resolved; see `measure`."""
    card = query.card
    if cut := disclosure_of(store, town).refuses(card, query.years, query.inner, query.filters):
        raise IndicatorError(cut, todo="请不加筛选，或每次只选一个")
    parts: list[Part] = []
    order: list[dict[str, None]] = [{} for _ in query.by]
    for year in query.years:
        for part in _parts(store, town, query, year):
            labelled = _labelled(part, query.by, year)
            for place, label in zip(order, labelled.labels, strict=True):
                place.setdefault(label)
            parts.append(labelled)
    notes: list[str] = []
    if card.changed_in is not None and query.years[0] < card.changed_in <= query.years[-1]:
        notes.append(f"口径自{card.since}年起改变（第{card.version}版），前后年份不可直接比较")
    if card.numerator.distinct and query.by:
        notes.append("这是不同值的个数，各部分相加不等于总数")
    notes += _inapplicable(store, query)
    reasons = [(part.status, reason) for part in parts for reason in part.reasons]
    gaps = tuple(dict.fromkeys(text for status, text in reasons if status.failed))
    said = dict.fromkeys(text for _, text in reasons)
    return Measure(
        indicator=card,
        town=town.name,
        years=query.years,
        by=query.by,
        titles=tuple(title_of(name, query.home) for name in query.by),
        order=tuple(sorted_labels(tuple(place), name) for name, place in zip(query.by, order, strict=True)),
        parts=tuple(parts),
        notes=(*said, *notes, *query.notes),
        gaps=gaps,
        where=tuple(query.filters.items()),
    )


def _inapplicable(store: Store, query: Query) -> list[str]:
    """Say how many records leave a denominator because a column does not apply to them."""
    below, notes = query.card.denominator, []
    for year in query.years if below else ():
        found = evidence_of(store).inapplicable(query.home.name, year) if below else {}
        for name in dict.fromkeys(query.side(below)[2].applicable) if below else ():
            if name in found:
                title = query.home.by_name[name].title
                notes.append(f"{year}年有 {len(found[name])} 条记录的“{title}”不适用，不计入分母")
    return notes


def _parts(store: Store, town: Town, query: Query, year: int) -> Iterator[Part]:
    """Yield the parts of one year, in the order of their labels."""
    card = query.card
    if card.denominator is not None and card.denominator.year != "this":
        yield from over_other_years(lambda each: answer(store, town, each), query, year)
        return
    absent = [name for name in card.datasets if not has_data(store, name, year)]
    if absent:
        yield from _without_data(store, town, query, year, absent)
        return
    above = _tally(store, town, query, card.numerator, year)
    base = None if card.denominator is None else _tally(store, town, query, card.denominator, year)
    sides = list(_sides(store, town, query, year, above, base))
    districts = districts_of(store, town, year)
    weigh = Weigh(query, year, sides[0], sides[1] if len(sides) > 1 else None, districts)
    alike = base is not None and query.below_by == query.inner
    groups = set(above.groups) | (set(base.groups) if base is not None and alike else set())
    if of_persons(card):  # which parts someone is in would tell
        groups |= set(product(*map(dict.fromkeys, _kept_labels(query, above))))
    elif not weigh.clean and not all(above.closed):
        groups |= sides[0].uncertain.groups | _read_in_vain(store, town, query, year)
    control = disclosure_of(store, town)
    for labels in _in_order(groups, query.inner, above, base if alike else None):
        if control.confidential(card, year, query.inner, labels, query.filters):
            yield Part(labels=labels, n=None, status=Status.CONFIDENTIAL, reasons=(NOTE,))
            continue
        bottom = None if base is None else base.at(query.projected(labels))
        yield weigh.part(labels, above.at(labels), bottom)


def _kept_labels(query: Query, above: Tallies) -> Iterator[Labels]:
    """Yield the labels of each dimension as far as a selection leaves them, whether anything is there or not."""
    for name, labels in zip(query.inner, above.labels, strict=True):
        kept = query.filters.get(name, labels)
        yield tuple(label for label in labels if label in kept)


def _read_in_vain(store: Store, town: Town, query: Query, year: int) -> set[Labels]:
    """Return the groups that have records, where the numerator asks for a column that did not come."""
    sum_, evidence = query.card.numerator, evidence_of(store)
    if all(evidence.has_column(sum_.dataset, year, name) for name in sum_.columns):
        return set()
    return set(tally(store, town, Sum(sum_.dataset), year, query.inner, query.filters).groups)


def _tally(store: Store, town: Town, query: Query, sum_: Sum, year: int) -> Tallies:
    by, filters, other = query.side(sum_)
    return tally(store, town, sum_, year, by, filters, other)


def _sides(
    store: Store, town: Town, query: Query, year: int, above: Tallies, base: Tallies | None
) -> Iterator[Side]:
    """Yield what is held against the numerator and, of a rate, the denominator."""
    evidence, card = evidence_of(store), query.card
    together: Uncertain | None = None
    for place, (sum_, tallies) in enumerate(zip(card.sums, (above, base), strict=False)):
        if tallies is None:
            continue
        by, filters, _ = query.side(sum_)
        if together is None or not query.one_ledger:
            sums = card.sums if query.one_ledger else (sum_,)
            blanks = bool(tallies.blanks) or (query.one_ledger and base is not None and bool(base.blanks))
            together = judge(store, town, sums, year, by, filters, evidence, blanks=blanks)
        coverage = coverage_of(store, town, sum_.dataset, year)
        held = reservations_of(store, town, evidence, coverage, sum_, year, tallies.dims)
        yield Side(
            sum=sum_,
            by=by,
            filters=filters,
            coverage=coverage,
            reservations=held,
            uncertain=together,
            place=place if query.one_ledger else 0,
        )


def _without_data(store: Store, town: Town, query: Query, year: int, absent: Sequence[str]) -> Iterator[Part]:
    """Yield parts that say that a ledger is not there: never kept, or not sent in for this year.

    Raises DatasetError where nothing says which parts there would be.
    """
    homes = [query.card.ledger(name) for name in absent]
    kept = [home for home in homes if home.name in store.datasets()]
    if year not in {each for name in store.datasets() for each in store.years(name)} | set(town.years):
        store.table(absent[0], year, ["year"])  # says which years there are
    status = Status.INCOMPLETE if len(kept) == len(homes) else Status.UNAVAILABLE
    reasons = tuple(
        f"没有报来{year}年的{home.title}" if home in kept else f"没有{home.title}" for home in homes
    )
    order: list[Labels] = []
    for name in query.inner:
        found = dimension(name, query.home, store, town, year)
        if found is None or not found.labels:
            raise DatasetError(f"{'、'.join(reasons)}，不能按{title_of(name, query.home)}分")
        order.append(query.filters.get(name, found.labels))
    low = 0 if status is Status.INCOMPLETE and cannot_shrink(query.card.numerator, query.home) else None
    for labels in product(*order):
        yield Part(labels=labels, status=status, reasons=reasons, low=low)


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


def _labelled(part: Part, by: tuple[str, ...], year: int) -> Part:
    """Put the year among a part's labels where it is a dimension."""
    if "year" not in by:
        return part
    place = by.index("year")
    return replace(part, labels=(*part.labels[:place], str(year), *part.labels[place:]))

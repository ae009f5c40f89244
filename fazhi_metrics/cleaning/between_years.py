"""What must hold between a year and the year before: numbers that leap, records and values that are gone."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final, NamedTuple

from fazhi_metrics.cleaning.facts import Standing
from fazhi_metrics.cleaning.issues import Issue, issue
from fazhi_metrics.cleaning.shown import shown
from fazhi_metrics.cleaning.validate import Validator
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.checks import Recurs, Steady
from fazhi_metrics.quantities.cells import exact

Year = Mapping[int, Validator]
_FEW: Final = 10  # below this a doubling is chance
_MANY, _FACTOR = 20, 2.5  # a ledger of so many records does not grow or shrink by so much unnoticed
_SEVERAL, _MOSTLY = 5, 0.8  # of the places: so many that leap the same way have one cause
_COMMON: Final = 7.0  # a value expected so often is absent in less than one of a thousand years


class LineOfCells(NamedTuple):
    """All cells of a column in one sheet."""

    file: str
    sheet: str | None
    column: str


def between_years(dataset: Dataset, years: Year, doubted: Collection[LineOfCells]) -> Iterator[Issue]:
    """Yield what differs too much from one year to the next.

    `doubted` are the columns that do not come to their totals: of two numbers that are far apart, the one in
    such a column is the likelier mistake.
    """
    for year, this in sorted(years.items()):
        last = years.get(year - 1)
        if last is None:
            continue
        yield from _record_jump(dataset, this, last)
        for check in dataset.checks:
            match check:
                case Steady(whole=True):
                    yield from _sum_jump(check, this, last)
                case Steady():
                    yield from _steady(check, this, last, doubted)
                case Recurs():
                    yield from _recurs(check, this, last)
                    yield from _recurs(check, last, this)


def _record_jump(dataset: Dataset, this: Validator, last: Validator) -> Iterator[Issue]:
    """Report a ledger that has far more or fewer records than the year before: a part may be missing."""
    now, then = this.facts.rows, last.facts.rows
    if dataset.layout != "rows" or max(now, then) < _MANY or max(now, then) <= _FACTOR * min(now, then):
        return
    place = this.locator.whole(this.facts.sources)
    yield issue(
        "records_jump",
        file=place.file,
        sheet=place.sheet,
        dataset=dataset.name,
        year=this.year,
        effect=abs(now - then) / max(now, then),
        words={"this": now, "last": then},
    )


class _Leap(NamedTuple):
    """A number of one place that is far from the other year's: where each stands, and both."""

    now: Standing
    then: Standing
    this: Any
    last: Any


def _steady(
    check: Steady, this: Validator, last: Validator, doubted: Collection[LineOfCells]
) -> Iterator[Issue]:
    both = [
        (standing, last.facts.places[village])
        for village, standing in this.facts.places.items()
        if village in last.facts.places
    ]
    for name in check.columns:
        pairs = [(own, other, own.values.get(name), other.values.get(name)) for own, other in both]
        known = [_Leap(*pair) for pair in pairs if pair[2] is not None and pair[3] is not None]
        leaps = [one for one in known if _leaps(float(one.this), float(one.last), check.factor, _FEW)]
        up = sum(one.this > one.last for one in leaps)
        if len(leaps) >= _SEVERAL and len(leaps) >= _MOSTLY * len(known) and up in (0, len(leaps)):
            yield _all_leap(check, name, leaps, this, last)
            continue
        for one in leaps:
            yield _one_leaps(check, name, one, this, last, doubted)


def _one_leaps(
    check: Steady,
    name: str,
    leap: _Leap,
    this: Validator,
    last: Validator,
    doubted: Collection[LineOfCells],
) -> Issue:
    sides = [(this, leap.now, leap.this), (last, leap.then, leap.last)]
    back = [_line(validator, own, name) in doubted for validator, own, _ in sides] == [False, True]
    (home, own, value), (away, other, beside) = reversed(sides) if back else sides
    words = {"column": this.dataset.by_name[name].title, "this": shown(value), "last": shown(beside)}
    words["other"] = away.place(other.spot, name).address
    return home.make(
        "jump_next" if back else "jump",
        own.spot,
        name,
        words,
        name=check.rule,
        severity=check.severity,
        todo=check.todo,
        amount=float(abs(leap.this - leap.last)),
    )


def _all_leap(check: Steady, name: str, leaps: list[_Leap], this: Validator, last: Validator) -> Issue:
    """Make one issue of a whole column that is far from last year's: its unit, or the column, is wrong."""
    ratios = sorted(float(one.this) / float(one.last) if one.last else math.inf for one in leaps)
    middle = ratios[len(ratios) // 2]
    times = f"{_round(middle)} 倍" if middle >= 1 else f"{_round(1 / middle)} 分之一" if middle else "零"
    words = {"column": this.dataset.by_name[name].title, "count": str(len(leaps)), "times": times}
    words["other"] = last.place(leaps[0].then.spot, name).address
    found = this.make(
        "jump_all",
        leaps[0].now.spot,
        name,
        words,
        name=check.rule,
        severity=check.severity,
        todo="请核对表头的单位，以及各列有没有错位",
        amount=float(sum(abs(one.this - one.last) for one in leaps)),
    )
    places = [this.place(one.now.spot, name) for one in leaps]
    cells = [place.cell for place in places if place[:2] == places[0][:2]]
    found = replace(found, cells=tuple(place.address for place in places))
    return replace(found, cell=f"{cells[0]}:{cells[-1]}") if cells[-1] != cells[0] else found


def _round(times: float) -> str:
    return f"{times:,.0f}" if times >= 10 else f"{times:.1f}"


def _line(validator: Validator, standing: Standing, name: str) -> LineOfCells:
    place = validator.place(standing.spot, name)
    return LineOfCells(place.file, place.sheet, name)


def _leaps(one: float, other: float, factor: float, few: int) -> bool:
    return max(one, other) >= few and max(one, other) > factor * min(one, other)


def _sum_jump(check: Steady, this: Validator, last: Validator) -> Iterator[Issue]:
    """Report a sum over the year that is far from last year's, at the largest number of the larger year."""
    for name in check.columns:
        now, then = this.facts.sums.get(name), last.facts.sums.get(name)
        if now is None or then is None or not _leaps(now.value, then.value, check.factor, _MANY):
            continue
        home, top = (this, now) if now.value > then.value else (last, then)
        words = {"column": this.dataset.by_name[name].title}
        words |= {"this": shown(exact(now.value)), "last": shown(exact(then.value))}
        amount = abs(now.value - then.value)
        yield home.make(
            "sum_jump",
            top.spot,
            name,
            words,
            name=check.rule,
            severity=check.severity,
            todo=check.todo,
            amount=amount,
        )


def _recurs(check: Recurs, here: Validator, there: Validator) -> Iterator[Issue]:
    """Report a value that the other year had often enough for its absence to be no chance."""
    have, others = (side.facts.counts[check.column] for side in (here, there))
    share = min(1.0, here.facts.rows / max(1, there.facts.rows))
    absent = [(value, n) for value, n in sorted(others.items()) if value not in have]
    for value, count in absent:
        if count * share < _COMMON:
            continue
        place = here.locator.whole(here.facts.sources)
        words = {"column": here.dataset.by_name[check.column].title, "value": value}
        words |= {"year": str(here.year), "other_year": str(there.year), "count": str(count)}
        yield issue(
            "value_absent",
            name=check.rule,
            severity=check.severity,
            todo=check.todo,
            file=place.file,
            sheet=place.sheet,
            dataset=here.dataset.name,
            year=here.year,
            effect=1 - math.exp(-count / max(1, there.facts.rows)),
            column=check.column,
            words=words,
        )

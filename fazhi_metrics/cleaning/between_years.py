"""What must hold between a year and the year before: numbers that leap, records and values that are gone."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping
from typing import Final, NamedTuple

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


def _steady(
    check: Steady, this: Validator, last: Validator, doubted: Collection[LineOfCells]
) -> Iterator[Issue]:
    for village, standing in this.facts.places.items():
        before = last.facts.places.get(village)
        if before is None:
            continue
        for name in check.columns:
            now, then = standing.values.get(name), before.values.get(name)
            if now is None or then is None or not _leaps(float(now), float(then), check.factor, _FEW):
                continue
            sides = [(this, standing, now), (last, before, then)]
            doubts = [_line(validator, own, name) in doubted for validator, own, _ in sides]
            back = doubts == [False, True]
            (home, own, value), (away, other, beside) = reversed(sides) if back else sides
            words = {"column": this.dataset.by_name[name].title, "this": shown(value), "last": shown(beside)}
            words["other"] = away.place(other.spot, name).address
            yield home.make(
                "jump_next" if back else "jump",
                own.spot,
                name,
                words,
                name=check.rule,
                severity=check.severity,
                todo=check.todo,
                amount=float(abs(now - then)),
            )


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

"""What must hold over a whole year, between two years, and between two ledgers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from fazhi_metrics.cleaning.facts import Counted
from fazhi_metrics.cleaning.issues import Issue, issue
from fazhi_metrics.cleaning.shown import shown
from fazhi_metrics.cleaning.validate import Validator
from fazhi_metrics.datasets import DATASETS, Dataset
from fazhi_metrics.datasets.checks import Agrees, Complete, Steady, Tally
from fazhi_metrics.errors import capped
from fazhi_metrics.project import Town

Year = Mapping[int, Validator]
_FEW = 10  # below this a doubling is chance
_MANY, _FACTOR = 20, 2.5  # a ledger of so many records does not grow or shrink by so much unnoticed


def identities(
    datasets: Sequence[Dataset],
    validators: Mapping[str, Year],
    town: Town,
    empty: Mapping[tuple[str, int], frozenset[int]],
) -> Iterator[Issue]:
    """Yield every breach of a declared identity.

    `validators` have seen the records by dataset and year; `empty` are the years of which a dataset has a
    table without records, with the months that such tables are for.
    """
    for dataset in datasets:
        years = validators.get(dataset.name, {})
        yield from _reported(dataset, {*years, *(year for name, year in empty if name == dataset.name)}, town)
        yield from _record_jump(dataset, years)
        for check in dataset.checks:
            for year, validator in sorted(years.items()):
                match check:
                    case Complete():
                        months = empty.get((dataset.name, year), frozenset())
                        yield from _complete(check, validator, town, months)
                    case Steady() if year - 1 in years:
                        yield from _steady(check, validator, years[year - 1])
                    case Agrees():
                        yield from _agrees(check, year, validators)


def _reported(dataset: Dataset, years: set[int], town: Town) -> Iterator[Issue]:
    for year in town.years if years else ():
        if year not in years:
            words = {"year": year, "dataset": dataset.title}
            yield issue("dataset_missing", file=f"{year}/", dataset=dataset.name, year=year, words=words)


def _record_jump(dataset: Dataset, years: Year) -> Iterator[Issue]:
    """Report a ledger that has far more or fewer records than the year before: a part may be missing."""
    for year, this in sorted(years.items()):
        last = years.get(year - 1)
        if last is None or dataset.layout != "rows":
            continue
        now, then = this.facts.rows, last.facts.rows
        if max(now, then) >= _MANY and max(now, then) > _FACTOR * min(now, then):
            place = this.locator.whole(this.facts.sources)
            yield issue(
                "records_jump",
                file=place.file,
                sheet=place.sheet,
                dataset=dataset.name,
                year=year,
                effect=abs(now - then) / max(now, then),
                words={"this": now, "last": then},
            )


def _complete(
    check: Complete, validator: Validator, town: Town, empty_months: frozenset[int]
) -> Iterator[Issue]:
    dataset, facts = validator.dataset, validator.facts
    lists: dict[str, Sequence[Any]] = {
        "village": [village.name for village in town.villages],
        "half": ["上半年", "下半年"],
        "month": range(1, 13),
    }
    have = set(facts.present.get(check.rule, set()))
    if check.over == ("month",):
        have |= {(month,) for month in empty_months}
    absent = [each for each in product(*(lists[name] for name in check.over)) if each not in have]
    if not absent:
        return
    names = [
        "".join(f"{part} 月" if isinstance(part, int) else str(part) for part in each) for each in absent
    ]
    place = validator.locator.whole(facts.sources)
    yield issue(
        "incomplete",
        name=check.rule,
        severity=check.severity,
        todo=check.todo,
        file=place.file,
        sheet=place.sheet,
        dataset=dataset.name,
        year=validator.year,
        effect=len(absent) / max(1, len(absent) + len(have)),
        words={"missing": capped(names), "year": validator.year},
    )


def _steady(check: Steady, this: Validator, last: Validator) -> Iterator[Issue]:
    title = {column.name: column.title for column in this.dataset.columns}
    for village, standing in this.facts.places.items():
        before = last.facts.places.get(village)
        if before is None:
            continue
        for name in check.columns:
            now, then = standing.values.get(name), before.values.get(name)
            if now is None or then is None or max(now, then) < _FEW:
                continue
            if now > check.factor * then or then > check.factor * now:
                words = {"column": title[name], "this": shown(now), "last": shown(then)}
                words["other"] = last.place(before.spot, name).address
                yield this.make(
                    "jump",
                    standing.spot,
                    name,
                    words,
                    name=check.rule,
                    severity=check.severity,
                    todo=check.todo,
                    amount=float(abs(now - then)),
                )


def _agrees(check: Agrees, year: int, validators: Mapping[str, Year]) -> Iterator[Issue]:
    left, right = (validators.get(t.dataset, {}).get(year) for t in (check.left, check.right))
    if left is None or right is None:
        return
    ours, theirs = (v.facts.tallies[t, check.by] for v, t in ((left, check.left), (right, check.right)))
    for group in sorted({*ours, *theirs}, key=str):
        a, b = ours.get(group), theirs.get(group)
        if _value(a) == _value(b):
            continue
        words = {
            "place": f"{group} 月" if check.by == "month" else str(group),
            "left": _name(check.left),
            "left_value": _value(a),
            "right": f"{DATASETS[check.right.dataset].title}的{_name(check.right)}",
            "right_value": _value(b),
        }
        side, found, tally = (left, a, check.left) if a is not None else (right, b, check.right)
        if found is not None:
            yield side.make(
                "disagrees",
                found.first,
                tally.column or tally.where or side.dataset.key[0],
                words,
                name=check.rule,
                severity=check.severity,
                todo=check.todo,
                amount=float(abs(_value(a) - _value(b))),
            )


def _value(counted: Counted | None) -> int:
    return 0 if counted is None else counted.value


def _name(tally: Tally) -> str:
    dataset = DATASETS[tally.dataset]
    return dataset.by_name[tally.column or tally.where or dataset.key[0]].title

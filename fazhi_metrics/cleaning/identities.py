"""What must hold over a whole year, and between two ledgers."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, Final

from fazhi_metrics.cleaning.between_years import LineOfCells, Year, between_years
from fazhi_metrics.cleaning.facts import Counted
from fazhi_metrics.cleaning.issues import Issue, Slice, issue
from fazhi_metrics.cleaning.locate import Place
from fazhi_metrics.cleaning.recognise import plain
from fazhi_metrics.cleaning.rules import Reach
from fazhi_metrics.cleaning.validate import Validator
from fazhi_metrics.datasets import DATASETS, Dataset
from fazhi_metrics.datasets.checks import Agrees, Complete, Listed, Severity, Tally
from fazhi_metrics.errors import capped
from fazhi_metrics.project import Town

_BY_CHANCE: Final = 0.001
_ENOUGH: Final = 20  # cases come in clusters; of a few nothing can be said


def identities(
    datasets: Sequence[Dataset],
    validators: Mapping[str, Year],
    town: Town,
    empty: Mapping[tuple[str, int], frozenset[int]],
    doubted: Collection[LineOfCells] = (),
) -> Iterator[Issue]:
    """Yield every breach of a declared identity.

    `validators` have seen the records by dataset and year; `empty` are the years of which a dataset has a
    table without records, with the months that such tables are for; `doubted` are the columns that do not
    come to their totals.
    """
    for dataset in datasets:
        years = validators.get(dataset.name, {})
        yield from _reported(dataset, {*years, *(year for name, year in empty if name == dataset.name)}, town)
        yield from between_years(dataset, years, doubted)
        for check in dataset.checks:
            for year, validator in sorted(years.items()):
                match check:
                    case Complete():
                        months = empty.get((dataset.name, year), frozenset())
                        yield from _complete(check, validator, town, months)
                    case Listed():
                        yield from _listed(check, validator, town)
                    case Agrees():
                        yield from _agrees(check, year, validators)


def _reported(dataset: Dataset, years: set[int], town: Town) -> Iterator[Issue]:
    for year in town.years if years else ():
        if year not in years:
            words = {"year": year, "dataset": dataset.title}
            yield issue("dataset_missing", file=f"{year}/", dataset=dataset.name, year=year, words=words)


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
    if check.over == ("month",) and not check.unlikely:
        have |= {(month,) for month in empty_months}
    every = list(product(*(lists[name] for name in check.over)))
    absent = [each for each in every if each not in have]
    few = facts.rows < _ENOUGH
    if not absent or (
        check.unlikely and (few or _by_chance(facts.rows, len(absent), len(every)) > _BY_CHANCE)
    ):
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
        slices=[each for one in absent for each in _slices(dict(zip(check.over, one, strict=True)))],
    )


def _slices(named: Mapping[str, Any]) -> Iterator[Slice]:
    """Yield a place or time that a check names as slices of the year; a half is six months.

    >>> [slice.month for slice in _slices({"half": "下半年"})]
    [7, 8, 9, 10, 11, 12]
    """
    half = {"上半年": range(1, 7), "下半年": range(7, 13)}.get(named.get("half", ""))
    for month in half or (named.get("month"),):
        yield Slice(named.get("village"), month)


def _by_chance(records: int, absent: int, every: int) -> float:
    """How likely it is at most that so many of all places have no record, were records to fall anywhere.

    >>> _by_chance(130, 3, 12) < 0.001 < _by_chance(20, 3, 12)
    True
    """
    return math.comb(every, absent) * (1 - absent / every) ** records


def _listed(check: Listed, validator: Validator, town: Town) -> Iterator[Issue]:
    """Report what a sheet says of villages and the town's list says otherwise, once for each cell."""
    found: dict[tuple[Place, str, str], list[str]] = {}
    for village in town.villages:
        standing = validator.facts.places.get(village.name)
        said = standing.values.get(check.column) if standing else None
        listed = village.district if check.column == "district" else village.kind
        if standing and said is not None and listed and plain(str(said)) != plain(listed):
            place = validator.place(standing.spot, check.column)
            found.setdefault((place, str(said), listed), []).append(village.name)
    for (place, said, listed), villages in found.items():
        words = {"column": validator.dataset.by_name[check.column].title, "typed": said, "listed": listed}
        yield issue(
            "listed_otherwise",
            name=check.rule,
            severity=check.severity,
            todo=check.todo,
            file=place.file,
            sheet=place.sheet,
            cell=place.cell,
            dataset=validator.dataset.name,
            year=validator.year,
            column=check.column,
            words={**words, "villages": capped(villages)},
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
        sides = [(left, a, check.left), (right, b, check.right)]
        named = [(s, f, t) for s, f, t in sides if f is not None and (f.value or s is left)]
        for number, (side, found, tally) in enumerate(named):
            yield side.make(
                "disagrees",
                found.first,
                tally.column or tally.where or side.dataset.key[0],
                words,
                name=check.rule,
                severity=_second(check.severity) if number else check.severity,
                todo=check.todo,
                amount=float(abs(_value(a) - _value(b))),
                reach=Reach.ABSENT,
                columns=[name for name in (tally.column, tally.where) if name],
                slices=list(_slices({check.by: group} if check.by else {})),
            )


def _second(severity: Severity) -> Severity:
    """Of the two cells that disagree, the second is only shown."""
    return Severity.WARNING if severity == Severity.ERROR else severity


def _value(counted: Counted | None) -> int:
    return 0 if counted is None else counted.value


def _name(tally: Tally) -> str:
    dataset = DATASETS[tally.dataset]
    return dataset.by_name[tally.column or tally.where or dataset.key[0]].title

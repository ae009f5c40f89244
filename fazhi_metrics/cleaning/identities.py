"""What must hold over a whole year, between two years, and between two ledgers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any

from fazhi_metrics.cleaning.issues import Issue, issue
from fazhi_metrics.cleaning.shown import shown
from fazhi_metrics.cleaning.validate import Validator
from fazhi_metrics.datasets import DATASETS, Dataset
from fazhi_metrics.datasets.checks import Agrees, Complete, Steady, Tally
from fazhi_metrics.datasets.schema import SOURCE
from fazhi_metrics.errors import capped
from fazhi_metrics.project import Town

if TYPE_CHECKING:
    import pandas as pd

Year = Mapping[int, Validator]
_FEW = 10  # below this a doubling is chance
_MANY, _FACTOR = 20, 2.5  # a ledger of so many records does not grow or shrink by so much unnoticed


def identities(datasets: Sequence[Dataset], validators: Mapping[str, Year], town: Town) -> Iterator[Issue]:
    """Yield every breach of a declared identity; `validators` holds the records by dataset and year."""
    for dataset in datasets:
        years = validators.get(dataset.name, {})
        yield from _reported(dataset, years, town)
        yield from _record_jump(dataset, years)
        for check in dataset.checks:
            for year, validator in sorted(years.items()):
                match check:
                    case Complete():
                        yield from _complete(check, validator, town)
                    case Steady() if year - 1 in years:
                        yield from _steady(check, validator, years[year - 1])
                    case Agrees():
                        yield from _agrees(check, year, validators)


def _reported(dataset: Dataset, years: Year, town: Town) -> Iterator[Issue]:
    missing = [year for year in town.years if year not in years]
    if years:
        for year in missing:
            words = {"year": year, "dataset": dataset.title}
            yield issue("dataset_missing", file=f"{year}/", dataset=dataset.name, year=year, words=words)


def _record_jump(dataset: Dataset, years: Year) -> Iterator[Issue]:
    """Report a ledger that has far more or fewer records than the year before: a part may be missing."""
    for year, this in sorted(years.items()):
        last = years.get(year - 1)
        if last is None or dataset.layout != "rows":
            continue
        now, then = len(this.frame), len(last.frame)
        if max(now, then) >= _MANY and max(now, then) > _FACTOR * min(now, then):
            place = this.locator.whole(int(number) for number in this.frame[SOURCE].unique())
            yield issue(
                "records_jump",
                file=place.file,
                sheet=place.sheet,
                dataset=dataset.name,
                year=year,
                effect=abs(now - then) / max(now, then),
                words={"this": now, "last": then},
            )


def _complete(check: Complete, validator: Validator, town: Town) -> Iterator[Issue]:
    frame, dataset = validator.frame, validator.dataset
    wanted: list[Sequence[Any]] = []
    present: list[pd.Series] = []
    for dimension in check.over:
        if dimension == "village":
            wanted.append([village.name for village in town.villages])
            present.append(frame["village"])
        elif dimension == "half":
            wanted.append(["上半年", "下半年"])
            present.append(frame["half"])
        else:
            wanted.append(range(1, 13))
            present.append(frame["month"] if "month" in dataset.by_name else frame[dataset.date].dt.month)
    have = set(zip(*present, strict=True))
    absent = [each for each in product(*wanted) if each not in have]
    if not absent:
        return
    names = [
        "".join(f"{part} 月" if isinstance(part, int) else str(part) for part in each) for each in absent
    ]
    place = validator.locator.whole(int(number) for number in frame[SOURCE].unique())
    total = max(1, len(absent) + len(have))
    yield issue(
        "incomplete",
        name=check.rule,
        severity=check.severity,
        todo=check.todo,
        file=place.file,
        sheet=place.sheet,
        dataset=dataset.name,
        year=validator.year,
        effect=len(absent) / total,
        words={"missing": capped(names), "year": validator.year},
    )


def _steady(check: Steady, this: Validator, last: Validator) -> Iterator[Issue]:
    title = {column.name: column.title for column in this.dataset.columns}
    before = {last.value(i, "village"): i for i in range(len(last.frame))}
    for record in range(len(this.frame)):
        other = before.get(this.value(record, "village"))
        if other is None:
            continue
        for name in check.columns:
            now, then = this.value(record, name), last.value(other, name)
            if now is None or then is None or max(now, then) < _FEW:
                continue
            if now > check.factor * then or then > check.factor * now:
                words = {"column": title[name], "this": shown(now), "last": shown(then)}
                words["other"] = last.place(other, name).address
                rule, todo = check.rule, check.todo
                yield this.make("jump", record, name, words, name=rule, severity=check.severity, todo=todo)


def _agrees(check: Agrees, year: int, validators: Mapping[str, Year]) -> Iterator[Issue]:
    left, right = (validators.get(t.dataset, {}).get(year) for t in (check.left, check.right))
    if left is None or right is None:
        return
    ours, theirs = _tally(check.left, left, check.by), _tally(check.right, right, check.by)
    for group in sorted({*ours, *theirs}, key=str):
        a, b = ours.get(group, (0, None)), theirs.get(group, (0, None))
        if a[0] == b[0]:
            continue
        words = {
            "place": f"{group} 月" if check.by == "month" else str(group),
            "left": _name(check.left),
            "left_value": a[0],
            "right": f"{DATASETS[check.right.dataset].title}的{_name(check.right)}",
            "right_value": b[0],
        }
        side, record, tally = (left, a[1], check.left) if a[1] is not None else (right, b[1], check.right)
        field = tally.column or tally.where or side.dataset.key[0]
        if record is not None:
            rule, todo = check.rule, check.todo
            yield side.make("disagrees", record, field, words, name=rule, severity=check.severity, todo=todo)


def _name(tally: Tally) -> str:
    dataset = DATASETS[tally.dataset]
    return dataset.by_name[tally.column or tally.where or dataset.key[0]].title


def _tally(tally: Tally, validator: Validator, by: str | None) -> dict[Any, tuple[int, int | None]]:
    """Return each group's sum (or count) and one record that carries it, where there is exactly one cell."""
    frame, dataset = validator.frame, validator.dataset
    rows = frame[frame[tally.where].fillna(False).astype(bool)] if tally.where else frame
    if by == "month":
        keys = rows["month"] if "month" in dataset.by_name else rows[dataset.date].dt.month
    elif by == "village":
        keys = rows["village"]
    else:
        keys = rows["year"]
    found: dict[Any, tuple[int, int | None]] = {}
    for record, key in zip(rows.index.tolist(), keys.tolist(), strict=True):
        if shown(key) == "":
            continue
        value = 1 if tally.column is None else validator.value(record, tally.column)
        group = key if by == "village" else int(key)
        count, first = found.get(group, (0, None))
        found[group] = (count + int(value or 0), record if first is None else first)
    return found

"""Records held against their dataset's checks, and every failure put back on its cell.

pandera validates the records of a dataset and year, in slices when they are very many; it knows the record
and the rule. This module knows the cell and the Chinese words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fazhi_metrics.cleaning.duplicates import Keys
from fazhi_metrics.cleaning.facts import Facts, Spot
from fazhi_metrics.cleaning.issues import Issue, issue
from fazhi_metrics.cleaning.locate import Locator, Place
from fazhi_metrics.cleaning.shown import shown
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.checks import (
    Adds,
    NotMore,
    PercentOf,
    Reached,
    RowCheck,
    Severity,
    Soon,
    Tally,
    Together,
)
from fazhi_metrics.datasets.schema import AT, SOURCE, Failure, failures, frame, frame_schema, row_checks

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa


class Validator:
    """Validates the records of one dataset and year, slice by slice, and words what it finds.

    `settled` are the cells already reported, of which nothing more need be said. What was typed in a cell is
    not known here: `typed` of its issues is empty until it is looked up.
    """

    def __init__(
        self,
        dataset: Dataset,
        year: int,
        locator: Locator,
        settled: Collection[Place],
        agreeing: Iterable[tuple[Tally, str | None]],
        switched_on: frozenset[str] = frozenset(),
    ) -> None:
        self.dataset, self.year, self.locator = dataset, year, locator
        self.settled = settled
        self.facts = Facts(dataset, agreeing)
        self._keys = Keys((*dataset.key, "year") if dataset.key else ())
        self._numberless = _numberless(dataset)
        self._schema = frame_schema(dataset, switched_on, keys=False)
        self._checks: Mapping[str, RowCheck] = {c.rule: c for c in row_checks(dataset, switched_on)}

    def check(self, records: pa.Table) -> Iterator[Issue]:
        """Yield what is wrong with a slice of the records, at its cells, and remember what it amounts to."""
        rows = frame(records).reset_index(drop=True)
        self.facts.observe(rows)
        self._keys.observe(rows)
        self._numberless.observe(rows)
        found = failures(rows, self._schema)
        picked = _Picked(rows, {failure.record for failure in found})
        for failure in found:
            check = self._checks.get(failure.rule)
            yield from self._of_check(failure, picked, check) if check else self._of_cell(failure, picked)

    def close(self) -> Iterator[Issue]:
        """Yield what can only be said when all records were seen: keys that occur twice."""
        column = self.dataset.key[0] if self.dataset.key else ""
        titles = "、".join(self.dataset.by_name[name].title for name in self.dataset.key)
        for spot, first in self._keys.duplicates():
            words = {"columns": titles, "other": self.place(first, column).address}
            yield self.make("duplicate_key", spot, column, words)
        shown_at = self.dataset.date or column
        for spot, first in self._numberless.duplicates():
            words = {"other": self.place(first, shown_at).address}
            yield self.make("record_twice", spot, shown_at, words)

    def place(self, spot: Spot, column: str) -> Place:
        """The cell of a record's column."""
        return self.locator.place(*spot, column)

    def make(
        self,
        rule: str,
        spot: Spot,
        column: str,
        words: Mapping[str, Any],
        *,
        name: str = "",
        severity: Severity | None = None,
        todo: str = "",
        amount: float | None = None,
        columns: Sequence[str] | None = None,
        **others: Any,
    ) -> Issue:
        """Make an issue at the cell of a record's column; the mistake may be in any of `columns`."""
        place = self.place(spot, column)
        beside = [found.cell for name in columns or () if (found := self.place(spot, name))[:2] == place[:2]]
        return issue(
            rule,
            file=place.file,
            sheet=place.sheet,
            cell=place.cell,
            dataset=self.dataset.name,
            year=self.year,
            severity=severity,
            todo=todo,
            name=name,
            words=words,
            column=column,
            amount=amount,
            columns=columns,
            beside=[cell for cell in beside if cell],
            **others,
        )

    def _of_cell(self, failure: Failure, rows: _Picked) -> Iterator[Issue]:
        spot = rows.spot(failure.record)
        name = failure.column or self.dataset.date or ""
        column = self.dataset.by_name[name]
        place = self.place(spot, name)
        if place in self.settled:
            return
        if failure.rule == "required_missing" and (not place.cell or self.locator.spanned(*spot, name)):
            return  # the missing column, or the merged cell, was reported as such
        words: dict[str, Any] = {"column": column.title}
        match failure.rule:
            case "date_in_year":
                words |= {"date": shown(rows.value(failure.record, name)), "year": self.year}
            case "below_minimum":
                words["limit"] = column.minimum
            case "above_maximum":
                words["limit"] = column.maximum
        yield self.make(failure.rule, spot, name, words)

    def _of_check(self, failure: Failure, rows: _Picked, check: RowCheck) -> Iterator[Issue]:
        spot, title = rows.spot(failure.record), {c.name: c.title for c in self.dataset.columns}

        def raw(name: str) -> Any:
            return rows.value(failure.record, name)

        def value(name: str) -> str:
            return shown(raw(name))

        def cell(name: str) -> str:
            return self.place(spot, name).cell

        make, name, todo, moved = self.make, check.rule, check.todo, check.could_move
        words: dict[str, Any]
        match check:
            case NotMore():
                dates = self.dataset.by_name[check.greater].type == "date"
                at, other = (check.greater, check.lesser) if dates else (check.lesser, check.greater)
                words = {"lesser": title[check.lesser], "greater": title[check.greater], "other": cell(other)}
                words |= {"left": value(check.lesser), "right": value(check.greater)}
                rule = "not_later" if dates else "not_more"
                yield make(
                    rule, spot, at, words, name=name, severity=check.severity, todo=todo, columns=moved
                )
            case Adds():
                parts = [raw(part) or 0 for part in check.parts]
                words = {
                    "whole": title[check.whole],
                    "stated": value(check.whole),
                    "computed": shown(sum(parts)),
                }
                words["parts"] = "、".join(title[part] for part in check.parts)
                yield make(
                    "adds",
                    spot,
                    check.whole,
                    words,
                    name=name,
                    severity=check.severity,
                    todo=todo,
                    columns=moved,
                )
            case PercentOf():
                part, whole = raw(check.part), raw(check.whole)
                words = {"rate": title[check.rate], "stated": value(check.rate)}
                words |= {
                    "part": f"{title[check.part]}（{part}）",
                    "whole": f"{title[check.whole]}（{whole}）",
                }
                words["computed"] = f"{100 * int(part) / int(whole):.2f}" if whole else "—"
                yield make(
                    "percent_of",
                    spot,
                    check.rate,
                    words,
                    name=name,
                    severity=check.severity,
                    todo=todo,
                    columns=moved,
                )
            case Soon():
                words = {"earlier": title[check.earlier], "later": title[check.later], "days": check.days}
                words |= {"left": value(check.earlier), "right": value(check.later)}
                words["other"] = cell(check.earlier)
                yield make(
                    "late",
                    spot,
                    check.later,
                    words,
                    name=name,
                    severity=check.severity,
                    todo=todo,
                    columns=moved,
                )
            case Reached():
                words = {"flag": title[check.flag], "part": title[check.part], "whole": title[check.whole]}
                words |= {"left": value(check.part), "right": value(check.whole)}
                words["other"] = cell(check.part)
                yield make(
                    "not_reached",
                    spot,
                    check.flag,
                    words,
                    name=name,
                    severity=check.severity,
                    todo=todo,
                    columns=moved,
                )
            case Together():
                if self.place(spot, check.column) in self.settled:
                    return
                filled = raw(check.column) is not None
                rule = "value_without_flag" if filled else "flag_without_value"
                severity = check.extra if filled else check.missing
                words = {"flag": title[check.flag], "column": title[check.column], "other": cell(check.flag)}
                yield make(
                    rule, spot, check.column, words, name=name, severity=severity, todo=todo, columns=moved
                )


def _numberless(dataset: Dataset) -> Keys:
    """Return what finds records twice that lack the number by which records of their ledger are told apart."""
    numbers = tuple(name for name in dataset.key if dataset.by_name[name].identifier)
    rest = tuple(column.name for column in dataset.stored if column.name not in numbers)
    return Keys(rest if numbers else (), instead_of=numbers)


class _Picked:
    """Some of the records, of which each value is asked one by one: columns are taken apart once."""

    def __init__(self, rows: pd.DataFrame, records: Collection[int]) -> None:
        numbers = sorted(records)
        self._rows = rows.loc[numbers]
        self._places = {number: place for place, number in enumerate(numbers)}
        self._columns: dict[str, list[Any]] = {}

    def spot(self, record: int) -> Spot:
        """Where a record comes from."""
        return Spot(int(self._of(record, SOURCE)), int(self._of(record, AT)))

    def value(self, record: int, column: str) -> Any:
        """The value of a record's column, None where it is missing."""
        value = self._of(record, column)
        return None if shown(value) == "" else value

    def _of(self, record: int, column: str) -> Any:
        if column not in self._columns:
            self._columns[column] = self._rows[column].tolist()
        return self._columns[column][self._places[record]]

"""Records held against their dataset's checks, and every failure put back on its cell.

pandera validates the records of a dataset and year, in slices when they are very many; it knows the record
and the rule. This module knows the cell and the Chinese words.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from fazhi_metrics.cleaning.display_text import display_text
from fazhi_metrics.cleaning.duplicates import Keys
from fazhi_metrics.cleaning.issues import Issue, Slice, issue
from fazhi_metrics.cleaning.locate import Locator, Place
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.checks import Check, RowCheck
from fazhi_metrics.datasets.gathering import Finding, Gatherer, Spot
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
        gatherers: Iterable[Gatherer[Any]] = (),
        switched_on: frozenset[str] = frozenset(),
    ) -> None:
        self.dataset, self.year, self.locator = dataset, year, locator
        self.settled = settled
        self.rows = 0
        self.sources: set[int] = set()
        self.facts: dict[Gatherer[Any], Any] = dict.fromkeys(gatherers)
        self._keys = Keys((*dataset.key, "year") if dataset.key else ())
        self._numberless = _numberless(dataset)
        self._schema = frame_schema(dataset, switched_on, keys=False)
        self._checks: Mapping[str, RowCheck] = {c.rule: c for c in row_checks(dataset, switched_on)}

    def check(self, records: pa.Table) -> Iterator[Issue]:
        """Yield what is wrong with a slice of the records, at its cells, and remember what it amounts to."""
        rows = frame(records).reset_index(drop=True)
        self.rows += len(rows)
        self.sources.update(rows[SOURCE].unique().tolist())
        for what, before in self.facts.items():
            self.facts[what] = what.add(before, rows, self.dataset)
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

    def found(self, finding: Finding, check: Check | None) -> Issue:
        """Make an issue of what a check (or none that is declared) found over the year."""
        others: dict[str, Any] = {
            "name": check.rule if check else "",
            "severity": finding.severity or (check.severity if check else None),
            "todo": finding.todo or (check.todo if check else ""),
            "amount": finding.amount,
            "columns": finding.columns,
            "slices": [Slice(*each) for each in finding.slices],
            "effect": finding.effect,
        }
        if not finding.spots:
            whole = self.locator.whole(self.sources)
            return self._issue(finding.message, whole, finding.column, finding.words, **others)
        made = self.make(finding.message, finding.spots[0], finding.column, finding.words, **others)
        places = [self.place(spot, finding.column) for spot in finding.spots]
        cells = [place.cell for place in places if place[:2] == places[0][:2]]
        if len(set(cells)) == 1:
            return made
        addresses = tuple(place.address for place in places)
        return replace(made, cell=f"{cells[0]}:{cells[-1]}", cells=addresses)

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
        columns: Sequence[str] | None = None,
        **others: Any,
    ) -> Issue:
        """Make an issue at the cell of a record's column; the mistake may be in any of `columns`."""
        place = self.place(spot, column)
        beside = [found.cell for name in columns or () if (found := self.place(spot, name))[:2] == place[:2]]
        others |= {"columns": columns, "beside": [cell for cell in beside if cell]}
        return self._issue(rule, place, column, words, **others)

    def _issue(self, rule: str, place: Place, column: str, words: Mapping[str, Any], **others: Any) -> Issue:
        """Make an issue at a place; typed values among the words are shown as an analyst writes them."""
        where = {**place._asdict(), "dataset": self.dataset.name, "year": self.year, "column": column}
        return issue(
            rule, words={name: display_text(word) for name, word in words.items()}, **where, **others
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
                words |= {"date": rows.value(failure.record, name), "year": self.year}
            case "below_minimum":
                words["limit"] = column.minimum
            case "above_maximum":
                words["limit"] = column.maximum
        yield self.make(failure.rule, spot, name, words)

    def _of_check(self, failure: Failure, rows: _Picked, check: RowCheck) -> Iterator[Issue]:
        spot = rows.spot(failure.record)
        said = check.says(_Failed(self, rows, failure.record))
        if self.place(spot, said.at) not in self.settled:
            yield self.make(
                said.message,
                spot,
                said.at,
                said.words,
                name=check.rule,
                severity=said.severity or check.severity,
                todo=check.todo,
                columns=check.could_move,
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
        return None if display_text(value) == "" else value

    def _of(self, record: int, column: str) -> Any:
        if column not in self._columns:
            self._columns[column] = self._rows[column].tolist()
        return self._columns[column][self._places[record]]


@dataclass(frozen=True, slots=True)
class _Failed:
    """A record that does not pass, as a check sees it."""

    validator: Validator
    rows: _Picked
    record: int

    def title(self, column: str) -> str:
        return self.validator.dataset.by_name[column].title

    def value(self, column: str) -> Any:
        return self.rows.value(self.record, column)

    def cell(self, column: str) -> str:
        return self.validator.place(self.rows.spot(self.record), column).cell

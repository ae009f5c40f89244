"""Records held against their dataset's checks, and every failure put back on its cell.

pandera validates each dataset and year once; it knows the record and the rule. This module knows the cell,
what was typed there, and the Chinese words.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fazhi_metrics.cleaning.issues import Issue, issue
from fazhi_metrics.cleaning.locate import Locator, Place
from fazhi_metrics.cleaning.shown import shown
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.checks import Adds, NotMore, PercentOf, RowCheck, Severity, Together
from fazhi_metrics.datasets.schema import AT, SOURCE, Failure, frame, row_checks, validate

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Typed = Callable[[Place], str | None]


class Validator:
    """Validates the records of one dataset and year, and words what it finds."""

    def __init__(
        self,
        dataset: Dataset,
        year: int,
        records: pa.Table,
        locator: Locator,
        settled: Collection[Place],
        typed: Typed,
        switched_on: frozenset[str] = frozenset(),
    ) -> None:
        self.dataset, self.year, self.locator = dataset, year, locator
        self.settled, self.typed, self.switched_on = settled, typed, switched_on
        self.frame: pd.DataFrame = frame(records).reset_index(drop=True)
        self._sources: list[int] = self.frame[SOURCE].tolist()
        self._ats: list[int] = self.frame[AT].tolist()
        self._checks: Mapping[str, RowCheck] = {c.rule: c for c in row_checks(dataset, switched_on)}

    def issues(self) -> Iterator[Issue]:
        """Yield every failure of the dataset's pandera schema, at its cell."""
        for failure in validate(self.frame, self.dataset, self.switched_on):
            check = self._checks.get(failure.rule)
            yield from self._of_check(failure, check) if check else self._of_cell(failure)

    def value(self, record: int, column: str) -> Any:
        """The value of a record's column, None where it is missing."""
        value = self.frame.at[record, column]
        return None if shown(value) == "" else value

    def place(self, record: int, column: str) -> Place:
        """The cell of a record's column."""
        return self.locator.place(*self._line(record), column)

    def _line(self, record: int) -> tuple[int, int]:
        return self._sources[record], self._ats[record]

    def make(
        self,
        rule: str,
        record: int,
        column: str,
        words: Mapping[str, Any],
        *,
        name: str = "",
        severity: Severity | None = None,
        todo: str = "",
    ) -> Issue:
        """Make an issue at the cell of a record's column, quoting what was typed there."""
        place = self.place(record, column)
        before = self.typed(place)
        return issue(
            rule,
            file=place.file,
            sheet=place.sheet,
            cell=place.cell,
            typed=shown(self.value(record, column)) if before is None else before,
            dataset=self.dataset.name,
            year=self.year,
            effect=1 / max(1, len(self.frame)),
            severity=severity,
            todo=todo,
            name=name,
            words=words,
        )

    def _of_cell(self, failure: Failure) -> Iterator[Issue]:
        record = failure.record
        if failure.rule == "duplicate_key":
            yield self._duplicate(record)
            return
        name = failure.column or self.dataset.date or ""
        column = self.dataset.by_name[name]
        place = self.place(record, name)
        if place in self.settled:
            return
        if failure.rule == "required_missing" and (not place.cell or self._belongs_to_span(record, name)):
            return  # the missing column, or the merged cell, was reported as such
        words: dict[str, Any] = {"column": column.title}
        match failure.rule:
            case "date_in_year":
                words |= {"date": shown(self.value(record, name)), "year": self.year}
            case "below_minimum":
                words["limit"] = column.minimum
            case "above_maximum":
                words["limit"] = column.maximum
        yield self.make(failure.rule, record, name, words)

    def _belongs_to_span(self, record: int, name: str) -> bool:
        return self.locator.spanned(*self._line(record), name)

    def _duplicate(self, record: int) -> Issue:
        key = [*self.dataset.key, "year"]
        same = (self.frame[key] == self.frame.loc[record, key]).all(axis=1)
        first = int(same[same].index[0])
        column = self.dataset.key[0]
        titles = "、".join(self.dataset.by_name[name].title for name in self.dataset.key)
        words = {"columns": titles, "other": self.place(first, column).address}
        return self.make("duplicate_key", record, column, words)

    def _of_check(self, failure: Failure, check: RowCheck) -> Iterator[Issue]:
        record, title = failure.record, {c.name: c.title for c in self.dataset.columns}

        def value(name: str) -> str:
            return shown(self.value(record, name))

        def cell(name: str) -> str:
            return self.place(record, name).cell

        make, name, todo = self.make, check.rule, check.todo
        words: dict[str, Any]
        match check:
            case NotMore():
                dates = self.dataset.by_name[check.greater].type == "date"
                at, other = (check.greater, check.lesser) if dates else (check.lesser, check.greater)
                words = {"lesser": title[check.lesser], "greater": title[check.greater], "other": cell(other)}
                words |= {"left": value(check.lesser), "right": value(check.greater)}
                rule = "not_later" if dates else "not_more"
                yield make(rule, record, at, words, name=name, severity=check.severity, todo=todo)
            case Adds():
                parts = [self.value(record, part) or 0 for part in check.parts]
                words = {
                    "whole": title[check.whole],
                    "stated": value(check.whole),
                    "computed": shown(sum(parts)),
                }
                words["parts"] = "、".join(title[part] for part in check.parts)
                yield make("adds", record, check.whole, words, name=name, severity=check.severity, todo=todo)
            case PercentOf():
                part, whole = self.value(record, check.part), self.value(record, check.whole)
                words = {"rate": title[check.rate], "stated": value(check.rate)}
                words |= {
                    "part": f"{title[check.part]}（{part}）",
                    "whole": f"{title[check.whole]}（{whole}）",
                }
                words["computed"] = f"{100 * int(part) / int(whole):.2f}" if whole else "—"
                yield make(
                    "percent_of", record, check.rate, words, name=name, severity=check.severity, todo=todo
                )
            case Together():
                if self.place(record, check.column) in self.settled:
                    return
                filled = self.value(record, check.column) is not None
                rule = "value_without_flag" if filled else "flag_without_value"
                severity = check.extra if filled else check.missing
                words = {"flag": title[check.flag], "column": title[check.column], "other": cell(check.flag)}
                yield make(rule, record, check.column, words, name=name, severity=severity, todo=todo)

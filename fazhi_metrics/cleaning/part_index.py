"""One cleaned workbook asked about its cells: what was typed there, and which record a cell belongs to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.addresses import address, read_block, split
from fazhi_metrics.cleaning.display_text import display_text
from fazhi_metrics.cleaning.issues import Issue, RecordRange, Slice
from fazhi_metrics.cleaning.part import Part, Source
from fazhi_metrics.cleaning.rules import Reach
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.schema import AT, SOURCE

if TYPE_CHECKING:
    import numpy.typing as npt

    from fazhi_metrics.cleaning.impact import Term

_FEW: Final = 100  # records of which each village and month is said


class PartIndex:
    """The part of one workbook, with what is looked up in it worked out once."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._rows: dict[str, dict[int, dict[int, int]]] = {}
        self._amounts: dict[Term, npt.NDArray[Any]] = {}

    def typed(self, dataset: str, sheet: str | None, cell: str, column: str) -> str:
        """Return what was typed in a cell of a record: from the log, or as it was kept."""
        before = self._before.get((sheet, cell))
        if before is not None:
            return before
        row = self.row(dataset, sheet, cell)
        return "" if row is None else display_text(self.value(dataset, row, column))

    def row(self, dataset: str, sheet: str | None, cell: str) -> int | None:
        """Return the position of the record that a cell belongs to; None when it belongs to none."""
        spot = read_block(cell)
        if spot is None:
            return None
        for number, source in enumerate(self._part.sources):
            if (source.dataset, source.sheet) == (dataset, sheet):
                found = (
                    self._lines(dataset).get(number, {}).get(spot.top if source.axis == "row" else spot.left)
                )
                if found is not None:
                    return found
        return None

    def locate(self, issue: Issue, datasets: Mapping[str, Dataset], shift: int) -> Issue:
        """Return an issue with the records it is about, their villages and months, and the year they are of.

        `shift` is the number that the workbook's first source has in the run.
        """
        sources = [
            (number, source)
            for number, source in enumerate(self._part.sources)
            if issue.dataset in ("", source.dataset) and issue.sheet in (None, source.sheet)
        ]
        found = {}
        if issue.reach in (Reach.VALUES, Reach.EXCESS):
            found = self._covered(sources, issue.cells, own=True) or self._covered(
                sources, issue.cells, own=False
            )
        years = {source.year for number, source in sources if number in found or not found}
        slices = issue.slices
        if not slices and 0 < sum(map(len, found.values())) <= _FEW:
            slices = tuple(
                dict.fromkeys(
                    self._slice(
                        datasets[source.dataset], self._lines(source.dataset)[number][at], issue.columns
                    )
                    for number, source in sources
                    for at in found.get(number, ())
                )
            )
        return replace(
            issue,
            year=years.pop()
            if issue.year is None and len(years) == 1 and _in_one_year(issue)
            else issue.year,
            records=tuple(
                RecordRange(number + shift, first, last)
                for number, ats in found.items()
                for first, last in _runs(ats)
            ),
            slices=slices,
        )

    def content(self, issue: Issue, shift: int) -> tuple[str, ...] | None:
        """Return the records that a located issue is about, each as text; None when there are none, or very many."""
        found: list[str] = []
        for run in issue.records:
            source = self._part.sources[run.source - shift]
            lines = self._lines(source.dataset).get(run.source - shift, {})
            columns = issue.columns or self._part.records[source.dataset].column_names
            rows = [lines[at] for at in range(run.first, run.last + 1) if at in lines]
            if len(found) + len(rows) > _FEW:
                return None
            names = [name for name in columns if name not in (SOURCE, AT)]
            found += [repr([self.value(source.dataset, row, name) for name in names]) for row in rows]
        return tuple(found) or None

    def _covered(
        self, sources: Iterable[tuple[int, Source]], addresses: Iterable[str], *, own: bool
    ) -> dict[int, list[int]]:
        """Return the records (by source) that lie at some addresses.

        With `own`, a cell belongs to a record only where one of its fields stands there.
        """
        found: dict[int, list[int]] = {}
        for number, source in sources:
            lines = self._lines(source.dataset).get(number, {})
            home = address(source.file, source.sheet)
            covered: set[int] = set()
            for each in addresses:
                sheet, cell = split(each)
                if each in (home, source.file):
                    covered |= lines.keys()
                elif sheet == home and (box := read_block(cell)):
                    top, left, bottom, right = box if source.axis == "row" else box.turned
                    fields = {f.field for f in source.fields if f.at is not None and left <= f.at <= right}
                    if fields or not own:
                        covered.update(at for at in range(top, bottom + 1) if at in lines)
                    for span in self._part.spans:
                        if span.source == number and span.field in fields and top <= span.anchor <= bottom:
                            covered.update(range(span.first, span.last + 1))
            if ats := sorted(covered & lines.keys()):
                found[number] = ats
        return found

    def _slice(self, dataset: Dataset, row: int, doubted: Collection[str]) -> Slice:
        """Return the village and the month of a record, as far as it says and these are not what is doubted."""

        def said(name: str) -> Any:
            return None if name in doubted else self.value(dataset.name, row, name)

        day = said(dataset.date) if dataset.date else None
        return Slice(said("village"), said("month") if day is None else day.month)

    def value(self, dataset: str, row: int, column: str) -> Any:
        """Return a column of a record, None where it is missing."""
        records = self._part.records[dataset]
        return records[column][row].as_py() if column in records.column_names else None

    def amount(self, term: Term, row: int) -> float:
        """Return what a record adds to a figure's sum."""
        if term not in self._amounts:
            self._amounts[term] = term.amounts(self._part.records[term.dataset])
        return float(self._amounts[term][row])

    @cached_property
    def _before(self) -> dict[tuple[str | None, str], str]:
        log = self._part.log
        sheets, cells, befores = (log[name].to_pylist() for name in ("sheet", "cell", "before"))
        return dict(zip(zip(sheets, cells, strict=True), befores, strict=True))

    def _lines(self, dataset: str) -> dict[int, dict[int, int]]:
        """Return where the records of a dataset stand: source, line in it, position."""
        if dataset not in self._rows:
            records, found = self._part.records.get(dataset), dict[int, dict[int, int]]()
            spots = zip(records[SOURCE].to_pylist(), records[AT].to_pylist(), strict=True) if records else ()
            for row, (source, at) in enumerate(spots):
                found.setdefault(source, {})[at] = row
            self._rows[dataset] = found
        return self._rows[dataset]


def _runs(ats: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and the last of each run of neighbours among some places in order."""
    runs: list[tuple[int, int]] = []
    for at in ats:
        if runs and runs[-1][1] == at - 1:
            runs[-1] = runs[-1][0], at
        else:
            runs.append((at, at))
    return runs


def _in_one_year(issue: Issue) -> bool:
    """Whether an issue is of the year that its records were taken for: a doubt about the year is of none."""
    return issue.rule not in ("year_conflict", "year_unknown")

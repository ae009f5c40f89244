"""Damage as offices do it, to copies of the sample town, and what must hold of every value afterwards.

A kind of damage edits the workbooks and says which ledgers, years and columns it touched. Held against the
undamaged town, no sound value may differ from the truth, no interval may exclude it, and nothing may be
unsound that does not rest on what was touched.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from fazhi_metrics.cleaning import clean
from fazhi_metrics.datasets.checks import Severity
from fazhi_metrics.errors import FazhiError
from fazhi_metrics.indicators import INDICATORS
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.measures import measure
from fazhi_metrics.measures.dimensions import TIME, ways
from fazhi_metrics.measures.part import Measure
from fazhi_metrics.project import load_town
from fazhi_metrics.quantities import Exact, rounded
from fazhi_metrics.store import Store
from fazhi_metrics.workbooks import open_workbook, read_bytes

YEARS = (2024, 2025)
AGREEING = {"disputes", "safety_months"}  # of which one check holds the two against each other
Question = tuple[str, int, tuple[str, ...]]
Row = dict[str, Any]


@dataclass(frozen=True)
class Touched:
    """A ledger's year that was damaged: in some columns, or (None) in its records as such."""

    dataset: str
    year: int
    columns: frozenset[str] | None = None


@dataclass(frozen=True)
class Miss:
    """A value that says more than is known, or one that is held back without need."""

    what: str
    question: Question
    labels: tuple[str, ...]
    told: str

    def __str__(self) -> str:
        return f"{self.what}: {self.question} {self.labels}: {self.told}"


def questions(cards: Iterable[str], *, fine: bool) -> Iterator[Question]:
    """Every indicator of those, whole or also by each of its dimensions, in both years."""
    for name in cards:
        home = DATASETS[INDICATORS[name].numerator.dataset]
        divided: list[tuple[str, ...]] = [(way,) for way in ways(home) if way != "year"]
        if "village" in ways(home) and "month" in ways(home):
            divided.append(("village", "month"))
        for by in [(), *(divided if fine else ())]:
            yield from ((name, year, by) for year in YEARS)


class Ground:
    """A clean copy of the sample town, its truth, and a second copy in which damage is done.

    Every workbook is an .xlsx of plain values, so that one hand can damage them all.
    """

    def __init__(self, sample: Path, folder: Path) -> None:
        self.raw = folder / "pristine"
        for path in sorted((sample / "data/raw").rglob("*")):
            if path.is_file() and re.fullmatch(r"\d{4}", path.parent.name):
                target = self.raw / path.parent.name / f"{path.stem}.xlsx"
                target.parent.mkdir(parents=True, exist_ok=True)
                plain(path).save(target)
        town = replace(load_town(sample), raw=self.raw, corrections=folder / "corrections.toml")
        self.truth_town = replace(town, processed=folder / "truth", outputs=folder / "outputs")
        assert not clean(self.truth_town, workers=1).issues
        self.truth = Store.open(self.truth_town.processed)
        shutil.copytree(folder / "truth", folder / "damaged", symlinks=True)
        self.town = replace(
            town, raw=folder / "raw", processed=folder / "damaged", outputs=folder / "outputs"
        )
        self._answers: dict[Question, Measure] = {}
        self._books: dict[str, Any] = {}
        self.restore()

    def restore(self) -> None:
        """Put the pristine workbooks back."""
        shutil.rmtree(self.town.raw, ignore_errors=True)
        shutil.copytree(self.raw, self.town.raw)
        self._books.clear()

    def records(self, dataset: str, year: int) -> list[Row]:
        """The undamaged records."""
        found: list[Row] = self.truth.table(dataset, year).to_pylist()
        return found

    def files(self, dataset: str, year: int) -> list[str]:
        """The workbooks that fed a ledger's year."""
        rows = self.truth.provenance.sources
        return list(dict.fromkeys(r["file"] for r in rows if (r["dataset"], r["year"]) == (dataset, year)))

    def path(self, file: str) -> Path:
        return self.town.raw / file

    def cell(self, dataset: str, row: Row, column: str) -> Any | None:
        """The cell of a record's column, in the copy that is damaged; None where no cell carries it."""
        found = self.truth.provenance.cells([row["_source"]], [row["_at"]], [column])
        if not found:
            return None
        file, sheet, cell = found[0].split("!")
        return self.sheet(file, sheet)[cell]

    def sheet(self, file: str, sheet: str) -> Worksheet:
        if file not in self._books:
            self._books[file] = openpyxl.load_workbook(self.path(file))
        return self._books[file][sheet]

    def save(self) -> None:
        for file, book in self._books.items():
            if self.path(file).exists():
                book.save(self.path(file))

    def answer(self, question: Question) -> Measure:
        """The true answer."""
        if question not in self._answers:
            name, year, by = question
            self._answers[question] = measure(self.truth, self.truth_town, name, year, by)
        return self._answers[question]

    def cleaned(self) -> Store:
        """Clean the damaged copy and open it."""
        self.save()
        self.issues = clean(self.town, workers=1).issues
        return Store.open(self.town.processed)

    def judge(self, touched: Sequence[Touched], asked: Iterable[Question]) -> Iterator[Miss]:
        """Clean the damaged copy and yield every value that is not as it must be."""
        store = self.cleaned()
        named = {(each.dataset, each.year) for each in self.issues if each.severity is not Severity.HINT}
        for question in asked:
            name, year, by = question
            try:
                found = measure(store, self.town, name, year, by)
            except FazhiError:
                continue  # nothing was said
            rests = any(_rests(question, each, named) for each in touched)
            yield from _misses(question, found, self.answer(question), rests=rests)


def _rests(question: Question, touched: Touched, named: set[tuple[str, int | None]]) -> bool:
    """Whether a question reads what was touched, or the other year of it where an issue was found there."""
    name, year, by = question
    card = INDICATORS[name]
    for sum_ in card.sums:
        if sum_.dataset != touched.dataset and not {sum_.dataset, touched.dataset} <= AGREEING:
            continue
        if year != touched.year and (sum_.dataset, year) not in named:
            continue
        if touched.columns is None or touched.columns & set(read_of(sum_, by)):
            return True
    return touched.dataset and "district" in by


def read_of(sum_: Any, by: tuple[str, ...]) -> Iterator[str]:
    """The columns that a sum and its dimensions read, and those that a check holds against one of them."""
    home = DATASETS[sum_.dataset]
    own = {*sum_.columns, home.date or ""}
    times = {column.name for column in home.columns if column.type in ("date", "month", "half")}
    for name in by:
        own |= (
            {"village", "district"} if name in ("village", "district") else times if name in TIME else {name}
        )
    yield from own
    for check in home.checks:
        if own & set(check.could_move):
            yield from check.could_move


def _misses(question: Question, found: Measure, truth: Measure, *, rests: bool) -> Iterator[Miss]:
    wanted = {part.labels: part.value for part in truth.parts}
    secret = {part.labels for part in truth.parts if part.status == "confidential"}
    for part in found.parts:
        if part.labels in secret or part.status == "confidential":
            continue
        nothing = (
            part.value if not part.value else 0
        )  # of a group that the truth has not: none, or no quotient
        true = wanted.pop(part.labels, nothing)
        shown = f"{part.value} [{part.low}, {part.high}] {part.status}, truth {true} {part.reasons[:2]}"
        if part.status == "sound":
            if not _alike(part.value, true, INDICATORS[question[0]].decimals):
                yield Miss("sound but wrong", question, part.labels, shown)
            continue
        if not rests:
            yield Miss("doubted without need", question, part.labels, shown)
        if part.status != "unavailable" and true is not None:
            low, high = part.low, part.high
            if (low is not None and low > true) or (high is not None and high < true):
                yield Miss("outside its bounds", question, part.labels, shown)
    silent = all(part.status == "sound" for part in found.parts)
    for labels, value in wanted.items():
        if value and silent:
            yield Miss("left out in silence", question, labels, f"truth {value}")


def _alike(value: Exact | None, true: Exact | None, decimals: int) -> bool:
    """Whether two values are printed alike: a doubt that cannot be seen is none."""
    if value is None or true is None:
        return value is true
    return rounded(value, decimals) == rounded(true, decimals)


def plain(path: Path) -> Any:
    """Return any workbook as one of openpyxl with plain values and its merged cells."""
    if path.suffix == ".xlsx":
        return openpyxl.load_workbook(path, data_only=True)
    made = openpyxl.Workbook()
    made.remove(made.active)
    for sheet in open_workbook(read_bytes(path, path.name), name=path.name).sheets:
        target = made.create_sheet(sheet.name or "数据")
        for number, line in enumerate(sheet.rows, 1):
            for place, value in enumerate(line, 1):
                target.cell(number, place).value = None if value == "" else value
        for span in sheet.merges:
            target.merge_cells(None, span.top, span.left, span.bottom, span.right)
    return made

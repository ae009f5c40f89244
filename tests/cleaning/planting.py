"""Mistakes planted into copies of the sample workbooks, each with where it must be found.

A mistake is declared by what is done to which cell of a record; the cell is looked up in the provenance of
the clean sample, so that a changed sample needs no change here.
"""

from __future__ import annotations

import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
from openpyxl.cell.cell import Cell

from fazhi_metrics.cleaning import clean
from fazhi_metrics.project import Town
from fazhi_metrics.store import Store
from tests.cleaning.mistakes import MISTAKES, Mistake, Row

Planted = tuple[str, str, str]  # kind, rule that must find it (or several with |), address


class Ground:
    """A clean copy of the sample in which mistakes are planted, one cleaning for many of them."""

    def __init__(self, town: Town, folder: Path) -> None:
        shutil.copytree(town.raw, folder / "raw")
        self.pristine = town.raw
        self.town = replace(
            town,
            raw=folder / "raw",
            processed=folder / "processed",
            outputs=folder / "outputs",
            corrections=folder / "corrections.toml",
        )
        self.clean_issues = clean(self.town, workers=1).issues
        # Read at once: the generation is gone after two more runs.
        store = Store.open(self.town.processed)
        self.provenance = store.provenance
        names = {mistake.dataset for mistake in MISTAKES}
        self._tables = {(name, year): store.table(name, year) for name in names for year in (2024, 2025)}

    def records(self, dataset: str, year: int) -> pa.Table:
        return self._tables[dataset, year]

    def cell(self, dataset: str, year: int, record: int, field: str) -> str:
        one = self.records(dataset, year).slice(record, 1)
        return self.provenance.cells(one["_source"].to_numpy(), one["_at"].to_numpy(), [field])[0]

    def plant(self, random_: random.Random, mistakes: list[Mistake]) -> list[Planted]:
        """Plant mistakes into workbooks of their own, at most one each; return what must be found."""
        books: dict[str, Any] = {}
        planted: list[Planted] = []
        for mistake in mistakes:
            found = self._place(random_, mistake, set(books))
            if found is None:
                continue
            address, row = found
            file, sheet, name = address.split("!")
            book = openpyxl.load_workbook(self.town.raw / file)
            where = name if mistake.edit is None else mistake.edit(book[sheet][name])
            if where is None:
                continue
            if mistake.typed is not None:
                type_over(book[sheet][name], mistake.typed(row, random_))
            books[file] = book
            parts = (file, *(part for part in (sheet, where) if part)) if where != "!" else (file,)
            planted.append((mistake.kind, mistake.rules, "!".join(parts)))
        for file, book in books.items():
            book.save(self.town.raw / file)
        return planted

    def _place(self, random_: random.Random, mistake: Mistake, taken: set[str]) -> tuple[str, Row] | None:
        for _ in range(60):
            year = random_.choice((2024, 2025))
            rows = self.records(mistake.dataset, year)
            record = random_.randrange(rows.num_rows)
            address = self.cell(mistake.dataset, year, record, mistake.field)
            row = rows.slice(record, 1).to_pylist()[0]
            row["_other"] = rows.slice(max(0, record - 1), 1).to_pylist()[0]
            if address.split("!")[0] in taken or not mistake.fits(row) or record == 0:
                continue
            return address, row
        return None

    def found(self) -> Iterator[tuple[str, str]]:
        """Clean the planted copy and yield (rule, address) of every issue."""
        for issue in clean(self.town, workers=1).issues:
            yield issue.rule, issue.where

    def restore(self) -> None:
        """Put the pristine workbooks back."""
        for path in self.pristine.rglob("*"):
            if path.is_file() and re.fullmatch(r"\d{4}", path.parent.name):
                shutil.copy2(path, self.town.raw / path.relative_to(self.pristine))


def type_over(cell: Cell, content: Any) -> None:
    """Type something into a cell; what begins with # is an error value."""
    cell.value = content
    if isinstance(content, str) and content.startswith("#"):
        cell.data_type = "e"


def missed(planted: list[Planted], found: set[tuple[str, str]]) -> list[Planted]:
    """Return the mistakes that no issue of an expected rule names at their cell."""
    return [each for each in planted if not any((rule, each[2]) in found for rule in each[1].split("|"))]


def rounds(ground: Ground, seed: int, count: int) -> Iterator[tuple[list[Planted], list[Planted]]]:
    """Plant, clean and restore until `count` mistakes were planted; yield (planted, missed) of each round.

    Kinds that were planted least come first, as a workbook takes one mistake at a time.
    """
    random_ = random.Random(seed)
    often = Counter[str]()
    while often.total() < count:
        mistakes = list(MISTAKES)
        random_.shuffle(mistakes)
        mistakes.sort(key=lambda mistake: often[mistake.kind])
        planted = ground.plant(random_, mistakes)
        often.update(kind for kind, _, _ in planted)
        yield planted, missed(planted, set(ground.found()))
        ground.restore()

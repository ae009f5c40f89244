"""What a dataset is: a declaration of a ledger's columns, units, checks and grain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from fazhi_metrics.datasets.checks import Check
from fazhi_metrics.errors import DatasetError, did_you_mean

ColumnType = Literal[
    "text",
    "code",
    "village",
    "int",
    "decimal",
    "percent",
    "flag",
    "date",
    "year",
    "month",
    "half",
    "personal",
]
Origin = Literal["cell", "sheet_name", "title", "file_name", "project"]
Layout = Literal["rows", "months_across"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset: its English name, its Chinese title, and what a cell of it may hold.

    `aliases` are other titles that offices type; `codes` the closed list of a code column, each with its
    spellings (`{"三中心": ("三大中心", "分办中心")}`). `decimals` fixes the exact scale of a decimal column.
    `personal` columns (ID numbers, phones, names of natural persons) are recognised and never stored.
    `origins` lists, in order of trust, where the value may come from when no cell carries it.

    `required` says that every record must have a value; `blank` is what a blank cell of a flag column
    means (a √ column leaves "no" blank; None: the value is missing). An `identifier` is a number of a
    record: its digits are kept even where they look like a telephone number.
    """

    name: str
    title: str
    type: ColumnType
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    decimals: int = 0
    required: bool = True
    fill_down: bool = False
    origins: tuple[Origin, ...] = ("cell",)
    minimum: int | None = 0
    maximum: int | None = None
    blank: bool | None = None
    identifier: bool = False

    @property
    def personal(self) -> bool:
        """Whether the column names a natural person and must not leave data/raw."""
        return self.type == "personal"

    @property
    def numeric(self) -> bool:
        """Whether its cells are numbers."""
        return self.type in ("int", "decimal", "percent")

    @property
    def additive(self) -> bool:
        """Whether its values may be added up, so that a total row can be proved."""
        return self.type in ("int", "decimal")


YEAR = Column("year", "年度", "year", aliases=("年份",), origins=("cell", "title", "sheet_name", "file_name"))


@dataclass(frozen=True)
class Dataset:
    """A ledger: its columns, the grain of a record, and what must hold of its records.

    `grain` says in Chinese what one record is. `key` names the columns that no two records of a year may
    share; with `date` set, that column says when a record happened and must lie in the record's year.
    `layout` "months_across" is a crosstab with the indicators down and the months across; each month
    becomes a record. `rank` orders datasets in lists. The records of a `register` are natural persons, and
    small counts of them are confidential.
    """

    name: str
    title: str
    grain: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    date: str | None = None
    layout: Layout = "rows"
    aliases: tuple[str, ...] = ()
    checks: tuple[Check, ...] = ()
    rank: int = 100
    register: bool = False

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Its columns by English name, the year included."""
        return {column.name: column for column in (*self.columns, YEAR)}

    @cached_property
    def stored(self) -> tuple[Column, ...]:
        """The columns that are kept, the year last; personal columns never are."""
        return tuple(column for column in (*self.columns, YEAR) if not column.personal)

    def column(self, name: str) -> Column:
        """Return a column by its English name or its Chinese title.

        Raises DatasetError with the nearest name when there is none.
        """
        for column in (*self.columns, YEAR):
            if name in (column.name, column.title):
                return column
        known = self.by_name if name.isascii() else [column.title for column in self.by_name.values()]
        raise DatasetError(f"{self.title}没有“{name}”这一列", todo=did_you_mean(name, known))

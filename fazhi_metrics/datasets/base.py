"""What a dataset is: a declaration of a ledger's columns, units, checks and grain."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Literal

from fazhi_metrics.datasets.checks import Check
from fazhi_metrics.datasets.titles import claimed, levels, plain_path
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
    "time",
    "year",
    "month",
    "quarter",
    "half",
    "personal",
    "ignore",
]
Origin = Literal["cell", "header", "section", "sheet_name", "title", "file_name", "project", "computed"]
OverTime = Literal["flow", "stock", "running"]
Returns = Literal["village", "month", "village-month", "file"]
NONE = "无"  # a blank cell is known to be none
Layout = Literal["rows", "months_across"]


Operation = Literal["at_most", "at_least", "equal", "sum", "difference", "within"]


@dataclass(frozen=True, slots=True)
class Compute:
    """How a column is made of others of the same record: unknown wherever one of them is.

    at_most, at_least and equal compare two columns; sum adds several; difference takes the second from the
    first (days, of dates); within says whether the first comes at most `days` days after the second.
    """

    operation: Operation
    columns: tuple[str, ...]
    days: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset: its English name, its Chinese title, and what a cell of it may hold.

    `aliases` are other titles that offices type; `codes` the closed list of a code column, each with its
    spellings (`{"三中心": ("三大中心", "分办中心")}`). `decimals` fixes the exact scale of a decimal column.
    `personal` columns (ID numbers, phones, names of natural persons) are recognised and never stored.
    `origins` lists, in order of trust, where the value may come from when no cell carries it.

    `required` says that every record must have a value; `blank` is what a blank cell means (a √ column leaves
    "no" blank; 无: known to be none; None: nobody knows). An `identifier` is a number of a record: its digits
    are kept even where they look like a telephone number.

    A code column without `codes` is open: it takes what is typed. A table is known by its `distinctive`
    columns; an `absent` one this town does not keep. `over_time` says how a number adds up over a year (flow:
    added, stock: the last, running: the differences). `public` free text may leave the raw data; `inside`
    finds a village inside an address. `compute` makes the column of others.
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
    blank: bool | int | Decimal | str | None = None
    identifier: bool = False
    distinctive: bool = True
    absent: bool = False
    over_time: OverTime | None = None
    public: bool = False
    inside: bool = False
    compute: Compute | None = None

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

    @property
    def parts(self) -> tuple[str, ...]:
        """The columns that it is computed of; none of one that is typed."""
        return self.compute.columns if self.compute else ()

    @property
    def unknown_when_blank(self) -> bool:
        """Whether nobody knows what a record without a value would say: no blank was declared to mean anything."""
        return self.blank is None and self.compute is None

    @property
    def kept(self) -> bool:
        """Whether its values are stored."""
        return self.type not in ("personal", "ignore")

    @property
    def titles(self) -> tuple[str, ...]:
        """Its title and aliases."""
        return (self.title, *self.aliases)


YEAR = Column("year", "年度", "year", aliases=("年份",), origins=("cell", "title", "sheet_name", "file_name"))


@dataclass(frozen=True, slots=True)
class Unpivot:
    """Kinds, months or villages across: the header above the measures is the value of the column `into`."""

    into: str


@dataclass(frozen=True)
class Dataset:
    """A ledger: its columns, the grain of a record, and what must hold of its records.

    `grain` says in Chinese what one record is. `key` names the columns that no two records of a year may
    share; with `date` set, that column says when a record happened and must lie in the record's year.
    `layout` "months_across" is a crosstab with the indicators down and the months across; each month
    becomes a record. `rank` orders datasets in lists. The records of a `register` are natural persons, and
    small counts of them are confidential.

    `count` names a column that says for how many records a row stands. `returns` says what is expected to come
    in, so that an absent village or month is a gap. `unpivot` lays out what stands across; `year` is the
    column that states a record's year. One that a town declared or extended is its `own`.
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
    count: str | None = None
    own: bool = False
    returns: Returns | None = None
    unpivot: Unpivot | None = None
    year: Column = YEAR

    @cached_property
    def by_name(self) -> Mapping[str, Column]:
        """Its columns by English name, the year included."""
        return {column.name: column for column in (*self.columns, self.year)}

    @cached_property
    def stored(self) -> tuple[Column, ...]:
        """The columns that are kept, the year last; personal and ignored columns never are."""
        return tuple(column for column in (*self.columns, self.year) if column.kept)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that it may be called: its id, its title, its aliases."""
        return (self.name, self.title, *self.aliases)

    @cached_property
    def _spoken(self) -> Mapping[str, str]:
        every = self.by_name.values()
        whole = claimed((plain_path(title), c.name) for c in every for title in c.titles)
        parts = claimed((level, c.name) for c in every for title in c.titles for level in title_words(title))
        return {**parts, **whole, **{column.name: column.name for column in every}}

    def find(self, name: str) -> Column | None:
        """Return a column by its id, its title, the header as typed, one level of it or an alias; or None."""
        found = self._spoken.get(name) or next(
            (self._spoken[level] for level in levels(name) if level in self._spoken), None
        )
        return self.by_name[found] if found else None

    def column(self, name: str) -> Column:
        """Return a column by any of its names.

        Raises DatasetError with the nearest name when there is none.
        """
        if (column := self.find(name)) is not None:
            return column
        known = self.by_name if name.isascii() else [column.title for column in self.by_name.values()]
        raise DatasetError(f"{self.title}没有“{name}”这一列", todo=did_you_mean(name, known))


def title_words(title: str) -> list[str]:
    """Return the ways to name a header of several levels: its endings, and each level alone."""
    return [*levels(title), *map(plain_path, title.split("/"))]

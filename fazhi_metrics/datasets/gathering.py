"""What a check over a year sees of it: what was gathered of its records, slice by slice, and what it finds.

Each gatherer adds a slice to what it gathered before; two equal gatherers of one ledger gather once.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from fazhi_metrics.datasets.checks import Check, Severity
from fazhi_metrics.datasets.schema import AT, SOURCE

if TYPE_CHECKING:
    import pandas as pd

    from fazhi_metrics.datasets.base import Dataset
    from fazhi_metrics.project import Village

T = TypeVar("T")
Group = str | int


class Spot(NamedTuple):
    """Where a record lies: its source, and its line in it."""

    source: int
    at: int


class Counted(NamedTuple):
    """What a tally comes to in one group, and the first record of the group."""

    value: int = 0
    first: Spot | None = None


class Standing(NamedTuple):
    """What is said of one place in a year, by column, and its record."""

    values: dict[str, Any]
    spot: Spot


class Summed(NamedTuple):
    """What a column comes to in a year, its largest number and the record that holds it."""

    value: float
    largest: float
    spot: Spot


@dataclass(frozen=True, slots=True)
class Tally:
    """One side of an identity: a sum of `column`, or a count of records, where a flag is yes."""

    dataset: str
    column: str | None = None
    where: str | None = None

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it looks at."""
        return tuple(name for name in (self.column, self.where) if name)


@dataclass(frozen=True, slots=True)
class Gatherer(ABC, Generic[T]):
    """Gathers one thing of a year's records."""

    @abstractmethod
    def add(self, before: T | None, records: pd.DataFrame, dataset: Dataset) -> T:
        """Return what was gathered before with a slice of the records added."""


@dataclass(frozen=True, slots=True)
class Combinations(Gatherer[set[tuple[Any, ...]]]):
    """The combinations of villages, halves or months that occur."""

    over: tuple[str, ...]

    def add(
        self, before: set[tuple[Any, ...]] | None, records: pd.DataFrame, dataset: Dataset
    ) -> set[tuple[Any, ...]]:
        """Add those of a slice."""
        import pandas as pd

        columns = {name: _dimension(dataset, records, name) for name in self.over}
        distinct = pd.DataFrame(columns).drop_duplicates()
        found = set(zip(*(distinct[name].tolist() for name in self.over), strict=True))
        return found if before is None else before | found


@dataclass(frozen=True, slots=True)
class Standings(Gatherer[dict[str, Standing]]):
    """What is said of each village, the last record counting; a value that is missing is left out."""

    columns: tuple[str, ...]

    def add(
        self, before: dict[str, Standing] | None, records: pd.DataFrame, dataset: Dataset
    ) -> dict[str, Standing]:
        """Add those of a slice."""
        found = {} if before is None else before
        columns = [records[name].tolist() for name in ("village", SOURCE, AT, *self.columns)]
        for village, source, at, *values in zip(*columns, strict=True):
            if _known(village):
                said = {name: v for name, v in zip(self.columns, values, strict=True) if _known(v)}
                found[village] = Standing(said, Spot(source, at))
        return found


@dataclass(frozen=True, slots=True)
class Total(Gatherer[Summed | None]):
    """What a column comes to; None where it has no number."""

    column: str

    def add(self, before: Summed | None, records: pd.DataFrame, dataset: Dataset) -> Summed | None:
        """Add a slice."""
        numbers = records[self.column].astype("float64")
        if numbers.isna().all():
            return before
        top = int(numbers.argmax())
        spot = Spot(int(records[SOURCE].iloc[top]), int(records[AT].iloc[top]))
        own = Summed(float(numbers.sum()), float(numbers.iloc[top]), spot)
        if before is None:
            return own
        larger = own if own.largest > before.largest else before
        return larger._replace(value=own.value + before.value)


@dataclass(frozen=True, slots=True)
class Occurrences(Gatherer[Counter[str]]):
    """How often each value of a column occurs."""

    column: str

    def add(self, before: Counter[str] | None, records: pd.DataFrame, dataset: Dataset) -> Counter[str]:
        """Add those of a slice."""
        found = Counter[str]() if before is None else before
        found.update({str(value): int(n) for value, n in records[self.column].value_counts().items()})
        return found


@dataclass(frozen=True, slots=True)
class Tallied(Gatherer[dict[Group, Counted]]):
    """What a tally comes to in each month or village, or over the year."""

    tally: Tally
    by: str | None

    def add(
        self, before: dict[Group, Counted] | None, records: pd.DataFrame, dataset: Dataset
    ) -> dict[Group, Counted]:
        """Add a slice's sum (or count) to each group, and note the first record that carries it."""
        groups, tally = {} if before is None else before, self.tally
        rows = records[records[tally.where].fillna(False).astype(bool)] if tally.where else records
        keys = _dimension(dataset, rows, self.by or "year").tolist()
        values = rows[tally.column].tolist() if tally.column else [1] * len(rows)
        for key, value, source, at in zip(
            keys, values, rows[SOURCE].tolist(), rows[AT].tolist(), strict=True
        ):
            if not _known(key):
                continue
            group = key if self.by == "village" else int(key)
            own = groups.get(group, Counted())
            amount = int(value) if _known(value) else 0
            groups[group] = Counted(own.value + amount, own.first or Spot(source, at))
        return groups


def _dimension(dataset: Dataset, records: pd.DataFrame, name: str) -> pd.Series:
    """Return the village, half or month of every record; the month of its date where no column has it."""
    if name in dataset.by_name:
        return records[name]
    if (column := next((each for each in dataset.columns if each.type == name), None)) is not None:
        return records[column.name]
    months: pd.Series = records[dataset.date].dt.month
    return months


def _known(value: Any) -> bool:
    import pandas as pd

    return not (value == "" if isinstance(value, str) else pd.isna(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One year of a ledger, as a check over a year sees it.

    `facts` are what was gathered of its records, `empty_months` the months for which a table without a record
    came in. `of` gives a year of this or another ledger (None where there is none), `address` the address in
    full of a record's cell, `doubted` whether the cells of a column, where a record stands, do not come to
    their total, and `alike` whether two names are the same but for brackets and spaces.
    """

    year: int
    dataset: Dataset
    rows: int
    facts: Mapping[Gatherer[Any], Any]
    villages: Sequence[Village]
    empty_months: frozenset[int]
    of: Callable[[str, int], Year | None]
    address: Callable[[Spot, str], str]
    doubted: Callable[[Spot, str], bool]
    alike: Callable[[str, str], bool]

    def gathered(self, what: Gatherer[T]) -> T:
        """Return what was gathered of its records."""
        found: T = self.facts[what]
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a check found: its message and words, in which year, and where.

    `spots` are the records it stands at (none: the whole year), `column` what it is about, `slices` the
    (village, month) that are absent, `effect` the share of the records that may be, and `amount` by how much
    a number would change.
    """

    message: str
    year: Year
    words: Mapping[str, Any]
    spots: Sequence[Spot] = ()
    column: str = ""
    columns: tuple[str, ...] | None = None
    severity: Severity | None = None
    todo: str = ""
    slices: Sequence[tuple[str | None, int | None]] = ()
    effect: float = 0.0
    amount: float | None = None


@dataclass(frozen=True, slots=True)
class YearCheck(Check, ABC):
    """What must hold over a year, held against it once all of its records were seen."""

    @property
    @abstractmethod
    def gathers(self) -> tuple[tuple[str, Gatherer[Any]], ...]:
        """What must be gathered, each of a ledger by name; "" is the check's own."""

    @abstractmethod
    def finds(self, year: Year) -> Iterator[Finding]:
        """Yield what is wrong in a year of the check's own ledger."""

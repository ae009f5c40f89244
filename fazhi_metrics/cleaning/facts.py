"""What must be known of a year's records after they were written: for the checks over a whole year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from fazhi_metrics.cleaning.shown import shown
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.datasets.checks import Agrees, Complete, Listed, Recurs, Steady, Tally
from fazhi_metrics.datasets.schema import AT, SOURCE

if TYPE_CHECKING:
    import pandas as pd

Group = str | int


class Spot(NamedTuple):
    """Where a record lies: its source, its line in it, and where that is empty, no record."""

    source: int
    at: int


class Counted(NamedTuple):
    """What a tally comes to in one group, and the first record of the group."""

    value: int
    first: Spot


class Standing(NamedTuple):
    """What is said of one place in a year, by column, and its record."""

    values: dict[str, Any]
    spot: Spot


class Summed(NamedTuple):
    """What a column comes to in a year, its largest number and the record that holds it."""

    value: float
    largest: float
    spot: Spot


class Facts:
    """What the records of one dataset and year amount to, gathered slice by slice.

    `agreeing` are the tallies that another ledger is held against. `present` holds, by the rule of a Complete
    check, the combinations that occur; `places` what is said of each village, for Steady and Listed checks;
    `sums` what columns come to, for Steady checks of the whole; `counts` how often the values of a column
    occur, for Recurs checks.
    """

    def __init__(self, dataset: Dataset, agreeing: Iterable[tuple[Tally, str | None]]) -> None:
        self.rows = 0
        self.sources: set[int] = set()
        self.present: dict[str, set[tuple[Any, ...]]] = {}
        self.places: dict[str, Standing] = {}
        self.sums: dict[str, Summed] = {}
        self.counts: dict[str, Counter[str]] = {}
        self.tallies: dict[tuple[Tally, str | None], dict[Group, Counted]] = {
            (tally, by): {} for tally, by in agreeing if tally.dataset == dataset.name
        }
        self._dataset = dataset
        steady = [check for check in dataset.checks if isinstance(check, Steady)]
        listed = [check.column for check in dataset.checks if isinstance(check, Listed)]
        by_place = [name for check in steady if not check.whole for name in check.columns]
        self._of_places: tuple[str, ...] = tuple(dict.fromkeys([*by_place, *listed]))
        self._summed = tuple(dict.fromkeys(name for c in steady if c.whole for name in c.columns))

    def observe(self, records: pd.DataFrame) -> None:
        """Take in a slice of the records."""
        self.rows += len(records)
        self.sources.update(records[SOURCE].unique().tolist())
        for check in self._dataset.checks:
            if isinstance(check, Complete):
                self.present.setdefault(check.rule, set()).update(self._combinations(records, check))
            if isinstance(check, Recurs):
                self.counts.setdefault(check.column, Counter()).update(_counted(records[check.column]))
        if self._of_places:
            self._take_places(records)
        for name in self._summed:
            self._add_up(records, name)
        for (tally, by), groups in self.tallies.items():
            _count(self._dataset, records, tally, by, groups)

    def _combinations(self, records: pd.DataFrame, check: Complete) -> set[tuple[Any, ...]]:
        import pandas as pd

        columns = {name: _dimension(self._dataset, records, name) for name in check.over}
        distinct = pd.DataFrame(columns).drop_duplicates()
        return set(zip(*(distinct[name].tolist() for name in check.over), strict=True))

    def _take_places(self, records: pd.DataFrame) -> None:
        columns = [records[name].tolist() for name in ("village", SOURCE, AT, *self._of_places)]
        for village, source, at, *values in zip(*columns, strict=True):
            if shown(village):
                said = {
                    name: value for name, value in zip(self._of_places, values, strict=True) if shown(value)
                }
                self.places[village] = Standing(said, Spot(source, at))

    def _add_up(self, records: pd.DataFrame, name: str) -> None:
        numbers = records[name].astype("float64")
        if numbers.isna().all():
            return
        top = int(numbers.argmax())
        own = Summed(
            float(numbers.sum()),
            float(numbers.iloc[top]),
            Spot(int(records[SOURCE].iloc[top]), int(records[AT].iloc[top])),
        )
        before = self.sums.get(name)
        if before is not None:
            larger = own if own.largest > before.largest else before
            own = larger._replace(value=own.value + before.value)
        self.sums[name] = own


def _counted(values: pd.Series) -> dict[str, int]:
    return {str(value): int(count) for value, count in values.value_counts().items()}


def _dimension(dataset: Dataset, records: pd.DataFrame, name: str) -> pd.Series:
    """Return the village, half or month of every record; the month of its date where no column has it."""
    if name != "month" or "month" in dataset.by_name:
        return records[name]
    months: pd.Series = records[dataset.date].dt.month
    return months


def _count(
    dataset: Dataset, records: pd.DataFrame, tally: Tally, by: str | None, groups: dict[Group, Counted]
) -> None:
    """Add a slice's sum (or count) to each group, and note the first record that carries it."""
    rows = records[records[tally.where].fillna(False).astype(bool)] if tally.where else records
    keys = _dimension(dataset, rows, by or "year").tolist()
    values = rows[tally.column].tolist() if tally.column else [1] * len(rows)
    for key, value, source, at in zip(keys, values, rows[SOURCE].tolist(), rows[AT].tolist(), strict=True):
        if shown(key) == "":
            continue
        group = key if by == "village" else int(key)
        before = groups.get(group)
        amount = int(value) if shown(value) else 0
        groups[group] = Counted(
            amount + (before.value if before else 0), before.first if before else Spot(source, at)
        )


def agreeing(datasets: Iterable[Dataset]) -> tuple[tuple[Tally, str | None], ...]:
    """Return both sides of every identity between datasets."""
    return tuple(
        (tally, check.by)
        for dataset in datasets
        for check in dataset.checks
        if isinstance(check, Agrees)
        for tally in (check.left, check.right)
    )

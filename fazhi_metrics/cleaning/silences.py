"""Months and villages that an answer calls silent: whether records of them came in after all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.cleaning.settlements import Settlement
from fazhi_metrics.datasets import Dataset

if TYPE_CHECKING:
    import pyarrow as pa

HALF_YEARS: Final = {"上半年": tuple(range(1, 7)), "下半年": tuple(range(7, 13))}


class Silences:
    """Counts the records of the ledgers and years of which an answer calls a part silent, by village and month."""

    def __init__(self, settlements: Iterable[Settlement]) -> None:
        self._watched = {(each.ledger, each.year) for each in settlements if each.silence}
        self._counts: dict[tuple[str, int | None], Counter[tuple[Any, Any]]] = {}

    def observe(self, dataset: Dataset, year: int, records: pa.Table) -> None:
        """Take in a slice of a year's records."""
        if (dataset.name, year) not in self._watched:
            return
        counts = self._counts.setdefault((dataset.name, year), Counter())
        counts.update(zip(_villages(dataset, records), _months(dataset, records), strict=True))

    def found(self, answer: Settlement) -> int:
        """Return how many records there are where an answer says that there are none."""
        counts = self._counts.get((answer.ledger, answer.year), Counter())
        return sum(
            count
            for (village, months), count in counts.items()
            if (not answer.villages or village in answer.villages)
            and (not answer.months or set(answer.months).intersection(months))
        )


def _villages(dataset: Dataset, records: pa.Table) -> list[Any]:
    name = next((each.name for each in dataset.columns if each.type == "village"), "")
    return records[name].to_pylist() if name else [None] * records.num_rows


def _months(dataset: Dataset, records: pa.Table) -> list[tuple[int, ...]]:
    if dataset.date:
        return [(day.month,) if day else () for day in records[dataset.date].to_pylist()]
    column = next((each for each in dataset.columns if each.type in ("month", "half")), None)
    if column is None:
        return [()] * records.num_rows
    values = records[column.name].to_pylist()
    if column.type == "half":
        return [HALF_YEARS.get(value, ()) for value in values]
    return [(value,) if value else () for value in values]

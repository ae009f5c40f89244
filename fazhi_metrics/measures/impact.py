"""Headline figures as what cleaning weighs issues by: each sum of theirs, and what it reads of a record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fazhi_metrics.cleaning.impact import Headline
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.measures.base import Sum
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.exact import whole_numbers
from fazhi_metrics.measures.tally import passes
from fazhi_metrics.store.arrays import flat

if TYPE_CHECKING:
    import numpy.typing as npt
    import pyarrow as pa

    from fazhi_metrics.project import Town


def headlines(ids: Iterable[str], town: Town) -> tuple[Headline, ...]:
    """Return the indicators of the given ids as headlines.

    Raises IndicatorError for an id that is no indicator's.
    """
    cards = [indicator_named(each, town) for each in ids]
    return tuple(
        Headline(card.title, tuple(SummedTerm(each, card.ledger(each.dataset)) for each in card.sums))
        for card in cards
    )


@dataclass(frozen=True, slots=True)
class SummedTerm:
    """A sum as a `fazhi_metrics.cleaning.impact.Term`."""

    sum: Sum
    home: Dataset = field(compare=False, repr=False)

    @property
    def dataset(self) -> str:
        """The dataset it sums over."""
        return self.sum.dataset

    @property
    def column(self) -> str | None:
        """The column it adds up."""
        return self.sum.column

    @property
    def conditions(self) -> tuple[str, ...]:
        """The columns its conditions look at."""
        return tuple(where.column for where in self.sum.where)

    @property
    def needed(self) -> tuple[str, ...]:
        """The columns without whose values a total is not given: see `coverage`."""
        home = self.home
        values = tuple(name for name in self.sum.values if home.by_name[name].required)
        if home.date is not None:
            return values
        return (*values, *(column.name for column in home.columns if column.type in ("village", "month")))

    @property
    def distinct(self) -> bool:
        """Whether it counts different values."""
        return self.sum.distinct

    def amounts(self, records: pa.Table) -> npt.NDArray[Any]:
        """Return what each record adds; 0 where it does not count or has no value."""
        import numpy as np

        amounts = np.ones(records.num_rows)
        if self.sum.column and not self.sum.distinct:
            numbers, scale = whole_numbers(records[self.sum.column])
            known = flat(records[self.sum.column].is_valid())
            for name in self.sum.plus:
                more, _ = whole_numbers(records[name])
                numbers, known = numbers + more, known & flat(records[name].is_valid())
            if self.sum.minus:
                less, _ = whole_numbers(records[self.sum.minus])
                numbers, known = numbers - less, known & flat(records[self.sum.minus].is_valid())
            amounts = np.where(known, numbers / 10**scale, 0.0)
        for where in self.sum.where:
            amounts = np.where(passes(records[where.column], where), amounts, 0.0)
        return amounts

"""What an indicator is: two sums, a scale and a definition that has a version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from fazhi_metrics.datasets.base import Dataset
from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.quantities import Amount, Exact, Style

Operator = Literal["is", "in", "is_not", "at_least", "at_most", "known"]
FIRST_VERSION = "1"
Better = Literal["up", "down", "none"]
# What chance can do to a value: events happen or not (Poisson), a share of n comes out so or otherwise
# (binomial), and a stock (an area, a census, a number of villages) is simply what it is.
Nature = Literal["events", "proportion", "stock"]
# Of which year a sum is: the year asked about, the one before, or half of both (mid-year population).
OfYear = Literal["this", "last", "mean"]
Value = str | int | bool | Decimal | dt.date


@dataclass(frozen=True, slots=True)
class Where:
    """One condition on a column of a dataset; conditions of a sum all hold together.

    A missing value fulfils no condition, `is_not` included. Days are dates, times of day texts ("18:00").
    """

    column: str
    operator: Operator = "is"
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum over the rows of a dataset that pass `where`: of `column`, or of the rows when it is None.

    With `minus`, of the difference `column - minus` (days, when both are dates). `distinct` counts the
    different values of `column` instead; such a count does not add up over parts and is declared so. `plus` are
    further columns that are added, `year` the year that the sum is of.
    """

    dataset: str
    column: str | None = None
    where: tuple[Where, ...] = ()
    distinct: bool = False
    minus: str | None = None
    plus: tuple[str, ...] = ()
    year: OfYear = "this"

    @property
    def values(self) -> tuple[str, ...]:
        """The columns whose values are added or counted."""
        return tuple(name for name in (self.column, *self.plus, self.minus) if name)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it reads, the conditions' included."""
        return tuple(dict.fromkeys((*self.values, *(where.column for where in self.where))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A governance indicator: numerator over denominator (a count has none), times `scale`.

    `decimals` is how many places the report prints; `version` and `since` name the definition (口径) and the
    year it began; a comparison across the year in which a later version began is refused. `cite` is the
    report's idiom for it (`more_than` for 40余起). `words` are how reports name it, to suggest ties.
    `agrees_with` is another indicator that counts the same thing from another ledger. `ledgers` are the ledgers
    that it reads, by id, as the town keeps them: a catalogue gives them.
    """

    id: str
    title: str
    unit: str
    definition: str
    numerator: Sum
    denominator: Sum | None = None
    scale: int = 1
    decimals: int = 0
    better: Better = "none"
    theme: str = ""
    nature: Nature = "events"
    version: str = FIRST_VERSION
    since: int = 2024
    words: tuple[str, ...] = ()
    cite: Style = "exact"
    agrees_with: str = ""
    ledgers: Mapping[str, Dataset] = field(default_factory=dict, repr=False, compare=False)

    @property
    def home(self) -> Dataset:
        """The numerator's ledger."""
        return self.ledger(self.numerator.dataset)

    def ledger(self, name: str) -> Dataset:
        """Return one of the ledgers that it reads; one that no catalogue gave is a standard one."""
        if name in self.ledgers:
            return self.ledgers[name]
        from fazhi_metrics.ledgers.catalogue import standard

        return standard().dataset(name, IndicatorError)

    @property
    def sums(self) -> tuple[Sum, ...]:
        """Its numerator and, when it is a rate, its denominator."""
        return (self.numerator,) if self.denominator is None else (self.numerator, self.denominator)

    @property
    def changed_in(self) -> int | None:
        """The year in which its definition (口径) changed; None while it has its first."""
        return None if self.version == FIRST_VERSION else self.since

    @property
    def rate(self) -> bool:
        """Whether it is a quotient of two sums."""
        return self.denominator is not None

    @property
    def additive(self) -> bool:
        """Whether its parts add up to the whole: a count that is not of different values."""
        return not self.rate and not self.numerator.distinct

    @property
    def datasets(self) -> tuple[str, ...]:
        """The datasets that it reads, the numerator's first."""
        return tuple(dict.fromkeys(part.dataset for part in self.sums))

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The (dataset, column) pairs that it reads."""
        return tuple(dict.fromkeys((part.dataset, name) for part in self.sums for name in part.columns))

    def value(self, numerator: Amount, denominator: Amount | None) -> Exact | None:
        """Put the two sums together, exactly; None where the denominator is zero or unknown."""
        if not self.rate:
            return numerator
        if not denominator:
            return None
        return Fraction(numerator) / Fraction(denominator) * self.scale


def count(dataset: str, *where: Where, **equal: str | bool | tuple[str, ...]) -> Sum:
    """Declare a count of rows: `count("disputes", channel="三中心", resolved=True)`."""
    return Sum(dataset, where=(*where, *_equal(equal)))


def total(
    dataset: str, column: str, *where: Where, minus: str | None = None, **equal: str | bool | tuple[str, ...]
) -> Sum:
    """Declare a sum of a column: `total("villages", "farmland")`."""
    return Sum(dataset, column, (*where, *_equal(equal)), minus=minus)


def different(dataset: str, column: str, *where: Where, **equal: str | bool | tuple[str, ...]) -> Sum:
    """Declare a count of the different values of a column: `different("villages", "district")`."""
    return Sum(dataset, column, (*where, *_equal(equal)), distinct=True)


def at_least(column: str, value: int) -> Where:
    """Declare the condition that a number is at least `value`."""
    return Where(column, "at_least", (value,))


def known(column: str) -> Where:
    """Declare the condition that a value is there."""
    return Where(column, "known")


def _equal(equal: dict[str, str | bool | tuple[str, ...]]) -> tuple[Where, ...]:
    return tuple(
        Where(name, "in", value) if isinstance(value, tuple) else Where(name, "is", (value,))
        for name, value in equal.items()
    )

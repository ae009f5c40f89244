"""One sum, tallied by group: the rows that count, their exact sum, and what is missing among them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fazhi_metrics.errors import DatasetError, IndicatorError, capped, did_you_mean
from fazhi_metrics.ledgers.indicator import Value
from fazhi_metrics.measures.base import Sum, Where
from fazhi_metrics.measures.dimensions import (
    Dimension,
    dataset_of,
    dimension,
    districts_of,
    encoded,
    no_dimension,
)
from fazhi_metrics.measures.evidence import Record, evidence_of
from fazhi_metrics.measures.exact import sums_by_group, unscaled, whole_numbers
from fazhi_metrics.measures.narrowing import narrowed
from fazhi_metrics.measures.over_time import added, latest, read_over_time
from fazhi_metrics.quantities import Amount
from fazhi_metrics.store.arrays import as_mask, flat

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

    Mask = npt.NDArray[np.bool_]
    Ints = npt.NDArray[np.int64]

Labels = tuple[str, ...]
Filters = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What the other sum of a rate asks of the records: columns `known`, or the record counts in neither.

    Of an `applicable` column a 不适用 leaves the record out: it fulfils no condition and is in no denominator.
    """

    known: tuple[str, ...] = ()
    applicable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """What a sum gives for one group: its value (None where nothing is known), its rows, the missing values."""

    value: Amount | None
    rows: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Tallies:
    """A sum by group in one year, with the labels of each dimension in their order.

    `groups` holds the groups that have rows; `empty` is the tally of a group that has none. `closed` is, for
    each dimension, its complete list of labels as far as the selection leaves them, or nothing where only
    rows say which there are. `dims` are the columns that divide and select it, `blanks` those among all that
    it reads which every record must have and some record lacks.
    """

    groups: Mapping[Labels, Tally]
    labels: tuple[Labels, ...]
    closed: tuple[Labels, ...]
    empty: Tally
    dims: tuple[str, ...] = ()
    blanks: tuple[str, ...] = ()

    def at(self, labels: Labels) -> Tally:
        """Return the tally of a group, whether it has rows or not."""
        return self.groups.get(labels, self.empty)


class Rows:
    """The rows of one dataset and year that a sum looks at: loaded once, then masked and grouped.

    `columns` beyond those of the sum and the dimensions may be asked for (the provenance columns).
    """

    def __init__(
        self,
        store: Store,
        town: Town,
        sum_: Sum,
        year: int,
        by: Sequence[str] = (),
        filters: Filters | None = None,
        columns: Iterable[str] = (),
        beside: Beside = Beside(),
    ) -> None:
        self.sum, self.year, self.dataset = sum_, year, dataset_of(sum_.dataset, town)
        self.filters, self._store = dict(filters or {}), store
        self._check_columns()
        self.by = tuple(self._dimension(name, store, town) for name in by)
        self.kept = tuple(self._dimension(name, store, town) for name in self.filters)
        districts = districts_of(store, town, year) if {"village", "district"} & self.filters.keys() else {}
        self.closed = tuple(narrowed(each.name, each.labels, self.filters, districts) for each in self.by)
        self._paired = beside.known
        inapplicable = evidence_of(store).inapplicable(sum_.dataset, year)
        left_out = [record for name in beside.applicable for record in inapplicable.get(name, ())]
        columns = (*columns, *(("_source", "_at") if left_out else ()))
        self.dims = tuple(dict.fromkeys(name for each in (*self.by, *self.kept) for name in each.columns))
        in_time = read_over_time(self.dataset, sum_.values)
        needed = list(dict.fromkeys((*sum_.columns, *self._paired, *self.dims, *columns, *in_time)))
        # A table of no columns has no rows either; the year is there in every dataset.
        self.table: pa.Table = store.table(sum_.dataset, year, needed or ["year"], encoded=True)
        self._selected: Mask | None = None
        for each in self.kept:
            self._selected = _both(self._selected, self._kept(each))
        if left_out:
            self._selected = _both(self._selected, ~among(self.table, left_out))
        if in_time:
            self._add_up_over_time()
        self.mask = self._mask()

    def _add_up_over_time(self) -> None:
        """Take running totals apart, and keep of a stock the last record of each group alone."""
        kinds = {name: self.dataset.by_name[name].over_time for name in self.sum.values}
        for name in (name for name, kind in kinds.items() if kind == "running"):
            self.table = added(self.table, self.dataset, name)
        if stocks := [name for name, kind in kinds.items() if kind == "stock"]:
            labels = [each.encode(self.table)[0] for each in self.by]
            last = latest(self.table, self.dataset, stocks, labels, self._selected)
            self._selected = _both(self._selected, last)

    def _check_columns(self) -> None:
        for name in self.sum.columns:
            if name not in self.dataset.by_name:
                todo = did_you_mean(name, self.dataset.by_name)
                raise IndicatorError(f"{self.dataset.title}没有列 {name}", todo=todo)

    def _dimension(self, name: str, store: Store, town: Town) -> Dimension:
        found = dimension(name, self.dataset, store, town, self.year)
        if found is None:
            raise no_dimension(name, self.dataset)
        return found

    def _mask(self) -> Mask | None:
        """Return which rows count, or None when all do."""
        mask = self._selected
        for where in self.sum.where:
            self._check_seen(where)
            column = self.table[where.column]
            mask = _both(mask, passes(column, where))
        return mask

    def _check_seen(self, where: Where) -> None:
        """Refuse a value of an open list that no year has: it is misspelt, and counting it would give 0."""
        column = self.dataset.by_name[where.column]
        if column.type != "code" or column.codes or where.operator not in ("is", "in", "is_not"):
            return
        key = ("seen", self.dataset.name, column.name)
        if key not in self._store.derived:
            self._store.derived[key] = {
                value
                for year in self._store.years(self.dataset.name)
                for value in encoded(self._store.table(self.dataset.name, year, [column.name])[column.name])[
                    1
                ]
            }
        seen = self._store.derived[key]
        if strange := [str(value) for value in where.values if value not in seen]:
            todo = did_you_mean(strange[0], sorted(seen))
            raise IndicatorError(f"{self.dataset.title}的{column.title}里没有 {capped(strange)}", todo=todo)

    def _kept(self, each: Dimension) -> Mask:
        import numpy as np

        codes, labels = each.encode(self.table)
        wanted = self.filters[each.name]
        if strange := [label for label in wanted if label not in labels]:
            todo = did_you_mean(strange[0], labels)
            raise IndicatorError(f"{self.dataset.title}的{each.title}里没有 {capped(strange)}", todo=todo)
        lookup: Mask = np.array([label in wanted for label in labels], dtype=np.bool_)
        kept: Mask = lookup[codes]
        return kept

    def known(self) -> Mask | None:
        """Return which rows have a value in every column that is added or paired; None when all do."""
        mask: Mask | None = None
        for name in dict.fromkeys((*self.sum.values, *self._paired)):
            column = self.table[name]
            if column.null_count:
                mask = _both(mask, flat(column.is_valid()))
        return mask

    def counted(self) -> pa.Table:
        """Return the rows that count, those with a missing value left out."""
        return self._filtered(_both(self.mask, self.known()))

    def chosen(self) -> Mask | None:
        """Return which rows were selected, by the filters alone; None when all were."""
        return self._selected

    @property
    def blanks(self) -> tuple[str, ...]:
        """The columns that every record must have and some record lacks."""
        columns = self.dataset.by_name
        read = dict.fromkeys((*self.sum.columns, *self._paired, *self.dims))
        return tuple(
            name
            for name in read
            if self.table[name].null_count
            and (columns[name].required or columns[name].unknown_when_blank or columns[name].compute)
        )

    def examined(self) -> pa.Table:
        """Return the rows that were selected, whether they fulfil the sum's own conditions or not."""
        return self._filtered(self._selected)

    def _filtered(self, mask: Mask | None) -> pa.Table:
        return self.table if mask is None else self.table.filter(as_mask(mask))


def among(table: pa.Table, records: Iterable[Record]) -> Mask:
    """Return which rows of a table are among some records, by source and place."""
    import numpy as np

    keys = np.array([(source << 32) | at for source, at in records], dtype=np.int64)
    own = flat(table["_source"]).astype(np.int64) << 32 | flat(table["_at"]).astype(np.int64)
    return np.isin(own, keys)


def _both(first: Mask | None, second: Mask | None) -> Mask | None:
    if first is None or second is None:
        return second if first is None else first
    return first & second


def passes(column: pa.ChunkedArray, where: Where) -> Mask:
    """Return which rows of a column fulfil a condition; a missing value fulfils none but is not `known`."""
    import numpy as np
    import pyarrow as pa

    if where.operator == "known":
        return flat(column.is_valid())
    if where.operator in ("at_least", "at_most"):
        return _reached(column, where.values[0], least=where.operator == "at_least")
    if pa.types.is_boolean(column.type):
        numbers = flat(column, 2)
        truth = {True: 1, False: 0}
        wanted = {truth[bool(value)] for value in where.values}
        hit = np.array([(n in wanted) == (where.operator != "is_not") for n in (0, 1)] + [False])
        return np.asarray(hit[numbers])
    codes, values = encoded(column)
    hit = np.array(
        [(_day(value) in where.values) == (where.operator != "is_not") for value in values] + [False]
    )
    return np.asarray(hit[codes])


def _day(value: Any) -> Any:
    return value.date() if isinstance(value, dt.datetime) else value


def _reached(column: pa.ChunkedArray, bound: Value, *, least: bool) -> Mask:
    """Return which rows are at least, or at most, a number, a day or a time of day."""
    import numpy as np

    if isinstance(bound, str):
        codes, values = encoded(column)
        hit = np.array([(each >= bound) if least else (each <= bound) for each in values] + [False])
        return np.asarray(hit[codes])
    if isinstance(bound, dt.date):
        bound = (bound - dt.date(1970, 1, 1)).days
    numbers, scale = whole_numbers(column)
    exact = Decimal(bound) * 10**scale
    reached = numbers >= math.ceil(exact) if least else numbers <= math.floor(exact)
    return np.asarray(reached & flat(column.is_valid()))


def tally(
    store: Store,
    town: Town,
    sum_: Sum,
    year: int,
    by: Sequence[str] = (),
    filters: Filters | None = None,
    beside: Beside = Beside(),
) -> Tallies:
    """Tally a sum in one year by the given dimensions, exactly.

    `by` and `filters` name dimensions canonically. `beside` says what must be known of the same
    rows for one to count: the numerator of a rate leaves out what its denominator leaves out.

    Raises:
        IndicatorError: the dataset cannot be divided so, or has no such label.
        DatasetError: the dataset has no data for the year.
    """
    rows = Rows(store, town, sum_, year, by, filters, beside=beside)
    return _grouped(rows)


def _grouped(rows: Rows) -> Tallies:
    import numpy as np

    codes = [each.encode(rows.table) for each in rows.by]
    sizes = [len(labels) for _, labels in codes]
    size = int(np.prod(sizes, dtype=np.int64)) if sizes else 1
    key = np.zeros(rows.table.num_rows, dtype=np.int64)
    for index, (part, _) in enumerate(codes):
        key = part if index == 0 else key * sizes[index] + part
    names = np.arange(size, dtype=np.int64)
    if size > 4 * len(key) + 4096:  # few rows in a vast grid: number only the groups that occur
        names, key = np.unique(key, return_inverse=True)
        size = len(names)
    if rows.mask is not None:
        key = key[rows.mask]
    counts = np.bincount(key, minlength=size)
    values, missing = _values(rows, key, size, counts)
    used = np.flatnonzero(counts).tolist()
    groups = {}
    for index in used:
        labels, rest = [], int(names[index])
        for length, (_, texts) in zip(reversed(sizes), reversed(codes), strict=True):
            rest, place = divmod(rest, length)
            labels.append(texts[place])
        groups[tuple(reversed(labels))] = Tally(
            values[index], int(counts[index]) - missing[index], missing[index]
        )
    return Tallies(
        groups,
        tuple(labels for _, labels in codes),
        rows.closed,
        Tally(0 if rows.sum.column is None or rows.sum.distinct or rows.dataset.date else None),
        rows.dims,
        rows.blanks,
    )


def _values(rows: Rows, key: Ints, size: int, counts: Ints) -> tuple[Sequence[Amount | None], Sequence[int]]:
    """Return each group's value and its number of rows that lack one."""
    import numpy as np

    known = rows.known()
    if known is not None and rows.mask is not None:
        known = known[rows.mask]
    if known is not None:
        key = key[known]
    have = counts if known is None else np.bincount(key, minlength=size)
    missing = (counts - have).tolist()
    if rows.sum.column is None:
        return have.tolist(), missing
    if rows.sum.distinct:
        found, _ = encoded(rows.table[rows.sum.column])
        found = _picked(found, rows.mask, known)
        pairs = np.unique(np.stack([key, found]), axis=1)[0]
        return np.bincount(pairs, minlength=size).tolist(), missing
    column = rows.dataset.by_name[rows.sum.column]
    if column.type == "percent" and max(have.tolist(), default=0) > 1:
        todo = "请按村、按时段只选一条，或用分子分母计算"
        raise IndicatorError(f"{column.title}是比率，几条记录的不能相加", todo=todo)
    numbers, scale = whole_numbers(rows.table[rows.sum.column])
    for name in rows.sum.plus:
        more, other = whole_numbers(rows.table[name])
        wide = max(scale, other)
        numbers = numbers * 10 ** (wide - scale) + more * 10 ** (wide - other)
        scale = wide
    if rows.sum.minus:
        less, other = whole_numbers(rows.table[rows.sum.minus])
        if scale != other:
            raise IndicatorError(f"{rows.sum.column} 与 {rows.sum.minus} 小数位数不同，不能相减")
        numbers = numbers - less
    sums = sums_by_group(key, _picked(numbers, rows.mask, known), size)
    return [
        unscaled(each, scale) if n else None for each, n in zip(sums, have.tolist(), strict=True)
    ], missing


def _picked(values: Ints, mask: Mask | None, known: Mask | None) -> Ints:
    values = values if mask is None else values[mask]
    return values if known is None else values[known]


def has_data(store: Store, dataset: str, year: int) -> bool:
    """Whether the store has a dataset's records of a year."""
    try:
        return year in store.years(dataset)
    except DatasetError:
        return False

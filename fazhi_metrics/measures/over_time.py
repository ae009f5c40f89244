"""How a column adds up over a year: a flow is added, a stock is the last one, a running total its differences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from fazhi_metrics.datasets import Dataset

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    Mask = npt.NDArray[np.bool_]

_TIMES = ("date", "month", "quarter", "half")


def time_of(home: Dataset) -> str | None:
    """Return the column that says when a record is of; None where a ledger has one record a year of each place."""
    return home.date or next((column.name for column in home.columns if column.type in _TIMES), None)


def read_over_time(home: Dataset, values: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that must be read to add up the given ones, where any is a stock or a running total."""
    time = time_of(home)
    if time is None or all(home.by_name[name].over_time in (None, "flow") for name in values):
        return ()
    return (time, *_entity(home))


def _entity(home: Dataset) -> tuple[str, ...]:
    """Return what a series is of, beside when: a village, a village and a kind."""
    named = home.key or tuple(column.name for column in home.columns if column.type in ("village", "code"))
    return tuple(name for name in named if home.by_name[name].type not in (*_TIMES, "year"))


def added(table: pa.Table, home: Dataset, name: str) -> pa.Table:
    """Return the table with a column of running totals turned into what each record adds to the one before."""
    import pyarrow as pa

    values = table[name].to_pylist()
    changed = list(values)
    for series in _series(table, home, [name]).values():
        before: Any = 0
        for place in series:
            changed[place], before = values[place] - before, values[place]
    return table.set_column(
        table.column_names.index(name), name, pa.chunked_array([pa.array(changed, table[name].type)])
    )


def latest(
    table: pa.Table, home: Dataset, names: Sequence[str], labels: Sequence[Any], kept: Mask | None
) -> Mask:
    """Return which records are the last of their series in their group: those of a stock that count.

    `labels` are the codes of the groups by dimension, `kept` the records that a question selects.
    """
    import numpy as np

    last: dict[tuple[Any, ...], int] = {}
    for entity, series in _series(table, home, names).items():
        for place in series:
            if kept is None or kept[place]:
                last[entity, *(int(codes[place]) for codes in labels)] = place
    found: Mask = np.zeros(table.num_rows, dtype=np.bool_)
    found[list(last.values())] = True
    return found


def _series(table: pa.Table, home: Dataset, names: Sequence[str]) -> dict[tuple[Any, ...], list[int]]:
    """Return the records that have a value, by what they are of and in the order of time."""
    time = time_of(home) or ""
    order = {"上半年": 0, "下半年": 1}
    columns = [table[name].to_pylist() for name in (time, *names)]
    when = [(order.get(each, each), place) for place, each in enumerate(columns[0]) if each is not None]
    entities = list(zip(*(table[name].to_pylist() for name in _entity(home)), strict=True))
    found: dict[tuple[Any, ...], list[int]] = {}
    for _, place in sorted(when):
        if all(column[place] is not None for column in columns[1:]):
            found.setdefault(entities[place] if entities else (), []).append(place)
    return found

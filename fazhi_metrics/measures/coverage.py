"""What a total does not cover: missing values, absent villages and months, a year that is not over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.datasets import Dataset
from fazhi_metrics.errors import capped
from fazhi_metrics.measures.base import Indicator, Sum
from fazhi_metrics.measures.dimensions import MONTHS, dataset_of, months_of_days
from fazhi_metrics.measures.tally import Labels, Tallies

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


@dataclass(frozen=True, slots=True)
class Gaps:
    """Remarks on a measure: `gaps` make its total too small, `notes` only need to be known."""

    gaps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: Gaps) -> Gaps:
        """Join two sets of remarks, each remark once."""
        return Gaps(
            tuple(dict.fromkeys((*self.gaps, *other.gaps))), tuple(dict.fromkeys((*self.notes, *other.notes)))
        )


def find_gaps(
    store: Store,
    town: Town,
    card: Indicator,
    year: int,
    above: Tallies,
    base: Tallies | None,
    *,
    full: bool,
    filtered: Mapping[str, Labels],
) -> Gaps:
    """Return what the indicator's two sums do not cover in a year.

    `full` says that the year is over for the ledger; `filtered` are the dimensions of which only some labels
    were asked for, whose other labels cannot be absent.
    """
    found = Gaps()
    for part, tallies in zip(card.sums, (above, base), strict=False):
        if tallies is None:
            continue
        home = dataset_of(part.dataset)
        found += _missing_values(card, part, home, year, tallies)
        if home.date is None:
            found += _absent_villages(store, town, home, year, filtered)
            found += _absent_months(store, home, year, filtered)
        elif tallies.last is not None and tallies.last < len(MONTHS) and not full:
            found += Gaps(notes=(f"{home.title}{year}年记录到{tallies.last}月，以后各月不计为零",))
    return found


def months_covered(store: Store, part: Sum, year: int) -> tuple[int, ...] | None:
    """Return the months of a year that a monthly report has; None for a dataset that is no monthly report."""
    column = _month_column(dataset_of(part.dataset))
    if column is None:
        return None
    values = store.table(part.dataset, year, [column])[column].unique().to_pylist()
    return tuple(sorted(value for value in values if value is not None))


def last_month(store: Store, dataset: str, year: int) -> int | None:
    """Return the last month of a year that a ledger has any record of; None without dates."""
    date = dataset_of(dataset).date
    if date is None:
        return None
    months = months_of_days(store.table(dataset, year, [date])[date])
    return int(months.max()) + 1 if len(months) and months.max() >= 0 else None


def _missing_values(card: Indicator, part: Sum, home: Dataset, year: int, tallies: Tallies) -> Gaps:
    """Say what is missing; a blank where the ledger allows one (no level before it is resolved) is no gap."""
    said = Gaps()
    if missing := sum(each.missing for each in tallies.groups.values()):
        columns = [home.by_name[name] for name in part.values]
        titles = "或".join(column.title for column in columns)
        text = f"{home.title}{year}年有 {missing} 条记录缺{titles}，未计入"
        needed = any(column.required for column in columns)
        said += Gaps(gaps=(text,)) if needed else Gaps(notes=(text,))
    judged = {where.column for each in card.sums for where in each.where if where.operator == "known"}
    for name, rows in tallies.unknown.items():
        column = home.by_name[name]
        if column.required and name not in judged:
            text = f"{home.title}{year}年有 {rows} 条记录的“{column.title}”为空，按不符合条件处理"
            said += Gaps(notes=(text,))
    return said


def _absent_villages(
    store: Store, town: Town, home: Dataset, year: int, filtered: Mapping[str, Labels]
) -> Gaps:
    column = next((each.name for each in home.columns if each.type == "village"), None)
    if column is None or not town.villages or "district" in filtered:
        return Gaps()
    wanted: Sequence[str] = filtered.get(column, tuple(village.name for village in town.villages))
    there = set(store.table(home.name, year, [column])[column].unique().to_pylist())
    absent = [name for name in wanted if name not in there]
    return Gaps((f"{home.title}{year}年缺 {capped(absent, 5)} 的数据",)) if absent else Gaps()


def _absent_months(store: Store, home: Dataset, year: int, filtered: Mapping[str, Labels]) -> Gaps:
    column = _month_column(home)
    if column is None or filtered:
        return Gaps()
    there = months_covered(store, Sum(home.name), year) or ()
    last = max(there, default=0)
    inner = [MONTHS[month - 1] for month in range(1, last) if month not in there]
    gaps = (f"{home.title}{year}年缺 {capped(inner)} 的数据",) if inner else ()
    notes = (f"{home.title}{year}年的数据到{last}月为止",) if 0 < last < len(MONTHS) else ()
    return Gaps(gaps, notes)


def _month_column(home: Dataset) -> str | None:
    return next((column.name for column in home.columns if column.type == "month"), None)

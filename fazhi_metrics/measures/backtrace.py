"""Tracing back: from a cell to the records that it feeds, and to every figure that counts them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fazhi_metrics.addresses import address, covers, split
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.faces import Shown
from fazhi_metrics.ledgers.spelling import shown_value
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.measures.base import Indicator, Sum
from fazhi_metrics.measures.bounds import counts
from fazhi_metrics.measures.catalogue import indicators_of
from fazhi_metrics.measures.measure import measure
from fazhi_metrics.measures.query import beside
from fazhi_metrics.measures.tally import tally
from fazhi_metrics.measures.trace import TracedCorrection, corrections_of, read_columns
from fazhi_metrics.measures.words import said
from fazhi_metrics.quantities import Exact

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import CellRecord, Store

NONE_FOUND = "查看，无一符合"


@dataclass(frozen=True, slots=True)
class CellUse:
    """An indicator that a cell feeds in a year, in which role (分子, 分母), and its value."""

    indicator: Indicator
    year: int
    roles: tuple[str, ...]
    value: Exact | None


@dataclass(frozen=True, slots=True)
class CellTrace(Shown):
    """What became of a cell: the records that took its value, the figures that count them, its log entries.

    A title, a total or a note feeds no record; `logged` then says what it was taken for.
    """

    address: str
    records: tuple[CellRecord, ...]
    uses: tuple[CellUse, ...]
    corrections: tuple[TracedCorrection, ...] = ()
    logged: tuple[str, ...] = ()
    ledgers: Mapping[str, Dataset] = field(default_factory=dict, repr=False)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Yield the levels as (depth, text)."""
        yield 0, self.address
        for record in self.records:
            dataset = self.ledgers[record.dataset]
            value = shown_value(record.values[record.field])
            named = "，".join(
                shown_value(record.values[name]) for name in dataset.key if name in record.values
            )
            title = dataset.by_name[record.field].title
            yield 1, f"{dataset.title}{record.year}年 {named}：{title} = {value}"
        if not self.records:
            yield 1, "没有数据取自这里"
        for line in self.logged:
            yield 1, f"清洗记录：{line}"
        for correction in self.corrections:
            yield 1, correction.text
        for use in self.uses:
            card, roles = use.indicator, "、".join(use.roles)
            yield 2, f"{use.year}年{card.title} {said(use.value, card)}（{card.id}，{roles}）"
        if self.records and not self.uses:
            yield 2, "没有指标用到它"


def trace_cell(store: Store, town: Town, address: str) -> CellTrace:
    """Trace a cell, or a block of cells, forward to every figure that it feeds.

    A cell feeds a figure when the figure counts a record that took the cell's value in a column that the
    figure's sums read: exactly the cells that tracing the figure gives.

    Raises:
        StoreError: not an address, or of a sheet that no record comes from.
    """
    records = store.lookup(address)
    roles: dict[tuple[str, int], list[str]] = {}
    cards = indicators_of(town)
    for record in records:
        for card in cards.values():
            for role, part in zip(("分子" if card.rate else "合计", "分母"), card.sums, strict=False):
                fed = _counts(part, card, record)
                if fed or _examined(store, town, part, card, record):
                    found = roles.setdefault((card.id, record.year), [])
                    found += [word for word in [role if fed else NONE_FOUND] if word not in found]
    uses = tuple(
        CellUse(cards[name], year, tuple(found), _value(store, town, cards[name], year))
        for (name, year), found in roles.items()
    )
    return CellTrace(
        address,
        tuple(records),
        uses,
        corrections_of(store, [address]),
        _logged(store, address),
        catalogue_of(town).datasets,
    )


def _counts(part: Sum, card: Indicator, record: CellRecord) -> bool:
    """Whether a sum counts the record and reads the field of the cell."""
    if part.dataset != record.dataset or record.field not in read_columns(part, card.ledger(part.dataset)):
        return False
    other = card.denominator if part is card.numerator else card.numerator
    return counts(part, beside(part, other), record.values)


def _examined(store: Store, town: Town, part: Sum, card: Indicator, record: CellRecord) -> bool:
    """Whether a count that found none looked at the record's cell, and so rests on it."""
    if (
        part.dataset != record.dataset
        or part.column
        or record.field not in read_columns(part, card.ledger(part.dataset))
    ):
        return False
    return not tally(store, town, part, record.year).groups


def _value(store: Store, town: Town, card: Indicator, year: int) -> Exact | None:
    from fazhi_metrics.errors import DatasetError

    try:
        return measure(store, town, card, year).value
    except DatasetError:  # the other sum's dataset has no such year
        return None


def _logged(store: Store, where: str) -> tuple[str, ...]:
    """Return what the cleaning log says of the cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from fazhi_metrics.cleaning.log import LOG_RULES

    if "log.parquet" not in store.manifest["files"]:
        return ()
    place, _ = split(where)
    table = store.side_table("log")
    if not {"file", "sheet", "cell", "rule"} <= set(table.column_names):
        return ()
    found = []
    for row in table.filter(
        pc.is_in(table["file"], value_set=pa.array([place, place.partition("!")[0]]))
    ).to_pylist():
        sheet = address(row["file"], row["sheet"])
        if sheet == place and covers(where, address(sheet, None, row["cell"])):
            rule = LOG_RULES.get(row["rule"], row["rule"])
            before, after = row.get("before") or "", row.get("after")
            arrow = f"{before} → {after}" if after is not None else before
            found.append(f"{row['cell']} {rule} {arrow}".rstrip())
    return tuple(found)

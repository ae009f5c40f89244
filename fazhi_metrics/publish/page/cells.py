"""The cells behind every village's number: the cells of the town's number, divided by village in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fazhi_metrics.addresses import by_sheet
from fazhi_metrics.measures import trace
from fazhi_metrics.measures.trace import read_columns
from fazhi_metrics.store.arrays import as_mask, flat

if TYPE_CHECKING:
    import pyarrow as pa

    from fazhi_metrics.measures import Indicator
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

ByVillage = dict[str, dict[str, dict[str, str]]]


def village_cells(store: Store, town: Town, cards: Iterable[Indicator], year: int) -> ByVillage:
    """Return the cells of each indicator in each village, as {village: {indicator: {sheet: blocks}}}.

    Numerator and denominator together; a village whose sums counted no record has no entry.

    Raises:
        DatasetError: an indicator has no data for the year.
    """
    found: ByVillage = {}
    owners: dict[str, dict[tuple[int, int], str]] = {}
    for card in cards:
        for side in trace(store, town, card, year).sides:
            home = side.sum.dataset
            if home not in owners:
                owners[home] = dict(_owners(store, home, year))
            for village, rows in _divided(side.rows, owners[home]):
                cells = store.cells(home, rows, read_columns(side.sum, card.ledger(home)))
                sheets = found.setdefault(village, {}).setdefault(card.id, {})
                for sheet, blocks in by_sheet(cells).items():
                    both = [*sheets.get(sheet, "").split("、"), *blocks]
                    sheets[sheet] = "、".join(dict.fromkeys(filter(None, both)))
    return found


def _owners(store: Store, dataset: str, year: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield every record of a dataset, by source and place, with the village that it belongs to."""
    table = store.table(dataset, year, ["village", "_source", "_at"])
    for source, at, village in zip(
        *(table[name].to_pylist() for name in ("_source", "_at", "village")), strict=True
    ):
        if village is not None:
            yield (source, at), village


def _divided(rows: pa.Table, owners: dict[tuple[int, int], str]) -> Iterator[tuple[str, pa.Table]]:
    import numpy as np

    keys = zip(flat(rows["_source"]).tolist(), flat(rows["_at"]).tolist(), strict=True)
    villages = np.array([owners.get(key, "") for key in keys], dtype=object)
    for village in dict.fromkeys(villages.tolist()):
        if village:
            yield village, rows.filter(as_mask(villages == village))

"""From a record to the cells it was read from, and from a cell to the records that it feeds.

A record has a source (one table of one sheet) and a place in it: its sheet row or, where months run across,
its sheet column. A field has the other coordinate. A cell merged over several records, or printed once for
them, is a span: those records take their value from the cell at its anchor.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from fazhi_metrics.addresses import address, covers, join_positions, read_block, split
from fazhi_metrics.errors import StoreError, did_you_mean
from fazhi_metrics.store.arrays import flat

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pyarrow as pa

    from fazhi_metrics.store.reader import Store

    Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class CellRecord:
    """A record that took the value of one field from a given cell."""

    dataset: str
    year: int
    field: str
    source: int
    at: int
    values: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Field:
    """Where one field lies, as arrays indexed by source: -1 where a source does not carry it.

    A value that a title states for all records lies in the cell of the title.
    """

    at: Ints
    across: npt.NDArray[np.bool_]
    titled_row: Ints
    titled_column: Ints
    span_keys: Ints
    span_last: Ints
    span_anchor: Ints


class Provenance:
    """The sources and spans of one generation, ready to be asked."""

    def __init__(self, sources: pa.Table, spans: pa.Table) -> None:
        import numpy as np

        self._np = np
        self.sources: list[dict[str, Any]] = sources.to_pylist()
        self._spans = {name: spans.column(name) for name in spans.column_names}
        fields = self._spans["field"].combine_chunks().dictionary_encode()
        self._span_fields = flat(fields.indices)
        self._span_names = {name: code for code, name in enumerate(fields.dictionary.to_pylist())}
        self._size = 1 + max((row["source"] for row in self.sources), default=-1)
        self.sheets: list[str] = []
        self._sheet_of = np.full(self._size, -1, dtype=np.int64)
        index: dict[str, int] = {}
        for row in self.sources:
            name = address(row["file"], row["sheet"])
            self._sheet_of[row["source"]] = index.setdefault(name, len(index))
        self.sheets = list(index)
        self._fields: dict[str, _Field] = {}

    def cells(self, source: Ints, at: Ints, fields: Iterable[str]) -> list[str]:
        """Return the cells of the given fields of the records at (`source`, `at`), pressed into blocks.

        `source` and `at` are of one length, one entry a record. Fields without a cell add nothing; a merged
        cell counts once, at its anchor.
        """
        np = self._np
        source, at = np.asarray(source, dtype=np.int64), np.asarray(at, dtype=np.int64)
        places, rows, columns = [], [], []
        for name in dict.fromkeys(fields):
            field = self._field(name)
            lies = field.at[source]
            has = lies >= 0
            origin, lies = source[has], lies[has]
            place = self._anchor(field, origin, at[has])
            across = field.across[origin]
            places.append(self._sheet_of[origin])
            rows.append(np.where(across, lies, place))
            columns.append(np.where(across, place, lies))
            stated = np.unique(source[field.titled_row[source] >= 0])
            places.append(self._sheet_of[stated])
            rows.append(field.titled_row[stated])
            columns.append(field.titled_column[stated])
        if not places:
            return []
        return join_positions(
            np.concatenate(places), np.concatenate(rows), np.concatenate(columns), self.sheets
        )

    def sheet(self, source: int) -> str:
        """Return the name of the sheet that a source is in: `2025/人口.xlsx!人口`."""
        return self.sheets[int(self._sheet_of[source])]

    def origins(self, source: Ints, field: str) -> dict[str, str]:
        """Return, for the sources that do not carry `field` in cells, where its value came from instead.

        Maps the sheet's name to the origin: sheet_name, title, file_name or project.
        """
        wanted = set(self._np.unique(self._np.asarray(source)).tolist())
        return {
            self.sheets[self._sheet_of[row["source"]]]: row["origin"]
            for row in self.sources
            if row["field"] == field and row["source"] in wanted and row["at"] is None
        }

    def feeds(self, sheet: str, block: tuple[int, int, int, int]) -> list[tuple[int, str, int, int]]:
        """Return what a block of cells can feed: (source, field, first record, last record)."""
        top, left, bottom, right = block
        found = []
        for row in self.sources:
            title = read_block(row["header"]) if row["origin"] == "title" else None
            if title is not None and self.sheets[self._sheet_of[row["source"]]] == sheet:
                if top <= title.top <= bottom and left <= title.left <= right:
                    found.append((row["source"], row["field"], 0, _LAST))
                continue
            if row["at"] is None or self.sheets[self._sheet_of[row["source"]]] != sheet:
                continue
            across = row["axis"] == "column"
            low, high = (top, bottom) if across else (left, right)
            if not low <= row["at"] <= high:
                continue
            first, last = (left, right) if across else (top, bottom)
            found.append((row["source"], row["field"], first, last))
            found += self._spans_anchored(row["source"], row["field"], first, last)
        return found

    def _spans_anchored(
        self, source: int, field: str, first: int, last: int
    ) -> list[tuple[int, str, int, int]]:
        rows = zip(*(self._spans[name].to_pylist() for name in _SPAN_COLUMNS), strict=True)
        return [
            (source, field, begin, end)
            for origin, name, begin, end, anchor in rows
            if origin == source and name == field and first <= anchor <= last
        ]

    def _field(self, name: str) -> _Field:
        if name not in self._fields:
            self._fields[name] = self._build(name)
        return self._fields[name]

    def _build(self, name: str) -> _Field:
        np = self._np
        at = np.full(self._size, -1, dtype=np.int64)
        across = np.zeros(self._size, dtype=np.bool_)
        titled_row, titled_column = (np.full(self._size, -1, dtype=np.int64) for _ in range(2))
        for row in self.sources:
            if row["field"] != name:
                continue
            if row["origin"] == "title" and (title := read_block(row["header"])):
                titled_row[row["source"]], titled_column[row["source"]] = title.top, title.left
            if row["at"] is not None:
                at[row["source"]] = row["at"]
                across[row["source"]] = row["axis"] == "column"
        mine = self._span_fields == self._span_names.get(name, -1)
        source, first, last, anchor = (
            flat(self._spans[each])[mine].astype(np.int64) for each in _SPAN_NUMBERS
        )
        keys = (source << 32) | first
        order = np.argsort(keys, kind="stable")
        return _Field(at, across, titled_row, titled_column, keys[order], last[order], anchor[order])

    def _anchor(self, field: _Field, source: Ints, at: Ints) -> Ints:
        """Move the records inside a span to its anchor; the others stay where they are."""
        np = self._np
        if not len(field.span_keys):
            return at
        # The last span that begins at or before the record, if it is of the same source and reaches it.
        index = np.searchsorted(field.span_keys, (source << 32) | at, side="right") - 1
        safe = np.maximum(index, 0)
        inside = (index >= 0) & (field.span_keys[safe] >> 32 == source) & (at <= field.span_last[safe])
        moved: Ints = np.where(inside, field.span_anchor[safe], at)
        return moved


_LAST = 2**31 - 1
_SPAN_NUMBERS = ("source", "first", "last", "anchor")
_SPAN_COLUMNS = ("source", "field", "first", "last", "anchor")


def lookup(store: Store, address: str) -> list[CellRecord]:
    """Return the records that took a value from the cells at `address`; see `Store.lookup`."""
    import numpy as np
    import pyarrow.compute as pc

    provenance = store.provenance
    sheet, cell = split(address)
    block = read_block(cell.strip())
    if block is None or not sheet:
        todo = "地址写作 2025/文件.xlsx!表名!C7，或 …!C5:C24"
        raise StoreError(f"{address} 不是单元格地址", todo=todo)
    if sheet not in provenance.sheets:
        raise StoreError(f"没有哪条数据来自 {sheet}", todo=did_you_mean(sheet, provenance.sheets))
    homes = {row["source"]: (row["dataset"], row["year"]) for row in provenance.sources}
    found: dict[tuple[int, int, str], CellRecord] = {}
    for source, field, first, last in provenance.feeds(sheet, block):
        dataset, year = homes[source]
        table = store.table(dataset, year)
        at = table["_at"]
        inside = pc.and_(
            pc.equal(table["_source"], source), pc.and_(pc.greater_equal(at, first), pc.less_equal(at, last))
        )
        rows = table.filter(inside)
        # A record inside a span does not read its own cell, so ask back where its value really lies.
        for values in rows.to_pylist():
            origin, place = values.pop("_source"), values.pop("_at")
            lies = provenance.cells(np.array([origin]), np.array([place]), [field])
            if lies and covers(f"{sheet}!{block}", lies[0]):
                found[origin, place, field] = CellRecord(dataset, year, field, origin, place, values)
    return list(found.values())

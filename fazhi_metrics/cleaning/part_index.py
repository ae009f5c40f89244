"""One cleaned workbook asked about its cells: what was typed there, and which record a cell belongs to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from fazhi_metrics.addresses import read_block
from fazhi_metrics.cleaning.part import Part
from fazhi_metrics.cleaning.shown import shown
from fazhi_metrics.datasets.schema import AT, SOURCE

if TYPE_CHECKING:
    import numpy.typing as npt

    from fazhi_metrics.cleaning.stakes import Term


class PartIndex:
    """The part of one workbook, with what is looked up in it worked out once."""

    def __init__(self, part: Part) -> None:
        self._part = part
        self._rows: dict[str, dict[tuple[int, int], int]] = {}
        self._amounts: dict[Term, npt.NDArray[Any]] = {}

    def typed(self, dataset: str, sheet: str | None, cell: str, column: str) -> str:
        """Return what was typed in a cell of a record: from the log, or as it was kept."""
        before = self._before.get((sheet, cell))
        if before is not None:
            return before
        row = self.row(dataset, sheet, cell)
        return "" if row is None else shown(self.value(dataset, row, column))

    def row(self, dataset: str, sheet: str | None, cell: str) -> int | None:
        """Return the position of the record that a cell belongs to; None when it belongs to none."""
        spot = read_block(cell)
        if spot is None:
            return None
        for number, source in enumerate(self._part.sources):
            if (source.dataset, source.sheet) == (dataset, sheet):
                found = self._index(dataset).get((number, spot.top if source.axis == "row" else spot.left))
                if found is not None:
                    return found
        return None

    def value(self, dataset: str, row: int, column: str) -> Any:
        """Return a column of a record, None where it is missing."""
        records = self._part.records[dataset]
        return records[column][row].as_py() if column in records.column_names else None

    def amount(self, term: Term, row: int) -> float:
        """Return what a record adds to a figure's sum."""
        if term not in self._amounts:
            self._amounts[term] = term.amounts(self._part.records[term.dataset])
        return float(self._amounts[term][row])

    @cached_property
    def _before(self) -> dict[tuple[str | None, str], str]:
        log = self._part.log
        sheets, cells, befores = (log[name].to_pylist() for name in ("sheet", "cell", "before"))
        return dict(zip(zip(sheets, cells, strict=True), befores, strict=True))

    def _index(self, dataset: str) -> dict[tuple[int, int], int]:
        if dataset not in self._rows:
            records = self._part.records.get(dataset)
            spots = zip(records[SOURCE].to_pylist(), records[AT].to_pylist(), strict=True) if records else ()
            self._rows[dataset] = {spot: row for row, spot in enumerate(spots)}
        return self._rows[dataset]

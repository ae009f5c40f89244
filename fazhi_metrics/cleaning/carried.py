"""One column of a dataset as a table carries it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fazhi_metrics.cleaning.block import Block, Field
from fazhi_metrics.cleaning.convert import Cell, Convert
from fazhi_metrics.datasets import Column, Dataset


@dataclass(frozen=True, slots=True)
class Carried:
    """A column of the dataset on its line of the block, with its typed cells by record line."""

    dataset: Dataset
    column: Column
    block: Block
    field: Field
    convert: Convert
    cells: dict[int, Cell]

    @property
    def readable(self) -> dict[int, Any]:
        """The typed values by record line; a cell that could not be read is left out, a blank is None."""
        return {
            at: cell.value for at, cell in self.cells.items() if cell.rule not in ("unreadable", "missing")
        }

    def cell(self, at: int) -> str:
        """The name of the cell of one record."""
        return self.block.cell(self.field.line, at)

"""What was typed in a cell, from the log: only cells that were changed are there."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from fazhi_metrics.cleaning.locate import Place

if TYPE_CHECKING:
    import pyarrow as pa


class TypedCells:
    """Looks up the `before` of a cell in a run's log; built when first asked."""

    def __init__(self, log: pa.Table) -> None:
        self._log = log

    def __call__(self, place: Place) -> str | None:
        """Return what was typed, or None when the cell was kept as typed or holds nothing."""
        return self._before.get(place)

    @cached_property
    def _before(self) -> dict[Place, str]:
        names = ("file", "sheet", "cell", "before")
        columns = [self._log[name].to_pylist() for name in names]
        return {Place(file, sheet, cell): before for file, sheet, cell, before in zip(*columns, strict=True)}

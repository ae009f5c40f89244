"""One ledger of a project at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.datasets import Dataset

if TYPE_CHECKING:
    import pandera.pandas as pan


@dataclass(frozen=True, slots=True)
class Ledger:
    """A ledger of one project: its declaration, and the pandera schema that holds its records."""

    dataset: Dataset

    def __repr__(self) -> str:
        columns = "、".join(column.title for column in self.dataset.stored)
        return f"{self.dataset.title}（{self.dataset.name}，{self.dataset.grain}）：{columns}"

    def schema(self) -> pan.DataFrameSchema:
        """Return the schema: types, presence, ranges, code lists, dates, keys and checks."""
        from fazhi_metrics.datasets.schema import frame_schema

        return frame_schema(self.dataset)

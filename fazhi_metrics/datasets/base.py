"""What a dataset is: a declaration of a ledger's columns, units, checks and grain."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

ColumnType = Literal[
    "text", "code", "village", "int", "decimal", "percent", "flag", "date", "year", "month", "half", "personal"
]
Origin = Literal["cell", "sheet_name", "title", "file_name", "project"]
Layout = Literal["rows", "months_across"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a dataset: its English name, its Chinese title, and what a cell of it may hold.

    `aliases` are other titles that offices type; `codes` the closed list of a code column, each with its
    spellings (`{"三中心": ("三大中心", "分办中心")}`). `decimals` fixes the exact scale of a decimal column.
    `personal` columns (ID numbers, phones, names of natural persons) are recognised and never stored.
    `origins` lists, in order of trust, where the value may come from when no cell carries it.
    """

    name: str
    title: str
    type: ColumnType
    unit: str | None = None
    aliases: tuple[str, ...] = ()
    codes: dict[str, tuple[str, ...]] = field(default_factory=dict)
    decimals: int = 0
    required: bool = True
    fill_down: bool = False
    origins: tuple[Origin, ...] = ("cell",)
    minimum: int | None = 0
    maximum: int | None = None

    @property
    def personal(self) -> bool:
        """Whether the column names a natural person and must not leave data/raw."""
        return self.type == "personal"

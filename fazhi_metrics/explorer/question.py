"""A question that the explorer asks: an indicator, how to divide it, of which years and villages."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """What was chosen; `by` names at most two dimensions, `base_year` is None where nothing is compared.

    Without villages it is asked of the whole town.
    """

    indicator: str
    by: tuple[str, ...] = ()
    year: int = 0
    base_year: int | None = None
    villages: tuple[str, ...] = ()

    @property
    def where(self) -> dict[str, list[str]] | None:
        """The selection, as `measure` takes it."""
        return {"village": list(self.villages)} if self.villages else None

    @property
    def years(self) -> int | None:
        """The year to measure; None, for all there are, when it is divided by year."""
        return None if "year" in self.by else self.year

    @property
    def compared(self) -> bool:
        """Whether two years are compared; divided by year, they stand side by side anyway."""
        return self.base_year is not None and "year" not in self.by

    @property
    def name(self) -> str:
        """A name for the files of its answer, one for each question."""
        parts = [self.indicator, *self.by, str(self.year)]
        parts += [f"vs{self.base_year}"] if self.compared else []
        parts += self.villages[:2] + ((f"等{len(self.villages)}个",) if len(self.villages) > 2 else ())
        return re.sub(r'[\\/:*?"<>|\s]+', "_", "_".join(parts))

    def code(self, opening: str = "fm.open()", *, title: str = "", chart: bool = True) -> str:
        """Return the lines of Python that give the same table and, with `chart`, the same chart.

        >>> print(Question("petitions", ("month",), 2025).code(title="信访总量"))
        import fazhi_metrics as fm
        <BLANKLINE>
        project = fm.open()
        asked = project.indicator("petitions")  # 信访总量
        table = asked.by("month", year=2025)
        figure = asked.chart("month", year=2025)
        display(table, figure)
        """
        by = ", ".join(f'"{name}"' for name in self.by)
        selected = ["where=where"] if self.villages else []
        if self.compared:
            divided = [f"by=[{by}]"] if by else []
            table = f"asked.compare({', '.join([str(self.year), str(self.base_year), *divided, *selected])})"
        else:
            year = [] if self.years is None else [f"year={self.years}"]
            table = f"asked.by({', '.join([*([by] if by else []), *year, *selected])})"
        base = [f"base_year={self.base_year}"] if self.compared else []
        drawn = ", ".join([*([by] if by else []), f"year={self.year}", *base, *selected])
        names = ", ".join(f'"{village}"' for village in self.villages)
        return "\n".join(
            [
                "import fazhi_metrics as fm",
                "",
                f"project = {opening}",
                f'asked = project.indicator("{self.indicator}"){f"  # {title}" if title else ""}',
                *([f'where = {{"village": [{names}]}}'] if self.villages else []),
                f"table = {table}",
                *([f"figure = asked.chart({drawn})"] if chart else []),
                f"display({'table, figure' if chart else 'table'})",
            ]
        )

"""The cleaning log: every cell that was read and not kept exactly as typed, and the rule that did it.

For every sheet, cells read = cells kept + cells logged, each cell in the log at most once. A cell whose
value was kept in another form (１２ for 12, 示例一 for 示例一村) is in the log with before and after.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import pyarrow as pa

LOG_RULES: Final[dict[str, str]] = {
    "title": "标题",
    "unit": "单位行",
    "form": "填报信息",
    "header": "表头",
    "total": "合计（与各行核对，不计入）",
    "derived": "推算行（比率、增减，不计入）",
    "section": "分组名称",
    "note": "表下说明",
    "serial": "序号",
    "label": "指标名称",
    "personal": "个人信息（已隐去）",
    "changed": "规范写法",
    "converted": "换算单位",
    "missing": "缺失标记",
    "unreadable": "无法读取，按缺失处理",
    "merged_number": "跨行合并的数，只记在第一条",
    "repeated": "合并区域内的重复内容",
    "correction": "按更正清单改正",
    "unknown_column": "未采用的列",
    "unknown_row": "未采用的行",
    "unclaimed": "表外内容",
    "unknown_table": "认不出的表",
    "year_not_asked": "不在所要的年度",
    "hidden_sheet": "隐藏的工作表",
    "excluded": "按核实清单不计入",
    "replaced": "按核实清单由另一个文件代替",
    "scrubbed": "隐去文字里的个人信息",
}
LOG_FIELDS: Final = ("file", "sheet", "cell", "dataset", "column", "rule", "before", "after", "note")


class Entries(NamedTuple):
    """Cells of one sheet that one rule explains: their names (`C7`), and what stood there before and after.

    `afters` is None where nothing was kept.
    """

    rule: str
    sheet: str | None
    cells: Sequence[str]
    befores: Sequence[str]
    afters: Sequence[str | None] | None = None
    dataset: str = ""
    column: str = ""
    note: str = ""


@dataclass(slots=True)
class Log:
    """The log of one workbook while it is being cleaned."""

    file: str
    entries: list[Entries] = field(default_factory=list)

    def add(self, entries: Entries) -> None:
        """Enter cells; what was typed has personal data already hidden."""
        if entries.cells:
            self.entries.append(entries)

    def take_back(self, sheet: str | None, cell: str) -> bool:
        """Remove the entry of one cell; return whether there was one."""
        for place, found in enumerate(self.entries):
            kept = [n for n, name in enumerate(found.cells) if found.sheet != sheet or name != cell]
            if len(kept) < len(found.cells):
                rest = found._replace(
                    cells=[found.cells[n] for n in kept],
                    befores=[found.befores[n] for n in kept],
                    afters=found.afters and [found.afters[n] for n in kept],
                )
                self.entries[place : place + 1] = [rest] if kept else []
                return True
        return False

    def __len__(self) -> int:
        return sum(len(entries.cells) for entries in self.entries)

    def table(self) -> pa.Table:
        """Return the log as an Arrow table in the layout of log.parquet."""
        import numpy as np
        import pyarrow as pa

        entries, size = self.entries, len(self)
        if not size:
            return log_schema().empty_table()

        def each(lists: Iterable[Iterable[str | None]]) -> pa.Array:
            return pa.array(list(chain.from_iterable(lists)), pa.string())

        # What the cells of an entry share is converted once and repeated; only the rest is per cell.
        counts = [len(found.cells) for found in entries]
        names = ("sheet", "dataset", "column", "rule", "note")
        own = pa.array(np.repeat(np.arange(len(entries)), counts))
        columns = {
            name: pa.array([getattr(e, name) for e in entries], pa.string()).take(own) for name in names
        }
        columns["file"] = pa.repeat(pa.scalar(self.file), size)
        columns["cell"] = each(found.cells for found in entries)
        columns["before"] = each(found.befores for found in entries)
        columns["after"] = each(
            found.afters or repeat(None, n) for found, n in zip(entries, counts, strict=True)
        )
        return pa.table([columns[name] for name in LOG_FIELDS], schema=log_schema())


def log_schema() -> pa.Schema:
    """The columns of log.parquet; `rule` is an id of LOG_RULES, `after` null for a cell not kept."""
    import pyarrow as pa

    return pa.schema([(name, pa.string()) for name in LOG_FIELDS])


@dataclass(frozen=True, slots=True)
class Conservation:
    """How many cells were read, kept as typed, and logged; the first is the sum of the others."""

    read: int = 0
    kept: int = 0
    logged: int = 0

    def __add__(self, other: Conservation) -> Conservation:
        return Conservation(self.read + other.read, self.kept + other.kept, self.logged + other.logged)

    @property
    def holds(self) -> bool:
        """Whether nothing was lost and nothing counted twice."""
        return self.read == self.kept + self.logged

    def __str__(self) -> str:
        sign = "=" if self.holds else "≠"
        return f"读入 {self.read:,} 格 {sign} 照录 {self.kept:,} 格 + 入日志 {self.logged:,} 格"


def summed(parts: Iterable[Conservation]) -> Conservation:
    """Add up the counts of several workbooks."""
    return sum(parts, Conservation())

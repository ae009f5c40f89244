"""The cleaning log: every cell that was read and not kept exactly as typed, and the rule that did it.

For every sheet, cells read = cells kept + cells logged, each cell in the log at most once. A cell whose
value was kept in another form (１２ for 12, 示例一 for 示例一村) is in the log with before and after.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

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
    "scrubbed": "隐去文字里的个人信息",
}
LOG_FIELDS: Final = ("file", "sheet", "cell", "dataset", "column", "rule", "before", "after", "note")


@dataclass(slots=True)
class Log:
    """The log of one workbook while it is being cleaned: columns of equal length."""

    file: str
    sheets: list[str | None] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    datasets: list[str] = field(default_factory=list)
    columns: list[str] = field(default_factory=list)
    rules: list[str] = field(default_factory=list)
    befores: list[str] = field(default_factory=list)
    afters: list[str | None] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def add(
        self,
        rule: str,
        sheet: str | None,
        cell: str,
        before: str,
        after: str | None = None,
        *,
        dataset: str = "",
        column: str = "",
        note: str = "",
    ) -> None:
        """Enter one cell; `before` is what was typed, with personal data already hidden."""
        self.sheets.append(sheet)
        self.cells.append(cell)
        self.datasets.append(dataset)
        self.columns.append(column)
        self.rules.append(rule)
        self.befores.append(before)
        self.afters.append(after)
        self.notes.append(note)

    def take_back(self, sheet: str | None, cell: str) -> bool:
        """Remove the entry of one cell; return whether there was one."""
        for place in range(len(self) - 1, -1, -1):
            if self.cells[place] == cell and self.sheets[place] == sheet:
                for column in self._columns():
                    del column[place]
                return True
        return False

    def _columns(self) -> tuple[list[Any], ...]:
        return (
            self.sheets,
            self.cells,
            self.datasets,
            self.columns,
            self.rules,
            self.befores,
            self.afters,
            self.notes,
        )

    def __len__(self) -> int:
        return len(self.cells)

    def table(self) -> pa.Table:
        """Return the log as an Arrow table in the layout of log.parquet."""
        import pyarrow as pa

        columns = ([self.file] * len(self), *self._columns())
        return pa.table(dict(zip(LOG_FIELDS, columns, strict=True)), schema=log_schema())


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

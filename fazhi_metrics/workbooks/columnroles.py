"""What each column of a table is there for: to number or name its rows, to measure, to add up, to remark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from fazhi_metrics.workbooks.roles import Body, ColumnRole
from fazhi_metrics.workbooks.vocabulary import NOT_ADDITIVE, REMARK, ROW_NUMBER, TOTAL, label_text

if TYPE_CHECKING:
    from fazhi_metrics.workbooks.table import TableColumn

_NUMERIC: Final = frozenset({"int", "float", "percent", "empty"})


def with_roles(columns: Sequence[TableColumn], body: Body, units_at: int | None) -> list[TableColumn]:
    """Give every column its role; `units_at` is the column that gives the unit of each row."""
    roles = [_role(column, body, units_at) for column in columns]
    return [
        column if column.role == role else replace(column, role=role)
        for column, role in zip(columns, roles, strict=True)
    ]


def _role(column: TableColumn, body: Body, units_at: int | None) -> ColumnRole:
    names = [label_text(level) for level in column.levels]
    last = names[-1] if names else ""
    if column.index == units_at:
        return "unit"
    if column.index in body.keys:
        return "number" if not last or ROW_NUMBER.fullmatch(last) else "label"
    if REMARK.fullmatch(last) and column.type in ("text", "empty"):
        return "remark"
    if column.index in body.labels and column.type not in ("int", "float", "percent"):
        return "label"
    if column.type not in _NUMERIC:
        return "value"
    if any(map(TOTAL.fullmatch, names)):
        return "total"  # 合计 of the columns beside it
    share = column.type == "percent" or NOT_ADDITIVE.search(column.header or "") is not None
    return "derived" if share else "value"

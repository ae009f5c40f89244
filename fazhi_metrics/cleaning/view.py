"""A table as the reader found it, laid out as a block: records down, or months across."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from fazhi_metrics.cleaning.block import Block, Field
from fazhi_metrics.cleaning.display_text import is_blank, typed_text
from fazhi_metrics.cleaning.recognise import is_serial, is_total
from fazhi_metrics.cleaning.totals import Total
from fazhi_metrics.workbooks import Table

_MONTH: Final = re.compile(r"(?:\d{4}年)?(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])月份?")
_PERIOD: Final = re.compile(r"第?[一二三四1-4]季度?|[上下]半年|前三季度|\d{1,2}[-—~至]\d{1,2}月")
_UNIT: Final = frozenset({"单位", "计量单位"})
_BRACKET: Final = re.compile(r"[（(]([^（()）]+)[)）]\s*$")
_FOOT: Final = re.compile(
    r"共(?:计|导出|受理|办理|办结|登记)?\s*\d+\s*[条件起项]|导出时间|[备附]?注\s*[:：]|填表|制表|审核"
)
_COUNT: Final = re.compile(r".{0,6}共(?:计|导出|受理|办理|办结|登记)?\s*\d+\s*[条件起项次]")
_SUMS: Final = frozenset({"合计", "小计", "总计", "共计"})
_LABELS: Final = 3  # fields looked at for 合计


def as_rows(table: Table) -> Block:
    """Return a table whose records are its rows."""
    last = table.header_rows[1] if table.header_rows else None
    fields = tuple(
        Field(
            c.index,
            c.header or "",
            c.unit,
            _own_unit(table, c.index, c.unit),
            table.anchor(last, c.index) if last else None,
        )
        for c in table.columns
    )
    data: list[int] = []
    totals = [Total(row, _label(table, row)) for row in table.total_rows]
    feet = set(_feet(table))
    called = _called_totals(table)
    for row in table.rows:
        if row in called:
            totals.append(Total(row, called[row]))
        elif row not in feet:
            data.append(row)
    totals.sort(key=lambda total: total.line)
    others = [*_others(table), *((row, column, "note") for row in feet for column in _filled(table, row))]
    notes = (*table.notes, *(_label(table, row) for row in sorted(feet)))
    return Block(table.source, "row", fields, tuple(data), tuple(totals), tuple(others), table.titles, notes)


def _feet(table: Table) -> Iterator[int]:
    """Yield the last data rows that are a single sentence under the table (共导出 20 条) and no record."""
    bottom = True
    for row in reversed(table.rows):
        filled = _filled(table, row) if bottom or _alone(table, row) else []
        alone = len(filled) == 1 and len(table.columns) > 2
        text = typed_text(table.raw(row, filled[0])) if len(filled) == 1 else ""
        bottom = bottom and bool(_FOOT.search(text))
        if bottom or (alone and (_COUNT.fullmatch(text.strip()) or text.strip().endswith("。"))):
            yield row


def _alone(table: Table, row: int) -> bool:
    """Whether only the first cell of a row holds anything."""
    cells = table.source.rows[row - 1]
    return bool(cells) and cells[0].__class__ is str and not any(map(bool, cells[1:]))


def _filled(table: Table, row: int) -> list[int]:
    _, left, _, right = table.area
    return [column for column in range(left, right + 1) if not is_blank(table.raw(row, column))]


def _own_unit(table: Table, column: int, unit: str | None) -> bool:
    """Whether a unit stands in the column's own header, and not only in the line above the table."""
    if unit is None or table.header_rows is None:
        return False
    first, last = table.header_rows
    bracketed = re.compile(rf"[（(/／\[【]\s*(?:单位[:：]?)?\s*{re.escape(unit)}\s*(?:[)）\]】]|$)")
    texts = (typed_text(table.raw(*table.anchor(row, column))) for row in range(first, last + 1))
    return any(bracketed.search(text) for text in texts)


def _label(table: Table, row: int) -> str:
    texts = (table.raw(row, column.index) for column in table.columns)
    return next((typed_text(raw).strip() for raw in texts if isinstance(raw, str) and raw.strip()), "")


def _called_totals(table: Table) -> dict[int, str]:
    """Return the data rows that call themselves a total after all, with their labels."""
    found: dict[int, str] = {}
    sheet = table.source.rows
    for column in table.columns[:_LABELS]:
        place = column.index - 1
        for row in table.rows:
            raw = sheet[row - 1][place] if place < len(sheet[row - 1]) else ""
            if raw.__class__ is str and "计" in raw and "".join(raw.split()) in _SUMS:
                found.setdefault(row, raw.strip())
    return found


def _others(table: Table) -> Iterator[tuple[int, int, str]]:
    """Yield the cells of rows that are neither data nor totals, with the role of their row."""
    top, left, bottom, right = table.area
    for row, role in table.row_roles.items():
        if role in ("data", "total", "blank") or not top <= row <= bottom:
            continue
        for column in range(left, right + 1):
            if not is_blank(table.raw(row, column)):
                yield row, column, role


def month_columns(table: Table) -> list[int]:
    """Return the columns whose header is a month; they run across when there are at least three."""
    found = [c.index for c in table.columns if c.levels and _MONTH.fullmatch(_tight(c.levels[-1]))]
    return found if len(found) >= 3 else []


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def across(table: Table, months: list[int]) -> Block | None:
    """Return a crosstab whose records are its month columns, or None when its rows have no labels."""
    head = _header_row(table, months)
    kinds = {c.index: _kind(c.header or "") for c in table.columns if c.index not in months}
    labels = [column for column, kind in kinds.items() if kind == "label" and column < min(months)]
    if head is None or not labels:
        return None
    units = [column for column, kind in kinds.items() if kind == "unit"]
    totals = [
        Total(c.index, (c.header or "").split("/")[-1])
        for c in table.columns
        if kinds.get(c.index) == "total"
    ]
    fields = [Field(head, "月份")]
    for row in table.rows:
        label = "/".join(
            text for column in labels if (text := typed_text(table.raw(*table.anchor(row, column))).strip())
        )
        bracket = _BRACKET.search(label)
        stated = typed_text(table.raw(row, units[0])).strip() if units else ""
        unit = stated or (bracket.group(1) if bracket else None)
        fields.append(Field(row, label, unit, unit is not None, (row, labels[-1])))
    ats = {*months, *(total.line for total in totals)}
    others = [spot for spot in _others(table) if not (spot[0] == head and spot[1] in ats)]
    strangers = [column for column, kind in kinds.items() if kind == "label" and column > min(months)]
    kinds |= dict.fromkeys(strangers, "other")
    roles = {"label": "label", "unit": "label", "serial": "serial", "other": "unknown_column"}
    others += [(row, column, roles[k]) for row in table.rows for column, k in kinds.items() if k in roles]
    others += [(row, c.index, "total") for row in table.total_rows for c in table.columns]
    return Block(
        table.source,
        "column",
        tuple(fields),
        tuple(months),
        tuple(totals),
        tuple(others),
        table.titles,
        table.notes,
        tuple(Field(c, typed_text(table.raw(head, c)).strip(), head=(head, c)) for c in strangers),
    )


def _header_row(table: Table, months: list[int]) -> int | None:
    if table.header_rows is None:
        return None
    first, last = table.header_rows
    for row in range(last, first - 1, -1):
        if all(_MONTH.fullmatch(_tight(typed_text(table.raw(row, column)))) for column in months):
            return row
    return None


def _kind(header: str) -> str:
    name = _tight(header.split("/")[-1])
    if is_serial(name):
        return "serial"
    if is_total(name) or _PERIOD.fullmatch(name):
        return "total"
    if name in _UNIT:
        return "unit"
    return "other" if name in ("备注", "说明") else "label"

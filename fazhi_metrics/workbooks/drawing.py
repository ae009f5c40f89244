"""The sheet as the analyst sees it, coloured by role: in a notebook and in the terminal."""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from fazhi_metrics.workbooks.addresses import letters
from fazhi_metrics.workbooks.grid import shown
from fazhi_metrics.workbooks.table import Table

if TYPE_CHECKING:
    from rich.console import Group

NAMES: Final = {
    "title": "标题",
    "unit": "单位行",
    "form": "填报项",
    "header": "表头",
    "data": "数据",
    "total": "合计",
    "section": "分组",
    "note": "注",
    "derived": "推算",
    "blank": "空行",
}
# Background and text: every pair has a contrast of at least 7 to 1; the role is also written in words.
_COLOURS: Final = {
    "title": ("#e8eef7", "#12436d"),
    "unit": ("#eef3f8", "#3d3d3d"),
    "form": ("#eef3f8", "#3d3d3d"),
    "header": ("#12436d", "#ffffff"),
    "data": ("#ffffff", "#1a1a1a"),
    "total": ("#fdf0d5", "#4a3000"),
    "section": ("#e3f3ee", "#0b4a37"),
    "note": ("#f3f3f3", "#3d3d3d"),
    "derived": ("#f5eef8", "#4a235a"),
    "blank": ("#ffffff", "#3d3d3d"),
}
_STYLES: Final = {
    "title": "bold cyan",
    "unit": "dim",
    "form": "dim",
    "header": "bold white on blue",
    "total": "yellow",
    "section": "green",
    "note": "dim",
    "derived": "magenta",
}
_ROWS: Final = 24  # body rows that are drawn
_COLUMNS: Final = 16
_LETTERS: Final = 28  # characters of a cell


def draw(table: Table) -> Group:
    """Return the drawing of a table for a rich console: its sheet's grid, coloured by role."""
    from rich.console import Group
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(show_edge=False, pad_edge=False, header_style="dim")
    columns = _columns(table)
    grid.add_column("行", justify="right", style="dim")
    grid.add_column("", style="dim")
    for index in columns:
        grid.add_column(letters(index), overflow="ellipsis", max_width=_LETTERS, no_wrap=True)
    for row in _rows(table):
        if row is None:
            grid.add_row("…")
            continue
        role = table.row_roles[row]
        cells = [_short(_text(table, row, index)) for index in columns]
        mark = "（隐藏）" if row in table.source.hidden_rows else ""
        grid.add_row(
            str(row), NAMES[role] + mark, *(Text(cell) for cell in cells), style=_STYLES.get(role, "")
        )
    return Group(
        Text(caption(table), style="bold"), grid, *(Text(f"  {line}") for line in _column_lines(table))
    )


def to_html(table: Table) -> str:
    """Return the drawing of a table for a notebook; nothing in it is loaded from anywhere."""
    columns = _columns(table)
    rows = []
    for row in _rows(table):
        if row is None:
            rows.append(f'<tr><td colspan="{len(columns) + 2}">…</td></tr>')
            continue
        role = table.row_roles[row]
        ground, ink = _COLOURS[role]
        style = f"background:{ground};color:{ink};{'font-weight:600;' if role in ('header', 'total') else ''}"
        cells = "".join(_html_cell(table, row, index, role) for index in columns)
        mark = "·隐藏" if row in table.source.hidden_rows else ""
        rows.append(f'<tr style="{style}"><th scope="row">{row}</th><td>{NAMES[role]}{mark}</td>{cells}</tr>')
    head = "".join(
        f'<th scope="col">{letters(index)}{"·隐藏" if index in table.source.hidden_columns else ""}</th>'
        for index in columns
    )
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in _column_lines(table))
    return (
        "<div style=\"font-family:'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif\">"
        f"<p><b>{html.escape(caption(table))}</b></p>"
        '<table style="border-collapse:collapse;font-size:12px" border="1">'
        f'<thead><tr><th scope="col">行</th><th scope="col">角色</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
        f"<details><summary>各列的表头、单位和类型</summary><ul>{lines}</ul></details></div>"
    )


def caption(table: Table) -> str:
    """Return one line that says what was found and how sure the reading is."""
    place = table.file if table.sheet is None else f"{table.file}!{table.sheet}"
    parts = [
        f"{place}{'（隐藏的工作表）' if table.hidden else ''}",
        f"{len(table.rows)} 行数据 × {len(table.columns)} 列",
    ]
    if table.total_rows:
        parts.append(f"合计 {len(table.total_rows)} 行")
    parts.append(f"把握 {table.confidence:.0%}")
    return "，".join(parts) + (f"：{'；'.join(table.reasons)}" if table.reasons else "")


def _column_lines(table: Table) -> list[str]:
    names = {
        "int": "整数",
        "float": "小数",
        "percent": "百分数",
        "date": "日期",
        "datetime": "日期时间",
        "time": "时间",
    }
    names |= {"flag": "是否", "text": "文字", "empty": "空"}
    lines = []
    for column in table.columns[:60]:
        unit = f"，单位 {column.unit}" if column.unit else ""
        more = "，向下填充" if column.fill_down else ""
        hidden = "，隐藏" if column.hidden else ""
        lines.append(
            f"{column.letter}  {column.header or '（无表头）'}：{names[column.type]}{unit}{more}{hidden}"
        )
    return lines


def _columns(table: Table) -> list[int]:
    return [column.index for column in table.columns[:_COLUMNS]]


def _rows(table: Table) -> Iterator[int | None]:
    """Yield the rows to draw, None where rows are left out; lines around the body are all drawn."""
    left = _ROWS
    skipped = False
    body = [row for row, role in table.row_roles.items() if role in ("data", "section", "blank", "derived")]
    keep = set(body[:left]) | set(body[-3:])
    for row, role in table.row_roles.items():
        if role == "blank" and row not in keep:
            continue
        if role in ("data", "section", "blank", "derived") and row not in keep:
            if not skipped:
                yield None
            skipped = True
            continue
        skipped = False
        yield row


def _text(table: Table, row: int, index: int) -> str:
    return (
        shown(table.raw(row, index))
        if (row, index) not in table.source.percent
        else table.cell(row, index).text
    )


def _short(text: str) -> str:
    return text if len(text) <= _LETTERS else text[: _LETTERS - 1] + "…"


def _html_cell(table: Table, row: int, index: int, role: str) -> str:
    text = _text(table, row, index)
    cell = table.cell(row, index) if role in ("data", "total", "derived") else None
    note = cell.problem or (cell.missing if cell.missing != "空白" else None) if cell is not None else None
    title = html.escape(f"{table.address(row, index)}{'：' + note if note else ''}", quote=True)
    style = ' style="outline:2px solid #801650"' if cell is not None and cell.problem else ""
    align = ' align="right"' if cell is not None and isinstance(cell.value, int | float) else ""
    return f'<td title="{title}"{align}{style}>{html.escape(_short(text))}</td>'

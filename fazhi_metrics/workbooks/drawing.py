"""The sheet as the analyst sees it, coloured by role: in a notebook and in the terminal."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fazhi_metrics.addresses import address, letters
from fazhi_metrics.redaction import visible
from fazhi_metrics.workbooks.grid import shown
from fazhi_metrics.workbooks.roles import Role
from fazhi_metrics.workbooks.sheets import Unread

if TYPE_CHECKING:
    from rich.console import Console, ConsoleOptions, RenderResult
    from rich.text import Text

    from fazhi_metrics.workbooks.table import Table

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
_COLUMN_ROLES: Final = {
    "number": "，序号",
    "total": "，合计列",
    "derived": "，推算列",
    "unit": "，计量单位",
    "remark": "，备注",
}
_ROWS: Final = 24  # body rows that are drawn
_COLUMNS: Final = 16
_LETTERS: Final = 28  # characters of a cell
_AROUND: Final[tuple[Role, ...]] = ("title", "unit", "form", "note")
_NARROWEST: Final = 4
_MARGIN: Final = 20  # characters that the row number and the role take
_DOUBTS: Final = 10  # doubts that are listed
_LINES: Final = 8  # titles and notes that are shown in full


@dataclass(frozen=True, slots=True)
class Drawing:
    """A table drawn for a rich console: as many columns of the sheet's grid as are as wide as it."""

    table: Table

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        from rich.table import Table as Grid
        from rich.text import Text

        table = self.table
        yield Text(visible(caption(table)), style="bold")
        rows = list(_rows(table))
        columns, left_out = _fitting(table, rows, options.max_width)
        grid = Grid(show_edge=False, pad_edge=False, header_style="dim")
        grid.add_column("行", justify="right", style="dim", no_wrap=True)
        grid.add_column("", style="dim", no_wrap=True)
        for index, width in columns.items():
            grid.add_column(letters(index), overflow="ellipsis", max_width=width, no_wrap=True)
        for row in rows:
            if row is None:
                grid.add_row("…")
                continue
            role = table.row_roles[row]
            cells = [_terminal_cell(table, row, index) for index in columns]
            mark = "（隐藏）" if row in table.source.hidden_rows else ""
            grid.add_row(str(row), NAMES[role] + mark, *cells, style=_STYLES.get(role, ""))
        yield grid
        if left_out:
            yield Text(f"  右边还有 {left_out} 列没有画出", style="dim")
        for line in (*_long_lines(table, columns), *_column_lines(table), *_doubt_lines(table)):
            yield Text(visible(f"  {line}"))


def draw(table: Table) -> Drawing:
    """Return the drawing of a table for a rich console: its sheet's grid, coloured by role."""
    return Drawing(table)


def _terminal_cell(table: Table, row: int, index: int) -> Text:
    from rich.text import Text

    value = table.raw(row, index)
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return Text(visible(_short(_text(table, row, index))), justify="right" if number else "left")


def _fitting(table: Table, rows: list[int | None], width: int) -> tuple[dict[int, int], int]:
    """Return the columns that fit into a width, at least one, with their widths; and how many do not.

    The lines around the body do not widen a column; they are printed in full below.
    """
    from rich.cells import cell_len

    free = width - _MARGIN
    chosen: dict[int, int] = {}
    every = _drawn_columns(table)
    body = [row for row in rows if row is not None and table.row_roles[row] not in _AROUND]
    for index in every:
        needed = max((cell_len(_short(_text(table, row, index))) for row in body), default=0)
        wide = max(min(needed, _LETTERS), _NARROWEST)
        free -= wide + 3
        if free < 0 and chosen:
            break
        chosen[index] = wide
    return chosen, len(every) - len(chosen)


def _long_lines(table: Table, columns: dict[int, int]) -> list[str]:
    """The lines around the body that are too long for a cell of the drawing."""
    from rich.cells import cell_len

    rows = sorted(row for role in _AROUND for row in table.rows_of(role))
    texts = ((row, index, _text(table, row, index)) for row in rows[:_LINES] for index in columns)
    return [f"第 {row} 行：{text}" for row, index, text in texts if cell_len(text) > columns[index]]


def to_html(table: Table) -> str:
    """Return the drawing of a table for a notebook; nothing in it is loaded from anywhere."""
    every = _drawn_columns(table)
    columns = every[:_COLUMNS]
    rows = []
    for row in _rows(table):
        if row is None:
            rows.append(f'<tr><td colspan="{len(columns) + 2}">…</td></tr>')
            continue
        role = table.row_roles[row]
        ground, ink = _COLOURS[role]
        style = f"background:{ground};color:{ink};{'font-weight:600;' if role in ('header', 'total') else ''}"
        mark = "·隐藏" if row in table.source.hidden_rows else ""
        rows.append(
            f'<tr style="{style}"><th scope="row">{row}</th><td style="white-space:nowrap">{NAMES[role]}{mark}</td>'
            f"{''.join(_html_cells(table, row, columns, role))}</tr>"
        )
    head = "".join(
        f'<th scope="col">{letters(index)}{"·隐藏" if index in table.source.hidden_columns else ""}</th>'
        for index in columns
    )
    more = f"<p>右边还有 {len(every) - len(columns)} 列没有画出。</p>" if len(every) > len(columns) else ""
    lines = "".join(f"<li>{html.escape(line)}</li>" for line in _column_lines(table))
    doubts = "".join(f"<li>{html.escape(line)}</li>" for line in _doubt_lines(table))
    return (
        "<div style=\"font-family:'Microsoft YaHei','PingFang SC','Noto Sans CJK SC','Source Han Sans SC',sans-serif\">"
        f"<p><b>{html.escape(caption(table))}</b></p>"
        '<table style="border-collapse:collapse;font-size:12px" border="1" cellpadding="3">'
        f'<thead><tr><th scope="col">行</th><th scope="col">角色</th>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>{more}'
        f"<details><summary>各列的表头、单位和类型</summary><ul>{lines}</ul></details>"
        f"{f'<ul>{doubts}</ul>' if doubts else ''}</div>"
    )


def caption(table: Table) -> str:
    """Return one line that says what was found and how sure the reading is."""
    parts = [
        f"{address(table.file, table.sheet)}{'（隐藏的工作表）' if table.hidden else ''}",
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
        kind = names[column.type] + _COLUMN_ROLES.get(column.role, "")
        lines.append(f"{column.letter}  {column.header or '（无表头）'}：{kind}{unit}{more}{hidden}")
    return lines


def _doubt_lines(table: Table) -> list[str]:
    """What the reading leaves open, and after it what was read otherwise than it is stored."""
    doubts = sorted(table.doubts, key=lambda doubt: not doubt.kind.is_open)
    lines = [f"{'存疑' if d.kind.is_open else '说明'} {d.cells}：{d.what}" for d in doubts[:_DOUBTS]]
    return [*lines, f"其余 {len(doubts) - _DOUBTS} 处"] if len(doubts) > _DOUBTS else lines


def _drawn_columns(table: Table) -> list[int]:
    """The columns of a table, and those in which only lines around it hold anything: a note to the right."""
    _, left, _, right = table.area
    lines = [row for role in _AROUND for row in table.rows_of(role)]
    held = {index for row in lines for index in range(left, right + 1) if shown(table.raw(row, index))}
    return sorted(held | {column.index for column in table.columns})


def _rows(table: Table) -> Iterator[int | None]:
    """Yield the rows to draw, None where rows are left out; lines around the body are all drawn."""
    left = _ROWS
    skipped = False
    body = [row for row, role in table.row_roles.items() if role in ("data", "section", "blank", "derived")]
    keep = set(body[:left]) | set(body[-3:])
    before: Role | None = None
    for row, role in table.row_roles.items():
        last, before = before, role
        if role == "blank" and (row not in keep or last == "blank"):
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


def _html_cells(table: Table, row: int, columns: list[int], role: str) -> Iterator[str]:
    """Yield the cells of a row; one merged to the right, and a line by itself, take the room they take."""
    filled = [index for index in columns if _text(table, row, index)]
    alone = len(filled) == 1 and role in ("title", "unit", "form", "section", "note")
    place = 0
    while place < len(columns):
        index = columns[place]
        end = len(columns) if alone and index == filled[0] else place + 1
        span = table.span(row, index)
        if span is not None and span.anchor == (row, index):
            end = max(end, sum(1 for column in columns if column <= span.right))
        yield _html_cell(table, row, index, role, end - place)
        place = end


def _html_cell(table: Table, row: int, index: int, role: str, width: int) -> str:
    text = _text(table, row, index)
    cell = table.cell(row, index) if role in ("data", "total", "derived") else None
    # The word 合计 in a column of numbers is a label and no mistake.
    wrong = cell is not None and cell.problem and (role == "data" or isinstance(cell.raw, Unread))
    note = cell.problem or (cell.missing if cell.missing != "空白" else None) if cell is not None else None
    title = html.escape(f"{table.address(row, index)}{'：' + note if note else ''}", quote=True)
    style = ' style="outline:2px solid #801650"' if wrong else ""
    number = cell is not None and isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    align = ' align="right"' if number else ""
    wide = f' colspan="{width}"' if width > 1 else ""
    shown_text = text if width > 1 else _short(text)
    return f'<td title="{title}"{wide}{align}{style}>{html.escape(shown_text)}</td>'

"""A table as Markdown, for a person or a language model to read, with the address of every cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from fazhi_metrics.workbooks.table import Table

_BODY: Final = ("data", "total", "derived", "section")


def to_markdown(table: Table, *, addresses: bool = False) -> str:
    """Return titles, header, body, totals and notes of a table; with `addresses` the letters and row numbers too.

    A cell's address is the letter over it and the number before it. Cells are printed as the sheet shows them.
    """
    names = [f"{c.header or ''}{f'（{c.unit}）' if c.unit else ''}" for c in table.columns]
    lines = [f"**{_plain(title)}**\n" for title in table.titles]
    if addresses:
        place = table.file if table.sheet is None else f"{table.file}!{table.sheet}"
        lines.append(f"{_plain(place)}\n")
        names = [f"{column.letter}：{name}" for column, name in zip(table.columns, names, strict=True)]
    lines.append(_line(["行", *names] if addresses else names))
    lines.append(_line(["---"] * (len(names) + addresses)))
    for row, role in table.row_roles.items():
        if role in _BODY:
            cells = [table.cell(row, column.index).text for column in table.columns]
            lines.append(_line([str(row), *cells] if addresses else cells))
    lines += [f"\n{_plain(note)}" for note in table.notes]
    if addresses and table.doubts:
        lines += ["", *(f"- {doubt.cells}：{_plain(doubt.what)}" for doubt in table.doubts)]
    return "\n".join(lines) + "\n"


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")

"""Bringing the cells of a sheet to what they show: scaled numbers, words for codes, struck and raised text."""

from __future__ import annotations

from typing import Any

from fazhi_metrics.workbooks.doubts import DoubtKind
from fazhi_metrics.workbooks.facts import Cell, Facts
from fazhi_metrics.workbooks.numberformat import NumberFormat
from fazhi_metrics.workbooks.richtext import Rich

SCALED = "数字格式把数缩小显示，按显示的数读"


def show(
    rows: list[list[Any]], facts: Facts
) -> tuple[dict[Cell, Any], dict[Cell, tuple[DoubtKind, str]], dict[Cell, str]]:
    """Set the cells of a grid to what they show; return what was stored there, what is to be said, and units."""
    stored: dict[Cell, Any] = {}
    marks: dict[Cell, tuple[DoubtKind, str]] = {}
    units: dict[Cell, str] = {}
    for cell in facts.struck:
        if _value(rows, cell) != "":
            marks[cell] = DoubtKind.AMBIGUOUS, "画了删除线，可能已经作废；仍按写的读"
    for cell, form in facts.formats.items():
        value = _value(rows, cell)
        if type(value) not in (int, float):
            continue
        shown = form.show(value)
        if shown != value or type(shown) is not type(value):
            stored[cell] = value
            rows[cell[0] - 1][cell[1] - 1] = shown
        if said := _said(form):
            marks.setdefault(cell, said)
        if form.unit:
            units[cell] = form.unit
    for cell, rich in facts.rich.items():
        value = _value(rows, cell)
        if isinstance(value, str) and value != "":
            if value != rich.text:
                stored[cell] = value
                rows[cell[0] - 1][cell[1] - 1] = rich.text
            if rich.what:
                marks[cell] = rich_doubt(rich)
    return stored, marks, units


def rich_doubt(rich: Rich) -> tuple[DoubtKind, str]:
    """Return what is to be said of a cell in which something is struck or raised."""
    return DoubtKind.AMBIGUOUS if rich.open else DoubtKind.SHOWN, rich.what


def _said(form: NumberFormat) -> tuple[DoubtKind, str] | None:
    if form.words:
        return DoubtKind.SHOWN, "数字格式把代码显示为文字，按显示的文字读"
    if form.width:
        return DoubtKind.SHOWN, "数字格式补足前面的 0，按显示的编码读"
    if form.scale:
        return DoubtKind.SHOWN, SCALED
    return (DoubtKind.UNIT, f"单位“{form.unit}”写在数字格式里") if form.unit else None


def _value(rows: list[list[Any]], cell: Cell) -> Any:
    row, column = cell
    if row <= len(rows) and column <= len(rows[row - 1]):
        return rows[row - 1][column - 1]
    return ""

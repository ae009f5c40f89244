"""How the sheets of the workings look: the fonts, fills and frames of each look, and the height of a row.

What the spreadsheet computes is black, what the library stored is blue; a disagreement is said in words and
by colour.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from fazhi_metrics.publish.workings.paper import Cell, Look, typed_width

if TYPE_CHECKING:
    from openpyxl.styles import NamedStyle

BAD = "801650"
_FONT = "微软雅黑"
_INK, _PAPER, _EDGE, _GREY = "12436D", "E4EAF1", "BFC7D1", "595959"


@dataclass(frozen=True, slots=True)
class _Style:
    """How a look is drawn; a framed one stands in a table."""

    bold: bool = False
    size: int = 10
    colour: str = "000000"
    filled: bool = False
    framed: bool = False
    across: Literal["left", "center", "right"] = "left"
    wrapped: bool = False
    underlined: bool = False
    indented: bool = False


_LOOKS: Mapping[Look, _Style] = {
    "cover": _Style(bold=True, size=20, colour=_INK),
    "section": _Style(bold=True, size=12, colour=_INK),
    "label": _Style(colour=_GREY, across="right"),
    "wide": _Style(wrapped=True, indented=True),
    "formula_text": _Style(bold=True, indented=True),
    "title": _Style(bold=True, size=14, colour=_INK),
    "lead": _Style(colour=_GREY),
    "banner": _Style(bold=True, colour=BAD),
    "way": _Style(colour=_INK, underlined=True),
    "group": _Style(bold=True, colour=_INK, filled=True, framed=True),
    "head": _Style(bold=True, colour=_INK, filled=True, framed=True, across="center", wrapped=True),
    "text": _Style(framed=True, wrapped=True),
    "number": _Style(colour=_INK, framed=True, across="right"),
    "formula": _Style(framed=True, across="right"),
    "check": _Style(framed=True, across="center"),
    "link": _Style(colour=_INK, framed=True, wrapped=True, underlined=True),
}
_HEIGHTS: Mapping[Look, int] = {"cover": 36, "section": 24, "title": 26, "head": 30}
_LINE, _AIR = 14, 4  # points


def row_height(row: Sequence[Cell | None], widths: Sequence[float]) -> float:
    """Return the height of a row in points; not every program fits rows to text that is wrapped."""
    height = _LINE + _AIR
    for cell, width in zip(row, widths, strict=False):
        if cell is not None:
            lines = math.ceil(typed_width(cell) / max(width - 1.5, 1)) if _LOOKS[cell.look].wrapped else 1
            height = max(height, _HEIGHTS.get(cell.look, 0), lines * _LINE + _AIR)
    return height


def named_styles() -> list[NamedStyle]:
    """Return the looks as styles that a spreadsheet program lists by name."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    side = Side(style="thin", color=_EDGE)
    styles = []
    for look, drawn in _LOOKS.items():
        style = NamedStyle(named(look))
        style.font = Font(name=_FONT, size=drawn.size, bold=drawn.bold, color=drawn.colour)
        if drawn.underlined:
            style.font.underline = "single"
        if drawn.filled:
            style.fill = PatternFill("solid", fgColor=_PAPER)
        if drawn.framed:
            style.border = Border(left=side, right=side, top=side, bottom=side)
        indent = 1 if drawn.across == "left" and (drawn.framed or drawn.indented) else 0
        style.alignment = Alignment(
            horizontal=drawn.across, vertical="center", wrap_text=drawn.wrapped, indent=indent
        )
        styles.append(style)
    return styles


def named(look: Look) -> str:
    """Return the name of a look's style, unlike any that a spreadsheet program brings along (Title, Note)."""
    return f"workings {look}"

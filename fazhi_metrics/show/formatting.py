"""What every face of a result writes alike: its heading, its selection, a number in a column, a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from fazhi_metrics.measures.words import number_text, selection_text
from fazhi_metrics.quantities import Amount, rounded

if TYPE_CHECKING:
    from fazhi_metrics.measures.base import Indicator
    from fazhi_metrics.measures.part import Measure
    from fazhi_metrics.quantities import Exact

HIDDEN = "不列出"
_ROWS_SHOWN = 60


def heading(measured: Measure) -> str:
    """Return the title of a table: place, years, indicator, unit and selection."""
    card = measured.indicator
    years = "、".join(f"{year}年" for year in measured.years)
    return f"{measured.town}{years}{card.title}（{card.unit}）{kept_text(measured)}"


def kept_text(measured: Measure) -> str:
    """Say which selection was measured; empty for the whole."""
    kept = selection_text(measured.where, measured.indicator)
    return f"：{kept}" if kept else ""


def plain(value: Amount | None) -> str:
    """Write a sum with the places that it has."""
    return number_text(value, 0 if not isinstance(value, Decimal) else max(0, -exponent(value)))


def column_number(value: Exact | None, card: Indicator) -> str:
    """Write a number for a column: a rate always with its places, so that the points stand under each other."""
    if value is None or not card.rate:
        return number_text(value, card.decimals)
    return f"{rounded(value, card.decimals):f}"


def exponent(value: Decimal) -> int:
    """Return the exponent of a decimal: -2 of 58670.24."""
    exponent = value.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def html_table(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], notes: Iterable[str] = (), text: int = 0
) -> str:
    """Return a table with a caption; the first `text` columns are words, the others numbers to the right."""

    def cell(tag: str, index: int, value: str) -> str:
        side = "left" if index < text else "right"
        return f'<{tag} style="text-align:{side}">{escape(value)}</{tag}>'

    def line(tag: str, values: Sequence[str]) -> str:
        return f"<tr>{''.join(cell(tag, index, value) for index, value in enumerate(values))}</tr>"

    shown = [line("td", row) for row in rows[:_ROWS_SHOWN]]
    remarks = list(notes)
    if len(rows) > _ROWS_SHOWN:
        remarks.insert(0, f"只显示前 {_ROWS_SHOWN} 行，共 {len(rows)} 行")
    below = "".join(f'<div style="font-size:13px;line-height:1.6">{escape(note)}</div>' for note in remarks)
    return (
        f'<table><caption style="text-align:left;font-weight:bold">{escape(title)}</caption>'
        f"<thead>{line('th', heads)}</thead><tbody>{''.join(shown)}</tbody></table>{below}"
    )

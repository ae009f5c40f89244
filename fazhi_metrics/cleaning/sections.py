"""What stands over some records or around all of them, as the value of a column that no cell carries."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import Any, Final

from fazhi_metrics.cleaning.block import Block
from fazhi_metrics.cleaning.convert import converter, village_inside
from fazhi_metrics.cleaning.display_text import is_blank, typed_text
from fazhi_metrics.cleaning.period import half_in, months_in
from fazhi_metrics.cleaning.records import TableReader
from fazhi_metrics.datasets import Column
from fazhi_metrics.project import Town

HALVES: Final = ("上半年", "下半年")
_DAY: Final = re.compile(r"\d{4}[年.-](1[0-2]|0?[1-9])[月.-]\d{1,2}日?")


def stated_value(column: Column, text: str, town: Town) -> Any:
    """Return the one value of a column that a title, a name or a section states, or None."""
    whole = converter(column, town)(text)
    if whole.value is not None and column.type not in ("text", "int", "decimal"):
        return whole.value
    match column.type:
        case "village":
            return village_inside(text, town)
        case "half":
            month = _month_of(text)
            return half_in(text) or (None if month is None else HALVES[month > 6])
        case "month":
            months = months_in(text)
            return months[0] if len(months) == 1 else None
        case "quarter":
            months = months_in(text)
            month = months[0] if len(months) == 3 else _month_of(text)
            return None if month is None else f"{'一二三四'[(month - 1) // 3]}季度"
    named = {code for code, words in column.codes.items() if any(word in text for word in (code, *words))}
    return named.pop() if len(named) == 1 else None


def _month_of(text: str) -> int | None:
    """Return the month that a text is of: one named alone (6月末), or that of the day it names."""
    months = months_in(text)
    if len(months) == 1:
        return months[0]
    days = _DAY.findall(unicodedata.normalize("NFKC", text))
    return int(days[0]) if len(days) == 1 else None


def section_texts(block: Block) -> dict[int, str]:
    """Return the text of each section row of a block, by row; where titles stand between its records, of these."""
    between = {row for row, _, role in block.others if role == "title" and row > min(block.ats)}
    found: dict[int, str] = {}
    for row, column, role in block.others:
        raw = block.sheet.value(row, column)
        named = role == "section" or (bool(between) and role == "title")
        if named and row not in found and not is_blank(raw):
            found[row] = typed_text(raw).strip()
    return found


def sectioned(reader: TableReader) -> None:
    """Give each record what the section over it states, and report sections that state nothing."""
    texts = section_texts(reader.block)
    if not texts or reader.block.axis != "row":
        return
    rows = sorted(texts)
    for column in reader.dataset.columns:
        if "section" not in column.origins or column.name in reader.carried:
            continue
        values = {row: stated_value(column, text, reader.context.town) for row, text in texts.items()}
        reader.placed[column.name] = {
            at: values[rows[place - 1]] if (place := bisect_right(rows, at)) else None
            for at in reader.block.ats
        }

"""Tables as JSON: what `fazhi tables FILE --json` prints."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from fazhi_metrics.addresses import split
from fazhi_metrics.workbooks.table import Table
from fazhi_metrics.workbooks.values import NUMBERS


def to_json(path: str | Path, tables: Sequence[Table], unclaimed: Sequence[str] = ()) -> dict[str, Any]:
    """Return the JSON form of the tables of a file; labels merged or printed once are repeated.

    `unclaimed` are the blocks of the file that no table claims.
    """
    return {"file": str(path), "tables": [_table(table) for table in tables], "unclaimed": list(unclaimed)}


def _table(table: Table) -> dict[str, Any]:
    return {
        "sheet": table.sheet,
        "header_rows": list(table.header_rows) if table.header_rows else None,
        "first_data_row": table.first_data_row,
        "last_data_row": table.last_data_row,
        "total_rows": list(table.total_rows),
        "section_rows": list(table.rows_of("section")),
        "derived_rows": list(table.rows_of("derived")),
        "footnote_rows": list(table.footnote_rows),
        "title_rows": list(table.rows_of("title")),
        "hidden": table.hidden,
        "confidence": table.confidence,
        "reasons": list(table.reasons),
        "doubts": [{"cells": d.cells, "what": d.what, "kind": d.kind.value} for d in table.doubts],
        "bounds": _bounds(table),
        "unclaimed": list(table.unclaimed),
        "columns": [
            {
                "col": column.letter,
                "header": column.header,
                "unit": column.unit,
                "type": column.type,
                "role": column.role,
                "hidden": column.hidden,
                "fill_down": column.fill_down,
                **({"header_en": column.english} if column.english else {}),
            }
            for column in table.columns
        ],
        "rows": _rows(table),
    }


def _rows(table: Table) -> list[dict[str, Any]]:
    by_column = {column.letter: table.filled_values(column.index) for column in table.columns}
    return [
        {"row": row, "values": {letter: plain(values[place]) for letter, values in by_column.items()}}
        for place, row in enumerate(table.rows)
    ]


def _bounds(table: Table) -> list[dict[str, Any]]:
    """The cells that only bound a number: 约50, ≥30."""
    cells = [
        table.cell(row, column.index)
        for column in table.columns
        if column.type in NUMBERS
        for row, raw in zip(table.rows, table.raws(column.index), strict=True)
        if type(raw) is str and raw
    ]
    return [
        {"cell": split(c.address)[1], "value": None, "low": plain(c.low), "high": plain(c.high)}
        for c in cells
        if c.low is not None or c.high is not None
    ]


def plain(value: Any) -> Any:
    """Return a typed value as JSON holds it: dates as ISO text."""
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    return value

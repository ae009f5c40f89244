"""Tables as data frames."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.addresses import Block, address

if TYPE_CHECKING:
    import pandas as pd

    from fazhi_metrics.workbooks.table import Table

_DTYPES: Final = {"int": "Int64", "float": "Float64", "percent": "Float64", "flag": "boolean", "text": "str"}


def to_frame(table: Table, *, fill_down: bool = True) -> pd.DataFrame:
    """Return the data rows of a table, indexed by sheet row, with what else the sheet says in `attrs`."""
    import pandas as pd

    names = [column.header or column.letter for column in table.columns]
    times = Counter(names)
    data: dict[str, Any] = {}
    index = pd.Index(list(table.rows), name="行")
    for column, name in zip(table.columns, names, strict=True):
        values = table.filled_values(column.index) if fill_down else table.values(column.index)
        key = name if times[name] == 1 else f"{name}（{column.letter}列）"
        data[key] = _series(pd, values, column.type, index)
    frame = pd.DataFrame(data, index=index)
    frame.attrs.update(_said(table, list(data)).items())
    return frame


def _said(table: Table, names: list[str]) -> dict[str, Any]:
    """What the sheet says of a frame, in plain values."""
    block = Block(table.area[0], table.area[1], table.area[2], table.area[3])
    return {
        "title": table.titles[0] if table.titles else "",
        "titles": list(table.titles),
        "notes": list(table.notes),
        "units": {name: c.unit for name, c in zip(names, table.columns, strict=True) if c.unit},
        "letters": {name: c.letter for name, c in zip(names, table.columns, strict=True)},
        "totals": list(table.total_rows),
        "source": address(table.file, table.sheet, str(block)),
        "confidence": table.confidence,
        "reasons": list(table.reasons),
        "doubts": [{"cells": d.cells, "what": d.what, "kind": d.kind.value} for d in table.doubts],
    }


def _series(pd: Any, values: list[Any], kind: str, index: Any) -> Any:
    if kind in ("date", "datetime"):
        return pd.to_datetime(pd.Series(values, index=index, dtype="object"))
    if kind == "text" and not all(value is None or isinstance(value, str) for value in values):
        return pd.Series(values, index=index, dtype="object")
    dtype = _DTYPES.get(kind, "object")
    if dtype == "Int64" and any(isinstance(value, float) for value in values):
        dtype = "Float64"
    return pd.Series(values, index=index, dtype=dtype)

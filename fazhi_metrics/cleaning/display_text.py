"""How raw cells and typed values are shown to an analyst."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

from fazhi_metrics.quantities.cells import exact


def typed_text(raw: Any) -> str:
    """Return a raw cell as an analyst sees it: 12 and not 12.0, an ISO day, TRUE.

    >>> typed_text(12.0), typed_text(58670.24), typed_text(dt.datetime(2025, 3, 5)), typed_text(None)
    ('12', '58670.24', '2025-03-05', '')
    """
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return str(raw).upper()
    if isinstance(raw, float) and raw == raw and abs(raw) != float("inf"):
        return _float_text(raw)
    if isinstance(raw, dt.datetime):
        return raw.date().isoformat() if raw.time() == dt.time() else raw.isoformat(sep=" ")
    return str(raw)


@lru_cache(maxsize=65536)
def _float_text(raw: float) -> str:
    number = exact(raw)
    return str(number) if isinstance(number, int) else format(number, "f")


def display_text(value: Any) -> str:
    """Return a typed value as an analyst writes it: an ISO day, 是 and 否, a number without noise.

    >>> display_text(dt.datetime(2025, 3, 5)), display_text(True), display_text(Decimal("98.5000")), display_text(None)
    ('2025-03-05', '是', '98.5', '')
    """
    text = str(value)
    if text in ("None", "<NA>", "NaT", "nan"):
        return ""
    if text in ("True", "False"):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return text


def is_blank(raw: Any) -> bool:
    """Whether a raw cell holds nothing but white space."""
    return raw is None or (isinstance(raw, str) and not raw.strip())

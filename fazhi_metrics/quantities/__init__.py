"""How people write numbers, dates, yes and no: in a cell or in a sentence.

The grammar of sentences has many patterns; it is loaded on first use.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from fazhi_metrics.quantities.cells import Reading, read_date, read_flag, read_number
from fazhi_metrics.quantities.marks import NOT_APPLICABLE, missing_reason
from fazhi_metrics.quantities.numbers import Numeral, parse_number
from fazhi_metrics.quantities.quantity import Amount, Exact, Kind, Modifier, Quantity
from fazhi_metrics.quantities.wording import Fit, Scale, Style, fit, holds, rounded, wording

if TYPE_CHECKING:
    from fazhi_metrics.quantities.sentence import find_quantities as find_quantities
    from fazhi_metrics.quantities.whole import read_quantity as read_quantity

__all__ = [
    "NOT_APPLICABLE",
    "Amount",
    "Exact",
    "Fit",
    "Kind",
    "Modifier",
    "Numeral",
    "Quantity",
    "Reading",
    "Scale",
    "Style",
    "find_quantities",
    "fit",
    "holds",
    "missing_reason",
    "parse_number",
    "read_date",
    "read_flag",
    "read_number",
    "read_quantity",
    "rounded",
    "wording",
]

_HOMES = {
    "find_quantities": "fazhi_metrics.quantities.sentence",
    "read_quantity": "fazhi_metrics.quantities.whole",
}


def __getattr__(name: str) -> Any:
    """Load a name of the grammar of sentences on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value

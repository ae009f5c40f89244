"""A column computed of others of the same record: unknown wherever one of them is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from fazhi_metrics.datasets.base import Compute


def computed(compute: Compute, values: Sequence[Any]) -> Any:
    """Return the value of a computed column of one record, None where a part of it is not known.

    >>> computed(Compute("within", ("a", "b"), 15), [dt.datetime(2025, 3, 9), dt.datetime(2025, 3, 1)])
    True
    >>> computed(Compute("sum", ("a", "b")), [3, None])
    """
    if any(value is None for value in values):
        return None
    match compute.operation:
        case "at_most":
            return values[0] <= values[1]
        case "at_least":
            return values[0] >= values[1]
        case "equal":
            return values[0] == values[1]
        case "sum":
            return sum(values)
        case "difference":
            gap = values[0] - values[1]
            return gap.days if isinstance(gap, dt.timedelta) else gap
        case "within":
            gap = values[0] - values[1]
            return (gap.days if isinstance(gap, dt.timedelta) else gap) <= compute.days

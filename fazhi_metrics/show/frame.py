"""Results as frames: a row a part or a change, exact numbers kept exact."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from functools import singledispatch
from typing import TYPE_CHECKING, Any

from fazhi_metrics.measures.change import Change, Comparison
from fazhi_metrics.measures.dimensions import TIME
from fazhi_metrics.measures.intervals import interval
from fazhi_metrics.measures.part import Measure
from fazhi_metrics.measures.series import Steps
from fazhi_metrics.show.formatting import exponent

if TYPE_CHECKING:
    import pandas as pd

    from fazhi_metrics.quantities import Exact


@singledispatch
def frame(result: Any, **_: Any) -> pd.DataFrame:
    """Return a result as a frame; see the `frame` method of its class."""
    raise TypeError(f"{type(result).__name__} has no frame")


@frame.register(Comparison)
def _of_comparison(result: Comparison) -> pd.DataFrame:
    return _changes(result.by, result.changes)


@frame.register(Steps)
def _of_steps(result: Steps) -> pd.DataFrame:
    return _changes(result.measured.by, result.changes)


@frame.register(Measure)
def _of_measure(measured: Measure, *, intervals: bool = False) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, Any] = {}
    for index, name in enumerate(measured.by):
        labels = [part.labels[index] for part in measured.parts]
        if name == "year":
            columns[name] = pd.array([int(label) for label in labels], dtype="int64")
            continue
        order = list(TIME.get(name, ())) + [
            label for label in measured.order[index] if label not in TIME.get(name, ())
        ]
        columns[name] = pd.Categorical(labels, categories=order, ordered=True)
    columns["value"] = _exact_array([part.value for part in measured.parts])
    columns["numerator"] = _exact_array([part.numerator for part in measured.parts])
    if measured.indicator.rate:
        columns["denominator"] = _exact_array([part.denominator for part in measured.parts])
    columns["low"] = _exact_array([part.low for part in measured.parts])
    columns["high"] = _exact_array([part.high for part in measured.parts])
    columns["status"] = [part.status.title for part in measured.parts]
    columns["n"] = pd.array([part.n for part in measured.parts], dtype="Int64")
    columns["missing"] = pd.array([part.missing for part in measured.parts], dtype="int64")
    if intervals:
        bounds = [interval(measured.indicator, part) or (None, None) for part in measured.parts]
        columns["chance_low"] = pd.array([low for low, _ in bounds], dtype="Float64")
        columns["chance_high"] = pd.array([high for _, high in bounds], dtype="Float64")
    return pd.DataFrame(columns)


def _exact_array(values: list[Exact | None]) -> Any:
    """Return whole numbers as Int64, decimals as exact Arrow decimals, fractions as Float64."""
    import pandas as pd
    import pyarrow as pa

    if any(isinstance(value, Fraction) for value in values):
        return pd.array([None if value is None else float(value) for value in values], dtype="Float64")
    scale = max((-exponent(value) for value in values if isinstance(value, Decimal)), default=0)
    if scale > 0:
        return pd.arrays.ArrowExtensionArray(pa.array(values, pa.decimal128(38, scale)))
    return pd.array([None if value is None else int(value) for value in values], dtype="Int64")


def _changes(by: Sequence[str], changes: Sequence[Change]) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, Any] = {
        name: [change.labels[index] for change in changes] for index, name in enumerate(by)
    }
    columns["base"] = _exact_array([change.base.value for change in changes])
    columns["now"] = _exact_array([change.now.value for change in changes])
    columns["difference"] = _exact_array([change.difference for change in changes])
    for name in ("percent", "chance_low", "chance_high"):
        values = [getattr(change, name) for change in changes]
        columns[name] = pd.array([None if v is None else float(v) for v in values], dtype="Float64")
    columns["word"] = [change.word for change in changes]
    columns["status"] = [change.status.title for change in changes]
    return pd.DataFrame(columns)

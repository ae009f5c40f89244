"""Measures: an indicator is two sums, a scale and a versioned definition; asked, it gives values and figures."""

from typing import TYPE_CHECKING, Any

from fazhi_metrics.measures.backtrace import CellTrace, trace_cell
from fazhi_metrics.measures.base import Indicator, Sum, Where
from fazhi_metrics.measures.catalogue import indicator_named, indicators_of
from fazhi_metrics.measures.change import Change, Comparison
from fazhi_metrics.measures.combining import combine
from fazhi_metrics.measures.compare import compare
from fazhi_metrics.measures.figure import Figure, plain_number
from fazhi_metrics.measures.figures import (
    INCOMPLETE,
    compute_figure,
    compute_figures,
)
from fazhi_metrics.measures.measure import measure
from fazhi_metrics.measures.overview import Overview
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.ranking import Ranked, Ranking
from fazhi_metrics.measures.series import Steps, latest_value, step_by_step
from fazhi_metrics.measures.trace import Trace, trace

if TYPE_CHECKING:
    from fazhi_metrics.ledgers import FIGURES, INDICATORS, THREE_FALLS, THREE_RISES

__all__ = [
    "FIGURES",
    "INCOMPLETE",
    "INDICATORS",
    "THREE_FALLS",
    "THREE_RISES",
    "CellTrace",
    "Change",
    "Comparison",
    "Figure",
    "Indicator",
    "Measure",
    "Overview",
    "Part",
    "Ranked",
    "Ranking",
    "Steps",
    "Sum",
    "Trace",
    "Where",
    "combine",
    "compare",
    "compute_figure",
    "compute_figures",
    "indicator_named",
    "indicators_of",
    "latest_value",
    "measure",
    "plain_number",
    "step_by_step",
    "trace",
    "trace_cell",
]


def __getattr__(name: str) -> Any:
    """Return a view of the standard catalogue, which is read when it is first asked for."""
    if name in ("FIGURES", "INDICATORS", "THREE_FALLS", "THREE_RISES"):
        from fazhi_metrics import ledgers

        return getattr(ledgers, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

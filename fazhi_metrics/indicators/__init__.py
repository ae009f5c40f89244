"""Indicators: each is two sums, a scale and a definition that has a version."""

from fazhi_metrics.indicators.backtrace import CellTrace, trace_cell
from fazhi_metrics.indicators.base import Indicator, Sum, Where
from fazhi_metrics.indicators.catalogue import INDICATORS, indicator_named, indicators_of
from fazhi_metrics.indicators.combining import combine
from fazhi_metrics.indicators.compare import Change, Comparison, compare
from fazhi_metrics.indicators.measure import measure
from fazhi_metrics.indicators.part import Measure, Part
from fazhi_metrics.indicators.ranking import Ranked, Ranking
from fazhi_metrics.indicators.series import Steps, latest_value, step_by_step
from fazhi_metrics.indicators.trace import Trace, trace

__all__ = [
    "INDICATORS",
    "CellTrace",
    "Change",
    "Comparison",
    "Indicator",
    "Measure",
    "Part",
    "Ranked",
    "Ranking",
    "Steps",
    "Sum",
    "Trace",
    "Where",
    "combine",
    "compare",
    "indicator_named",
    "indicators_of",
    "latest_value",
    "measure",
    "step_by_step",
    "trace",
    "trace_cell",
]

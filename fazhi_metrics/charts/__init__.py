"""Charts: a catalogue declared as data, drawn from the store, exported as images and offline pages."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from fazhi_metrics.charts.asked import chart_of, draw_asked
from fazhi_metrics.charts.catalogue import chart_named
from fazhi_metrics.charts.chart import Chart
from fazhi_metrics.charts.draw import chart_data, draw, draw_all

if TYPE_CHECKING:
    from fazhi_metrics.charts.export import Export as Export
    from fazhi_metrics.charts.export import export_charts as export_charts
    from fazhi_metrics.charts.lint import Fault as Fault
    from fazhi_metrics.charts.lint import lint_chart as lint_chart
    from fazhi_metrics.ledgers import CHARTS as CHARTS

__all__ = [
    "CHARTS",
    "Chart",
    "Export",
    "Fault",
    "chart_data",
    "chart_named",
    "chart_of",
    "draw",
    "draw_all",
    "draw_asked",
    "export_charts",
    "lint_chart",
]

_EXPORT, _LINT = "fazhi_metrics.charts.export", "fazhi_metrics.charts.lint"
_HOMES = {"Export": _EXPORT, "export_charts": _EXPORT, "Fault": _LINT, "lint_chart": _LINT}
_HOMES |= {"CHARTS": "fazhi_metrics.ledgers"}


def __getattr__(name: str) -> Any:
    """Load what exports or checks, and the standard charts, only when they are asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(_HOMES[name]), name)

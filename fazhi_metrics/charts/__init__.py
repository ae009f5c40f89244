"""Charts: a catalogue declared as data, drawn from the store, exported as images and offline pages."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from fazhi_metrics.charts.asked import chart_of, draw_asked
from fazhi_metrics.charts.catalogue import CHARTS, chart_named
from fazhi_metrics.charts.chart import Chart
from fazhi_metrics.charts.draw import chart_data, draw, draw_all

if TYPE_CHECKING:
    from fazhi_metrics.charts.export import Export as Export
    from fazhi_metrics.charts.export import export_charts as export_charts
    from fazhi_metrics.charts.lint import Fault as Fault
    from fazhi_metrics.charts.lint import lint_chart as lint_chart

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

_HOMES = {"Export": "export", "export_charts": "export", "Fault": "lint", "lint_chart": "lint"}


def __getattr__(name: str) -> Any:
    """Load what exports or checks only when it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)

"""The figures a report cites: value, wording and provenance, recomputed from the store."""

from fazhi_metrics.figures.compute import (
    FIGURES,
    INCOMPLETE,
    THREE_FALLS,
    THREE_RISES,
    compute_figure,
    compute_figures,
)
from fazhi_metrics.figures.figure import Figure, plain_number
from fazhi_metrics.figures.overview import Overview

__all__ = [
    "FIGURES",
    "INCOMPLETE",
    "THREE_FALLS",
    "THREE_RISES",
    "Figure",
    "Overview",
    "compute_figure",
    "compute_figures",
    "plain_number",
]

"""Ledgers: what they hold, which indicators and charts come of them, and the one loader that reads their files.

The standard ledgers are the *.toml of this folder, a town's own lie in its project; both are the same format.
`DATASETS`, `INDICATORS` and `CHARTS` are read-only views of the standard catalogue.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from fazhi_metrics.ledgers.catalogue import Catalogue, Overview, standard

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fazhi_metrics.datasets.base import Dataset
    from fazhi_metrics.ledgers.chart import Chart
    from fazhi_metrics.ledgers.indicator import Indicator

    DATASETS: Mapping[str, Dataset]
    INDICATORS: Mapping[str, Indicator]
    CHARTS: Mapping[str, Chart]
    FIGURES: tuple[str, ...]
    THREE_FALLS: tuple[str, ...]
    THREE_RISES: tuple[str, ...]

__all__ = [
    "CHARTS",
    "DATASETS",
    "FIGURES",
    "INDICATORS",
    "THREE_FALLS",
    "THREE_RISES",
    "Catalogue",
    "Overview",
    "standard",
]


def __getattr__(name: str) -> Any:
    from types import MappingProxyType

    if name in ("DATASETS", "INDICATORS", "CHARTS"):
        return MappingProxyType(getattr(standard(), name.lower()))
    views = {"FIGURES": "cited", "THREE_FALLS": "falls", "THREE_RISES": "rises"}
    if name in views:
        return getattr(standard().overview, views[name])
    raise AttributeError(name)

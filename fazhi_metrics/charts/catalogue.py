"""The catalogue: every chart by its id."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from fazhi_metrics.charts.chart import Chart
from fazhi_metrics.charts.themes import capacity, disputes, people, safety, services
from fazhi_metrics.errors import ChartError, did_you_mean

_THEMES = (people, disputes, services, safety, capacity)

CHARTS: Mapping[str, Chart] = MappingProxyType(
    {chart.id: chart for theme in _THEMES for chart in theme.CHARTS}
)


def chart_named(name: str | Chart) -> Chart:
    """Return a chart by its id or its Chinese title; a chart declared by the caller is returned as it is.

    Raises ChartError with the nearest name when there is none.
    """
    if isinstance(name, Chart):
        return name
    if name in CHARTS:
        return CHARTS[name]
    titles = {chart.title: chart for chart in CHARTS.values()}
    if name in titles:
        return titles[name]
    known = titles if any(ord(letter) > 0x2E7F for letter in name) else CHARTS
    raise ChartError(f"没有图表 {name}", todo=did_you_mean(name, known))

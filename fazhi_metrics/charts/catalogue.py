"""Every chart by its id: the standard ones and those of the town."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fazhi_metrics.ledgers import standard
from fazhi_metrics.ledgers.chart import Chart
from fazhi_metrics.ledgers.town import catalogue_of

if TYPE_CHECKING:
    from fazhi_metrics.project import Town


def chart_named(name: str | Chart, town: Town | None = None) -> Chart:
    """Return a chart by its id or its Chinese title; a chart declared by the caller is returned as it is.

    Raises ChartError with the nearest name when there is none.
    """
    return (standard() if town is None else catalogue_of(town)).chart(name)

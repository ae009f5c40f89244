"""Every indicator by its id: the standard ones and those of the town."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fazhi_metrics.ledgers import standard
from fazhi_metrics.ledgers.indicator import Indicator
from fazhi_metrics.ledgers.town import catalogue_of

if TYPE_CHECKING:
    from fazhi_metrics.project import Town


def indicators_of(town: Town | None = None) -> Mapping[str, Indicator]:
    """Return every indicator by id: the catalogue, with the town's own additions and definition versions.

    Raises:
        IndicatorError: the town's fazhi.toml declares an indicator that cannot be.
    """
    return standard().indicators if town is None else catalogue_of(town).indicators


def indicator_named(name: str | Indicator | Mapping[str, Any], town: Town | None = None) -> Indicator:
    """Return an indicator by its id or its Chinese title, or as declared on the spot.

    Raises:
        IndicatorError: there is none of that name; the message gives the nearest one.
    """
    return (standard() if town is None else catalogue_of(town)).indicator(name)

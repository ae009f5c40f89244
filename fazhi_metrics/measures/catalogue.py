"""The catalogue: every indicator by its id, the built-in ones and those of the town's own fazhi.toml."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from fazhi_metrics.errors import IndicatorError, did_you_mean
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.themes import (
    appeals,
    basics,
    capacity,
    disputes,
    grid,
    inspections,
    learning,
    population,
    safety,
)

if TYPE_CHECKING:
    from fazhi_metrics.project import Town

_THEMES = (basics, population, grid, appeals, disputes, safety, inspections, capacity, learning)

INDICATORS: Mapping[str, Indicator] = MappingProxyType(
    {indicator.id: indicator for theme in _THEMES for indicator in theme.INDICATORS}
)


def indicators_of(town: Town | None = None) -> dict[str, Indicator]:
    """Return every indicator by id: the catalogue, with the town's own additions and definition versions.

    Raises:
        IndicatorError: the town's fazhi.toml declares an indicator that cannot be.
    """
    if town is None or not town.indicators:
        return dict(INDICATORS)
    from fazhi_metrics.measures.custom import read_custom

    return read_custom(town.declared("indicators", IndicatorError), INDICATORS)


def indicator_named(name: str | Indicator, town: Town | None = None) -> Indicator:
    """Return an indicator by its id or its Chinese title.

    Raises:
        IndicatorError: there is none of that name; the message gives the nearest one.
    """
    if isinstance(name, Indicator):
        return name
    known = indicators_of(town)
    if name in known:
        return known[name]
    titles = {indicator.title: indicator for indicator in known.values()}
    if name in titles:
        return titles[name]
    hint = did_you_mean(name, titles if any(ord(letter) > 0x2E7F for letter in name) else known)
    raise IndicatorError(f"没有指标 {name}", todo=hint)

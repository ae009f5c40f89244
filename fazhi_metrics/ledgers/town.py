"""A town's catalogue: the standard ledgers, indicators and charts with those that it declares itself."""

from __future__ import annotations

from typing import Final, cast

from fazhi_metrics.errors import IndicatorError, ProjectError
from fazhi_metrics.ledgers.catalogue import Catalogue, extended_catalogue
from fazhi_metrics.project import Town

_NAME: Final = "catalogue"
_MANY: Final = 16
_KNOWN: dict[tuple[object, ...], Catalogue] = {}


def catalogue_of(town: Town) -> Catalogue:
    """Return a town's catalogue, read once for the same declarations.

    Raises ProjectError, with file, line and key, for what a ledger file or fazhi.toml may not say there, and
    IndicatorError for the indicators of fazhi.toml.
    """
    if _NAME not in town.derived:
        key = (town.ledgers, repr(town.datasets), repr(town.indicators), town.villages)
        if key not in _KNOWN:
            if len(_KNOWN) >= _MANY:
                _KNOWN.clear()
            datasets = town.declared("datasets", ProjectError)
            indicators = town.declared("indicators", IndicatorError)
            _KNOWN[key] = extended_catalogue(town.ledgers, datasets, indicators, town.village)
        town.derived[_NAME] = _KNOWN[key]
    return cast(Catalogue, town.derived[_NAME])

"""Which parts a selection leaves: a village that was not asked for has no zero, it is not there."""

from __future__ import annotations

from collections.abc import Mapping

from fazhi_metrics.measures.dimensions import MONTHS, TIME

Labels = tuple[str, ...]


def narrowed(
    name: str, labels: Labels, filters: Mapping[str, Labels], districts: Mapping[str, str]
) -> Labels:
    """Return the labels of a dimension that a selection can leave, in their order.

    A selection of the dimension itself leaves what it names; one of districts leaves their villages, one of
    villages their districts (`districts` maps a village to its own); one of quarters their months, and so on.

    >>> narrowed("month", MONTHS, {"quarter": ("二季度",)}, {})
    ('4月', '5月', '6月')
    """
    kept = labels if name not in filters else tuple(label for label in labels if label in filters[name])
    if name == "village" and "district" in filters:
        kept = tuple(label for label in kept if districts.get(label) in filters["district"])
    if name == "district" and "village" in filters:
        places = {districts.get(village) for village in filters["village"]}
        kept = tuple(label for label in kept if label in places)
    if name in TIME:
        kept = tuple(label for label in kept if _overlaps(name, label, filters))
    return kept


def _overlaps(name: str, label: str, filters: Mapping[str, Labels]) -> bool:
    """Whether a period has a month in every other period that was selected."""
    months = months_of(name, label)
    return all(
        any(months & months_of(other, wanted) for wanted in filters[other])
        for other in TIME
        if other != name and other in filters
    )


def months_of(name: str, label: str) -> frozenset[int]:
    """Return the months of a period; those of 未填 and 日期不明 are none."""
    if label not in TIME[name]:
        return frozenset()
    length = len(MONTHS) // len(TIME[name])
    first = 1 + TIME[name].index(label) * length
    return frozenset(range(first, first + length))

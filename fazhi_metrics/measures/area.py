"""A part of the town to ask about, by its name: a village, a grid district, or the whole town."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.errors import IndicatorError, did_you_mean
from fazhi_metrics.measures.dimensions import NO_DISTRICT, districts_of
from fazhi_metrics.measures.query import Selection

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the town: what a sentence calls it, what selects it, and the villages in it.

    `where` is None for the whole town, so that it can be handed to every question as it is.
    """

    name: str
    where: Mapping[str, str] | None
    villages: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether it is the whole town."""
        return self.where is None


def area_named(store: Store, town: Town, name: str | None, year: int) -> Area:
    """Return the area of a village (by any of its spellings) or of a district, the whole town for None.

    Districts are those of the year's village table. Raises IndicatorError with the nearest name when there is
    none.
    """
    if name is None:
        return Area(town.name, None, tuple(village.name for village in town.villages))
    if village := town.village(name):
        return Area(f"{town.name}{village}", {"village": village}, (village,))
    districts = districts_of(store, town, year)
    members = tuple(village for village, district in districts.items() if district == name)
    if members and name != NO_DISTRICT:
        return Area(f"{town.name}{name}", {"district": name}, members)
    known = [*dict.fromkeys(districts.values()), *(village.name for village in town.villages)]
    todo = did_you_mean(name, [each for each in known if each != NO_DISTRICT])
    raise IndicatorError(f"没有村（社区）或片区 {name}", todo=todo)


def selection_name(town: Town, where: Selection | None) -> str:
    """Say what a selection is called: 西堡镇, 西堡镇示例一村, 西堡镇（债务）."""
    if not where:
        return town.name
    labels = [(name, (kept,) if isinstance(kept, str | int) else tuple(kept)) for name, kept in where.items()]
    text = "，".join("、".join(str(label) for label in each) for _, each in labels)
    place = len(labels) == 1 and labels[0][0] in ("village", "district") and len(labels[0][1]) == 1
    return f"{town.name}{text}" if place else f"{town.name}（{text}）"

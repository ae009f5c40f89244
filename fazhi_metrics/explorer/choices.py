"""What can be chosen in the explorer: themes, indicators, ways to divide them, years."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from fazhi_metrics.measures.dimensions import SHARED, ways
from fazhi_metrics.measures.query import title_of

if TYPE_CHECKING:
    from fazhi_metrics.measures import Indicator
    from fazhi_metrics.workbench import Project

Choices = list[tuple[str, str]]
UNDIVIDED = ("不分", "")


def themes(project: Project) -> dict[str, list[Indicator]]:
    """Return the indicators of each theme, the town's own included, in the order of the catalogue."""
    cards = project.indicators().values()
    found: dict[str, list[Indicator]] = {}
    for theme, group in groupby(cards, key=lambda card: card.theme):
        found.setdefault(theme, []).extend(group)
    return found


def indicators(cards: list[Indicator]) -> Choices:
    """Return (what is shown, id) of each indicator."""
    return [(f"{card.title}（{card.unit}）", card.id) for card in cards]


def divisions(card: Indicator) -> Choices:
    """Return (what is shown, dimension) of each way to divide an indicator, not to divide it first.

    Place and time are always offered, so that a choice stays when the indicator changes; where the ledger does
    not have them, the answer says so. The number that only identifies a record is none.
    """
    home = card.home
    own = [name for name in ways(home) if name not in SHARED]
    return [UNDIVIDED, *((title_of(name, home), name) for name in (*SHARED, *own))]


def years(project: Project) -> list[int]:
    """Return the years, the latest first."""
    return sorted(project.town.years, reverse=True)

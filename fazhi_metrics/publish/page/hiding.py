"""Which indicators may not show their number: a count of one or two people, or what would give it back.

For the whole town the rule is that of the workings, for villages that of every divided table: the page prints
the same numbers as both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fazhi_metrics.measures import indicators_of, measure
from fazhi_metrics.measures.disclosure import NOTE, counts_people, hidden_labels
from fazhi_metrics.publish.workings.withheld import withheld
from fazhi_metrics.publish.workings.worked import work_out

if TYPE_CHECKING:
    from fazhi_metrics.measures import Indicator
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

__all__ = ["NOTE", "Hiding"]


class Hiding:
    """Says which numbers of one town's data may not be shown; what was worked out once is remembered."""

    def __init__(self, store: Store, town: Town) -> None:
        self.store, self.town = store, town
        self._withheld: dict[int, frozenset[str]] = {}

    def hides(self, card: Indicator, year: int, where: str = "") -> bool:
        """Whether an indicator's number of a year, of the year before or the change would show one or two people.

        With `where` (`village=示例一村`), whether that part's number of the year would.
        """
        if not counts_people(card):
            return False
        if where:
            dimension, _, label = where.partition("=")
            divided = measure(self.store, self.town, card, year, by=dimension)
            return (label,) in hidden_labels(divided)
        return card.id in self._of(year)

    def _of(self, year: int) -> frozenset[str]:
        if year not in self._withheld:
            people = [card for card in indicators_of(self.town).values() if counts_people(card)]
            self._withheld[year] = withheld(work_out(self.store, self.town, people, year, year - 1))
        return self._withheld[year]

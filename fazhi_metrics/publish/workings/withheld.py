"""Which figures may not be passed on: those from which one or two people could be recognised.

The workings themselves hold every record and are an inner document; what leaves it is the wording of a
figure. A wording is withheld when a sum of people is 1 or 2, or when it differs by so few from a wider sum
that is shown beside it: 12 officers with a certificate among 14 tell of the two without.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from fazhi_metrics.charts.disclosure import FEW, counts_people
from fazhi_metrics.measures import Figure, Indicator, Sum
from fazhi_metrics.publish.workings.worked import Worked
from fazhi_metrics.quantities import Exact


def withheld(works: Sequence[Worked]) -> frozenset[str]:
    """Return the ids of the indicators whose figures must not be passed on."""
    people = [work for work in works if counts_people(work.card)]
    found: set[str] = set()
    years = ([(work.card, work.now) for work in people], [(work.card, work.base) for work in people])
    for year in years:
        figures = [(card, figure) for card, figure in year if figure is not None]
        sums = dict(each for card, figure in figures for each in _sums(card, figure))
        few = {part for part, number in sums.items() if _few(part, number, sums.items())}
        found |= {card.id for card, _ in figures if not few.isdisjoint(card.sums)}
    return frozenset(found)


def _sums(card: Indicator, figure: Figure) -> Iterator[tuple[Sum, Exact]]:
    for part, number in zip(card.sums, (figure.numerator, figure.denominator), strict=False):
        if number is not None and part.dataset == card.numerator.dataset and not part.distinct:
            yield part, number


def _few(part: Sum, number: Exact, others: Iterable[tuple[Sum, Exact]]) -> bool:
    if 0 < number <= FEW:
        return True
    return any(
        (wider.dataset, wider.column) == (part.dataset, part.column)
        and set(wider.where) < set(part.where)
        and number < whole <= number + FEW
        for wider, whole in others
    )

"""A rate over a denominator of the year before, or over half of both: the mid-year population.

    denominator = { dataset = "population", column = "resident_population", year = "mean" }

Both sums are measured as counts of their own, each with its status; the rate carries the gravest of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from fazhi_metrics.errors import DatasetError
from fazhi_metrics.measures.base import Sum
from fazhi_metrics.measures.part import Measure, Part
from fazhi_metrics.measures.query import Query
from fazhi_metrics.measures.status import Range, Status, gravest, quotient

Answer = Callable[[Query], Measure]


def over_other_years(answer: Answer, query: Query, year: int) -> Iterator[Part]:
    """Yield the parts of a rate in a year whose denominator is of another; `answer` measures a query."""
    card, below = query.card, query.card.denominator
    if below is None:
        return
    nobody: dict[str, tuple[str, ...]] = {}
    count = replace(card, denominator=None, scale=1)
    top = answer(
        replace(query, card=count, years=(year,), by=query.inner, below_by=(), below_filters=nobody, notes=())
    )
    years = (year - 1,) if below.year == "last" else (year - 1, year)
    plain: Sum = replace(below, year="this")
    bottoms, missing = list[Measure](), list[str]()
    for each in years:
        asked = replace(
            query,
            card=replace(count, numerator=plain, unit=""),
            years=(each,),
            by=query.below_by,
            filters=query.below_filters,
            below_by=(),
            below_filters=nobody,
            notes=(),
        )
        try:
            bottoms.append(answer(asked))
        except DatasetError as error:  # a year before all data
            missing.append(error.what)
    for part in top.parts:
        labels = query.projected(part.labels)
        found = [part for each in bottoms for part in each.parts if part.labels == labels]
        yield _divided(part, found, len(years), missing, query)


def _divided(top: Part, bottoms: list[Part], years: int, missing: list[str], query: Query) -> Part:
    card = query.card
    whole = len(bottoms) == years
    status = gravest(
        [top.status, *(each.status for each in bottoms), *([] if whole else [Status.INCOMPLETE])]
    )
    reasons = tuple(dict.fromkeys([*missing, *(text for each in (top, *bottoms) for text in each.reasons)]))
    known = [each.value for each in bottoms if each.value is not None]
    total = sum((Fraction(each) for each in known), Fraction(0))
    mean = total / years if whole and len(known) == years else None
    value = None if top.value is None or not mean else Fraction(top.value) / mean * card.scale
    ends = [Range(each.low, each.high) for each in bottoms]
    limits = Range(None, None)
    if whole and status is not Status.CONFIDENTIAL:
        both = ends[0] if years == 1 else ends[0] + ends[1]
        low, high = (
            None if each is None else Fraction(1, years) * Fraction(each) for each in (both.low, both.high)
        )
        limits = quotient(Range(top.low, top.high), Range(low, high), card.scale, share=False)
    if value is not None and status is Status.SOUND:
        limits = Range(value, value)
    kept = status.has_value and value is not None
    return replace(
        top,
        value=value if kept else None,
        numerator=top.numerator if kept else None,
        denominator=Decimal(mean.numerator) / mean.denominator if kept and mean else None,
        low=limits.low,
        high=limits.high,
        status=status,
        reasons=reasons,
    )

"""No person shows in a table: what tells of one or two people is hidden, and enough beside it.

What counts people: an indicator in 人, or one over a ledger that registers natural persons (it has a column of
ID numbers). Of a rate, the people with and without the mark both count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_metrics.datasets import DATASETS
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.tally import Labels

if TYPE_CHECKING:
    from fazhi_metrics.measures.part import Measure, Part

FEW = 2  # so many people or fewer, but not none, could be recognised
NOTE = "不足3人的人数及可据以推算的数未列出"


def counts_people(indicator: Indicator) -> bool:
    """Whether the indicator's numerator counts natural persons."""
    register = DATASETS[indicator.numerator.dataset]
    by_id = any(column.personal and column.name == "id_number" for column in register.columns)
    return by_id or indicator.unit == "人"


def tells_of_few(indicator: Indicator, part: Part) -> bool:
    """Whether a value tells of one or two people: that many with the mark, or without it."""
    if not counts_people(indicator) or indicator.numerator.distinct or part.numerator is None:
        return False
    without = None if part.denominator is None else Fraction(part.denominator) - Fraction(part.numerator)
    return 0 < part.numerator <= FEW or (without is not None and 0 < without <= FEW)


def hidden_labels(*measures: Measure) -> frozenset[Labels]:
    """Return the labels of the parts that no table may show, of measures that stand side by side (two years).

    Beside the parts of few people, others are hidden until none can be reckoned from the totals of the rows
    and columns: in none of them is a single part missing.
    """
    hidden: set[Labels] = set()
    for measured in measures:
        hidden |= {part.labels for part in measured.parts if tells_of_few(measured.indicator, part)}
    grown = bool(hidden)
    while grown:
        before = len(hidden)
        for measured in measures:
            hidden |= set(_completed(measured, hidden))
        grown = len(hidden) > before
    return frozenset(hidden)


def _completed(measured: Measure, hidden: Iterable[Labels]) -> Iterator[Labels]:
    """Yield, for every row and column that lacks one part alone, the smallest of its other parts."""
    known = set(hidden)
    for axis, name in enumerate(measured.by):
        if name == "year":  # years are not added up
            continue
        lines: dict[Labels, list[Part]] = {}
        for part in measured.parts:
            lines.setdefault((*part.labels[:axis], *part.labels[axis + 1 :]), []).append(part)
        for line in lines.values():
            others = [part for part in line if part.labels not in known and part.numerator]
            if others and sum(part.labels in known for part in line) == 1:
                yield min(others, key=lambda part: part.numerator or 0).labels

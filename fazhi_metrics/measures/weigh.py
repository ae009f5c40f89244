"""Weighing: the status of every part of a question, from all that is held against its two sums.

The one place where a tally becomes a `Part`. What was found against the year (`coverage`, `evidence`), against
single records (`bounds`) and for persons (`disclosure`) is put together here, for numerator and denominator.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from fazhi_metrics.datasets import Dataset
from fazhi_metrics.measures.base import Sum
from fazhi_metrics.measures.bounds import Doubted, Open
from fazhi_metrics.measures.dimensions import TIME
from fazhi_metrics.measures.narrowing import months_of
from fazhi_metrics.measures.part import Part, is_small
from fazhi_metrics.measures.query import Query
from fazhi_metrics.measures.side import Side
from fazhi_metrics.measures.status import (
    Range,
    Reservation,
    Status,
    gravest,
    is_share,
    prints_alike,
    quotient,
)
from fazhi_metrics.measures.tally import Labels, Tally
from fazhi_metrics.measures.words import said
from fazhi_metrics.quantities import Exact

_ALL_MONTHS = frozenset(range(1, 13))


class Weigh:
    """Weighs the parts of a question in one year."""

    def __init__(
        self, query: Query, year: int, above: Side, below: Side | None, districts: Mapping[str, str]
    ) -> None:
        self.query, self.card, self.year = query, query.card, year
        self.above, self.below = above, below
        self.districts = districts
        self.share = is_share(self.card)
        self.clean = above.clean and (below is None or below.clean)
        self._times: dict[Labels, tuple[tuple[int, ...], dt.date | None]] = {}
        self._timed = tuple(place for place, name in enumerate(query.inner) if name in TIME)

    def part(self, labels: Labels, top: Tally, bottom: Tally | None) -> Part:
        """Return one part with its status."""
        card = self.card
        denominator = None if bottom is None else bottom.value
        value = None if top.value is None else card.value(top.value, denominator)
        same = self.query.one_ledger
        n = bottom.rows if bottom is not None and same else top.rows
        missing = top.missing + (bottom.missing if bottom is not None and not same else 0)
        months, as_of = self._time(labels)
        if self.clean:
            small = is_small(card, value, top.value, denominator)
            return Part(
                labels=labels, value=value, numerator=top.value, denominator=denominator, n=n,
                missing=missing, small=small, low=value, high=value, as_of=as_of, months=months,
            )  # fmt: skip
        found = _Found(self, labels, top, bottom, value)
        status = found.status
        kept = status.has_value
        low, high = found.bounds()
        return Part(
            labels=labels,
            value=value if kept else None,
            numerator=top.value if kept else None,
            denominator=denominator if kept else None,
            n=n,
            missing=missing,
            small=kept and is_small(card, value, top.value, denominator),
            low=low,
            high=high,
            status=status,
            reasons=found.reasons,
            as_of=as_of,
            months=months,
        )

    def _time(self, labels: Labels) -> tuple[tuple[int, ...], dt.date | None]:
        """Return the months that a part covers, and the last day of them."""
        key = tuple(labels[place] for place in self._timed)
        if key not in self._times:
            own = self.months(self.above, labels)
            months = tuple(month for month in self.above.coverage.months if month in own)
            day = None
            if months:
                last = months[-1]
                day = dt.date(self.year, last, calendar.monthrange(self.year, last)[1])
            self._times[key] = months, day
        return self._times[key]

    def months(self, side: Side, labels: Labels) -> frozenset[int]:
        """Return the months that a part is of: all unless a period divides or selects it."""
        found = _ALL_MONTHS
        for name, label in zip(side.by, labels, strict=True):
            if name in TIME:
                found &= months_of(name, label)
        for name, kept in side.filters.items():
            if name in TIME:
                found &= frozenset(month for label in kept for month in months_of(name, label))
        return found

    def villages(self, side: Side, labels: Labels) -> frozenset[str] | None:
        """Return the villages that a part is of; None for all."""
        found: frozenset[str] | None = None
        named = [(name, (label,)) for name, label in zip(side.by, labels, strict=True)]
        for name, kept in (*named, *side.filters.items()):
            if name == "village":
                own = frozenset(kept)
            elif name == "district":
                own = frozenset(each for each, district in self.districts.items() if district in kept)
            else:
                continue
            found = own if found is None else found & own
        return found

    def touching(self, side: Side, labels: Labels) -> Iterator[Reservation]:
        """Yield what is held against a sum as such and touches a part of it."""
        if not side.reservations:
            return
        months, villages = self.months(side, labels), self.villages(side, labels)
        for each in side.reservations:
            scope = each.scope
            if scope.months is not None and not scope.months & months:
                continue
            if scope.villages is not None and villages is not None and not scope.villages & villages:
                continue
            if each.status is Status.PROVISIONAL and scope.months is not None and months <= scope.months:
                each = replace(each, status=Status.INCOMPLETE)  # nothing of it is there
            yield each


@dataclass(frozen=True, slots=True)
class _Of:
    """What is held against one sum of one part: what is counted for certain, and what is added to that."""

    certain: Fraction
    reservations: tuple[Reservation, ...]
    open: tuple[Open, ...]
    doubted: tuple[Doubted, ...]
    place: int
    grows: bool

    def known(self) -> Range:
        """Return what the sum can be as far as records that nobody can judge leave it open."""
        return sum((each.ranges[self.place] for each in self.open), Range(self.certain, self.certain))

    def possible(self) -> Range:
        """Return what it can be after all, whatever is held against it."""
        found = sum((each.moves[self.place] for each in self.doubted), self.known())
        found = sum((each.moves for each in self.reservations), found)
        return found.floored(Fraction(0)) if self.grows else found

    def doubts(self) -> list[str]:
        """Return the reasons of what is in doubt."""
        held = [each.reason for each in self.reservations if each.status is Status.DOUBTFUL]
        return [each.doubt.reason for each in self.doubted] + held


class _Found:
    """All that is held against one part, and what follows from it."""

    def __init__(
        self, weigh: Weigh, labels: Labels, top: Tally, bottom: Tally | None, value: Exact | None
    ) -> None:
        self.weigh, self.card, self.value = weigh, weigh.card, value
        self.sides = [self._side(weigh.above, labels, top)]
        if weigh.below is not None and bottom is not None:
            self.sides.append(self._side(weigh.below, weigh.query.projected(labels), bottom))
        self.known = self._over([side.known() for side in self.sides], exact=True)
        self.possible = self._over([side.possible() for side in self.sides], exact=False)
        self.status, self.reasons = self._weigh()

    def _side(self, side: Side, labels: Labels, tally: Tally) -> _Of:
        opened, doubted = side.uncertain.at(labels)
        counted = side.uncertain.counted.get(labels, (0, 0))[side.place]
        return _Of(
            Fraction(tally.value or 0) - counted,
            tuple(self.weigh.touching(side, labels)),
            tuple(opened),
            tuple(doubted),
            side.place,
            cannot_shrink(side.sum, self.card.ledger(side.sum.dataset)),
        )

    def _weigh(self) -> tuple[Status, tuple[str, ...]]:
        """Return the status and the reasons: what is absent, what nobody knows, what is in doubt."""
        found: dict[str, Status] = {}
        for side in self.sides:
            found |= {r.reason: r.status for r in side.reservations if r.status is not Status.DOUBTFUL}
        opened = [each.status for side in self.sides for each in side.open]
        if opened and not (self.known.point and self.known.low == self.value):
            uncertain = (side.uncertain for side in (self.weigh.above, self.weigh.below) if side is not None)
            found |= {text: status for each in uncertain for status, text in each.reasons}
            found[""] = gravest(opened)
        doubts = [reason for side in self.sides for reason in side.doubts()]
        if doubts and self._visible():
            found |= dict.fromkeys(doubts, Status.DOUBTFUL)
        status = gravest(found.values())
        reasons = [text for text in found if text]
        if status is Status.DOUBTFUL and (widest := self._widest()) is not None:
            reasons.append(f"最多相差{said(widest, self.card)}")
        return status, tuple(reasons)

    def _visible(self) -> bool:
        """Whether what is in doubt could move the value at the places that a report prints."""
        ends = (self.possible.low, self.possible.high)
        return self.value is None or not prints_alike(self.value, ends, self.card.decimals)

    def _widest(self) -> Fraction | None:
        """Return how far the value may be from the truth, None where nothing limits that."""
        ends = (self.possible.low, self.possible.high)
        if self.value is None or None in ends:
            return None
        return max(abs(Fraction(self.value) - Fraction(end)) for end in ends if end is not None)

    def _over(self, sums: Sequence[Range], *, exact: bool) -> Range:
        """Return the range of the value from those of its sums."""
        if len(sums) == 1:
            return sums[0]
        if exact and self.weigh.share and self.card.numerator.column is None and self.weigh.query.one_ledger:
            return self._share()
        above, below = sums
        return quotient(above, below, self.card.scale, share=self.weigh.share)

    def _share(self) -> Range:
        """Return the range of a share, record by record: each is in both counts, in the lower one, or in none."""
        low_n = high_n = self.sides[0].certain
        low_d = high_d = self.sides[1].certain
        for (certain, marked), count in sum((each.shares for each in self.sides[0].open), Counter()).items():
            # At the least it is in the lower count alone, at the most in both, as far as either may be.
            low_n += count if certain and marked else 0
            low_d += count if certain or not marked else 0
            high_n += count if marked is not False else 0
            high_d += count if certain or marked is not False else 0
        scale = self.card.scale
        low = low_n / low_d * scale if low_d else Fraction(0)
        high = high_n / high_d * scale if high_d else Fraction(scale)
        return Range(max(low, Fraction(0)), min(high, Fraction(scale)))

    def bounds(self) -> tuple[Exact | None, Exact | None]:
        """Return the least and the most that is known of the value."""
        match self.status:
            case Status.CONFIDENTIAL | Status.UNAVAILABLE:
                return None, None
            case Status.SOUND:
                return self.value, self.value
            case Status.BOUNDED:
                found = self.known
            case _:
                found = self.possible
        return (found.low, found.high) if self.card.rate else (_amount(found.low), _amount(found.high))


def cannot_shrink(sum_: Sum, home: Dataset) -> bool:
    """Whether further records can only make a sum larger."""
    if sum_.column is None or sum_.distinct:
        return True
    least = home.by_name[sum_.column].minimum
    return sum_.minus is None and least is not None and least >= 0


def _amount(number: Exact | None) -> Exact | None:
    """Return a sum as it is typed: whole, or a decimal."""
    if not isinstance(number, Fraction):
        return number
    return number.numerator if number.denominator == 1 else Decimal(number.numerator) / number.denominator

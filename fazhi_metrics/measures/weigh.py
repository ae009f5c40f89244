"""Weighing: the status of every part of a question, from all that is held against its two sums.

The one place where a tally becomes a `Part`. What was found against the year (`coverage`, `evidence`), against
single records (`bounds`) and for persons (`disclosure`) is put together here, for numerator and denominator.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.bounds import Doubted, Open, Uncertain
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
from fazhi_metrics.quantities import Amount, Exact

if TYPE_CHECKING:
    pass

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
        small = kept and is_small(card, value, top.value, denominator)
        low, high = found.bounds()
        return Part(
            labels=labels,
            value=value if kept else None,
            numerator=top.value if kept else None,
            denominator=denominator if kept else None,
            n=n,
            missing=missing,
            small=small,
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
                yield Reservation(status=Status.INCOMPLETE, reason=each.reason, scope=scope, above=each.above)
                continue
            yield each


@dataclass(slots=True)
class _Of:
    """What is held against one sum of one part."""

    value: Amount | None
    reservations: list[Reservation]
    open: list[Open]
    doubted: list[Doubted]
    counted: Any
    place: int

    def known(self) -> Range:
        """Return what the sum can be as far as records that nobody can judge leave it open."""
        value = self.value if self.value is not None else 0
        low = value - self.counted + sum(each.low[self.place] for each in self.open)
        high = value - self.counted + sum(each.high[self.place] for each in self.open)
        return Range(_finite(low), _finite(high))

    def doubtful(self, known: Range) -> Range:
        """Return what the doubts leave open beside that."""
        below = sum(each.below[self.place] for each in self.doubted)
        above = sum(each.above[self.place] for each in self.doubted)
        low = None if known.low is None else _finite(known.low - below)
        high = None if known.high is None else _finite(known.high + above)
        own = [each for each in self.reservations if each.status is Status.DOUBTFUL]
        return Range(low, high).widened(own)


class _Found:
    """All that is held against one part, and what follows from it."""

    def __init__(
        self, weigh: Weigh, labels: Labels, top: Tally, bottom: Tally | None, value: Exact | None
    ) -> None:
        self.weigh, self.card, self.value = weigh, weigh.card, value
        self.sides = [self._side(weigh.above, labels, top)]
        if weigh.below is not None and bottom is not None:
            projected = weigh.query.projected(labels)
            self.sides.append(self._side(weigh.below, projected, bottom))
        self.reasons: tuple[str, ...] = ()
        self.status = self._weigh()

    def _side(self, side: Side, labels: Labels, tally: Tally) -> _Of:
        opened, doubted = side.uncertain.at(labels)
        counted = side.uncertain.counted.get(labels, (0, 0))[side.place]
        held = list(self.weigh.touching(side, labels))
        return _Of(tally.value, held, opened, doubted, counted, side.place)

    def _weigh(self) -> Status:
        found: dict[str, Status] = {}
        for side in self.sides:
            found |= {r.reason: r.status for r in side.reservations if r.status is not Status.DOUBTFUL}
        if self._open():
            for uncertain in self._uncertain():
                found |= {text: status for status, text in uncertain.reasons}
            found[""] = gravest([each.status for side in self.sides for each in side.open])
        doubts = self._doubts()
        found |= dict.fromkeys(doubts, Status.DOUBTFUL)
        status = gravest(found.values())
        self.reasons = tuple(text for text in found if text)
        if doubts and status is Status.DOUBTFUL and self.value is not None:
            self.reasons = (*self.reasons, *self._reach())
        return status

    def _uncertain(self) -> list[Uncertain]:
        sides = [self.weigh.above, self.weigh.below]
        unique: list[Uncertain] = []
        for side in sides:
            if side is not None and not any(side.uncertain is each for each in unique):
                unique.append(side.uncertain)
        return unique

    def _open(self) -> bool:
        """Whether records that nobody can judge leave more than one value."""
        if not any(side.open for side in self.sides):
            return False
        known = self._known
        return not (known.point and known.low == self.value)

    def _doubts(self) -> list[str]:
        """Return the doubts that could move the value at the places that a report prints."""
        texts = [each.doubt.reason for side in self.sides for each in side.doubted]
        texts += [r.reason for side in self.sides for r in side.reservations if r.status is Status.DOUBTFUL]
        if not texts:
            return []
        if self.value is not None:
            reach = self._doubtful
            if prints_alike(self.value, (reach.low, reach.high), self.card.decimals):
                return []
        return list(dict.fromkeys(texts))

    @cached_property
    def _known(self) -> Range:
        above = self.sides[0].known()
        if len(self.sides) == 1:
            return above
        below = self.sides[1].known()
        if self.weigh.share and self.card.numerator.column is None and self.weigh.query.one_ledger:
            return self._share(above, below)
        return quotient(above, below, self.card.scale, share=self.weigh.share)

    def _share(self, above: Range, below: Range) -> Range:
        """Return the range of a share, record by record: each is in both counts, in the lower one, or in none."""
        shares: dict[tuple[bool, bool | None], int] = {}
        for each in self.sides[0].open:
            for kind, count in each.shares.items():
                shares[kind] = shares.get(kind, 0) + count
        top = (self.sides[0].value or 0) - self.sides[0].counted
        bottom = (self.sides[1].value or 0) - self.sides[1].counted
        low_n = high_n = Fraction(top)
        low_d = high_d = Fraction(bottom)
        for (certain, marked), count in shares.items():
            # At the least it is in the lower count alone, at the most in both, as far as either may be.
            low_n += count if certain and marked else 0
            low_d += count if certain or not marked else 0
            high_n += count if marked is not False else 0
            high_d += count if certain or marked is not False else 0
        scale = self.card.scale
        low = low_n / low_d * scale if low_d else Fraction(0)
        high = high_n / high_d * scale if high_d else Fraction(scale)
        return Range(max(low, Fraction(0)), min(high, Fraction(scale)))

    @cached_property
    def _doubtful(self) -> Range:
        ranges = [side.doubtful(side.known()) for side in self.sides]
        if len(ranges) == 1:
            return ranges[0]
        return quotient(ranges[0], ranges[1], self.card.scale, share=self.weigh.share)

    def _reach(self) -> list[str]:
        """Say how far a doubt reaches, where that is known."""
        from fazhi_metrics.measures.words import said

        reach = self._doubtful
        if self.value is None or reach.low is None or reach.high is None:
            return []
        value = Fraction(self.value)
        widest = max(value - Fraction(reach.low), Fraction(reach.high) - value)
        return [f"最多相差{said(widest, self.card)}"]

    def bounds(self) -> tuple[Exact | None, Exact | None]:
        """Return the least and the most that is known of the value."""
        status = self.status
        if status in (Status.CONFIDENTIAL, Status.UNAVAILABLE):
            return None, None
        if status is Status.SOUND:
            return self.value, self.value
        if status is Status.BOUNDED:
            return self._known.low, self._known.high
        reach = self._doubtful if any(side.doubted for side in self.sides) or self._in_doubt else self._known
        if status is Status.DOUBTFUL:
            return reach.low, reach.high
        # Incomplete or to date: what is there is the least of a sum; a quotient may go either way.
        if len(self.sides) == 1:
            return (reach.low if self._grows else None), None
        if self.weigh.share:
            return Fraction(0), Fraction(self.card.scale)
        return (Fraction(0) if self._grows else None), None

    @property
    def _in_doubt(self) -> bool:
        return any(r.status is Status.DOUBTFUL for side in self.sides for r in side.reservations)

    @property
    def _grows(self) -> bool:
        """Whether what is still to come can only add: no record of the numerator is less than nothing."""
        return cannot_shrink(self.card)


def cannot_shrink(card: Indicator) -> bool:
    """Whether further records can only make the numerator larger."""
    sum_ = card.numerator
    if sum_.column is None or sum_.distinct:
        return True
    least = card.home.by_name[sum_.column].minimum
    return sum_.minus is None and least is not None and least >= 0


def _finite(number: Any) -> Exact | None:
    if isinstance(number, float):
        return None if math.isinf(number) or math.isnan(number) else Fraction(number)
    found: Exact = number
    return found

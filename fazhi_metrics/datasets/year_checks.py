"""What must hold over a year, between two years and between ledgers, declared as data.

A kind of check says what must be gathered of a year's records while they pass by, and what is found in it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import TYPE_CHECKING, Any, Final, Literal

from fazhi_metrics.datasets.checks import Severity
from fazhi_metrics.datasets.gathering import (
    Combinations,
    Counted,
    Finding,
    Gatherer,
    Occurrences,
    Spot,
    Standing,
    Standings,
    Tallied,
    Tally,
    Total,
    Year,
    YearCheck,
)
from fazhi_metrics.errors import capped
from fazhi_metrics.quantities.cells import exact

if TYPE_CHECKING:
    from fazhi_metrics.datasets.base import Dataset

_FEW: Final = 10  # below this a doubling is chance
_MANY: Final = 20  # of a sum
_SEVERAL, _MOSTLY = 5, 0.8  # of the places: so many that leap the same way have one cause
_COMMON: Final = 7.0  # a value expected so often is absent in less than one of a thousand years
_BY_CHANCE: Final = 0.001
_ENOUGH: Final = 20  # cases come in clusters; of a few nothing can be said


@dataclass(frozen=True, slots=True)
class Complete(YearCheck):
    """Over a year: every combination of `over` occurs ("village", "month" of the date, "half").

    With `unlikely`, for ledgers in which a quiet month is nothing strange: what is absent is only said when
    chance would leave it out in less than one of a thousand years.
    """

    over: tuple[Literal["village", "month", "half"], ...]
    unlikely: bool = field(default=False, kw_only=True)

    @property
    def gathers(self) -> tuple[tuple[str, Gatherer[Any]], ...]:
        """The combinations that occur."""
        return (("", Combinations(self.over)),)

    def share(self, dataset: Dataset, effect: float) -> float:
        """Without a village, or a month, a total of a ledger that is no register of events is not given."""
        return 1.0 if len(self.over) == 1 and not dataset.date else effect

    def finds(self, year: Year) -> Iterator[Finding]:
        """Every combination that does not occur, in one finding."""
        lists: dict[str, Sequence[Any]] = {
            "village": [village.name for village in year.villages],
            "half": ["上半年", "下半年"],
            "month": range(1, 13),
        }
        have = year.gathered(Combinations(self.over))
        if self.over == ("month",) and not self.unlikely:
            have = have | {(month,) for month in year.empty_months}
        every = list(product(*(lists[name] for name in self.over)))
        absent = [each for each in every if each not in have]
        rows = year.rows
        few = rows < _ENOUGH
        if not absent or (self.unlikely and (few or by_chance(rows, len(absent), len(every)) > _BY_CHANCE)):
            return
        names = ["".join(f"{p} 月" if isinstance(p, int) else str(p) for p in each) for each in absent]
        yield Finding(
            message="incomplete",
            year=year,
            words={"missing": capped(names), "year": year.year},
            slices=[part for each in absent for part in slices(dict(zip(self.over, each, strict=True)))],
            effect=len(absent) / max(1, len(absent) + len(have)),
        )


@dataclass(frozen=True, slots=True)
class Listed(YearCheck):
    """Within a record: `column` says of the village what the town's list of villages says."""

    column: Literal["district", "kind"]
    severity: Severity = field(default=Severity.WARNING, kw_only=True)

    looks_at = ("column",)

    @property
    def gathers(self) -> tuple[tuple[str, Gatherer[Any]], ...]:
        """What is said of each village."""
        return (("", Standings((self.column,))),)

    def finds(self, year: Year) -> Iterator[Finding]:
        """What the sheet says otherwise, once for each cell."""
        standings = year.gathered(Standings((self.column,)))
        found: dict[tuple[str, str, str], list[str]] = {}
        spots: dict[tuple[str, str, str], Spot] = {}
        for village in year.villages:
            standing, listed = standings.get(village.name), str(getattr(village, self.column))
            said = standing.values.get(self.column) if standing else None
            if standing and said is not None and listed and not year.alike(str(said), listed):
                key = (year.address(standing.spot, self.column), str(said), listed)
                spots.setdefault(key, standing.spot)
                found.setdefault(key, []).append(village.name)
        for (place, said, listed), villages in found.items():
            words = {"column": year.dataset.by_name[self.column].title, "typed": said, "listed": listed}
            yield Finding(
                message="listed_otherwise",
                year=year,
                spots=(spots[place, said, listed],),
                column=self.column,
                words={**words, "villages": capped(villages)},
            )


@dataclass(frozen=True, slots=True)
class Steady(YearCheck):
    """Between two years: a number of the same place stays within `factor` times last year's.

    With `whole`, the sum over the year is compared instead.
    """

    columns: tuple[str, ...]
    factor: float = 2
    severity: Severity = field(default=Severity.WARNING, kw_only=True)
    whole: bool = field(default=False, kw_only=True)

    looks_at = ("columns",)

    @property
    def gathers(self) -> tuple[tuple[str, Gatherer[Any]], ...]:
        """What is said of each village, or what the columns come to."""
        if self.whole:
            return tuple(("", Total(name)) for name in self.columns)
        return (("", Standings(self.columns)),)

    def finds(self, year: Year) -> Iterator[Finding]:
        """What leaps from the year before."""
        last = year.of(year.dataset.name, year.year - 1)
        if last is None:
            return
        for name in self.columns:
            yield from self._sums(name, year, last) if self.whole else self._places(name, year, last)

    def _places(self, name: str, this: Year, last: Year) -> Iterator[Finding]:
        now, then = (side.gathered(Standings(self.columns)) for side in (this, last))
        pairs = [(own, then[village]) for village, own in now.items() if village in then]
        known = [(a, b) for a, b in pairs if name in a.values and name in b.values]
        leaps = [
            (a, b)
            for a, b in known
            if _leaps(float(a.values[name]), float(b.values[name]), self.factor, _FEW)
        ]
        up = sum(a.values[name] > b.values[name] for a, b in leaps)
        if len(leaps) >= _SEVERAL and len(leaps) >= _MOSTLY * len(known) and up in (0, len(leaps)):
            yield self._all(name, leaps, this, last)
            return
        for a, b in leaps:
            # Of two numbers that are far apart, the one in a column that misses its total is the mistake.
            back = not this.doubted(a.spot, name) and last.doubted(b.spot, name)
            (home, own), (away, other) = ((last, b), (this, a)) if back else ((this, a), (last, b))
            value, beside = own.values[name], other.values[name]
            words = {"column": this.dataset.by_name[name].title, "this": value, "last": beside}
            yield Finding(
                message="jump_next" if back else "jump",
                year=home,
                spots=(own.spot,),
                column=name,
                words={**words, "other": away.address(other.spot, name)},
                amount=float(abs(value - beside)),
            )

    def _all(self, name: str, leaps: list[tuple[Standing, Standing]], this: Year, last: Year) -> Finding:
        """Make one finding of a whole column that is far from last year's: its unit, or the column, is wrong."""
        numbers = [(a.values[name], b.values[name]) for a, b in leaps]
        ratios = sorted(float(now) / float(then) if then else math.inf for now, then in numbers)
        middle = ratios[len(ratios) // 2]
        times = f"{_round(middle)} 倍" if middle >= 1 else f"{_round(1 / middle)} 分之一" if middle else "零"
        words = {"column": this.dataset.by_name[name].title, "count": len(leaps), "times": times}
        return Finding(
            message="jump_all",
            year=this,
            spots=[a.spot for a, _ in leaps],
            column=name,
            words={**words, "other": last.address(leaps[0][1].spot, name)},
            todo="请核对表头的单位，以及各列有没有错位",
            amount=float(sum(abs(now - then) for now, then in numbers)),
        )

    def _sums(self, name: str, this: Year, last: Year) -> Iterator[Finding]:
        """A sum over the year that is far from last year's, at the largest number of the larger year."""
        now, then = (side.gathered(Total(name)) for side in (this, last))
        if now is None or then is None or not _leaps(now.value, then.value, self.factor, _MANY):
            return
        home, top = (this, now) if now.value > then.value else (last, then)
        words = {"column": this.dataset.by_name[name].title}
        yield Finding(
            message="sum_jump",
            year=home,
            spots=(top.spot,),
            column=name,
            words={**words, "this": exact(now.value), "last": exact(then.value)},
            amount=abs(now.value - then.value),
        )


@dataclass(frozen=True, slots=True)
class Recurs(YearCheck):
    """Between two years: a value of `column` that is common in one occurs in the other."""

    column: str
    severity: Severity = field(default=Severity.WARNING, kw_only=True)

    looks_at = ("column",)

    @property
    def gathers(self) -> tuple[tuple[str, Gatherer[Any]], ...]:
        """How often each value occurs."""
        return (("", Occurrences(self.column)),)

    def share(self, dataset: Dataset, effect: float) -> float:
        """The share of the records that had the value."""
        return effect

    def finds(self, year: Year) -> Iterator[Finding]:
        """A value that the other year had often enough for its absence to be no chance."""
        last = year.of(year.dataset.name, year.year - 1)
        for here, there in ((year, last), (last, year)):
            if here is None or there is None:
                continue
            have, others = (side.gathered(Occurrences(self.column)) for side in (here, there))
            yield from self._absent(here, there, have, others)

    def _absent(self, here: Year, there: Year, have: Counter[str], others: Counter[str]) -> Iterator[Finding]:
        rows = max(1, there.rows)
        share = min(1.0, here.rows / rows)
        for value, count in sorted(others.items()):
            if value in have or count * share < _COMMON:
                continue
            words = {"column": here.dataset.by_name[self.column].title, "value": value, "count": count}
            yield Finding(
                message="value_absent",
                year=here,
                column=self.column,
                words={**words, "year": here.year, "other_year": there.year},
                effect=1 - math.exp(-count / rows),
            )


@dataclass(frozen=True, slots=True)
class Agrees(YearCheck):
    """Between datasets: two tallies of a year are the same, month by month when `by` says so.

    Compared only where both datasets have records of that year.
    """

    left: Tally
    right: Tally
    by: Literal["month", "village"] | None = None

    @property
    def gathers(self) -> tuple[tuple[str, Gatherer[Any]], ...]:
        """Both tallies."""
        return tuple((tally.dataset, Tallied(tally, self.by)) for tally in (self.left, self.right))

    def finds(self, year: Year) -> Iterator[Finding]:
        """Each group that comes to something else on the other side, at the cells of both."""
        left, right = (year.of(tally.dataset, year.year) for tally in (self.left, self.right))
        if left is None or right is None:
            return
        ours, theirs = (
            left.gathered(Tallied(self.left, self.by)),
            right.gathered(Tallied(self.right, self.by)),
        )
        names = [self._name(side, tally) for side, tally in ((left, self.left), (right, self.right))]
        titles = [side.dataset.by_name[name].title for side, name in zip((left, right), names, strict=True)]
        for group in sorted({*ours, *theirs}, key=str):
            a, b = ours.get(group, Counted()), theirs.get(group, Counted())
            if a.value == b.value:
                continue
            words = {"place": f"{group} 月" if self.by == "month" else str(group)}
            words |= {"left": titles[0], "right": f"{right.dataset.title}的{titles[1]}"}
            words |= {"left_value": str(a.value), "right_value": str(b.value)}
            sides = [(left, a, self.left, names[0]), (right, b, self.right, names[1])]
            named = [each for each in sides if each[1].first and (each[1].value or each[0] is left)]
            for number, (side, found, tally, name) in enumerate(named):
                yield Finding(
                    message="disagrees",
                    year=side,
                    spots=(found.first,) if found.first else (),
                    column=name,
                    columns=tally.columns,
                    words=words,
                    severity=Severity.WARNING if number and self.severity is Severity.ERROR else None,
                    slices=list(slices({self.by: group} if self.by else {})),
                    amount=float(abs(a.value - b.value)),
                )

    @staticmethod
    def _name(side: Year, tally: Tally) -> str:
        return tally.column or tally.where or side.dataset.key[0]


def slices(named: Mapping[str, Any]) -> Iterator[tuple[str | None, int | None]]:
    """Yield a place or time that a check names as (village, month); a half is six months.

    >>> [month for village, month in slices({"half": "下半年"})]
    [7, 8, 9, 10, 11, 12]
    """
    half = {"上半年": range(1, 7), "下半年": range(7, 13)}.get(named.get("half", ""))
    for month in half or (named.get("month"),):
        yield named.get("village"), month


def by_chance(records: int, absent: int, every: int) -> float:
    """How likely it is at most that so many of all places have no record, were records to fall anywhere.

    >>> by_chance(130, 3, 12) < 0.001 < by_chance(20, 3, 12)
    True
    """
    return math.comb(every, absent) * (1 - absent / every) ** records


def _leaps(one: float, other: float, factor: float, few: int) -> bool:
    return max(one, other) >= few and max(one, other) > factor * min(one, other)


def _round(times: float) -> str:
    return f"{times:,.0f}" if times >= 10 else f"{times:.1f}"

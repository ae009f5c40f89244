"""Rows that are sums of other rows although no label says so: proved by their numbers, in every column."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Final

# Digits of agreement that make a coincidence impossible: two columns of three digits, say.
_DIGITS: Final = 6.0
# With less, the row must be the sum of all others, or its parts must be indented under it.
_FEWER_DIGITS: Final = 3.5
_UNLIKE_DIGITS: Final = 2.0  # the sum of all others, and called otherwise than they are
_TOLERANCE: Final = 1e-9
_MOST_PARTS: Final = 600


class Sums:
    """Finds the rows that are sums of the rows above or below them.

    `key` holds one additive column, a number a row; `others(place)` returns the further additive columns
    of a row, asked only where the key column agrees. `labelled` are the places of rows whose label calls
    them a total; `depth(place)` is how far a row's label is indented; `alike(place, parts)` says whether its
    label is made like theirs (None where theirs have nothing in common): a village among villages is no sum
    of others, but kept in `doubtful` where it equals them.
    """

    def __init__(
        self,
        key: Sequence[float],
        others: Callable[[int], Sequence[float]],
        labelled: Collection[int] = (),
        depth: Callable[[int], int] = lambda _: 0,
        alike: Callable[[int, Sequence[int]], bool | None] = lambda *_: None,
    ) -> None:
        self._key, self._others, self._labelled, self._depth = key, others, frozenset(labelled), depth
        self._alike = alike
        self.doubtful: dict[int, tuple[int, ...]] = {}
        self._positive = all(value >= 0 for value in key)

    def find(self) -> dict[int, tuple[int, ...]]:
        """Return the places of rows that are sums, each with the places of the rows it sums."""
        places = range(len(self._key))
        if len(places) < 3:
            return {}
        down, up = self._collapse(places[::-1]), self._collapse(places)
        found = down if len(down) >= len(up) else up
        taken = {part for parts in found.values() for part in parts}
        rest = [place for place in places if place not in taken]
        if found and len(rest) > 2:  # sums that stand on the other side of what they sum
            for more in (self._collapse(rest), self._collapse(rest[::-1])):
                if not any(place in found for place in more):
                    found = found | more
        return found

    def _collapse(self, order: Sequence[int]) -> dict[int, tuple[int, ...]]:
        """Walk the rows so that parts come before their sum; a found sum takes the place of its parts."""
        found: dict[int, tuple[int, ...]] = {}
        stack: list[int] = []
        key, positive = self._key, self._positive
        for place in order:
            wanted = key[place]
            near = abs(wanted) * _TOLERANCE + _TOLERANCE
            total = 0.0
            for taken, part in enumerate(reversed(stack), 1):
                total += key[part]
                if positive and total - wanted > near:
                    break
                if -near <= total - wanted <= near and wanted and self._is_sum(place, stack[-taken:]):
                    found[place] = tuple(stack[-taken:])
                    del stack[-taken:]
                    break
                if taken > _MOST_PARTS:
                    break
            if place not in found and place in self._labelled:
                continue  # a total whose parts do not add up to it is no part of another either
            stack.append(place)
        return found

    def _is_sum(self, place: int, parts: Sequence[int]) -> bool:
        """Whether a row agrees with the sum of parts in so many digits that it cannot be chance."""
        own = (self._key[place], *self._others(place))
        rows = [(self._key[part], *self._others(part)) for part in parts]
        same = [value for value, *each in zip(own, *rows, strict=True) if close(math.fsum(each), value)]
        if len(same) * 3 < len(own) * 2:
            return False
        digits = sum(math.log10(1 + abs(value)) for value in same)
        deeper = all(self._depth(part) > self._depth(place) for part in parts)
        if len(parts) == 1:
            return deeper and digits >= _FEWER_DIGITS
        if sum(1 for numbers in rows if any(numbers)) < 2:
            return False
        if place in self._labelled:
            return True
        every = len(parts) == len(self._key) - 1 and len(parts) > 2
        alike = self._alike(place, parts)
        if digits < (_UNLIKE_DIGITS if every and alike is False else _FEWER_DIGITS):
            return False
        if deeper:
            return True
        if alike or (alike is False and len(parts) == 2):
            self.doubtful.setdefault(place, tuple(parts))
            return False
        if any(self._depth(part) < self._depth(place) for part in parts):
            return False
        if digits >= _DIGITS and sum(1 for value in same if value) > 1:
            return True
        return every


def close(one: float, two: float) -> bool:
    """Whether two sums are the same, to within the noise of binary numbers."""
    return math.isclose(one, two, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)

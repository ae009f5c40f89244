"""Rows that are sums of other rows although no label says so: proved by their numbers, in every column."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

# Digits of agreement that make a coincidence impossible: two columns of three digits, say.
_DIGITS: Final = 6.0
# With less, the row must be the sum of all others, or its parts must be indented under it.
_FEWER_DIGITS: Final = 3.5
_TOLERANCE: Final = 1e-9
_LONGEST: Final = 4000  # rows; a longer table is a ledger, and ledgers have labelled totals
_MOST_PARTS: Final = 600

Numbers = Sequence[float | None]


@dataclass(frozen=True, slots=True)
class _Unit:
    row: int
    numbers: tuple[float, ...]


def find_sums(
    numbers: Mapping[int, Numbers],
    labelled: frozenset[int] = frozenset(),
    depth: Mapping[int, int] | None = None,
) -> dict[int, tuple[int, ...]]:
    """Return the rows that are sums, each with the rows it sums.

    `numbers` holds the additive columns of each row, in row order; `labelled` the rows whose label says
    that they are totals; `depth` how far each row's label is indented.
    """
    rows = list(numbers)
    if len(rows) < 3 or len(rows) > _LONGEST:
        return {}
    vectors = {row: tuple(0.0 if v is None else float(v) for v in numbers[row]) for row in rows}
    indents = depth or {}
    down = _collapse(rows[::-1], vectors, labelled, indents)
    up = _collapse(rows, vectors, labelled, indents)
    best, other = (down, up) if len(down) >= len(up) else (up, down)
    used = {part for parts in best.values() for part in parts} | set(best)
    return best | {row: parts for row, parts in other.items() if row not in used and not used & set(parts)}


def _collapse(
    rows: Sequence[int],
    vectors: Mapping[int, tuple[float, ...]],
    labelled: frozenset[int],
    depth: Mapping[int, int],
) -> dict[int, tuple[int, ...]]:
    """Walk the rows so that parts come before their sum; a found sum takes the place of its parts."""
    found: dict[int, tuple[int, ...]] = {}
    stack: list[_Unit] = []
    for row in rows:
        vector = vectors[row]
        count = _parts_of(row, vector, stack, len(rows), row in labelled, depth) if stack else 0
        if count:
            found[row] = tuple(unit.row for unit in stack[-count:])
            del stack[-count:]
        elif row in labelled:
            continue  # a total whose parts do not add up to it is no part of another either
        stack.append(_Unit(row, vector))
    return found


def _parts_of(
    row: int,
    vector: tuple[float, ...],
    stack: Sequence[_Unit],
    rows: int,
    labelled: bool,
    depth: Mapping[int, int],
) -> int:
    """Return how many of the last units add up to a row in every column; 0 when none do."""
    digits = sum(math.log10(1 + abs(value)) for value in vector)
    filled = sum(1 for value in vector if value)
    if not filled or (digits < _FEWER_DIGITS and not labelled):
        return 0
    key = max(range(len(vector)), key=lambda place: abs(vector[place]))
    bound = abs(vector[key]) * (1 + _TOLERANCE)
    total = [0.0] * len(vector)
    for count, unit in enumerate(reversed(stack), 1):
        total = [a + b for a, b in zip(total, unit.numbers, strict=True)]
        if abs(total[key]) > bound and all(value >= 0 for value in unit.numbers):
            return 0
        if count > _MOST_PARTS:
            return 0
        if _close(total[key], vector[key]):
            same = [value for value, added in zip(vector, total, strict=True) if _close(added, value)]
            digits = sum(math.log10(1 + abs(value)) for value in same)
            filled = sum(1 for value in same if value)
            enough = len(same) * 3 >= len(vector) * 2
            if enough and _is_convincing(row, stack[-count:], digits, filled, count, rows, labelled, depth):
                return count
    return 0


def _is_convincing(
    row: int,
    parts: Sequence[_Unit],
    digits: float,
    filled: int,
    count: int,
    rows: int,
    labelled: bool,
    depth: Mapping[int, int],
) -> bool:
    deeper = all(depth.get(part.row, 0) > depth.get(row, 0) for part in parts)
    if count == 1:
        return deeper and digits >= _FEWER_DIGITS
    real = sum(1 for part in parts if any(part.numbers))
    if real < 2:
        return False
    if labelled or deeper:
        return True
    if any(depth.get(part.row, 0) < depth.get(row, 0) for part in parts):
        return False
    if digits >= _DIGITS and filled > 1:
        return True
    return count == rows - 1 and count > 2


def _close(one: float, two: float) -> bool:
    return math.isclose(one, two, rel_tol=_TOLERANCE, abs_tol=_TOLERANCE)

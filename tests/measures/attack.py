"""An attack on what is shown of a register of persons: linear programming over every person it could hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import linprog


@dataclass
class Attacker:
    """Knows the labels of every column, the cells shown with their counts, and that a hidden cell is not empty."""

    labels: dict[str, Sequence[str]]
    shown: list[tuple[np.ndarray, int]] = field(default_factory=list)
    hidden: dict[bytes, tuple[np.ndarray, int]] = field(default_factory=dict)

    def __post_init__(self):
        self.people = [dict(zip(self.labels, each, strict=True)) for each in product(*self.labels.values())]

    def cell(self, **labels):
        return np.array(
            [all(person[name] == label for name, label in labels.items()) for person in self.people]
        )

    def sees(self, cell: np.ndarray, count: int | None, truth: int) -> None:
        """Take in a cell: its count, or None where it is hidden; `truth` only judges the attack."""
        if count is None:
            self.hidden[cell.tobytes()] = (cell, truth)
        else:
            self.shown.append((cell, count))

    def intervals(self) -> Iterable[tuple[int, float, float]]:
        """Yield, of each hidden cell, its true count and the least and most that what is shown leaves open."""
        rows = {(cell.tobytes(), count): cell for cell, count in self.shown}
        equal = np.array(list(rows.values())).reshape(-1, len(self.people)).astype(float)
        counts = [count for _, count in rows]
        least = -np.array([cell for cell, _ in self.hidden.values()]).astype(float)
        for cell, truth in self.hidden.values():
            ends = []
            for sign in (1, -1):
                found = linprog(
                    sign * cell.astype(float),
                    A_ub=least,
                    b_ub=-np.ones(len(least)),
                    A_eq=equal if counts else None,
                    b_eq=counts or None,
                )
                assert found.status in (0, 3), found.message
                ends.append(found.fun * sign if found.status == 0 else np.inf)
            yield truth, ends[0], ends[1]

    def recovered(self) -> list[tuple[int, float, float]]:
        """Return the hidden cells that are known exactly, or known to be of one or two."""
        return [each for each in self.intervals() if each[2] - each[1] < 1e-6 or each[2] < 3 - 1e-6]

"""Cell suppression: which counts of a register of persons must not be published, so that none can be reckoned.

A published count is a sum over the register's atoms: the distinct combinations of what is recorded of a person.
Primary suppression hides counts of one or two. Secondary suppression hides what would give them back, and is
proved by worlds: other registers, of whole persons, in which everything that is shown comes out the same. A cell
is hidden when the worlds disagree on it, so nothing that is shown can tell which world is true, whatever is added
or subtracted; and every count of one or two is at least three in some world. That a cell is not empty counts as
known: a list of offices names those that have someone.

Tables come in stages, what is published first in the first. A later one is taken in only as far as it can be
protected without hiding what an earlier stage shows; otherwise it is refused as a whole. The worlds are found by
integer programming: the change of the register that hides the fewest and smallest cells beside.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product, zip_longest
from math import prod
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    Ints = npt.NDArray[np.int64]
    Floats = npt.NDArray[np.float64]
    Cells = npt.NDArray[np.bool_]

FEW = 2  # so many persons or fewer, but not none, could be recognised
_MOST_ATOMS = 600  # beyond this, combinations that nobody has are left out: safe, and hides more
_MOST_CELLS = 400  # a finer table is refused unseen
_SLIGHT, _DIGITS = 1e-6, 9  # what counts as nothing in floating point
_LATER = 0.1  # the cost of a cell that comes later, beside one that is shown already
_TRIFLE = 0.001  # the cost of moving a person at all
_SINGLY = 8
_LEAST_COST, _MOST_COST = 3, 50  # of hiding one more cell: fewest first, then smallest
_SLIGHT, _DIGITS = 1e-6, 9
_LATER = 0.1  # the cost of a cell that comes later, beside one that is shown already
_TRIFLE = 0.001  # of moving a person at all
_SINGLY = 8
_LEAST_COST, _MOST_COST = 3, 50  # of hiding one more cell: fewest first, then smallest


@dataclass(frozen=True, slots=True)
class Atoms:
    """The combinations that persons have or could have: a code of every column, and how many have it.

    `near` says, by column, which atoms somebody has or would have if that column alone (and those of its group)
    were otherwise.
    """

    codes: Mapping[Hashable, Ints]
    counts: Ints
    near: Mapping[Hashable, Cells]


@dataclass(frozen=True, slots=True)
class Table:
    """Cells that are published together: for each, which atoms it counts (cells × atoms).

    `free` are the atoms by which its worlds may differ.
    """

    cells: Cells
    free: Cells


@dataclass(frozen=True, slots=True)
class Pattern:
    """What may be shown of a register.

    `known` are the cells that were taken in (which atoms each counts), `empty` the atoms that they show to be
    nobody's, `worlds` the changes of the atoms' counts that protect them (worlds × atoms).
    """

    counts: Ints
    known: frozenset[bytes]
    empty: Cells
    worlds: Floats

    def hides(self, cell: Cells) -> bool:
        """Whether a cell is suppressed: the worlds disagree on it."""
        return bool((np.abs(self.worlds @ cell) > _SLIGHT).any())

    def knows(self, cell: Cells) -> bool:
        """Whether a cell was taken in; of any other, nothing may be said."""
        if not self.counts[cell].any():
            return bool(self.empty[cell].all())
        return cell.tobytes() in self.known


def atoms_of(columns: Mapping[Hashable, Ints], groups: Sequence[Sequence[Hashable]]) -> Atoms:
    """Return the atoms of persons given as columns of codes; columns of one group say the same thing.

    Beside the combinations that occur, those of the groups' values that could, unless they are too many: a
    reader does not know which of them nobody has.
    """
    found = [np.unique(_matrix(columns, names), axis=0, return_inverse=True) for names in groups]
    places = np.stack([inverse.reshape(-1) for _, inverse in found], axis=1)
    seen, counts = np.unique(places, axis=0, return_counts=True)
    sizes = [len(values) for values, _ in found]
    have = {tuple(row): int(n) for row, n in zip(seen.tolist(), counts.tolist(), strict=True)}
    near = [set(have) for _ in groups]
    if prod(sizes) <= _MOST_ATOMS:
        near = [set(product(*map(range, sizes)))] * len(groups)
    elif len(have) * max(sizes) <= _MOST_ATOMS:
        for place, size in enumerate(sizes):
            near[place] |= {(*row[:place], value, *row[place + 1 :]) for row in have for value in range(size)}
    every = sorted(set().union(*near))
    atoms = np.array(every, dtype=np.int64)
    codes: dict[Hashable, Ints] = {}
    close: dict[Hashable, Cells] = {}
    for place, (names, (values, _)) in enumerate(zip(groups, found, strict=True)):
        mask = np.array([row in near[place] for row in every])
        for position, name in enumerate(names):
            codes[name], close[name] = values[atoms[:, place], position], mask
    return Atoms(codes, np.array([have.get(row, 0) for row in every]), close)


def _matrix(columns: Mapping[Hashable, Ints], names: Sequence[Hashable]) -> Ints:
    return np.stack([columns[name] for name in names], axis=1).astype(np.int64)


def suppress(counts: Ints, stages: Sequence[Sequence[Table]]) -> Pattern:
    """Decide the pattern of suppression of a register for all tables together, stage by stage."""
    nothing = np.zeros((0, len(counts)))
    state = _State(
        counts, nothing.astype(bool), np.zeros(len(counts), dtype=bool), nothing, nothing.astype(bool)
    )
    for stage, later in zip_longest(stages, stages[1:], fillvalue=()):
        fixed = state.cells[~state.moved(state.cells)]
        coming = [table.cells for table in later if len(table.cells) <= _MOST_CELLS]
        state = replace(state, coming=np.concatenate([nothing.astype(bool), *coming]))
        for table in stage:
            state = state.extended(table, fixed) or state
    return Pattern(counts, frozenset(cell.tobytes() for cell in state.cells), state.empty, state.worlds)


@dataclass(frozen=True, slots=True)
class _State:
    """What was taken in so far: the cells that count someone, the atoms known to be empty, the worlds.

    `coming` are the cells of the next stage, to be spared already.
    """

    counts: Ints
    cells: Cells
    empty: Cells
    worlds: Floats
    coming: Cells

    def totals(self, cells: Cells) -> Ints:
        """Return how many persons cells count."""
        counted: Ints = cells.astype(np.int64) @ self.counts
        return counted

    def moved(self, cells: Cells) -> Cells:
        """Return which cells the worlds disagree on."""
        moved: Cells = np.any(np.abs(cells.astype(int) @ self.worlds.T) > _SLIGHT, axis=1)
        return moved

    def extended(self, table: Table, fixed: Cells) -> _State | None:
        """Return the state with a table taken in and `fixed` still shown, or None where that cannot be."""
        cells, totals = table.cells, table.cells.astype(int) @ self.counts
        if len(cells) > _MOST_CELLS or _too_fine(totals):
            return None
        empty = self.empty | cells[totals == 0].any(axis=0)
        every = np.unique(np.concatenate([self.cells, cells[totals > 0]]), axis=0)
        possible = ~(self.worlds[:, empty] != 0).any(axis=1)
        possible &= (every.astype(int) @ (self.counts + self.worlds).T >= 1 - _SLIGHT).all(axis=0)
        state = replace(self, cells=every, empty=empty, worlds=self.worlds[possible])
        return state.protected(fixed, table.free)

    def protected(self, fixed: Cells, free: Cells) -> _State | None:
        """Return the state with worlds added until every cell of few persons could be of three, or None.

        A few are met one by one, which hides least: what one has hidden costs the next nothing. Of many, as
        many at once as can be.
        """
        few = self.cells[self.totals(self.cells) <= FEW]
        reached = few.astype(int) @ (self.counts + self.worlds).T
        open_ = few[~(reached >= FEW + 1 - _SLIGHT).any(axis=1)]
        if not len(open_):
            return self
        size = len(open_) if len(open_) > _SINGLY else 1
        while size:
            world = _world(self, open_[:size], fixed, free)
            if world is not None:
                worlds = np.concatenate([self.worlds, world[None]])
                return replace(self, worlds=worlds).protected(fixed, free)
            size //= 2
        return None


def _too_fine(totals: Ints) -> bool:
    """Whether most persons would stand in cells of few: then what is listed at all tells of persons."""
    return bool(2 * totals[totals <= FEW].sum() >= totals.sum() > 0)


def _world(state: _State, targets: Cells, fixed: Cells, free: Cells) -> Floats | None:
    """Return a change of the register by which every target is three, `fixed` stays and no cell is emptied.

    Of all such changes, the one that moves the fewest and smallest cells that are still shown.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import csr_array, hstack

    place = np.flatnonzero(free & ~state.empty)
    counts, size = state.counts[place], len(place)
    totals = state.totals(state.cells)
    is_fixed = {cell.tobytes() for cell in fixed}
    wished = np.concatenate([state.cells, state.coming])
    soft = ~state.moved(wished) & np.array([cell.tobytes() not in is_fixed for cell in wished], dtype=bool)
    cost = np.clip(state.totals(wished), _LEAST_COST, _MOST_COST).astype(float)
    cost[len(state.cells) :] *= _LATER
    spared, cost = wished[soft], cost[soft]
    # Unknowns: persons added to an atom, persons taken from it, how far each cell shown goes up, and down.
    need = FEW + 1 - state.totals(targets)
    held = np.concatenate([fixed, spared])
    rows = csr_array(np.concatenate([targets, held, state.cells])[:, place].astype(float))
    slack = np.zeros((rows.shape[0], len(spared)))
    np.fill_diagonal(slack[len(targets) + len(fixed) :], 1)
    stay, anything = np.zeros(len(held)), np.full
    found = milp(
        np.concatenate([np.full(2 * size, _TRIFLE), cost, cost]),
        bounds=Bounds(0, np.concatenate([anything(size, np.inf), counts, anything(2 * len(spared), np.inf)])),
        constraints=LinearConstraint(
            hstack([rows, -rows, csr_array(-slack), csr_array(slack)], format="csr"),
            np.concatenate([need, stay, 1 - totals]),
            np.concatenate([anything(len(need), np.inf), stay, anything(len(totals), np.inf)]),
        ),
    )
    if found.x is None:
        return None
    world = np.zeros(len(state.counts))
    world[place] = np.round(found.x[:size] - found.x[size : 2 * size], _DIGITS)
    return world

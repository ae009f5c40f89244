"""The pattern of suppression: everything of few is hidden, and nothing hidden can be reckoned."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_metrics.measures.suppression import FEW, Table, atoms_of, suppress

from .attack import Attacker


def registered(people):
    """The atoms of people given as tuples of codes, and the cells of a column and of a pair of columns."""
    columns = {name: np.array(codes) for name, codes in zip("abc", zip(*people, strict=True), strict=False)}
    atoms = atoms_of(columns, [[name] for name in columns])
    cells = {
        name: np.array([atoms.codes[name] == code for code in sorted(set(columns[name].tolist()))])
        for name in columns
    }
    return atoms, cells


def stages_of(atoms, cells):
    everyone = atoms.counts >= 0
    pairs = [
        Table((cells[a][:, None] & cells[b][None]).reshape(-1, len(everyone)), everyone)
        for a, b in combinations(cells, 2)
    ]
    return [
        [Table(everyone[None], everyone)],
        [Table(each, everyone) for each in cells.values()],
        pairs,
    ]


def pattern_of(*counts):
    """The counts of one division as they are shown: None where hidden."""
    atoms, cells = registered([(code,) for code, count in enumerate(counts) for _ in range(count)])
    pattern = suppress(atoms.counts, stages_of(atoms, cells))
    shown = iter([None if pattern.hides(cell) else int(atoms.counts[cell].sum()) for cell in cells["a"]])
    return tuple(next(shown) if count else 0 for count in counts)


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ((5, 3, 9), (5, 3, 9)),
        ((5, 2, 9), (None, None, 9)),  # else 2 is the total less the others
        ((1, 4, 6, 20), (None, None, 6, 20)),
        ((1, 2, 5, 7), (None, None, None, 7)),  # 1 and 2 of 3 would be one or two for certain
        ((1, 1, 1, 9, 20), (None, None, None, None, 20)),  # three of three would be exactly one each
    ],
)
def test_of_few_and_the_smallest_others_as_far_as_needed(counts, shown):
    assert pattern_of(*counts) == shown


def test_a_division_in_which_most_are_few_is_not_taken_in():
    atoms, cells = registered([(0,), (1,), (2,), (3,), (3,), (3,)])
    pattern = suppress(atoms.counts, stages_of(atoms, cells))
    assert not any(pattern.knows(cell) for cell in cells["a"])
    assert pattern.knows(atoms.counts >= 0)
    assert not pattern.hides(atoms.counts >= 0)


def test_a_register_of_one_shows_nothing():
    atoms, cells = registered([(0, 0)])
    pattern = suppress(atoms.counts, stages_of(atoms, cells))
    assert not pattern.knows(atoms.counts >= 0)


people = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from([0, 0, 0, 1, 2]), st.booleans().map(int)),
    min_size=3,
    max_size=40,
)


@settings(max_examples=25)
@given(people)
def test_what_is_shown_gives_back_nothing_that_is_hidden(people):
    atoms, cells = registered(people)
    stages = stages_of(atoms, cells)
    pattern = suppress(atoms.counts, stages)
    attacker = Attacker({name: range(len(each)) for name, each in cells.items()})
    for cell in (cell for stage in stages for table in stage for cell in table.cells):
        count = int(atoms.counts[cell].sum())
        if not pattern.knows(cell):
            continue
        hidden = pattern.hides(cell)
        assert hidden or not 0 < count <= FEW
        attacker.sees(wide(attacker, atoms, cells, cell), None if hidden else count, count)
    assert not attacker.recovered()


def wide(attacker, atoms, cells, cell):
    """A cell over the attacker's people, who are all that could be."""
    values = {name: sorted(set(atoms.codes[name][cell].tolist())) for name in cells}
    index = {name: sorted(set(atoms.codes[name].tolist())) for name in cells}
    return np.array(
        [all(index[name][person[name]] in values[name] for name in cells) for person in attacker.people]
    )


def test_the_same_register_has_the_same_pattern():
    dice = np.random.default_rng(7)
    people = [tuple(row) for row in dice.integers(0, 4, (40, 3)).tolist()]
    atoms, cells = registered(people)
    first, second = (suppress(atoms.counts, stages_of(atoms, cells)) for _ in range(2))
    assert np.array_equal(first.worlds, second.worlds)

"""A register of persons as disclosure control sees it: what is recorded, by atoms, and its pattern of suppression."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import combinations, product
from operator import and_, or_
from typing import TYPE_CHECKING, Any

from fazhi_metrics.measures.base import Indicator, Sum, Where, known
from fazhi_metrics.measures.dimensions import dimension, ways
from fazhi_metrics.measures.tally import Labels, passes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from fazhi_metrics.datasets import Dataset
    from fazhi_metrics.measures.suppression import Atoms, Pattern, Table
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

    Cells = npt.NDArray[np.bool_]

Conditions = frozenset[Where]
_FLAGS = {True: "是", False: "否"}
_PAIRED_DIMENSIONS = 6  # of a register with more, pairs of dimensions are not published


@dataclass(frozen=True, slots=True)
class Register:
    """One register of one year: its atoms, the labels of their codes by dimension, and its pattern.

    `complete` are the columns that every record has a value in.
    """

    atoms: Atoms
    labels: Mapping[str, Labels]
    pattern: Pattern
    complete: frozenset[str]

    def hidden(
        self, conditions: Conditions, by: Sequence[str], filters: Mapping[str, Labels]
    ) -> frozenset[Labels] | None:
        """Return the labels of the parts that are hidden, None when the pattern does not know them all.

        A filter of several labels is answered label by label: it may say no more than they do.
        """
        split = dict(filters)
        held: list[Cells] = []
        for where in conditions:
            if where in self.atoms.codes:
                held.append(self.atoms.codes[where] == 1)
            elif where.column not in self.labels or where.operator not in ("is", "in"):
                if where.operator != "known" or where.column not in self.complete:
                    return None
            else:
                wanted = tuple(_FLAGS[x] if isinstance(x, bool) else str(x) for x in where.values)
                split[where.column] = tuple(x for x in wanted if x in split.get(where.column, wanted))
        if not {*by, *split} <= self.labels.keys():
            return None
        names = tuple(dict.fromkeys((*by, *split)))
        hidden = set[Labels]()
        for labels in product(*(split.get(name, self.labels[name]) for name in names)):
            cell = reduce(and_, held, self._everyone())
            for name, label in zip(names, labels, strict=True):
                cell = cell & self._cell(name, label)
            if not self.pattern.knows(cell):
                return None
            if self.pattern.hides(cell):
                hidden.add(labels[: len(by)])
        return frozenset(hidden)

    def _everyone(self) -> Cells:
        return self.pattern.counts >= 0

    def _cell(self, name: str, label: str) -> Cells:
        known_labels = self.labels[name]
        code = known_labels.index(label) if label in known_labels else -1
        cell: Cells = self.atoms.codes[name] == code
        return cell


def read_register(
    store: Store, town: Town, home: Dataset, year: int, conditions: Iterable[Conditions]
) -> Register | None:
    """Read a register of a year and decide its pattern of suppression; None where it has no record.

    `conditions` are those under which indicators count its records.
    """
    import numpy as np

    from fazhi_metrics.measures.suppression import atoms_of, suppress

    there = store.columns(home.name, year)
    found = [dimension(each, home, store, town, year) for each in ways(home) if each != "year"]
    dimensions = [each for each in found if each is not None and there.keys() >= set(each.columns)]
    dimensions = [each for each in dimensions if not home.by_name[each.columns[0]].identifier]
    asked = [each for each in conditions if each and all(where.column in there for where in each)]
    asked.sort(key=lambda each: (len(each), sorted(map(repr, each))))
    needed = {column for each in dimensions for column in each.columns}
    needed |= {where.column for each in asked for where in each}
    needed |= {column.name for column in home.stored if column.numeric and column.name in there}
    table = store.table(home.name, year, sorted(needed) or ["year"], encoded=True)
    if not table.num_rows:
        return None
    columns: dict[Any, Any] = {}
    labels: dict[str, Labels] = {}
    groups: dict[str, list[Any]] = {}
    for each in dimensions:
        columns[each.name], labels[each.name] = each.encode(table)
        groups.setdefault(each.columns[0], []).append(each.name)
    for where in sorted({where for each in asked for where in each}, key=repr):
        columns[where] = passes(table[where.column], where).astype(np.int64)
        groups.setdefault(where.column, []).append(where)
    if not columns:
        columns[""], groups[""] = np.zeros(table.num_rows, dtype=np.int64), [""]
    atoms = atoms_of(columns, _joined(columns, list(groups.values())))
    complete = frozenset(column for column in needed if not table[column].null_count)
    return Register(atoms, labels, suppress(atoms.counts, list(_stages(atoms, labels, asked))), complete)


def _joined(columns: Mapping[Any, Any], groups: Sequence[list[Any]]) -> list[list[Any]]:
    """Join columns of which one says the other: an office that works in one field only."""
    import numpy as np

    joined: list[list[Any]] = []
    sizes: list[int] = []
    for group in groups:
        size = len(np.unique(np.stack([columns[name] for name in group]), axis=1).T)
        for place, other in enumerate(joined):
            both = len(np.unique(np.stack([columns[name] for name in (*other, *group)]), axis=1).T)
            if both == max(size, sizes[place]) and min(size, sizes[place]) > 1:
                joined[place], sizes[place] = [*other, *group], both
                break
        else:
            joined.append(group)
            sizes.append(size)
    return joined


def _stages(atoms: Atoms, labels: Mapping[str, Labels], asked: Sequence[Conditions]) -> Iterator[list[Table]]:
    """Yield what is published of a register: totals, one dimension, one with a condition, pairs of dimensions."""
    import numpy as np

    from fazhi_metrics.measures.suppression import Table

    everyone = atoms.counts >= 0
    masks = [reduce(and_, (atoms.codes[where] == 1 for where in each), everyone) for each in asked]
    splits = [np.array([mask, ~mask, *_beyond(mask, masks)]) for mask in masks]
    cells = {
        name: np.array([atoms.codes[name] == code for code in range(len(known_labels))])
        for name, known_labels in labels.items()
    }
    yield [Table(everyone[None], everyone)]
    yield [Table(split, everyone) for split in splits]
    yield [Table(each, atoms.near[name]) for name, each in cells.items()]
    yield [
        Table(
            _crossed(each, split), reduce(or_, (atoms.near[where] for where in conditions), atoms.near[name])
        )
        for name, each in cells.items()
        for conditions, split in zip(asked, splits, strict=True)
    ]
    if len(cells) <= _PAIRED_DIMENSIONS:
        yield [
            Table(_crossed(cells[one], cells[other]), atoms.near[one] | atoms.near[other])
            for one, other in combinations(cells, 2)
        ]


def _beyond(narrow: Cells, masks: Iterable[Cells]) -> Iterator[Cells]:
    """Yield who fulfils a wider condition and not this one: the two counts stand side by side."""
    for wide in masks:
        if not (narrow & ~wide).any() and (wide & ~narrow).any():
            yield wide & ~narrow


def _crossed(one: Cells, other: Cells) -> Cells:
    return (one[:, None, :] & other[None, :, :]).reshape(-1, one.shape[1])


def conditions_of(card: Indicator, sum_: Sum) -> tuple[Conditions, ...]:
    """Return the conditions of a sum's records, and of those that have the values to be added."""
    values = tuple(name for each in card.sums if each.dataset == sum_.dataset for name in each.values)
    where = frozenset(sum_.where)
    return (where, where | {known(name) for name in values}) if values else (where,)

"""Disclosure control: which values of a register of persons are confidential, for all tables together.

A ledger that is declared a register has a natural person in every record. Of each register and year one pattern
of suppression is decided (suppression.py), for every indicator over it, as a whole, by every dimension and by
pairs of dimensions. A question is answered by that pattern, whether it was published or asked ad hoc; one that
the pattern does not know, and whose answer could be set against those it knows, is refused. What is a count of
cases is no count of people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from fazhi_metrics.measures.base import Indicator, Sum
from fazhi_metrics.measures.catalogue import indicators_of
from fazhi_metrics.measures.dimensions import SHARED, dataset_of, ways
from fazhi_metrics.measures.query import title_of
from fazhi_metrics.measures.register import Conditions, Register, conditions_of, read_register
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.tally import Labels, has_data

if TYPE_CHECKING:
    from fazhi_metrics.measures.part import Measure
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

Filters = Mapping[str, Labels]
NOTE = "不足3人的人数及可据以推算的数未列出"


def hidden_labels(*measures: Measure) -> frozenset[Labels]:
    """Return the labels of the confidential parts of measures that stand side by side (two years)."""
    return frozenset(
        part.labels for each in measures for part in each.parts if part.status is Status.CONFIDENTIAL
    )


def disclosure_of(store: Store, town: Town) -> Disclosure:
    """Return the disclosure control of a town's data; worked out once for an open store."""
    found: Disclosure = store.derived.setdefault(("disclosure", id(town)), Disclosure(store, town))
    return found


class Disclosure:
    """Says which values are confidential, and which questions are refused."""

    def __init__(self, store: Store, town: Town) -> None:
        self.store, self.town = store, town
        self._registers: dict[tuple[str, int], Register | None] = {}
        self._answers: dict[object, frozenset[Labels] | None] = {}

    def confidential(
        self, card: Indicator, year: int, by: Sequence[str], labels: Labels, filters: Filters | None = None
    ) -> bool:
        """Whether the value of a part tells of one or two persons, or would give such a value back.

        Of a question that the pattern does not know, every part is, empty ones included: the parts must be
        those of a list that does not depend on who is in them.

        `by`, `labels` and `filters` are those of the question, dimensions by their canonical names.
        """
        if not of_persons(card):
            return False
        for sum_, names, kept in _questions(card, by, filters or {}):
            hidden = self._hidden(card, sum_, year, names, kept)
            if hidden is None or tuple(labels[by.index(name)] for name in names) in hidden:
                return True
        return False

    def refuses(
        self, card: Indicator, years: Iterable[int], by: Sequence[str], filters: Filters | None = None
    ) -> str:
        """Return why a selection cannot be answered, or nothing: it would cut the pattern of suppression.

        A division without a selection is never refused: at worst each of its parts is confidential.
        """
        if not filters or not of_persons(card):
            return ""
        for sum_, names, kept in _questions(card, by, filters):
            several = any(len(labels) > 1 for name, labels in kept.items() if name not in names)
            answers = [self._hidden(card, sum_, year, names, kept) for year in years]
            if any(each is None or (several and each) for each in answers):
                home = card.ledger(sum_.dataset)
                asked = "、".join(title_of(name, home) for name in kept)
                return f"{home.title}登记的是个人，这样按{asked}筛选，会推算出个别人员的情况"
        return ""

    def _hidden(
        self, card: Indicator, sum_: Sum, year: int, by: Sequence[str], filters: Filters
    ) -> frozenset[Labels] | None:
        """Return the labels of a sum's hidden parts, None when the question as a whole is refused."""
        key = (sum_, card.sums, year, tuple(by), tuple(sorted(filters.items())))
        if key not in self._answers:
            register = self._register(sum_.dataset, year)
            variants = conditions_of(card, sum_)
            found = [] if register is None else [register.hidden(each, by, filters) for each in variants]
            refused = any(each is None for each in found)
            self._answers[key] = (
                None if refused else frozenset[Labels]().union(*(each or () for each in found))
            )
        return self._answers[key]

    def _register(self, name: str, year: int) -> Register | None:
        if (name, year) not in self._registers:
            there = has_data(self.store, name, year)
            self._registers[name, year] = (
                read_register(self.store, self.town, dataset_of(name, self.town), year, self._asked(name))
                if there
                else None
            )
        return self._registers[name, year]

    def _asked(self, name: str) -> set[Conditions]:
        """Return every set of conditions under which the town's indicators count a register's records."""
        cards = [card for card in indicators_of(self.town).values() if name in card.datasets]
        return {
            each
            for card in cards
            for sum_ in card.sums
            if sum_.dataset == name
            for each in conditions_of(card, sum_)
        }


def of_persons(card: Indicator) -> bool:
    """Whether an indicator counts records of a register of persons."""
    return any(card.ledger(name).register for name in card.datasets)


def _questions(
    card: Indicator, by: Sequence[str], filters: Filters
) -> Iterator[tuple[Sum, tuple[str, ...], dict[str, Labels]]]:
    """Yield each sum over a register with the dimensions and filters that reach it."""
    names = tuple(name for name in by if name != "year")
    for sum_ in card.sums:
        if not card.ledger(sum_.dataset).register:
            continue
        if sum_.dataset == card.numerator.dataset:
            yield sum_, names, dict(filters)
        else:
            shared = {*ways(card.ledger(sum_.dataset))} & {*SHARED}
            kept = {name: labels for name, labels in filters.items() if name in shared}
            yield sum_, tuple(name for name in names if name in shared), kept

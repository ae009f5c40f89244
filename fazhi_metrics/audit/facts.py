"""The figures that an audit compares a report with, each computed once."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_metrics.audit.formula import evaluate, names
from fazhi_metrics.audit.results import Basis
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.errors import FazhiError
from fazhi_metrics.quantities import Exact

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from fazhi_metrics.measures import Figure, Indicator
    from fazhi_metrics.measures.change import Change
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What the data give for a tie: exact value, wording, cells; or, in `problem`, why they give nothing."""

    id: str
    title: str
    unit: str
    year: int
    value: Exact | None
    wording: str
    cells: tuple[str, ...] = ()
    change: Change | None = None
    base: Exact | None = None
    decimals: int | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    where: str = ""
    basis: Basis | None = None


@dataclass
class Facts:
    """Looks figures up, and remembers them; `compute` takes an id, a year and the part of the town (`kind=家庭`)."""

    compute: Callable[[str, int, str], Figure]
    indicators: Mapping[str, Indicator]
    _known: dict[tuple[str, int, str], Fact] = field(default_factory=dict)

    def of(self, tie: Tie) -> Fact:
        """Return the figure of a tie, or the value of its formula."""
        if tie.formula:
            return self._formula(tie)
        return self._figure(tie.figure, tie.year, tie.where)

    def _figure(self, identity: str, year: int, where: str) -> Fact:
        key = (identity, year, where)
        if key not in self._known:
            self._known[key] = self._computed(*key)
        return self._known[key]

    def _computed(self, identity: str, year: int, where: str) -> Fact:
        card = self.indicators[identity]
        title = f"{_label(where)}{card.title}"
        try:
            figure = self.compute(identity, year, where)
        except FazhiError as error:
            return Fact(
                id=identity,
                title=title,
                unit=card.unit,
                year=year,
                value=None,
                wording="",
                problem=str(error),
                where=where,
            )
        problem = "" if figure.value is not None else "、".join(figure.notes) or figure.wording
        return Fact(
            id=identity,
            title=title,
            unit=figure.unit,
            year=year,
            value=figure.value,
            wording=figure.wording,
            cells=figure.cells,
            change=figure.change,
            base=figure.base_value,
            decimals=figure.decimals,
            problem=problem,
            notes=figure.notes,
            where=where,
            basis=Basis(figure.definition, figure.numerator, figure.denominator),
        )

    def _formula(self, tie: Tie) -> Fact:
        used = {name: self._figure(name, tie.year, tie.where) for name in sorted(names(tie.formula))}
        cells = tuple(dict.fromkeys(cell for fact in used.values() for cell in fact.cells))
        title = f"{_label(tie.where)}{tie.formula}"
        if missing := [fact for fact in used.values() if fact.value is None]:
            return Fact(
                id=tie.formula,
                title=title,
                unit=tie.unit,
                year=tie.year,
                value=None,
                wording="",
                problem=missing[0].problem,
            )
        try:
            value = evaluate(tie.formula, lambda name: Fraction(used[name].value or 0))
        except ZeroDivisionError:
            return Fact(
                id=tie.formula,
                title=title,
                unit=tie.unit,
                year=tie.year,
                value=None,
                wording="",
                problem="算式的分母为零",
            )
        from fazhi_metrics.measures.words import number_text

        return Fact(
            id=tie.formula,
            title=title,
            unit=tie.unit,
            year=tie.year,
            value=value,
            wording=f"{number_text(value, 2)}{tie.unit}",
            cells=cells,
        )


def _label(where: str) -> str:
    return where.partition("=")[2]


def selection(where: str) -> dict[str, str] | None:
    """Return the part of a town that a tie names as an indicator selects it: `{"kind": "家庭"}`."""
    dimension, _, label = where.partition("=")
    return {dimension: label} if where else None


def facts_of(store: Store, town: Town, indicators: Mapping[str, Indicator]) -> Facts:
    """Return the figures of a town's processed data."""
    from fazhi_metrics.measures import compute_figure

    def compute(identity: str, year: int, where: str) -> Figure:
        return compute_figure(store, town, identity, year, selection(where))

    return Facts(compute, indicators)

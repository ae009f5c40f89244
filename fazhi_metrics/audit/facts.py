"""The figures that an audit compares a report with, each computed once."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from fazhi_metrics.audit.formula import evaluate, names
from fazhi_metrics.audit.results import Basis
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.errors import DatasetError, FazhiError
from fazhi_metrics.measures.status import Status, gravest
from fazhi_metrics.quantities import Exact

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from fazhi_metrics.measures import Figure, Indicator
    from fazhi_metrics.measures.change import Change
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What the data give for a tie: exact value, wording, cells; or, in `problem`, why they give nothing.

    Unless `status` is sound, there is no value and no base: `wording` says what may be said, `low` and `high`
    bound what is known, `reasons` say why. `months` are those that the text names; none for the whole year.
    """

    id: str
    title: str
    unit: str
    year: int
    value: Exact | None = None
    wording: str = ""
    cells: tuple[str, ...] = ()
    change: Change | None = None
    base: Exact | None = None
    decimals: int | None = None
    problem: str = ""
    notes: tuple[str, ...] = ()
    where: str = ""
    basis: Basis | None = None
    status: Status = Status.SOUND
    low: Exact | None = None
    high: Exact | None = None
    reasons: tuple[str, ...] = ()

    @property
    def change_wording(self) -> str:
        """How a report words the change; empty without one."""
        from fazhi_metrics.measures.citing import cite_change
        from fazhi_metrics.measures.words import months_text

        if self.change is None:
            return ""
        return f"{months_text(self.change.same_months)}{cite_change(self.change)}"


Key = tuple[str, int, str, tuple[int, ...]]


@dataclass
class Facts:
    """Looks figures up, and remembers them.

    `compute` takes an id, a year, the part of the town (`kind=家庭`) and the months (none: the whole year).
    `to_date` gives the months at which ledgers of a year that is not over stop.
    """

    compute: Callable[[str, int, str, tuple[int, ...]], Figure]
    indicators: Mapping[str, Indicator]
    to_date: Callable[[int], Collection[tuple[int, ...]]] = lambda _: ()
    _known: dict[Key, Fact] = field(default_factory=dict)

    def of(self, tie: Tie, months: tuple[int, ...] = ()) -> Fact:
        """Return the figure of a tie, or the value of its formula, over some months of the year."""
        if tie.formula:
            return self._formula(tie, months)
        return self._figure((tie.figure, tie.year, tie.where, months))

    def _figure(self, key: Key) -> Fact:
        if key not in self._known:
            self._known[key] = self._computed(key)
        return self._known[key]

    def _computed(self, key: Key) -> Fact:
        identity, year, where, _ = key
        card = self.indicators[identity]
        title = f"{_label(where)}{card.title}"
        try:
            return fact_of(self.compute(*key), card, title, where)
        except DatasetError as error:
            return Fact(
                id=identity, title=title, unit=card.unit, year=year, where=where,
                status=Status.UNAVAILABLE, reasons=(str(error),),
            )  # fmt: skip
        except FazhiError as error:
            return Fact(id=identity, title=title, unit=card.unit, year=year, where=where, problem=str(error))

    def _formula(self, tie: Tie, months: tuple[int, ...]) -> Fact:
        used = {
            name: self._figure((name, tie.year, tie.where, months)) for name in sorted(names(tie.formula))
        }
        bare = Fact(
            id=tie.formula,
            title=f"{_label(tie.where)}{tie.formula}",
            unit=tie.unit,
            year=tie.year,
            cells=tuple(dict.fromkeys(cell for fact in used.values() for cell in fact.cells)),
            status=gravest(fact.status for fact in used.values()),
            reasons=tuple(dict.fromkeys(reason for fact in used.values() for reason in fact.reasons)),
            problem=next((fact.problem for fact in used.values() if fact.problem), ""),
        )
        if bare.problem or bare.status is not Status.SOUND:
            return replace(bare, wording=bare.status.title)
        try:
            value = evaluate(tie.formula, lambda name: Fraction(used[name].value or 0))
        except ZeroDivisionError:
            return replace(bare, problem="算式的分母为零")
        from fazhi_metrics.measures.words import number_text

        return replace(bare, value=value, wording=f"{number_text(value, 2)}{tie.unit}")


def fact_of(figure: Figure, card: Indicator, title: str, where: str) -> Fact:
    """Return what a figure lets an audit say: its numbers where they are sound, else why they are not."""
    from fazhi_metrics.measures.citing import bounds_text

    status = figure.status
    sound, secret = status is Status.SOUND, status is Status.CONFIDENTIAL
    wording = status.title if secret else figure.wording
    if status is Status.INCOMPLETE and figure.low:
        wording = bounds_text(figure.part, card)
    kept = (
        None if figure.change is not None and figure.change.status is not Status.SOUND else figure.base_value
    )
    return Fact(
        id=figure.id,
        title=title,
        unit=figure.unit,
        year=figure.year,
        value=figure.value if sound else None,
        wording=wording,
        cells=figure.cells,
        change=None if secret else figure.change,
        base=kept if sound else None,
        decimals=figure.decimals,
        notes=tuple(note for note in figure.notes if note not in figure.reasons),
        where=where,
        basis=Basis(figure.definition, *((figure.numerator, figure.denominator) if sound else ())),
        status=status,
        low=None if secret else figure.low,
        high=None if secret else figure.high,
        reasons=figure.reasons,
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
    from fazhi_metrics.measures.compare import month_filter
    from fazhi_metrics.measures.coverage import coverage_of

    def compute(identity: str, year: int, where: str, months: tuple[int, ...]) -> Figure:
        kept = month_filter(indicators[identity], months) if months else {}
        return compute_figure(store, town, identity, year, {**(selection(where) or {}), **kept} or None)

    def to_date(year: int) -> Collection[tuple[int, ...]]:
        kept = (name for name in store.datasets() if year in store.years(name))
        found = [coverage_of(store, town, name, year) for name in kept]
        return {each.months for each in found if not each.over}

    return Facts(compute, indicators, to_date)

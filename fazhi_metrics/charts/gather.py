"""From a chart's declaration to its numbers: what to measure, for which years, by what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from fazhi_metrics.charts.chart import BY_YEAR, Chart, Material
from fazhi_metrics.charts.point import Measured, Point
from fazhi_metrics.charts.theme import WIDTH
from fazhi_metrics.errors import ChartError, IndicatorError
from fazhi_metrics.measures import Change, Comparison, Measure, compare, measure
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.citing import to_date
from fazhi_metrics.measures.query import Selection, asked_filters
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import selection_text

if TYPE_CHECKING:
    from fazhi_metrics.measures.base import Indicator
    from fazhi_metrics.measures.tally import Labels
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

# These kinds are nothing without last year; the others then show this year alone.
_NEED_BOTH = ("dumbbell", "panels")
_NAMED = 2  # so many labels of a selection are named in a subtitle


def gather(
    store: Store,
    town: Town,
    chart: Chart,
    year: int,
    base_year: int | None = None,
    where: Selection | None = None,
    *,
    width: int = WIDTH,
) -> Material:
    """Measure a chart's indicators by its dimensions, for the year and, where compared, the base year.

    The base year is the year before unless another is given; a chart by year takes every year there is.
    `where` keeps only a selection (`{"village": "示例一村"}`). Small numbers of people are hidden. `width` is
    that of the picture to be.

    Raises:
        ChartError: a comparison without data of the base year.
        IndicatorError: an indicator that does not exist or cannot be divided so.
        DatasetError: no data for the year.
    """
    cards = [indicator_named(name, town) for name in chart.indicators]
    names = chart.names or tuple(card.title for card in cards)
    measured = [Measured(card, name) for card, name in zip(cards, names, strict=True)]
    found, refusal = _Answers(store, town, chart, year, where), tuple[str, ...]()
    if chart.compared:
        try:
            found.base = _base(store, chart, cards, year, base_year or year - 1)
            found.compare(cards)
        except (ChartError, IndicatorError) as refused:
            if chart.kind in _NEED_BOTH:
                raise
            found.base, found.compared, refusal = None, {}, (refused.what,)
    if chart.by == BY_YEAR:
        divided = [(m, [(year, measure(store, town, m.card, by=chart.by, where=where))]) for m in measured]
    else:
        divided = [(m, found.of(m.card, chart.by)) for m in measured if chart.by]
    totals = [(m, found.of(m.card, chart.by[:1])) for m in measured if len(chart.by) > 1]
    whole = [(m, found.of(m.card)) for m in measured]
    points = tuple(
        Point(m, each, part)
        for m, answers in (*divided, *totals, *whole)
        for each, answer in answers
        for part in answer.parts
    )
    until, pending = found.to_date(cards[0], whole[0][1])
    measures = [answer for _, answers in divided for _, answer in answers]
    return Material(
        chart=chart,
        place=town.name,
        year=year,
        measured=tuple(measured),
        points=points,
        base_year=found.base,
        order=_order(measures),
        titles=measures[0].titles if measures else (),
        sources=tuple(dict.fromkeys(card.ledger(name).title for card in cards for name in card.datasets)),
        sample=town.sample,
        changes={name: comparison.change for (name, by), comparison in found.compared.items() if not by},
        moves=found.moves(cards[0]),
        until=until,
        pending=pending,
        remarks=tuple(dict.fromkeys((*refusal, *found.notes((*divided, *whole))))),
        selection=_selection(asked_filters(where, cards[0].home, town), cards[0]),
        width=width,
    )


_Answered = list[tuple[int, Measure]]


class _Answers:
    """The answers to the questions of one chart, of both years over the same months where it compares."""

    def __init__(self, store: Store, town: Town, chart: Chart, year: int, where: Selection | None) -> None:
        self.store, self.town, self.chart, self.year, self.where = store, town, chart, year, where
        self.base: int | None = None
        self.compared: dict[tuple[str, tuple[str, ...]], Comparison] = {}

    def compare(self, cards: list[Indicator]) -> None:
        """Compare the wholes of the indicators; raises where that cannot be."""
        for card in cards:
            self.of(card)

    def of(self, card: Indicator, by: tuple[str, ...] = ()) -> _Answered:
        """Return the years shown with their answers, the earlier first."""
        store, town, year, where = self.store, self.town, self.year, self.where
        if self.base is None:
            return [(year, measure(store, town, card, year, by, where))]
        if (card.id, by) not in self.compared:
            self.compared[card.id, by] = compare(store, town, card, year, self.base, by, where)
        found = self.compared[card.id, by]
        return [(self.base, found.base), (year, found.now)]

    def moves(self, card: Indicator) -> dict[tuple[str, ...], Change]:
        """Return how each part of an indicator changed, where the chart compares."""
        found = self.compared.get((card.id, self.chart.by))
        return {change.labels: change for change in found or ()}

    def to_date(self, card: Indicator, shown: _Answered) -> tuple[dict[int, str], frozenset[str]]:
        """Return until when the years that are not over speak, and the reasons that say only this."""
        until, pending = dict[int, str](), set[str]()
        for year, answer in shown:
            part = answer.part
            if self.base is not None and self.compared[card.id, ()].months:
                part = measure(self.store, self.town, card, year, where=self.where).part
            if part.status is Status.PROVISIONAL:
                until[year] = to_date(part)
                pending |= set(part.reasons)
        return until, frozenset(pending)

    def notes(self, questions: Iterable[tuple[Measured, _Answered]]) -> tuple[str, ...]:
        """Return the remarks on the answers that are no part's own."""
        compared = [note for found in self.compared.values() for note in found.notes]
        plain = [note for _, answers in questions for _, answer in answers for note in answer.notes]
        own = {reason for _, answers in questions for _, answer in answers for reason in answer.reasons}
        return tuple(note for note in (*compared, *plain) if note not in own)


def _base(store: Store, chart: Chart, cards: list[Indicator], year: int, base: int) -> int:
    """Return the year to compare with; raises ChartError where it has no data."""
    if not all(base in store.years(name) for card in cards for name in card.datasets):
        raise ChartError(
            f"没有{base}年的数据，不能比较",
            where=f"图表 {chart.id}",
            todo=f"请把{base}年的工作簿放进原始数据再清洗。",
        )
    return base


def _selection(filters: Mapping[str, Labels], card: Indicator) -> str:
    """Say what was selected, of long lists only the first and how many there are."""
    kept = [
        (name, labels if len(labels) <= _NAMED else (f"{labels[0]}等{len(labels)}个",))
        for name, labels in filters.items()
    ]
    return selection_text(kept, card)


def _order(divided: list[Measure]) -> tuple[tuple[str, ...], ...]:
    """Return the labels of every dimension in their own order; those of all years and indicators together."""
    size = len(divided[0].order) if divided else 0
    return tuple(
        tuple(dict.fromkeys(label for each in divided for label in each.order[index]))
        for index in range(size)
    )

"""From a chart's declaration to its numbers: what to measure, for which years, by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fazhi_metrics.charts.chart import BY_YEAR, Chart, Material, Measured, Part
from fazhi_metrics.charts.theme import WIDTH
from fazhi_metrics.errors import ChartError, IndicatorError
from fazhi_metrics.measures import Measure, compare, measure
from fazhi_metrics.measures import Part as MeasuredPart
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.query import Selection
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.tally import Labels
from fazhi_metrics.measures.words import selection_text

if TYPE_CHECKING:
    from fazhi_metrics.measures.base import Indicator
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
    base, chance, firm, refusal = _compared(store, town, chart, cards, year, base_year or year - 1, where)
    years = (year,) if base is None else (base, year)
    if chart.by == BY_YEAR:
        divided = [(year, measure(store, town, card, by=chart.by, where=where)) for card in cards]
    else:
        divided = [
            (each, measure(store, town, card, each, chart.by, where))
            for card in cards
            for each in years
            if chart.by
        ]
    whole = [(each, measure(store, town, card, each, where=where)) for card in cards for each in years]
    parts = tuple(_part(found, part, each) for each, found in (*divided, *whole) for part in found.parts)
    measures = [found for _, found in (*divided, *whole)]
    notes = [note for found in measures for note in found.notes if note not in found.gaps]
    return Material(
        chart=chart,
        place=town.name,
        year=year,
        measured=tuple(_measured(card, name) for card, name in zip(cards, _names(chart, cards), strict=True)),
        parts=parts,
        base_year=base,
        order=_order([found for _, found in divided]),
        titles=divided[0][1].titles if divided else (),
        sources=tuple(dict.fromkeys(card.ledger(name).title for card in cards for name in card.datasets)),
        sample=town.sample,
        chance=chance,
        gaps=tuple(dict.fromkeys(note for found in measures for note in found.gaps)),
        remarks=tuple(dict.fromkeys((*refusal, *notes))),
        selection=_selection(whole[0][1]),
        firm=firm,
        width=width,
    )


def _selection(whole: Measure) -> str:
    """Say what was selected, of long lists only the first and how many there are."""
    kept = [
        (name, labels if len(labels) <= _NAMED else (f"{labels[0]}等{len(labels)}个",))
        for name, labels in whole.where
    ]
    return selection_text(kept, whole.indicator)


def _compared(
    store: Store,
    town: Town,
    chart: Chart,
    cards: list[Indicator],
    year: int,
    base: int,
    where: Selection | None,
) -> tuple[int | None, dict[str, bool], frozenset[Labels] | None, tuple[str, ...]]:
    """Return the year to compare with, of which changes chance could be all, and why nothing is compared.

    Of a rate drawn part by part, its parts are tested too.
    """
    if not chart.compared:
        return None, {}, None, ()
    try:
        if not all(base in store.years(name) for card in cards for name in card.datasets):
            raise ChartError(
                f"没有{base}年的数据，不能比较",
                where=f"图表 {chart.id}",
                todo=f"请把{base}年的工作簿放进原始数据再清洗。",
            )
        found = {card.id: compare(store, town, card, year, base, where=where).change for card in cards}
    except (ChartError, IndicatorError) as refusal:
        if chart.kind in _NEED_BOTH:
            raise
        return None, {}, None, (refusal.what,)
    firm = None
    if chart.kind == "dumbbell" and cards[0].rate:
        changes = compare(store, town, cards[0], year, base, chart.by, where).changes
        firm = frozenset(change.labels for change in changes if change.chance is False)
    return base, {name: bool(change.chance) for name, change in found.items()}, firm, ()


def _names(chart: Chart, cards: list[Indicator]) -> tuple[str, ...]:
    return chart.names or tuple(card.title for card in cards)


def _measured(card: Indicator, name: str) -> Measured:
    return Measured(
        id=card.id, name=name, unit=card.unit, decimals=card.decimals, rate=card.rate, additive=card.additive
    )


def _part(found: Measure, part: MeasuredPart, year: int) -> Part:
    low, high = found.interval(part) or (None, None)
    n = part.denominator if found.indicator.rate else None
    value = None if n == 0 else part.value
    return Part(
        indicator=found.indicator.id,
        year=year,
        labels=part.labels,
        value=value,
        numerator=part.numerator,
        n=n,
        low=low,
        high=high,
        hidden=part.status is Status.CONFIDENTIAL,
    )


def _order(divided: list[Measure]) -> tuple[tuple[str, ...], ...]:
    """Return the labels of every dimension in their own order; those of all years and indicators together."""
    size = len(divided[0].order) if divided else 0
    return tuple(
        tuple(dict.fromkeys(label for each in divided for label in each.order[index]))
        for index in range(size)
    )

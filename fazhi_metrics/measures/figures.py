"""Recomputing the figures that a report cites from the store, with the change since another year.

A figure knows nothing of workbooks: its cells come from the store's sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from fazhi_metrics.errors import DatasetError, IndicatorError, capped
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.measures.base import Indicator
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.change import Change
from fazhi_metrics.measures.citing import cite_part
from fazhi_metrics.measures.compare import compare_answers, refuse_versions
from fazhi_metrics.measures.disclosure import NOTE
from fazhi_metrics.measures.figure import Figure, plain_number
from fazhi_metrics.measures.measure import answer, measure
from fazhi_metrics.measures.part import Measure
from fazhi_metrics.measures.query import Query, Selection, resolve
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.tally import has_data
from fazhi_metrics.measures.trace import Trace, trace_answer

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

INCOMPLETE = "数据不全"


def compute_figures(
    store: Store,
    town: Town,
    year: int,
    ids: Iterable[str | Indicator] | None = None,
    where: Selection | None = None,
    base_year: int | None = None,
) -> list[Figure]:
    """Recompute the figures of the yearly report, or those of the given indicators, in their order.

    Each carries its status: one whose ledgers did not come in has no value, and its reasons say what is missing.

    Raises:
        IndicatorError: an id that is no indicator's, or an indicator that cannot be selected so.
        DatasetError: there is no data for any of them.
    """
    figures = [
        compute_figure(store, town, each, year, where, base_year)
        for each in (catalogue_of(town).overview.cited if ids is None else ids)
    ]
    if figures and not any(year in store.years(name) for name in store.datasets()):
        raise DatasetError(f"没有{year}年的数据", todo=f"现有的年份：{capped(map(str, _years(store)))}")
    return figures


def _years(store: Store) -> list[int]:
    return sorted({year for name in store.datasets() for year in store.years(name)})


def compute_figure(
    store: Store,
    town: Town,
    indicator: str | Indicator,
    year: int,
    where: Selection | None = None,
    base_year: int | None = None,
) -> Figure:
    """Recompute one figure, for the whole town or a selection (`{"village": "示例一村"}`).

    It is compared with `base_year`, by default the year before; where that cannot be done, a note says why.

    Raises:
        IndicatorError: no such indicator, or it cannot be selected so.
        DatasetError: there is no data for the year.
    """
    query = resolve(store, town, indicator, year, where=where)
    card, measured = query.card, answer(store, town, query)
    traced = trace_answer(store, town, query, measured)
    against = year - 1 if base_year is None else base_year
    change, months, refusal = _change(store, town, query, measured, against)
    notes = (*traced.notes, *refusal, *(_agreement(store, town, card, year, traced) if where is None else ()))
    part = traced.part
    return Figure(
        id=card.id,
        title=card.title,
        value=part.value,
        unit=card.unit,
        year=year,
        wording=cite_part(part, card),
        definition=card.definition,
        numerator=part.numerator,
        denominator=part.denominator,
        cells=traced.cells,
        base_year=against if change is not None else None,
        base_value=change.base.value if change is not None else None,
        change=change,
        notes=tuple(dict.fromkeys(notes)),
        decimals=card.decimals,
        town=town.name,
        corrections=tuple(correction.text for correction in traced.corrections),
        part=part,
        months=months,
    )


def _change(
    store: Store, town: Town, query: Query, measured: Measure, base_year: int
) -> tuple[Change | None, tuple[int, ...], tuple[str, ...]]:
    """Return the change since the base year and the months it is of, or why there is none."""
    if not measured.status.has_value:
        return None, (), ()
    try:
        refuse_versions(query.card, query.years[0], base_year)
        if not all(has_data(store, name, base_year) for name in query.card.datasets):
            return None, (), ()
        earlier = replace(query, years=(base_year,))
        comparison = compare_answers(store, town, query, earlier, now=measured)
    except (DatasetError, IndicatorError) as error:
        return None, (), (str(error),)
    if comparison.base.status is Status.CONFIDENTIAL:
        return None, (), (f"{base_year}年{NOTE}",)
    if not comparison.base.status.has_value:
        return None, (), tuple(f"{base_year}年{INCOMPLETE}：{gap}" for gap in comparison.base.gaps)
    notes = tuple(note for note in comparison.notes if note not in comparison.base.notes)
    return comparison.change, comparison.months, notes


def _agreement(store: Store, town: Town, card: Indicator, year: int, traced: Trace) -> tuple[str, ...]:
    """Say when another ledger counts the same thing and comes to another number."""
    if not card.agrees_with or traced.part.value is None:
        return ()
    other = indicator_named(card.agrees_with, town)
    try:
        count = measure(store, town, other, year).value
    except DatasetError:
        return ()
    if count is None or count == traced.part.value:
        return ()
    return (f"与{other.title}不一致：{plain_number(traced.part.value)} 对 {plain_number(count)}，请核对",)

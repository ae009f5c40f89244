"""Recomputing the figures that a report cites from the store, with the change since another year.

A figure knows nothing of workbooks: its cells come from the store's sources.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from fazhi_metrics.errors import DatasetError, IndicatorError
from fazhi_metrics.measures.base import Indicator, Sum
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.citing import cite_value
from fazhi_metrics.measures.compare import Change, compare
from fazhi_metrics.measures.disclosure import counts_people, tells_of_few
from fazhi_metrics.measures.figure import Figure, plain_number
from fazhi_metrics.measures.measure import measure
from fazhi_metrics.measures.part import Part
from fazhi_metrics.measures.query import Selection
from fazhi_metrics.measures.trace import Trace, trace

if TYPE_CHECKING:
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

# 三降 and 三升: what the report says went down, and up, against the year before.
THREE_FALLS = ("public_security_case_rate", "petitions", "safety_accident_rate")
THREE_RISES = ("grid_matter_completion_rate", "public_satisfaction", "local_dispute_resolution_rate")
FIGURES = (
    "farmland_area",
    "forest_area",
    "administrative_villages",
    "residents_committees",
    "registered_households",
    "registered_population",
    "resident_households",
    "resident_population",
    "folk_religious_sites",
    "grid_districts",
    "micro_grids",
    "disputes_resolved_by_centres",
    "appeals_resolved_by_centres",
    "law_study_participation_rate",
    "organised_crime_clues",
    "disputes_turned_criminal",
    *THREE_FALLS,
    *THREE_RISES,
)
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

    A figure whose ledgers did not come in has no value, and its notes say which one is missing.

    Raises:
        IndicatorError: an id that is no indicator's, or an indicator that cannot be selected so.
        DatasetError: there is no data for any of them.
    """
    figures, missing = [], []
    for each in FIGURES if ids is None else ids:
        try:
            figures.append(compute_figure(store, town, each, year, where, base_year))
        except DatasetError as error:
            missing.append(error)
            figures.append(_without_data(indicator_named(each, town), town, year, str(error)))
    if missing and len(missing) == len(figures):
        raise missing[0]
    return figures


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
    card = indicator_named(indicator, town)
    traced = trace(store, town, card, year, where)
    against = year - 1 if base_year is None else base_year
    change, refusal = _change(store, town, card, year, against, where)
    notes = (*traced.notes, *refusal, *(_agreement(store, town, card, year, traced) if where is None else ()))
    part, complete = traced.part, not traced.gaps and traced.part.value is not None
    value = part.value if complete else None
    return Figure(
        id=card.id,
        title=card.title,
        value=value,
        unit=card.unit,
        year=year,
        wording=INCOMPLETE if value is None else cite_value(value, card),
        definition=card.definition,
        numerator=part.numerator,
        denominator=part.denominator,
        cells=traced.cells,
        base_year=against if change is not None else None,
        base_value=change.base.value if change is not None else None,
        change=change if complete else None,
        notes=tuple(dict.fromkeys(notes)),
        decimals=card.decimals,
        town=town.name,
        few=_few(store, town, card, year, part, where)
        or (change is not None and _few(store, town, card, against, change.base, where)),
        corrections=tuple(correction.text for correction in traced.corrections),
    )


def _without_data(card: Indicator, town: Town, year: int, reason: str) -> Figure:
    return Figure(
        id=card.id,
        title=card.title,
        value=None,
        unit=card.unit,
        year=year,
        wording=INCOMPLETE,
        definition=card.definition,
        numerator=None,
        denominator=None,
        cells=(),
        notes=(reason,),
        decimals=card.decimals,
        town=town.name,
    )


def _change(
    store: Store, town: Town, card: Indicator, year: int, base_year: int, where: Selection | None
) -> tuple[Change | None, tuple[str, ...]]:
    """Return the change since the base year, or why there is none."""
    try:
        comparison = compare(store, town, card, year, base_year, where=where)
    except DatasetError:
        return None, ()
    except IndicatorError as error:
        return None, (str(error),)
    if comparison.base.gaps:
        return None, tuple(f"{base_year}年{INCOMPLETE}：{gap}" for gap in comparison.base.gaps)
    return comparison.change, tuple(note for note in comparison.notes if note not in comparison.base.notes)


def _few(store: Store, town: Town, card: Indicator, year: int, part: Part, where: Selection | None) -> bool:
    """Whether a value tells of one or two people.

    A count of people is seen within its whole register: 12 of 14 with a mark tell of 2 without.
    """
    home = card.numerator.dataset
    if card.rate or not counts_people(card) or card.numerator.column is not None:
        return tells_of_few(card, part)
    everyone = replace(card, numerator=Sum(home), denominator=None)
    whole = measure(store, town, everyone, year, where=where).part.numerator
    return tells_of_few(card, replace(part, denominator=whole))


def _agreement(store: Store, town: Town, card: Indicator, year: int, traced: Trace) -> tuple[str, ...]:
    """Say when another ledger counts the same thing and comes to another number."""
    if not card.agrees_with:
        return ()
    other = indicator_named(card.agrees_with, town)
    try:
        count = measure(store, town, other, year).value
    except DatasetError:
        return ()
    if count is None or count == traced.part.value:
        return ()
    return (f"与{other.title}不一致：{plain_number(traced.part.value)} 对 {plain_number(count)}，请核对",)

"""The villages side by side and one by one: each number beside last year's, the town's and its rank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from fazhi_metrics.errors import DatasetError, IndicatorError
from fazhi_metrics.measures import compare, indicators_of, measure
from fazhi_metrics.measures.citing import FURTHEST, cite_parts
from fazhi_metrics.measures.disclosure import hidden_labels
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import NONE, number_text, places_of
from fazhi_metrics.publish.page.cards import HIDDEN, Card, Turn, turn_of
from fazhi_metrics.publish.page.cells import ByVillage, village_cells
from fazhi_metrics.quantities import rounded

if TYPE_CHECKING:
    from fazhi_metrics.measures import Change, Comparison, Indicator, Measure, Part
    from fazhi_metrics.project import Town
    from fazhi_metrics.quantities import Exact
    from fazhi_metrics.store import Store

# What is shown of a village. An indicator without data, or that cannot be divided by village, is left out.
TABLES: dict[str, tuple[str, ...]] = {
    "人口与土地": (
        "registered_population",
        "resident_population",
        "resident_households",
        "farmland_area",
        "forest_area",
        "folk_religious_sites",
    ),
    "网格与诉求": (
        "micro_grids",
        "grid_matters_reported",
        "grid_matter_completion_rate",
        "appeals_received",
        "appeal_resolution_rate",
        "public_satisfaction",
    ),
    "纠纷与安全": (
        "disputes_accepted",
        "disputes_per_10k",
        "dispute_resolution_rate",
        "local_dispute_resolution_rate",
        "safety_inspections",
        "hazards_found",
        "hazard_rectification_rate",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One indicator of one village: value and the mark it must carry, n of a share, last year's, change, rank."""

    indicator: Indicator
    value: str
    n: str = ""
    small: bool = False
    base: str = ""
    turn: Turn | None = None
    rank: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class VillageCard:
    """One village: its name, grid district, and entries by indicator."""

    name: str
    district: str
    entries: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class VillageTable:
    """One table of villages: its title and the indicators of its columns, each with the town's own card."""

    title: str
    columns: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class Villages:
    """All villages, the tables that show them side by side, the cells of their numbers, and remarks."""

    cards: tuple[VillageCard, ...]
    tables: tuple[VillageTable, ...]
    cells: ByVillage
    notes: tuple[str, ...] = ()


def make_villages(store: Store, town: Town, year: int, cards: Mapping[str, Card]) -> Villages:
    """Return every village of the town's data with the numbers of `TABLES`."""
    known = indicators_of(town)
    measured: dict[str, dict[str, Entry]] = {}
    notes: dict[str, None] = {}
    for name in (each for table in TABLES.values() for each in table):
        if name not in cards or name not in known:
            continue
        try:
            now = measure(store, town, known[name], year, by="village")
        except (IndicatorError, DatasetError):
            continue
        measured[name] = dict(_entries(store, town, now))
        notes.update(dict.fromkeys(f"{known[name].title}：{reason}" for reason in _reasons(now)))
    places = dict.fromkeys([*(v.name for v in town.villages), *(p for m in measured.values() for p in m)])
    return Villages(
        tuple(
            VillageCard(
                place,
                town.district(place),
                {name: entries[place] for name, entries in measured.items() if place in entries},
            )
            for place in places
        ),
        tuple(
            VillageTable(title, tuple(cards[name] for name in names if name in measured))
            for title, names in TABLES.items()
            if any(name in measured for name in names)
        ),
        _without_hidden(village_cells(store, town, [known[name] for name in measured], year), measured),
        tuple(notes),
    )


def _without_hidden(cells: ByVillage, measured: Mapping[str, Mapping[str, Entry]]) -> ByVillage:
    """Leave out the cells of hidden numbers: how many they are would tell."""
    return {
        village: {name: at for name, at in found.items() if measured[name][village].value != HIDDEN}
        for village, found in cells.items()
    }


def _entries(store: Store, town: Town, now: Measure) -> Iterator[tuple[str, Entry]]:
    card, [year] = now.indicator, now.years
    comparison = _comparison(store, town, card, year)
    changes = {} if comparison is None else {change.labels: change for change in comparison}
    hidden = hidden_labels(now, *([] if comparison is None else [comparison.base]))
    ranks = {} if hidden or now.status is not Status.SOUND else _ranks(now)
    shown = [part.value for part in now.parts if part.value is not None and part.labels not in hidden]
    places = max((places_of(value, card.decimals) for value in shown), default=0)
    for part in now.parts:
        [place] = part.labels
        if part.labels in hidden or part.status is Status.CONFIDENTIAL:
            yield place, Entry(indicator=card, value=HIDDEN)
        else:
            yield place, _entry(card, part, changes.get(part.labels), ranks.get(place, ""), places)


def _entry(card: Indicator, part: Part, change: Change | None, rank: str, places: int) -> Entry:
    base = None if change is None or change.base.status is not Status.SOUND else change.base.value
    said, mark = cite_parts(part, card)
    return Entry(
        indicator=card,
        value=said
        if part.value is None and part.status is not Status.SOUND
        else _aligned(part.value, places),
        mark=mark,
        n=number_text(part.denominator) if card.nature == "proportion" else "",
        small=part.small,
        base=_aligned(base, places),
        turn=turn_of(change) if change is not None and change.difference is not None else None,
        rank=rank,
    )


def _aligned(value: Exact | None, places: int) -> str:
    """Write a value with the places of its column, so that decimal points stand below each other."""
    return NONE if value is None else f"{rounded(value, places):f}"


def _comparison(store: Store, town: Town, card: Indicator, year: int) -> Comparison | None:
    """Compare the villages with the year before; None where the two cannot be compared."""
    try:
        return compare(store, town, card, year, year - 1, by="village")
    except (IndicatorError, DatasetError):
        return None


def _reasons(measured: Measure) -> Iterator[str]:
    """Yield why parts are not sound, what is confidential left out."""
    for part in measured.parts:
        if part.status is not Status.CONFIDENTIAL:
            yield from (text for text in part.reasons if not text.startswith(FURTHEST))


def _ranks(now: Measure) -> dict[str, str]:
    """Return the ranks that chance leaves open; none where no two villages can be told apart."""
    try:
        ranking = now.rank()
    except IndicatorError:
        return {}
    return {each.part.labels[0]: each.text for each in ranking} if ranking.distinguishable else {}

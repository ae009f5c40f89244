"""Indicator cards: what a number is, how it is made, which cells it comes from, and last year's beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from typing import TYPE_CHECKING, Literal

from fazhi_metrics.addresses import split
from fazhi_metrics.audit.facts import selection
from fazhi_metrics.errors import DatasetError, IndicatorError, capped
from fazhi_metrics.measures import compute_figure, indicators_of, trace
from fazhi_metrics.measures.citing import cite_part, cite_parts
from fazhi_metrics.measures.disclosure import NOTE
from fazhi_metrics.measures.intervals import interval
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import change_text, months_text, number_text, said

if TYPE_CHECKING:
    from fazhi_metrics.measures import Change, Figure, Indicator, Part
    from fazhi_metrics.measures.trace import Side as TracedSide
    from fazhi_metrics.project import Town
    from fazhi_metrics.quantities import Exact
    from fazhi_metrics.store import Store

HIDDEN = "人数过少，不列出"
Judgement = Literal["", "good", "bad"]
_BETTER = {"up": "越高越好", "down": "越低越好", "none": ""}


@dataclass(frozen=True, slots=True)
class Turn:
    """How a value moved since the year before: which way, in words, whether for the better, and what chance may do."""

    direction: str
    words: str
    judgement: Judgement = ""
    chance: str = ""
    doubtful: bool = False

    @property
    def judged(self) -> str:
        """Whether it became better or worse, in words; empty where it is neither."""
        return {"good": "向好", "bad": "趋差", "": ""}[self.judgement]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one sheet gives to a side of a card: its address, and (column title, cells) for each column read."""

    name: str
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Side:
    """The numerator or denominator of a card: its sum in words, its value, and the sheets it comes from."""

    role: str
    words: str
    value: str
    records: str
    sheets: tuple[Sheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One indicator of the town, or of the `part` of it, in one year, as the page prints it.

    `value` is worded as in a report (40余起), `exact` is the number itself without its unit (46), `number` the
    same for sorting: None where there is no value or it is hidden. `status`, `reasons` and the `mark` (待核实,
    截至9月) that stands beside the value say how far it can be relied on. `base` and its kin are last year's,
    empty where the two years cannot be compared; `notes` then say why.
    """

    indicator: Indicator
    year: int
    value: str
    exact: str
    number: float | None = None
    base: str = ""
    base_exact: str = ""
    base_number: float | None = None
    turn: Turn | None = None
    interval: str = ""
    small: bool = False
    sides: tuple[Side, ...] = ()
    cells: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: bool = False
    part: str = ""
    status: Status = Status.SOUND
    mark: str = ""
    reasons: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The indicator's id."""
        return self.indicator.id

    @property
    def amount(self) -> str:
        """The value without its unit: 40余 of 40余起."""
        return self.value.removesuffix(self.indicator.unit)

    @property
    def unit(self) -> str:
        """The unit, empty where the value is no number with one."""
        return self.indicator.unit if self.value.endswith(self.indicator.unit) else ""

    @property
    def step(self) -> float | None:
        """The difference from last year, for sorting."""
        if self.number is None or self.base_number is None:
            return None
        return round(self.number - self.base_number, 6)

    @property
    def better(self) -> str:
        """Which way is better, in words."""
        return _BETTER[self.indicator.better]


def make_cards(store: Store, town: Town, year: int) -> dict[str, Card]:
    """Return a card for every indicator that the year has data for, the town's own included.

    Raises:
        DatasetError: the year has no data at all.
    """
    cards: dict[str, Card] = {}
    for indicator in indicators_of(town).values():
        try:
            cards[indicator.id] = make_card(store, town, indicator, year)
        except DatasetError:  # no data of that year: nothing to print
            continue
    if not cards:
        years = sorted({each for name in store.datasets() for each in store.years(name)})
        raise DatasetError(f"没有{year}年的数据", todo=f"现有的年份：{capped(map(str, years))}")
    return cards


def make_card(store: Store, town: Town, indicator: Indicator, year: int, where: str = "") -> Card:
    """Return the card of one indicator, for the town or a part of it; a number to be hidden is left out of it.

    `where` names the part as a tie does: `village=示例一村`, `kind=家庭`.

    Raises:
        DatasetError: there is no data for the year.
        IndicatorError: the indicator cannot be divided so.
    """
    part, selected = where.partition("=")[2], selection(where)
    figure = compute_figure(store, town, indicator, year, selected)
    if figure.few:
        return Card(
            indicator=indicator, year=year, value=HIDDEN, exact=HIDDEN, notes=(NOTE,), hidden=True, part=part
        )
    traced = trace(store, town, indicator, year, selected)
    base, turn = _since(figure)
    last = figure.base_value if base else None
    value, mark = cite_parts(figure.part, indicator)
    corrections = tuple(correction.text for correction in traced.corrections)
    return Card(
        indicator=indicator,
        year=year,
        value=value,
        exact=value if figure.value is None else number_text(figure.value, indicator.decimals),
        number=None if figure.value is None else float(figure.value),
        base=base,
        base_exact=said(last, indicator) if last is not None else "",
        base_number=None if last is None else float(last),
        turn=turn,
        interval=_interval(indicator, traced.part) if figure.value is not None else "",
        small=traced.part.small,
        sides=tuple(_side(side) for side in traced.sides),
        cells=figure.cells,
        corrections=corrections,
        notes=tuple(note for note in figure.notes if note not in figure.reasons),
        part=part,
        status=figure.status,
        mark=mark,
        reasons=figure.reasons,
    )


def turn_of(change: Change) -> Turn:
    """Return a change in words: down, 下降29.7%, 向好, 超出偶然波动; of the same months where years are not whole."""
    if change.status not in (Status.SOUND, Status.PROVISIONAL):
        return Turn("unknown", f"变化{change.status.title}")
    judgement: Judgement = "" if change.better is None else "good" if change.better else "bad"
    words = (
        f"{months_text(change.same_months)}{change_text(change)}"
        if change.same_months
        else change_text(change)
    )
    if "持平" in words:
        judgement = ""
    chance = "" if change.chance is None or change.direction == "same" else change.word
    return Turn(change.direction, words, judgement, chance, bool(chance and change.chance))


def _since(figure: Figure) -> tuple[str, Turn | None]:
    """Return last year's value in words and the change since; nothing where last year's may not be shown."""
    change, base = figure.change, figure.base_value
    if change is None or base is None or figure.base_year is None:
        return "", None
    months = f"（{months_text(change.same_months)}）" if change.same_months else ""
    return f"{cite_part(change.base, change.indicator)}{months}", turn_of(
        change
    ) if change.difference is not None else None


def _interval(indicator: Indicator, part: Part) -> str:
    try:
        bounds = interval(indicator, part)
    except IndicatorError:  # sums below zero are not counts of anything
        return ""
    if bounds is None or not all(map(isfinite, bounds)):
        return ""
    low, high = (number_text(Decimal(str(bound)), max(indicator.decimals, 1)) for bound in bounds)
    return f"{low}—{high}{indicator.unit}"


def _side(side: TracedSide) -> Side:
    records = f"查看 {side.examined} 条记录，无一符合" if side.examined else f"{side.rows.num_rows} 条记录"
    sheets = tuple(
        Sheet(
            sheet.sheet,
            tuple((c.title, blocks(c.cells) or c.origin or "没有单元格") for c in sheet.columns),
        )
        for sheet in side.sheets
    )
    return Side(side.role, side.words, plain(side.value), records, sheets)


def blocks(cells: tuple[str, ...]) -> str:
    """Return the cells of one sheet without its name: C5:C24、C30."""
    return "、".join(split(cell)[1] for cell in cells)


def plain(value: Exact | None) -> str:
    """Return an exact value with the places that it has."""
    places = -int(value.as_tuple().exponent) if isinstance(value, Decimal) else 2
    return number_text(value, max(places, 0))


def by_theme(cards: Mapping[str, Card]) -> dict[str, list[Card]]:
    """Return the cards under their themes, both in the order of the catalogue."""
    themes: dict[str, list[Card]] = {}
    for card in cards.values():
        themes.setdefault(card.indicator.theme, []).append(card)
    return themes

"""The figures a report cites: value, wording and provenance, recomputed from the store.

A figure knows nothing of workbooks: its cells come from the store's sources. Values are exact; only `to_json`
and `wording` round. In JSON a whole value is an int, a decimal sum the short decimal that equals it
(58670.24), and a rate a float rounded half up to six places, which is finer than any report prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from fazhi_metrics.errors import DatasetError, IndicatorError, did_you_mean
from fazhi_metrics.indicators.asking import Selection
from fazhi_metrics.indicators.base import Exact, Indicator, Sum
from fazhi_metrics.indicators.catalogue import indicator_named
from fazhi_metrics.indicators.citing import cite_change, cite_value
from fazhi_metrics.indicators.compare import Change, compare
from fazhi_metrics.indicators.disclosure import NOTE, counts_people, tells_of_few
from fazhi_metrics.indicators.measure import measure
from fazhi_metrics.indicators.part import Part
from fazhi_metrics.indicators.trace import Trace, trace
from fazhi_metrics.indicators.words import change_text
from fazhi_metrics.quantities import rounded

if TYPE_CHECKING:
    import pandas as pd

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
HIDDEN = "不列出"
_JSON_PLACES = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a report.

    `value`, `numerator` and `denominator` are exact (int, Decimal, Fraction). `value` is None, and `wording`
    says 数据不全, where a total would be too small because something is missing: `notes` says what. `cells`
    are the addresses below data/raw that it was computed from, as blocks. `base_value` is the value of
    `base_year`, and `change` how it changed since; both are None where the two years cannot be compared.
    `few` says that it tells of one or two people, so that no table for others may show it.
    """

    id: str
    title: str
    value: Exact | None
    unit: str
    year: int
    wording: str
    definition: str
    numerator: Exact | None
    denominator: Exact | None
    cells: tuple[str, ...]
    base_year: int | None = None
    base_value: Exact | None = None
    change: Change | None = None
    notes: tuple[str, ...] = ()
    decimals: int = 0
    town: str = ""
    few: bool = False

    def cite(self) -> str:
        """Return the value in the report's idiom: 7560户, 40余起, 98.5%."""
        return self.wording

    def cite_change(self) -> str:
        """Return the change in the report's idiom: 同比下降12.3%, 提高0.9个百分点, 持平.

        Raises:
            IndicatorError: the figure has no year to be compared with.
        """
        if self.change is None or self.change.difference is None:
            raise IndicatorError(f"{self.title}没有可比的上年数", todo="、".join(self.notes))
        if self.base_year == self.year - 1:
            return cite_change(self.change)
        return f"比{self.base_year}年{change_text(self.change)}"  # 同比 is with the year before, no other

    def sentence(self) -> str:
        """Return what a paragraph says of it: value, change, and whether the change may be chance alone."""
        if self.few:
            return f"{self.title}{HIDDEN}（{NOTE}）"
        said = f"{self.title}{self.wording}"
        if self.value is None:
            return f"{said}（{'；'.join(self.notes)}）" if self.notes else said
        if self.change is None or self.change.difference is None:
            return said
        doubt = f"（{self.change.word}）" if self.change.chance is not None and self.change.difference else ""
        return f"{said}，{self.cite_change()}{doubt}"

    def to_json(self) -> dict[str, Any]:
        """Return the figure as figures.json holds it, numbers as plain ints and floats."""
        return {
            "id": self.id,
            "title": self.title,
            "value": plain_number(self.value),
            "unit": self.unit,
            "year": self.year,
            "wording": self.wording,
            "definition": self.definition,
            "numerator": plain_number(self.numerator),
            "denominator": plain_number(self.denominator),
            "cells": list(self.cells),
        }

    def _repr_html_(self) -> str:
        from fazhi_metrics.indicators.display import html_table

        rows = [["数值", HIDDEN if self.few else self.wording], ["定义", self.definition]]
        if self.denominator is not None and not self.few:
            rows.append(["分子 ÷ 分母", f"{plain_number(self.numerator)} ÷ {plain_number(self.denominator)}"])
        if self.change is not None and self.change.difference is not None and not self.few:
            rows.append([f"与{self.base_year}年比", f"{self.cite_change()}（{self.change.word}）"])
        rows.append(
            ["单元格", "、".join(self.cells[:6]) + (f" 等 {len(self.cells)} 处" if self.cells[6:] else "")]
        )
        notes = [*self.notes, *([NOTE] if self.few else [])]
        return html_table(f"{self.town}{self.year}年{self.title}", ["", self.id], rows, notes, text=2)


@dataclass(frozen=True, slots=True)
class Overview:
    """Several figures side by side, to be read: this year, the base year, the change, and chance.

    The columns of a comparison are there when something is compared; what tells of few people is left out.
    """

    place: str
    figures: tuple[Figure, ...]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.figures)

    def __len__(self) -> int:
        return len(self.figures)

    def __getitem__(self, figure: str) -> Figure:
        """Return a figure by its id; raises IndicatorError with the nearest id."""
        found = next((each for each in self.figures if each.id == figure), None)
        if found is None:
            todo = did_you_mean(figure, [each.id for each in self.figures])
            raise IndicatorError(f"这张表里没有 {figure}", todo=todo)
        return found

    @property
    def compared(self) -> bool:
        """Whether any figure is compared with another year."""
        return any(_is_compared(figure) for figure in self.figures)

    def rows(self) -> list[tuple[str, ...]]:
        """Return the rows as text: 指标, the year, and where compared the base year, 变化 and 偶然波动."""
        return [
            (each.title, _shown(each), *(_against(each) if self.compared else ())) for each in self.figures
        ]

    def heads(self) -> tuple[str, ...]:
        """Return the heads of the rows."""
        years = {each.year for each in self.figures}
        bases = {each.base_year for each in self.figures if _is_compared(each)}
        now = f"{min(years)}年" if len(years) == 1 else "数值"
        if not bases:
            return ("指标", now)
        return ("指标", now, f"{bases.pop()}年" if len(bases) == 1 else "比较年度", "变化", "偶然波动")

    def frame(self) -> pd.DataFrame:
        """Return the table as a frame of text, the figures' ids in the last column."""
        import pandas as pd

        rows = [(*row, each.id) for row, each in zip(self.rows(), self.figures, strict=True)]
        return pd.DataFrame(rows, columns=[*self.heads(), "编号"]).set_index("指标")

    def _repr_html_(self) -> str:
        from fazhi_metrics.indicators.display import html_table

        notes = [f"{each.title}：{note}" for each in self.figures for note in each.notes]
        notes += [NOTE] if any(each.few for each in self.figures) else []
        years = "、".join(f"{year}年" for year in sorted({each.year for each in self.figures}))
        return html_table(f"{self.place}{years}主要数字", self.heads(), self.rows(), notes, text=1)


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
        card.id,
        card.title,
        value,
        card.unit,
        year,
        INCOMPLETE if value is None else cite_value(value, card),
        card.definition,
        part.numerator,
        part.denominator,
        traced.cells,
        against if change is not None else None,
        change.base.value if change is not None else None,
        change if complete else None,
        tuple(dict.fromkeys(notes)),
        card.decimals,
        town.name,
        tells_of_few(card, part if card.rate else _within_register(store, town, card, year, part, where)),
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


def plain_number(value: Exact | None) -> int | float | None:
    """Return an exact value as a plain number: whole ones as int, fractions rounded to six places.

    >>> from fractions import Fraction
    >>> plain_number(Decimal("58670.24")), plain_number(Fraction(200, 2)), plain_number(Fraction(2, 3))
    (58670.24, 100, 0.666667)
    """
    if value is None or isinstance(value, int):
        return value
    if value == int(value):
        return int(value)
    return float(value if isinstance(value, Decimal) else rounded(value, _JSON_PLACES))


def _is_compared(figure: Figure) -> bool:
    return figure.change is not None and figure.change.difference is not None and not figure.few


def _shown(figure: Figure) -> str:
    return HIDDEN if figure.few else figure.wording


def _against(figure: Figure) -> tuple[str, str, str]:
    """Return a figure's base value, change, and the word on chance; blanks where nothing is compared."""
    change = figure.change
    if change is None or change.base.value is None or not _is_compared(figure):
        return ("", "", "")
    word = "不判断" if change.chance is None else change.word if change.difference else "—"
    return (cite_value(change.base.value, change.indicator), change_text(change), word)


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


def _within_register(
    store: Store, town: Town, card: Indicator, year: int, part: Part, where: Selection | None
) -> Part:
    """Return a count of people with their whole register below it: 12 of 14 with a mark tell of 2 without."""
    home = card.numerator.dataset
    if not counts_people(card) or card.numerator.column is not None:
        return part
    everyone = replace(card, numerator=Sum(home), denominator=None)
    return replace(part, denominator=measure(store, town, everyone, year, where=where).part.numerator)


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

"""The tables and charts that a report asks for by name: their words and numbers, before they are set in Word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fazhi_metrics.errors import ChartError, DatasetError, IndicatorError, ReportError

if TYPE_CHECKING:
    from fazhi_metrics.measures import Indicator, Measure
    from fazhi_metrics.project import Town
    from fazhi_metrics.quantities import Exact
    from fazhi_metrics.store import Store

NONE = "—"
_FEW = "注：“—”处人数很少，或可据以推算出很少的人数，不列出。"
_UNKNOWN = "注：“—”处没有数据。"
_NAMED = 3  # a title names no more indicators than this


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; with `figure`, the number of that indicator, this year's or last year's.

    `of` names the part of the town that it is of (`village=示例一村`), the whole without it.
    """

    text: str
    figure: str = ""
    part: Literal["value", "last"] = "value"
    of: str = ""


@dataclass(frozen=True, slots=True)
class TableText:
    """A table: its title, its heads, its rows (the first cell names the row), and what must be said below."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChartText:
    """A chart: its Chinese name, the picture in words, and its image; without one, `problem` says why."""

    title: str
    alt: str
    image: Path | None
    problem: str = ""


class Contents:
    """Makes the tables and charts of one year's report; `charts` is the folder where charts were exported."""

    def __init__(self, store: Store, town: Town, year: int, charts: Path | None = None) -> None:
        self.store, self.town, self.year, self.charts = store, town, year, charts

    def table(self, names: Sequence[str], by: str = "", title: str = "") -> TableText:
        """Return the indicators of this year and last, one a row; or, with `by`, one a column, divided so.

        Raises:
            ReportError: no indicator is named, data are missing, or a tie cannot name such a part.
            IndicatorError, DatasetError: an indicator does not exist or cannot be divided so.
        """
        from fazhi_metrics.measures.catalogue import indicator_named

        if not names:
            raise ReportError("table 的括号里应有一个以上指标编号", todo='例如 table("petitions")。')
        cards = [indicator_named(name, self.town) for name in names]
        return self._divided(cards, by, title) if by else self._compared(cards, title)

    def chart(self, name: str) -> ChartText:
        """Return a chart of the catalogue by its id or title; its image is taken only while it shows these data.

        Raises ChartError for a name that is no chart's.
        """
        from fazhi_metrics.charts import chart_named, draw
        from fazhi_metrics.charts.export import exported

        chart = chart_named(name)
        try:
            figure = draw(self.store, self.town, chart, self.year)
        except (ChartError, DatasetError, IndicatorError) as refusal:
            return ChartText(chart.title, "", None, refusal.what)
        image = exported(chart.id, figure, self.charts) if self.charts is not None else None
        problem = "" if image else "没有由现在的数据画成的图片，请先导出图表，再填报告"
        return ChartText(chart.title, figure.layout.meta["alt"], image, problem)

    def _compared(self, cards: Sequence[Indicator], title: str) -> TableText:
        """Return a row an indicator: last year's value and this year's."""
        from fazhi_metrics.measures import INCOMPLETE, compute_figure

        rows, hidden, unknown = list[tuple[Cell, ...]](), False, False
        for card in cards:
            figure = compute_figure(self.store, self.town, card, self.year)
            if figure.value is None:
                raise ReportError(f"{card.title}不能填入表格：{'、'.join(figure.notes) or INCOMPLETE}")
            head = Cell(f"{card.title}（{card.unit}）")
            if card.id in self._withheld:
                hidden = True
                rows.append((head, Cell(NONE), Cell(NONE)))
                continue
            unknown = unknown or figure.base_value is None
            places = _places((figure.base_value, figure.value), card)
            last = _number(figure.base_value, card, places, "last")
            rows.append((head, last, _number(figure.value, card, places)))
        years = (f"{self.year - 1}年", f"{self.year}年")
        note = _FEW if hidden else _UNKNOWN if unknown else ""
        return TableText(title or f"{'、'.join(years)}主要指标对照", ("指标", *years), tuple(rows), note)

    def _divided(self, cards: Sequence[Indicator], by: str, title: str) -> TableText:
        """Return a row a part of the place, a column an indicator, and the whole place below."""
        from fazhi_metrics.measures import measure

        found = [measure(self.store, self.town, card, self.year, by) for card in cards]
        whole = [measure(self.store, self.town, card, self.year) for card in cards]
        for each in (*found, *whole):
            if each.gaps:
                raise ReportError(f"{each.indicator.title}不能填入表格：{'、'.join(each.gaps)}")
        labels = self._labels(found)
        hidden = [_hidden(each) for each in found]
        places = [
            _places([total.value, *(_value(each, label) for label in labels)], card)
            for card, each, total in zip(cards, found, whole, strict=True)
        ]
        rows = list[tuple[Cell, ...]]()
        for label in labels:
            cells = [
                Cell(NONE)
                if (label,) in few
                else _number(_value(each, label), card, exact, of=f"{found[0].by[0]}={label}")
                for card, each, few, exact in zip(cards, found, hidden, places, strict=True)
            ]
            rows.append((Cell(label), *cells))
        total = [
            Cell(NONE) if card.id in self._withheld else _number(each.value, card, exact)
            for card, each, exact in zip(cards, whole, places, strict=True)
        ]
        head = "合计" if all(card.additive for card in cards) else self.town.name
        few = any(hidden) or any(card.id in self._withheld for card in cards)
        gaps = any(cell.text == NONE for row in (*rows, total) for cell in row)
        named = "、".join(card.title for card in cards[:_NAMED]) + ("等" if len(cards) > _NAMED else "")
        return TableText(
            title or f"{self.year}年各{found[0].titles[0]}{named}",
            (found[0].titles[0], *(f"{card.title}（{card.unit}）" for card in cards)),
            (*rows, (Cell(head), *total)),
            _FEW if few else _UNKNOWN if gaps else "",
        )

    def _labels(self, found: Sequence[Measure]) -> list[str]:
        """Return the parts in their order; raises ReportError for records that belong to no village."""
        labels = list(dict.fromkeys(label for each in found for label in each.order[0]))
        known = {village.name for village in self.town.villages}
        if found[0].by != ("village",):
            return labels
        if strange := [label for label in labels if label not in known]:
            raise ReportError(f"有的记录没有归到村：{'、'.join(strange)}", todo="请先改正原始数据。")
        return labels

    @cached_property
    def _withheld(self) -> frozenset[str]:
        """The indicators of which even the whole would show one or two people."""
        from fazhi_metrics.charts.disclosure import counts_people
        from fazhi_metrics.measures import indicators_of
        from fazhi_metrics.publish.workings.withheld import withheld
        from fazhi_metrics.publish.workings.worked import work_out

        people = [card for card in indicators_of(self.town).values() if counts_people(card)]
        return withheld(work_out(self.store, self.town, people, self.year, self.year - 1))


def _hidden(measured: Measure) -> set[tuple[str, ...]]:
    """Return the labels of the parts that would show one or two people, or from which these could be reckoned."""
    from fazhi_metrics.charts.chart import Part
    from fazhi_metrics.charts.disclosure import counts_people, hide_few

    card, year = measured.indicator, measured.years[0]
    if not counts_people(card):
        return set()
    parts = [
        Part(
            indicator=card.id,
            year=year,
            labels=p.labels,
            value=p.value,
            numerator=p.numerator,
            n=p.denominator,
        )
        for p in measured
    ]
    shown = hide_few(parts, additive=card.additive)
    return {
        p.labels for p, kept in zip(parts, shown, strict=True) if p.value is not None and kept.value is None
    }


def _value(measured: Measure, label: str) -> Exact | None:
    try:
        return measured[label].value
    except KeyError:
        return None


def _places(values: Iterable[Exact | None], card: Indicator) -> int:
    """Return the decimals that all numbers of a column (or of two years) are printed with."""
    from fazhi_metrics.measures.words import places_of

    return max((places_of(value, card.decimals) for value in values if value is not None), default=0)


def _number(
    value: Exact | None,
    card: Indicator,
    places: int,
    part: Literal["value", "last"] = "value",
    of: str = "",
) -> Cell:
    from fazhi_metrics.quantities import rounded

    if value is None:
        return Cell(NONE)
    return Cell(f"{rounded(value, places):f}", card.id, part, of)

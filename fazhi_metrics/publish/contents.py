"""The tables and charts that a report asks for by name: their words and numbers, before they are set in Word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from fazhi_metrics.errors import ChartError, DatasetError, IndicatorError, ReportError
from fazhi_metrics.measures.citing import cite_marked, cite_part, to_date
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import months_text
from fazhi_metrics.quantities import rounded

if TYPE_CHECKING:
    from fazhi_metrics.measures import Figure, Indicator, Measure, Part
    from fazhi_metrics.project import Town
    from fazhi_metrics.quantities import Exact
    from fazhi_metrics.store import Store

NONE = "—"
_FEW = "“—”处人数很少，或可据以推算出很少的人数，不列出。"
_UNKNOWN = "“—”处没有数据。"
_MARKED = "带〔〕处没有可以直接使用的数，原因见批注。"
_REASONS = 6  # a comment gives no more
_NAMED = 3  # a title names no more indicators than this


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell; with `figure`, the number of that indicator, this year's or last year's.

    `of` names the part of the town that it is of (`village=示例一村`), the whole without it. `reasons` say why there
    is a mark in place of the number; of cells that have the same, the first says so.
    """

    text: str
    figure: str = ""
    part: Literal["value", "last"] = "value"
    of: str = ""
    reasons: tuple[str, ...] = ()


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
            ReportError: no indicator is named, or a tie cannot name such a part.
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

        chart = chart_named(name, self.town)
        try:
            figure = draw(self.store, self.town, chart, self.year)
        except (ChartError, DatasetError, IndicatorError) as refusal:
            return ChartText(chart.title, "", None, refusal.what)
        image = exported(chart.id, figure, self.charts) if self.charts is not None else None
        problem = "" if image else "没有由现在的数据画成的图片，请先导出图表，再填报告"
        return ChartText(chart.title, figure.layout.meta["alt"], image, problem)

    def _compared(self, cards: Sequence[Indicator], title: str) -> TableText:
        """Return a row an indicator: last year's value and this year's."""
        from fazhi_metrics.measures import compute_figure

        cells, rows = _Cells(), list[tuple[Cell, ...]]()
        for card in cards:
            figure = compute_figure(self.store, self.town, card, self.year)
            base = figure.change.base if figure.change is not None else self._last(figure, card)
            if figure.few:
                cells.hidden = True
                rows.append((Cell(f"{card.title}（{card.unit}）"), Cell(NONE), Cell(NONE)))
                continue
            places = _places((figure.base_value, figure.value), card)
            now = figure.change.now if figure.change is not None and figure.months else figure.part
            rows.append(
                (
                    Cell(
                        f"{card.title}（{card.unit}{f'，{months_text(figure.months)}' if figure.months else ''}）"
                    ),
                    cells.of(base, card, places, "last"),
                    cells.of(now, card, places),
                )
            )
        years = (f"{self.year - 1}年", f"{self.year}年")
        return TableText(
            title or f"{'、'.join(years)}主要指标对照", ("指标", *years), tuple(rows), cells.note
        )

    def _last(self, figure: Figure, card: Indicator) -> Part | None:
        """Return last year's value where it is this year's that cannot be given; else the two are not comparable."""
        from fazhi_metrics.measures import measure

        if figure.status.has_value:
            return None
        try:
            return measure(self.store, self.town, card, self.year - 1).part
        except DatasetError:
            return None

    def _divided(self, cards: Sequence[Indicator], by: str, title: str) -> TableText:
        """Return a row a part of the place, a column an indicator, and the whole place below."""
        from fazhi_metrics.measures import measure
        from fazhi_metrics.measures.disclosure import hidden_labels

        found = [measure(self.store, self.town, card, self.year, by) for card in cards]
        whole = [measure(self.store, self.town, card, self.year).part for card in cards]
        labels = self._labels(found)
        parts = [{each.labels: each for each in measured} for measured in found]
        hidden = [hidden_labels(each) for each in found]
        places = [
            _places([total.value, *(part.value for part in each.values())], card)
            for card, each, total in zip(cards, parts, whole, strict=True)
        ]
        cells = _Cells(hidden=any(hidden))
        rows = [
            (
                Cell(label),
                *(
                    Cell(NONE)
                    if (label,) in few
                    else cells.of(each.get((label,)), card, exact, of=f"{found[0].by[0]}={label}")
                    for card, each, few, exact in zip(cards, parts, hidden, places, strict=True)
                ),
            )
            for label in labels
        ]
        total = list[Cell]()
        for card, part, exact in zip(cards, whole, places, strict=True):
            kept = part.status is Status.CONFIDENTIAL
            cells.hidden = cells.hidden or kept
            total.append(Cell(NONE) if kept else cells.of(part, card, exact))
        head = "合计" if all(card.additive for card in cards) else self.town.name
        named = "、".join(card.title for card in cards[:_NAMED]) + ("等" if len(cards) > _NAMED else "")
        return TableText(
            title or f"{self.year}年各{found[0].titles[0]}{named}",
            (found[0].titles[0], *map(_heads, cards, whole)),
            (*rows, (Cell(head), *total)),
            cells.note,
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


def _places(values: Iterable[Exact | None], card: Indicator) -> int:
    """Return the decimals that all numbers of a column (or of two years) are printed with."""
    from fazhi_metrics.measures.words import places_of

    return max((places_of(value, card.decimals) for value in values if value is not None), default=0)


def _heads(card: Indicator, whole: Part) -> str:
    """Return the head of a column; where its year is not over, with the months that its numbers are of."""
    period = f"，{to_date(whole)}" if whole.status is Status.PROVISIONAL else ""
    return f"{card.title}（{card.unit}{period}）"


def remark_of(part: Part, card: Indicator) -> tuple[str, ...]:
    """Return what a comment says of a value that is not sound: what may be said of it, and why no more."""
    if part.status is Status.SOUND:
        return ()
    return (f"{card.title}：{cite_part(part, card)}", *part.reasons[:_REASONS])


@dataclass(slots=True)
class _Cells:
    """Makes the cells of a table, and knows what must be said below it."""

    hidden: bool = False
    unknown: bool = False
    marked: bool = False
    told: set[tuple[str, ...]] = field(default_factory=set)

    def of(
        self,
        part: Part | None,
        card: Indicator,
        places: int,
        which: Literal["value", "last"] = "value",
        of: str = "",
    ) -> Cell:
        """Return a value as its cell: the number where one may be given, else its mark and once why."""
        if part is None or (part.value is None and part.status is Status.SOUND):
            self.unknown = True
            return Cell(NONE)
        if part.status in (Status.SOUND, Status.PROVISIONAL) and part.value is not None:
            return Cell(f"{rounded(part.value, places):f}", card.id, which, of)
        if part.status is Status.CONFIDENTIAL:
            self.hidden = True
            return Cell(NONE)
        self.marked = True
        new = part.reasons not in self.told
        self.told.add(part.reasons)
        return Cell("".join(cite_marked(part, card)), reasons=remark_of(part, card) if new else ())

    @property
    def note(self) -> str:
        """What must be said below the table."""
        said = (_FEW if self.hidden else _UNKNOWN if self.unknown else "", _MARKED if self.marked else "")
        return f"注：{''.join(said)}" if any(said) else ""

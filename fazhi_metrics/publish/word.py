"""The yearly report as a Word file: the town's template filled with figures, every number tied as it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.audit.documents import Document, read_bytes
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import Suggestion, Suggestions, measure_of, subjects
from fazhi_metrics.audit.ties import Measure, Tie, place_for_ties, write_ties
from fazhi_metrics.audit.tying import ties_for
from fazhi_metrics.audit.word import read_word
from fazhi_metrics.errors import ReportError
from fazhi_metrics.files import write
from fazhi_metrics.measures import INCOMPLETE, Figure
from fazhi_metrics.publish.contents import ChartText, Contents
from fazhi_metrics.publish.template import Direction, FigureText, Printed, fill
from fazhi_metrics.store import Store

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims
    from fazhi_metrics.measures import Change
    from fazhi_metrics.project import Town

_DIRECTIONS: dict[str, Direction] = {"up": "上升", "down": "下降", "same": "持平"}


@dataclass(frozen=True, slots=True)
class WrittenReport:
    """A filled report, its ties, and the printed figures in which the reader of reports sees no number."""

    path: Path
    ties_path: Path
    ties: tuple[Tie, ...]
    missed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def write_report(
    town: Town,
    figures: Iterable[Figure],
    template: str | Path,
    out: str | Path,
    *,
    store: Store | None = None,
    charts: str | Path | None = None,
) -> WrittenReport:
    """Fill a template with the figures of a year, and keep the ties of all that was printed beside it.

    Tables are measured in `store`, by default the town's current data; charts are taken from the folder
    `charts` where they were exported, and where an image of these data is missing the report and `notes` say
    so. The same figures, data, images and template give the same bytes.

    Raises:
        ReportError: the template names what does not exist, or says what the figures do not bear out.
        IndicatorError, ChartError, DatasetError: a table or chart that the data do not allow.
    """
    figures, template, out = list(figures), Path(template), Path(out)
    if not figures:
        raise ReportError("没有可以填入报告的指标", where=template.name)
    year = figures[0].year
    texts = {figure.id: figure_text(figure) for figure in figures}
    words: dict[str, str | int] = {
        "town": town.name,
        "year": year,
        "last_year": year - 1,
        "next_year": year + 1,
        "sample": town.sample,
    }
    contents = Contents(store or Store.open(town.processed), town, year, Path(charts) if charts else None)
    filled = fill(read_bytes(template), template.name, texts, words, contents)
    document = read_word(filled.data, out.name)
    ties, missed = ties_of_printed(document, claims_of(document), filled.printed, year)
    write(out, filled.data)
    ties_path, _ = place_for_ties(out, town.root)
    write_ties(ties_path, out.name, year, ties)
    lacking = [b for b in filled.blocks if isinstance(b, ChartText) and b.image is None]
    notes = tuple(f"报告里的图“{chart.title}”没有放进去：{chart.problem}。" for chart in lacking)
    return WrittenReport(out, ties_path, ties, missed, notes)


def figure_text(figure: Figure) -> FigureText:
    """Return a figure as a template sees it."""
    from fazhi_metrics.measures.citing import cite_value

    problem = "" if figure.value is not None else "、".join(figure.notes) or INCOMPLETE
    change, last = figure.change, figure.base_value
    if change is None or last is None or change.difference is None:
        return FigureText(
            id=figure.id,
            title=figure.title,
            unit=figure.unit,
            wording=figure.wording,
            number=float(figure.value or 0),
            problem=problem,
        )
    return FigureText(
        id=figure.id,
        title=figure.title,
        unit=figure.unit,
        wording=figure.wording,
        number=float(figure.value or 0),
        last_wording=cite_value(last, change.indicator),
        last_number=float(last),
        change_wording=_amount(change),
        direction=_DIRECTIONS.get(change.direction, ""),
        problem=problem,
    )


def _amount(change: Change) -> str:
    """Return how much a figure changed, without a direction: 12.3%, 0.9个百分点, 3件."""
    from fazhi_metrics.measures.words import number_text

    card, difference = change.indicator, change.difference or 0
    size = -difference if difference < 0 else difference
    if change.points is not None:
        return f"{number_text(size, max(card.decimals, 1))}个百分点"
    if change.percent is not None:
        percent = -change.percent if change.percent < 0 else change.percent
        return f"{number_text(percent, 1)}%"
    return f"{number_text(size, card.decimals)}{card.unit}"


def _suggestion(identity: str, year: int, of: str, measure: Measure) -> Suggestion:
    """Return what a tie is made of; `of` is the part of the town meant: `village=示例一村`, `kind=家庭`."""
    village = of.removeprefix("village=") if of.startswith("village=") else ""
    return Suggestion(
        figure=identity,
        title="",
        year=year,
        score=0.0,
        village=village,
        measure=measure,
        part="" if village else of,
    )


def ties_of_printed(
    document: Document, claims: Claims, printed: Sequence[Printed], year: int
) -> tuple[tuple[Tie, ...], tuple[str, ...]]:
    """Return a tie for every number and trend that a placeholder printed, and the ids that show no number."""
    numbers: dict[int, Suggestion] = {}
    missed: list[str] = []
    for each in printed:
        if each.part == "trend":
            continue
        inside = [i for i, c in enumerate(claims.figures) if c.start < each.end and each.start < c.end]
        [identity] = each.figures
        if len(inside) != 1:
            missed.append(identity)
            continue
        at = year - 1 if each.part == "last" else year
        measure = measure_of(claims.figures[inside[0]].quantity.unit) if each.part == "change" else "value"
        numbers[inside[0]] = _suggestion(identity, at, each.of, measure)
    trends: dict[int, dict[str, Suggestion]] = {}
    for index, trend in enumerate(claims.trends):
        inside_trend = [p for p in printed if p.start < trend.end and trend.start < p.end]
        named = list(dict.fromkeys(identity for p in inside_trend for identity in p.figures))
        spoken = subjects(document, trend)
        if len(named) == len(spoken):
            trends[index] = {
                words: Suggestion(figure=identity, title="", year=year, score=0.0)
                for words, identity in zip(spoken, named, strict=True)
            }
    return ties_for(document, claims, Suggestions(numbers, trends)), tuple(missed)

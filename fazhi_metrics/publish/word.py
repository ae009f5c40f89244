"""The yearly report as a Word file: the town's template filled with figures, every number tied as it is printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.audit.annotate import Remark, annotated
from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.opening import read_bytes
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import Suggestion, Suggestions, measure_of, subjects
from fazhi_metrics.audit.ties import Measure, Tie, place_for_ties, write_ties
from fazhi_metrics.audit.tying import ties_for
from fazhi_metrics.audit.word import read_word
from fazhi_metrics.errors import ReportError, capped
from fazhi_metrics.files import write
from fazhi_metrics.measures import Figure, indicators_of
from fazhi_metrics.measures.citing import bracketed, cite_marked
from fazhi_metrics.measures.status import Status
from fazhi_metrics.measures.words import months_text, number_text
from fazhi_metrics.publish.archive import settle
from fazhi_metrics.publish.contents import ChartText, Contents, remark_of
from fazhi_metrics.publish.template import FigureText, Printed, Wording, fill
from fazhi_metrics.store import Store

if TYPE_CHECKING:
    from fazhi_metrics.audit.claims import Claims
    from fazhi_metrics.measures import Change, Indicator, Part
    from fazhi_metrics.project import Town

INCOMPARABLE, NO_BASE = "不能比较", "没有可比的上年数"
_DIRECTIONS = {"up": "上升", "down": "下降", "same": "持平"}


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
    known = indicators_of(town)
    texts = {figure.id: figure_text(figure, known[figure.id]) for figure in figures}
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
    remarks = remarks_of(document, filled.printed)
    write(out, settle(annotated(filled.data, out.name, remarks)) if remarks else filled.data)
    ties_path, _ = place_for_ties(out, town.root)
    write_ties(ties_path, out.name, year, ties)
    lacking = [b for b in filled.blocks if isinstance(b, ChartText) and b.image is None]
    notes = [f"报告里的图“{chart.title}”没有放进去：{chart.problem}。" for chart in lacking]
    if marks := [remark.text for remark in remarks]:
        notes.append(
            f"报告初稿有 {len(marks)} 处的数没有给出或不是全年的，原因见批注：{capped(dict.fromkeys(marks))}。"
        )
    return WrittenReport(out, ties_path, ties, missed, tuple(notes))


def remarks_of(document: Document, printed: Iterable[Printed]) -> list[Remark]:
    """Return the comments of a draft: at every number that is not sound, why."""
    return [
        Remark(each.start, each.end, document.text[each.start : each.end], each.reasons)
        for each in printed
        if each.part == "remark" and each.reasons
    ]


def figure_text(figure: Figure, card: Indicator) -> FigureText:
    """Return a figure as a template sees it: no number that is not sound, but its mark and the reasons."""
    value = _wording(figure.part, card)
    change = figure.change
    if change is None or change.difference is None:
        why = figure.reasons if not figure.status.has_value else figure.notes or (NO_BASE,)
        unlike = Wording(mark=bracketed(INCOMPARABLE), reasons=why)
        last = moved = direction = unlike
    else:
        last, (moved, direction) = _wording(change.base, card), _movement(change)
        if change.same_months and last.text:
            last = Wording(last.text, bracketed(months_text(change.same_months)), moved.reasons)
    sound = figure.status is Status.SOUND
    base_sound = change is not None and change.base.status is Status.SOUND and not change.same_months
    return FigureText(
        id=figure.id,
        title=figure.title,
        unit=figure.unit,
        value=value,
        last=last,
        change=moved,
        direction=direction,
        number=float(figure.value) if sound and figure.value is not None else None,
        last_number=float(figure.base_value) if base_sound and figure.base_value is not None else None,
    )


def _wording(part: Part, card: Indicator) -> Wording:
    text, mark = cite_marked(part, card)
    return Wording(text, mark, remark_of(part, card))


def _movement(change: Change) -> tuple[Wording, Wording]:
    """Return how much and which way a figure changed; of the same months of both years, if they are not whole."""
    if change.status not in (Status.SOUND, Status.PROVISIONAL):
        unknown = Wording(mark=bracketed(change.status.title), reasons=change.reasons)
        return unknown, unknown
    months = months_text(change.same_months) if change.same_months else ""
    mark = bracketed(f"{months}同期") if months else ""
    why = (f"两年都只比较{months}", *change.reasons) if months else ()
    return Wording(_amount(change), mark, why), Wording(_DIRECTIONS.get(change.direction, ""), reasons=why)


def _amount(change: Change) -> str:
    """Return how much a figure changed, without a direction: 12.3%, 0.9个百分点, 3件."""
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
        if each.part in ("trend", "remark"):
            continue
        inside = [i for i, c in enumerate(claims.figures) if c.start < each.end and each.start < c.end]
        [identity] = each.figures
        if len(inside) != 1:
            missed.append(identity)
            continue
        at = year - 1 if each.part == "last" else year
        measure = measure_of(claims.figures[inside[0]].quantity.unit) if each.part == "change" else "value"
        numbers[inside[0]] = _suggestion(identity, at, each.of, measure)
    spoken_of = [each for each in printed if each.part != "remark"]
    trends: dict[int, dict[str, Suggestion]] = {}
    for index, trend in enumerate(claims.trends):
        inside_trend = [p for p in spoken_of if p.start < trend.end and trend.start < p.end]
        named = list(dict.fromkeys(identity for p in inside_trend for identity in p.figures))
        spoken = subjects(document, trend)
        if len(named) == len(spoken):
            trends[index] = {
                words: Suggestion(figure=identity, title="", year=year, score=0.0)
                for words, identity in zip(spoken, named, strict=True)
            }
    return ties_for(document, claims, Suggestions(numbers, trends)), tuple(missed)

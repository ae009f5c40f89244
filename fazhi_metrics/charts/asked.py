"""A chart for any question: an indicator, divided as asked, drawn in the kind that suits the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from fazhi_metrics.charts.chart import BY_YEAR, Chart, Kind, Material
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.errors import ChartError
from fazhi_metrics.measures.catalogue import indicator_named
from fazhi_metrics.measures.dimensions import TIME
from fazhi_metrics.measures.disclosure import of_persons
from fazhi_metrics.measures.query import Selection, asked_dimensions, title_of

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

    from fazhi_metrics.measures import Indicator
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

MOST_ROWS, MOST_COLUMNS = 100, 12
_PLACES = {"village": ("各村（社区）", "个村（社区）"), "district": ("各片区", "个片区")}
_PERIODS = {"month": "各月", "quarter": "各季度", "half": "各半年", "year": "逐年"}


def draw_asked(
    store: Store,
    town: Town,
    indicator: str | Indicator,
    by: str | Sequence[str],
    year: int,
    base_year: int | None = None,
    where: Selection | None = None,
) -> Figure:
    """Draw an indicator divided `by` at most two dimensions; with `base_year`, compared with that year.

    Undivided, or by year, it is drawn year by year.

    Raises:
        ChartError: no chart of these numbers could be read; the message says why.
        IndicatorError, DatasetError: the numbers cannot be had.
    """
    from fazhi_metrics.charts.compose import compose
    from fazhi_metrics.charts.draw import drawing_of
    from fazhi_metrics.charts.gather import gather

    card = indicator_named(indicator, town)
    chart = chart_of(card, by, compared=base_year is not None)
    material = _spelled(gather(store, town, chart, year, base_year, where), card.home)
    _refuse_crowded(material)
    return compose(material, drawing_of(material))


def chart_of(card: Indicator, by: str | Sequence[str], *, compared: bool = False) -> Chart:
    """Declare the chart of an indicator divided as asked.

    Raises ChartError where no kind of chart suits.
    """
    home = card.home
    names = asked_dimensions(by, home, several=False) or BY_YEAR
    kind = _kind(card, names, compared=compared)
    flags_or_texts = {column.name for column in home.stored if column.type in ("flag", "text")}
    return Chart(
        id="_".join((card.id, *names)),
        title=_title(card, names, home),
        theme=card.theme,
        kind=kind,
        indicators=(card.id,),
        by=names,
        noun=_PLACES.get(names[0], ("", "类"))[1],
        compared=compared or kind == "years",
        verb="最大" if card.unit == "亩" else "最多",
        after="的" if names[0] in flags_or_texts else "",
    )


def _kind(card: Indicator, names: tuple[str, ...], *, compared: bool) -> Kind:
    if names == BY_YEAR:
        return "years"
    if len(names) > 2 or "year" in names:
        raise ChartError("一张图最多按两个维度分，年份要单独用", todo="表不受限制；图请少选一个维度")
    if len(names) == 2:
        return _two(card, names, compared=compared)
    if names[0] in TIME:
        return "lines"
    if compared:
        return "dumbbell"
    return "ranked_dots" if card.rate else "ranked_bars"


def _two(card: Indicator, names: tuple[str, ...], *, compared: bool) -> Kind:
    if names[0] in TIME:
        raise ChartError("按时间分时，时间要放在第二个维度", todo="请把两个维度对调")
    if not card.additive:
        what = "占比和平均数" if card.rate else "不同值的个数"
        raise ChartError(
            f"{card.title}是{what}，分到两个维度后每格太小，画成图会误导", todo="请看表，或只按一个维度分"
        )
    if of_persons(card):
        raise ChartError(f"{card.title}涉及个人，分到两个维度会看出是谁", todo="请只按一个维度分")
    if compared and names[1] not in TIME:
        raise ChartError("这样分的图只能画一年", todo="两年对照请看表，或把比较年度去掉")
    return "multiples" if compared else "heat"


def _title(card: Indicator, names: tuple[str, ...], home: Dataset) -> str:
    if len(names) == 1 and names[0] in _PLACES:
        return f"{_PLACES[names[0]][0]}{card.title}"
    if len(names) == 1 and names[0] in _PERIODS:
        return f"{_PERIODS[names[0]]}{card.title}"
    return f"按{'和'.join(title_of(name, home) for name in names)}分的{card.title}"


def _spelled(material: Material, home: Dataset) -> Material:
    """Spell the labels of flags out: 是否化解为是 says on a chart what 是 alone does not."""
    flags = {column.name: column.title for column in home.stored if column.type == "flag"}
    titles = [flags.get(name, "") for name in material.chart.by]
    if not any(titles):
        return material

    def said(labels: Sequence[str], titles: Sequence[str]) -> tuple[str, ...]:
        pairs = zip(labels, titles, strict=True)
        return tuple(f"{title}为{label}" if title else label for label, title in pairs)

    points = tuple(
        replace(p, part=replace(p.part, labels=said(p.labels, titles[: len(p.labels)])))
        for p in material.points
    )
    order = tuple(
        said(labels, [title] * len(labels)) for labels, title in zip(material.order, titles, strict=True)
    )
    moves = {said(labels, titles): change for labels, change in material.moves.items()}
    return replace(material, points=points, order=order, moves=moves)


def _refuse_crowded(material: Material) -> None:
    """Refuse what a page cannot hold: the table still lists it."""
    for labels, most, title in zip(material.order, (MOST_ROWS, MOST_COLUMNS), material.titles, strict=False):
        if len(labels) > most:
            raise ChartError(f"{title}有 {len(labels)} 个，一张图放不下", todo="请看表，或先筛选几个村再画")

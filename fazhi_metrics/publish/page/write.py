"""The page of a town's year as one file: everything gathered, what is read seldom packed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.files import write
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.publish.page.cards import by_theme, make_cards
from fazhi_metrics.publish.page.findings import Report, anchor, read_audit
from fazhi_metrics.publish.page.headline import headline
from fazhi_metrics.publish.page.live import make_live, packed_json
from fazhi_metrics.publish.page.pictures import Gallery, Source, gather_charts
from fazhi_metrics.publish.page.render import parts, render
from fazhi_metrics.publish.page.sources import read_sources
from fazhi_metrics.publish.page.standing import read_standing
from fazhi_metrics.publish.page.villages import make_villages

if TYPE_CHECKING:
    from fazhi_metrics.audit.results import Audit
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_SECTIONS = {
    "overview": "概览",
    "report": "报告核对",
    "charts": "图表",
    "villages": "各村（社区）",
    "cards": "指标卡",
    "sources": "数据与方法",
}


def write_page(
    store: Store,
    town: Town,
    year: int,
    path: Path | str,
    *,
    audit: Audit | None = None,
    charts: Source = None,
    interactive: bool = True,
) -> Path:
    """Write everything about a town's year as one HTML file that opens offline, and return its path.

    It holds the headline figures, the audited report with every number marked, charts, villages, a card for
    every indicator with its cells, and where the data came from. `charts` holds the SVG of each chart by its
    id, or is the folder of exported charts, where what is missing or changed is drawn anew; None draws
    somewhere temporary. With `interactive`, plotly's script is packed into the page (about 2 MB) and runs
    only when a reader asks for it. The same data and charts give the same bytes.

    Raises:
        FileError: the file cannot be written.
        DatasetError: there is no data for the year.
    """
    return write(path, page_text(store, town, year, audit=audit, charts=charts, interactive=interactive))


def page_text(
    store: Store,
    town: Town,
    year: int,
    *,
    audit: Audit | None = None,
    charts: Source = None,
    interactive: bool = True,
) -> str:
    """Return the page; see `write_page`."""
    cards = make_cards(store, town, year)
    gallery = gather_charts(store, town, year, charts)
    villages = make_villages(store, town, year, cards)
    report = None if audit is None else read_audit(store, town, audit, cards, year)
    overview = catalogue_of(town).overview
    cited = {*overview.cited, *_behind(report)}
    groups = headline(cards, overview)
    values = {
        "title": f"{town.name}{year}年法治政府建设数据",
        "year": year,
        "kind": "year",
        "sections": _SECTIONS,
        "made_from": read_sources(store, town, year),
        "headline": groups,
        "standing": read_standing(
            store, [card for found in groups.values() for card in found], cards.values()
        ),
        "cards": cards,
        "themes": by_theme(cards),
        "gallery": gallery,
        "villages": villages,
        "cited": cited,
        "packed": _packed(cards, cited, gallery, villages, report, year),
    }
    return render(values, town, report, make_live(gallery) if interactive else None)


def _packed(
    cards: Mapping[str, Any],
    cited: set[str],
    gallery: Gallery,
    villages: Any,
    report: Report | None,
    year: int,
) -> str:
    """Return, packed, the pieces of the page that are laid out only when asked for, as HTML by name.

    They are the tables of the charts and of the villages, the cells of every village's number (`v-2/petitions`), and the cards of
    indicators that the report does not stand on, of other years and of parts of the town, with their list.
    """
    laid = parts({})
    pieces: dict[str, str] = {}
    for number, village in enumerate(villages.cards, 1):
        pieces[f"v-{number}"] = laid.village_table(village, number, villages, year)
        for name in village.entries:
            cells = villages.cells.get(village.name, {}).get(name, {})
            pieces[f"v-{number}/{name}"] = laid.village_sheets(cells)
    uncited = {anchor(name): card for name, card in cards.items() if name not in cited}
    others = {} if report is None else report.cards
    pieces.update((name, laid.facts(card)) for name, card in {**uncited, **others}.items())
    pieces.update((f"t-{shown.id}", laid.chart_table(shown)) for shown in gallery if shown.picture)
    pieces["others"] = laid.other_cards(others)
    return packed_json(pieces)


def _behind(report: Report | None) -> set[str]:
    """Return the indicators whose cards the report stands on: their cells are printed, not packed."""
    entries = () if report is None else report.entries
    return {name.removeprefix("i-").split("-")[0] for entry in entries for name in entry.cards}

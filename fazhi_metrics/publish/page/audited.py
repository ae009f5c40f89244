"""The audited report as a page of its own: its text, every finding, and the cards behind them, laid open."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.audit.files import beside
from fazhi_metrics.audit.formula import names
from fazhi_metrics.errors import FazhiError, ReportError
from fazhi_metrics.files import write
from fazhi_metrics.measures import indicators_of
from fazhi_metrics.publish.page.cards import Card, by_theme, make_card
from fazhi_metrics.publish.page.findings import read_audit
from fazhi_metrics.publish.page.live import packed_json
from fazhi_metrics.publish.page.render import render
from fazhi_metrics.publish.page.sources import read_sources
from fazhi_metrics.publish.page.standing import read_standing

if TYPE_CHECKING:
    from fazhi_metrics.audit.results import Audit
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_SECTIONS = {"report": "报告核对", "cards": "依据的指标", "sources": "数据与方法"}


def write_audit_page(store: Store, town: Town, audit: Audit, path: Path | str | None = None) -> Path:
    """Write an audited report as one HTML file that opens offline, and return its path.

    Every number of the text leads down to its figure, definition, sums, cells and corrections. By default the
    file lies beside the report or, where its folder is read-only, in the outputs. The same data and report
    give the same bytes.

    Raises:
        ReportError: it would replace the report itself.
        FileError: it cannot be written.
    """
    target = Path(path) if path is not None else beside(audit, ".html")
    source = audit.document.path
    if source is not None and target.resolve() == source.resolve():
        raise ReportError("这会盖掉报告本身", where=str(target), todo="请换一个文件名。")
    return write(target, audit_page_text(store, town, audit))


def audit_page_text(store: Store, town: Town, audit: Audit) -> str:
    """Return the page; see `write_audit_page`."""
    cards = _cards(store, town, audit)
    report = read_audit(store, town, audit, cards, audit.year)
    values = {
        "title": f"《{audit.document.name}》核对结果",
        "year": audit.year,
        "kind": "audit",
        "sections": _SECTIONS if cards else {name: _SECTIONS[name] for name in ("report", "sources")},
        "made_from": read_sources(store, town, audit.year),
        "cards": cards,
        "standing": read_standing(store, list(cards.values())),
        "themes": by_theme(cards),
        "cited": set(cards),
        "packed": packed_json({}),
    }
    return render(values, town, report)


def _cards(store: Store, town: Town, audit: Audit) -> dict[str, Card]:
    """Return the cards of the whole town in the report's year that its findings stand on."""
    known = indicators_of(town)
    cards: dict[str, Card] = {}
    for identity in sorted(_used(audit), key=list(known).index):
        try:
            cards[identity] = make_card(store, town, known[identity], audit.year)
        except FazhiError:  # no data of that year: the finding's reason says so
            continue
    return cards


def _used(audit: Audit) -> set[str]:
    """Return the ids that findings of the whole town in the report's year name, formulas taken apart."""
    numbers = [
        v.figure
        for v in (*audit.verdicts, *audit.implied)
        if v.figure and v.year == audit.year and not v.where
    ]
    subjects = [part.figure for trend in audit.trends for part in trend.parts if not part.where]
    return {name for figure in {*numbers, *subjects} for name in names(figure)}

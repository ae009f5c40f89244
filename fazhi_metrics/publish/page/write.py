"""The page as one file: everything gathered, laid out, and closed off against the network."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.audit.results import TITLES
from fazhi_metrics.charts.theme import FONT_CHAIN, LABEL_SIZE
from fazhi_metrics.errors import ReportError
from fazhi_metrics.figures import FIGURES
from fazhi_metrics.publish.page.cards import by_theme, make_cards
from fazhi_metrics.publish.page.findings import ORDER, Report, anchor, read_audit
from fazhi_metrics.publish.page.headline import headline
from fazhi_metrics.publish.page.hiding import NOTE, Hiding
from fazhi_metrics.publish.page.live import make_live, packed_json
from fazhi_metrics.publish.page.pictures import Source, gather_charts
from fazhi_metrics.publish.page.policy import policy
from fazhi_metrics.publish.page.sources import read_sources
from fazhi_metrics.publish.page.villages import make_villages

if TYPE_CHECKING:
    from jinja2 import Environment

    from fazhi_metrics.audit.results import Audit
    from fazhi_metrics.project import Town
    from fazhi_metrics.store import Store

_TEMPLATES = Path(__file__).parent / "templates"
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
        ReportError: the file cannot be written.
        DatasetError: there is no data for the year.
    """
    text = page_text(store, town, year, audit=audit, charts=charts, interactive=interactive)
    path = Path(path)
    draft = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.write_text(text, encoding="utf-8", newline="\n")
        draft.replace(path)
    except OSError as error:
        raise ReportError(f"网页写不进去（{error.strerror or error}）", where=str(path)) from error
    return path


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
    hiding = Hiding(store, town)
    cards = make_cards(store, town, year, hiding)
    gallery = gather_charts(store, town, year, charts)
    villages = make_villages(store, town, year, cards)
    report = None if audit is None else read_audit(store, town, audit, cards, year, hiding)
    cited = {*FIGURES, *_behind(report)}
    live = make_live(gallery) if interactive else None
    style, script = _style(town.sample), _file("page.js")
    return _render(
        {
            "title": f"{town.name}{year}年法治政府建设数据",
            "town": town,
            "year": year,
            "sections": _SECTIONS,
            # plotly sets styles of its own, which no list made beforehand could name
            "policy": policy([script, *([live.source] if live else [])], None if live else [style]),
            "style": style,
            "script": script,
            "made_from": read_sources(store, year),
            "headline": headline(cards),
            "cards": cards,
            "themes": by_theme(cards),
            "gallery": gallery,
            "live": live,
            "villages": villages,
            "cited": cited,
            "report": report,
            "texts": {} if report is None else {entry.key: entry.text for entry in report.entries},
            "order": ORDER,
            "titles": TITLES,
            "hidden_note": NOTE,
        }
    )


def _packed(values: Mapping[str, Any]) -> str:
    """Return, packed, the pieces of the page that are laid out only when asked for, as HTML by name.

    They are the tables of the villages, the cells of every village's number (`v-2/petitions`), and the cards of
    indicators that the report does not stand on, of other years and of villages.
    """
    parts: Any = _environment().get_template("parts.html.j2").make_module(dict(values))
    villages, report = values["villages"], values["report"]
    pieces: dict[str, str] = {}
    for number, village in enumerate(villages.cards, 1):
        pieces[f"v-{number}"] = parts.village_table(village, number, villages, values["year"])
        for name in village.entries:
            cells = villages.cells.get(village.name, {}).get(name, {})
            pieces[f"v-{number}/{name}"] = parts.village_sheets(cells)
    uncited = {anchor(name): card for name, card in values["cards"].items() if name not in values["cited"]}
    others = {} if report is None else report.cards
    pieces.update((name, parts.facts(card)) for name, card in {**uncited, **others}.items())
    return packed_json(pieces)


def _behind(report: Report | None) -> set[str]:
    """Return the indicators whose cards the report stands on: their cells are printed, not packed."""
    entries = () if report is None else report.entries
    return {name.removeprefix("i-").split("-")[0] for entry in entries for name in entry.cards}


def _render(values: Mapping[str, Any]) -> str:
    """Fill the templates; every value is escaped, and an unknown name in a template stops the run."""
    from markupsafe import Markup

    ours = {name: Markup(values[name]) for name in ("style", "script")}  # noqa: S704  (written here, hashed)
    return _environment().get_template("index.html.j2").render({**values, "packed": _packed(values), **ours})


def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _file(name: str) -> str:
    """Return a file of the page without its indentation and its lines of comment."""
    lines = (line.strip() for line in (_TEMPLATES / name).read_text(encoding="utf-8").splitlines())
    return "\n".join(line for line in lines if line and not line.startswith(("//", "/*")))


def _style(sample: str) -> str:
    """Return the style sheet with the font chain of the charts and the banner for the head of printed pages."""
    return (
        _file("page.css")
        .replace("FONT-CHAIN", FONT_CHAIN)
        .replace("LABEL-SIZE", f"{LABEL_SIZE}px")
        .replace("SAMPLE-TEXT", css_string(sample))
    )


def css_string(text: str) -> str:
    r"""Return a text as a string of CSS that can end neither its rule nor its element.

    >>> css_string("示例</style>")
    '"示例\\3c \\2f style\\3e "'
    """
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'

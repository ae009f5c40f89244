"""The templates of the pages: filled in, closed off against the network, and written in one step."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.look import selector, verdict_style
from fazhi_metrics.charts.theme import FONT_CHAIN, LABEL_SIZE
from fazhi_metrics.measures.disclosure import NOTE
from fazhi_metrics.publish.page.findings import Report
from fazhi_metrics.publish.page.policy import policy

if TYPE_CHECKING:
    from types import ModuleType

    from jinja2 import Environment

    from fazhi_metrics.project import Town
    from fazhi_metrics.publish.page.live import Live

_TEMPLATES = Path(__file__).parent / "templates"


def render(values: Mapping[str, Any], town: Town, report: Report | None, live: Live | None = None) -> str:
    """Return a page: the frame, the sections that `values` names, and the audited report when there is one.

    Every value is escaped, and an unknown name in a template stops the run. `live` is what makes charts
    interactive.
    """
    from markupsafe import Markup

    style, script = _style(town.sample), _script()
    entries = () if report is None else report.entries
    frame = {
        "town": town,
        # plotly sets styles of its own, which no list made beforehand could name
        "policy": policy([script, *([live.source] if live else [])], None if live else [style]),
        "style": Markup(style),  # noqa: S704  (written here, hashed)
        "script": Markup(script),  # noqa: S704
        "live": live,
        "report": report,
        "texts": {entry.key: entry.text for entry in entries},
        "verdicts": list(VerdictKind),
        "hidden_note": NOTE,
    }
    return _environment().get_template("index.html.j2").render({**frame, **values})


def parts(values: Mapping[str, Any]) -> ModuleType | Any:
    """Return the pieces that several sections use, as functions that give HTML."""
    return _environment().get_template("parts.html.j2").make_module(dict(values))


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
    """Return the look of verdicts and the page's own, with the charts' fonts and the banner of printed pages."""
    named = {
        "FONT-CHAIN": FONT_CHAIN,
        "LABEL-SIZE": f"{LABEL_SIZE}px",
        "SAMPLE-TEXT": css_string(sample),
        "UNDERLINED-KINDS": selector(kind for kind in VerdictKind if "bottom" in kind.line),
    }
    style = _file("page.css")
    for name, value in named.items():
        style = style.replace(name, value)
    return f"{verdict_style()}\n{style}"


def _script() -> str:
    """Return the page's script, which steps through what needs attention."""
    return _file("page.js").replace("OPEN-KINDS", selector(kind for kind in VerdictKind if kind.open))


def css_string(text: str) -> str:
    r"""Return a text as a string of CSS that can end neither its rule nor its element.

    >>> css_string("示例</style>")
    '"示例\\3c \\2f style\\3e "'
    """
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'

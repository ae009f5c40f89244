"""What makes charts interactive on demand: plotly's script and the figures, packed into the page.

Nothing of it runs until a reader asks for it: it lies in the page as packed text. The page's policy names the
unpacked script by its digest, so that this script may run and no other.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fazhi_metrics.publish.page.pictures import Shown


@dataclass(frozen=True, slots=True)
class Live:
    """The packed script, the script as it will run, and the packed figures by chart."""

    script: str
    source: str
    drawings: str


def pack(value: bytes) -> str:
    """Return bytes packed as text: gzip, then base64; the same bytes give the same text."""
    return b64encode(gzip.compress(value, compresslevel=9, mtime=0)).decode("ascii")


def packed_json(value: Any) -> str:
    """Return plain values as packed JSON."""
    return pack(json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())


def make_live(charts: Iterable[Shown]) -> Live:
    """Pack plotly's script, as the installed plotly carries it, and the figures of the charts.

    All figures share one template, which is packed once.
    """
    import plotly

    source = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    drawings: dict[str, Any] = {}
    template: Any = {}
    for shown in charts:
        layout = dict(shown.drawing["layout"])
        template = layout.pop("template", template)
        drawings[shown.id] = {"data": shown.drawing["data"], "layout": layout}
    return Live(pack(source.encode()), source, packed_json({"template": template, "charts": drawings}))

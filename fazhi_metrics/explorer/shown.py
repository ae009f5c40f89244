"""How the explorer shows an answer: its style, the meaning of the indicator, remarks, code, the chart."""

from __future__ import annotations

import json
from collections.abc import Iterable
from html import escape
from typing import Any

from fazhi_metrics.charts.theme import FONT_CHAIN
from fazhi_metrics.explorer.answer import Answer
from fazhi_metrics.measures.cards import card_rows

PLOTLY = "application/vnd.plotly.v1+json"
STYLE = f"""<style>
.fazhi-explorer{{font-family:{FONT_CHAIN}}}
.fazhi-explorer table{{border-collapse:collapse;font-size:13px;line-height:1.6}}
.fazhi-explorer caption{{white-space:nowrap;padding-bottom:4px}}
.fazhi-explorer th,.fazhi-explorer td{{padding:2px 12px 2px 0;border-bottom:1px solid #d9d9d9}}
.fazhi-explorer thead th{{border-bottom:2px solid #1a1a1a}}
.fazhi-explorer pre{{font-size:13px;line-height:1.6;background:#f4f6f8;padding:8px 12px;margin:0}}
.fazhi-explorer .remark{{border-left:4px solid #f46a25;background:#fdf1ea;color:#1a1a1a;padding:4px 12px;line-height:1.6}}
.fazhi-explorer .meaning{{color:#595959;line-height:1.6}}
</style>"""


def remarks(lines: Iterable[str]) -> str:
    """Return what must be said, a refusal or what was written, a line each."""
    return "".join(f'<div class="remark" role="status">{escape(line)}</div>' for line in lines)


def code_block(lines: str) -> str:
    """Return code to copy."""
    return f"<pre>{escape(lines)}</pre>"


def meaning(found: Answer) -> str:
    """Say in one line what the indicator is: definition, version, direction."""
    card = dict(card_rows(found.card))
    said = "；".join((card["定义"], f"口径{card['口径']}", card["方向"]))
    return f'<div class="meaning"><b>{escape(found.card.title)}</b>（{found.card.id}）：{escape(said)}</div>'


def output_of(figure: Any) -> dict[str, Any]:
    """Return a figure as a notebook output, which JupyterLab draws by itself."""
    content = json.loads(figure.to_json())
    content["config"] = {"displayModeBar": False}
    alt = (content["layout"].get("meta") or {}).get("alt", "")
    return {"output_type": "display_data", "data": {PLOTLY: content, "text/plain": alt}, "metadata": {}}

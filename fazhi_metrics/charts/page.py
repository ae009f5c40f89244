"""One chart as one offline page: picture, table and the same told in words."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Any

from fazhi_metrics.charts.theme import FONT_CHAIN

SCRIPT = "plotly.min.js"  # one copy beside all pages: 4.8 MB once instead of once a chart
# Nothing may be fetched but the script beside the page; the browser itself refuses everything else.
POLICY = "default-src 'none'; script-src 'self' file: 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
STYLE = f"""
body{{margin:0;padding:24px 16px;background:#fff;color:#1a1a1a;font:15px/1.7 {FONT_CHAIN}}}
main{{max-width:692px;margin:0 auto}}
figure{{margin:0;overflow-x:auto}}
h1{{font-size:20px;line-height:1.4;margin:0 0 12px}} h2{{font-size:16px;margin:28px 0 8px}}
.banner{{margin:0 0 16px;padding:6px 12px;border-left:4px solid #f46a25;background:#fdf1ea}}
.table{{overflow-x:auto}}
table{{border-collapse:collapse;font-size:14px}}
caption{{text-align:left;white-space:nowrap;padding:0 0 6px;color:#595959}}
th,td{{padding:4px 14px 4px 0;border-bottom:1px solid #d9d9d9;text-align:left;font-weight:400;white-space:nowrap}}
thead th{{border-bottom:2px solid #1a1a1a;font-weight:700}}
td{{text-align:right;font-variant-numeric:tabular-nums}}
p.source{{color:#595959;font-size:13px;white-space:pre-line}}
@media print{{body{{padding:0}}}}
"""


def chart_page(figure: Mapping[str, Any], svg: str = "") -> str:
    """Return the page of one chart.

    The picture is the SVG when there is one: it reads without any script, also when the page is sent on by
    itself. With plotly.min.js beside the page the picture becomes interactive.
    """
    layout = figure.get("layout", {})
    meta = layout.get("meta", {})
    alt, name, sample = meta.get("alt", ""), meta.get("name", "图表"), meta.get("sample", "")
    told = {name: value for name, value in meta.items() if name != "measures"}  # those are for the CSV
    drawing = json.dumps(
        {"data": figure.get("data", []), "layout": {**layout, "meta": told}},
        ensure_ascii=False,
        sort_keys=True,
    )
    height, width = layout.get("height", 450), layout.get("width", 660)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(meta.get("finding", name))}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{escape(name)}</h1>
{f'<p class="banner">{escape(sample)}</p>' if sample else ""}
<figure>
<div id="chart" role="img" aria-label="{escape(alt)}" style="width:{width}px;min-height:{height}px">{svg}</div>
</figure>
<h2>数据表</h2>
{_table(meta)}
<h2>文字说明</h2>
<p>{escape(alt)}</p>
<p class="source">{escape(meta.get("source", ""))}</p>
</main>
<script src="{SCRIPT}"></script>
<script>
const drawing = {_inert(drawing)};
if (window.Plotly) {{
  const chart = document.getElementById("chart");
  chart.textContent = "";
  Plotly.newPlot(chart, drawing.data, drawing.layout, {{displayModeBar: false, showTips: false}});
}}
</script>
</body>
</html>
"""


def _table(meta: Mapping[str, Any]) -> str:
    table = meta.get("table", {"columns": [], "rows": []})
    head = "".join(f'<th scope="col">{escape(str(c))}</th>' for c in table["columns"])
    rows = "".join(
        f'<tr><th scope="row">{escape(str(row[0]))}</th>{"".join(f"<td>{escape(str(v))}</td>" for v in row[1:])}</tr>\n'
        for row in table["rows"]
    )
    caption = escape(meta.get("subtitle", ""))
    return (
        f'<div class="table" tabindex="0"><table><caption>{caption}</caption>'
        f"<thead><tr>{head}</tr></thead>\n<tbody>{rows}</tbody></table></div>"
    )


def _inert(text: str) -> str:
    """Return JSON that can neither end its script element nor open a comment in it."""
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

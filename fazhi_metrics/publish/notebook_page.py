"""A notebook that was run as one offline page: prose, code to unfold, tables, interactive charts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.charts.theme import FONT_CHAIN

if TYPE_CHECKING:
    from nbformat import NotebookNode

PLOTLY = "application/vnd.plotly.v1+json"
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:"
STYLE = f"""
body{{margin:0;background:#fff;color:#1a1a1a;font:16px/1.75 {FONT_CHAIN}}}
header,main{{max-width:860px;margin:0 auto;padding:0 20px}}
header{{padding-top:16px;color:#595959;font-size:14px}}
header p{{margin:4px 0}}
.banner{{padding:6px 12px;border-left:4px solid #f46a25;background:#fdf1ea;color:#1a1a1a}}
h1{{font-size:26px;line-height:1.35}} h2{{font-size:20px;margin-top:36px}} h3{{font-size:17px}}
.anchor-link,.prompt{{display:none}}
.highlight,.output_text pre{{overflow-x:auto;margin:8px 0}}
.highlight pre,.output_text pre,code{{font:13px/1.6 ui-monospace,Consolas,Menlo,"Liberation Mono","DejaVu Sans Mono",monospace,{FONT_CHAIN}}}
.highlight{{background:#f4f6f8;padding:2px 12px;border-left:3px solid #d9d9d9}}
.highlight pre{{margin:8px 0}}
.highlight .k,.highlight .kn,.highlight .kc,.highlight .ow{{color:#801650}}
.highlight .s1,.highlight .s2,.highlight .sa{{color:#12436d}}
.highlight .c1{{color:#595959}}
body:not(:has(#code:checked)) .input{{display:none}}
.output{{overflow-x:auto}}
table{{border-collapse:collapse;border:0;font-size:14px;margin:10px 0}}
caption{{padding-bottom:6px;white-space:nowrap}}
th,td{{padding:4px 14px 4px 0;border:0;border-bottom:1px solid #d9d9d9;text-align:left;vertical-align:top}}
thead th{{border-bottom:2px solid #1a1a1a}}
td:first-child{{white-space:nowrap}}
table.dataframe th{{text-align:left!important}}
table.dataframe td{{font-variant-numeric:tabular-nums}}
.missing{{padding:6px 12px;border-left:4px solid #801650;background:#f9e7f0}}
.chart{{margin:12px 0}}
.chart p{{color:#595959;font-size:14px}}
@media print{{header label{{display:none}}}}
"""


def notebook_page(notebook: NotebookNode, title: str, banner: str = "") -> str:
    """Return the page of a notebook with its outputs; plotly.js stands in it once, and only if a chart does."""
    charts: list[Mapping[str, Any]] = []
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            _settle(output, charts)
    body = _body(notebook)
    return f"""<!DOCTYPE html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<style>{STYLE}</style>
</head>
<body>
<header>
{f'<p class="banner">{escape(banner)}</p>' if banner else ""}
<p>内部资料：核对用的笔记本，不对外公布。</p>
<p><label><input type="checkbox" id="code" checked> 显示代码</label></p>
</header>
<main>
{body}
</main>
{_scripts(charts)}
</body>
</html>
"""


def _body(notebook: NotebookNode) -> str:
    from nbconvert import exporters

    make: Any = exporters.HTMLExporter
    exporter = make(
        template_name="basic",  # the cells alone: head, styles and scripts are ours, none from a network
        exclude_anchor_links=True,
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    body, _ = exporter.from_notebook_node(notebook)
    return str(body)


def _settle(output: Any, charts: list[Mapping[str, Any]]) -> None:
    """Turn a plotly output into a place on the page that holds its words until the chart is drawn there."""
    data = output.get("data")
    if not data or PLOTLY not in data:
        return
    figure = data.pop(PLOTLY)
    charts.append(figure)
    layout = figure.get("layout", {})
    alt = escape((layout.get("meta") or {}).get("alt", "图表"))
    size = f"width:{layout.get('width', 660)}px;min-height:{layout.get('height', 450)}px"
    place = f'<div class="chart" id="chart-{len(charts)}" role="img" aria-label="{alt}" style="{size}"><p>{alt}</p></div>'
    output["data"] = {"text/html": place}


def _scripts(charts: list[Mapping[str, Any]]) -> str:
    if not charts:
        return ""
    import plotly

    library = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_text(encoding="utf-8")
    drawings = [{"data": each.get("data", []), "layout": each.get("layout", {})} for each in charts]
    plain = json.dumps(drawings, ensure_ascii=False, sort_keys=True)
    for letter in "<\u2028\u2029":
        plain = plain.replace(letter, f"\\u{ord(letter):04x}")
    return f"""<script>{library}</script>
<script>
const drawings = {plain};
drawings.forEach((drawing, index) => {{
  const place = document.getElementById(`chart-${{index + 1}}`);
  place.textContent = "";
  Plotly.newPlot(place, drawing.data, drawing.layout, {{displayModeBar: false, showTips: false}});
}});
</script>"""

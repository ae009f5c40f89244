import gzip
import json
from base64 import b64decode
from pathlib import Path

import plotly

from fazhi_metrics.publish.page.live import make_live, packed_json
from fazhi_metrics.publish.page.pictures import gather_charts

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="660" height="{height}">
<text class="gtitle" y="16">题</text><text class="gtitle-subtitle" y="54">口径</text>
<g class="annotation"><g class="cursor-pointer" transform="translate(16,{foot})"><text>{source}</text></g></g>
<text x="9" y="99">图</text></svg>"""


def unpacked(text):
    return gzip.decompress(b64decode(text))


def test_packed_values_come_back():
    assert json.loads(unpacked(packed_json({"村": [1, None, "“”"]}))) == {"村": [1, None, "“”"]}


def test_the_script_is_that_of_the_installed_plotly(some_charts, small):
    live = make_live(gather_charts(*small, 2025, {}))
    installed = (Path(plotly.__file__).parent / "package_data" / "plotly.min.js").read_bytes()
    assert unpacked(live.script) == live.source.encode() == installed


def test_the_figures_share_one_template_and_keep_their_data(some_charts, small):
    gallery = gather_charts(*small, 2025, {})
    drawings = json.loads(unpacked(make_live(gallery).drawings))
    assert drawings["template"]["layout"]["font"]["family"].startswith('"Microsoft YaHei"')
    assert sorted(drawings["charts"]) == sorted(shown.id for shown in gallery)
    assert all("template" not in chart["layout"] and chart["data"] for chart in drawings["charts"].values())


def test_an_interactive_chart_has_no_titles_of_its_own_and_the_height_of_its_picture(some_charts, small):
    from fazhi_metrics.charts import draw
    from fazhi_metrics.charts.theme import NARROW

    figure = draw(*small, "three_falls", 2025, width=NARROW)
    height = figure.layout.height
    svg = SVG.format(height=height, foot=height - 40, source=figure.layout.meta["source"])
    [shown] = [
        shown for shown in gather_charts(*small, 2025, {"three_falls": svg}) if shown.id == "three_falls"
    ]
    layout = shown.drawing["layout"]
    assert (shown.picture.above, shown.picture.below) == (71, 34)
    assert layout["height"] == shown.picture.height == height - 71 - 34
    assert layout["margin"]["t"] == figure.layout.margin.t - 71
    assert layout["title"] == {}
    assert "source" not in [note.get("name") for note in layout["annotations"]]


def test_the_same_figures_are_packed_to_the_same_text(some_charts, small):
    one, other = (make_live(gather_charts(*small, 2025, {})) for _ in range(2))
    assert one == other

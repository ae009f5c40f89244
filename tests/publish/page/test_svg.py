import pytest
from lxml import etree

from fazhi_metrics.charts.theme import LABEL_SIZE
from fazhi_metrics.errors import ChartError
from fazhi_metrics.publish.page.svg import tidy

FONT = "font-family: 'Noto Sans CJK SC'; font-size: {}px; fill: rgb({}); fill-opacity: 1; white-space: pre;"
INK, QUIET = "26, 26, 26", "89, 89, 89"
SOURCE = "来源：示例镇人口与户数（2025年）"


def chart(inside="", defs="", titles=True):
    """A chart as plotly writes it, 660 by 400: two lines of title, a bar, its label, a source line."""
    heads = (
        f'<g class="g-gtitle"><text class="gtitle" x="16" y="16" style="{FONT.format(17, INK)}">结论在此</text>'
        f'<text class="gtitle-subtitle" x="16" y="54" style="{FONT.format(13, QUIET)}">口径</text></g>'
        '<g class="annotation"><g class="annotation-text-g" transform="rotate(0,300,370)"><g class="cursor-pointer" '
        f'transform="translate(16,360)"><rect class="bg" width="9" height="9" style="fill-opacity: 0; stroke-opacity: 0"/>'
        f'<text style="{FONT.format(11, QUIET)}"><tspan class="line">{SOURCE[:8]}</tspan> <tspan class="line">{SOURCE[8:]}</tspan></text></g></g></g>'
    )
    return f"""<svg class="main-svg" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
     width="660" height="400" viewBox="0 0 660 400"><rect x="0" y="0" width="660" height="400" style="fill: rgb(255, 255, 255)"/>
     <defs id="d"><clipPath id="used"><rect width="100.126" height="9"/></clipPath><clipPath id="idle"><rect/></clipPath>{defs}</defs>
     <g class="bars"><g><path d="M1,2.3456V9Z" clip-path="url(#used)" style="vector-effect: none; stroke-width: 0px; fill: rgb(18, 67, 109);"/>
     <text x="0" y="0" transform="translate(10.5,20)" style="{FONT.format(LABEL_SIZE, "255, 255, 255")}">21 &lt; 22</text></g></g>
     {inside}{heads if titles else ""}</svg>"""


def read(picture):
    return etree.fromstring(picture.svg)


def named(picture, name):
    return [node for node in read(picture).iter() if etree.QName(node).localname == name]


def test_title_subtitle_and_source_leave_and_the_picture_is_cropped_to_the_rest():
    picture = tidy(chart(), "k1", SOURCE)
    words = "".join(read(picture).itertext())
    assert words.strip() == "21 < 22"
    assert (picture.width, picture.above) == (660, 71)
    assert 30 <= picture.below <= 40
    assert read(picture).get("viewBox") == f"0 71 660 {400 - 71 - round(picture.below)}"
    assert picture.height == 400 - 71 - picture.below


def test_a_source_line_of_other_words_stays():
    assert "与户数（2025年）" in tidy(chart(), "k1", "来源：别处").svg


def test_without_titles_the_picture_stays_whole():
    picture = tidy(chart(titles=False), "k1", SOURCE)
    assert (picture.above, picture.below, picture.height) == (0, 0, 400)


def test_styles_become_attributes_and_what_goes_without_saying_is_not_said():
    picture = tidy(chart(), "k1", SOURCE)
    [bar], [label] = named(picture, "path"), named(picture, "text")
    assert bar.attrib == {"d": "M1,2.3V9Z", "clip-path": "url(#k1-0)", "fill": "#12436d"}
    assert label.attrib == {"x": "10.5", "y": "20", "fill": "#ffffff"}
    assert "style" not in picture.svg
    assert "class" not in picture.svg


def test_only_the_clips_in_use_are_kept_under_the_name_of_the_chart():
    one, other = tidy(chart(), "k1", SOURCE), tidy(chart(), "k2", SOURCE)
    assert [node.get("id") for node in named(one, "clipPath")] == ["k1-0"]
    assert [node.get("id") for node in named(other, "clipPath")] == ["k2-0"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<g onclick="alert(1)"><text onload="x()">词</text></g>',
        '<a xlink:href="javascript:alert(1)"><text>词</text></a>',
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://a.example/"/></foreignObject>',
        '<image xlink:href="http://a.example/x.png" width="9" height="9"/>',
        '<image href="data:image/svg+xml;base64,PHN2Zz4=" width="9" height="9"/>',
        "<style>@import url(http://a.example/x.css);</style>",
        '<path d="M1,1Z" style="fill: url(http://a.example/#x)" filter="url(#f)" mask="url(http://a.example)"/>',
        r'<path d="M1,1Z" fill="u\72l(http:\2f\2f a.example)" stroke="URL(x)"/>',
        '<use xlink:href="http://a.example/x.svg#y"/>',
        '<animate attributeName="href" to="javascript:alert(1)"/>',
    ],
)
def test_nothing_that_runs_loads_or_links_gets_in(hostile):
    picture = tidy(chart(hostile), "k1", SOURCE)
    for trace in (
        "script",
        "alert",
        "example",
        "onclick",
        "onload",
        "href",
        "import",
        "iframe",
        "animate",
        "filter",
    ):
        assert trace not in picture.svg.lower(), trace
    assert picture.svg.count("url(") == 1
    assert {etree.QName(node).localname for node in read(picture).iter()} <= {
        "svg", "g", "path", "text", "tspan", "rect", "clipPath", "defs", "image"
    }  # fmt: skip


def test_words_cannot_break_out_of_the_picture():
    picture = tidy(chart('<text>&lt;/svg&gt;&lt;script&gt;"&amp;</text>'), "k1", SOURCE)
    assert "<script" not in picture.svg
    assert '</svg><script>"&' in "".join(read(picture).itertext())


def test_a_picture_of_pixels_stays_inside():
    picture = tidy(
        chart('<image xlink:href="data:image/png;base64,AAAA" x="1" y="1" width="9" height="9"/>'), "k1"
    )
    assert [node.get("href") for node in named(picture, "image")] == ["data:image/png;base64,AAAA"]


BOMB = '<!DOCTYPE svg [<!ENTITY a "词词词词词词词词"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def test_entities_are_not_unfolded():
    assert "词" not in tidy(BOMB + chart("<text>&b;</text>"), "k1").svg


@pytest.mark.parametrize(
    "wrong", ["", "没有", "<svg", "<html xmlns='http://www.w3.org/1999/xhtml'/>", "<svg/>"]
)
def test_what_is_no_svg_is_refused_by_name(wrong):
    with pytest.raises(ChartError, match="k7"):
        tidy(wrong, "k7")

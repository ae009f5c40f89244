import gzip
import json
import re
import subprocess
import sys
from base64 import b64decode
from dataclasses import replace
from itertools import pairwise

import pytest
from lxml import html

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.results import Audit, Verdict
from fazhi_metrics.charts import export
from fazhi_metrics.errors import DatasetError, FileError
from fazhi_metrics.measures import FIGURES, compute_figure
from fazhi_metrics.publish.offline import foreign_resources
from fazhi_metrics.publish.page import write_page
from fazhi_metrics.publish.page.render import css_string
from fazhi_metrics.publish.page.write import page_text
from tests.conftest import CHECKOUT
from tests.measures import towns

from .conftest import BANNER, SOME

HOSTILE = (
    "</script></style><script>alert(1)</script>\"'><img src=http://a.example/x onerror=alert(1)>&\\{{ 7*7 }}"
)


@pytest.fixture
def tree(page):
    return html.document_fromstring(page)


def words(node):
    return " ".join(node.text_content().split())


def test_the_first_screen_needs_no_script(tree, small):
    overview = words(tree.get_element_by_id("overview"))
    for name in FIGURES:
        figure = compute_figure(*small, name, 2025)
        assert figure.title in overview
        assert figure.wording in overview.replace(" ", "")
    petitions = compute_figure(*small, "petitions", 2025)
    assert f"2024年 {petitions.base_value}件次" in overview


def test_a_direction_is_told_in_words_not_only_by_an_arrow(tree):
    for turn in tree.xpath("//*[@class='turn'][i]"):
        assert re.search("上升|下降|增长|增加|减少|提高|降低|持平|回落", words(turn)), words(turn)


def test_what_only_works_with_a_script_is_hidden_without_one(tree):
    for control in tree.xpath("//main//button|//main//select|//main//input"):
        assert control.xpath("ancestor::*[@hidden]"), html.tostring(control)


def test_nothing_is_fetched_and_only_our_own_script_and_style_count(page, tree):
    [policy] = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy
    assert foreign_resources(page) == []
    assert not re.search(r"(?i)\b(?:src|href)=[\"']?(?:https?:)?//", page)
    assert "http" not in page.replace("http-equiv", "").replace("http://www.w3.org/2000/svg", "")
    assert not tree.xpath("//*[@style]|//@*[starts-with(name(), 'on')]|//iframe|//form|//object|//base")


def test_every_name_is_given_once_and_every_link_leads_somewhere(page, tree):
    names = tree.xpath("//@id") + html.fragment_fromstring(f"<div>{pieces(page)['others']}</div>").xpath(
        "//@id"
    )
    assert len(names) == len(set(names))
    links = [link.removeprefix("#") for link in tree.xpath("//a/@href")]
    assert links
    assert set(links) <= set(names)


def test_headings_go_down_one_level_at_a_time(tree):
    levels = [
        int(node.tag[1]) for node in tree.xpath("//header//h1|//main//*[self::h2 or self::h3 or self::h4]")
    ]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_banner_stands_on_top_at_every_table_and_on_every_printed_page(page, tree):
    assert tree.xpath("//aside[@class='sample']/text()") == [BANNER]
    for table in tree.xpath("//section[@id='villages' or @id='cards' or @id='sources']/*//table[caption]"):
        assert BANNER in words(table.find("caption"))
    for shown in tree.xpath("//figcaption"):
        assert BANNER in words(shown)
    assert f"@top-center {{ content: {css_string(BANNER)}" in page


def test_without_sample_data_there_is_no_banner(no_charts, small):
    store, town = small
    page = page_text(store, replace(town, sample=""), 2025, charts={}, interactive=False)
    assert "示例数据" not in page
    assert 'class="sample"' not in page


def test_every_number_of_the_report_is_marked_and_leads_to_its_finding(tree, audit):
    paper = tree.xpath("//*[@class='paper']")[0]
    marks = {mark.get("href"): mark for mark in paper.xpath(".//a")}
    for number, verdict in enumerate(audit.verdicts, 1):
        if verdict.text != "两":
            mark = marks[f"#n{number}"]
            assert verdict.verdict in mark.get("class")
            assert words(mark).startswith(verdict.text)
            told = {"matches": "与数据一致", "contradicts": "与数据不符", "excluded": "不是统计数字"}
            assert told.get(verdict.verdict, "（") in words(mark)
        assert tree.get_element_by_id(f"n{number}") is not None


def test_the_text_of_the_report_stands_whole(tree, audit):
    paper = tree.xpath("//*[@class='paper']")[0]
    for told in paper.xpath(".//small"):
        told.drop_tree()
    assert "".join(paper.text_content().split()) == "".join(audit.document.text.split())


def test_a_number_shows_definition_sums_cells_and_corrections(tree):
    found = tree.get_element_by_id("n3")
    card = tree.get_element_by_id(found.get("data-cards"))
    terms = [words(term) for term in card.iter("dt")]
    assert [t for t in terms if t in ("定义", "合计", "单元格", "更正", "编号")] == [
        "定义",
        "合计",
        "单元格",
        "更正",
        "编号",
    ]
    assert "2025/平安建设月报.xlsx!平安建设月报" in words(card)


def test_nothing_verified_is_never_green(no_charts, small):
    text = "全镇9个村"
    nothing = Audit(
        document=Document("a.txt", text, (Place(0, 5, "第1行"),)),
        year=2025,
        verdicts=(Verdict(start=2, end=4, text="9个", verdict=VerdictKind.UNTIED, reason="没有"),),
    )
    for audit in (nothing, replace(nothing, verdicts=()), None):
        tree = html.document_fromstring(page_text(*small, 2025, audit=audit, charts={}, interactive=False))
        report = tree.get_element_by_id("report")
        assert not report.xpath(".//*[contains(@class, 'conclusion good')]")
        if audit is None:
            assert "还没有核对报告" in words(report)


def test_no_text_breaks_out_of_the_page(no_charts, tmp_path):
    rows = towns.made_up(seed=5, number=12)
    rows["villages", 2025] = [{**row, "district": HOSTILE} for row in rows["villages", 2025]]
    store = towns.stored(tmp_path / "processed", rows)
    town = replace(towns.town(tmp_path, sample=HOSTILE), name=HOSTILE)
    audit = Audit(
        document=Document(
            f"{HOSTILE}.txt", HOSTILE * 2, (Place(0, len(HOSTILE), HOSTILE),), notes=(HOSTILE,)
        ),
        year=2025,
        verdicts=(
            Verdict(
                start=3,
                end=40,
                text=HOSTILE[3:40],
                verdict=VerdictKind.CONTRADICTS,
                reason=HOSTILE,
                place=HOSTILE,
                expected=HOSTILE,
            ),
        ),
    )
    page = page_text(store, town, 2025, audit=audit, charts={}, interactive=False)
    tree = html.document_fromstring(page)
    assert len(tree.xpath("//script[not(@type)]")) == 1
    assert len(tree.xpath("//style")) == 1
    assert not tree.xpath("//img|//*[@onerror]")
    assert "alert(1)" not in "".join(tree.xpath("//script/text()|//style/text()"))
    assert HOSTILE in tree.xpath("//h1")[0].text_content()
    assert HOSTILE in words(tree.xpath("//*[@class='paper']")[0]).replace("✗", "").replace(
        "（与数据不符）", ""
    ).replace("\u2060", "")


def pieces(page):
    return json.loads(gzip.decompress(b64decode(re.search('id="packed">([^<]*)<', page)[1])))


def test_what_lies_packed_is_everything_that_is_not_printed(page, tree, small):
    packed = pieces(page)
    asked = set(tree.xpath("//@data-packed"))
    asked |= set(html.fragment_fromstring(f"<div>{packed['others']}</div>").xpath("//@data-packed"))
    assert asked < set(packed)
    assert {name for name in set(packed) - asked if "/" not in name} == set()
    assert {name.partition("/")[0] for name in packed if "/" in name} == {f"v-{n}" for n in range(1, 5)}
    table = html.fragment_fromstring(packed["v-1"])
    for button in table.iter("button"):
        assert button.get("data-cells") in packed
    for name in FIGURES:
        assert f"i-{name}" not in packed


def test_nothing_packed_breaks_out_either(no_charts, tmp_path):
    rows = towns.made_up(seed=5, number=12)
    store, town = towns.stored(tmp_path / "processed", rows), towns.town(tmp_path)
    villages = tuple(replace(village, name=village.name, district=HOSTILE) for village in town.villages)
    card = {"title": HOSTILE, "unit": "件", "definition": HOSTILE, "numerator": {"dataset": "disputes"}}
    town = replace(town, villages=villages, indicators={"hostile": card})
    for fragment in pieces(page_text(store, town, 2025, charts={}, interactive=False)).values():
        tree = html.fragment_fromstring(f"<div>{fragment}</div>")
        assert {node.tag for node in tree.iter()} <= {
            "div", "table", "thead", "tbody", "tr", "th", "td", "button", "i", "b", "dl", "dt", "dd", "ul", "li",
            "br", "span", "small", "p"
        }  # fmt: skip
        assert not tree.xpath("//@*[starts-with(name(), 'on') or name() = 'style' or name() = 'href']")


def test_charts_without_a_picture_show_their_table(tree):
    figures = tree.xpath("//figure")
    assert len(figures) == len(SOME)
    for figure in figures:
        assert not figure.xpath(".//svg")
        assert figure.xpath(".//details[@open]//td")


def test_without_a_browser_the_tables_stand_and_it_is_said(some_charts, small, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "find_browser", lambda: None)
    page = page_text(*small, 2025, charts=tmp_path / "charts", interactive=False)
    charts = html.document_fromstring(page).get_element_by_id("charts")
    assert "没有找到 Chromium" in words(charts)
    assert len(charts.xpath(".//figure//details[@open]")) == len(SOME)


def test_a_chart_that_cannot_be_drawn_is_named_and_the_others_stand(some_charts, tmp_path):
    rows = {
        key: value
        for key, value in towns.made_up(seed=5, number=12).items()
        if key != ("safety_months", 2024)
    }
    store, town = towns.stored(tmp_path / "processed", rows), towns.town(tmp_path)
    charts = html.document_fromstring(
        page_text(store, town, 2025, charts={}, interactive=False)
    ).get_element_by_id("charts")
    assert "图““三降”指标两年变化”没有画" in words(charts)
    assert len(charts.xpath(".//figure")) == len(SOME) - 1


def test_a_picture_comes_with_words_and_table(some_charts, small):
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="660" height="99"><text>图</text></svg>'
    page = page_text(*small, 2025, charts={"three_falls": svg}, interactive=False)
    figure = html.document_fromstring(page).get_element_by_id("chart-three_falls")
    [picture] = figure.xpath(".//*[@role='img']")
    assert "三降" in picture.get("aria-label")
    assert picture.find("svg").get("aria-hidden") == "true"
    assert figure.find("h4").text_content()
    [name] = figure.xpath(".//details[not(@open)]/@data-packed")
    assert len(html.fragment_fromstring(pieces(page)[name]).xpath(".//tbody/tr")) == 3


def test_the_same_data_give_the_same_bytes_in_another_process_too(no_charts, small):
    store, town = small
    code = f"""
import sys
sys.path.insert(0, {str(CHECKOUT)!r})
from pathlib import Path
from fazhi_metrics.publish.page import write
from fazhi_metrics.publish.page.pictures import Gallery
from fazhi_metrics.store import Store
from tests.measures import towns
write.gather_charts = lambda *_: Gallery({{}})
store, town = Store.open({str(store.folder.parent.parent)!r}), towns.town(Path("."), sample={BANNER!r})
sys.stdout.buffer.write(write.page_text(store, town, 2025, charts={{}}, interactive=False).encode())
"""
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, env={"PYTHONHASHSEED": "77"}
    )
    assert made.stdout == page_text(store, town, 2025, charts={}, interactive=False).encode()


def test_it_is_written_in_one_step(some_charts, small, tmp_path, page, audit):
    path = write_page(
        *small, 2025, tmp_path / "new" / "index.html", audit=audit, charts={}, interactive=False
    )
    assert path.read_text(encoding="utf-8") == page
    assert [each.name for each in path.parent.iterdir()] == ["index.html"]


def test_where_it_cannot_be_written_the_place_is_named(no_charts, small, tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(FileError, match=r"taken.*不是文件夹"):
        write_page(*small, 2025, tmp_path / "taken" / "index.html", charts={}, interactive=False)


def test_a_year_without_data_is_refused(small):
    with pytest.raises(DatasetError, match="1999"):
        page_text(*small, 1999, charts={}, interactive=False)


def test_importing_it_loads_no_heavy_library():
    heavy = "{'pandas', 'plotly', 'scipy', 'kaleido', 'openpyxl', 'pyarrow', 'jinja2'}"
    code = f"import sys, fazhi_metrics.publish.page; print(*sorted({heavy} & sys.modules.keys()))"
    assert (
        subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        ).stdout.split()
        == []
    )

import csv
import io
import json
import os
import re
import stat
import struct
import time
from pathlib import Path

import plotly.graph_objects as go
import pytest
from lxml import html

from fazhi_metrics.charts import CHARTS, browser, export, export_charts, files
from fazhi_metrics.charts.theme import DPI, PLACED_MM
from fazhi_metrics.errors import ChartError
from tests.chromium import BROWSER, needs_chromium

TWO = ("three_falls", "disputes_by_kind")


@pytest.fixture
def two(figures):
    return {name: figures[name] for name in TWO}


@pytest.fixture
def no_browser(monkeypatch):
    monkeypatch.setattr(export, "find_browser", lambda: None)


def names(paths):
    return sorted(path.name for path in paths)


def resources(text):
    """Return every address that a page would fetch."""
    tree = html.fromstring(text)
    found = [
        v
        for e in tree.iter()
        for k, v in e.attrib.items()
        if k.rsplit("}")[-1] in ("src", "href", "srcset", "data", "poster")
    ]
    styles = " ".join(tree.xpath("//style/text()") + tree.xpath("//@style"))
    return found + re.findall(r"url\(([^)]*)\)|@import\s+(\S+)", styles)


def test_an_unknown_format_is_refused_with_the_nearest(two, tmp_path):
    with pytest.raises(ChartError, match="不支持的图片格式 pgn。您是不是要找 png？"):
        export_charts(two, tmp_path, ("pgn",))


def test_without_a_browser_pages_and_data_are_written_and_images_named_as_missing(two, tmp_path, no_browser):
    done = export_charts(two, tmp_path, ("png", "html", "csv"))
    assert names(done.drawn) == sorted(f"{n}.{f}" for n in TWO for f in ("html", "csv"))
    assert names(done.skipped) == sorted(f"{n}.png" for n in TWO)
    assert len(done.notes) == 1
    assert "没有找到 Chromium" in done.notes[0]
    assert not list(tmp_path.glob("*.png"))


def test_without_a_chinese_font_no_image_is_drawn(two, tmp_path, monkeypatch):
    monkeypatch.setattr(export, "find_browser", lambda: Path("/bin/sh"))
    monkeypatch.setattr(export, "chinese_font", lambda: None)
    done = export_charts(two, tmp_path, ("png", "html"))
    assert names(done.skipped) == sorted(f"{n}.png" for n in TWO)
    assert "中文字体" in done.notes[0]
    assert len(done.drawn) == 2


def test_what_has_not_changed_is_not_written_again(two, tmp_path, no_browser):
    first = export_charts(two, tmp_path, ("html", "csv"))
    stamps = {path: path.stat().st_mtime_ns for path in first.files}
    again = export_charts(two, tmp_path, ("html", "csv"))
    assert again.drawn == ()
    assert again.kept == first.files
    assert stamps == {path: path.stat().st_mtime_ns for path in again.files}
    two["three_falls"].update_layout(title_text="另一个结论")
    assert names(export_charts(two, tmp_path, ("html", "csv")).drawn) == ["three_falls.html"]


def test_a_file_that_somebody_changed_is_written_again(two, tmp_path, no_browser):
    export_charts(two, tmp_path, ("csv",))
    (tmp_path / "three_falls.csv").write_text("动过", encoding="utf-8")
    assert names(export_charts(two, tmp_path, ("csv",)).drawn) == ["three_falls.csv"]


def test_an_image_of_older_numbers_does_not_stay_when_it_cannot_be_drawn_anew(two, tmp_path, no_browser):
    old = tmp_path / "three_falls.png"
    old.write_bytes(b"old")
    assert old in export_charts(two, tmp_path, ("png",)).skipped
    assert not old.exists()


def test_a_damaged_record_only_means_drawing_again(two, tmp_path, no_browser):
    export_charts(two, tmp_path, ("csv",))
    (tmp_path / export.RECORD).write_text("{[", encoding="utf-8")
    assert len(export_charts(two, tmp_path, ("csv",)).drawn) == 2


def test_files_can_bear_the_chinese_title(two, tmp_path, no_browser):
    done = export_charts(two, tmp_path, ("csv",), names="title")
    assert names(done.drawn) == ["“三降”指标两年变化.csv", "矛盾纠纷类型构成.csv"]


@pytest.mark.parametrize("naming", ["id", "title"])
def test_an_exported_file_is_found_only_while_it_shows_the_same_numbers(two, tmp_path, no_browser, naming):
    figure = two["three_falls"]
    assert export.exported("three_falls", figure, tmp_path, "csv") is None
    made = export_charts(two, tmp_path, ("csv",), names=naming).drawn
    found = export.exported("three_falls", figure, tmp_path, "csv")
    assert found in made
    rows = [["信访总量", "1"]]
    newer = go.Figure(figure).update_layout(
        meta={**figure.layout.meta, "measures": {"sheet": [["", ""], rows]}}
    )
    assert export.exported("three_falls", newer, tmp_path, "csv") is None
    found.write_text("动过", encoding="utf-8")
    assert export.exported("three_falls", figure, tmp_path, "csv") is None


def test_a_figure_that_is_not_of_the_catalogue_is_written_too(tmp_path, no_browser):
    plain = go.Figure(go.Bar(x=["甲村"], y=[1]))
    done = export_charts({"../我的 图": plain}, tmp_path, ("html", "csv"))
    assert names(done.drawn) == ["我的_图.csv", "我的_图.html"]


def test_two_charts_never_share_a_file(two, tmp_path, no_browser):
    two["again"] = two["three_falls"]
    with pytest.raises(ChartError, match="同一个文件"):
        export_charts(two, tmp_path, ("csv",), names="title")


def test_a_page_fetches_nothing_but_the_script_beside_it(two, tmp_path, no_browser):
    export_charts(two, tmp_path, ("html",))
    for name in TWO:
        page = (tmp_path / f"{name}.html").read_text(encoding="utf-8")
        assert resources(page) == ["plotly.min.js"]
        assert "default-src 'none'" in page
    assert (tmp_path / "plotly.min.js").stat().st_size > 3_000_000


def test_a_page_holds_title_words_table_and_banner(two, tmp_path, no_browser):
    export_charts(two, tmp_path, ("html",))
    tree = html.fromstring((tmp_path / "three_falls.html").read_bytes())
    meta = two["three_falls"].layout.meta
    assert tree.get("lang") == "zh-CN"
    assert tree.findtext(".//title") == meta["finding"]
    assert tree.findtext(".//h1") == "“三降”指标两年变化"
    assert tree.xpath("//*[@role='img']/@aria-label") == [meta["alt"]]
    assert [[c.text or "" for c in row] for row in tree.xpath("//tbody/tr")] == meta["table"]["rows"]
    assert meta["sample"] in tree.xpath("//*[@class='banner']")[0].text


def test_text_cannot_break_out_of_its_page(two, tmp_path, no_browser):
    figure = two["three_falls"]
    figure.update_layout(
        meta={**figure.layout.meta, "name": "</script><script>alert(1)</script>", "alt": '"><b>'}
    )
    export_charts({"x": figure}, tmp_path, ("html",))
    page = (tmp_path / "x.html").read_text(encoding="utf-8")
    assert page.count("<script") == 2
    assert "<b>" not in page


def test_the_data_opens_in_excel_and_no_cell_runs(two, tmp_path, no_browser):
    figure = two["three_falls"]
    rows = [["=1+1", "-3.5"], ["@cmd", "+7"], ["甲村", "12"]]
    figure.update_layout(meta={**figure.layout.meta, "measures": {"sheet": [["村", "数"], rows]}})
    export_charts({"x": figure}, tmp_path, ("csv",))
    raw = (tmp_path / "x.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert read[1:] == [["'=1+1", "-3.5"], ["'@cmd", "'+7"], ["甲村", "12"]]


def test_a_png_states_its_resolution():
    head = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sIIBBBBBI", 13, b"IHDR", 1, 1, 8, 2, 0, 0, 0, 0)
    made = files.with_resolution(head + b"rest", 300)
    length, name, x, y, unit = struct.unpack(">I4sIIB", made[33:50])
    assert (length, name, x, y, unit) == (9, b"pHYs", 11811, 11811, 1)
    assert made.endswith(b"rest")


def test_random_names_are_set_straight_and_numbers_left_alone():
    svg = (
        b'<defs id="defs-123456"><clipPath id="clip123456xy"/></defs><path d="M0.123456,1" clip-path="url(#clip123456xy)"/>'
        b'<g class="trace scatter traceabc123"/>'
    )
    one, other = (files.with_stable_ids(each, "a") for each in (svg, svg.replace(b"abc123", b"00ff00")))
    assert one == other
    assert b"M0.123456,1" in one
    ids = re.findall(rb'defs-(\w{6})|clip(\w{6})xy|trace(\w{6})"', one)
    assert len({"".join(map(bytes.decode, each)) for each in ids}) == 2
    assert files.with_stable_ids(svg, "b") != one


@needs_chromium
def test_every_kind_gives_the_same_bytes_each_time(figures, tmp_path):
    kinds = {CHARTS[name].kind: name for name in figures}
    chosen = {name: figures[name] for name in kinds.values()}
    chosen[kinds["ranked_bars"]].update_traces(marker_pattern_shape="/")
    first, second = (export_charts(chosen, tmp_path / each, ("svg",)) for each in "ab")
    assert len(first.drawn) == len(kinds) > 8
    for one, other in zip(first.drawn, second.drawn, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name


@needs_chromium
def test_images_are_drawn_at_print_size_and_alike_each_time(two, tmp_path):
    first = export_charts(two, tmp_path / "a", ("png", "svg", "pdf", "html"))
    second = export_charts(two, tmp_path / "b", ("png", "svg", "pdf", "html"))
    assert first.skipped == first.notes == ()
    for one, other in zip(first.drawn, second.drawn, strict=True):
        assert one.read_bytes() == other.read_bytes(), one.name
    png = (tmp_path / "a" / "three_falls.png").read_bytes()
    width, _ = struct.unpack(">II", png[16:24])
    dots = struct.unpack(">I", png[png.index(b"pHYs") + 4 :][:4])[0]
    assert round(dots * 0.0254) == DPI
    assert PLACED_MM <= width / DPI * 25.4 < PLACED_MM + 0.2
    page = (tmp_path / "a" / "three_falls.html").read_text(encoding="utf-8")
    assert "<svg" in page
    record = (tmp_path / "a" / export.RECORD).read_text(encoding="utf-8")
    assert len(json.loads(record)) == 8
    assert str(BROWSER) not in record


@needs_chromium
def test_the_browser_leaves_nothing_running(two, tmp_path, monkeypatch):
    at_work = set()
    draw_one = browser._Session._draw_one

    async def watched(self, *arguments):
        at_work.update(processes())
        await draw_one(self, *arguments)

    monkeypatch.setattr(browser._Session, "_draw_one", watched)
    export_charts(two, tmp_path, ("png",))
    assert at_work
    deadline = time.monotonic() + 5
    while processes() and time.monotonic() < deadline:
        os.sched_yield()
    assert processes() == set()


def processes():
    """Return the ids of the browsers that this process started and that still run."""
    mine = set()
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            text = (entry / "environ").read_bytes()
            running = (entry / "stat").read_text().rsplit(")")[1].split()[0] != "Z"
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if running and f"PYTEST_CURRENT_TEST={MARK}".encode() in text and b"chrom" in command:
            mine.add(entry.name)
    return mine


MARK = "tests/charts/test_export.py::test_the_browser_leaves_nothing_running"


@pytest.mark.skipif(os.name != "posix", reason="假浏览器是一个 shell 脚本")
@pytest.mark.parametrize("body", ["exec tail -f /dev/null", "exit 1"], ids=["hangs", "dies"])
def test_a_browser_that_does_not_start_is_ended_and_everything_else_goes_on(body, two, tmp_path, monkeypatch):
    fake = tmp_path / "chromium"
    fake.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    fake.chmod(fake.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setattr(browser, "START_SECONDS", 1)
    monkeypatch.setattr(browser, "STOP_SECONDS", 1)
    monkeypatch.setattr(export, "find_browser", lambda: fake)
    monkeypatch.setattr(export, "chinese_font", lambda: "Noto Sans CJK SC")
    begun = time.monotonic()
    done = export_charts(two, tmp_path / "out", ("png", "html"))
    assert time.monotonic() - begun < 15
    assert names(done.skipped) == sorted(f"{n}.png" for n in TWO)
    assert names(done.drawn) == sorted(f"{n}.html" for n in TWO)
    assert "浏览器没有启动" in done.notes[0]


def test_the_browser_named_in_the_environment_is_taken(monkeypatch, tmp_path):
    mine = tmp_path / "my-browser"
    mine.write_text("", encoding="utf-8")
    monkeypatch.setenv("BROWSER_PATH", str(mine))
    assert browser.find_browser() == mine
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "none"))
    assert browser.find_browser() is None


@needs_chromium
def test_images_are_drawn_inside_a_running_event_loop(two, tmp_path):
    import asyncio

    async def notebook():
        return export_charts({"a": two["disputes_by_kind"]}, tmp_path, ("svg",))

    assert names(asyncio.run(notebook()).drawn) == ["a.svg"]
    assert BROWSER is not None

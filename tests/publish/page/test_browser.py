"""The page in a real browser whose network leads nowhere: what a reader does with mouse and keys."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from fazhi_metrics.charts import CHARTS, draw, export_charts
from fazhi_metrics.charts.theme import NARROW
from fazhi_metrics.publish.page import pictures as gallery
from fazhi_metrics.publish.page import write_page
from tests.chromium import needs_chromium, visit

pytestmark = needs_chromium

# The packages on the index that carry axe-core; either will do.
CARRIERS = ("axe_playwright_python", "axe_core_python")
PICTURED = ("three_falls", "disputes_by_village_and_month", "dispute_resolution_by_village")
HELP = """
const one = (s) => document.querySelector(s), all = (s) => [...document.querySelectorAll(s)];
const wait = (ms = 60) => new Promise((done) => setTimeout(done, ms));
const until = async (test) => { for (let n = 0; n < 150 && !test(); n++) await wait(); return Boolean(test()); };
const key = (name) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent("keydown", { key: name, bubbles: true }));
const text = (s) => one(s).textContent.replace(/\\s+/g, " ").trim();
document.documentElement.style.scrollBehavior = "auto";
"""


@pytest.fixture(scope="module")
def opened(tmp_path_factory, small, audit):
    """The whole page, with three pictures as plotly draws them and everything interactive."""
    folder = tmp_path_factory.mktemp("page")
    export_charts(
        {name: draw(*small, name, 2025, width=NARROW) for name in PICTURED}, folder / "charts", ("svg",)
    )
    pictures = {path.stem: path.read_text(encoding="utf-8") for path in (folder / "charts").glob("*.svg")}
    assert sorted(pictures) == sorted(PICTURED)
    with pytest.MonkeyPatch.context() as patch:
        some = SimpleNamespace(charts={name: CHARTS[name] for name in PICTURED})
        patch.setattr(gallery, "catalogue_of", lambda _: some)
        return write_page(*small, 2025, folder / "index.html", audit=audit, charts=pictures)


def ask(page: Path, script: str, **size):
    """Open the page, run a script in it, and return what it says; the page must be quiet and stay at home."""
    [seen] = visit([page], f"(async () => {{ {HELP} {script} }})()", **size)
    assert seen.errors == []
    assert seen.abroad == []
    return seen.result


def test_opening_asks_nobody_for_anything(opened):
    [seen] = visit([opened], "document.title")
    assert seen.result == "示例镇2025年法治政府建设数据"
    assert seen.errors == []
    assert [url for url in seen.requests if not url.startswith(("data:", opened.resolve().as_uri()))] == []


def test_a_number_of_the_report_opens_to_all_that_is_behind_it(opened, audit):
    said = ask(
        opened,
        """one(".paper a.contradicts").click(); await wait(200);
        return [text("#panel-title"), text("#panel-body"), document.activeElement.id, one("#panel").open, location.hash];""",
    )
    title, body, focus, is_open, _ = said
    assert title == "“999件次”与数据不符（数值不准）"
    assert (focus, is_open) == ("panel-title", True)
    for word in ("应写", audit.verdicts[2].expected, "定义", "合计", "单元格", "更正", "平安建设月报.xlsx"):
        assert word in body, word


def test_it_goes_round_by_keys_and_comes_back_to_where_it_was(opened):
    focused, seen, back, closed = ask(
        opened,
        """const mark = one(".paper a.untied"); mark.focus(); mark.click(); await wait(200);
        const focused = document.activeElement.id, seen = [text("#panel-title")];
        for (let n = 0; n < 2; n++) { one("#panel-next").click(); await wait(200); seen.push(text("#panel-title")); }
        one("#panel-back").click(); await wait(200); seen.push(text("#panel-title"));
        one("#panel-close").click(); mark.focus(); mark.click(); await wait(200); key("Escape"); await wait();
        return [focused, seen, document.activeElement === mark, !one("#panel").open];""",
    )
    assert focused == "panel-title"
    assert len(set(seen)) == 3
    assert seen[3] == seen[1]
    assert (back, closed) == (True, True)


def test_what_needs_attention_can_be_gone_through(opened):
    titles = ask(
        opened,
        """const titles = []; one("#next-open").click(); await wait(200);
        for (let n = 0; n < 5; n++) { titles.push(text("#panel-title")); one("#panel-next").click(); await wait(150); }
        return titles;""",
    )
    assert len(set(titles)) == 5
    assert not any("与数据一致" in title or "不是统计" in title for title in titles)


def test_a_headline_figure_opens_its_card(opened):
    title, body = ask(
        opened,
        """one("#overview a[href='#i-petitions']").click(); await wait(200); return [text("#panel-title"), text("#panel-body")];""",
    )
    assert title.startswith("信访总量")
    assert "95%区间" in body


def test_a_card_that_lies_packed_is_laid_out_when_it_opens(opened):
    before, after, other = ask(
        opened,
        """const card = one("#i-grid_matters_open"); const before = card.textContent; card.open = true;
        await until(() => card.textContent.includes(".xlsx"));
        one(".others").open = true; await until(() => one("#i-petitions-2024"));
        const other = one("#i-petitions-2024"); other.open = true; await until(() => other.querySelector("dl"));
        return [before, card.textContent, other.textContent];""",
    )
    assert "当年上报的网格事项中" in before
    assert "网格事项台账.xlsx" not in before
    assert "2025/网格事项台账.xlsx!网格事项台账" in after
    assert "2024/平安建设月报.xlsx!平安建设月报" in other


@pytest.mark.parametrize("width", [390, 1440])
def test_a_verdict_is_told_by_a_sign_beside_its_colour(opened, width):
    signs = ask(
        opened,
        """return all(".paper a:not(.cut)").map((mark) => [mark.className.split(" ")[0], getComputedStyle(mark, "::after").content]);""",
        width=width,
    )
    said = dict(signs)
    assert {kind: next((sign for sign in "✓✗？○" if sign in content), "") for kind, content in said.items()} == {
        "matches": "✓", "contradicts": "✗", "ambiguous": "？", "untied": "○", "excluded": ""
    }  # fmt: skip


def test_tables_sort_by_number_and_by_word_and_say_so(opened):
    down, up, named, said, states = ask(
        opened,
        """const table = one("table.by-village"), heads = [...table.tHead.rows[0].cells];
        const column = (n) => [...table.tBodies[0].rows].map((row) => row.cells[n].textContent);
        heads[2].firstChild.click(); const down = column(2); heads[2].firstChild.click(); const up = column(2);
        const states = [heads[2].getAttribute("aria-sort")]; heads[0].firstChild.click(); states.push(heads[2].getAttribute("aria-sort"));
        return [down, up, column(0), text("#said"), states];""",
    )
    numbers = [float(value.rstrip("＊")) for value in down]
    assert numbers == sorted(numbers, reverse=True)
    assert up == down[::-1]
    assert len(set(named)) == 4
    assert "排序" in said
    assert states == ["ascending", None]


def test_indicators_are_filtered_by_word_and_theme_with_their_cards(opened):
    by_word, said, by_theme, every = ask(
        opened,
        """const field = one("#card-filter"), theme = one("#card-theme");
        const shown = () => all("#all-indicators tbody tr").filter((row) => !row.hidden).map((row) => row.cells[0].textContent);
        const cards = () => all("#cards .card").filter((card) => !card.hidden).length;
        const type = (word) => { field.value = word; field.dispatchEvent(new Event("input")); };
        type("信访"); const first = [shown(), cards()], said = text("#said"); type("");
        theme.value = "矛盾纠纷"; theme.dispatchEvent(new Event("change")); const second = [shown(), cards()];
        theme.value = ""; theme.dispatchEvent(new Event("change"));
        return [first, said, second, [shown().length, cards()]];""",
    )
    assert "信访总量" in by_word[0]
    assert len(by_word[0]) == by_word[1] < 20
    assert said == f"剩 {by_word[1]} 行"
    assert "矛盾纠纷化解率" in by_theme[0]
    assert "信访总量" not in by_theme[0]
    assert every[0] == every[1] > 90


def test_a_village_opens_down_to_the_cells_of_each_of_its_numbers(opened, small):
    from fazhi_metrics.measures import trace
    from tests.measures import towns

    place = towns.VILLAGES[1]
    shown, title, cells = ask(
        opened,
        """const pick = one("#village-pick"); pick.value = "v-2"; pick.dispatchEvent(new Event("change")); await wait();
        const shown = all(".village-card").filter((card) => !card.hidden && card.open).map((card) => card.id);
        await until(() => one("#v-2 tbody"));
        const row = [...one("#v-2 tbody").rows].find((row) => row.textContent.includes("矛盾纠纷受理数"));
        row.querySelector("button").click(); await until(() => one("#panel").open);
        return [shown, text("#panel-title"), text("#panel-body .cells")];""",
    )
    assert shown == ["v-2"]
    assert title.startswith(f"{place} 矛盾纠纷受理数")
    for cell in trace(*small, "disputes_accepted", 2025, {"village": place}).cells:
        assert cell.rpartition("!")[2] in cells


def test_a_chart_becomes_interactive_on_demand_and_goes_back(opened):
    before, live, after = ask(
        opened,
        """const figure = one("#chart-dispute_resolution_by_village"), button = figure.querySelector("button.live");
        const before = [Boolean(window.Plotly), Boolean(figure.querySelector("svg[viewBox]"))];
        button.click(); await until(() => figure.querySelector(".plot .main-svg"));
        const plot = figure.querySelector(".plot"), box = plot.getBoundingClientRect();
        const live = [plot.textContent.includes("来源"), box.height, getComputedStyle(figure.querySelector("svg")).display, button.getAttribute("aria-pressed")];
        button.click(); await wait();
        return [before, live, [plot.hidden, getComputedStyle(figure.querySelector("svg")).display, button.getAttribute("aria-pressed")]];""",
    )
    assert before == [False, True]
    assert live[0] is False
    assert live[1] > 100
    assert live[2:] == ["none", "true"]
    assert after == [True, "block", "false"]


@pytest.mark.parametrize("width", [390, 820, 1440])
def test_nothing_sticks_out_sideways(opened, width):
    said = ask(
        opened,
        """all("details").forEach((each) => { each.open = true; }); await wait(300);
        return [document.documentElement.scrollWidth, innerWidth];""",
        width=width,
        height=900,
    )
    assert said == [width, width]


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1440, 900)])
def test_the_number_that_is_open_is_not_under_its_panel(opened, width, height):
    clear = ask(
        opened,
        """const clear = [];
        for (const mark of all(".paper a[id]:not(.excluded)")) {
          mark.click(); await wait(120);
          const a = mark.getBoundingClientRect(), b = one("#panel").getBoundingClientRect();
          const covered = a.right > b.left && a.left < b.right && a.bottom > b.top && a.top < b.bottom;
          clear.push(!covered && a.top >= 0 && a.bottom <= innerHeight);
        } return clear;""",
        width=width,
        height=height,
    )
    assert clear
    assert all(clear)


def accessible(page: Path, width: int, unfolded: bool):
    """Run axe on a page with its panel open; returns (rules passed, violations), or skips where axe is missing."""
    carrier = next((name for name in CARRIERS if importlib.util.find_spec(name)), None)
    if carrier is None:
        pytest.skip(f"没有装带 axe-core 的包（{' 或 '.join(CARRIERS)}）：无障碍检查未运行")
    [folder] = importlib.util.find_spec(carrier).submodule_search_locations
    axe = (Path(folder) / "axe.min.js").read_text(encoding="utf-8")
    # axe cannot tell contrast upon the shadows that show where a box scrolls
    script = (
        f"const unfolded = {json.dumps(unfolded)};"
        + """(async () => {
      for (const box of document.querySelectorAll(".scroll")) box.style.background = "none";
      for (const each of document.querySelectorAll("details")) each.open ||= unfolded;
      document.querySelector("#next-open").click();
      await new Promise((done) => setTimeout(done, 300));
      const found = await axe.run(document, { resultTypes: ["violations"] });
      return JSON.stringify([found.passes.length, found.violations.map((v) => [v.id, v.nodes.map((n) => n.html.slice(0, 120))])]);
    })()"""
    )
    [seen] = visit([page], f"{axe};{script}", width=width)
    assert seen.errors == []
    return json.loads(seen.result)


@pytest.mark.parametrize(("width", "unfolded"), [(390, True), (1440, False)])
def test_axe_finds_no_violation(opened, width, unfolded):
    passes, violations = accessible(opened, width, unfolded)
    assert violations == []
    assert passes > 30


def test_the_numbers_of_a_chart_are_laid_out_below_it(opened):
    shown, heads = ask(
        opened,
        """const details = one("#chart-three_falls details"); details.open = true; await until(() => details.querySelector("table"));
        return [details.querySelectorAll("tbody tr").length, [...details.querySelectorAll("thead th")].map((th) => th.textContent)];""",
    )
    assert shown == 3
    assert heads[:2] == ["指标", "单位"]


def test_on_a_phone_charts_fit_the_screen_and_their_texts_are_legible(opened):
    wide, small = ask(
        opened,
        """const pictures = all(".picture svg"); const texts = pictures.flatMap((svg) => [...svg.querySelectorAll("text")]);
        const sizes = texts.map((t) => parseFloat(getComputedStyle(t).fontSize) * t.getScreenCTM().a);
        return [Math.max(...pictures.map((svg) => svg.getBoundingClientRect().right - innerWidth)), Math.min(...sizes)];""",
        width=390,
    )
    assert wide <= 0
    assert small > 8


def test_a_link_to_a_card_inside_a_fold_unfolds_it(opened):
    said = ask(
        opened,
        """const fold = one(".others"), before = [one("#i-petitions-2024"), fold.open];
        location.hash = "#i-petitions-2024"; await until(() => one("#i-petitions-2024 dl"));
        return [before, one("#i-petitions-2024").open, fold.open];""",
    )
    assert said == [[None, False], True, True]


def test_a_link_to_a_card_that_lies_packed_opens_it(opened):
    title, body = ask(
        opened,
        """const link = one(".basis a[href='#i-petitions-2024']"); link.closest("details")?.setAttribute("open", "");
        link.click(); await until(() => one("#panel").open); return [text("#panel-title"), text("#panel-body")];""",
    )
    assert title.startswith("2024年信访总量")
    assert "2024/平安建设月报.xlsx" in body

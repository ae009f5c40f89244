"""An audit in a notebook: every number opens in its place, without a script, and says all that is behind it."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import html

from fazhi_metrics.audit.look import verdict_style
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.rich import by_sheet
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.audit.verdicts import audit_claims
from tests.audit.facts import facts, percent, text
from tests.chromium import needs_chromium, visit

WORDS = "一、概况\n耕地43694亩<b>，信访总量83件次，同比下降29.7%。受理38件、化解37件、化解率90%。走访300户，全部办结。"
DATA = {
    "farmland_area": (Decimal("43708.50"), Decimal(43695)),
    "petitions": (118, 83),
    "grid_matter_completion_rate": (percent(90, 100), percent(97, 100)),
}
TIES = [
    Tie("farmland_area", 2025, "耕地", "<b>", unit="亩"),
    Tie("petitions", 2025, "信访总量", "，同比", unit="件次"),
    Tie("petitions", 2025, trend="信访总量"),
    Tie("grid_matter_completion_rate", 2025, "户，", "办结", implied="全部"),
    Tie("hazards_found", 2025, "排查隐患", "处", unit="处", number="9处", place="第9段"),
]


@pytest.fixture(scope="module")
def shown():
    document = text(WORDS)
    return audit_claims(document, claims_of(document), TIES, facts(**DATA), None, 2025)._repr_html_()


@pytest.fixture
def tree(shown):
    return html.fromstring(shown)


def behind(tree):
    """Return what opens, by its words: number → (verdict in the class, all that is behind it)."""
    found = {}
    for each in tree.xpath("//div[@class='paper']//details"):
        summary, told = each.find("summary"), each.find("span")
        found[summary.text] = (summary.get("class"), told.text_content())
    return found


def test_every_number_opens_to_its_verdict_figure_definition_sums_and_cells(tree):
    opened = behind(tree)
    kind, told = opened["43694亩"]
    assert kind == "contradicts"
    for word in (
        "数值不准",
        "应写 43695亩",
        "耕地面积",
        "farmland_area",
        "之和",
        "2025/台账.xlsx!表",
        "C5:C24",
    ):
        assert word in told, word
    kind, told = opened["全部"]
    assert kind == "contradicts"
    assert "网格事项办结率" in told
    assert opened["83件次"][0] == "matches"
    assert opened["同比下降"][0] == "matches"
    assert "偶然" in opened["同比下降"][1]
    assert opened["300户"][0] == "untied"


def test_the_text_is_all_there_and_nothing_of_it_is_markup(tree):
    paper = tree.xpath("//div[@class='paper']")[0]
    for each in paper.xpath(".//span[@class='behind'] | .//small"):
        each.drop_tree()
    assert "".join(paper.text_content().split()) == "".join(WORDS.split())
    assert not paper.xpath(".//b[not(ancestor::span)]")


def test_what_needs_attention_comes_first_the_wrong_ones_before_the_open(tree):
    listed = [li.text_content() for li in tree.xpath("//ol[@class='findings']/li")]
    assert ["与数据不符" in words or "对不上" in words for words in listed] == [
        True,
        True,
        True,
        *[False] * (len(listed) - 3),
    ]
    assert any(words.startswith("300户") for words in listed)
    assert "9处" in tree.text_content()  # the tie that finds its number no more


def test_a_verdict_is_said_in_words_for_those_who_see_no_colour(tree):
    for summary in tree.xpath("//div[@class='paper']//summary"):
        assert summary.find("small").text_content().startswith("（")


def test_it_fetches_nothing_and_runs_nothing(shown):
    assert not re.search(r"https?:|src=|href=|<script|url\(|@import", shown)


def test_its_rules_hold_in_its_own_element_only(tree):
    for rule in tree.find("style").text.splitlines():
        assert rule.startswith((".fazhi-audit", "@media print { .fazhi-audit"))


def test_the_look_is_that_of_the_pages():
    page, notebook = verdict_style(), verdict_style(".fazhi-audit")
    assert page.startswith(":root {")
    assert [
        rule.removeprefix(".fazhi-audit").removeprefix(":root").strip() for rule in notebook.splitlines()
    ] == [rule.removeprefix(":root").strip() for rule in page.splitlines()]


def test_cells_are_told_by_their_sheet():
    assert by_sheet(["a.xlsx!甲!C5:C24", "b.csv!C7", "a.xlsx!甲!C30"]) == {
        "a.xlsx!甲": ["C5:C24", "C30"],
        "b.csv": ["C7"],
    }


@needs_chromium
def test_a_number_opens_in_its_line_by_a_key_or_a_click(shown, tmp_path: Path):
    page = tmp_path / "notebook.html"
    page.write_text(f"<!DOCTYPE html><meta charset=utf-8><body>{shown}", encoding="utf-8")
    [seen] = visit(
        [page],
        """(() => {
          const marks = [...document.querySelectorAll(".paper summary")], [one, other] = marks;
          const line = Math.abs(one.getBoundingClientRect().top - other.getBoundingClientRect().top) < 8;
          const told = one.parentElement.querySelector(".behind");
          const before = told.checkVisibility(); one.focus(); const focused = document.activeElement === one; one.click();
          return [line, before, focused, told.checkVisibility(), getComputedStyle(one, "::after").content.includes("✗")];
        })()""",
    )
    assert (seen.errors, seen.abroad) == ([], [])
    assert seen.result == [True, False, True, True, True]

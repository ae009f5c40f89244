"""The audited report as one offline page: every number leads down to its cells, without a script too."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from lxml import html

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.files import beside
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_report
from fazhi_metrics.errors import ReportError
from fazhi_metrics.measures import INDICATORS, compute_figure, trace
from fazhi_metrics.publish import write_audit_page
from fazhi_metrics.publish.offline import foreign_resources
from fazhi_metrics.publish.page.audited import audit_page_text
from tests.chromium import needs_chromium, visit
from tests.publish.page.test_browser import HELP, accessible

PATTERN = "信访总量{petitions}，矛盾纠纷受理数{disputes}，其中家庭纠纷{family}。信访总量比上年为{last}。全部办结<b>。"


def worded(small, name, year=2025, where=None):
    return compute_figure(*small, name, year, where).wording


@pytest.fixture(scope="module")
def checked(small, tmp_path_factory):
    """An audit against the small town: two right numbers of the town, a kind's, last year's, and a wrong one."""
    text = PATTERN.format(
        petitions=worded(small, "petitions"),
        disputes="999件",
        family=worded(small, "disputes_accepted", where={"kind": "家庭"}),
        last=worded(small, "petitions", 2024),
    )
    path = tmp_path_factory.mktemp("report") / "自查.txt"
    path.write_text(text, encoding="utf-8")
    ties = [
        Tie("petitions", 2025, "信访总量", "，矛盾", unit="件次"),
        Tie("disputes_accepted", 2025, "受理数", "，其中", unit="件"),
        Tie("disputes_accepted", 2025, "家庭纠纷", "。信访", unit="件", part="kind=家庭"),
        Tie("petitions", 2024, "比上年为", "。全部", unit="件次"),
    ]
    document = Document(path.name, text, (Place(0, len(text), "第1段"),), path=path)
    return audit_report(document, ties, *small, 2025)


@pytest.fixture(scope="module")
def tree(small, checked):
    return html.fromstring(audit_page_text(*small, checked))


def said(node):
    return "".join(node.text_content().split())


def test_the_report_is_judged_as_meant(checked):
    assert [v.verdict for v in checked.verdicts if v.figure] == [
        "matches",
        "contradicts",
        "matches",
        "matches",
    ]


def test_every_number_is_a_link_to_what_was_found_and_that_to_its_cards(small, checked, tree):
    marks = {mark.get("href"): mark for mark in tree.xpath("//div[@class='paper']//a")}
    assert len(marks) == len([*checked.verdicts, *checked.implied])
    for number, verdict in enumerate(checked.verdicts, 1):
        finding = tree.get_element_by_id(f"n{number}")
        assert said(marks[f"#n{number}"]).startswith("".join(verdict.text.split()))
        assert verdict.reason.replace(" ", "") in said(finding)
        if verdict.figure:
            [card] = [tree.get_element_by_id(name) for name in finding.get("data-cards").split()]
            where = {"kind": "家庭"} if verdict.where else None
            for word in (
                "定义",
                "合计",
                "单元格",
                "更正",
                verdict.figure,
                INDICATORS[verdict.figure].definition,
            ):
                assert "".join(word.split()) in said(card)
            for cell in trace(*small, verdict.figure, verdict.year, where).cells:
                assert cell.rpartition("!")[2] in said(card)


def test_a_wrong_number_says_what_to_write(small, tree):
    [wrong] = tree.xpath("//li[@class='finding'][.//span[@class='contradicts']]")
    assert f"应写{compute_figure(*small, 'disputes_accepted', 2025).value}件" in said(wrong)


def test_a_kind_and_last_year_have_cards_of_their_own(small, tree):
    family, last = (
        tree.get_element_by_id("i-disputes_accepted-2025-家庭"),
        tree.get_element_by_id("i-petitions-2024"),
    )
    assert worded(small, "disputes_accepted", where={"kind": "家庭"}).rstrip("件起") in said(family)
    assert "2024/" in said(last)


def test_all_of_it_is_there_without_a_script_and_nothing_is_fetched(small, checked):
    text = audit_page_text(*small, checked)
    assert "data-packed" not in text
    assert foreign_resources(text) == []
    assert "全部办结<b>" not in text
    policy = re.search('content="(default-src[^"]*)"', text)[1]
    assert "unsafe" not in policy
    assert "http" not in policy


def test_the_same_report_gives_the_same_bytes(small, checked):
    assert audit_page_text(*small, checked) == audit_page_text(*small, checked)


def test_a_report_with_nothing_tied_is_a_page_too(small, checked):
    bare = replace(checked, verdicts=(), implied=(), trends=())
    text = audit_page_text(*small, bare)
    assert "没有任何数字得到核对，不能算通过" in text
    assert "依据的指标" not in text


def test_it_lies_beside_the_report_and_never_upon_it(small, checked):
    written = write_audit_page(*small, checked)
    assert written == beside(checked, ".html") == checked.document.path.with_name("自查（核对）.html")
    with pytest.raises(ReportError, match="盖掉报告本身"):
        write_audit_page(*small, checked, checked.document.path)


def test_suggestions_accepted_from_plain_text_lead_to_cards(small):
    text = f"全年信访总量{worded(small, 'petitions')}。"
    document = Document("甲.txt", text, (Place(0, len(text), "第1行"),), wrapped=True)
    claims = claims_of(document)
    ties = accept(document, claims, suggest_ties(document, claims, INDICATORS, small[1], 2025))
    page = html.fromstring(audit_page_text(*small, audit_report(document, ties, *small, 2025)))
    assert page.get_element_by_id("n1").get("data-cards") == "i-petitions"


@pytest.fixture(scope="module")
def opened(small, checked, tmp_path_factory):
    return write_audit_page(*small, checked, tmp_path_factory.mktemp("page") / "核对.html")


def ask(page, script, **size):
    [seen] = visit([page], f"(async () => {{ {HELP} {script} }})()", **size)
    assert (seen.errors, seen.abroad) == ([], [])
    return seen.result


@needs_chromium
def test_keys_open_a_number_down_to_its_cells_and_come_back(opened):
    focused, title, body, back = ask(
        opened,
        """const mark = one(".paper a.contradicts"); mark.focus(); mark.click(); await until(() => one("#panel").open);
        const seen = [document.activeElement.id, text("#panel-title"), text("#panel-body")];
        key("Escape"); await wait();
        return [...seen, document.activeElement === mark && !one("#panel").open];""",
    )
    assert focused == "panel-title"
    assert title.startswith("“999件”与数据不符")
    for word in ("应写", "定义", "合计", "单元格", "更正", "2025/矛盾纠纷台账.xlsx"):
        assert word in body, word
    assert back


@needs_chromium
def test_what_needs_attention_comes_in_turn_on_a_narrow_screen(opened):
    titles, wide = ask(
        opened,
        """const titles = []; one("#next-open").click(); await wait(200);
        for (let n = 0; n < 2; n++) { titles.push(text("#panel-title")); one("#panel-next").click(); await wait(150); }
        return [titles, document.documentElement.scrollWidth];""",
        width=390,
    )
    assert len(set(titles)) == 2
    assert not any("与数据一致" in title for title in titles)
    assert wide == 390


@needs_chromium
def test_paper_has_every_finding_and_the_cells_of_the_town(opened):
    """With the rules for print in force: the folds are open there though nobody opened them."""
    before, hidden, unfolded = ask(
        opened,
        """const seen = (node) => node.checkVisibility();
        const every = all(".finding, #cards dl"), hidden = () => every.filter((node) => !seen(node)).length, before = hidden();
        for (const rule of document.styleSheets[0].cssRules) if (rule.media?.mediaText === "print") rule.media.mediaText = "all";
        await wait();
        return [before, hidden(), every.length];""",
    )
    assert before > 0
    assert unfolded > 5
    assert hidden == 0


@needs_chromium
@pytest.mark.parametrize(("width", "unfolded"), [(390, True), (1440, False)])
def test_axe_finds_no_violation(opened, width, unfolded):
    passes, violations = accessible(opened, width, unfolded)
    assert violations == []
    assert passes > 20


@needs_chromium
def test_nothing_but_the_page_is_asked_for(opened):
    [seen] = visit([opened], "JSON.stringify([document.title])")
    assert json.loads(seen.result) == ["《自查.txt》核对结果"]
    assert [url for url in seen.requests if not url.startswith(("data:", opened.resolve().as_uri()))] == []

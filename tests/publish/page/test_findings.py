from dataclasses import replace

import pytest

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.results import Audit, Verdict
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.measures import compute_figure
from fazhi_metrics.publish.page.cards import HIDDEN, make_cards
from fazhi_metrics.publish.page.findings import anchor, read_audit
from tests.measures import towns


@pytest.fixture(scope="module")
def report(small, audit):
    return read_audit(*small, audit, make_cards(*small, 2025), 2025)


def entry(report, text, kind):
    [found] = [each for each in report.entries if (each.text, each.kind) == (text, kind)]
    return found


def test_every_number_statement_and_clash_is_there_once_in_the_order_of_the_text(report, audit):
    assert len(report.entries) == len(audit.verdicts) + len(audit.trends) + len(audit.arithmetic)
    assert len({each.key for each in report.entries}) == len(report.entries)
    kinds = {"n": audit.verdicts, "t": audit.trends, "a": audit.arithmetic}
    found = [kinds[each.key[0]][int(each.key[1:]) - 1] for each in report.entries]
    assert [(each.text, each.start) for each in found] == sorted(
        ((each.text, each.start) for each in found), key=lambda pair: pair[1]
    )
    assert [each.text for each in found] == [each.text for each in report.entries]


def test_the_counts_are_those_of_the_findings(report):
    assert report.counts == {
        "contradicts": 2,
        "doubtful": 0,
        "ambiguous": 1,
        "untied": 3,
        "matches": 3,
        "excluded": 3,
    }
    assert len(report.open) == 6


def test_a_wrong_number_says_what_is_right_and_why(report, audit):
    found = entry(report, "999件次", "contradicts")
    assert found.expected == audit.verdicts[2].expected
    assert found.reason.startswith("数据为")
    assert found.severity == "数值不准"
    assert found.cards == ("i-petitions",)


def test_a_right_number_is_not_told_what_to_say(report):
    assert entry(report, "99件", "matches").expected == ""


def test_a_number_of_another_year_brings_that_years_card(report):
    assert entry(report, "12.5%", "ambiguous").cards == ("i-petitions-2024",)
    assert report.cards["i-petitions-2024"].year == 2024
    assert report.cards["i-petitions-2024"].sides


def test_a_statement_of_a_trend_stands_on_both_years(report):
    assert entry(report, "比上年下降12.5%", "matches").cards == ("i-petitions", "i-petitions-2024")


def test_a_statement_whose_words_all_belong_to_a_number_is_shown_by_its_mark(report):
    statement, number = entry(report, "8%", "untied"), entry(report, "8%", "matches")
    assert statement.mark == number.mark == number.key
    assert statement.related == (number.key,)
    assert entry(report, "比上年下降12.5%", "matches").mark.startswith("t")


def test_a_numeral_inside_a_statement_is_shown_by_the_statements_mark(report):
    assert entry(report, "两", "excluded").mark == entry(report, "治安案件、安全事故“两降”", "untied").key


def of_one(verdict):
    text = verdict.text
    return Audit(
        document=Document("报告.txt", text, (Place(0, len(text), "第1段"),)), year=2025, verdicts=(verdict,)
    )


def test_a_formula_stands_on_all_its_indicators(small):
    verdict = Verdict(
        start=0,
        end=2,
        text="9件",
        verdict=VerdictKind.MATCHES,
        reason="",
        figure="petitions + security_cases",
        title="petitions + security_cases",
        year=2025,
    )
    report = read_audit(*small, of_one(verdict), {}, 2025)
    assert report.entries[0].cards == ("i-petitions-2025", "i-security_cases-2025")


def test_a_villages_number_has_that_villages_card(small):
    place = towns.VILLAGES[0]
    verdict = Verdict(
        start=0,
        end=2,
        text="9起",
        verdict=VerdictKind.MATCHES,
        reason="",
        figure="disputes_accepted",
        year=2025,
        where=f"village={place}",
    )
    report = read_audit(*small, of_one(verdict), {}, 2025)
    [name] = report.entries[0].cards
    assert name == anchor("disputes_accepted", 2025, f"village={place}")
    assert report.cards[name].part == place


def test_a_number_of_a_kind_has_the_card_of_that_kind(small):
    verdict = Verdict(
        start=0,
        end=2,
        text="9起",
        verdict=VerdictKind.MATCHES,
        reason="",
        figure="disputes_accepted",
        year=2025,
        where="kind=家庭",
    )
    report = read_audit(*small, of_one(verdict), {}, 2025)
    assert report.entries[0].cards == ("i-disputes_accepted-2025-家庭",)
    [card] = report.cards.values()
    assert (card.part, card.value) == (
        "家庭",
        compute_figure(*small, "disputes_accepted", 2025, {"kind": "家庭"}).wording,
    )


def test_a_number_in_words_is_a_finding_with_its_card(small):
    verdict = Verdict(
        start=0,
        end=2,
        text="全部",
        verdict=VerdictKind.CONTRADICTS,
        reason="数据为 97%，不是全部",
        figure="grid_matter_completion_rate",
        year=2025,
    )
    report = read_audit(*small, replace(of_one(verdict), verdicts=(), implied=(verdict,)), {}, 2025)
    [found] = report.entries
    assert (found.key, found.mark, found.kind, found.cards) == (
        "w1",
        "w1",
        "contradicts",
        ("i-grid_matter_completion_rate-2025",),
    )


def test_a_tie_that_finds_its_number_no_more_is_told(small):
    lost = Tie("petitions", 2025, "信访总量", "。", number="83件次", place="第3段")
    audited = replace(
        of_one(Verdict(start=0, end=2, text="9起", verdict=VerdictKind.UNTIED, reason="")), lost=(lost,)
    )
    assert "83件次" in read_audit(*small, audited, {}, 2025).notes[0]


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """A town with twelve officers of whom one is not certified."""
    rows = towns.made_up(seed=5, number=12)
    rows["enforcement", 2025] = [
        {**row, "certified": n > 0} for n, row in enumerate(rows["enforcement", 2025])
    ]
    home = tmp_path_factory.mktemp("few")
    return towns.stored(home / "processed", rows), towns.town(home)


@pytest.mark.parametrize("tied", [True, False], ids=["tied", "suggested"])
def test_a_number_that_would_show_one_person_is_told_of_nobody(few, tied):
    verdict = Verdict(
        start=0,
        end=3,
        text="10人",
        verdict=VerdictKind.CONTRADICTS,
        reason="数据为 11人",
        expected="11人",
        year=2025,
    )
    named = "certified_officers"
    verdict = (
        replace(verdict, figure=named, title="持证执法人员数")
        if tied
        else replace(verdict, verdict=VerdictKind.UNTIED, suggestion=named)
    )
    report = read_audit(*few, of_one(verdict), make_cards(*few, 2025), 2025)
    assert report.entries[0].reason == HIDDEN
    assert report.entries[0].expected == ""

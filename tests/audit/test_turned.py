"""A statement turned into its opposite contradicts where it stands; a tie that is lost is told with its place."""

import pytest

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.measures import INDICATORS
from tests.audit.facts import facts, percent, text

DATA = {
    "organised_crime_clues": (1, 0),
    "disputes_turned_criminal": (0, 0),
    "petitions": (118, 83),
    "safety_accidents": (3, 0),
    "public_security_case_rate": (percent(28, 100), percent(20, 100)),
    "safety_accident_rate": (percent(8, 100), percent(5, 100)),
    "public_satisfaction": (percent(90, 100), percent(95, 100)),
}


def audited(words, original, data=DATA, ties=None):
    source = text(original)
    claims = claims_of(source)
    if ties is None:
        ties = accept(source, claims, suggest_ties(source, claims, INDICATORS, None, 2025))
        assert ties
    assert {t.verdict for t in audit_claims(source, claims, ties, facts(**data), None, 2025).trends} == {
        "matches"
    }
    document = text(words)
    return audit_claims(document, claims_of(document), ties, facts(**data), None, 2025)


CLUES = "截至目前，未发现黑恶势力违法犯罪的线索。"
TURNED = [
    (CLUES, "截至目前，发现黑恶势力违法犯罪的线索。", "发现黑恶势力违法犯罪的线索"),
    (CLUES, "截至目前，发现了多起黑恶势力违法犯罪的线索。", "发现了多起黑恶势力违法犯罪的线索"),
    (CLUES, "截至目前，有\n黑恶势力违法犯罪的线索。", "有\n黑恶势力违法犯罪的线索"),
    ("全年未发生民转刑案件。", "全年发生民转刑案件。", "发生民转刑案件"),
    ("安全事故零发生。", "安全事故时有发生。", "安全事故时有发生"),
    ("信访总量同比下降29.7%。", "信访总量同比上升29.7%。", "同比上升29.7%"),
    ("信访总量同比下降。", "信访总量有所上升。", "信访总量有所上升"),
    ("信访总量同比明显下降。", "信访总量同比明显增加。", "同比明显增加"),
    (
        "治安案件发案率、信访总量、安全事故发生率“三降”。",
        "治安案件发案率、信访总量、安全事故发生率“三升”。",
        "治安案件发案率、信访总量、安全事故发生率“三升”",
    ),
    ("群众满意度上升5个百分点。", "群众满意度下降5个百分点。", "下降5个百分点"),
]


@pytest.mark.parametrize(("original", "words", "at"), TURNED)
def test_the_opposite_contradicts_at_that_place_and_changes_the_conclusion(original, words, at):
    audit = audited(words, original)
    [wrong] = audit.contradictions
    assert (wrong.text, wrong.severity) == (at, "conclusion")
    assert words[wrong.start : wrong.end] == at
    assert not audit.lost
    assert "改变结论" in str(audit)


def test_what_is_now_said_is_held_against_the_data_and_not_against_the_tie():
    audit = audited(
        "发现黑恶势力违法犯罪的线索。", "信访总量同比下降。",
        ties=[Tie("petitions", 2025, trend="信访总量"), Tie("organised_crime_clues", 2024, trend="黑恶势力违法犯罪的线索")],
    )  # fmt: skip
    assert [(t.verdict, t.direction) for t in audit.trends] == [("matches", "some")]


LOST = [
    (CLUES, "截至目前，严厉打击黑恶势力违法犯罪的线索。"),
    (CLUES, "一旦发现黑恶势力违法犯罪的线索，立即上报。"),
    (CLUES, "严防发生黑恶势力违法犯罪的线索。"),
    (CLUES, "发现黑恶势力违法犯罪的线索。又发现黑恶势力违法犯罪的线索。"),  # which of the two?
    (CLUES, "扫黑除恶常抓不懈。"),
    ("信访总量同比下降29.7%。", "压实信访总量管控责任。"),
]


@pytest.mark.parametrize(("original", "words"), LOST)
def test_in_doubt_the_tie_is_lost_which_is_never_green_and_tells_where_it_stood(original, words):
    audit = audited(words, original)
    assert not audit.contradictions
    assert audit.lost
    assert not audit.clean
    lines = [line for line in str(audit).splitlines() if "现在找不到了" in line]
    assert len(lines) == len(audit.lost)
    assert all("第1行" in line for line in lines)
    assert audit.to_json()["lost"][0]["place"] == "第1行"
    assert "找不到了" in audit._repr_html_()


def test_a_clause_of_another_paragraph_is_not_its_clause():
    words = "发现\n黑恶势力违法犯罪的线索排查工作扎实。"
    document = Document("x", words, (Place(0, 2, "第1段"), Place(3, len(words), "第2段")))
    ties = [Tie("organised_crime_clues", 2025, trend="黑恶势力违法犯罪的线索")]
    audit = audit_claims(document, claims_of(document), ties, facts(**DATA), None, 2025)
    assert (audit.trends, len(audit.lost)) == ((), 1)

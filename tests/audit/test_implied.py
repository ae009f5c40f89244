"""Numbers without a numeral: found, tied by the words around them, and judged; without a tie they are no pass."""

import json

import pytest

from fazhi_metrics.audit.implied import find_implied
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.audit.word import read_word
from fazhi_metrics.measures import INDICATORS
from tests.audit.facts import facts, percent, text
from tests.audit.files import p, word_file

DATA = {
    "hazards_found": (60, 56),
    "hazard_rectification_rate": (percent(55, 60), percent(56, 56)),
    "dispute_resolution_rate": (percent(100, 120), percent(126, 128)),
    "local_dispute_resolution_rate": (percent(80, 100), percent(92, 100)),
    "certified_officer_rate": percent(1, 2),
    "petitions": (60, 118),
    "disputes_resolved": (61, 126),
}


def audited(words, ties=None, data=DATA, original=None, document=None):
    document = document or text(words)
    if ties is None:
        source = text(original) if original else document
        claims = claims_of(source)
        ties = accept(source, claims, suggest_ties(source, claims, INDICATORS, None, 2025))
    return audit_claims(document, claims_of(document), ties, facts(**data), None, 2025)


FOUND = {
    "隐患全部整改": ["全部"],
    "纠纷均已化解": ["均已"],
    "全部任务": [],
    "半数以上群众": ["半数以上"],
    "过去半年": [],
    "超过半个月": [],
    "过半年": [],
    "近半数": ["近半数"],
    "产量翻番": ["翻番"],
    "翻了两番": ["翻了两番"],
    "参与率百分百": ["百分百"],
}


@pytest.mark.parametrize(("words", "expected"), FOUND.items(), ids=FOUND)
def test_what_implies_a_number_is_found(words, expected):
    assert [quantity.text for _, _, quantity in find_implied(words)] == expected


def test_what_is_written_out_is_not_implied_as_well():
    claims = claims_of(text("整改率百分之百，超过半数群众满意。"))
    assert [claim.text for claim in claims.figures] == ["百分之百"]
    assert [item.text for item in claims.implied] == ["超过半数"]


NAMED = {
    "隐患全部整改到位。": "hazard_rectification_rate",
    "发现隐患56处，全部整改到位。": "hazard_rectification_rate",
    "受理矛盾纠纷128起，均已化解。": "dispute_resolution_rate",
    "实现执法人员持证上岗全覆盖。": "certified_officer_rate",
    "矛盾纠纷就地化解率过半。": "local_dispute_resolution_rate",
    "信访总量较上年翻了一番。": "petitions",
}
UNNAMED = [
    "各项任务全部完成。",
    "12345热线事项全部办结。",
    "重大隐患全部整改。",
    "家庭纠纷全部化解。",
    "发现隐患56处，其中重大隐患3处，全部整改。",
    "上半年，隐患全部整改。",
    "过半群众参与。",
]


@pytest.mark.parametrize(("words", "figure"), NAMED.items(), ids=NAMED)
def test_the_clause_names_what_it_is_of(words, figure):
    claims = claims_of(text(words))
    found = suggest_ties(text(words), claims, INDICATORS, None, 2025)
    assert [s.figure for s in found.implied.values()] == [figure]


@pytest.mark.parametrize("words", UNNAMED)
def test_in_doubt_nothing_is_suggested_and_it_is_listed_as_untied(words):
    audit = audited(words)
    assert [v.verdict for v in audit.implied] == ["untied"]
    assert not audit.clean
    assert audit.coverage.implied["untied"] == 1


JUDGED = [
    ("隐患全部整改到位。", "matches", ""),
    ("受理矛盾纠纷128起，全部化解。", "contradicts", "conclusion"),
    ("矛盾纠纷就地化解率过半。", "matches", ""),
    ("执法人员持证率过半。", "contradicts", "inexact"),  # exactly half
    ("执法人员持证率半数以上。", "contradicts", "inexact"),
    ("矛盾纠纷就地化解率近半数。", "contradicts", "inexact"),
    ("信访总量翻一番。", "matches", ""),  # 118 of 60 rounds to twice
    ("化解矛盾纠纷翻了两番。", "contradicts", "inexact"),
]


@pytest.mark.parametrize(("words", "verdict", "severity"), JUDGED)
def test_it_is_held_against_its_figure(words, verdict, severity):
    [found] = audited(words).implied
    assert (found.verdict, found.severity) == (verdict, severity), found.reason
    assert found.cells == ("2025/台账.xlsx!表!C5:C24",)


def test_a_fraction_is_held_against_a_share():
    matching = audited("矛盾纠纷就地化解率三分之二以上，矛盾纠纷化解率超九成。")
    assert [v.verdict for v in matching.verdicts if v.figure] == ["matches", "matches"]
    wrong = audited("矛盾纠纷就地化解率不足三分之二。")
    assert [v.verdict for v in wrong.verdicts if v.figure] == ["contradicts"]


def test_a_goal_states_nothing():
    for words in ("确保隐患全部整改。", "五、下一年度主要安排\n一是执法人员持证上岗全覆盖。\n"):
        [found] = audited(words).implied
        assert (found.verdict, found.reason) == ("excluded", "下一步的目标，没有数据可核")


def test_missing_data_and_a_wrong_kind_of_figure_decide_nothing():
    [found] = audited("隐患全部整改。", data={}).implied
    assert found.verdict == "untied"
    tie = Tie("hazards_found", 2025, "隐患", "整改。", implied="全部", unit="%")
    [found] = audited("隐患全部整改。", ties=[tie]).implied
    assert (found.verdict, "占比" in found.reason) == ("ambiguous", True)


def test_its_tie_survives_editing_and_is_reported_when_it_is_gone():
    words = "开展检查。发现隐患56处，全部整改到位。"
    edited = audited("开展安全检查12次。共发现隐患60处，\n全部整改到位。", original=words)
    assert [v.verdict for v in edited.implied] == ["matches"]
    gone = audited("开展检查。发现隐患56处，基本整改到位。", original=words)
    assert [tie.implied for tie in gone.lost] == ["全部"]
    assert not gone.clean
    assert "第1行的“全部”" in str(gone)


def test_the_numbers_of_the_text_come_back_once_and_the_implied_ones_beside_them():
    document = read_word(word_file(p("信访总量翻一番。") + p("隐患56处，全部整改。")), "x")
    audit = audited("", document=document)
    content = json.loads(json.dumps(audit.to_json()))
    numeral = content["verdicts"][0]
    assert (numeral["text"], numeral["verdict"], numeral["reason"]) == ("一", "excluded", "隐含数字")
    assert content["found"] == len(content["verdicts"]) == 2
    assert [v["text"] for v in content["implied"]] == ["翻一番", "全部"]
    assert all(document.text[v["start"] : v["end"]] == v["text"] for v in content["implied"])


def test_the_text_shows_it_marked_as_a_whole():
    html = audited("信访总量翻一番。")._repr_html_()
    assert html.count("<summary") == 1
    assert '<summary class="matches">翻一番<small>（与数据一致）' in html

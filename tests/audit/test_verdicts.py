"""The audit: every number once, compared only with the figure it is tied to."""

import json
from decimal import Decimal

import pytest

from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.audit.word import read_word
from fazhi_metrics.errors import ReportError
from fazhi_metrics.measures import INDICATORS
from tests.audit.facts import facts, percent, text
from tests.audit.files import field, p, section, story, word_file

DATA = {
    "farmland_area": (Decimal("43708.50"), Decimal("43695.26")),
    "registered_population": (26318, 26234),
    "disputes_resolved": (120, 128),
    "disputes_resolved_by_centres": (31, 46),
    "petitions": (118, 83),
    "public_satisfaction": (percent(2715, 2956), percent(2815, 2941)),
    "grid_matter_completion_rate": (percent(90, 100), percent(9, 10)),
    "law_study_participation_rate": (percent(1180, 1211), percent(1, 1)),
    "organised_crime_clues": (1, 0),
    "public_security_case_rate": (percent(2830697, 10**7), percent(2089199, 10**7)),
    "hazards_found": (None, 56),
}


def audited(words, ties=None, data=DATA, original=None):
    """Audit words with ties made on the original words by accepting every suggestion."""
    document = text(words)
    if ties is None:
        source = text(original or words)
        claims = claims_of(source)
        ties = accept(source, claims, suggest_ties(source, claims, INDICATORS, None, 2025))
    return audit_claims(document, claims_of(document), ties, facts(**data), None, 2025)


def verdicts(audit):
    return {v.text: v.verdict for v in audit.verdicts if v.verdict != "excluded"}


MATCHING = [
    "耕地43695.26亩。",
    "耕地43695.3亩。",
    "耕地43695亩。",
    "耕地4.37万亩。",
    "耕地约4.4万亩。",
    "耕地4.3万余亩。",
    "耕地超4万亩。",
    "耕地近4.4万亩。",
    "耕地2913.02公顷。",
    "户籍人口26234人。",
    "群众满意度95.7%。",
    "群众满意度达九成以上。",
    "三大诉求分办中心化解矛盾纠纷40余起。",
]


@pytest.mark.parametrize("words", MATCHING)
def test_a_number_that_holds_the_value_at_its_printed_places_matches(words):
    audit = audited(words)
    assert list(verdicts(audit).values()) == ["matches"]
    assert audit.clean
    [verdict] = [v for v in audit.verdicts if v.figure]
    assert verdict.cells == ("2025/台账.xlsx!表!C5:C24",)


WRONG = [
    ("耕地43694亩。", "inexact", "43695.26"),
    ("耕地4.3万亩。", "inexact", "截去了尾数"),
    ("耕地43695.26公顷。", "inexact", "2913"),
    ("耕地43718亩。", "conclusion", "升降就反了"),
    ("耕地0亩。", "conclusion", ""),
    ("耕地不足4万亩。", "inexact", ""),
    ("耕地4.3695亩。", "inexact", ""),  # 万 lost
    ("群众满意度95.71%。", "inexact", "截去了尾数"),
    ("群众满意度91.8%。", "inexact", ""),  # last year's value
    ("群众满意度100%。", "conclusion", ""),
    ("学法参与率99%。", "conclusion", ""),
    ("三大诉求分办中心化解矛盾纠纷46余起。", "inexact", "没有“余”"),
    ("三大诉求分办中心化解矛盾纠纷50余起。", "inexact", "46"),
    ("户籍人口26243人。", "inexact", "26234"),
]


@pytest.mark.parametrize(("words", "severity", "says"), WRONG)
def test_a_number_that_does_not_hold_the_value_contradicts(words, severity, says):
    audit = audited(words)
    [verdict] = audit.contradictions
    assert (verdict.severity, says in verdict.reason) == (severity, True), verdict.reason
    assert verdict.expected
    assert audit.contradicted == 1
    assert not audit.clean


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("户籍人口26234人。", "户籍人口26234户。"),
        ("群众满意度95.7%。", "群众满意度95.7个百分点。"),
        ("群众满意度提高3.9个百分点。", "群众满意度提高3.9%。"),
        ("信访总量同比下降29.7%。", "信访总量同比下降29.7个百分点。"),
        ("群众满意度提高3.9个百分点。", "群众满意度提高4.9个百分点。"),
        ("耕地43695亩。", "耕地043695亩。"),  # nobody can read it
    ],
)
def test_a_wrong_unit_or_amount_contradicts_where_it_stands(words, wrong):
    assert "contradicts" not in verdicts(audited(words)).values()
    audit = audited(wrong, original=words)
    [verdict] = [v for v in audit.verdicts if v.verdict == "contradicts"]
    assert wrong[verdict.start : verdict.end] == verdict.text
    assert not audit.lost


def test_an_untied_number_is_never_a_pass_and_carries_its_suggestion():
    audit = audited("户籍人口26234人，发放补贴26234元。", ties=())
    assert verdicts(audit) == {"26234人": "untied", "26234元": "untied"}
    assert [v.suggestion for v in audit.verdicts] == ["registered_population", None]
    assert "建议：户籍人口" in audit.verdicts[0].reason
    assert not audit.clean
    assert "没有任何数字得到核对" in str(audit)


def test_nothing_found_is_never_green():
    audit = audited("认真贯彻落实。")
    assert (audit.coverage.numbers.found, audit.clean) == (0, False)
    assert "不能算通过" in str(audit)
    assert "不能算通过" in audit._repr_html_()


def test_a_tie_that_two_numbers_fit_decides_nothing():
    sentence = "户籍人口26234人。"
    audit = audited(sentence * 2, original=sentence)
    assert [v.verdict for v in audit.verdicts] == ["ambiguous", "ambiguous"]
    assert not audit.clean


def test_a_statement_that_went_away_takes_no_other_with_it():
    words = "治安案件发案率、信访总量“双降”。信访总量由118件次下降到83件次。"
    audit = audited(words.replace("由118件次下降到83件次", "由118件次变为83件次"), original=words)
    assert [(t.text, t.verdict) for t in audit.trends] == [("治安案件发案率、信访总量“双降”", "matches")]
    assert "由118件次下降到83件次" in [tie.number for tie in audit.lost if tie.trend == "信访总量"]


def test_a_statement_made_twice_is_ambiguous():
    words = "信访总量同比下降29.7%。"
    audit = audited(words * 2, original=words)
    assert [t.verdict for t in audit.trends] == ["ambiguous", "ambiguous"]


def test_a_number_that_went_away_is_reported():
    audit = audited("户籍人口众多，耕地43695亩。", original="户籍人口26234人，耕地43695亩。")
    assert [tie.figure for tie in audit.lost] == ["registered_population"]
    assert not audit.clean


def test_a_tie_to_an_unknown_indicator_stops_with_the_nearest():
    with pytest.raises(ReportError, match="您是不是要找 farmland_area"):
        audited("耕地43695亩。", ties=[Tie("farmland_aera", 2025, "耕地", "。", unit="亩")])


def test_data_that_are_missing_verify_nothing():
    audit = audited("发现隐患56处。", data={})
    assert list(verdicts(audit).values()) == ["untied"]
    assert "没有发现隐患数的数据" in audit.verdicts[0].reason


def test_a_formula_stands_for_an_indicator_that_does_not_exist():
    tie = Tie(
        formula="disputes_resolved_by_centres / disputes_resolved * 100", year=2025, before="占比", unit="%"
    )
    audit = audited("三大中心化解占比35.9%。", ties=[tie])
    assert verdicts(audit) == {"35.9%": "matches"}
    assert verdicts(audited("三大中心化解占比36.9%。", ties=[tie])) == {"36.9%": "contradicts"}


def test_a_part_is_compared_with_its_own_value():
    tie = Tie("disputes_resolved", 2025, "化解家庭纠纷", unit="件", part="kind=家庭")
    data = {**DATA, "disputes_resolved__家庭": (15, 12)}
    assert verdicts(audited("化解家庭纠纷12件。", ties=[tie], data=data)) == {"12件": "matches"}
    assert verdicts(audited("化解家庭纠纷128件。", ties=[tie], data=data)) == {"128件": "contradicts"}


def test_a_village_is_compared_with_its_own_value():
    tie = Tie("registered_population", 2025, "甲村户籍人口", unit="人", village="甲村")
    data = {**DATA, "registered_population__甲村": (900, 905)}
    assert verdicts(audited("甲村户籍人口905人。", ties=[tie], data=data)) == {"905人": "matches"}
    assert verdicts(audited("甲村户籍人口900人。", ties=[tie], data=data)) == {"900人": "contradicts"}


TRENDS = [
    ("信访总量同比下降29.7%。", "matches"),
    ("信访总量同比上升29.7%。", "contradicts"),
    ("治安案件发案率、信访总量“双降”。", "matches"),
    ("信访总量由118件次下降到83件次。", "matches"),
    ("全年未发现黑恶势力线索。", "matches"),
    ("群众满意度同比持平。", "contradicts"),
    ("网格事项办结率与上年持平。", "matches"),
    ("治安案件发案率、信访总量“两降”，群众满意度“一升”。", "matches"),
    ("治安案件发案率、信访总量“两升”。", "contradicts"),
]


@pytest.mark.parametrize(("words", "verdict"), TRENDS)
def test_a_statement_of_a_trend_is_held_against_two_years(words, verdict):
    found = {trend.verdict for trend in audited(words).trends}
    assert found == {verdict}


def test_a_trend_says_whether_chance_could_explain_it():
    [trend] = audited("信访总量同比下降29.7%。").trends
    assert "偶然" in trend.parts[0].chance
    assert "118 → 83件次" in trend.parts[0].wording


def test_a_number_that_is_wrong_without_turning_the_trend_round_says_nothing_of_it():
    data = {**DATA, "public_satisfaction": (percent(90, 100), percent(95, 100))}
    tie = Tie("public_satisfaction", 2025, "满意度", "。", unit="%")
    [found] = [v for v in audited("满意度100%。", ties=[tie], data=data).verdicts if v.figure]
    assert (found.verdict, found.severity) == ("contradicts", "conclusion")
    assert "升降" not in found.reason


def test_what_to_write_in_another_unit_has_the_places_of_the_text():
    tie = Tie("farmland_area", 2025, "耕地", "。", unit="亩")
    [found] = [v for v in audited("耕地29.2平方公里。", ties=[tie]).verdicts if v.figure]
    assert (found.verdict, found.expected) == ("contradicts", "29.1平方公里")


def test_none_against_some_changes_the_conclusion():
    [trend] = audited("全年未发现黑恶势力线索。", data={**DATA, "organised_crime_clues": (0, 2)}).trends
    assert (trend.verdict, trend.severity) == ("contradicts", "conclusion")


def test_a_trend_with_a_subject_that_nobody_tied_is_no_pass():
    words = "治安案件发案率、信访总量“两降”。"
    ties = [Tie("petitions", 2025, trend="信访总量")]
    [trend] = audited(words, ties=ties).trends
    assert trend.verdict == "untied"
    assert "治安案件发案率" in trend.reason


def test_a_target_is_not_compared_with_this_year():
    audit = audited("五、下一年度主要安排\n户籍人口达到30000人。\n")
    assert [v.verdict for v in audit.verdicts if "30000" in v.text] in (["excluded"], ["untied"])


def test_every_number_comes_back_exactly_once_and_in_order():
    words = "2025年，全镇“1235”模式，第十二条，耕地43695亩，走访300户，12345热线，化解矛盾纠纷128起。一是（二）三项制度。"
    audit = audited(words)
    spans = [(v.start, v.end) for v in audit.verdicts]
    assert spans == sorted(set(spans))
    covered = {i for a, b in spans for i in range(a, b)}
    assert all(i in covered for i, c in enumerate(words) if c.isdecimal())
    assert all(v.reason for v in audit.verdicts)


def test_json_has_the_published_shape():
    audit = audited("2025年，耕地43694亩，走访300户。")
    content = json.loads(json.dumps(audit.to_json()))
    assert content["found"] == len(content["verdicts"]) == 3
    wanted = {"start", "end", "text", "verdict", "figure", "value", "low", "high", "cells", "reason"}
    assert all(wanted <= set(v) for v in content["verdicts"])
    wrong = content["verdicts"][1]
    assert (wrong["verdict"], wrong["figure"], wrong["value"], wrong["low"]) == (
        "contradicts", "farmland_area", 43695.26, 43694,
    )  # fmt: skip
    assert content["coverage"]["contradicted"] == 1
    assert {"trends", "arithmetic", "lost", "notes"} <= set(content)


def test_a_page_number_is_excluded_as_such():
    parts = {"f.xml": story("footer", p("— ", field(" PAGE ", "7"), " —"))}
    document = read_word(word_file(p("耕地43695亩。") + section(("footer", "default", "rId1")), parts), "x")
    audit = audit_claims(document, claims_of(document), (), facts(**DATA), None, 2025)
    assert [(v.text, v.verdict, v.reason) for v in audit.verdicts][1:] == [("7", "excluded", "页码")]

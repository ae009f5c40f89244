"""What an audit says of a number whose figure is not sound: never that it agrees, and never what should stand there."""

import pytest

from fazhi_metrics.audit.context import Context
from fazhi_metrics.audit.display import conclusion
from fazhi_metrics.audit.files import audit_file
from fazhi_metrics.audit.periods import months_stated
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.ties import Tie
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.measures.part import Part
from fazhi_metrics.measures.status import Status
from tests.audit.facts import facts, text

WHY = "台账.xlsx!表!C7 有问题"


def part(status, value=None, low=None, high=None):
    return Part(value=value, low=low, high=high, status=Status(status), reasons=(WHY,))


CASES = [
    ("受理矛盾纠纷186起。", part("sound", 186, 186, 186), "matches"),
    ("受理矛盾纠纷186起。", part("doubtful", 186, 150, 190), "doubtful"),
    ("受理矛盾纠纷999起。", part("doubtful", 186, 150, 190), "doubtful"),
    ("受理矛盾纠纷180起。", part("bounded", None, 178, 203), "ambiguous"),
    ("受理矛盾纠纷1.8百起。", part("bounded", None, 178, 203), "ambiguous"),
    ("受理矛盾纠纷204起。", part("bounded", None, 178, 203), "contradicts"),
    ("受理矛盾纠纷177起。", part("bounded", None, 178, None), "contradicts"),
    ("受理矛盾纠纷300起。", part("bounded", None, 178, None), "ambiguous"),
    ("受理矛盾纠纷143起。", part("provisional", 143, 143, None), "ambiguous"),
    ("受理矛盾纠纷143起。", part("incomplete", None, 143, None), "ambiguous"),
    ("受理矛盾纠纷143起。", part("unavailable"), "untied"),
    ("受理矛盾纠纷143起。", part("confidential"), "ambiguous"),
]


def audited(words, **data):
    document = text(words)
    ties = [Tie("disputes_accepted", 2025, "受理矛盾纠纷", "。", unit="起")]
    return audit_claims(document, claims_of(document), ties, facts(**data), None, 2025)


@pytest.mark.parametrize(("words", "given", "verdict"), CASES)
def test_the_verdict_follows_the_status(words, given, verdict):
    [found] = [v for v in audited(words, disputes_accepted=given).verdicts if v.figure]
    assert found.verdict == verdict
    if given.status is not Status.SOUND:
        assert (found.value, found.expected, found.basis.numerator) == (None, "", None)
        assert WHY in found.reason


def test_what_is_confidential_is_given_back_by_nothing():
    secret = Part(status=Status.CONFIDENTIAL, value=2, low=2, high=2, reasons=("不足3人",))
    [found] = [v for v in audited("受理矛盾纠纷3起。", disputes_accepted=secret).verdicts if v.figure]
    assert "2" not in found.reason + found.expected


def test_contradicted_doubtful_and_unchecked_are_three_sentences():
    said = [
        audited("受理矛盾纠纷9起。", disputes_accepted=186),
        audited("受理矛盾纠纷186起。", disputes_accepted=part("doubtful", 186)),
        audited("受理矛盾纠纷186起。", disputes_accepted=part("incomplete")),
    ]
    assert [conclusion(each).partition("：")[0] for each in said] == [
        "有 1 处与数据不符",
        "有 1 处的数据待核实，不能算通过",
        "没有任何数字得到核对，不能算通过",
    ]
    assert [(each.failed, each.checked) for each in said] == [(True, True), (True, False), (False, False)]


PERIODS = {
    "1—9月，受理": range(1, 10),
    "2025年1月至11月受理": range(1, 12),
    "截至9月底，受理": range(1, 10),
    "截至2025年9月，受理": range(1, 10),
    "前三季度受理": range(1, 10),
    "前十个月受理": range(1, 11),
    "第三季度受理": range(7, 10),
    "上半年受理": range(1, 7),
    "下半年受理": range(7, 13),
    "上半年受理93起，全年受理": (),
    "1—12月受理": (),
    "截至2025年底，受理": (),
    "截至9月15日，受理": (),
    "2025年9月28日召开会议": (),
    "受理": (),
}


@pytest.mark.parametrize(("before", "months"), PERIODS.items())
def test_the_months_are_those_of_the_last_period_named(before, months):
    context = Context(near="", counted="起", clause="", sentence=f"{before}#。")
    assert months_stated(context) == tuple(months)


def test_brackets_behind_a_number_say_its_months():
    context = Context(near="", counted="起", clause="", sentence="全年受理#（截至9月），上半年60起。")
    assert months_stated(context) == tuple(range(1, 10))


TOWN = {
    "常住人口22918人": "doubtful",  # what the sheet adds up to
    "常住人口22018人": "doubtful",  # what is true
    "开展安全检查192次": "ambiguous",  # without the month that came as an archive
    "开展安全检查212次": "ambiguous",
    "受理矛盾纠纷143起": "ambiguous",  # of nine months, and the words do not say so
    "1—9月，受理矛盾纠纷143起": "matches",
    "1—9月，受理矛盾纠纷186起": "contradicts",
    "前三季度，受理矛盾纠纷143起": "matches",
    "上半年，受理矛盾纠纷143起": "untied",
    "群众满意度95.7%": "untied",
    "户籍人口26234人": "matches",
}


@pytest.fixture(scope="module")
def verdicts(tmp_path_factory, damaged_project):
    """Every sentence of the damaged town's report, accepted as suggested: words of the number → its verdict."""
    path = tmp_path_factory.mktemp("report") / "报告.txt"
    path.write_text("\n".join(f"{words}。" for words in TOWN), encoding="utf-8")
    audit = audit_file(path, damaged_project.store, damaged_project.town, 2025, accept=True)
    found = [v for v in audit.verdicts if v.verdict != "excluded"]
    return dict(zip(TOWN, found, strict=True))


@pytest.mark.parametrize(("words", "verdict"), TOWN.items())
def test_a_town_that_came_in_badly_confirms_and_contradicts_only_what_is_known(verdicts, words, verdict):
    assert verdicts[words].verdict == verdict
    if verdict != "contradicts":
        assert "22918" not in verdicts[words].expected


CHANGES = {
    "1—9月受理矛盾纠纷143起，同比增长6.7%。": "matches",
    "全年受理矛盾纠纷143起，同比下降17.3%。": "ambiguous",
    "常住人口22918人，同比增长3.0%。": "doubtful",
}


@pytest.mark.parametrize(("words", "verdict"), CHANGES.items())
def test_a_change_is_held_against_the_same_months_of_sound_years(tmp_path, damaged_project, words, verdict):
    path = tmp_path / "报告.txt"
    path.write_text(words, encoding="utf-8")
    audit = audit_file(path, damaged_project.store, damaged_project.town, 2025, accept=True)
    assert [trend.verdict for trend in audit.trends] == [verdict]
    assert [v.verdict for v in audit.verdicts if v.unit == "%"] == [verdict]

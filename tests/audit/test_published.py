"""The published report against the sample town, by suggestion alone; skipped where the report is absent."""

import json

import pytest

from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.facts import facts_of
from fazhi_metrics.audit.opening import read_document
from fazhi_metrics.audit.plaintext import lines
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.tying import accept
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.measures import indicators_of
from tests.conftest import SHARED

REPORT = SHARED / "report" / "xibao-2025.txt"
pytestmark = pytest.mark.skipif(not REPORT.exists(), reason=f"the published report is not at {REPORT}")


@pytest.fixture(scope="module")
def gold():
    return json.loads(REPORT.with_suffix(".gold.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def case(sample_project):
    """The report, its ties by suggestion, and the town's figures."""
    town, store = sample_project.town, sample_project.store
    document = read_document(REPORT)
    claims = claims_of(document)
    indicators = indicators_of(town)
    ties = accept(document, claims, suggest_ties(document, claims, indicators, town, 2025))
    return document.text, ties, facts_of(store, town, indicators), town


def audit(case, words):
    _, ties, facts, town = case
    document = Document(REPORT.name, words, lines(words), wrapped=True)
    return audit_claims(document, claims_of(document), ties, facts, town, 2025)


def test_every_figure_is_tied_to_the_right_id_and_matches(case, gold):
    found = {(v.start, v.end): (v.figure, v.verdict) for v in audit(case, case[0]).verdicts if v.figure}
    assert found == {(f["start"], f["end"]): (f["figure"], "matches") for f in gold["figures"]}


def test_every_trend_is_verified_on_its_figures(case, gold):
    found = [(t.direction, list(t.figures), t.verdict) for t in audit(case, case[0]).trends]
    assert found == [(t["direction"], t["figures"], "matches") for t in gold["trends"]]


def test_every_other_number_is_excluded_and_the_audit_is_clean(case, gold):
    result = audit(case, case[0])
    assert result.coverage.numbers["excluded"] == result.coverage.numbers.found - len(gold["figures"])
    assert result.clean


def test_any_digit_of_any_figure_changed_contradicts_at_that_number_and_nowhere_else(case, gold):
    text = case[0]
    missed = []
    for figure in gold["figures"]:
        for at in range(figure["start"], figure["end"]):
            for digit in "0123456789" if text[at].isdecimal() else "":
                if digit == text[at]:
                    continue
                result = audit(case, text[:at] + digit + text[at + 1 :])
                wrong = [v for v in result.verdicts if v.verdict == "contradicts"]
                alone = (
                    len(wrong) == 1
                    and wrong[0].start <= at < wrong[0].end
                    and wrong[0].figure == figure["figure"]
                )
                others = sum(v.verdict == "matches" for v in result.verdicts) == len(gold["figures"]) - 1
                if not (alone and others and all(t.verdict == "matches" for t in result.trends)):
                    missed.append((figure["text"], at, digit))
    assert missed == []


@pytest.mark.parametrize(
    ("old", "new"),
    [("三降", "三升"), ("三升", "三降")],
)
def test_a_direction_turned_round_contradicts(case, old, new):
    result = audit(case, case[0].replace(old, new))
    [wrong] = [t for t in result.trends if t.verdict == "contradicts"]
    assert wrong.severity == "conclusion"
    assert not [v for v in result.verdicts if v.verdict == "contradicts"]


OTHER_UNITS = {
    "亩": "公顷 平方米 户",
    "个": "户 人",
    "户": "人 个",
    "人": "户 名",
    "起": "件 户",
    "件": "起 项",
    "%": "个百分点 件",
}


def test_a_wrong_unit_or_a_stray_ten_thousand_contradicts_at_that_number(case, gold):
    text = case[0]
    missed = []
    for figure in gold["figures"]:
        cut = figure["end"] - len(figure["unit"])
        changed = [text[:cut] + unit + text[figure["end"] :] for unit in OTHER_UNITS[figure["unit"]].split()]
        if figure["unit"] != "%":
            changed.append(text[:cut] + "万" + text[cut:])
        for words in changed:
            wrong = [v for v in audit(case, words).verdicts if v.verdict == "contradicts"]
            if [v.start for v in wrong] != [figure["start"]]:
                missed.append((figure["text"], words[figure["start"] : figure["end"] + 3]))
    assert missed == []

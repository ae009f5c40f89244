"""Every kind of verdict is shown by every face, with its own words, sign and colour."""

import pytest

from fazhi_metrics.audit.annotate import remarks
from fazhi_metrics.audit.display import conclusion
from fazhi_metrics.audit.documents import Document
from fazhi_metrics.audit.kinds import VerdictKind
from fazhi_metrics.audit.look import verdict_style
from fazhi_metrics.audit.results import Audit, TrendVerdict, Verdict

TEXT = "信访总量83件次，同比下降。"
MARKED = [kind for kind in VerdictKind if kind is not VerdictKind.EXCLUDED]


def audited(*kinds, trend=None):
    """An audit of as many numbers as there are kinds."""
    found = tuple(
        Verdict(start=4, end=8, text="83件次", verdict=kind, reason=f"理由{n}")
        for n, kind in enumerate(kinds)
    )
    trends = (
        (TrendVerdict(start=10, end=12, text="下降", direction="down", verdict=trend, reason="趋势"),)
        if trend
        else ()
    )
    return Audit(document=Document("报告.txt", TEXT, ()), year=2025, verdicts=found, trends=trends)


def test_no_two_kinds_are_shown_alike():
    for shown in ("title", "short", "sign", "fill", "counted", "tone", "line"):
        assert len({getattr(kind, shown) for kind in MARKED}) == len(MARKED), shown


@pytest.mark.parametrize("kind", VerdictKind)
def test_a_kind_is_told_in_text_in_json_in_a_notebook_and_in_word(kind):
    audit = audited(kind)
    assert f"{kind.title}（1）" in str(audit)
    assert f"{kind.sign}  “83件次”：理由0" in str(audit)
    assert f"{kind.short} 1" in str(audit.coverage)
    counts = audit.to_json()["coverage"]
    assert (counts[kind.counted], counts["found"], counts["tied"]) == (1, 1, int(kind.tied))
    assert f'<span class="{kind}">{kind.title}</span> 1 处' in audit._repr_html_()
    [remark] = remarks(audit)
    assert (remark.colour, remark.lines[0]) == (kind.fill, kind.title)


@pytest.mark.parametrize("kind", MARKED)
def test_a_kind_has_its_rule_and_its_sign_in_the_style_sheet(kind):
    style = verdict_style()
    assert f".{kind} {{ background: var(--{kind.tone}-band)" in style
    assert f"\\00a0{kind.sign}" in style
    assert f"--{kind.tone}: #" in style
    assert f"--{kind.tone}-band: #" in style


@pytest.mark.parametrize(
    ("audit", "said", "failed", "state"),
    [
        (audited(VerdictKind.MATCHES), "每个统计数字都与数据一致", False, "good"),
        (audited(VerdictKind.MATCHES, VerdictKind.DOUBTFUL), "有 1 处的数据待核实，不能算通过", True, "bad"),
        (audited(VerdictKind.MATCHES, trend=VerdictKind.DOUBTFUL), "“下降”", True, "bad"),
        (audited(VerdictKind.CONTRADICTS, VerdictKind.DOUBTFUL), "另有 1 处的数据待核实", True, "bad"),
        (audited(VerdictKind.MATCHES, VerdictKind.UNTIED), "还有1 处数字没有对应的指标", False, "open"),
        (audited(VerdictKind.AMBIGUOUS), "没有任何数字得到核对", False, "open"),
    ],
)
def test_doubtful_data_are_no_pass_and_are_said_apart_from_a_contradiction(audit, said, failed, state):
    assert said in conclusion(audit)
    assert (audit.failed, audit.state) == (failed, state)

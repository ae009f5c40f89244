"""依法行政能力: major decisions and their procedure, and the officers who enforce the law."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, catalogued, count, different, total

DECISIONS = count("decisions")
OFFICERS = count("enforcement")
_ALL_STEPS = {"participation": True, "expert": True, "risk": True, "legality": True, "collective": True}


def _step(id: str, column: str, title: str, *words: str) -> Indicator:
    return Indicator(
        id=id,
        title=f"重大行政决策{title}率",
        unit="%",
        definition=f"当年重大行政决策事项中履行{title}程序的占比",
        numerator=count("decisions", **{column: True}),
        denominator=DECISIONS,
        scale=100,
        decimals=1,
        better="up",
        nature="proportion",
        words=(f"{title}率", *words),
    )


INDICATORS = catalogued(
    "依法行政",
    [
        Indicator(
            id="major_decisions",
            title="重大行政决策事项数",
            unit="项",
            definition="当年列入目录的重大行政决策事项数",
            numerator=DECISIONS,
            nature="stock",
            words=("重大行政决策", "重大决策"),
        ),
        _step("public_participation_rate", "participation", "公众参与"),
        _step("expert_review_rate", "expert", "专家论证"),
        _step("risk_assessment_rate", "risk", "风险评估"),
        _step("legality_review_rate", "legality", "合法性审查", "合法性审核率"),
        _step("collective_discussion_rate", "collective", "集体讨论"),
        _step("decision_evaluation_rate", "evaluation", "后评估"),
        Indicator(
            id="full_procedure_decisions",
            title="程序完备的决策数",
            unit="项",
            definition="当年重大行政决策中公众参与、专家论证、风险评估、合法性审查、集体讨论五项程序齐全的项数",
            numerator=count("decisions", **_ALL_STEPS),
            nature="stock",
            better="up",
            words=("程序完备",),
        ),
        Indicator(
            id="full_procedure_rate",
            title="决策程序完备率",
            unit="%",
            definition="当年重大行政决策中五项法定程序齐全的占比",
            numerator=count("decisions", **_ALL_STEPS),
            denominator=DECISIONS,
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("程序完备率",),
        ),
        Indicator(
            id="enforcement_officers",
            title="行政执法人员数",
            unit="人",
            definition="年末行政执法人员人数",
            numerator=OFFICERS,
            nature="stock",
            words=("执法人员", "行政执法人员"),
        ),
        Indicator(
            id="established_officers",
            title="在编执法人员数",
            unit="人",
            definition="年末行政执法人员中在编的人数",
            numerator=count("enforcement", established=True),
            nature="stock",
            words=("在编执法人员",),
        ),
        Indicator(
            id="established_officer_share",
            title="执法人员在编率",
            unit="%",
            definition="年末行政执法人员中在编的占比",
            numerator=count("enforcement", established=True),
            denominator=OFFICERS,
            scale=100,
            decimals=1,
            nature="stock",
            words=("在编率",),
        ),
        Indicator(
            id="certified_officers",
            title="持证执法人员数",
            unit="人",
            definition="年末行政执法人员中持有执法证件的人数",
            numerator=count("enforcement", certified=True),
            nature="stock",
            better="up",
            words=("持证执法人员", "持证"),
        ),
        Indicator(
            id="certified_officer_rate",
            title="执法人员持证率",
            unit="%",
            definition="年末行政执法人员中持有执法证件的占比",
            numerator=count("enforcement", certified=True),
            denominator=OFFICERS,
            scale=100,
            decimals=1,
            better="up",
            nature="stock",
            words=("持证率", "持证上岗率", "持证上岗"),
        ),
        Indicator(
            id="enforcement_fields",
            title="执法领域数",
            unit="个",
            definition="年末行政执法人员覆盖的不同执法领域个数",
            numerator=different("enforcement", "field"),
            nature="stock",
            words=("执法领域",),
        ),
        Indicator(
            id="officers_per_10k",
            title="每万人执法人员",
            unit="人/万人",
            definition="行政执法人员数除以常住人口，再乘以10000",
            numerator=OFFICERS,
            denominator=total("population", "resident_population"),
            scale=10_000,
            decimals=2,
            nature="stock",
            words=("每万人执法人员",),
        ),
    ],
)

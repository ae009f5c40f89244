"""依法行政能力: major decisions and their procedure, and the officers who enforce the law."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, catalogued, count, different, total

DECISIONS = count("decisions")
OFFICERS = count("enforcement")
_ALL_STEPS = {"participation": True, "expert": True, "risk": True, "legality": True, "collective": True}


def _step(id: str, column: str, title: str, *words: str) -> Indicator:
    return Indicator(
        id,
        f"重大行政决策{title}率",
        "%",
        f"当年重大行政决策事项中履行{title}程序的占比",
        count("decisions", **{column: True}),
        DECISIONS,
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
            "major_decisions",
            "重大行政决策事项数",
            "项",
            "当年列入目录的重大行政决策事项数",
            DECISIONS,
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
            "full_procedure_decisions",
            "程序完备的决策数",
            "项",
            "当年重大行政决策中公众参与、专家论证、风险评估、合法性审查、集体讨论五项程序齐全的项数",
            count("decisions", **_ALL_STEPS),
            nature="stock",
            better="up",
            words=("程序完备",),
        ),
        Indicator(
            "full_procedure_rate",
            "决策程序完备率",
            "%",
            "当年重大行政决策中五项法定程序齐全的占比",
            count("decisions", **_ALL_STEPS),
            DECISIONS,
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("程序完备率",),
        ),
        Indicator(
            "enforcement_officers",
            "行政执法人员数",
            "人",
            "年末行政执法人员人数",
            OFFICERS,
            nature="stock",
            words=("执法人员", "行政执法人员"),
        ),
        Indicator(
            "established_officers",
            "在编执法人员数",
            "人",
            "年末行政执法人员中在编的人数",
            count("enforcement", established=True),
            nature="stock",
            words=("在编执法人员",),
        ),
        Indicator(
            "established_officer_share",
            "执法人员在编率",
            "%",
            "年末行政执法人员中在编的占比",
            count("enforcement", established=True),
            OFFICERS,
            scale=100,
            decimals=1,
            nature="stock",
            words=("在编率",),
        ),
        Indicator(
            "certified_officers",
            "持证执法人员数",
            "人",
            "年末行政执法人员中持有执法证件的人数",
            count("enforcement", certified=True),
            nature="stock",
            better="up",
            words=("持证执法人员", "持证"),
        ),
        Indicator(
            "certified_officer_rate",
            "执法人员持证率",
            "%",
            "年末行政执法人员中持有执法证件的占比",
            count("enforcement", certified=True),
            OFFICERS,
            scale=100,
            decimals=1,
            better="up",
            nature="stock",
            words=("持证率", "持证上岗率", "持证上岗"),
        ),
        Indicator(
            "enforcement_fields",
            "执法领域数",
            "个",
            "年末行政执法人员覆盖的不同执法领域个数",
            different("enforcement", "field"),
            nature="stock",
            words=("执法领域",),
        ),
        Indicator(
            "officers_per_10k",
            "每万人执法人员",
            "人/万人",
            "行政执法人员数除以常住人口，再乘以10000",
            OFFICERS,
            total("population", "resident_population"),
            scale=10_000,
            decimals=2,
            nature="stock",
            words=("每万人执法人员",),
        ),
    ],
)

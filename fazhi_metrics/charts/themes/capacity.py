"""依法行政能力与普法: the procedure of decisions, the study of law, publicity, officers."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

LAW, TEACHING = "依法行政", "学法普法"

CHARTS = (
    Chart(
        id="decision_procedure",
        title="重大行政决策程序履行情况",
        theme=LAW,
        kind="steps",
        indicators=(
            "major_decisions",
            "public_participation_rate",
            "expert_review_rate",
            "risk_assessment_rate",
            "legality_review_rate",
            "collective_discussion_rate",
            "decision_evaluation_rate",
        ),
        names=("重大行政决策", "公众参与", "专家论证", "风险评估", "合法性审查", "集体讨论", "后评估"),
    ),
    Chart(
        id="enforcement_officers",
        title="行政执法人员在编与持证情况",
        theme=LAW,
        kind="panels",
        indicators=("enforcement_officers", "established_officer_share", "certified_officer_rate"),
        compared=True,
    ),
    Chart(
        id="law_study_by_platform",
        title="各学习平台学法参与人次",
        theme=TEACHING,
        kind="ranked_bars",
        indicators=("law_study_attendances",),
        by=("platform",),
        names=("参与人次",),
        noun="个平台",
    ),
    Chart(
        id="law_study_by_month",
        title="每月学法参与人次",
        theme=TEACHING,
        kind="lines",
        indicators=("law_study_attendances",),
        by=("month",),
        names=("参加学法",),
        compared=True,
    ),
    Chart(
        id="publicity_by_place",
        title="“法律八进”受众人次",
        theme=TEACHING,
        kind="ranked_bars",
        indicators=("publicity_audience",),
        by=("place_kind",),
        names=("受众",),
        noun="类场所",
    ),
)

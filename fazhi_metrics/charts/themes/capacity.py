"""依法行政能力与普法: the procedure of decisions, the study of law, publicity, officers."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

LAW, TEACHING = "依法行政", "学法普法"

CHARTS = (
    Chart(
        "decision_procedure",
        "重大行政决策程序履行情况",
        LAW,
        "steps",
        (
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
        "enforcement_officers",
        "行政执法人员在编与持证情况",
        LAW,
        "panels",
        ("enforcement_officers", "established_officer_share", "certified_officer_rate"),
        compared=True,
    ),
    Chart(
        "law_study_by_platform",
        "各学习平台学法参与人次",
        TEACHING,
        "ranked_bars",
        ("law_study_attendances",),
        ("platform",),
        names=("参与人次",),
        noun="个平台",
    ),
    Chart(
        "law_study_by_month",
        "每月学法参与人次",
        TEACHING,
        "lines",
        ("law_study_attendances",),
        ("month",),
        names=("参加学法",),
        compared=True,
    ),
    Chart(
        "publicity_by_place",
        "“法律八进”受众人次",
        TEACHING,
        "ranked_bars",
        ("publicity_audience",),
        ("place_kind",),
        names=("受众",),
        noun="类场所",
    ),
)

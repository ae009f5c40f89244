"""平安建设与安全检查: what should fall and what should rise, cases by month, hazards by sector."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

PEACE, CHECKS = "平安建设", "安全检查"

CHARTS = (
    Chart(
        "three_falls",
        "“三降”指标两年变化",
        PEACE,
        "panels",
        ("public_security_case_rate", "petitions", "safety_accident_rate"),
        compared=True,
    ),
    Chart(
        "three_rises",
        "“三升”指标两年变化",
        PEACE,
        "panels",
        ("grid_matter_completion_rate", "public_satisfaction", "local_dispute_resolution_rate"),
        names=("网格事项办结率", "群众满意度", "纠纷就地化解率"),
        compared=True,
    ),
    Chart(
        "petitions_by_month",
        "每月信访件次",
        PEACE,
        "lines",
        ("petitions",),
        ("month",),
        compared=True,
    ),
    Chart(
        "security_cases_by_month",
        "每月治安案件",
        PEACE,
        "lines",
        ("security_cases",),
        ("month",),
        names=("治安案件",),
        compared=True,
    ),
    Chart(
        "hazards_by_sector",
        "各行业领域发现的隐患",
        CHECKS,
        "ranked_bars",
        ("hazards_found",),
        ("sector",),
        names=("发现的隐患",),
        noun="个领域",
        after="领域",
    ),
    Chart(
        "rectification_by_sector",
        "各行业领域隐患整改率",
        CHECKS,
        "ranked_dots",
        ("hazard_rectification_rate",),
        ("sector",),
        noun="个领域",
    ),
    Chart(
        "hazards_by_month",
        "每月发现的隐患",
        CHECKS,
        "lines",
        ("hazards_found",),
        ("month",),
        names=("发现隐患",),
        compared=True,
    ),
)

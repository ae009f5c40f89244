"""平安建设与安全检查: what should fall and what should rise, cases by month, hazards by sector."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

PEACE, CHECKS = "平安建设", "安全检查"

CHARTS = (
    Chart(
        id="three_falls",
        title="“三降”指标两年变化",
        theme=PEACE,
        kind="panels",
        indicators=("public_security_case_rate", "petitions", "safety_accident_rate"),
        compared=True,
    ),
    Chart(
        id="three_rises",
        title="“三升”指标两年变化",
        theme=PEACE,
        kind="panels",
        indicators=("grid_matter_completion_rate", "public_satisfaction", "local_dispute_resolution_rate"),
        names=("网格事项办结率", "群众满意度", "纠纷就地化解率"),
        compared=True,
    ),
    Chart(
        id="petitions_by_month",
        title="每月信访件次",
        theme=PEACE,
        kind="lines",
        indicators=("petitions",),
        by=("month",),
        compared=True,
    ),
    Chart(
        id="security_cases_by_month",
        title="每月治安案件",
        theme=PEACE,
        kind="lines",
        indicators=("security_cases",),
        by=("month",),
        names=("治安案件",),
        compared=True,
    ),
    Chart(
        id="hazards_by_sector",
        title="各行业领域发现的隐患",
        theme=CHECKS,
        kind="ranked_bars",
        indicators=("hazards_found",),
        by=("sector",),
        names=("发现的隐患",),
        noun="个领域",
        after="领域",
    ),
    Chart(
        id="rectification_by_sector",
        title="各行业领域隐患整改率",
        theme=CHECKS,
        kind="ranked_dots",
        indicators=("hazard_rectification_rate",),
        by=("sector",),
        noun="个领域",
    ),
    Chart(
        id="hazards_by_month",
        title="每月发现的隐患",
        theme=CHECKS,
        kind="lines",
        indicators=("hazards_found",),
        by=("month",),
        names=("发现隐患",),
        compared=True,
    ),
)

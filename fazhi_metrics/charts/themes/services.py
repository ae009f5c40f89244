"""群众诉求与网格治理: what people ask of the centres and the grid, and how it is dealt with."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

APPEALS, GRID = "群众诉求", "网格治理"

CHARTS = (
    Chart(
        "appeals_by_month",
        "每月受理的群众诉求",
        APPEALS,
        "lines",
        ("appeals_received",),
        ("month",),
        names=("受理群众诉求",),
        compared=True,
    ),
    Chart(
        "appeals_by_centre",
        "三大诉求分办中心受理构成",
        APPEALS,
        "shares",
        ("appeals_received",),
        ("centre",),
        names=("受理的群众诉求",),
        noun="个中心",
        compared=True,
        after="中心",
    ),
    Chart(
        "appeals_by_category",
        "各类群众诉求受理数",
        APPEALS,
        "ranked_bars",
        ("appeals_received",),
        ("category",),
        names=("诉求",),
        noun="类诉求",
        after="类",
    ),
    Chart(
        "grid_completion_by_village",
        "各村（社区）网格事项办结率",
        GRID,
        "dumbbell",
        ("grid_matter_completion_rate",),
        ("village",),
        noun="个村（社区）",
        compared=True,
    ),
    Chart(
        "grid_matters_by_kind",
        "各类网格事项上报数",
        GRID,
        "ranked_bars",
        ("grid_matters_reported",),
        ("kind",),
        names=("网格事项",),
        noun="类事项",
        after="类",
    ),
    Chart(
        "grid_matters_by_village_and_month",
        "各村（社区）每月上报的网格事项",
        GRID,
        "heat",
        ("grid_matters_reported",),
        ("village", "month"),
        names=("上报网格事项",),
        noun="个村（社区）",
    ),
    Chart(
        "micro_grids_by_district",
        "各片区微网格数",
        GRID,
        "ranked_bars",
        ("micro_grids",),
        ("district",),
        noun="个片区",
    ),
    Chart(
        "satisfaction_by_village",
        "各村（社区）群众满意度",
        GRID,
        "dumbbell",
        ("public_satisfaction",),
        ("village",),
        noun="个村（社区）",
        compared=True,
    ),
)

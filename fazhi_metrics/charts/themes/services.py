"""群众诉求与网格治理: what people ask of the centres and the grid, and how it is dealt with."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

APPEALS, GRID = "群众诉求", "网格治理"

CHARTS = (
    Chart(
        id="appeals_by_month",
        title="每月受理的群众诉求",
        theme=APPEALS,
        kind="lines",
        indicators=("appeals_received",),
        by=("month",),
        names=("受理群众诉求",),
        compared=True,
    ),
    Chart(
        id="appeals_by_centre",
        title="三大诉求分办中心受理构成",
        theme=APPEALS,
        kind="shares",
        indicators=("appeals_received",),
        by=("centre",),
        names=("受理的群众诉求",),
        noun="个中心",
        compared=True,
        after="中心",
    ),
    Chart(
        id="appeals_by_category",
        title="各类群众诉求受理数",
        theme=APPEALS,
        kind="ranked_bars",
        indicators=("appeals_received",),
        by=("category",),
        names=("诉求",),
        noun="类诉求",
        after="类",
    ),
    Chart(
        id="grid_completion_by_village",
        title="各村（社区）网格事项办结率",
        theme=GRID,
        kind="dumbbell",
        indicators=("grid_matter_completion_rate",),
        by=("village",),
        noun="个村（社区）",
        compared=True,
    ),
    Chart(
        id="grid_matters_by_kind",
        title="各类网格事项上报数",
        theme=GRID,
        kind="ranked_bars",
        indicators=("grid_matters_reported",),
        by=("kind",),
        names=("网格事项",),
        noun="类事项",
        after="类",
    ),
    Chart(
        id="grid_matters_by_village_and_month",
        title="各村（社区）每月上报的网格事项",
        theme=GRID,
        kind="heat",
        indicators=("grid_matters_reported",),
        by=("village", "month"),
        names=("上报网格事项",),
        noun="个村（社区）",
    ),
    Chart(
        id="micro_grids_by_district",
        title="各片区微网格数",
        theme=GRID,
        kind="ranked_bars",
        indicators=("micro_grids",),
        by=("district",),
        noun="个片区",
    ),
    Chart(
        id="satisfaction_by_village",
        title="各村（社区）群众满意度",
        theme=GRID,
        kind="dumbbell",
        indicators=("public_satisfaction",),
        by=("village",),
        noun="个村（社区）",
        compared=True,
    ),
)

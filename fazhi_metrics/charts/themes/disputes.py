"""矛盾纠纷化解: how many disputes, of what kind, where and when, and how they were settled."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

THEME = "矛盾纠纷"

CHARTS = (
    Chart(
        "disputes_by_month",
        "每月受理的矛盾纠纷",
        THEME,
        "lines",
        ("disputes_accepted",),
        ("month",),
        names=("受理矛盾纠纷",),
        compared=True,
    ),
    Chart(
        "disputes_by_kind",
        "矛盾纠纷类型构成",
        THEME,
        "shares",
        ("disputes_accepted",),
        ("kind",),
        names=("受理的矛盾纠纷",),
        noun="类纠纷",
        compared=True,
    ),
    Chart(
        "disputes_by_channel",
        "矛盾纠纷化解渠道构成",
        THEME,
        "shares",
        ("disputes_resolved",),
        ("channel",),
        names=("化解的矛盾纠纷",),
        noun="个渠道",
        compared=True,
    ),
    Chart(
        "disputes_by_level",
        "矛盾纠纷化解层级构成",
        THEME,
        "shares",
        ("disputes_resolved",),
        ("level",),
        names=("化解的矛盾纠纷",),
        noun="个层级",
        compared=True,
    ),
    Chart(
        "disputes_by_village_and_month",
        "各村（社区）每月受理的矛盾纠纷",
        THEME,
        "heat",
        ("disputes_accepted",),
        ("village", "month"),
        names=("受理矛盾纠纷",),
        noun="个村（社区）",
    ),
    Chart(
        "disputes_by_district",
        "各片区每季度受理的矛盾纠纷",
        THEME,
        "multiples",
        ("disputes_accepted",),
        ("district", "quarter"),
        names=("受理矛盾纠纷",),
        noun="个片区",
        compared=True,
    ),
    Chart(
        "dispute_resolution_by_village",
        "各村（社区）矛盾纠纷化解率",
        THEME,
        "ranked_dots",
        ("dispute_resolution_rate",),
        ("village",),
        noun="个村（社区）",
    ),
    Chart(
        "local_resolution_by_kind",
        "各类矛盾纠纷就地化解率",
        THEME,
        "dumbbell",
        ("local_dispute_resolution_rate",),
        ("kind",),
        noun="类纠纷",
        compared=True,
    ),
)

"""基本情况与人口: who lives where, on how much land."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

THEME = "基本情况与人口"
VILLAGES, DISTRICTS = "个村（社区）", "个片区"

CHARTS = (
    Chart(
        id="resident_population_by_village",
        title="各村（社区）常住人口",
        theme=THEME,
        kind="ranked_bars",
        indicators=("resident_population",),
        by=("village",),
        noun=VILLAGES,
    ),
    Chart(
        id="population_by_village",
        title="各村（社区）户籍人口与常住人口",
        theme=THEME,
        kind="dumbbell",
        indicators=("registered_population", "resident_population"),
        by=("village",),
        noun=VILLAGES,
    ),
    Chart(
        id="households_by_district",
        title="各片区户籍户数与常住户数",
        theme=THEME,
        kind="pairs",
        indicators=("registered_households", "resident_households"),
        by=("district",),
        noun=DISTRICTS,
    ),
    Chart(
        id="population_change",
        title="户数与人口两年变化",
        theme=THEME,
        kind="panels",
        indicators=(
            "registered_households",
            "registered_population",
            "resident_households",
            "resident_population",
        ),
        compared=True,
    ),
    Chart(
        id="farmland_by_village",
        title="各村（社区）耕地面积",
        theme=THEME,
        kind="ranked_bars",
        indicators=("farmland_area",),
        by=("village",),
        noun=VILLAGES,
        verb="最大",
    ),
    Chart(
        id="forest_by_district",
        title="各片区林地面积",
        theme=THEME,
        kind="ranked_bars",
        indicators=("forest_area",),
        by=("district",),
        noun=DISTRICTS,
        verb="最大",
    ),
)

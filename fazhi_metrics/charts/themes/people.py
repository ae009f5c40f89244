"""基本情况与人口: who lives where, on how much land."""

from __future__ import annotations

from fazhi_metrics.charts.chart import Chart

THEME = "基本情况与人口"
VILLAGES, DISTRICTS = "个村（社区）", "个片区"

CHARTS = (
    Chart(
        "resident_population_by_village",
        "各村（社区）常住人口",
        THEME,
        "ranked_bars",
        ("resident_population",),
        ("village",),
        noun=VILLAGES,
    ),
    Chart(
        "population_by_village",
        "各村（社区）户籍人口与常住人口",
        THEME,
        "dumbbell",
        ("registered_population", "resident_population"),
        ("village",),
        noun=VILLAGES,
    ),
    Chart(
        "households_by_district",
        "各片区户籍户数与常住户数",
        THEME,
        "pairs",
        ("registered_households", "resident_households"),
        ("district",),
        noun=DISTRICTS,
    ),
    Chart(
        "population_change",
        "户数与人口两年变化",
        THEME,
        "panels",
        ("registered_households", "registered_population", "resident_households", "resident_population"),
        compared=True,
    ),
    Chart(
        "farmland_by_village",
        "各村（社区）耕地面积",
        THEME,
        "ranked_bars",
        ("farmland_area",),
        ("village",),
        noun=VILLAGES,
        verb="最大",
    ),
    Chart(
        "forest_by_district",
        "各片区林地面积",
        THEME,
        "ranked_bars",
        ("forest_area",),
        ("district",),
        noun=DISTRICTS,
        verb="最大",
    ),
)

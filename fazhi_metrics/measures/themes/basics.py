"""基本情况: the villages of the town, its land and its places of folk religion."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, catalogued, count, total

FARMLAND, FOREST = total("villages", "farmland"), total("villages", "forest")
REGISTERED = total("population", "registered_population")
VILLAGES = count("villages", kind="行政村")

INDICATORS = catalogued(
    "基本情况",
    [
        Indicator(
            "administrative_villages",
            "行政村数",
            "个",
            "年末辖区内类型为行政村的单位个数",
            VILLAGES,
            nature="stock",
            words=("行政村", "村"),
        ),
        Indicator(
            "residents_committees",
            "居委会数",
            "个",
            "年末辖区内类型为居委会的单位个数",
            count("villages", kind="居委会"),
            nature="stock",
            words=("居委会", "居民委员会", "社区"),
        ),
        Indicator(
            "village_units",
            "村（社区）总数",
            "个",
            "年末辖区内行政村和居委会的总个数",
            count("villages"),
            nature="stock",
            words=("村（社区）", "村社区", "村居"),
        ),
        Indicator(
            "folk_religious_sites",
            "民间信仰场所数",
            "个",
            "年末各村（社区）民间信仰场所个数之和",
            total("villages", "folk_sites"),
            nature="stock",
            words=("民间信仰场所", "民间信仰"),
        ),
        Indicator(
            "folk_religious_sites_per_village",
            "村均民间信仰场所",
            "个/村",
            "民间信仰场所个数除以村（社区）总数",
            total("villages", "folk_sites"),
            count("villages"),
            decimals=2,
            nature="stock",
            words=("村均民间信仰场所",),
        ),
        Indicator(
            "farmland_area",
            "耕地面积",
            "亩",
            "年末各村（社区）耕地面积之和",
            FARMLAND,
            decimals=2,
            nature="stock",
            words=("耕地",),
        ),
        Indicator(
            "forest_area",
            "林地面积",
            "亩",
            "年末各村（社区）林地面积之和",
            FOREST,
            decimals=2,
            nature="stock",
            words=("林地",),
        ),
        Indicator(
            "farmland_per_person",
            "人均耕地面积",
            "亩/人",
            "耕地面积除以户籍人口",
            FARMLAND,
            REGISTERED,
            decimals=2,
            nature="stock",
            words=("人均耕地",),
        ),
        Indicator(
            "forest_per_person",
            "人均林地面积",
            "亩/人",
            "林地面积除以户籍人口",
            FOREST,
            REGISTERED,
            decimals=2,
            nature="stock",
            words=("人均林地",),
        ),
        Indicator(
            "farmland_per_household",
            "户均耕地面积",
            "亩/户",
            "耕地面积除以户籍户数",
            FARMLAND,
            total("population", "registered_households"),
            decimals=2,
            nature="stock",
            words=("户均耕地",),
        ),
    ],
)

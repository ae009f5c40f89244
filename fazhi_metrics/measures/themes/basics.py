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
            id="administrative_villages",
            title="行政村数",
            unit="个",
            definition="年末辖区内类型为行政村的单位个数",
            numerator=VILLAGES,
            nature="stock",
            words=("行政村", "村"),
        ),
        Indicator(
            id="residents_committees",
            title="居委会数",
            unit="个",
            definition="年末辖区内类型为居委会的单位个数",
            numerator=count("villages", kind="居委会"),
            nature="stock",
            words=("居委会", "居民委员会", "社区"),
        ),
        Indicator(
            id="village_units",
            title="村（社区）总数",
            unit="个",
            definition="年末辖区内行政村和居委会的总个数",
            numerator=count("villages"),
            nature="stock",
            words=("村（社区）", "村社区", "村居"),
        ),
        Indicator(
            id="folk_religious_sites",
            title="民间信仰场所数",
            unit="个",
            definition="年末各村（社区）民间信仰场所个数之和",
            numerator=total("villages", "folk_sites"),
            nature="stock",
            words=("民间信仰场所", "民间信仰"),
        ),
        Indicator(
            id="folk_religious_sites_per_village",
            title="村均民间信仰场所",
            unit="个/村",
            definition="民间信仰场所个数除以村（社区）总数",
            numerator=total("villages", "folk_sites"),
            denominator=count("villages"),
            decimals=2,
            nature="stock",
            words=("村均民间信仰场所",),
        ),
        Indicator(
            id="farmland_area",
            title="耕地面积",
            unit="亩",
            definition="年末各村（社区）耕地面积之和",
            numerator=FARMLAND,
            decimals=2,
            nature="stock",
            words=("耕地",),
        ),
        Indicator(
            id="forest_area",
            title="林地面积",
            unit="亩",
            definition="年末各村（社区）林地面积之和",
            numerator=FOREST,
            decimals=2,
            nature="stock",
            words=("林地",),
        ),
        Indicator(
            id="farmland_per_person",
            title="人均耕地面积",
            unit="亩/人",
            definition="耕地面积除以户籍人口",
            numerator=FARMLAND,
            denominator=REGISTERED,
            decimals=2,
            nature="stock",
            words=("人均耕地",),
        ),
        Indicator(
            id="forest_per_person",
            title="人均林地面积",
            unit="亩/人",
            definition="林地面积除以户籍人口",
            numerator=FOREST,
            denominator=REGISTERED,
            decimals=2,
            nature="stock",
            words=("人均林地",),
        ),
        Indicator(
            id="farmland_per_household",
            title="户均耕地面积",
            unit="亩/户",
            definition="耕地面积除以户籍户数",
            numerator=FARMLAND,
            denominator=total("population", "registered_households"),
            decimals=2,
            nature="stock",
            words=("户均耕地",),
        ),
    ],
)

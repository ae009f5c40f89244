"""人口与户数: households and people, registered and resident."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, catalogued, count, total

REGISTERED = total("population", "registered_population")
RESIDENT = total("population", "resident_population")
REGISTERED_HOUSEHOLDS = total("population", "registered_households")
RESIDENT_HOUSEHOLDS = total("population", "resident_households")

INDICATORS = catalogued(
    "人口与户数",
    [
        Indicator(
            "registered_households",
            "户籍户数",
            "户",
            "年末各村（社区）户籍户数之和",
            REGISTERED_HOUSEHOLDS,
            nature="stock",
            words=("户籍", "总户籍", "户籍户数", "总户数", "户"),
        ),
        Indicator(
            "registered_population",
            "户籍人口",
            "人",
            "年末各村（社区）户籍人口之和",
            REGISTERED,
            nature="stock",
            words=("户籍", "总户籍", "户籍人口", "总人口", "人"),
        ),
        Indicator(
            "resident_households",
            "常住户数",
            "户",
            "年末各村（社区）常住户数之和",
            RESIDENT_HOUSEHOLDS,
            nature="stock",
            words=("常住", "常住户数", "户"),
        ),
        Indicator(
            "resident_population",
            "常住人口",
            "人",
            "年末各村（社区）常住人口之和",
            RESIDENT,
            nature="stock",
            words=("常住", "常住人口", "人"),
        ),
        Indicator(
            "resident_population_ratio",
            "常住人口与户籍人口之比",
            "%",
            "常住人口除以户籍人口；可以超过100%",
            RESIDENT,
            REGISTERED,
            scale=100,
            decimals=1,
            nature="stock",
            words=("常住率", "常住人口占户籍人口"),
        ),
        Indicator(
            "resident_household_ratio",
            "常住户数与户籍户数之比",
            "%",
            "常住户数除以户籍户数；可以超过100%",
            RESIDENT_HOUSEHOLDS,
            REGISTERED_HOUSEHOLDS,
            scale=100,
            decimals=1,
            nature="stock",
            words=("常住户占户籍户",),
        ),
        Indicator(
            "registered_household_size",
            "户籍户均人口",
            "人/户",
            "户籍人口除以户籍户数",
            REGISTERED,
            REGISTERED_HOUSEHOLDS,
            decimals=2,
            nature="stock",
            words=("户均人口",),
        ),
        Indicator(
            "resident_household_size",
            "常住户均人口",
            "人/户",
            "常住人口除以常住户数",
            RESIDENT,
            RESIDENT_HOUSEHOLDS,
            decimals=2,
            nature="stock",
            words=("常住户均人口",),
        ),
        Indicator(
            "residents_per_village",
            "村均常住人口",
            "人/村",
            "常住人口除以村（社区）总数",
            RESIDENT,
            count("villages"),
            nature="stock",
            words=("村均人口", "村均常住人口"),
        ),
    ],
)

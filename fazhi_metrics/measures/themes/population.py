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
            id="registered_households",
            title="户籍户数",
            unit="户",
            definition="年末各村（社区）户籍户数之和",
            numerator=REGISTERED_HOUSEHOLDS,
            nature="stock",
            words=("户籍", "总户籍", "户籍户数", "总户数", "户"),
        ),
        Indicator(
            id="registered_population",
            title="户籍人口",
            unit="人",
            definition="年末各村（社区）户籍人口之和",
            numerator=REGISTERED,
            nature="stock",
            words=("户籍", "总户籍", "户籍人口", "总人口", "人"),
        ),
        Indicator(
            id="resident_households",
            title="常住户数",
            unit="户",
            definition="年末各村（社区）常住户数之和",
            numerator=RESIDENT_HOUSEHOLDS,
            nature="stock",
            words=("常住", "常住户数", "户"),
        ),
        Indicator(
            id="resident_population",
            title="常住人口",
            unit="人",
            definition="年末各村（社区）常住人口之和",
            numerator=RESIDENT,
            nature="stock",
            words=("常住", "常住人口", "人"),
        ),
        Indicator(
            id="resident_population_ratio",
            title="常住人口与户籍人口之比",
            unit="%",
            definition="常住人口除以户籍人口；可以超过100%",
            numerator=RESIDENT,
            denominator=REGISTERED,
            scale=100,
            decimals=1,
            nature="stock",
            words=("常住率", "常住人口占户籍人口"),
        ),
        Indicator(
            id="resident_household_ratio",
            title="常住户数与户籍户数之比",
            unit="%",
            definition="常住户数除以户籍户数；可以超过100%",
            numerator=RESIDENT_HOUSEHOLDS,
            denominator=REGISTERED_HOUSEHOLDS,
            scale=100,
            decimals=1,
            nature="stock",
            words=("常住户占户籍户",),
        ),
        Indicator(
            id="registered_household_size",
            title="户籍户均人口",
            unit="人/户",
            definition="户籍人口除以户籍户数",
            numerator=REGISTERED,
            denominator=REGISTERED_HOUSEHOLDS,
            decimals=2,
            nature="stock",
            words=("户均人口",),
        ),
        Indicator(
            id="resident_household_size",
            title="常住户均人口",
            unit="人/户",
            definition="常住人口除以常住户数",
            numerator=RESIDENT,
            denominator=RESIDENT_HOUSEHOLDS,
            decimals=2,
            nature="stock",
            words=("常住户均人口",),
        ),
        Indicator(
            id="residents_per_village",
            title="村均常住人口",
            unit="人/村",
            definition="常住人口除以村（社区）总数",
            numerator=RESIDENT,
            denominator=count("villages"),
            nature="stock",
            words=("村均人口", "村均常住人口"),
        ),
    ],
)

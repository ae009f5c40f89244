"""平安建设: cases, petitions, accidents and clues from the monthly report, and what people think of it."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, Sum, catalogued, total

RESIDENT = total("population", "resident_population")


def _monthly(column: str) -> Sum:
    return total("safety_months", column)


INDICATORS = catalogued(
    "平安建设",
    [
        Indicator(
            id="security_cases",
            title="治安案件数",
            unit="起",
            definition="当年各月治安案件起数之和",
            numerator=_monthly("security_cases"),
            better="down",
            words=("治安案件",),
        ),
        Indicator(
            id="public_security_case_rate",
            title="治安案件发案率",
            unit="起/万人",
            definition="治安案件数除以常住人口，再乘以10000",
            numerator=_monthly("security_cases"),
            denominator=RESIDENT,
            scale=10_000,
            decimals=2,
            better="down",
            words=("治安案件发案率", "发案率"),
        ),
        Indicator(
            id="petitions",
            title="信访总量",
            unit="件次",
            definition="当年各月信访件次之和",
            numerator=_monthly("petitions"),
            better="down",
            words=("信访总量", "信访件次", "信访"),
        ),
        Indicator(
            id="petitions_per_10k",
            title="每万人信访件次",
            unit="件次/万人",
            definition="信访总量除以常住人口，再乘以10000",
            numerator=_monthly("petitions"),
            denominator=RESIDENT,
            scale=10_000,
            decimals=2,
            better="down",
            words=("每万人信访",),
        ),
        Indicator(
            id="safety_accidents",
            title="安全事故数",
            unit="起",
            definition="当年各月安全事故起数之和",
            numerator=_monthly("accidents"),
            better="down",
            words=("安全事故",),
        ),
        Indicator(
            id="safety_accident_rate",
            title="安全事故发生率",
            unit="起/万人",
            definition="安全事故数除以常住人口，再乘以10000",
            numerator=_monthly("accidents"),
            denominator=RESIDENT,
            scale=10_000,
            decimals=2,
            better="down",
            words=("安全事故发生率", "事故发生率"),
        ),
        Indicator(
            id="organised_crime_clues",
            title="黑恶势力违法犯罪线索数",
            unit="条",
            definition="当年各月摸排发现的黑恶势力违法犯罪线索条数之和",
            numerator=_monthly("crime_clues"),
            better="down",
            words=("黑恶势力违法犯罪的线索", "黑恶线索", "黑恶势力"),
        ),
        Indicator(
            id="criminal_conversions_reported",
            title="月报民转刑案件数",
            unit="起",
            definition="当年各月平安建设月报所报民转刑案件起数之和",
            numerator=_monthly("turned_criminal"),
            better="down",
            words=("月报民转刑",),
            agrees_with="disputes_turned_criminal",
        ),
        Indicator(
            id="satisfaction_responses",
            title="满意度测评有效答卷数",
            unit="份",
            definition="当年各次群众满意度测评有效答卷份数之和",
            numerator=total("satisfaction", "valid"),
            nature="stock",
            words=("有效答卷", "有效问卷"),
        ),
        Indicator(
            id="public_satisfaction",
            title="群众满意度",
            unit="%",
            definition="当年各次群众满意度测评中答满意的答卷占有效答卷的比例",
            numerator=total("satisfaction", "satisfied"),
            denominator=total("satisfaction", "valid"),
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("群众满意度", "满意度", "满意率"),
        ),
    ],
)

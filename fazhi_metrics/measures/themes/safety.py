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
            "security_cases",
            "治安案件数",
            "起",
            "当年各月治安案件起数之和",
            _monthly("security_cases"),
            better="down",
            words=("治安案件",),
        ),
        Indicator(
            "public_security_case_rate",
            "治安案件发案率",
            "起/万人",
            "治安案件数除以常住人口，再乘以10000",
            _monthly("security_cases"),
            RESIDENT,
            scale=10_000,
            decimals=2,
            better="down",
            words=("治安案件发案率", "发案率"),
        ),
        Indicator(
            "petitions",
            "信访总量",
            "件次",
            "当年各月信访件次之和",
            _monthly("petitions"),
            better="down",
            words=("信访总量", "信访件次", "信访"),
        ),
        Indicator(
            "petitions_per_10k",
            "每万人信访件次",
            "件次/万人",
            "信访总量除以常住人口，再乘以10000",
            _monthly("petitions"),
            RESIDENT,
            scale=10_000,
            decimals=2,
            better="down",
            words=("每万人信访",),
        ),
        Indicator(
            "safety_accidents",
            "安全事故数",
            "起",
            "当年各月安全事故起数之和",
            _monthly("accidents"),
            better="down",
            words=("安全事故",),
        ),
        Indicator(
            "safety_accident_rate",
            "安全事故发生率",
            "起/万人",
            "安全事故数除以常住人口，再乘以10000",
            _monthly("accidents"),
            RESIDENT,
            scale=10_000,
            decimals=2,
            better="down",
            words=("安全事故发生率", "事故发生率"),
        ),
        Indicator(
            "organised_crime_clues",
            "黑恶势力违法犯罪线索数",
            "条",
            "当年各月摸排发现的黑恶势力违法犯罪线索条数之和",
            _monthly("crime_clues"),
            better="down",
            words=("黑恶势力违法犯罪的线索", "黑恶线索", "黑恶势力"),
        ),
        Indicator(
            "criminal_conversions_reported",
            "月报民转刑案件数",
            "起",
            "当年各月平安建设月报所报民转刑案件起数之和",
            _monthly("turned_criminal"),
            better="down",
            words=("月报民转刑",),
            agrees_with="disputes_turned_criminal",
        ),
        Indicator(
            "satisfaction_responses",
            "满意度测评有效答卷数",
            "份",
            "当年各次群众满意度测评有效答卷份数之和",
            total("satisfaction", "valid"),
            nature="stock",
            words=("有效答卷", "有效问卷"),
        ),
        Indicator(
            "public_satisfaction",
            "群众满意度",
            "%",
            "当年各次群众满意度测评中答满意的答卷占有效答卷的比例",
            total("satisfaction", "satisfied"),
            total("satisfaction", "valid"),
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("群众满意度", "满意度", "满意率"),
        ),
    ],
)

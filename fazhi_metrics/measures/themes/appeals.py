"""三大诉求分办中心: what people asked of the three centres, and whether it was settled to their satisfaction."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, catalogued, count, known, total

RECEIVED = count("appeals")
RESOLVED = count("appeals", resolved=True)


def _of_centre(id: str, centre: str) -> Indicator:
    return Indicator(
        id=id,
        title=f"{centre}中心受理诉求数",
        unit="件",
        definition=f"当年{centre}分办中心受理的群众诉求件数",
        numerator=count("appeals", centre=centre),
        words=(f"{centre}中心", centre),
    )


INDICATORS = catalogued(
    "群众诉求",
    [
        Indicator(
            id="appeals_received",
            title="群众诉求受理数",
            unit="件",
            definition="当年三大诉求分办中心受理的群众诉求件数",
            numerator=RECEIVED,
            words=("受理诉求", "群众诉求", "诉求"),
        ),
        Indicator(
            id="appeals_resolved_by_centres",
            title="三大中心解决诉求数",
            unit="件",
            definition="当年三大诉求分办中心受理的群众诉求中已解决的件数",
            numerator=RESOLVED,
            words=("解决诉求", "解决群众诉求", "办结诉求"),
            cite="more_than",
        ),
        Indicator(
            id="appeals_open",
            title="群众诉求未解决数",
            unit="件",
            definition="当年受理的群众诉求中尚未解决的件数",
            numerator=count("appeals", resolved=False),
            better="down",
            words=("未解决诉求", "在办诉求"),
        ),
        Indicator(
            id="appeal_resolution_rate",
            title="群众诉求解决率",
            unit="%",
            definition="当年受理的群众诉求中已解决的占比",
            numerator=RESOLVED,
            denominator=RECEIVED,
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("诉求解决率", "诉求办结率"),
        ),
        Indicator(
            id="appeal_satisfaction_rate",
            title="群众诉求满意率",
            unit="%",
            definition="当年受理且有回访结果的群众诉求中诉求人满意的占比",
            numerator=count("appeals", satisfied=True),
            denominator=count("appeals", known("satisfied")),
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("诉求满意率", "回访满意率"),
        ),
        Indicator(
            id="appeal_days",
            title="群众诉求平均办理天数",
            unit="天",
            definition="已解决且有办结日期的群众诉求从受理到办结的平均天数",
            numerator=total(
                "appeals",
                "closed_on",
                known("closed_on"),
                known("received_on"),
                minus="received_on",
                resolved=True,
            ),
            denominator=count("appeals", known("closed_on"), known("received_on"), resolved=True),
            decimals=1,
            better="down",
            nature="stock",
            words=("诉求平均办理天数",),
        ),
        Indicator(
            id="appeals_per_10k",
            title="每万人群众诉求",
            unit="件/万人",
            definition="群众诉求受理数除以常住人口，再乘以10000",
            numerator=RECEIVED,
            denominator=total("population", "resident_population"),
            scale=10_000,
            decimals=2,
            words=("每万人诉求",),
        ),
        _of_centre("appeals_police_centre", "公安联勤"),
        _of_centre("appeals_discipline_centre", "纪检监督"),
        _of_centre("appeals_petition_centre", "信访调解"),
    ],
)

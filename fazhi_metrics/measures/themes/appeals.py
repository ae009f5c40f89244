"""三大诉求分办中心: what people asked of the three centres, and whether it was settled to their satisfaction."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, catalogued, count, known, total

RECEIVED = count("appeals")
RESOLVED = count("appeals", resolved=True)


def _of_centre(id: str, centre: str) -> Indicator:
    return Indicator(
        id,
        f"{centre}中心受理诉求数",
        "件",
        f"当年{centre}分办中心受理的群众诉求件数",
        count("appeals", centre=centre),
        words=(f"{centre}中心", centre),
    )


INDICATORS = catalogued(
    "群众诉求",
    [
        Indicator(
            "appeals_received",
            "群众诉求受理数",
            "件",
            "当年三大诉求分办中心受理的群众诉求件数",
            RECEIVED,
            words=("受理诉求", "群众诉求", "诉求"),
        ),
        Indicator(
            "appeals_resolved_by_centres",
            "三大中心解决诉求数",
            "件",
            "当年三大诉求分办中心受理的群众诉求中已解决的件数",
            RESOLVED,
            words=("解决诉求", "解决群众诉求", "办结诉求"),
            cite="more_than",
        ),
        Indicator(
            "appeals_open",
            "群众诉求未解决数",
            "件",
            "当年受理的群众诉求中尚未解决的件数",
            count("appeals", resolved=False),
            better="down",
            words=("未解决诉求", "在办诉求"),
        ),
        Indicator(
            "appeal_resolution_rate",
            "群众诉求解决率",
            "%",
            "当年受理的群众诉求中已解决的占比",
            RESOLVED,
            RECEIVED,
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("诉求解决率", "诉求办结率"),
        ),
        Indicator(
            "appeal_satisfaction_rate",
            "群众诉求满意率",
            "%",
            "当年受理且有回访结果的群众诉求中诉求人满意的占比",
            count("appeals", satisfied=True),
            count("appeals", known("satisfied")),
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("诉求满意率", "回访满意率"),
        ),
        Indicator(
            "appeal_days",
            "群众诉求平均办理天数",
            "天",
            "已解决且有办结日期的群众诉求从受理到办结的平均天数",
            total(
                "appeals",
                "closed_on",
                known("closed_on"),
                known("received_on"),
                minus="received_on",
                resolved=True,
            ),
            count("appeals", known("closed_on"), known("received_on"), resolved=True),
            decimals=1,
            better="down",
            nature="stock",
            words=("诉求平均办理天数",),
        ),
        Indicator(
            "appeals_per_10k",
            "每万人群众诉求",
            "件/万人",
            "群众诉求受理数除以常住人口，再乘以10000",
            RECEIVED,
            total("population", "resident_population"),
            scale=10_000,
            decimals=2,
            words=("每万人诉求",),
        ),
        _of_centre("appeals_police_centre", "公安联勤"),
        _of_centre("appeals_discipline_centre", "纪检监督"),
        _of_centre("appeals_petition_centre", "信访调解"),
    ],
)

"""矛盾纠纷化解: disputes accepted, resolved, where and how, and those that turned criminal."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, catalogued, count, known, total
from fazhi_metrics.quantities import Style

ACCEPTED = count("disputes")
RESOLVED = count("disputes", resolved=True)


def _resolved_by(
    id: str, channel: str, title: str, words: tuple[str, ...], cite: Style = "exact"
) -> Indicator:
    return Indicator(
        id=id,
        title=title,
        unit="起",
        definition=f"当年受理的矛盾纠纷中由{channel}渠道化解的起数",
        numerator=count("disputes", channel=channel, resolved=True),
        words=words,
        cite=cite,
    )


INDICATORS = catalogued(
    "矛盾纠纷",
    [
        Indicator(
            id="disputes_accepted",
            title="矛盾纠纷受理数",
            unit="起",
            definition="当年受理的矛盾纠纷起数",
            numerator=ACCEPTED,
            words=("受理矛盾纠纷", "排查矛盾纠纷", "矛盾纠纷"),
        ),
        Indicator(
            id="disputes_resolved",
            title="矛盾纠纷化解数",
            unit="起",
            definition="当年受理的矛盾纠纷中已化解的起数",
            numerator=RESOLVED,
            words=("化解矛盾纠纷", "成功化解", "调处矛盾纠纷"),
        ),
        Indicator(
            id="disputes_open",
            title="矛盾纠纷未化解数",
            unit="起",
            definition="当年受理的矛盾纠纷中尚未化解的起数",
            numerator=count("disputes", resolved=False),
            better="down",
            words=("未化解矛盾纠纷", "在办纠纷"),
        ),
        Indicator(
            id="dispute_resolution_rate",
            title="矛盾纠纷化解率",
            unit="%",
            definition="当年受理的矛盾纠纷中已化解的占比",
            numerator=RESOLVED,
            denominator=ACCEPTED,
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("矛盾纠纷化解率", "纠纷化解率", "调处成功率"),
        ),
        Indicator(
            id="local_dispute_resolution_rate",
            title="矛盾纠纷就地化解率",
            unit="%",
            definition="当年受理的矛盾纠纷中在村、镇两级化解的占比",
            numerator=count("disputes", resolved=True, level=("村", "镇")),
            denominator=ACCEPTED,
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("就地化解率", "矛盾纠纷就地化解率"),
        ),
        Indicator(
            id="village_dispute_resolution_rate",
            title="矛盾纠纷村级化解率",
            unit="%",
            definition="当年受理的矛盾纠纷中在村级化解的占比",
            numerator=count("disputes", resolved=True, level="村"),
            denominator=ACCEPTED,
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("村级化解率", "小事不出村"),
        ),
        _resolved_by(
            "disputes_resolved_by_centres",
            "三中心",
            "三大中心化解矛盾纠纷数",
            ("三大诉求分办中心化解矛盾纠纷", "三大诉求分办中心矛盾纠纷", "分办中心化解"),
            cite="more_than",
        ),
        _resolved_by("disputes_resolved_by_grid", "网格", "网格化解矛盾纠纷数", ("网格化解",)),
        _resolved_by("disputes_resolved_by_police", "派出所", "派出所化解矛盾纠纷数", ("派出所化解",)),
        _resolved_by(
            "disputes_resolved_by_justice", "司法所", "司法所化解矛盾纠纷数", ("司法所化解", "人民调解化解")
        ),
        Indicator(
            id="dispute_days",
            title="矛盾纠纷平均办理天数",
            unit="天",
            definition="已化解且有办结日期的矛盾纠纷从受理到办结的平均天数",
            numerator=total(
                "disputes",
                "closed_on",
                known("closed_on"),
                known("accepted_on"),
                minus="accepted_on",
                resolved=True,
            ),
            denominator=count("disputes", known("closed_on"), known("accepted_on"), resolved=True),
            decimals=1,
            better="down",
            nature="stock",
            words=("纠纷平均办理天数",),
        ),
        Indicator(
            id="disputes_per_10k",
            title="每万人矛盾纠纷",
            unit="起/万人",
            definition="矛盾纠纷受理数除以常住人口，再乘以10000",
            numerator=ACCEPTED,
            denominator=total("population", "resident_population"),
            scale=10_000,
            decimals=2,
            better="down",
            words=("每万人矛盾纠纷",),
        ),
        Indicator(
            id="disputes_turned_criminal",
            title="民转刑案件数",
            unit="起",
            definition="当年受理的矛盾纠纷中激化为刑事案件的起数",
            numerator=count("disputes", criminal=True),
            better="down",
            words=("民转刑", "刑转命"),
            agrees_with="criminal_conversions_reported",
        ),
    ],
)

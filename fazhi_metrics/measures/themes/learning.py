"""学法用法与普法宣传: officials' study of law, and law explained to the public."""

from __future__ import annotations

from fazhi_metrics.measures.base import Indicator, catalogued, count, different, total

SESSIONS = count("law_study")
EVENTS = count("publicity")
AUDIENCE = total("publicity", "audience")

INDICATORS = catalogued(
    "学法普法",
    [
        Indicator(
            id="law_study_sessions",
            title="学法活动次数",
            unit="次",
            definition="当年组织的学法用法活动次数",
            numerator=SESSIONS,
            nature="stock",
            words=("学法活动", "集中学法", "学法"),
        ),
        Indicator(
            id="law_study_attendances",
            title="学法参与人次",
            unit="人次",
            definition="当年各次学法用法活动实到人次之和",
            numerator=total("law_study", "attended"),
            nature="stock",
            words=("参与学法", "学法人次"),
        ),
        Indicator(
            id="law_study_participation_rate",
            title="学法参与率",
            unit="%",
            definition="当年各次学法用法活动实到人次占应到人次的比例",
            numerator=total("law_study", "attended"),
            denominator=total("law_study", "due"),
            scale=100,
            decimals=1,
            better="up",
            nature="proportion",
            words=("学法参与率", "学法率", "参与率"),
        ),
        Indicator(
            id="law_study_topics",
            title="学法专题数",
            unit="个",
            definition="当年学法用法活动中不同学习内容的个数",
            numerator=different("law_study", "topic"),
            nature="stock",
            words=("学法专题",),
        ),
        Indicator(
            id="law_study_attendances_per_session",
            title="次均学法人次",
            unit="人次/次",
            definition="学法参与人次除以学法活动次数",
            numerator=total("law_study", "attended"),
            denominator=SESSIONS,
            decimals=1,
            nature="stock",
            words=("场均学法人次",),
        ),
        Indicator(
            id="publicity_events",
            title="普法宣传活动场次",
            unit="场次",
            definition="当年开展的普法宣传活动场次",
            numerator=EVENTS,
            nature="stock",
            words=("普法宣传", "法治宣传", "普法活动"),
        ),
        Indicator(
            id="publicity_audience",
            title="普法宣传受众",
            unit="人次",
            definition="当年各场普法宣传活动受众人次之和",
            numerator=AUDIENCE,
            nature="stock",
            words=("受众", "受教育群众", "覆盖群众"),
        ),
        Indicator(
            id="publicity_materials",
            title="发放普法资料",
            unit="份",
            definition="当年各场普法宣传活动发放资料份数之和",
            numerator=total("publicity", "materials"),
            nature="stock",
            words=("发放资料", "宣传资料", "发放宣传资料"),
        ),
        Indicator(
            id="publicity_audience_per_event",
            title="场均普法受众",
            unit="人次/场",
            definition="普法宣传受众除以普法宣传活动场次",
            numerator=AUDIENCE,
            denominator=EVENTS,
            decimals=1,
            nature="stock",
            words=("场均受众",),
        ),
        Indicator(
            id="publicity_place_kinds",
            title="法律八进覆盖类别数",
            unit="类",
            definition="当年普法宣传活动到过的不同类别（法律八进）个数",
            numerator=different("publicity", "place_kind"),
            nature="stock",
            words=("法律八进",),
        ),
        Indicator(
            id="publicity_reach",
            title="普法受众与常住人口之比",
            unit="人次/人",
            definition="普法宣传受众人次除以常住人口；同一人可以多次计入",
            numerator=AUDIENCE,
            denominator=total("population", "resident_population"),
            decimals=2,
            nature="stock",
            words=("人均接受普法",),
        ),
    ],
)

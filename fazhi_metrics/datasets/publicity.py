"""普法宣传活动: legal publicity events and whom they reached; a record is an event."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.year_checks import Steady

DATASET = Dataset(
    name="publicity",
    title="普法宣传活动",
    grain="一场活动一行",
    aliases=("普法活动", "普法宣传", "普法宣传台账"),
    columns=(
        Column("held_on", "日期", "date", aliases=("活动日期", "活动时间", "时间", "宣传日期")),
        Column(
            "place_kind",
            "法律八进",
            "code",
            aliases=("八进类别", "法律八进类别", "场所类别", "八进"),
            codes={
                "进机关": ("机关",),
                "进乡村": ("乡村",),
                "进社区": ("社区",),
                "进学校": ("学校",),
                "进企业": ("企业",),
                "进单位": ("单位",),
                "进军营": ("军营",),
                "进网络": ("网络",),
            },
            fill_down=True,
        ),
        Column("theme", "宣传主题", "text", aliases=("主题", "活动主题", "宣传内容")),
        Column("audience", "受众", "int", "人次", aliases=("受众人数", "受众人次", "参与人数", "受教育人数")),
        Column(
            "materials", "发放资料", "int", "份", aliases=("资料", "宣传资料", "发放宣传资料", "发放资料数")
        ),
    ),
    key=("held_on", "place_kind", "theme"),
    date="held_on",
    checks=(Steady("reach_jump", ("audience", "materials"), factor=4, whole=True),),
    rank=110,
)

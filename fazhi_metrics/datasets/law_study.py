"""学法用法记录: law study sessions of the town's officials and their attendance; a record is a session."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.checks import NotMore

DATASET = Dataset(
    name="law_study",
    title="学法用法记录",
    grain="一次学习一行",
    aliases=("学法用法", "学法记录", "学法用法台账"),
    columns=(
        Column("held_on", "日期", "date", aliases=("学习日期", "学习时间", "时间")),
        Column("topic", "学习内容", "text", aliases=("内容", "学习主题", "学法内容")),
        Column(
            "platform",
            "学习平台",
            "code",
            aliases=("平台", "学习形式", "学习载体"),
            codes={
                "党委理论中心组": ("理论中心组", "中心组学习", "党委理论学习中心组"),
                "学习强国": (),
                "青海干部教育网": ("干部教育网",),
                "法宣在线": (),
                "集中培训": ("培训",),
            },
        ),
        Column("due", "应到", "int", "人次", aliases=("应到人数", "应到人次", "应参加", "应参学")),
        Column("attended", "实到", "int", "人次", aliases=("实到人数", "实到人次", "实际参加", "实参学")),
    ),
    key=("held_on", "topic", "platform"),
    date="held_on",
    checks=(NotMore("attended_within_due", "attended", "due"),),
    rank=100,
)

"""重大行政决策目录: major decisions and the steps of their procedure; a record is a decision."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset

DATASET = Dataset(
    name="decisions",
    title="重大行政决策目录",
    grain="一项决策一行",
    aliases=("重大决策目录", "重大行政决策", "重大行政决策事项目录"),
    columns=(
        Column("matter", "决策事项", "text", aliases=("事项名称", "决策事项名称", "事项")),
        Column("department", "承办单位", "text", aliases=("承办部门", "责任单位", "承办科室")),
        Column("decided_on", "决策日期", "date", aliases=("决策时间", "决定日期", "日期")),
        Column(
            "participation", "公众参与", "flag", aliases=("程序/公众参与", "决策程序/公众参与"), blank=False
        ),
        Column("expert", "专家论证", "flag", aliases=("程序/专家论证", "决策程序/专家论证"), blank=False),
        Column("risk", "风险评估", "flag", aliases=("程序/风险评估", "决策程序/风险评估"), blank=False),
        Column(
            "legality",
            "合法性审查",
            "flag",
            aliases=("程序/合法性审查", "决策程序/合法性审查"),
            blank=False,
        ),
        Column(
            "collective",
            "集体讨论",
            "flag",
            aliases=("集体讨论决定", "程序/集体讨论", "决策程序/集体讨论"),
            blank=False,
        ),
        Column(
            "evaluation", "后评估", "flag", aliases=("决策后评估", "程序/后评估", "实施后评估"), blank=False
        ),
    ),
    key=("matter",),
    date="decided_on",
    rank=90,
)

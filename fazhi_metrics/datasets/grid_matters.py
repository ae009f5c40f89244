"""网格事项台账: matters reported by grid workers and their completion; a record is a matter."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.checks import NotMore, Severity, Soon, Together
from fazhi_metrics.datasets.shared_columns import VILLAGE
from fazhi_metrics.datasets.year_checks import Complete

DATASET = Dataset(
    name="grid_matters",
    title="网格事项台账",
    grain="一件网格事项一行",
    aliases=("网格事项", "网格事项导出", "网格事件"),
    columns=(
        Column("matter_no", "事项编号", "text", aliases=("编号", "事件编号", "工单编号"), identifier=True),
        Column("reported_on", "上报日期", "date", aliases=("上报时间", "采集时间", "上报日")),
        VILLAGE,
        Column("micro_grid", "微网格", "text", aliases=("网格", "所属网格", "微网格编号", "网格名称")),
        Column(
            "kind",
            "事项类别",
            "code",
            aliases=("事项类型", "类别", "事件类型"),
            codes={
                "治安巡逻": ("巡逻",),
                "矛盾化解": ("矛盾纠纷", "矛盾调解"),
                "政策宣讲": ("政策宣传",),
                "环境卫生": ("环境整治",),
                "安全隐患": ("隐患排查",),
                "民生服务": ("代办服务",),
            },
        ),
        Column("completed", "是否办结", "flag", aliases=("办结", "办结状态", "已办结", "状态")),
        Column(
            "completed_on", "办结日期", "date", aliases=("办结时间", "完成时间", "完成日期"), required=False
        ),
        Column(
            "departments_called",
            "部门报到",
            "flag",
            aliases=("是否部门报到", "网格吹哨部门报到", "吹哨报到"),
            blank=False,
        ),
    ),
    key=("matter_no",),
    date="reported_on",
    checks=(
        NotMore("dates_in_order", "reported_on", "completed_on"),
        Soon("completed_soon", "reported_on", "completed_on"),
        Together("closed_when_completed", "completed", "completed_on"),
        Complete(
            "months_covered",
            ("month",),
            severity=Severity.WARNING,
            todo="请从系统重新导出全年的事项",
            unlikely=True,
        ),
    ),
    rank=60,
)

"""矛盾纠纷台账: disputes accepted in a year and how each was resolved; a record is a dispute."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.checks import NotMore, Severity, Soon, Together
from fazhi_metrics.datasets.shared_columns import VILLAGE
from fazhi_metrics.datasets.year_checks import Complete, Recurs

DATASET = Dataset(
    name="disputes",
    title="矛盾纠纷台账",
    grain="一起纠纷一行",
    aliases=("矛盾纠纷", "矛盾纠纷排查化解台账", "纠纷台账"),
    columns=(
        Column(
            "case_no", "编号", "text", aliases=("纠纷编号", "案件编号", "案号", "台账编号"), identifier=True
        ),
        Column(
            "accepted_on",
            "受理日期",
            "date",
            aliases=("受理时间", "受理日", "登记日期", "登记时间", "排查日期"),
        ),
        VILLAGE,
        Column(
            "kind",
            "纠纷类型",
            "code",
            aliases=("类型", "纠纷类别", "矛盾类型", "矛盾纠纷类型"),
            codes={
                "情感": ("情感纠纷",),
                "婚恋": ("婚恋纠纷", "恋爱"),
                "家庭": ("家庭纠纷", "婚姻家庭"),
                "邻里": ("邻里纠纷", "邻居"),
                "债务": ("债务纠纷", "借贷"),
                "其他": ("其它", "其他纠纷"),
            },
        ),
        Column(
            "channel",
            "化解渠道",
            "code",
            aliases=("渠道", "调处渠道", "化解途径", "受理渠道"),
            codes={
                "网格": ("网格员", "网格化解"),
                "三中心": ("三大中心", "分办中心", "三大诉求分办中心", "诉求分办中心"),
                "派出所": ("镇派出所",),
                "司法所": ("镇司法所", "人民调解"),
            },
        ),
        Column(
            "level",
            "化解层级",
            "code",
            aliases=("层级", "化解级别", "调处层级"),
            codes={
                "村": ("村级", "村一级"),
                "镇": ("镇级", "乡镇", "镇一级"),
                "区": ("区级", "县区", "区一级"),
            },
            required=False,
        ),
        Column(
            "resolved", "是否化解", "flag", aliases=("化解", "已化解", "化解情况", "是否办结", "是否调处成功")
        ),
        Column(
            "closed_on",
            "办结日期",
            "date",
            aliases=("办结时间", "化解日期", "化解时间", "结案日期"),
            required=False,
        ),
        Column(
            "criminal",
            "是否民转刑",
            "flag",
            aliases=("民转刑", "是否转刑事", "民转刑案件"),
            blank=False,
        ),
        Column(
            "parties",
            "当事人",
            "personal",
            aliases=("当事人姓名", "双方当事人", "纠纷当事人", "姓名"),
            required=False,
        ),
    ),
    key=("case_no",),
    date="accepted_on",
    checks=(
        NotMore("dates_in_order", "accepted_on", "closed_on"),
        Soon("closed_soon", "accepted_on", "closed_on"),
        Together("closed_when_resolved", "resolved", "closed_on"),
        Together("level_when_resolved", "resolved", "level", missing=Severity.WARNING, extra=None),
        Complete(
            "months_covered",
            ("month",),
            severity=Severity.WARNING,
            todo="请核对是否漏报了这几个月的台账",
            unlikely=True,
        ),
        Recurs("channel_absent", "channel"),
    ),
    rank=30,
)

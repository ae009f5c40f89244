"""群众诉求台账: what people asked of the three centres, and the answer; a record is an appeal."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.checks import NotMore, Severity, Soon, Together
from fazhi_metrics.datasets.shared_columns import VILLAGE
from fazhi_metrics.datasets.year_checks import Complete, Recurs

DATASET = Dataset(
    name="appeals",
    title="群众诉求台账",
    grain="一件诉求一行",
    aliases=("群众诉求", "诉求台账", "诉求登记"),
    columns=(
        Column("appeal_no", "编号", "text", aliases=("诉求编号", "受理编号", "登记编号"), identifier=True),
        Column("received_on", "受理日期", "date", aliases=("受理时间", "登记日期", "来访日期", "诉求日期")),
        VILLAGE,
        Column(
            "centre",
            "分办中心",
            "code",
            aliases=("中心", "受理中心", "诉求分办中心"),
            codes={
                "公安联勤": ("公安联勤中心", "公安联勤分办中心"),
                "纪检监督": ("纪检监督中心", "纪检监督分办中心"),
                "信访调解": ("信访调解中心", "信访调解分办中心"),
            },
            origins=("cell", "sheet_name", "title"),
        ),
        Column(
            "category",
            "诉求类别",
            "code",
            aliases=("诉求类型", "类别", "事项类别", "诉求分类"),
            codes={
                "治安": ("社会治安",),
                "作风": ("干部作风", "不正之风"),
                "民生": ("民生保障",),
                "环境": ("环境卫生", "生态环境"),
                "涉农": ("三农", "涉农补贴", "惠农"),
                "其他": ("其它",),
            },
        ),
        Column("resolved", "是否解决", "flag", aliases=("解决", "已解决", "是否办结", "办理结果")),
        Column(
            "closed_on",
            "办结日期",
            "date",
            aliases=("办结时间", "解决日期", "答复日期"),
            required=False,
        ),
        Column("satisfied", "是否满意", "flag", aliases=("满意", "群众是否满意", "回访满意"), required=False),
        Column("appellant", "诉求人", "personal", aliases=("诉求人姓名", "来访人", "姓名"), required=False),
        Column(
            "phone", "联系电话", "personal", aliases=("电话", "手机", "手机号", "联系方式"), required=False
        ),
    ),
    key=("appeal_no",),
    date="received_on",
    checks=(
        NotMore("dates_in_order", "received_on", "closed_on"),
        Soon("closed_soon", "received_on", "closed_on"),
        Together("closed_when_resolved", "resolved", "closed_on"),
        Together(
            "satisfied_when_resolved",
            "resolved",
            "satisfied",
            missing=None,
            extra=Severity.WARNING,
            todo="未解决的不回访；请核对两处",
        ),
        Complete(
            "months_covered",
            ("month",),
            severity=Severity.WARNING,
            todo="请核对是否漏报了这几个月的台账",
            unlikely=True,
        ),
        Recurs("centre_absent", "centre", todo="请核对这个分办中心是否漏报"),
    ),
    rank=40,
)

"""安全检查台账: safety inspections and the hazards they found; a record is one visit to one site."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.checks import NotMore, Reached, Severity, Soon
from fazhi_metrics.datasets.shared_columns import VILLAGE
from fazhi_metrics.datasets.year_checks import Complete, Recurs

DATASET = Dataset(
    name="inspections",
    title="安全检查台账",
    grain="一次检查一行",
    aliases=("安全检查", "安全生产检查台账", "安全生产检查"),
    columns=(
        Column("inspected_on", "检查日期", "date", aliases=("检查时间", "日期")),
        VILLAGE,
        Column(
            "sector",
            "行业领域",
            "code",
            aliases=("行业", "领域", "检查领域", "行业类别"),
            codes={
                "餐饮": ("餐饮业", "餐饮场所"),
                "集贸市场": ("农贸市场", "市场"),
                "加油站": ("加油站点",),
                "经营性自建房": ("农村经营性自建房", "自建房"),
                "彩钢房": ("彩钢板房",),
                "危化品": ("危险化学品",),
                "烟花爆竹": ("烟花爆竹零售点",),
            },
        ),
        Column(
            "site",
            "检查对象",
            "text",
            aliases=("被检查单位", "检查单位", "场所名称", "单位名称", "检查场所"),
        ),
        Column("hazards", "发现隐患", "int", "处", aliases=("隐患数", "发现隐患数", "隐患/发现", "隐患数量")),
        Column(
            "serious",
            "其中重大隐患",
            "int",
            "处",
            aliases=("重大隐患", "其中：重大隐患", "隐患/其中重大", "隐患/重大", "发现隐患/其中重大隐患"),
        ),
        Column("rectified", "已整改", "int", "处", aliases=("整改数", "已整改数", "隐患/已整改", "整改完成")),
        Column("deadline", "整改期限", "date", aliases=("整改时限", "期限", "限期"), required=False),
        Column("closed", "是否销号", "flag", aliases=("销号", "已销号", "销号情况")),
    ),
    key=("inspected_on", "village", "sector", "site"),
    date="inspected_on",
    checks=(
        NotMore("serious_within_hazards", "serious", "hazards"),
        NotMore("rectified_within_hazards", "rectified", "hazards"),
        NotMore("deadline_after_visit", "inspected_on", "deadline"),
        Soon("deadline_soon", "inspected_on", "deadline"),
        Reached(
            "closed_when_rectified",
            "closed",
            "rectified",
            "hazards",
            todo="隐患没有全部整改的不能销号；请核对",
        ),
        Recurs("sector_absent", "sector"),
        Complete(
            "month_files",
            ("month",),
            severity=Severity.WARNING,
            todo="请补上该月的检查台账；当月确无检查的，请来文说明",
        ),
    ),
    rank=50,
)

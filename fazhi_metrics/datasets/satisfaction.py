"""群众满意度测评: half-yearly surveys; a record is a village in a half-year."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.checks import NotMore, PercentOf, Severity
from fazhi_metrics.datasets.shared_columns import VILLAGE
from fazhi_metrics.datasets.year_checks import Complete

DATASET = Dataset(
    name="satisfaction",
    title="群众满意度测评",
    grain="一村半年一行",
    aliases=("满意度测评", "群众满意度", "满意度调查"),
    columns=(
        VILLAGE,
        Column(
            "half",
            "测评时段",
            "half",
            aliases=("时段", "半年", "测评期", "测评时间"),
            origins=("cell", "title", "sheet_name", "file_name"),
        ),
        Column(
            "valid", "有效答卷", "int", "份", aliases=("有效问卷", "有效答卷数", "有效样本", "回收有效答卷")
        ),
        Column("satisfied", "满意", "int", "份", aliases=("满意数", "满意答卷", "满意份数", "满意人数")),
        Column(
            "rate",
            "满意率",
            "percent",
            "%",
            aliases=("满意度", "群众满意率"),
            decimals=4,
            required=False,
            maximum=100,
        ),
    ),
    key=("village", "half"),
    checks=(
        NotMore("satisfied_within_valid", "satisfied", "valid"),
        PercentOf("rate_of_counts", "rate", "satisfied", "valid"),
        Complete("village_list", ("village", "half"), severity=Severity.WARNING),
    ),
    rank=80,
)

"""人口与户数: registered and resident households and people; a record is a village in a year."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.checks import NotMore, Severity
from fazhi_metrics.datasets.shared_columns import VILLAGE
from fazhi_metrics.datasets.year_checks import Complete, Steady

DATASET = Dataset(
    name="population",
    title="人口与户数",
    grain="一村一年一行",
    aliases=("人口户数", "人口基本情况", "户数与人口", "人口统计"),
    columns=(
        VILLAGE,
        Column(
            "registered_households",
            "户籍/户数",
            "int",
            "户",
            aliases=("户籍户数", "总户数", "户籍人口/户数", "户籍情况/户数"),
        ),
        Column(
            "registered_population",
            "户籍/人口",
            "int",
            "人",
            aliases=("户籍人口", "户籍/人口数", "户籍/人数", "户籍人口/人数", "户籍情况/人口", "总人口"),
        ),
        Column(
            "resident_households",
            "常住/户数",
            "int",
            "户",
            aliases=("常住户数", "常住人口/户数", "常住情况/户数"),
        ),
        Column(
            "resident_population",
            "常住/人口",
            "int",
            "人",
            aliases=("常住人口", "常住/人口数", "常住/人数", "常住人口/人数", "常住情况/人口"),
        ),
    ),
    key=("village",),
    checks=(
        NotMore(
            "households_within_people",
            "registered_households",
            "registered_population",
            severity=Severity.WARNING,
        ),
        NotMore(
            "resident_households_within_people",
            "resident_households",
            "resident_population",
            severity=Severity.WARNING,
        ),
        NotMore("resident_within_registered", "resident_population", "registered_population", optional=True),
        Complete("village_list", ("village",)),
        Steady(
            "population_jump",
            (
                "registered_households",
                "registered_population",
                "resident_households",
                "resident_population",
            ),
            factor=2,
            todo="请核对是否错位、多打或少打一位数字",
        ),
    ),
    rank=20,
)

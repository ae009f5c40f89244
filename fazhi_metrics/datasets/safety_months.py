"""平安建设月报: cases, petitions and accidents, indicators down and months across; a record is a month."""

from __future__ import annotations

from fazhi_metrics.datasets.base import Column, Dataset
from fazhi_metrics.datasets.gathering import Tally
from fazhi_metrics.datasets.year_checks import Agrees, Complete, Steady

DATASET = Dataset(
    name="safety_months",
    title="平安建设月报",
    grain="一月一列",
    aliases=("平安建设", "平安建设统计", "平安月报"),
    layout="months_across",
    columns=(
        Column("month", "月份", "month", aliases=("月", "统计月份")),
        Column(
            "security_cases",
            "治安案件",
            "int",
            "起",
            aliases=("治安案件数", "治安案件发案数", "治安案件发案"),
        ),
        Column("petitions", "信访件次", "int", "件次", aliases=("信访", "信访量", "信访总量", "信访件数")),
        Column("accidents", "安全事故", "int", "起", aliases=("安全事故数", "安全生产事故", "事故起数")),
        Column(
            "crime_clues", "黑恶线索", "int", "条", aliases=("涉黑涉恶线索", "黑恶线索数", "扫黑除恶线索")
        ),
        Column(
            "turned_criminal",
            "民转刑案件",
            "int",
            "起",
            aliases=("民转刑", "民转刑案件数", "民转刑案（事）件"),
        ),
    ),
    key=("month",),
    checks=(
        Complete("month_list", ("month",), todo="请补填该月数字；没有发生的填 0"),
        Steady(
            "month_sums_jump",
            ("security_cases", "petitions", "accidents"),
            factor=2.5,
            whole=True,
        ),
        Agrees(
            "criminal_agrees",
            Tally("safety_months", "turned_criminal"),
            Tally("disputes", where="criminal"),
            by="month",
            todo="请与矛盾纠纷台账逐件核对，以哪一份为准须说明",
        ),
    ),
    rank=70,
)

"""The words of the reader: a quick look must never pass over what the slow look would find."""

import pytest

from fazhi_metrics.workbooks.vocabulary import MAY_SPEAK, SPEAKS_OF_TOTALS

LABELS = [
    "合计", "总计", "總計", "累计", "全镇", "平均", "中位数", "最高", "标准差", "其中：村级", "比上年增长", "升降",
    "变化", "同比", "环比", "占比", "比重", "构成", "完成率", "年初至今", "减：退出", "Total", "of which", "CI",
]  # fmt: skip


@pytest.mark.parametrize("label", LABELS)
def test_a_label_that_speaks_of_totals_is_looked_at(label):
    assert SPEAKS_OF_TOTALS.search(label) and MAY_SPEAK.search(label)

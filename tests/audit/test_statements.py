"""Trends that need no figure, and words that only look like them. Made-up sentences."""

from __future__ import annotations

import pytest

from fazhi_metrics.audit import read_claims


@pytest.mark.parametrize(
    "sentence",
    [
        "新药产业实现零的突破。",
        "治安形势持续保持平稳。",
        "十二个领域首案零突破。",
        "到期后再延长三十年。",
        "隐患清零率100%，开展“清零”行动。",
        "多走访21户。",
        "收入快于经济增速1个百分点。",
        "药品零差率销售，批零住餐业120家，零基预算全面推行。",
    ],
)
def test_a_first_and_a_rule_are_no_trends(sentence):
    assert read_claims(sentence).trends == ()


@pytest.mark.parametrize(
    ("sentence", "direction"),
    [
        ("药品平均降价超50%。", "down"),
        ("城乡收入比由2.37缩小至1.98。", "down"),
        ("平均寿命延长0.6年。", "up"),
        ("山体滑坡未造成人员伤亡。", "zero"),
        ("社区矫正对象无重新犯罪。", "zero"),
        ("全年无新增吸毒人员。", "zero"),
        ("没有群体性事件。", "zero"),
        ("全年没有行政行为被确认违法、撤销的案件。", "zero"),
        ("我乡无行政处罚被撤销、重作案件和行政赔偿案件的发生。", "zero"),
        ("全镇无群体性械斗。", "zero"),
        ("调解成功率由1月的82%上升至12月的95%。", "up"),
        ("较上年多排查21起。", "up"),
        ("同比少发5起。", "down"),
        ("发案率降5.1个百分点。", "down"),
        ("受教育年限从2020年的9.6年提升至2025年的10.2年。", "up"),
        ("预期寿命从2020年的75.2岁提升至76.8岁左右。", "up"),
        ("推动实现发案率、信访量、事故数实现“三降”。", "down"),
    ],
)
def test_reads_the_direction(sentence, direction):
    assert [trend.direction for trend in read_claims(sentence).trends] == [direction]

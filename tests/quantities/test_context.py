"""Numbers judged by what stands around them. All sentences are made up; braces mark what is a figure."""

from __future__ import annotations

import re

import pytest

from fazhi_metrics.quantities import find_quantities

SENTENCES = [
    # ages that are stated, and ages that define a group
    "人均预期寿命提高到{78.8岁}，平均年龄由{45.6岁}下降到{43.1岁}，为60岁以上老人和35岁以下青年体检{300人}。",
    # a minimum of what is counted itself, and a group defined by a threshold
    "每案安排{2名以上}调解员，每村培育{3个以上}法治户，走访20人以上企业{5家}、50万元以上项目{6个}。",
    # a time that has passed defines a group, unless it is what was taken
    "审结逾三年案件{19件}，超12个月未结{4件}，建设历时{超过3年}建成。",
    "产值超百亿元的县{12个}，收入50万元以上的村有{6个}，总投资{超20亿元}的水库开工，国道318沿线、县道{12条}。",
    # bare decimals are no years
    "城乡收入比由{2.37}缩小至{1.98}，比值为{2.04}。",
    # circles and captions
    "打造城镇半小时、农村一小时服务圈，{半小时}内到场。\n图1 2025年案件数\n\n表2村情",
    # a share of them
    "{三分之二}的村、{1/3以上}的户参加，附1/2页。",
    # a line known by its number, counts of quarters, ranks that changed
    "受理8890诉求{655件}，{19个季度}领先，前三季度平稳；排名由69位上升到35位，约谈排名后3位的村。",
]


@pytest.mark.parametrize("passage", SENTENCES)
def test_tells_figures_from_thresholds_years_and_ranks(passage):
    expected = re.findall(r"\{([^}]*)\}", passage)
    found = find_quantities(re.sub(r"[{}]", "", passage))
    assert [quantity.text for _, _, quantity in found] == expected

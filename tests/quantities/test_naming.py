"""Chinese numerals that count, and those that name. All sentences are made up; braces mark what is a figure."""

from __future__ import annotations

import re

import pytest

from fazhi_metrics.quantities import find_quantities

SENTENCES = [
    "机场三期建成投运，防护林工程六期完成，产业园一期、厂房改造项目三期开工，供水工程四期通水。",
    "举办培训班{三期}，播出{四期}，编发简报{十二期}，刊发专栏{两期}。",
]


COUNTED = [
    "实行{三个}派出所、{两个}法庭对接，核查{五条}线索，办结{三项}课题。",
    "产值再上百亿台阶，破获八类主要案件、抓获九类涉恶人员，明确三个方面、把握两个环节，解决三个方面企业反映的难题，坚持四项原则。",
    "平安办和司法所两个部门联动，甲村、乙村等三个村试点。",
    "队员多为90后，80后、90后占{六成}，平均从警经验{12年}。",
]


@pytest.mark.parametrize("passage", COUNTED)
def test_tells_things_counted_from_notions_named(passage):
    expected = re.findall(r"\{([^}]*)\}", passage)
    found = find_quantities(re.sub(r"[{}]", "", passage))
    assert [quantity.text for _, _, quantity in found] == expected


@pytest.mark.parametrize("passage", SENTENCES)
def test_tells_phases_of_a_project_from_issues_counted(passage):
    expected = re.findall(r"\{([^}]*)\}", passage)
    found = find_quantities(re.sub(r"[{}]", "", passage))
    assert [quantity.text for _, _, quantity in found] == expected

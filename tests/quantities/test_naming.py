"""Chinese numerals that count, and those that name. All sentences are made up; braces mark what is a figure."""

from __future__ import annotations

import re

import pytest

from fazhi_metrics.quantities import find_quantities

SENTENCES = [
    "机场三期建成投运，防护林工程六期完成，产业园一期、厂房改造项目三期开工，供水工程四期通水。",
    "举办培训班{三期}，播出{四期}，编发简报{十二期}，刊发专栏{两期}。",
]


@pytest.mark.parametrize("passage", SENTENCES)
def test_tells_phases_of_a_project_from_issues_counted(passage):
    expected = re.findall(r"\{([^}]*)\}", passage)
    found = find_quantities(re.sub(r"[{}]", "", passage))
    assert [quantity.text for _, _, quantity in found] == expected

"""White space that says nothing, and white space that parts. All sentences are made up."""

from __future__ import annotations

import pytest

from fazhi_metrics.quantities import find_quantities

PAGES = [
    # a number on a line of its own goes on below
    ("累计派出\n80\n余人次。发放\n1200\n多份手册", ["80\n余人次", "1200\n多份"]),
    ("对城区\n47\n个小区和\n6\n条街道", ["47\n个", "6\n条"]),
    (
        "种植面积达\n320\n亩,增长\n10.2%\n,1—9\n月份缴税\n15\n万元;\n7\n家企业",
        ["320\n亩", "10.2%", "15\n万元", "7\n家"],
    ),
    # but not where the column of a table begins
    ("村名\n甲村\n12\n户数\n乙村", ["12"]),
]


@pytest.mark.parametrize(("page", "expected"), PAGES)
def test_a_number_on_its_own_line_keeps_its_unit(page, expected):
    assert [quantity.text for _, _, quantity in find_quantities(page)] == expected

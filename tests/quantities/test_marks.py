"""Marks that stand for nothing are told apart from words that say something."""

from __future__ import annotations

import pytest

from fazhi_metrics.quantities import missing_reason


@pytest.mark.parametrize("value", [0, 0.0, False, "0", "零", "无人", "横线", "示例一村", "N", "√"])
def test_what_says_something_is_not_missing(value):
    assert missing_reason(value) is None


def test_the_reason_does_not_hang_on_width_case_or_white_space():
    for typed in ("N/A", "n/a", " Ｎ／Ａ ", "N / A"):
        assert missing_reason(typed) == "不适用"
    for typed in ("-", "—", "——", "－", " - "):
        assert missing_reason(typed) == "横线"

"""Every indicator has a card, and the page in the docs is made from the cards."""

from __future__ import annotations

from pathlib import Path

import pytest

from fazhi_metrics.measures import INDICATORS
from fazhi_metrics.measures.cards import card_rows, catalogue_markdown
from fazhi_metrics.show import html

PAGE = Path(__file__).parents[2] / "docs" / "indicators.md"


def test_the_page_in_the_docs_is_up_to_date():
    assert PAGE.read_text(encoding="utf-8") == catalogue_markdown(INDICATORS.values()), (
        "run scripts/list_indicators.py"
    )


@pytest.mark.parametrize("card", INDICATORS.values(), ids=INDICATORS)
def test_a_card_leaves_nothing_empty(card):
    rows = dict(card_rows(card))
    assert all(rows.values())
    assert ("分母" in rows) is card.rate
    assert card.definition in html(card)
    for heading in ("编号", "单位", "定义", "口径", "方向", "数据", "可按", "引用"):
        assert heading in rows


def test_a_card_in_words():
    rows = dict(card_rows(INDICATORS["local_dispute_resolution_rate"]))
    assert rows["分子"] == "矛盾纠纷台账中是否化解为是、化解层级为村或镇的记录数"
    assert rows["分母"] == "矛盾纠纷台账的记录数，结果乘以 100"
    assert rows["数据"] == "矛盾纠纷台账（是否化解、化解层级）"
    assert rows["口径"] == "第1版，自2024年起"
    assert rows["可按"] == (
        "村（社区）、片区、月份、季度、半年、年份、纠纷类型、化解渠道、化解层级、是否化解、是否民转刑"
    )
    assert rows["引用"] == "照实写，保留 1 位小数"

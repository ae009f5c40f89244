"""The headline figures: what the yearly report says first, grouped as it says it."""

from __future__ import annotations

from collections.abc import Mapping

from fazhi_metrics.ledgers import Overview
from fazhi_metrics.publish.page.cards import Card


def headline(cards: Mapping[str, Card], overview: Overview) -> dict[str, list[Card]]:
    """Return the figures of the yearly report by group: 三降, 三升, what was done, what the town is."""
    groups: dict[str, list[Card]] = {"三降": [], "三升": [], "工作成效": [], "基本情况": []}
    for name in overview.cited:
        if (card := cards.get(name)) is None:
            continue
        groups[_group(card, overview)].append(card)
    return {title: found for title, found in groups.items() if found}


def _group(card: Card, overview: Overview) -> str:
    if card.id in overview.falls:
        return "三降"
    if card.id in overview.rises:
        return "三升"
    return "基本情况" if card.indicator.nature == "stock" else "工作成效"

"""Numbers of indicators in words, for tables and lines on screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from fazhi_metrics.measures.part import SMALL_COUNT
from fazhi_metrics.quantities import rounded, wording

if TYPE_CHECKING:
    from fazhi_metrics.measures.base import Indicator
    from fazhi_metrics.measures.change import Change
    from fazhi_metrics.quantities import Exact

NONE = "—"


def places_of(value: Exact, most: int) -> int:
    """Return how many places to print: as few as say an exact value exactly, at most `most`.

    >>> from decimal import Decimal
    >>> from fractions import Fraction
    >>> places_of(Decimal("43695.00"), 2), places_of(Fraction(197, 2), 1), places_of(Fraction(2941, 30), 1)
    (0, 1, 1)
    """
    return next((places for places in range(most) if rounded(value, places) == value), most)


def number_text(value: Exact | None, decimals: int = 0) -> str:
    """Write a value with its places; an exact value is not padded (43695, not 43695.00).

    >>> from decimal import Decimal
    >>> from fractions import Fraction
    >>> number_text(Decimal("43695.00"), 2), number_text(Fraction(2941, 30), 1), number_text(None)
    ('43695', '98.0', '—')
    """
    return NONE if value is None else f"{rounded(value, places_of(value, decimals)):f}"


def said(value: Exact | None, indicator: Indicator) -> str:
    """Write a value with its places and unit: 98.5%, 58670.24亩."""
    return NONE if value is None else f"{number_text(value, indicator.decimals)}{indicator.unit}"


def selection_text(where: Iterable[tuple[str, Sequence[str]]], card: Indicator) -> str:
    """Say which labels of which dimensions were selected: 示例一村、示例二村，债务，是否化解为否."""
    flags = {column.name: column.title for column in card.home.columns if column.type == "flag"}
    return "，".join(
        f"{flags[name]}为{'或'.join(labels)}" if name in flags else "、".join(labels)
        for name, labels in where
    )


def months_text(months: Sequence[int]) -> str:
    """Name some months of a year: 1—9月, 3月, 1—7月和9—12月.

    >>> months_text([1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12]), months_text([3])
    ('1—7月和9—12月', '3月')
    """
    runs: list[list[int]] = []
    for month in sorted(months):
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "和".join(f"{run[0]}月" if len(run) == 1 else f"{run[0]}—{run[-1]}月" for run in runs)


def change_text(change: Change, base: str = "") -> str:
    """Write a change: 提高0.9个百分点, 下降12.3%, 持平, 无法比较; `base` (同比) begins that of a count or rate."""
    card, gap = change.indicator, change.difference
    if gap is None:
        return "无法比较"
    if change.points is not None:
        places = places_of(gap, max(card.decimals, 1))
        return wording(gap, "个百分点", decimals=places, style="change")
    if not rounded(gap, card.decimals):
        return "持平" if gap == 0 else "基本持平"
    # 同比下降100% of a single case says less than 减少1起; of few cases, the cases are told.
    few = card.nature == "events" and not card.rate and (change.base.numerator or 0) < SMALL_COUNT
    if change.percent is None or few:
        return wording(gap, card.unit, decimals=places_of(gap, card.decimals), style="change", base=base)
    return wording(change.percent, "%", decimals=places_of(change.percent, 1), style="change", base=base)

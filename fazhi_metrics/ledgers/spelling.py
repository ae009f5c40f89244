"""A sum in words: what it adds up or counts, and of which records."""

from __future__ import annotations

import datetime as dt

from fazhi_metrics.datasets.base import Dataset
from fazhi_metrics.ledgers.indicator import Sum, Where

_YEARS = {"this": "", "last": "（上年）", "mean": "（上年与本年的平均）"}


def spelled_sum(part: Sum, home: Dataset) -> str:
    """Say in words what a sum adds up or counts, and of which rows of its ledger.

    >>> from fazhi_metrics.ledgers import DATASETS
    >>> from fazhi_metrics.ledgers.indicator import count
    >>> spelled_sum(count("disputes", channel="三中心", resolved=True), DATASETS["disputes"])
    '矛盾纠纷台账中化解渠道为三中心、是否化解为是的记录数'
    """
    plain = [where for where in part.where if (where.operator, where.column) != ("known", part.column)]
    of = "、".join(_spelled_where(where, home) for where in plain)
    rows = f"{home.title}{f'中{of}' if of else ''}的"
    if part.column is None:
        return f"{rows}记录数{_YEARS[part.year]}"
    title = "、".join(home.by_name[name].title for name in (part.column, *part.plus))
    if part.distinct:
        return f"{rows}不同{title}的个数{_YEARS[part.year]}"
    if part.minus:
        return f"{rows}{title}减{home.by_name[part.minus].title}之和{_YEARS[part.year]}"
    return f"{rows}{title}之和{_YEARS[part.year]}"


def _spelled_where(where: Where, home: Dataset) -> str:
    title = home.by_name[where.column].title
    values = "或".join(shown_value(value) for value in where.values)
    day = home.by_name[where.column].type in ("date", "time")
    return {
        "is": f"{title}为{values}",
        "in": f"{title}为{values}",
        "is_not": f"{title}不为{values}",
        "at_least": f"{title}{'不早于' if day else '不少于'}{values}",
        "at_most": f"{title}{'不晚于' if day else '不多于'}{values}",
        "known": f"有{title}",
    }[where.operator]


def shown_value(value: object) -> str:
    """Write a value of a record the way a reader expects it: 是, 2025-03-01, 58670.24, 空白."""
    if value is None:
        return "空白"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    return str(value)

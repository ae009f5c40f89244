"""The same sums by plain loops over rows: an independent path to every number of the engine."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from fazhi_metrics.ledgers import DATASETS


def fulfils(row, where):
    value = row[where.column]
    if value is None:
        return False
    return {
        "known": lambda: True,
        "is": lambda: value == where.values[0],
        "in": lambda: value in where.values,
        "is_not": lambda: value not in where.values,
        "at_least": lambda: value >= where.values[0],
        "at_most": lambda: value <= where.values[0],
    }[where.operator]()


def added(part, rows):
    kept = [row for row in rows if all(fulfils(row, where) for where in part.where)]
    if part.column is None:
        return len(kept)
    if part.distinct:
        return len({row[part.column] for row in kept} - {None})
    if part.minus:
        gaps = [(row[part.column], row[part.minus]) for row in kept]
        gaps = [(a, b) for a, b in gaps if a is not None and b is not None]
        return sum((a - b).days if isinstance(a, dt.datetime) else a - b for a, b in gaps)
    return sum(row[part.column] for row in kept if row[part.column] is not None)


def value_of(card, every, year):
    top = added(card.numerator, every[card.numerator.dataset, year])
    if card.denominator is None:
        return top
    bottom = added(card.denominator, every[card.denominator.dataset, year])
    return Fraction(top) / Fraction(bottom) * card.scale if bottom else None


def label_of(row, dimension, dataset, districts):
    """The label of a row in a dimension, spelled out."""
    if dimension == "village":
        return row["village"] or "未填"
    if dimension == "district":
        if "district" in row:
            return row["district"] or "未划片区"
        return districts.get(row["village"], "未填")
    if dimension in ("month", "quarter", "half"):
        if dimension == "half" and "half" in row:
            return row["half"] or "未填"
        date = DATASETS[dataset].date
        when = row[date] if date else row["month"]
        if when is None:
            return "日期不明"
        month = when.month if isinstance(when, dt.datetime) else when
        if dimension == "month":
            return f"{month}月"
        if dimension == "quarter":
            return "一二三四"[(month - 1) // 3] + "季度"
        return "上半年" if month <= 6 else "下半年"
    value = row[dimension]
    if isinstance(value, bool):
        return "是" if value else "否"
    return "未填" if value is None else value

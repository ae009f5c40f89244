"""Charts from numbers made up in a test, without a store."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from fazhi_metrics.charts.chart import Chart, Material
from fazhi_metrics.charts.point import Measured, Point
from fazhi_metrics.measures import Indicator, Part
from fazhi_metrics.measures.base import count as counted
from fazhi_metrics.measures.compare import change_between
from fazhi_metrics.measures.status import Status


def indicator(name, title, unit="起", *, rate=False, decimals=0, nature="events"):
    """Return an indicator of that name as it stands on a chart."""
    card = Indicator(
        id=name,
        title=title,
        unit=unit,
        definition=title,
        numerator=counted("disputes", resolved=True) if rate else counted("disputes"),
        denominator=counted("disputes") if rate else None,
        scale=100 if rate else 1,
        decimals=decimals,
        nature="proportion" if rate else nature,
    )
    return Measured(card, title)


DISPUTES = indicator("d", "纠纷")
RATE = indicator("r", "化解率", "%", rate=True, decimals=1)


def count(measured, labels, value, year=2025):
    labels = (labels,) if isinstance(labels, str) else labels
    return Point(
        measured, year, Part(labels=labels, value=value, numerator=value, n=value, low=value, high=value)
    )


def rate(measured, labels, top, n, year=2025):
    labels = (labels,) if isinstance(labels, str) else labels
    value = Fraction(100 * top, n) if n else None
    part = Part(labels=labels, value=value, numerator=top, denominator=n, n=n, low=value, high=value)
    return Point(measured, year, part)


def held(point, status, *, low=None, high=None, months=(), reasons=("某处有误",)):
    """Return a point with something held against it."""
    gone = {} if status.has_value else {"value": None, "numerator": None, "denominator": None}
    part = replace(point.part, status=status, low=low, high=high, months=months, reasons=reasons, **gone)
    return replace(point, part=part)


def changed(then, now, months=()):
    """Return the change between two points."""
    change = change_between(now.measured.card, now.labels, now.part, then.part)
    return replace(change, same_months=tuple(months))


def material(kind, measured, points, *, base_year=None, order=None, by=("village",), noun="个村", **more):
    measured = tuple(measured) if isinstance(measured, list | tuple) else (measured,)
    chart = Chart(
        id="made_up",
        title="编造的图",
        theme="测试",
        kind=kind,
        indicators=tuple(m.id for m in measured),
        by=by,
        noun=noun,
    )
    labels = [p.labels for p in points if len(p.labels) == len(by)]
    order = order or tuple(tuple(dict.fromkeys(each[i] for each in labels)) for i in range(len(by)))
    return Material(
        chart=chart,
        place="某镇",
        year=2025,
        measured=measured,
        points=tuple(points),
        base_year=base_year,
        order=order,
        sources=("某台账",),
        **more,
    )


__all__ = ["DISPUTES", "RATE", "Status", "changed", "count", "held", "indicator", "material", "rate"]

"""Charts from numbers made up in a test, without a store."""

from __future__ import annotations

from fractions import Fraction

from fazhi_metrics.charts.chart import Chart, Material, Measured, Part
from fazhi_metrics.measures.intervals import wilson


def count(indicator, labels, value, year=2025):
    labels = (labels,) if isinstance(labels, str) else labels
    return Part(indicator=indicator, year=year, labels=labels, value=value, numerator=value)


def rate(indicator, labels, top, n, year=2025):
    labels = (labels,) if isinstance(labels, str) else labels
    if not n:
        return Part(indicator=indicator, year=year, labels=labels, value=None, numerator=top, n=n)
    low, high = wilson(top, n)
    return Part(
        indicator=indicator,
        year=year,
        labels=labels,
        value=Fraction(100 * top, n),
        numerator=top,
        n=n,
        low=low * 100,
        high=high * 100,
    )


def material(kind, measured, parts, *, base_year=None, order=None, by=("village",), noun="个村", **more):
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
    labels = [p.labels for p in parts if p.labels]
    width = max((len(each) for each in labels), default=0)
    order = order or tuple(tuple(dict.fromkeys(each[i] for each in labels)) for i in range(width))
    return Material(
        chart=chart,
        place="某镇",
        year=2025,
        measured=measured,
        parts=tuple(parts),
        base_year=base_year,
        order=order,
        sources=("某台账",),
        **more,
    )


DISPUTES = Measured(id="d", name="纠纷", unit="起")
RATE = Measured(id="r", name="化解率", unit="%", decimals=1, rate=True, additive=False)

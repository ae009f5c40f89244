"""Charts from numbers made up in a test, without a store."""

from __future__ import annotations

from fractions import Fraction

from fazhi_metrics.charts.chart import Chart, Material, Measured, Part
from fazhi_metrics.measures.intervals import wilson


def count(indicator, labels, value, year=2025):
    labels = (labels,) if isinstance(labels, str) else labels
    return Part(indicator, year, labels, value, value)


def rate(indicator, labels, top, n, year=2025):
    labels = (labels,) if isinstance(labels, str) else labels
    if not n:
        return Part(indicator, year, labels, None, top, n)
    low, high = wilson(top, n)
    return Part(indicator, year, labels, Fraction(100 * top, n), top, n, low * 100, high * 100)


def material(kind, measured, parts, *, base_year=None, order=None, by=("village",), noun="个村", **more):
    measured = tuple(measured) if isinstance(measured, list | tuple) else (measured,)
    chart = Chart("made_up", "编造的图", "测试", kind, tuple(m.id for m in measured), by, noun=noun)
    labels = [p.labels for p in parts if p.labels]
    width = max((len(each) for each in labels), default=0)
    order = order or tuple(tuple(dict.fromkeys(each[i] for each in labels)) for i in range(width))
    return Material(
        chart, "某镇", 2025, measured, tuple(parts), base_year, order, sources=("某台账",), **more
    )


DISPUTES = Measured("d", "纠纷", "起")
RATE = Measured("r", "化解率", "%", 1, rate=True, additive=False)

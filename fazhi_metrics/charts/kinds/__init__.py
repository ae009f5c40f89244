"""The kinds of chart: each turns the numbers gathered for a chart into a drawing."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fazhi_metrics.charts.chart import Drawing, Kind, Material
from fazhi_metrics.charts.kinds.change import pairs, panels
from fazhi_metrics.charts.kinds.dumbbell import dumbbell
from fazhi_metrics.charts.kinds.heat import heat
from fazhi_metrics.charts.kinds.months import lines, multiples
from fazhi_metrics.charts.kinds.ranked import ranked_bars, ranked_dots
from fazhi_metrics.charts.kinds.shares import shares
from fazhi_metrics.charts.kinds.steps import steps
from fazhi_metrics.charts.kinds.years import years

KINDS: Mapping[Kind, Callable[[Material], Drawing]] = {
    "ranked_bars": ranked_bars,
    "ranked_dots": ranked_dots,
    "dumbbell": dumbbell,
    "lines": lines,
    "shares": shares,
    "heat": heat,
    "steps": steps,
    "pairs": pairs,
    "panels": panels,
    "multiples": multiples,
    "years": years,
}

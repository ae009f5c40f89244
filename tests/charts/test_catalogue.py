import subprocess
import sys
from collections import Counter
from typing import get_args

import pytest

from fazhi_metrics.charts import CHARTS, chart_named
from fazhi_metrics.charts.chart import Kind
from fazhi_metrics.errors import ChartError
from fazhi_metrics.measures import INDICATORS


def test_there_are_enough_charts_of_every_kind():
    assert len(CHARTS) >= 24
    assert {chart.kind for chart in CHARTS.values()} == set(get_args(Kind)) - {
        "years"
    }  # drawn when asked for


def test_the_catalogue_is_there_without_loading_pandas_or_plotly():
    code = "import sys, fazhi_metrics.charts; print(*{'pandas', 'plotly', 'kaleido', 'scipy'} & sys.modules.keys())"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert loaded.split() == []


def test_ids_and_titles_name_one_chart_each():
    assert all(chart.id == name for name, chart in CHARTS.items())
    assert max(Counter(chart.title for chart in CHARTS.values()).values()) == 1


@pytest.mark.parametrize("chart", CHARTS.values(), ids=lambda chart: chart.id)
def test_a_chart_declares_what_exists(chart):
    assert set(chart.indicators) <= INDICATORS.keys()
    assert not chart.names or len(chart.names) == len(chart.indicators)
    assert chart.title and chart.theme


def test_a_chart_is_found_by_id_or_chinese_title():
    assert chart_named("three_falls") is chart_named("“三降”指标两年变化") is CHARTS["three_falls"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("dispute_by_month", "disputes_by_month"), ("每月受理矛盾纠纷", "每月受理的矛盾纠纷")],
)
def test_a_misspelt_name_is_answered_with_the_nearest(typed, meant):
    with pytest.raises(ChartError, match=f"没有图表 {typed}。您是不是要找 {meant}？"):
        chart_named(typed)

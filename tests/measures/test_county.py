"""A county cleaned on a dask cluster: for every indicator the parts add up to the whole, exactly.

Fifty towns are run by `python -m benchmarks.county`; here a few, so that the tests stay short.
"""

from __future__ import annotations

import warnings

import pytest

from fazhi_metrics.measures import INDICATORS

from . import county

pytest.importorskip("distributed", reason="没有安装 distributed（可选部分 cluster）")
TOWNS = 3


@pytest.fixture(scope="module")
def projects(tmp_path_factory):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of sockets and loops that the library leaves to be collected
        with county.cluster() as scheduler:
            return county.cleaned_county(tmp_path_factory.mktemp("county"), TOWNS, scheduler)


def test_parts_by_village_month_and_type_and_by_town_add_up(projects):
    rows = county.records(projects)
    assert list(county.faults(projects, rows)) == []
    counted = county.counted(projects)
    assert counted["towns"] == TOWNS
    assert counted["indicators"] == len(INDICATORS)
    assert counted["divisions"] > 150
    assert sum(bool(p.indicator("disputes_accepted").value(county.YEAR).value) for p in projects) == TOWNS
    # A record that is lost on the way is told.
    rows["disputes", county.YEAR].pop()
    assert any("disputes_accepted of the county" in fault for fault in county.faults(projects, rows))

from __future__ import annotations

import pytest

from fazhi_metrics.charts import CHARTS, draw
from tests.charts.town import write_store


@pytest.fixture(scope="session")
def town_store(tmp_path_factory):
    """The sample town with both years: (store, town)."""
    return write_store(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def one_year(tmp_path_factory):
    """The sample town with 2025 only: nothing to compare with."""
    return write_store(tmp_path_factory.mktemp("town"), (2025,))


@pytest.fixture(scope="session")
def _drawn(town_store):
    return {name: draw(*town_store, name, 2025).to_json() for name in CHARTS}


@pytest.fixture
def figures(_drawn):
    """Every chart of the catalogue, fresh for the test to change."""
    import plotly.io as pio

    return {name: pio.from_json(text) for name, text in _drawn.items()}

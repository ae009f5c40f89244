"""The explorer on a cleaned town of one village's officers and everybody's disputes."""

from __future__ import annotations

import pytest

from fazhi_metrics.explorer import explore


@pytest.fixture
def explorer(sample_project):
    return explore(sample_project, by="month", year=2025)

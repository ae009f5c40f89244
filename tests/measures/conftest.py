"""One made-up town for all tests that only read it."""

from __future__ import annotations

import pytest

from fazhi_metrics.project import Town
from fazhi_metrics.store import Store

from . import towns


@pytest.fixture(scope="session")
def rows() -> dict[tuple[str, int], towns.Rows]:
    return towns.made_up()


@pytest.fixture(scope="session")
def store(tmp_path_factory, rows) -> Store:
    return towns.stored(tmp_path_factory.mktemp("processed"), rows)


@pytest.fixture(scope="session")
def town(tmp_path_factory) -> Town:
    return towns.town(tmp_path_factory.mktemp("town"))

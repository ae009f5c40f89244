"""One made-up town for all tests that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fazhi_metrics.project import Town
from fazhi_metrics.store import Store

from . import towns
from .ground import Ground

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def rows() -> dict[tuple[str, int], towns.Rows]:
    return towns.made_up()


@pytest.fixture(scope="session")
def store(tmp_path_factory, rows) -> Store:
    return towns.stored(tmp_path_factory.mktemp("processed"), rows)


@pytest.fixture(scope="session")
def town(tmp_path_factory) -> Town:
    return towns.town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="session")
def pristine(tmp_path_factory) -> Ground:
    return Ground(ROOT, tmp_path_factory.mktemp("ground"))


@pytest.fixture
def ground(pristine) -> Iterator[Ground]:
    """The sample town, to be damaged; put right afterwards."""
    yield pristine
    pristine.restore()

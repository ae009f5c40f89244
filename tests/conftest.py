"""What several rooms' tests share: the sample town, cleaned once a worker in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# A busy machine must fail no test: examples have no deadline, the suite as a whole has.
settings.register_profile("steady", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("steady")

CHECKOUT = Path(__file__).parent.parent
SHARED = CHECKOUT.parent / "shared"


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory) -> Path:
    """A copy of the sample town as it lies in the checkout, cleaned."""
    from fazhi_metrics.workbench import open_project

    root = copy_sample(tmp_path_factory.mktemp("sample"))
    open_project(root).clean(workers=1)
    return root


@pytest.fixture(scope="session")
def sample_project(sample_folder):
    """The cleaned sample town, open."""
    from fazhi_metrics.workbench import open_project

    return open_project(sample_folder)


def copy_sample(root: Path) -> Path:
    """Copy the sample town's settings, raw data, notebooks and report into `root`."""
    shutil.copy(CHECKOUT / "fazhi.toml", root)
    for name in ("data/raw", "notebooks", "report"):
        shutil.copytree(CHECKOUT / name, root / name, dirs_exist_ok=True)
    return root

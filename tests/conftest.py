"""What several rooms' tests share: the sample town, cleaned once a worker in a folder of its own."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="session")
def damaged_folder(tmp_path_factory) -> Path:
    """A copy of the sample town that came in badly, cleaned: each ledger in a way of its own.

    A village's residents are typed wrong against the total, one month of inspections came as an archive that nobody can open, the
    disputes stop after the third quarter, and nobody ever surveyed satisfaction.
    """
    import openpyxl

    from fazhi_metrics.workbench import open_project

    root = copy_sample(tmp_path_factory.mktemp("damaged"))
    raw = root / "data/raw"
    for name, change in {"人口与户数": _mistype, "矛盾纠纷台账": _cut_short}.items():
        book = openpyxl.load_workbook(raw / f"2025/{name}.xlsx")
        change(book)
        book.save(raw / f"2025/{name}.xlsx")
    [month] = raw.glob("2025/*（2025年8月）.xlsx")
    month.rename(month.with_suffix(".rar")).write_bytes(b"Rar!\x1a\x07\x01\x00")
    for survey in raw.glob("*/群众满意度*"):
        survey.unlink()
    open_project(root).clean(workers=1)
    return root


def _mistype(book: Any) -> None:
    book["人口"]["F8"] = 1954


def _cut_short(book: Any) -> None:
    del book["第四季度"]


@pytest.fixture(scope="session")
def damaged_project(damaged_folder):
    """The cleaned damaged town, open."""
    from fazhi_metrics.workbench import open_project

    return open_project(damaged_folder)

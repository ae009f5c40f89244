"""The sample town damaged in one way each, cleaned when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import copy_sample


def typed_wrong(raw: Path) -> None:
    """Type 1954 for 1054 in one cell: the total of the column no longer is the sum of its parts."""
    path = raw / "2025" / "人口与户数.xlsx"
    book = openpyxl.load_workbook(path)
    book["人口"]["F8"] = 1954
    book.save(path)


def month_packed(raw: Path) -> None:
    """Send the inspections of August as an archive, which nobody reads."""
    path = raw / "2025" / "安全检查台账（2025年8月）.xlsx"
    path.rename(path.with_suffix(".rar"))


def without_disputes(raw: Path) -> None:
    """Take the ledger of disputes away, of both years."""
    for path in raw.glob("*/矛盾纠纷台账.xlsx"):
        path.unlink()


DAMAGE: dict[str, Callable[[Path], None]] = {
    each.__name__: each for each in (typed_wrong, month_packed, without_disputes)
}


@pytest.fixture(scope="session")
def damaged(tmp_path_factory):
    """Return the open project of the sample town damaged in a named way."""
    from fazhi_metrics.workbench import open_project

    made = {}

    def project(name):
        if name not in made:
            root = copy_sample(tmp_path_factory.mktemp(name))
            DAMAGE[name](root / "data" / "raw")
            open_project(root).clean(workers=1)
            made[name] = open_project(root)
        return made[name]

    return project

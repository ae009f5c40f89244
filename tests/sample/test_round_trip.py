"""What was typed and cleaned is what the model had: sums of the processed sample, and of drawn towns."""

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from fazhi_metrics.cleaning import clean
from fazhi_metrics.project import load_town
from fazhi_metrics.sample import write_town

ROOT = Path(__file__).parents[2]
DAYS = {"disputes": "accepted_on", "inspections": "inspected_on", "grid_matters": "reported_on"}


@pytest.fixture(scope="module")
def cleaned(tmp_path_factory):
    town = replace(load_town(ROOT), processed=tmp_path_factory.mktemp("processed"))
    return clean(town), town.processed / "current"


def of_frame(frame, dataset, name):
    """Return one of the model's sums, taken from a processed frame."""
    if name == "rows":
        return len(frame)
    if name == "by_month":
        return {str(month): count for month, count in frame[DAYS[dataset]].dt.month.value_counts().items()}
    if name.startswith("resolved_by_"):
        return frame[frame["resolved"]][name.removeprefix("resolved_by_")].value_counts().to_dict()
    if name.startswith("by_"):
        return frame[name.removeprefix("by_")].value_counts().to_dict()
    if name == "days_to_resolve":
        return int((frame["closed_on"] - frame["accepted_on"]).dt.days.sum())
    counted = {"answered": "satisfied", "districts": "district"} | (
        {"micro_grids": "micro_grid"} if dataset == "grid_matters" else {}
    )
    if name in counted:
        column = frame[counted[name]]
        return int(column.notna().sum()) if name == "answered" else column.nunique()
    total = frame[name].sum()
    return str(total) if name in {"farmland", "forest"} else int(total)


def test_the_sample_is_clean(cleaned):
    result, _ = cleaned
    assert [str(issue) for issue in result.issues] == []


@pytest.mark.parametrize("year", [2024, 2025])
def test_processed_data_has_the_sums_of_the_model(cleaned, year):
    _, current = cleaned
    expected = json.loads((ROOT / "tests" / "data" / f"expected_{year}.json").read_text(encoding="utf-8"))
    found = {}
    for dataset, sums in expected.items():
        frame = pd.read_parquet(current / f"{dataset}-{year}.parquet")
        found[dataset] = {name: of_frame(frame, dataset, name) for name in sums}
    assert found == expected


@pytest.mark.parametrize("seed", [1, 2])
def test_a_drawn_town_is_clean(tmp_path, seed):
    write_town(tmp_path, seed=seed, rows=900)
    assert [str(issue) for issue in clean(load_town(tmp_path)).issues] == []

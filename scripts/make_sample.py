"""Rebuild the sample town, byte for byte: data/raw, and the sums that tests hold it against."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from fazhi_metrics.sample import REFERENCE, write_raw
from fazhi_metrics.sample.truth import true_sums
from fazhi_metrics.sample.year import town_years

TOWN, SEED, VILLAGES, YEARS = "西堡镇", "西堡镇", 20, tuple(REFERENCE)
ROOT = Path(__file__).parents[1]


def make_workbooks(directory: Path) -> list[Path]:
    """Write the raw workbooks of the sample town below `directory`."""
    return write_raw(directory, name=TOWN, seed=SEED, years=YEARS, villages=VILLAGES, totals=REFERENCE)


def make_truth(directory: Path) -> list[Path]:
    """Write the sums of each year, as the records had them before they were typed."""
    directory.mkdir(parents=True, exist_ok=True)
    written = []
    for year in town_years(TOWN, SEED, YEARS, villages=VILLAGES, totals=REFERENCE):
        path = directory / f"expected_{year.year}.json"
        text = json.dumps(true_sums(year), ensure_ascii=False, indent=1) + "\n"
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


if __name__ == "__main__":
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT
    workbooks, truth = make_workbooks(root / "data" / "raw"), make_truth(root / "tests" / "data")
    print(f"写好示例表格 {len(workbooks)} 份、核对用的合计 {len(truth)} 份，在 {root}")

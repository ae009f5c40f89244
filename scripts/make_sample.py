"""Rebuild the raw workbooks of the sample town in data/raw, byte for byte."""

from __future__ import annotations

import sys
from pathlib import Path

from fazhi_metrics.sample import REFERENCE, write_raw

TOWN, SEED, VILLAGES = "西堡镇", "西堡镇-2025", 20


def make(directory: Path) -> list[Path]:
    """Write the sample workbooks below `directory` and return their paths."""
    return list(
        write_raw(
            directory, name=TOWN, seed=SEED, years=tuple(REFERENCE), villages=VILLAGES, totals=REFERENCE
        )
    )


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "data" / "raw"
    made = make(target)
    print(f"写好示例表格 {len(made)} 份，在 {target}")

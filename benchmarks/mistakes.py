# ruff: noqa: T201 - printing is what this is for
"""Plants mistakes into the sample workbooks, many of each kind, and says how many were found at their cell.

    python -m benchmarks.mistakes --count 500 --seed 1

A mistake counts as found when an issue of a rule that is meant for it names the exact cell (or, where a sheet
or a file is what is wrong, that). Prints a table of the kinds, every miss, and what was reported of clean
workbooks. The exit status is 1 when less than 99 in a hundred were found, or clean workbooks are faulted.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from fazhi_metrics.project import load_town
from tests.cleaning.mistakes import MISTAKES
from tests.cleaning.planting import Ground, rounds

ROOT = Path(__file__).parents[1]
BOUND = 0.99


def main() -> int:
    """Run the campaign and return the exit status."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--count", type=int, default=500)
    options.add_argument("--seed", type=int, default=1)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        ground = Ground(load_town(ROOT), Path(folder))
        planted, misses = Counter[str](), []
        for done, missed in rounds(ground, chosen.seed, chosen.count):
            planted.update(kind for kind, _, _ in done)
            misses += missed
    lost = Counter(kind for kind, _, _ in misses)
    for kind, count in sorted(planted.items()):
        print(f"{kind}\t{count - lost[kind]}/{count}")
    never = {mistake.kind for mistake in MISTAKES} - set(planted)
    share = 1 - len(misses) / planted.total()
    print(
        f"{planted.total()} planted, {len(planted)} kinds, {share:.2%} found at the cell (bound {BOUND:.0%})"
    )
    if never:
        print("never planted:", *sorted(never))
    for kind, rules, address in misses:
        print(f"missed: {kind} at {address}, expected {rules}")
    for issue in ground.clean_issues:
        print(f"clean workbook faulted: {issue}")
    return 0 if share >= BOUND and not ground.clean_issues else 1


if __name__ == "__main__":
    sys.exit(main())

"""Whether the sums of a county of fifty towns add up, cleaned on a dask cluster of this machine.

    python -m benchmarks.county [TOWNS] [--workers N] [--rows N]

Writes the raw workbooks of made-up towns, cleans each on the cluster, and checks for every indicator that its
parts by village, district, month and type are exactly the whole, that the towns are exactly the county, and
that the county's value is the one of a plain loop over all records. Prints what was compared, the seconds, and
every fault; exits with 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.measures import county


def main() -> int:
    """Run the county; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("towns", nargs="?", type=int, default=50)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rows", type=int, default=40, help="rows of the long ledgers of a town")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        with county.cluster(asked.workers) as scheduler:
            projects = county.cleaned_county(Path(folder), asked.towns, scheduler, rows=asked.rows)
        cleaned = time.perf_counter()
        found = list(county.faults(projects, county.records(projects)))
        say("，".join(f"{name} {number:,}" for name, number in county.counted(projects).items()))
        say(
            f"written and cleaned in {cleaned - start:.0f} s, checked in {time.perf_counter() - cleaned:.0f} s"
        )
    for fault in found:
        say(fault)
    say("every sum adds up" if not found else f"{len(found)} faults")
    return 1 if found else 0


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

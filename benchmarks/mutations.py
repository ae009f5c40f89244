"""Damages workbooks of every format and reads each: a table or a clear error, in bounded time and memory.

    python -m benchmarks.mutations --count 5000 --seed 1

Every file is read in one of a few worker processes with a memory limit; a file that takes longer than ten
seconds, or that ends in anything but tables or a WorkbookError, is named, and the exit status is 1.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.workbooks import read_tables

MEMORY = 1 << 30
SECONDS = 10.0


def read(path: str) -> tuple[str, float]:
    """Read one file and say how it ended."""
    begin = time.perf_counter()
    try:
        tables = read_tables(path)
        for table in tables:
            for column in table.columns:
                table.values(column.index)
            list(table.cells())
        ended = "table" if tables else "no table"
    except WorkbookError:
        ended = "refused"
    except BaseException as error:
        ended = f"{type(error).__name__}: {error}"
    return ended, time.perf_counter() - begin


def limit() -> None:
    """Give a worker as much address space as a reader may ever need."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY + (256 << 20), MEMORY + (256 << 20)))


def main() -> int:
    """Run the campaign and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    from tests.workbooks.mutants import campaign

    bad: list[str] = []
    ends: Counter[str] = Counter()
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        pool = ProcessPoolExecutor(1, initializer=limit)
        for name, data in campaign(args.seed, args.count):
            path = Path(folder) / name
            path.write_bytes(data)
            try:
                ended, seconds = pool.submit(read, str(path)).result(timeout=SECONDS * 3)
            except (BrokenProcessPool, TimeoutError) as error:
                ended, seconds = type(error).__name__, 0.0
                for process in list((pool._processes or {}).values()):
                    process.kill()
                pool.shutdown(wait=False, cancel_futures=True)
                pool = ProcessPoolExecutor(1, initializer=limit)
            slowest = max(slowest, seconds)
            fine = ended in ("table", "no table", "refused")
            ends[ended if fine else "failed"] += 1
            if not fine or seconds > SECONDS:
                bad.append(f"{name}: {ended} ({seconds:.1f} s)")
            path.unlink()
        pool.shutdown()
    sys.stdout.write(f"{dict(ends)}, slowest {slowest:.2f} s\n")
    for line in bad:
        sys.stdout.write(f"{line}\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

# ruff: noqa: S311, T201 - made-up data need no secure draw, and printing is what this is for
"""How fast workbooks are cleaned, how the cost grows, and how much memory it takes.

    python benchmarks/cleaning.py            200 workbooks of 200 rows, against the bare read of the same files
    python benchmarks/cleaning.py --growth   10,000 and 1,000,000 rows, 500 and 5,000 workbooks (ten minutes)

Writes made-up dispute ledgers into a temporary folder. All runs are of one process, without its start-up.
Times are of the processor, the least of a few runs, so that a busy machine matters less. The bounds to hold:
a whole run (reading, validating, writing) 4 times the bare calamine read; nothing changed 5% of the whole
run, one of 200 workbooks changed 10%; a row of 1,000,000 costs 1.15 times a row of 10,000; the peak memory
of 5,000 workbooks is 1.5 times that of 500.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

VILLAGES = [f"示例{n}村" for n in range(1, 21)]
HEAD = ["序号", "纠纷编号", "受理日期", "所在村", "当事人", "纠纷类型", "化解渠道", "化解层级", "是否化解", "办结日期", "是否民转刑"]  # fmt: skip
ROWS = 200


def write_ledgers(raw: Path, workbooks: int, rows: int = ROWS) -> None:
    """Write ledgers typed as offices type them: dates in two ways, villages with and without 委会."""
    import openpyxl

    draw = random.Random(1)
    raw.mkdir(parents=True, exist_ok=True)
    for number in range(workbooks):
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("台账")
        sheet.append(["示例镇2025年矛盾纠纷台账"])
        sheet.append(HEAD)
        for row in range(rows):
            month, day = draw.randint(3, 11), draw.randint(1, 28)
            date = f"2025.{month}.{day}" if row % 3 else f"{month}月{day}日"
            village = draw.choice(VILLAGES) + ("委会" if row % 7 == 0 else "")
            codes = draw.choice(["邻里", "家庭", "债务纠纷"]), draw.choice(["网格", "三大中心", "司法所"])
            case, closed = f"JF{number:05}-{row:05}", f"2025-{month:02}-{min(day + 5, 30):02}"
            sheet.append([row + 1, case, date, village, "示例甲", *codes, "村", "是", closed, "否"])
        book.save(raw / f"台账{number:05}.xlsx")


def timed(work: Callable[[], object]) -> float:
    """Return the processor seconds that a piece of work took."""
    start = time.process_time()
    work()
    return time.process_time() - start


def bare(paths: list[Path]) -> None:
    """Read every sheet and do nothing with it."""
    import python_calamine

    for path in paths:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def cleaned(root: Path) -> None:
    """Clean the raw folder below `root` in this process."""
    from fazhi_metrics.cleaning import clean
    from fazhi_metrics.project import Town, Village

    paths = {"raw": root / "raw", "processed": root / "processed", "corrections": root / "none.toml"}
    clean(Town(root, "示例镇", (2025,), tuple(map(Village, VILLAGES)), **paths), workers=1)


def started() -> None:
    """Do once what is start-up and not cleaning: imports and the first use of the libraries."""
    with tempfile.TemporaryDirectory() as folder:
        write_ledgers(Path(folder) / "raw" / "2025", 1, 5)
        cleaned(Path(folder))


def speed(workbooks: int = 200) -> None:
    """Time the bare read, the tables alone, a whole run, and runs after little or no change."""
    import openpyxl

    from fazhi_metrics.workbooks import read_book

    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_ledgers(root / "raw" / "2025", workbooks)
        paths = sorted((root / "raw" / "2025").iterdir())
        started()
        base = min(timed(lambda: bare(paths)) for _ in range(5))
        layout = min(timed(lambda: [read_book(path) for path in paths]) for _ in range(3))
        runs = []
        for _ in range(5):  # as often as the bare read, so that neither has the better luck
            shutil.rmtree(root / "processed", ignore_errors=True)
            runs.append(timed(lambda: cleaned(root)))
        cold = min(runs)
        same = min(timed(lambda: cleaned(root)) for _ in range(3))
        changed = []
        for value in ("其他", "家庭", "邻里", "其他", "家庭"):
            book = openpyxl.load_workbook(paths[0])
            book.worksheets[0]["F4"] = value
            book.save(paths[0])
            changed.append(timed(lambda: cleaned(root)))
        one = min(changed)
    print(f"{workbooks} workbooks of {ROWS} rows")
    print(f"bare read        {base:7.3f} s")
    print(f"tables found     {layout:7.3f} s  {layout / base:5.2f} times the bare read")
    print(f"whole run        {cold:7.3f} s  {cold / base:5.2f} times the bare read (bound 4)")
    print(f"nothing changed  {same:7.3f} s  {same / cold:5.1%} of the whole run (bound 5%)")
    print(f"one changed      {one:7.3f} s  {one / cold:5.1%} of the whole run (bound 10%)")


def growth() -> None:
    """Measure runs of different sizes, each in a process of its own, for time and memory."""
    with tempfile.TemporaryDirectory() as folder:
        found = {}
        for workbooks in (50, 500, 5000):
            root = Path(folder) / str(workbooks)
            write_ledgers(root / "raw" / "2025", workbooks)
            command = [sys.executable, __file__, "--one", str(root)]
            found[workbooks] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            seconds, memory = found[workbooks]["seconds"], found[workbooks]["peak_mb"]
            rate = 1e6 * seconds / (workbooks * ROWS)
            print(f"{workbooks:5} workbooks  {seconds:8.2f} s  {rate:6.1f} µs a row  peak {memory:6.0f} MB")
        small, middle, large = (found[workbooks] for workbooks in (50, 500, 5000))
        print(f"a row of 1,000,000 costs {large['seconds'] / small['seconds'] / 100:.2f} times one of 10,000")
        print(f"5,000 workbooks take {large['peak_mb'] / middle['peak_mb']:.2f} times the memory of 500")


def one(root: Path) -> None:
    """Clean one folder and print the seconds and the peak memory as JSON."""
    import resource

    started()
    seconds = timed(lambda: cleaned(root))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            speed()
        case ["--growth"]:
            growth()
        case ["--one", folder]:
            one(Path(folder))
        case _:
            sys.exit(__doc__)

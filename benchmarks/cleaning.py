# ruff: noqa: S311, T201 - made-up data need no secure draw, and printing is what this is for
"""How fast workbooks are cleaned, against the bare read of the same files.

    python benchmarks/cleaning.py [WORKBOOKS [ROWS]]

Writes made-up dispute ledgers (200 workbooks of 200 rows unless said otherwise) into a temporary folder and
times, in one process without start-up: a bare calamine read of every sheet; reading and laying out the
tables alone; a whole run (reading, validating, writing); the same run when nothing changed, and when one
workbook did. The bounds to hold: whole run 4 times the bare read, nothing changed 5% of the whole run, one
of 200 changed 10%.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pandera.pandas  # noqa: F401 - its import is start-up, not cleaning
import python_calamine

from fazhi_metrics.cleaning import clean
from fazhi_metrics.project import Town, Village
from fazhi_metrics.workbooks import read_book

VILLAGES = [f"示例{n}村" for n in range(1, 21)]
HEAD = ["序号", "纠纷编号", "受理日期", "所在村", "当事人", "纠纷类型", "化解渠道", "化解层级", "是否化解", "办结日期", "是否民转刑"]  # fmt: skip


def write_ledgers(raw: Path, workbooks: int, rows: int) -> None:
    """Write ledgers typed as offices type them: dates in two ways, villages with and without 委会."""
    draw = random.Random(1)
    for number in range(workbooks):
        book = openpyxl.Workbook(write_only=True)
        sheet = book.create_sheet("台账")
        sheet.append(["示例镇2025年矛盾纠纷台账"])
        sheet.append(HEAD)
        for row in range(rows):
            month, day = draw.randint(1, 11), draw.randint(1, 28)
            date = f"2025.{month}.{day}" if row % 3 else f"{month}月{day}日"
            village = draw.choice(VILLAGES) + ("委会" if row % 7 == 0 else "")
            codes = draw.choice(["邻里", "家庭", "债务纠纷"]), draw.choice(["网格", "三大中心", "司法所"])
            case = f"JF{number:05}-{row:05}"
            sheet.append(
                [row + 1, case, date, village, "示例甲", *codes, "村", "是", f"2025-12-{day:02}", "否"]
            )
        raw.mkdir(parents=True, exist_ok=True)
        book.save(raw / f"台账{number:05}.xlsx")


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that a piece of work took."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def bare(paths: list[Path]) -> None:
    """Read every sheet and do nothing with it."""
    for path in paths:
        book = python_calamine.load_workbook(str(path))
        for name in book.sheet_names:
            book.get_sheet_by_name(name).to_python()


def main(workbooks: int = 200, rows: int = 200) -> None:
    """Write, time and print."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        raw = root / "raw" / "2025"
        write_ledgers(raw, workbooks, rows)
        paths = sorted(raw.iterdir())
        villages = tuple(Village(name) for name in VILLAGES)
        names = {"raw": root / "raw", "processed": root / "processed", "corrections": root / "none.toml"}
        town = Town(root, "示例镇", (2025,), villages, **names)
        base = min(timed(lambda: bare(paths)) for _ in range(3))
        layout = timed(lambda: [read_book(path) for path in paths])
        cold = timed(lambda: clean(town, workers=1))
        same = timed(lambda: clean(town, workers=1))
        book = openpyxl.load_workbook(paths[0])
        book.worksheets[0]["F4"] = "其他"
        book.save(paths[0])
        one = timed(lambda: clean(town, workers=1))
    print(f"{workbooks} workbooks of {rows} rows")
    print(f"bare read        {base:7.3f} s")
    print(f"tables found     {layout:7.3f} s  {layout / base:5.1f} times the bare read")
    print(f"whole run        {cold:7.3f} s  {cold / base:5.1f} times the bare read")
    print(f"nothing changed  {same:7.3f} s  {same / cold:5.1%} of the whole run")
    print(f"one changed      {one:7.3f} s  {one / cold:5.1%} of the whole run")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))

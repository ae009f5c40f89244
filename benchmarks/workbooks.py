# ruff: noqa: S311, T201 - made-up data need no secure draw, and printing is what this is for
"""How fast workbooks become typed tables, against the bare calamine read of the same files.

    python benchmarks/workbooks.py [WORKBOOKS [ROWS]]

Writes made-up ledgers (200 workbooks of 200 rows unless said otherwise) and one sheet of 50,000 rows and 20
columns into a temporary folder, and times the readings of each in turn, in one process. The bounds to hold:
reading into typed tables, every value of them taken, takes at most 2.5 times the bare read, and the tables at
most 3 times its memory.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import openpyxl
import python_calamine

from fazhi_metrics.workbooks import read_tables

HEAD = ["序号", "村名", "受理日期", "户数", "人口", "面积（亩）", "是否办结", "备注"]


def write_ledger(path: Path, rows: int, draw: random.Random) -> None:
    """Write a ledger with a title, dates typed as text, marks and remarks."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["示例镇2025年网格事项台账"])
    sheet.merge_cells("A1:H1")
    sheet.append(HEAD)
    for n in range(rows):
        day = f"2025.{draw.randint(1, 12)}.{draw.randint(1, 28)}"
        counts = [draw.randint(1, 999), draw.randint(1, 9999), round(draw.random() * 1000, 2)]
        sheet.append([n + 1, f"示例{n % 20}村", day, *counts, "√" if n % 3 else None, f"说明{n % 7}"])
    book.save(path)


def write_long(path: Path, rows: int, draw: random.Random) -> None:
    """Write one sheet of 20 columns."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("长表")
    sheet.append(["序号", "村名", "事项", *(f"指标{n}" for n in range(1, 18))])
    for n in range(rows):
        whole = [draw.randint(1, 9999) for _ in range(10)]
        sheet.append(
            [
                n + 1,
                f"示例{n % 20}村",
                f"事项{n}",
                *whole,
                *(round(draw.random() * 1000, 2) for _ in range(7)),
            ]
        )
    book.save(path)


def bare(path: Path) -> int:
    """Read every sheet into lists and do nothing with them."""
    book = python_calamine.load_workbook(str(path))
    sheets = range(len(book.sheet_names))
    return sum(len(book.get_sheet_by_index(index).to_python(skip_empty_area=False)) for index in sheets)


def tables(path: Path) -> int:
    """Read the tables of a workbook: layout, headers, units, types."""
    return sum(len(table.rows) for table in read_tables(path))


def typed(path: Path) -> int:
    """Read the tables and every typed value in them."""
    return sum(len(table.values(c.index)) for table in read_tables(path) for c in table.columns)


def best(paths: list[Path], turns: int) -> list[float]:
    """Return the processor time of the three readings of all files: of each file the least of several turns.

    Each file is read in the three ways one after the other, so that a busy moment falls on all of them.
    """
    least = [[float("inf")] * len(paths) for _ in range(3)]
    for _ in range(turns):
        for place, path in enumerate(paths):
            for kept, read in zip(least, (bare, tables, typed), strict=True):
                begin = time.process_time()
                read(path)
                kept[place] = min(kept[place], time.process_time() - begin)
    return [sum(kept) for kept in least]


def peak(read: str, path: Path) -> float:
    """Return the peak memory in MB, beyond the imports, of a process that reads one file and holds the result."""
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); from benchmarks.workbooks import held, resident;"
        "before = resident('VmRSS'); kept = held(sys.argv[2], sys.argv[3]);"
        "print(resident('VmHWM') - before)"
    )
    root = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", code, root, read, str(path)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def resident(field: str) -> float:
    """Return a figure of this process's memory in MB (getrusage would give the peak of the parent process too)."""
    status = Path("/proc/self/status").read_text()
    line = next(line for line in status.splitlines() if line.startswith(field))
    return int(line.split()[1]) / 1024


def held(read: str, path: str) -> object:
    """Read one file and return what a caller would keep."""
    if read == "bare":
        book = python_calamine.load_workbook(path)
        return [
            book.get_sheet_by_index(index).to_python(skip_empty_area=False)
            for index in range(len(book.sheet_names))
        ]
    return read_tables(path)


def main() -> int:
    """Print both readings side by side; exit 1 when a bound is broken."""
    workbooks = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    rows = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    draw = random.Random(1)
    broken = False
    with tempfile.TemporaryDirectory() as folder:
        many = [Path(folder) / f"{n}.xlsx" for n in range(workbooks)]
        for path in many:
            write_ledger(path, rows, draw)
        long = Path(folder) / "长表.xlsx"
        write_long(long, 50_000, draw)
        for name, paths, times in (
            (f"{workbooks} 个工作簿 × {rows} 行", many, 7),
            ("50,000 行 × 20 列", [long], 3),
        ):
            least, laid, full = best(paths, times)
            print(
                f"{name}：裸读 {least:.2f} s，读成表 {laid:.2f} s（{laid / least:.2f} 倍），连同全部取值 {full:.2f} s（{full / least:.2f} 倍）"
            )
            broken = broken or full > 2.5 * least
        least, most = peak("bare", long), peak("tables", long)
        print(f"50,000 行 × 20 列的内存：裸读 {least:.0f} MB，读成表 {most:.0f} MB（{most / least:.2f} 倍）")
        broken = broken or most > 3 * least
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())

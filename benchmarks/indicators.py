"""How fast an indicator is measured, against plain pandas that gives the same numbers.

    python benchmarks/indicators.py [ROWS]

Writes a made-up ledger of grid matters (1,000,000 rows unless said otherwise) into a temporary store and
times, each in a fresh process where loading counts:

1. an indicator by village and month, against reading the same columns and a pandas groupby;
2. the same with both already loaded once (the second call in a process);
3. opening the store and one indicator, against importing pandas and pyarrow and reading that parquet file.

Every part carries its status: the ledger has its sources, and fifty cells that could not be read. Prints each
pair and its ratio. The bounds to hold: 1.2 for the first two, 1.3 for the third.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from statistics import median

import numpy as np
import pyarrow as pa

from fazhi_metrics.cleaning.issues import RecordRange, issue, issues_table
from fazhi_metrics.cleaning.part import FieldSource, Source, sources_table, spans_table
from fazhi_metrics.datasets.schema import arrow_schema
from fazhi_metrics.ledgers import DATASETS
from fazhi_metrics.store import write_generation

VILLAGES = [f"示例{n}村" for n in range(1, 21)]
ROUNDS = 7

OURS = """
import sys, time
start = time.perf_counter()
from pathlib import Path
from fazhi_metrics.measures import measure
from fazhi_metrics.project import Town, Village
from fazhi_metrics.store import Store
town = Town(Path("."), "示例镇", (2025,), tuple(Village(f"示例{n}村") for n in range(1, 21)))
def run():
    store = Store.open(sys.argv[1])
    if sys.argv[2] == "whole":
        return measure(store, town, "grid_matter_completion_rate", 2025)
    return measure(store, town, "grid_matter_completion_rate", 2025, ["village", "month"])
found = run()
print(time.perf_counter() - start)
start = time.perf_counter()
run()
print(time.perf_counter() - start)
completed = measure(Store.open(sys.argv[1]), town, "grid_matters_completed", 2025)
assert completed.low == completed.high - 50 and str(found.status) == "bounded"
print(completed.low)
"""
THEIRS = """
import sys, time
start = time.perf_counter()
import pandas as pd
import pyarrow
path = sys.argv[1] + "/current/grid_matters-2025.parquet"
def run():
    if sys.argv[2] == "whole":
        frame = pd.read_parquet(path)
        return (int(frame["completed"].sum()),)
    frame = pd.read_parquet(path, columns=["village", "reported_on", "completed"])
    groups = frame.groupby(["village", frame["reported_on"].dt.month])["completed"].agg(["sum", "count"])
    return (int(groups["sum"].sum()),)
found = run()
print(time.perf_counter() - start)
start = time.perf_counter()
run()
print(time.perf_counter() - start)
print(*found)
"""


def main() -> None:
    """Build the ledger, time both sides, print the ratios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    with tempfile.TemporaryDirectory() as folder:
        write_generation(folder, {"grid_matters-2025": ledger(rows), **beside(rows)}, {})
        say(f"{rows:,} 行网格事项台账")
        for title, mode, index, bound in (
            ("按村和月计算，含启动和读取", "groups", 0, 1.2),
            ("按村和月计算，第二次", "groups", 1, 1.2),
            ("打开并计算一个指标，对读取整个文件", "whole", 0, 1.3),
        ):
            ours, theirs = pair(folder, mode, index)
            say(f"{title}：{ours:.3f} 秒，pandas {theirs:.3f} 秒，{ours / theirs:.2f} 倍（上限 {bound}）")


def ledger(rows: int) -> pa.Table:
    """Return made-up grid matters of 2025, seeded."""
    dice = np.random.default_rng(2025)
    schema = arrow_schema(DATASETS["grid_matters"])
    kinds = list(DATASETS["grid_matters"].by_name["kind"].codes)
    day = np.datetime64("2025-01-01", "ms") + dice.integers(0, 365, rows).astype("timedelta64[D]")

    def text(choices: list[str]) -> pa.Array:
        codes = pa.array(dice.integers(0, len(choices), rows).astype(np.int32))
        return pa.DictionaryArray.from_arrays(codes, choices).cast(pa.string())

    made = {
        "matter_no": pa.array(np.arange(rows)).cast(pa.string()),
        "reported_on": pa.array(day),
        "village": text(VILLAGES),
        "micro_grid": text([f"第{n}微网格" for n in range(1, 112)]),
        "kind": text(kinds),
        "completed": pa.array(dice.random(rows) < 0.95, mask=np.arange(rows) % (rows // 50) == 0),
        "completed_on": pa.array(day),
        "departments_called": pa.array(dice.random(rows) < 0.1),
        "year": pa.array(np.full(rows, 2025)),
        "_source": pa.array(np.zeros(rows, np.int32)),
        "_at": pa.array(np.arange(rows, dtype=np.int32)),
    }
    return pa.table([made[field.name].cast(field.type) for field in schema], schema=schema)


def beside(rows: int) -> dict[str, pa.Table]:
    """Return the tables beside the ledger: where its columns lie, and the issues of fifty unreadable cells."""
    home, file = DATASETS["grid_matters"], "2025/网格事项.csv"
    fields = [FieldSource(column.name, at, "cell", column.title) for at, column in enumerate(home.columns, 1)]
    source = Source(home.name, 2025, file, None, "row", tuple(fields))
    unread = [
        replace(
            issue("flag_unreadable", file=file, cell=f"F{at}", dataset=home.name, year=2025, column="completed",
                  words={"column": "是否办结", "reason": "不能确定"}),
            records=(RecordRange(0, at, at),),
        )
        for at in range(0, rows, rows // 50)
    ]  # fmt: skip
    return {"sources": sources_table([source]), "spans": spans_table([]), "issues": issues_table(unread)}


def pair(folder: str, mode: str, index: int) -> tuple[float, float]:
    """Time both programs in turn, several rounds; return the medians."""
    times: tuple[list[float], list[float]] = ([], [])
    sums = set()
    for _ in range(ROUNDS):
        for program, kept in zip((OURS, THEIRS), times, strict=True):
            run = subprocess.run(
                [sys.executable, "-c", program, folder, mode],
                cwd=Path(__file__).parents[1],
                capture_output=True,
                text=True,
                check=True,
            )
            lines = run.stdout.splitlines()
            kept.append(float(lines[index]))
            sums.add(lines[2])
            time.sleep(0.05)
    if len(sums) != 1:
        raise SystemExit(f"the two do not give the same numbers: {sums}")
    return median(times[0]), median(times[1])


def say(line: str) -> None:
    """Print a line."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()

"""One process or several, here or on an executor: the same bytes, and a worker that dies is not the end."""

from __future__ import annotations

import multiprocessing
import os
import signal
from concurrent.futures import ThreadPoolExecutor

from fazhi_metrics.cleaning.inputs import jobs, raw_files
from fazhi_metrics.cleaning.pool import run
from fazhi_metrics.cleaning.workbook import clean_workbook, interrupted


def deadly(job):
    """Clean a workbook, unless it is the one that kills its process."""
    if "坏" in job.file.name:
        os.kill(os.getpid(), signal.SIGKILL)
    return clean_workbook(job)


def test_a_pool_and_an_executor_write_the_same_generation(office):
    office.population()
    office.disputes()
    alone = office.clean(workers=1)
    pooled = office.clean(workers=2)
    with ThreadPoolExecutor(2) as executor:
        elsewhere = office.clean(executor=executor)
    assert alone.generation == pooled.generation == elsewhere.generation


def test_a_worker_that_dies_costs_its_workbook_and_no_other(office):
    office.population()
    office.disputes()
    office.path("2025/坏.xlsx").write_bytes(office.path("2025/纠纷.xlsx").read_bytes())
    work = jobs(raw_files(office.town.raw)[0], office.town, (), None)
    parts = dict(run(work, deadly, interrupted, workers=2, executor=None))
    by_file = {part.file: part for part in parts.values()}
    assert set(by_file) == {"2025/人口与户数.xlsx", "2025/纠纷.xlsx", "2025/坏.xlsx"}
    assert [issue.rule for issue in by_file["2025/坏.xlsx"].issues] == ["workbook_unreadable"]
    assert by_file["2025/纠纷.xlsx"].records["disputes"].num_rows == 4


def test_a_worker_killed_in_the_middle_costs_a_retry_and_no_byte(office, tmp_path):
    office.population()
    for number in range(10):
        name = f"2025/纠纷{number}.xlsx"
        office.path(office.disputes()).rename(office.path(name))
        office.edit(name, **{f"B{row}": f"JF-{number}-{row}" for row in range(2, 6)})
    office.edit("2025/纠纷3.xlsx", C2="2025-02-30")
    alone = office.clean(workers=1)
    killed = []

    def kill_one(done, total, file):
        if not killed:
            killed.extend(multiprocessing.active_children()[:1])
            killed[0].kill()

    pooled = office.having(processed=tmp_path / "pool").clean(workers=2, progress=kill_one)
    assert killed
    assert {path.name: path.read_bytes() for path in alone.generation.iterdir()} == {
        path.name: path.read_bytes() for path in pooled.generation.iterdir()
    }

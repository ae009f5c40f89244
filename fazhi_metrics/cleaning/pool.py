"""The same function over many workbooks: here, in a pool of processes, or on a cluster's executor.

A worker that dies costs a retry of what it left undone, one workbook at a time; a workbook that kills its
worker twice is reported, and the run goes on.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor, as_completed
from typing import Final

from fazhi_metrics.cleaning.inputs import Job
from fazhi_metrics.cleaning.part import Part

Work = Callable[[Job], Part]
Failed = Callable[[Job], Part]

# Starting a process costs about as much as reading this many bytes of workbooks.
_WORTH_A_POOL: Final = 8_000_000
_AT_MOST: Final = 8


def run(
    jobs: Sequence[Job], work: Work, failed: Failed, *, workers: int | None, executor: Executor | None
) -> Iterator[tuple[int, Part]]:
    """Yield (position, part) of every job as it is done, in any order.

    `workers` 1 stays in this process; None decides by the size of the work. An `executor` given (such as a
    dask client's) is used instead and stays open. `failed` makes the part of a job whose worker died twice.
    """
    if executor is not None:
        yield from _gather(jobs, range(len(jobs)), work, failed, executor)
        return
    count = _workers(jobs) if workers is None else workers
    if count <= 1 or len(jobs) <= 1:
        yield from ((position, work(job)) for position, job in enumerate(jobs))
        return
    with _pool(min(count, len(jobs))) as pool:
        yield from _gather(jobs, range(len(jobs)), work, failed, pool)


def _workers(jobs: Sequence[Job]) -> int:
    size = sum(job.file.path.stat().st_size for job in jobs)
    return min(_AT_MOST, os.cpu_count() or 1) if size > _WORTH_A_POOL else 1


def _pool(count: int) -> ProcessPoolExecutor:
    # Arrow keeps threads, and a fork of a process with threads may hang.
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("spawn"))


def _gather(
    jobs: Sequence[Job], positions: Sequence[int], work: Work, failed: Failed, pool: Executor
) -> Iterator[tuple[int, Part]]:
    waiting: dict[Future[Part], int] = {}
    undone: list[int] = []
    for position in positions:
        try:
            waiting[pool.submit(work, jobs[position])] = position
        except BrokenExecutor:
            undone.append(position)
    for future in as_completed(waiting):
        try:
            yield waiting[future], future.result()
        except BrokenExecutor:
            undone.append(waiting[future])
    for position in sorted(undone):
        yield position, _alone(jobs[position], work, failed)


def _alone(job: Job, work: Work, failed: Failed) -> Part:
    """Give one job a process of its own, so that only the workbook at fault pays."""
    with _pool(1) as pool:
        try:
            return pool.submit(work, job).result()
        except BrokenExecutor:
            return failed(job)

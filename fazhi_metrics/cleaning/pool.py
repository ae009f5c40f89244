"""The same function over many workbooks: here, in a pool of processes, or on a cluster's executor.

A worker that dies costs a retry of what it was working on, one workbook at a time; a workbook that kills
its worker twice is reported, and the run goes on.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import (
    FIRST_COMPLETED,
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    wait,
)
from contextlib import contextmanager
from typing import Final

from fazhi_metrics.cleaning.inputs import Job
from fazhi_metrics.cleaning.part import Part
from fazhi_metrics.errors import FazhiError

Work = Callable[[Job], Part]
Failed = Callable[[Job], Part]
Done = tuple[int, Part]

# Starting a process costs about as much as reading this many bytes of workbooks.
_WORTH_A_POOL: Final = 8_000_000
_AT_MOST: Final = 8
# Jobs handed out at once: enough to keep every worker busy, few enough that finished parts do not pile up.
_AHEAD: Final = 4
_AHEAD_ELSEWHERE: Final = 512


def run(
    jobs: Sequence[Job], work: Work, failed: Failed, *, workers: int | None, executor: Executor | None
) -> Iterator[Done]:
    """Yield (position, part) of every job as it is done, in any order.

    `workers` 1 stays in this process; None decides by the size of the work. An `executor` given (such as a
    dask client's) is used instead and stays open; what it cannot do is done here. `failed` makes the part of
    a job whose worker died twice.
    """
    waiting = deque(range(len(jobs)))
    count = _workers(jobs) if workers is None else workers
    if executor is not None:
        lost = yield from _gather(jobs, waiting, work, executor, _AHEAD_ELSEWHERE)
        waiting.extendleft(reversed(lost))
    elif count <= 1 or len(jobs) <= 1:
        yield from ((position, work(jobs[position])) for position in waiting)
        return
    while waiting:
        many = min(count, len(waiting))
        with _pool(many) as pool:
            lost = yield from _gather(jobs, waiting, work, pool, _AHEAD * many)
        for position in lost:
            yield position, _alone(jobs[position], work, failed)


def _workers(jobs: Sequence[Job]) -> int:
    size = sum(job.file.size for job in jobs)
    return min(_AT_MOST, os.cpu_count() or 1) if size > _WORTH_A_POOL else 1


@contextmanager
def _pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Keep a pool of processes; where the caller is interrupted, it waits for none of them.

    A worker is not ended in the middle of handing over its result, which would block the reader of it for good.
    """
    # Arrow keeps threads, and a fork of a process with threads may hang.
    pool = ProcessPoolExecutor(
        count,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()


@contextmanager
def _without_interrupts() -> Iterator[None]:
    """Let processes that are started here leave Ctrl-C, which reaches a whole terminal, to this one."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _gather(
    jobs: Sequence[Job], waiting: deque[int], work: Work, pool: Executor, ahead: int
) -> Generator[Done, None, list[int]]:
    """Hand out the waiting jobs and yield what is done; return the positions whose worker was lost.

    A broken pool takes no more jobs: the others stay waiting.
    """
    running: dict[Future[Part], int] = {}
    lost: list[int] = []
    broken = False
    while running or (waiting and not broken):
        while waiting and not broken and len(running) < ahead:
            position = waiting.popleft()
            try:
                with _without_interrupts():
                    running[pool.submit(work, jobs[position])] = position
            except (BrokenExecutor, RuntimeError):  # RuntimeError: a client that was closed
                waiting.appendleft(position)
                broken = True
        done, _ = wait(running, return_when=FIRST_COMPLETED)
        for future in done:
            position = running.pop(future)
            try:
                part = future.result()
            except FazhiError:
                raise
            except Exception as error:  # each kind of executor says in its own way that a worker died
                broken = broken or isinstance(error, BrokenExecutor)
                lost.append(position)
            else:
                yield position, part
    return sorted(lost)


def _alone(job: Job, work: Work, failed: Failed) -> Part:
    """Give one job a process of its own, so that only the workbook at fault pays."""
    with _pool(1) as pool:
        try:
            with _without_interrupts():
                done = pool.submit(work, job)
            return done.result()
        except BrokenExecutor:
            return failed(job)

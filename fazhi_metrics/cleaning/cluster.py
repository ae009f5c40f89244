"""A dask.distributed cluster in place of the pool of processes: the same function, on a hundred machines.

The workers need this package in the same version and sight of the same raw files under the same path; both
are checked for every workbook, because a part made by other code, or of another file, would be a wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from fazhi_metrics.cleaning.inputs import Job, engine_digest
from fazhi_metrics.cleaning.part import Part
from fazhi_metrics.errors import CleaningError

_PATIENCE: Final = 10  # seconds until a scheduler that does not answer is given up
_ADDRESS: Final = re.compile(r"(?:(?:tcp|tls|ws|wss)://)?(?:[\w.-]+|\[[\da-fA-F:]+\]):\d{1,5}")


@contextmanager
def cluster(scheduler: str) -> Iterator[Executor]:
    """Connect to the dask scheduler at an address (`tcp://10.0.0.1:8786`) and yield its executor.

    Raises CleaningError when the address is none, distributed is not installed, nobody answers, or there is
    no worker.
    """
    if not _ADDRESS.fullmatch(scheduler):
        raise CleaningError("不是调度器的地址", where=scheduler, todo="请写成 tcp://10.0.0.1:8786 的样子。")
    try:
        from distributed import Client
    except ImportError:
        raise CleaningError(
            "没有安装 distributed", where="--scheduler", todo="请运行 pip install 'fazhi-metrics[cluster]'。"
        ) from None
    try:
        client: Any = Client(scheduler, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, TimeoutError, ValueError) as error:
        late = isinstance(error, TimeoutError) or "imed out" in str(error)
        reason = f"{_PATIENCE} 秒内没有应答" if late else str(error) or type(error).__name__
        raise CleaningError(
            f"连不上调度器（{reason}）",
            where=scheduler,
            todo="请核对地址，例如 tcp://10.0.0.1:8786，并确认 dask scheduler 已启动。",
        ) from None
    with client:
        if not client.scheduler_info(n_workers=-1)["workers"]:
            raise CleaningError("调度器没有工作进程", where=scheduler, todo="请先启动 dask worker。")
        yield client.get_executor(pure=False)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The work of one job, made sure to be the same work on another machine."""

    work: Callable[[Job], Part]
    engine: str

    def __call__(self, job: Job) -> Part:
        """Do the job; raises CleaningError when this machine has other code, or sees another file."""
        if engine_digest() != self.engine:
            raise CleaningError(
                "工作进程上的 fazhi-metrics 与本机的不是同一版本", todo="请在各台机器上安装同一版本。"
            )
        part = self.work(job)
        if part.changed:
            there = job.file.path.is_file()
            raise CleaningError(
                "工作进程读到的文件与本机的不同" if there else "工作进程看不到原始文件",
                where=str(job.file.path),
                todo="请把 data/raw 放在各台机器都能以同一路径读到的共享文件夹里。",
            )
        return part

"""A lock on a folder, held by one writer at a time and let go by the system when that writer dies."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fazhi_metrics.errors import StoreError

LOCK_NAME = ".lock"
PATIENCE = 120.0

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


@contextmanager
def folder_lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the folder's write lock; wait up to `patience` seconds for another writer to finish.

    The lock belongs to an open file, so it ends with the process that held it, however that ended. The
    lock file itself stays: removing it would let two writers lock two different files of that name.

    Raises:
        StoreError: another run is still writing after `patience` seconds.
    """
    descriptor = os.open(folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        deadline = time.monotonic() + patience
        while not _try_lock(descriptor):
            if time.monotonic() >= deadline:
                raise StoreError(
                    "另一次清洗正在写入处理后的数据", where=str(folder), todo="请等它结束后再运行 fazhi clean"
                )
            time.sleep(0.02)
        yield
    finally:
        os.close(descriptor)

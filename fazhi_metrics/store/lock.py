"""A lock on a folder, held by one writer at a time and let go when that writer dies."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fazhi_metrics.errors import StoreError

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_NAME: Final = ".lock"
SOFT_NAME: Final = ".lock-held"
PATIENCE: Final = 120.0
_NO_LOCKS: Final = {errno.ENOSYS, errno.EOPNOTSUPP, errno.ENOTSUP, errno.ENOLCK}


@contextmanager
def folder_lock(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Hold the folder's write lock; wait up to `patience` seconds for another writer to finish.

    The system's own lock ends with the process that held it, however that ended. A disk without such locks
    gets a file that names the holder; one whose holder is dead is taken over.

    Raises:
        StoreError: another run is still writing after `patience` seconds.
    """
    from filelock import Timeout

    try:
        held = _acquired(folder, patience)
    except Timeout:
        todo = "请等它结束后再运行 fazhi clean"
        raise StoreError("另一次清洗正在写入处理后的数据", where=str(folder), todo=todo) from None
    try:
        yield
    finally:
        held.release()


def _acquired(folder: Path, patience: float) -> BaseFileLock:
    from filelock import FileLock, SoftFileLock

    lock: BaseFileLock = FileLock(folder / LOCK_NAME, fallback_to_soft=False, preserve_lock_file=True)
    try:
        lock.acquire(timeout=patience, poll_interval=0.02)
    except (OSError, NotImplementedError) as error:
        if isinstance(error, TimeoutError) or (isinstance(error, OSError) and error.errno not in _NO_LOCKS):
            raise
        lock = SoftFileLock(folder / SOFT_NAME)
        lock.acquire(timeout=patience, poll_interval=0.02)
    return lock

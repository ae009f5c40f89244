"""The stamps of raw files: size, time and SHA-256 of each, so that a second look need not read it.

It lies beside the processed data and belongs to this machine alone; without it every file is read again.
A file touched within the last moments before the look gets no stamp: it could change once more and keep its
size and time.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from fazhi_metrics.cleaning.inputs import RawFile
from fazhi_metrics.errors import FileError
from fazhi_metrics.files import write

_NAME: Final = "file_stamps.json"
_SETTLED: Final = 2_000_000_000  # nanoseconds; the coarsest clock of a file system in use


def keep_stamps(processed: Path, files: Iterable[RawFile]) -> None:
    """Keep the stamps of the raw files."""
    now = time.time_ns()
    stamps = {
        file.name: [file.size, file.changed, file.sha256]
        for file in files
        if file.sha256 and file.changed < now - _SETTLED
    }
    text, place = json.dumps(stamps, ensure_ascii=False), processed / _NAME
    with contextlib.suppress(OSError, FileError):  # a folder that may only be read: nothing is lost but time
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            write(place, text, sync=False)


def stamped_digests(processed: Path, raw: Path) -> dict[str, str]:
    """Return the SHA-256 of the raw files that have the size and time of their stamp."""
    try:
        stamps = json.loads((processed / _NAME).read_text(encoding="utf-8"))
        return {name: sha for name, (*was, sha) in stamps.items() if _state(raw / name) == was}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _state(path: Path) -> list[int]:
    try:
        found = path.stat()
    except OSError:
        return []
    return [found.st_size, found.st_mtime_ns]

"""Which generation counts: `current`, put in place in one step on any disk.

`current` is a relative link to `generations/<id>` where the disk can hold links, a small text file that says
the same where not (also what an archive makes of a link), and a folder where somebody copied the data with
links followed. Any of the three may follow any other. A link or a text file takes the place of a file in one
rename. Where the system allows no such rename (a folder, or a link to one on Windows), what was there steps
aside under a name that readers know, so that a run that is killed between the two renames leaves it in force.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import time
from pathlib import Path
from typing import Final

from fazhi_metrics.files import sync_folder, write
from fazhi_metrics.store.manifest import MANIFEST, read_manifest

GENERATIONS: Final = "generations"
CURRENT: Final = "current"
_BEFORE: Final = ".current-before"
_NEXT: Final = ".next-"
_MOMENT: Final = 0.02  # seconds in which a pointer is read or replaced
_PATIENCE: Final = 50
_TARGET: Final = re.compile(r"(?:.*[/\\])?([0-9a-f]+)")


def current_generation(processed: Path) -> Path | None:
    """Return the folder of the generation that counts, or None when there is none."""
    for name in (CURRENT, _BEFORE):
        if (found := _pointed(processed, name)) is not None:
            return found
    if not os.path.lexists(processed / CURRENT):
        return None
    time.sleep(_MOMENT)  # it was put in place after the first look, or in the middle of it
    return _pointed(processed, CURRENT)


def make_current(processed: Path, generation: Path) -> None:
    """Make `current` name a generation; called under the folder's lock."""
    current, aside = processed / CURRENT, processed / _BEFORE
    if current_generation(processed) == generation and not _is_folder(current):
        return
    ready = _draft(processed, f"{GENERATIONS}/{generation.name}")
    try:
        _replace(ready, current)
    except OSError:  # a folder stands there, or a link to one on Windows
        _replace(current, aside)
        _replace(ready, current)
        _remove(aside)
    sync_folder(processed)


def sweep_current(processed: Path) -> None:
    """Finish what a killed run left between two steps; called under the folder's lock."""
    aside = processed / _BEFORE
    if not os.path.lexists(processed / CURRENT) and os.path.lexists(aside):
        _replace(aside, processed / CURRENT)
    for leftover in (aside, *processed.glob(f"{_NEXT}*")):
        _remove(leftover)


def _pointed(processed: Path, name: str) -> Path | None:
    pointer = processed / name
    try:
        target = os.readlink(pointer)  # noqa: PTH115 - Path.readlink builds a Path before we need one
    except FileNotFoundError:
        return None
    except OSError:  # not a link
        if _is_folder(pointer):
            return _original(processed, pointer)
        try:
            target = pointer.read_text(encoding="utf-8-sig").strip()
        except (OSError, ValueError):
            return None
    match = _TARGET.fullmatch(target)
    generation = processed / GENERATIONS / match[1] if match else pointer
    return generation if match and generation.is_dir() else None


def _original(processed: Path, copy: Path) -> Path:
    """Return the generation that a folder is a copy of, or the copy where it came alone."""
    try:
        original = processed / GENERATIONS / read_manifest(copy)["generation"]
    except (OSError, ValueError):
        return copy
    return original if (original / MANIFEST).is_file() else copy


def _draft(processed: Path, target: str) -> Path:
    """Write a link to the target beside `current`, or a text file where the disk holds no links."""
    ready = processed / f"{_NEXT}{os.getpid()}"
    with contextlib.suppress(OSError, NotImplementedError):
        ready.symlink_to(target, target_is_directory=True)
        if ready.is_dir():
            return ready
    _remove(ready)
    return write(ready, target)


def _replace(source: Path, target: Path) -> None:
    """Take the place of a file in one step; wait for a reader where the system locks what is open."""
    for _ in range(_PATIENCE):
        with contextlib.suppress(PermissionError):
            os.replace(source, target)  # noqa: PTH105 - the one step this module is about
            return
        if target.is_symlink() or not target.is_file():
            break
        time.sleep(_MOMENT)
    os.replace(source, target)  # noqa: PTH105


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _remove(path: Path) -> None:
    if _is_folder(path):
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)

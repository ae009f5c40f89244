"""One generation of processed data: written aside, named by its content, put in place in one step.

Layout of a processed folder:

    generations/<id>/<table>.parquet, manifest.json     a whole generation
    generations/.writing-*                               a generation being written, or left by a killed run
    current -> generations/<id>                          the one that counts

`current` is replaced by one rename, so a reader finds all of one run or all of the run before. The
generation before stays until the next run, for readers in the middle. `<id>` is a digest of the manifest
and of every table's bytes; the same input gives the same name and the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.store.growing import GrowingTable
from fazhi_metrics.store.lock import folder_lock

if TYPE_CHECKING:
    import pyarrow as pa

GENERATIONS = "generations"
CURRENT = "current"
MANIFEST = "manifest.json"
FORMAT = 1
_STAGING = ".writing-"
_NEXT_LINK = ".next-"
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]*(-\d{4})?\Z")
_OWN_KEYS = ("format", "files", "generation")


def write_generation(
    processed_dir: str | Path, tables: Mapping[str, pa.Table], manifest: Mapping[str, object]
) -> Path:
    """Write all tables and the manifest as one generation, make it the current one, return its folder.

    `tables` maps a name (`disputes-2025`, `sources`, `spans`, `log`, `issues`, `corrections`) to an Arrow
    table. `manifest` is any JSON mapping without times; its `inputs` maps each raw file (path relative to
    data/raw) to its SHA-256, and is what `Store.is_stale` compares.

    Raises:
        ValueError: a table's name or a manifest key that is the store's own.
        StoreError: another run keeps the lock too long.
    """
    for name in tables:
        _check_name(name)
    _check_manifest(manifest)
    with draft_generation(processed_dir) as draft:
        for name in sorted(tables):
            draft.add(name, tables[name])
        return draft.commit(manifest)


@contextmanager
def draft_generation(processed_dir: str | Path) -> Iterator[Draft]:
    """Begin a generation whose tables are added piece by piece; nothing is seen of it before its `commit`.

    The folder's lock is held until the end. A draft that is left without `commit` leaves nothing.

    Raises:
        StoreError: another run keeps the lock too long.
    """
    processed = Path(processed_dir)
    (processed / GENERATIONS).mkdir(parents=True, exist_ok=True)
    with folder_lock(processed):
        _sweep(processed)
        draft = Draft(processed)
        try:
            yield draft
        finally:
            draft.abandon()


class Draft:
    """A generation being written, aside from the one that counts; see `draft_generation`."""

    def __init__(self, processed: Path) -> None:
        self._processed = processed
        self._staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=processed / GENERATIONS))
        self._staging.chmod(0o755)
        self._tables: dict[str, GrowingTable] = {}

    def add(self, name: str, table: pa.Table) -> None:
        """Add rows to the table of that name, which the first piece begins.

        Raises ValueError for a name that is no table's, and for columns other than those of the first piece.
        """
        if name not in self._tables:
            _check_name(name)
            self._tables[name] = GrowingTable(self._staging / f"{name}.parquet", table.schema)
        self._tables[name].add(table)

    def commit(self, manifest: Mapping[str, object]) -> Path:
        """Finish every table, make this generation the current one and return its folder."""
        _check_manifest(manifest)
        staging, generations = self._staging, self._processed / GENERATIONS
        before = current_generation(self._processed)
        files = {f"{name}.parquet": self._tables.pop(name).close() for name in sorted(self._tables)}
        whole: dict[str, object] = {"format": FORMAT, **manifest, "files": files}
        digest = hashlib.sha256(_json(whole)).hexdigest()[:20]
        _write_bytes(staging / MANIFEST, _json({**whole, "generation": digest}))
        _sync_folder(staging)
        generation = _settle(staging, generations / digest, files)
        _point(self._processed, generation)
        keep = {generation.name, before.name if before else generation.name}
        for old in generations.iterdir():
            if old.name not in keep:
                shutil.rmtree(old, ignore_errors=True)
        return generation

    def abandon(self) -> None:
        """Remove what was written, unless it was committed."""
        for table in self._tables.values():
            table.abandon()
        self._tables.clear()
        shutil.rmtree(self._staging, ignore_errors=True)


def _check_name(name: str) -> None:
    if not _TABLE_NAME.match(name):
        raise ValueError(f"not a table name: {name!r}")


def _check_manifest(manifest: Mapping[str, object]) -> None:
    if taken := [key for key in _OWN_KEYS if key in manifest]:
        raise ValueError(f"manifest keys reserved for the store: {taken}")


def current_generation(processed: Path) -> Path | None:
    """Return the folder of the generation that counts, or None when there is none."""
    pointer = processed / CURRENT
    try:
        target = os.readlink(pointer)  # noqa: PTH115 - Path.readlink builds a Path before we need one
    except FileNotFoundError:
        return None
    except OSError:  # not a link: the text file written where links are not allowed
        target = pointer.read_text(encoding="utf-8").strip() if pointer.is_file() else ""
    if not target:
        return None
    generation = processed / GENERATIONS / target.replace("\\", "/").rsplit("/", 1)[-1]
    return generation if generation.is_dir() else None


def _settle(staging: Path, final: Path, files: Mapping[str, Mapping[str, object]]) -> Path:
    """Give the finished generation its name; one that is there already and whole is used again."""
    if final.is_dir():
        if _is_whole(final, files):
            shutil.rmtree(staging, ignore_errors=True)
            return final
        damaged = final.with_name(f"{_STAGING}damaged-{final.name}")
        final.rename(damaged)
    staging.rename(final)
    _sync_folder(final.parent)
    return final


def _is_whole(generation: Path, files: Mapping[str, Mapping[str, object]]) -> bool:
    if not (generation / MANIFEST).is_file():
        return False
    for name, facts in files.items():
        try:
            with (generation / name).open("rb") as stream:
                if hashlib.file_digest(stream, "sha256").hexdigest() != facts["sha256"]:
                    return False
        except OSError:
            return False
    return True


def _point(processed: Path, generation: Path) -> None:
    """Make `current` name the generation, in one rename."""
    if current_generation(processed) == generation:
        return
    target = f"{GENERATIONS}/{generation.name}"
    ready = processed / f"{_NEXT_LINK}{os.getpid()}"
    try:
        ready.symlink_to(target, target_is_directory=True)
    except (OSError, NotImplementedError):  # no right to make links: a small text file says the same
        _write_bytes(ready, target.encode())
    os.replace(ready, processed / CURRENT)  # noqa: PTH105 - the one step this module is about
    _sync_folder(processed)


def _sweep(processed: Path) -> None:
    """Remove what a killed run left half-written; called under the lock, so nobody is writing it."""
    for leftover in (processed / GENERATIONS).glob(f"{_STAGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    for leftover in processed.glob(f"{_NEXT_LINK}*"):
        leftover.unlink(missing_ok=True)


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()


def _write_bytes(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _sync_folder(folder: Path) -> None:
    """Flush a folder's own entries to disk, where the system can do that for a folder."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

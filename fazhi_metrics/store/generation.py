"""One generation of processed data: written aside, named by its content, put in place in one step.

Layout of a processed folder:

    generations/<id>/<table>.parquet, manifest.json     a whole generation
    generations/.writing-*                               a generation being written, or left by a killed run
    current                                              names the one that counts (see `current`)

`current` is replaced in one step, so a reader finds all of one run or all of the run before. The generation
before stays until the next run, for readers in the middle. `<id>` is a digest of the manifest and of every
table's bytes; the same input gives the same name and the same bytes.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.files import make_folder, sync_folder, telling, write
from fazhi_metrics.store.current import (
    GENERATIONS,
    current_generation,
    make_current,
    sweep_current,
)
from fazhi_metrics.store.growing import GrowingTable
from fazhi_metrics.store.lock import folder_lock
from fazhi_metrics.store.manifest import MANIFEST, check_manifest, damaged_files, manifest_bytes

if TYPE_CHECKING:
    import pyarrow as pa

_STAGING = ".writing-"
_TABLE_NAME = re.compile(r"[^\\/:*?\"<>|.\s\x00-\x1f][^\\/:*?\"<>|\x00-\x1f]*\Z")


def write_generation(
    processed_dir: str | Path, tables: Mapping[str, pa.Table], manifest: Mapping[str, object]
) -> Path:
    """Write all tables and the manifest as one generation, make it the current one, return its folder.

    `tables` maps a name (`disputes-2025`, `sources`, `spans`, `log`, `issues`, `corrections`) to an Arrow
    table. `manifest` is any JSON mapping without times; its `inputs` maps each raw file (path relative to
    data/raw) to its SHA-256.

    Raises:
        ValueError: a table's name or a manifest key that is the store's own.
        StoreError: another run keeps the lock too long.
    """
    for name in tables:
        _check_name(name)
    check_manifest(manifest)
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
    with telling():
        make_folder(processed / GENERATIONS)
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
        check_manifest(manifest)
        staging, generations = self._staging, self._processed / GENERATIONS
        before = current_generation(self._processed)
        files = {f"{name}.parquet": self._tables.pop(name).close() for name in sorted(self._tables)}
        digest, data = manifest_bytes(manifest, files)
        write(staging / MANIFEST, data)
        generation = _settle(staging, generations / digest, files)
        make_current(self._processed, generation)
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


def _settle(staging: Path, final: Path, files: Mapping[str, Mapping[str, object]]) -> Path:
    """Give the finished generation its name; of one that is there already, mend what is damaged.

    A damaged file is replaced by itself, in one step, so that readers find the rest at any moment.
    """
    if final.is_dir():
        for name in damaged_files(final, files):
            os.replace(staging / name, final / name)  # noqa: PTH105
        if not _same(staging / MANIFEST, final / MANIFEST):
            os.replace(staging / MANIFEST, final / MANIFEST)  # noqa: PTH105
        shutil.rmtree(staging, ignore_errors=True)
    else:
        staging.rename(final)
    sync_folder(final.parent)
    return final


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _sweep(processed: Path) -> None:
    """Remove what a killed run left half-written; called under the lock, so nobody is writing it."""
    for leftover in (processed / GENERATIONS).glob(f"{_STAGING}*"):
        shutil.rmtree(leftover, ignore_errors=True)
    sweep_current(processed)

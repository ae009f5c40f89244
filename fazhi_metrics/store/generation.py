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
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

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
    table. Strings are stored plain, dates as microsecond timestamps, decimals as they are; pandas metadata
    is dropped, because it names versions and would change the bytes. `manifest` is any JSON mapping without
    times; its `inputs` maps each raw file (path relative to data/raw) to its SHA-256, and is what
    `Store.is_stale` compares.

    Raises:
        ValueError: a table's name or a manifest key that is the store's own.
        StoreError: another run keeps the lock too long.
    """
    for name in tables:
        if not _TABLE_NAME.match(name):
            raise ValueError(f"not a table name: {name!r}")
    if taken := [key for key in _OWN_KEYS if key in manifest]:
        raise ValueError(f"manifest keys reserved for the store: {taken}")
    processed = Path(processed_dir)
    generations = processed / GENERATIONS
    generations.mkdir(parents=True, exist_ok=True)
    with folder_lock(processed):
        _sweep(processed)
        before = current_generation(processed)
        staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=generations))
        staging.chmod(0o755)
        files = {f"{name}.parquet": _write_table(staging, name, tables[name]) for name in sorted(tables)}
        whole: dict[str, object] = {"format": FORMAT, **manifest, "files": files}
        digest = hashlib.sha256(_json(whole)).hexdigest()[:20]
        _write_bytes(staging / MANIFEST, _json({**whole, "generation": digest}))
        _sync_folder(staging)
        generation = _settle(staging, generations / digest, files)
        _point(processed, generation)
        keep = {generation.name, before.name if before else generation.name}
        for old in generations.iterdir():
            if old.name not in keep:
                shutil.rmtree(old, ignore_errors=True)
    return generation


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


def plain_types(table: pa.Table) -> pa.Table:
    """Return the table in the few types that every parquet reader knows alike, without metadata."""
    import pyarrow as pa

    fields = []
    for field in table.schema:
        kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
        if pa.types.is_large_string(kind) or pa.types.is_string_view(kind) or pa.types.is_null(kind):
            kind = pa.string()
        elif pa.types.is_date(kind) or pa.types.is_timestamp(kind):
            kind = pa.timestamp("us")
        elif pa.types.is_integer(kind) and kind.bit_width < 32:
            kind = pa.int32()
        fields.append(pa.field(field.name, kind, nullable=field.nullable))
    return table.cast(pa.schema(fields)).combine_chunks()


def _write_table(folder: Path, name: str, table: pa.Table) -> dict[str, object]:
    import pyarrow.parquet as pq

    path = folder / f"{name}.parquet"
    plain = plain_types(table)
    # Every setting that shapes the bytes is fixed here rather than left to the library's defaults.
    pq.write_table(
        plain,
        path,
        version="2.6",
        data_page_version="1.0",
        compression="snappy",
        use_dictionary=True,
        write_statistics=True,
        row_group_size=1 << 20,
        store_schema=False,
    )
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        os.fsync(stream.fileno())
    return {"rows": plain.num_rows, "bytes": path.stat().st_size, "sha256": digest}


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

"""Parts of the run before, by a digest of all that shaped them, so that only what changed is read again.

A part lies in `processed/.cache/<digest>.part`: the SHA-256 of its name and of all that follows, a length, a
JSON head, then Arrow streams one after the other. A file that is not what was written is as good as none.
Nothing in it is executed when it is read.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.cleaning.corrections import Applied
from fazhi_metrics.cleaning.issues import issue_from
from fazhi_metrics.cleaning.log import Conservation
from fazhi_metrics.cleaning.part import Empty, FieldSource, Part, Source, Span
from fazhi_metrics.errors import FileError
from fazhi_metrics.files import make_folder, telling, write

if TYPE_CHECKING:
    import pyarrow as pa

FOLDER: Final = ".cache"
_SUFFIX: Final = ".part"
_SEAL: Final = hashlib.sha256().digest_size


class Cache:
    """The parts kept beside the processed data."""

    def __init__(self, processed: Path) -> None:
        self.folder = processed / FOLDER
        with telling():
            make_folder(self.folder)

    def get(self, key: str) -> Part | None:
        """Return the part of a key, or None when there is none, or it is damaged."""
        try:
            with open(f"{self.folder}/{key}{_SUFFIX}", "rb") as stream:  # noqa: PTH123 - thousands of small files
                sealed = stream.read()
        except OSError:
            return None
        data = memoryview(sealed)[_SEAL:]
        return unpack(data) if _seal(key, data) == sealed[:_SEAL] else None

    def has(self, key: str) -> bool:
        """Whether there is a part of a key, be it damaged."""
        return os.path.exists(f"{self.folder}/{key}{_SUFFIX}")  # noqa: PTH110

    def put(self, key: str, part: Part) -> int:
        """Keep a part; it appears whole or not at all. Return how many bytes it has."""
        data = pack(part)
        try:
            write(f"{self.folder}/{key}{_SUFFIX}", _seal(key, data) + data, sync=False)
        except FileError as error:
            if not isinstance(
                error.__cause__, FileNotFoundError
            ):  # another run swept it: it will be read again
                raise
        return len(data)

    def keep(self, keys: Iterable[str]) -> None:
        """Drop every part but those of the given keys, and what a killed run left half-written."""
        names = {f"{key}{_SUFFIX}" for key in keys}
        for path in self.folder.iterdir():
            if path.name not in names:
                path.unlink(missing_ok=True)


def _seal(key: str, data: bytes | memoryview) -> bytes:
    """Return the digest of a part under its name, so that neither a flipped bit nor another's part passes."""
    return hashlib.sha256(key.encode() + hashlib.sha256(data).digest()).digest()


def pack(part: Part) -> bytes:
    """Return a part as bytes; the same part gives the same bytes."""
    tables = {**{f"records:{name}": table for name, table in part.records.items()}, "log": part.log}
    streams = [_stream(table) for table in tables.values()]
    head = {
        "file": part.file,
        "sources": [[s.dataset, s.year, s.file, s.sheet, s.axis, s.fields] for s in part.sources],
        "spans": part.spans,
        "issues": [asdict(issue) for issue in part.issues],
        "conservation": list(asdict(part.conservation).values()),
        "applied": [asdict(each) for each in part.applied],
        "proved": part.proved,
        "empty": part.empty,
        "tables": [[name, len(stream)] for name, stream in zip(tables, streams, strict=True)],
    }
    text = json.dumps(head, ensure_ascii=False, sort_keys=True).encode()
    return b"".join([len(text).to_bytes(8, "big"), text, *streams])


def unpack(data: bytes | memoryview) -> Part:
    """Return the part that `pack` made these bytes of."""
    import pyarrow as pa

    length = int.from_bytes(data[:8], "big")
    head: dict[str, Any] = json.loads(bytes(data[8 : 8 + length]))
    at, tables, whole = 8 + length, {}, pa.py_buffer(data)
    for name, size in head["tables"]:
        with pa.ipc.open_stream(whole.slice(at, size)) as reader:
            tables[name] = reader.read_all()
        at += size
    sources = [
        Source(dataset, year, file, sheet, axis, tuple(FieldSource(*field) for field in fields))
        for dataset, year, file, sheet, axis, fields in head["sources"]
    ]
    return Part(
        file=head["file"],
        records={n.removeprefix("records:"): t for n, t in tables.items() if n.startswith("records:")},
        sources=tuple(sources),
        spans=tuple(Span(*span) for span in head["spans"]),
        log=tables["log"],
        issues=tuple(map(issue_from, head["issues"])),
        conservation=Conservation(*head["conservation"]),
        applied=tuple(Applied(**each) for each in head["applied"]),
        proved=head["proved"],
        empty=tuple(Empty(name, year, tuple(months)) for name, year, months in head["empty"]),
    )


def _stream(table: pa.Table) -> memoryview:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table.combine_chunks() if table[0].num_chunks > 1 else table)
    return memoryview(sink.getvalue())

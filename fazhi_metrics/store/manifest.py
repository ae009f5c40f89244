"""The manifest of a generation: what went in, what came out, the digest of every file, and its own.

Every file of a generation has its SHA-256 in the manifest's `files`; `generation` is the digest of all the
rest of the manifest and names the folder. So a bit that flips on the disk, in any file, is seen.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from fazhi_metrics.errors import WorkbookError

MANIFEST: Final = "manifest.json"
FORMAT: Final = 1
_OWN_KEYS: Final = ("format", "files", "generation")


def check_manifest(manifest: Mapping[str, object]) -> None:
    """Raise ValueError for keys that are the store's own."""
    if taken := [key for key in _OWN_KEYS if key in manifest]:
        raise ValueError(f"manifest keys reserved for the store: {taken}")


def manifest_bytes(manifest: Mapping[str, object], files: Mapping[str, object]) -> tuple[str, bytes]:
    """Return the digest that names a generation, and its manifest with that digest in it."""
    whole: dict[str, object] = {"format": FORMAT, **manifest, "files": files}
    name = _name(_json(whole))
    return name, _json({**whole, "generation": name})


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a generation.

    Raises:
        OSError: there is none.
        ValueError: it is not what was written, or of another format.
    """
    data = (folder / MANIFEST).read_bytes()
    manifest = json.loads(data)
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError("not a manifest of this format")
    # The line of the digest is taken out of the bytes: to write the rest anew would take ten times as long.
    name = str(manifest.get("generation"))
    if _name(data.replace(f',\n "generation": "{name}"'.encode(), b"", 1)) != name:
        raise ValueError("the manifest does not have its own digest")
    return manifest


def damaged_files(folder: Path, files: Mapping[str, Mapping[str, object]]) -> tuple[str, ...]:
    """Return the names of the files that are missing or do not have the digest that a manifest gives."""
    return tuple(name for name, facts in files.items() if file_digest(folder / name) != facts["sha256"])


def file_digest(path: Path) -> str | None:
    """Return the SHA-256 of a file, or of one in a .zip; None where it cannot be read."""
    try:
        with path.open("rb", buffering=0) as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        from fazhi_metrics.workbooks.archive import read_member

        with contextlib.suppress(WorkbookError):
            return hashlib.sha256(read_member(path, path.name)).hexdigest()
        return None


def _name(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:20]


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()

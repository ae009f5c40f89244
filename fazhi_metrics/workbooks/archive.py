"""A .zip of workbooks read as a folder: what is in it, and the bytes of one of its files.

`八月检查.zip/八月.xlsx` is a path like any other. What an archive may hold is bounded, nothing is written to
disk, and an archive in an archive is not opened.
"""

from __future__ import annotations

import functools
import struct
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Final

from fazhi_metrics.workbooks import limits, refusals
from fazhi_metrics.workbooks.worddocument import PART, has_tables

WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv", ".ods", ".xlsb"})
DOCUMENT: Final = ".docx"
SUFFIX: Final = ".zip"
_FILES: Final = 500
_UTF_8: Final = 0x800  # the flag of a name that is in UTF-8; any other is in the code page of the office
_ENCRYPTED: Final = 1
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    OSError,
)


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook by its name, or a Word document that holds a table."""
    suffix = path.suffix.lower()
    if suffix != DOCUMENT:
        return suffix in WORKBOOKS
    try:
        with zipfile.ZipFile(path) as opened, opened.open(PART) as stream:
            return has_tables(stream.read(limits.FILE_BYTES))
    except (*_BROKEN, KeyError):
        return False


def archive_of(path: Path) -> Path | None:
    """Return the archive that a path leads into; None of a path that leads into none."""
    return next((above for above in path.parents if above.suffix.lower() == SUFFIX and above.is_file()), None)


def members(archive: Path) -> list[str]:
    """Return the names of the files in an archive; none of one that is damaged, encrypted or holds too much.

    Folders, hidden files and the lock files of office programs are left out.
    """
    try:
        return list(_entries(archive, archive.stat().st_mtime_ns))
    except _BROKEN:
        return []


def read_member(path: Path, where: str) -> bytes:
    """Return the bytes of a file in an archive.

    Raises `WorkbookError` when there is none of that name, or the archive is damaged or holds too much.
    """
    archive = archive_of(path)
    try:
        entries = {} if archive is None else _entries(archive, archive.stat().st_mtime_ns)
        name = "" if archive is None else path.relative_to(archive).as_posix()
        if archive is None or name not in entries:
            raise refusals.missing(str(path))
        with zipfile.ZipFile(archive) as opened, opened.open(entries[name]) as stream:
            data = stream.read(limits.FILE_BYTES + 1)
    except _BROKEN as error:
        raise refusals.corrupt(where, "压缩内容不完整") from error
    if len(data) > limits.FILE_BYTES:
        raise refusals.too_big(where, f"解压后超过 {limits.FILE_BYTES >> 20} MB")
    return data


@functools.lru_cache(64)
def _entries(archive: Path, _changed: int) -> dict[str, str]:
    """The files of an archive by their names as people read them, with the names that it stores."""
    with zipfile.ZipFile(archive) as opened:
        infos = [info for info in opened.infolist() if not info.is_dir()]
    if len(infos) > _FILES or sum(info.file_size for info in infos) > limits.INFLATED_BYTES:
        return {}
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        return {}
    if any(
        info.file_size > limits.BOMB_BYTES and info.file_size > limits.BOMB_RATIO * max(info.compress_size, 1)
        for info in infos
    ):
        return {}
    named = {_name(info): info.filename for info in infos}
    return {name: stored for name, stored in sorted(named.items()) if name and not _is_hidden(name)}


def _name(info: zipfile.ZipInfo) -> str:
    """The name of a file; "" of one that leads out of the archive."""
    name = info.filename
    if not info.flag_bits & _UTF_8:
        try:
            name = name.encode("cp437").decode("gb18030")
        except UnicodeError:
            name = info.filename
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return "" if not parts or ".." in parts or parts[0] == "/" or ":" in parts[0] else "/".join(parts)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "~$", "__MACOSX")) for part in name.split("/"))

"""What a run reads: the raw workbooks, the settings and corrections that bear on them, and their digests."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Final

import fazhi_metrics
from fazhi_metrics.cleaning.corrections import Correction
from fazhi_metrics.cleaning.raw_names import visible_files
from fazhi_metrics.cleaning.settle import LeftOut
from fazhi_metrics.errors import CleaningError
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.project import Town
from fazhi_metrics.store.manifest import file_digest
from fazhi_metrics.workbooks import archive

_NOT_DATA: Final = frozenset({".md", ".toml"})
# The rooms above cleaning, whose code changes nothing of its result; every other one is taken to.
_ABOVE: Final = frozenset(
    {"measures", "figures", "indicators", "charts", "documents", "audit", "show", "publish", "explorer"}
    | {"pipeline", "workbench", "cli", "sample", "__init__", "__pycache__"}
)
_SOURCES: Final = frozenset({".py", ".toml"})


@dataclass(frozen=True, slots=True)
class RawFile:
    """A file below data/raw: its path, its name in addresses (`2025/人口与户数.xlsx`), and its SHA-256.

    `size` and `changed` (in nanoseconds) are what the file system said of it just before it was looked at.
    A file that may not be read has the SHA-256 "".
    """

    path: Path
    name: str
    sha256: str
    size: int = 0
    changed: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """All that cleaning one workbook needs; it travels to another process or machine as it is.

    `corrections` are those that may concern this workbook, `left_out` what of it an answer leaves out. `years` limits the run, None takes every year.
    `key` is a digest of everything that shapes the result.
    """

    file: RawFile
    town: Town
    corrections: tuple[Correction, ...]
    years: tuple[int, ...] | None
    key: str
    left_out: tuple[LeftOut, ...] = ()


def raw_files(raw: Path, known: Collection[str] = ()) -> tuple[list[RawFile], list[str]]:
    """Return the workbooks below data/raw in order of name, and the names of other files.

    Hidden files, lock files of an open Excel (~$…) and plain notes (.md, .toml) are neither.
    Words in `known` (villages) are no names of people. Raises CleaningError when the folder is missing or
    holds no workbook.
    """
    if not raw.is_dir():
        raise CleaningError("没有原始数据文件夹", where=str(raw), todo="请把各单位报送的表格放进去。")
    found, others = [], []
    for name, path in sorted(visible_files(raw, known), key=lambda each: _order(Path(each[0]))):
        if archive.is_workbook(path):
            found.append(_looked_at(path, name))
        elif path.suffix.lower() not in _NOT_DATA:
            others.append(name)
    if not found:
        raise CleaningError("文件夹里没有表格", where=str(raw), todo="请放入 .xlsx、.xls 或 .csv 文件。")
    return found, others


def _looked_at(path: Path, name: str) -> RawFile:
    try:
        with path.open("rb") as stream:
            said = os.fstat(stream.fileno())
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:  # in an archive; or no right to read it, or just taken away: whoever reads it says so
        return RawFile(path, name, file_digest(path) or "")
    return RawFile(path, name, sha256, said.st_size, said.st_mtime_ns)


def _order(path: Path) -> tuple[str, str]:
    """Sort a file before its copies: 三月.xlsx, then 三月 - 副本.xlsx."""
    return path.with_suffix("").as_posix(), path.suffix


def jobs(
    files: Iterable[RawFile],
    town: Town,
    corrections: Iterable[Correction],
    years: tuple[int, ...] | None,
    left_out: Iterable[LeftOut] = (),
) -> list[Job]:
    """Return one job per workbook, each with the corrections and the answers that may concern it."""
    every, without = tuple(corrections), tuple(left_out)
    settings = digest(
        engine_digest(), repr(town.name), repr(town.villages), ledgers_digest(town), repr(years)
    )
    made = []
    for file in files:
        own = tuple(c for c in every if not c.cell or c.cell.startswith(f"{file.name}!"))
        out = tuple(each for each in without if each.file == file.name)
        key = digest(settings, file.name, file.sha256, repr(own), repr(out))
        made.append(Job(file, town, own, years, key, out))
    return made


def settings_digests(town: Town) -> dict[str, str]:
    """Return digests of what shapes processed data beside the workbooks: corrections, answers, settings."""
    declared = {"corrections": town.corrections, "settlements": town.settlements}
    nothing = hashlib.sha256().hexdigest()
    files = {name: file_digest(path) or nothing for name, path in declared.items()}
    settings = map(repr, (town.name, town.years, town.villages, ledgers_digest(town), town.checks))
    return {**files, "town": digest(*settings)}


def ledgers_digest(town: Town) -> str:
    """Return a digest of the town's ledgers, the standard ones and its own, as far as they shape records."""
    known = "ledgers_digest"
    if known not in town.derived:
        town.derived[known] = digest(*map(repr, catalogue_of(town).datasets.values()))
    found: str = town.derived[known]
    return found


def digest(*texts: str) -> str:
    """Return a digest of texts, each kept apart from the next."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:32]


@cache
def engine_digest() -> str:
    """Return a digest of what reads and cleans, code and tables, so that no result outlives a change of it."""
    package = Path(fazhi_metrics.__file__).parent
    total = hashlib.sha256()
    rooms = (room for room in sorted(package.iterdir()) if room.stem not in _ABOVE)
    for path in chain.from_iterable(sorted(room.rglob("*")) if room.is_dir() else [room] for room in rooms):
        if path.suffix in _SOURCES:
            total.update(path.relative_to(package).as_posix().encode())
            total.update(path.read_bytes())
    return total.hexdigest()

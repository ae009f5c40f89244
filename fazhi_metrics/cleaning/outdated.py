"""Whether processed data still are what the raw data, the corrections and the settings would give."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from fazhi_metrics.cleaning.file_stamps import stamped_digests
from fazhi_metrics.cleaning.inputs import settings_digests
from fazhi_metrics.cleaning.raw_names import visible_files
from fazhi_metrics.errors import capped
from fazhi_metrics.project import Town
from fazhi_metrics.project.villages import village_words
from fazhi_metrics.store import Store
from fazhi_metrics.store.manifest import file_digest
from fazhi_metrics.workbooks.archive import archive_of, is_workbook

_TODO = "以下结果不反映改动，请先运行 fazhi clean（笔记本里用 project.clean()）"


class OutdatedWarning(UserWarning):
    """Results come from processed data that are older than what they are made from."""


def outdated(town: Town, store: Store) -> str:
    """Return in one Chinese sentence why processed data are out of date, or "" when they are not.

    Where there is no raw data to compare with, as on the machine of somebody who was given data/processed
    alone, nothing is said of it.
    """
    reasons = []
    if changed := _changes(store, town):
        reasons.append(f"原始表格在清洗之后有改动（{capped(changed, limit=3)}）")
    made_with: dict[str, str] = store.manifest.get("settings", {})
    now = settings_digests(town) if made_with else {}
    for name, words in (
        ("corrections", "更正清单"),
        ("settlements", "核实清单"),
        ("town", "fazhi.toml 的设置"),
    ):
        if name in made_with and made_with[name] != now[name]:
            reasons.append(f"{words}在清洗之后有改动")
    return f"数据已过时：{'，'.join(reasons)}。{_TODO}" if reasons else ""


def _changes(store: Store, town: Town) -> tuple[str, ...]:
    known = village_words(town.villages)
    signature = tuple(_signature(town.raw, known))
    return _compared(store, town.processed, town.raw, known, signature) if signature else ()


@lru_cache(maxsize=8)
def _compared(
    store: Store, processed: Path, raw: Path, known: frozenset[str], _signature: tuple[object, ...]
) -> tuple[str, ...]:
    """Return the workbooks that were changed, added or taken away since, by name; content counts, not time.

    Compared once for every state of the folder; only files of another size or time are read.
    """
    inputs: dict[str, str | None] = store.manifest.get("inputs", {})
    stamped, paths = stamped_digests(processed, raw), dict(visible_files(raw, known))
    now = {name: stamped.get(name) or file_digest(paths.get(name, raw / name)) or "" for name in inputs}
    changed = {name for name, sha256 in inputs.items() if now[name] != sha256}
    there = {name for name, path in paths.items() if is_workbook(path)}
    return tuple(sorted(changed | (there - set(inputs))))


def _signature(raw: Path, known: frozenset[str]) -> Iterator[tuple[str, int, int]]:
    """Yield name, size and time of every file, by which a look at the contents may be spared."""
    for name, path in sorted(visible_files(raw, known)) if raw.is_dir() else ():
        found = (archive_of(path) or path).stat()
        yield name, found.st_size, found.st_mtime_ns

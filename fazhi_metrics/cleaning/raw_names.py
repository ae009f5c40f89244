"""What files and sheets of data/raw are called outside it: their own names, or where those name a person, a code.

An address (`2025/人口.xlsx!人口!C7`) goes into every output. Where a name holds an ID number, a telephone or a
person's name, a stable code stands for it; the same files always have the same codes, so that an address leads
back to its file as long as the file is there.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from fazhi_metrics.redaction import redacted
from fazhi_metrics.workbooks.archive import SUFFIX, WORKBOOKS, members
from fazhi_metrics.workbooks.sheets import Workbook


def visible_files(raw: Path, known: Collection[str] = ()) -> Iterator[tuple[str, Path]]:
    """Yield name and path of every file below data/raw that is not hidden, nor a lock of an open Excel.

    A .zip is a folder of the files in it, where workbooks are among them. Words in `known` (villages) are no
    names of people.
    """
    paths = [
        inside
        for path in sorted(raw.rglob("*"))
        if not any(part.startswith((".", "~$")) for part in path.relative_to(raw).parts) and path.is_file()
        for inside in _inside(path)
    ]
    names = ("/".join(_shown(part, known) for part in path.relative_to(raw).parts) for path in paths)
    yield from zip(_apart(names), paths, strict=True)


def _inside(path: Path) -> list[Path]:
    """The files in an archive that holds workbooks; any other file is itself."""
    found = [path / name for name in members(path)] if path.suffix.lower() == SUFFIX else []
    return found if any(each.suffix.lower() in WORKBOOKS for each in found) else [path]


def raw_path(raw: Path, name: str, known: Collection[str] = ()) -> Path:
    """Return where the file lies that is called so; a path without a file when there is none."""
    return next((path for shown, path in visible_files(raw, known) if shown == name), raw / name)


def shown_sheets(workbook: Workbook, known: Collection[str] = ()) -> Workbook:
    """Return the workbook with its sheets called as they are outside."""
    names = list(_apart(_shown(sheet.name or "", known) for sheet in workbook.sheets))
    if all(name == (sheet.name or "") for name, sheet in zip(names, workbook.sheets, strict=True)):
        return workbook
    sheets = (replace(sheet, name=name) for name, sheet in zip(names, workbook.sheets, strict=True))
    return replace(workbook, sheets=tuple(sheets))


def _shown(name: str, known: Collection[str]) -> str:
    return redacted(name, coded=True, known=known)


def _apart(names: Iterable[str]) -> Iterator[str]:
    """Yield names, those that came before with a number."""
    seen: dict[str, int] = {}
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        yield name if seen[name] == 1 else f"{name}~{seen[name]}"

"""Adding a correction to the declared ones: checked against the raw data before it is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fazhi_metrics.cleaning.corrections import (
    FILE_HEAD,
    Applied,
    Correction,
    check_applied,
    correction_of,
    corrections_in,
    read_corrections,
)
from fazhi_metrics.cleaning.inputs import jobs, raw_files
from fazhi_metrics.cleaning.workbook import clean_workbook
from fazhi_metrics.declared import Document, decoded, with_entry
from fazhi_metrics.errors import CleaningError, capped, did_you_mean
from fazhi_metrics.files import write
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.project import Town
from fazhi_metrics.project.villages import village_words


def add_correction(
    town: Town,
    *,
    before: Any,
    after: Any,
    reason: str,
    evidence: str,
    approved_by: str,
    date: dt.date,
    cell: str | None = None,
    dataset: str | None = None,
    year: int | None = None,
    key: Mapping[str, Any] | None = None,
    column: str | None = None,
) -> Correction:
    """Declare a correction in the town's corrections file and return it.

    Name the cell (`2025/人口与户数.xlsx!人口!C7`), or a dataset, the record's key and the column. Nothing is
    written unless the correction finds exactly one cell that holds `before`.

    Raises CleaningError when it does not, or when a part of it is missing or contradictory.
    """
    file = town.corrections
    number = len(read_corrections(file, catalogue_of(town))) + 1
    entry: dict[str, Any] = {
        "cell": cell,
        "dataset": dataset,
        "year": year,
        "key": dict(key or {}),
        "column": column,
    }
    entry |= {"before": before, "after": after, "reason": reason, "evidence": evidence}
    entry |= {"approved_by": approved_by, "date": date}
    entry = {name: value for name, value in entry.items() if value not in (None, {})}
    correction = _correction(town, number, entry, file.name)
    check_applied((correction,), _applied(town, correction), file.name)
    text = with_entry(text_of(file, FILE_HEAD), "corrections", entry, file.name, CleaningError)
    corrections_in(Document.parse(text, file.name, CleaningError), catalogue_of(town))
    write(file, text)
    return correction


def text_of(file: Path, head: str) -> str:
    """Return what a file of declarations says so far; its head where there is none yet."""
    return decoded(file.read_bytes(), file.name, CleaningError) if file.exists() else head


def found_at(
    town: Town,
    *,
    cell: str | None = None,
    dataset: str | None = None,
    year: int | None = None,
    key: Mapping[str, Any] | None = None,
    column: str | None = None,
) -> Applied:
    """Return the one cell that a correction so declared would change, and what stands there now.

    Raises CleaningError when there is none, or more than one.
    """
    entry: dict[str, Any] = {
        **dict.fromkeys(("reason", "evidence", "approved_by"), "?"),
        "before": "?",
        "after": "??",
        "date": dt.date.min,
    }
    if cell:
        entry["cell"] = cell
    else:
        entry |= {"dataset": dataset, "key": dict(key or {}), "column": column}
        entry |= {"year": year} if year else {}
    probe = _correction(town, 1, entry, "fazhi correct")
    found = _applied(town, probe)
    where = probe.target
    if not found:
        raise CleaningError("没有找到", where=where, todo="请核对地址或编号；标题、表头和个人信息不能更正。")
    if len(found) > 1:
        places = capped(each.cell for each in found)
        raise CleaningError(f"对应 {len(found)} 个单元格（{places}）", where=where, todo="请写明单元格地址。")
    return found[0]


def _correction(town: Town, number: int, entry: Mapping[str, Any], where: str) -> Correction:
    place = Document(where, entry, error=CleaningError).root
    return correction_of(place, number, catalogue_of(town))


def _applied(town: Town, correction: Correction) -> list[Applied]:
    """Try the correction on the workbooks it may concern."""
    files, _ = raw_files(town.raw, village_words(town.villages))
    if correction.cell:
        names = [file.name for file in files]
        files = [file for file in files if correction.cell.startswith(f"{file.name}!")]
        if not files:
            typed = correction.cell.split("!")[0]
            raise CleaningError("原始数据里没有这个文件", where=typed, todo=did_you_mean(typed, names))
    parts = (clean_workbook(job) for job in jobs(files, town, (correction,), None))
    return [each for part in parts for each in part.applied]

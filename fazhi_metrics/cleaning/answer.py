"""Answering a problem: the answer held against the raw data before it is written among the declared ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from fazhi_metrics.cleaning.declare import text_of
from fazhi_metrics.cleaning.inputs import raw_files
from fazhi_metrics.cleaning.run import sealed_answer
from fazhi_metrics.cleaning.settlements import (
    FILE_HEAD,
    Answer,
    Settlement,
    read_settlements,
    settlement_of,
    settlements_in,
)
from fazhi_metrics.declared import Document, with_entry
from fazhi_metrics.errors import CleaningError, did_you_mean
from fazhi_metrics.files import write
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.project import Town
from fazhi_metrics.project.villages import village_words
from fazhi_metrics.store import Store

_TEXT_FILES = (".csv", ".tsv")


def add_settlement(
    town: Town,
    target: str,
    answer: Answer | str = Answer.VERIFIED,
    *,
    reason: str,
    approved_by: str,
    date: dt.date,
    evidence: str = "",
    other: str = "",
    issue: str = "",
    year: int | None = None,
    months: Iterable[int] = (),
    villages: Iterable[str] = (),
) -> Settlement:
    """Declare an answer in the town's file of answers and return it; one to the same thing is replaced.

    `target` is a cell, sheet or file (`2025/人口与户数.xlsx!人口!F8`), or a ledger by name. `issue` takes all
    problems of a kind there; `months` and `villages` are those of the ledger (or of the one that the file fed)
    in which nothing happened. `other` is the file that the target replaces.

    Raises CleaningError when it meets nothing, or when a part of it is missing, contradictory or a person's name.
    """
    file, known = town.settlements, catalogue_of(town)
    entry = {
        **_place(town, target),
        "answer": str(answer),
        "issue": issue,
        "other": _file(town, other) if other else "",
    }
    several = [*_villages(town, villages)]
    if months or several:
        entry |= _ledger(town, entry, year) | {"months": [*months], "villages": several}
        entry.pop("file", None), entry.pop("sheet", None)
    elif entry.get("ledger") and year:
        entry["year"] = year
    entry |= {"reason": reason, "evidence": evidence, "approved_by": approved_by, "date": date}
    entry = {name: value for name, value in entry.items() if value not in (None, "", [])}
    before = read_settlements(file, known)
    wanted = settlement_of(Document(file.name, entry, error=CleaningError).root, len(before) + 1, known)
    sealed = sealed_answer(town, wanted)
    instead = next((each.number - 1 for each in before if each.same_as == wanted.same_as), None)
    entry["seen"] = sealed.seen
    text = with_entry(
        text_of(file, FILE_HEAD), "settlements", entry, file.name, CleaningError, instead=instead
    )
    settlements_in(Document.parse(text, file.name, CleaningError), known)
    write(file, text)
    return sealed


def _place(town: Town, target: str) -> dict[str, Any]:
    """Return the keys that a target stands for: a ledger, or file, sheet and cell."""
    if "!" not in target:
        ledger = catalogue_of(town).find(target)
        return {"ledger": ledger.name} if ledger else {"file": _file(town, target)}
    name, *rest = target.split("!")
    if name.lower().endswith(_TEXT_FILES):
        return {"file": _file(town, name), "cell": rest[-1]}
    return {"file": _file(town, name), "sheet": rest[0], "cell": "!".join(rest[1:])}


def _file(town: Town, name: str) -> str:
    """Return a file's name as addresses have it; raises CleaningError, with the nearest, when there is none."""
    files, others = raw_files(town.raw, village_words(town.villages))
    known = [*(file.name for file in files), *others]
    folders = {each.rpartition("/")[0] + "/" for each in known if "/" in each}
    bare = name.replace("\\", "/").removeprefix("./").removeprefix("data/raw/")
    if bare in known or bare in folders:
        return bare
    todo = did_you_mean(bare, [*known, *(home.title for home in catalogue_of(town).datasets.values())])
    raise CleaningError("data/raw 里没有这个文件，也没有这本台账", where=name, todo=todo)


def _ledger(town: Town, entry: dict[str, Any], year: int | None) -> dict[str, Any]:
    """Return ledger and year of a silence: as said, or those that the file fed."""
    if entry.get("ledger"):
        return {"ledger": entry["ledger"], "year": year or town.year}
    fed = {
        (row["dataset"], row["year"])
        for row in Store.open(town.processed).provenance.sources
        if row["file"] == entry["file"] and year in (None, row["year"])
    }
    if len(fed) != 1:
        raise CleaningError(
            "从文件看不出是哪本台账、哪一年", where=entry["file"], todo="请改写台账名称，并加 --year。"
        )
    ((ledger, found),) = fed
    return {"ledger": ledger, "year": found}


def _villages(town: Town, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        found = town.village(name)
        if found is None:
            todo = did_you_mean(name, [village.name for village in town.villages])
            raise CleaningError(f"村名单里没有 {name}", todo=todo)
        yield found

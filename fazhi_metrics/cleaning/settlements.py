"""Declared answers to problems of the raw data, kept beside them and never inside them.

The file is TOML, one `[[settlements]]` for each:

    [[settlements]]
    file = "2025/人口与户数.xlsx"
    sheet = "人口"
    cell = "F8"                    # or, for all problems of a kind in the file or sheet: issue = "record_twice"
    answer = "verified"            # 核实无误: what is typed stands; of a month without records: nothing happened
    reason = "当年并入两个小区"
    evidence = "派出所 2026-01-05 来函"
    approved_by = "党政办"          # the office or post, not a person's name
    date = 2026-01-06
    seen = "…"                     # digest of what was seen; written by the program

    answer = "excluded"            # the sheet (or, without `sheet`, the file) does not count
    answer = "replaces"            # `file` takes the place of `other`

A silence that no problem names is answered by `ledger`, `year` and `months` or `villages`.

Guards: an entry that meets no problem, or something else than was seen, stops the run. What was seen is the
problem as it was put and the records that it is about; of a file or sheet that is left out, the whole file.
Out of scope: giving a value to a cell that has none, which is a correction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from fazhi_metrics.addresses import address, read_block, split
from fazhi_metrics.cleaning.rules import RULES, SETTLING
from fazhi_metrics.datasets import Dataset
from fazhi_metrics.declared import Document, Place, decoded, read_document, setting
from fazhi_metrics.enums import TitledEnum
from fazhi_metrics.errors import CleaningError, did_you_mean
from fazhi_metrics.files import write
from fazhi_metrics.ledgers import Catalogue
from fazhi_metrics.redaction import is_name, redacted

FILE_HEAD: Final = "# 核实清单：对问题的答复，写明依据，经批准后记在此处；原始文件不改。\n"
# A cell that says something which nobody can read has no value that could be found right; an empty one may.
NO_VALUE: Final = (SETTLING - {"marked_missing", "village_unknown"}) | {
    "unit_unknown",
    "column_near",
    "column_twice",
    "value_lost",
}


class Answer(TitledEnum):
    """What is answered to a problem."""

    VERIFIED = "verified", "核实无误"
    REPLACES = "replaces", "代替"
    EXCLUDED = "excluded", "不计入"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """One declared answer; `number` is its place in the file, from 1.

    `file`, `sheet`, `cell`, `issue` (a rule's id or title), `ledger` and `year` say which problems it answers,
    as far as they are written; `ledger` and `year` with `months` or `villages` which silence. `other` is the
    file that is replaced, `seen` the digest of what was seen, `title` the ledger's Chinese title.
    """

    number: int = setting(declared=False)
    answer: Answer = setting(title="答复")
    file: str = setting("", title="文件")
    sheet: str = setting("", title="工作表")
    cell: str = setting("", title="单元格")
    issue: str = setting("", title="问题")
    ledger: str = setting("", title="台账")
    year: int | None = setting(None, title="年份")
    months: tuple[int, ...] = setting((), title="月份")
    villages: tuple[str, ...] = setting((), title="村")
    other: str = setting("", title="被代替的文件")
    reason: str = setting(title="理由")
    evidence: str = setting("", title="依据")
    approved_by: str = setting(title="批准单位")
    date: dt.date = setting(title="日期")
    seen: str = setting("", title="所见内容的摘要")
    title: str = setting("", declared=False)

    def check_declared(self, place: Place) -> None:
        """Refuse what names nothing, what an answer does not go with, names that do not exist, and a person."""
        if not self.file and not self.ledger:
            raise place.refuse(
                "没有写明答复的是哪里", "请写 file（可加 sheet、cell 或 issue），或写 ledger。"
            )
        if self.cell and read_block(split(self.cell)[1]) is None:
            raise place.at("cell").refuse(f"{self.cell} 不是单元格", "例如 F8。")
        narrow = {"cell": self.cell, "issue": self.issue, "months": self.months, "villages": self.villages}
        if self.answer is not Answer.VERIFIED:
            if key := next((key for key, value in narrow.items() if value), ""):
                raise place.at(key).refuse(f"{self.answer.title}只能写文件或工作表", f"请删去 {key}。")
            if not self.file:
                raise place.refuse(f"{self.answer.title}没有写明文件", "请写 file。")
        if bool(self.other) != (self.answer is Answer.REPLACES):
            raise place.at("other").refuse("other 与 replaces 要一起写", "被代替的文件写在 other。")
        if self.answer is Answer.REPLACES and (self.sheet or self.other == self.file):
            raise place.refuse("代替的应是另一个文件", "file 写采用的，other 写被代替的，不写 sheet。")
        if (self.months or self.villages) and not (self.ledger and self.year):
            raise place.refuse("没有写明哪本台账、哪一年", "months、villages 要连同 ledger 和 year 写。")
        if self.ledger and not self.file and not (self.months or self.villages or self.issue):
            raise place.refuse("没有写明答复什么", "请写 months、villages 或 issue。")
        if is_name(self.approved_by) or redacted(self.approved_by) != self.approved_by:
            raise place.at("approved_by").refuse("批准单位里有姓名", "请写单位或职务，如 党政办。")

    @property
    def target(self) -> str:
        """What it answers, in words."""
        if not self.file:
            parts = [*(f"{month}月" for month in self.months), *self.villages]
            return f"{self.title}{self.year or ''}年{'、'.join(parts)}"
        return address(self.file, self.sheet, self.cell)

    @property
    def silence(self) -> bool:
        """Whether it says of months or villages that nothing happened there."""
        return bool(self.months or self.villages)

    @property
    def text(self) -> str:
        """The answer in one line: what, who, when, why."""
        grounds = "；".join(redacted(each) for each in (self.reason, self.evidence) if each)
        who = f"（{self.approved_by} {self.date.isoformat()}：{grounds}）"
        if self.answer is Answer.REPLACES:
            return f"由 {self.file} 代替{who}"
        return f"{'已核实' if self.answer is Answer.VERIFIED else '不计入'}{who}"

    @property
    def same_as(self) -> tuple[object, ...]:
        """By what two entries are answers to the same thing."""
        places = (self.file, self.sheet, self.cell, self.issue, self.ledger, self.year)
        return (*places, self.months, self.villages, self.other)


def _has_months(home: Dataset) -> bool:
    return bool(home.date) or any(each.type in ("month", "half") for each in home.columns)


def _kinds(known: Catalogue) -> list[str]:
    """Return every name of a kind of problem: ids and titles of rules and of the ledgers' checks."""
    checks = [check.rule for dataset in known.datasets.values() for check in dataset.checks]
    return list(dict.fromkeys((*RULES, *checks, *(rule.title for rule in RULES.values()))))


def settlement_of(place: Place, number: int, known: Catalogue) -> Settlement:
    """Return an answer as declared, a cell that is a full address taken apart, its ledger by its id.

    Raises the document's error for a ledger or kind of problem that does not exist, with the nearest name.
    """
    told = place.read(Settlement, number=number)
    changes: dict[str, Any] = {"months": tuple(sorted(set(told.months)))}
    if "!" in told.cell:
        home, changes["cell"] = split(told.cell)
        changes["file"], _, changes["sheet"] = home.partition("!")
    kinds = _kinds(known)
    if told.issue and told.issue not in kinds:
        raise place.at("issue").refuse(f"没有名为 {told.issue} 的问题", did_you_mean(told.issue, kinds))
    if told.ledger:
        ledger = known.find(told.ledger)
        if ledger is None:
            titles = [each.title for each in known.datasets.values()]
            raise place.at("ledger").refuse(f"没有台账 {told.ledger}", did_you_mean(told.ledger, titles))
        if told.months and not _has_months(ledger):
            raise place.at("months").refuse(f"{ledger.title}不分月份", "请删去 months。")
        changes |= {"ledger": ledger.name, "title": ledger.title}
    return replace(told, **changes)


@dataclass(frozen=True, slots=True)
class _File:
    settlements: tuple[Mapping[str, Any], ...] = ()


def read_settlements(path: Path, known: Catalogue) -> tuple[Settlement, ...]:
    """Read the answers beside the raw data; none when there is no such file.

    Raises CleaningError, with line and key, when the file or an entry of it cannot be understood.
    """
    return settlements_in(read_document(path, CleaningError), known) if path.exists() else ()


def settlements_in(document: Document, known: Catalogue) -> tuple[Settlement, ...]:
    """Read the answers of a document; raises CleaningError as `read_settlements` does."""
    place = document.root.at("settlements")
    found = [
        settlement_of(place.at(n), n + 1, known) for n in range(len(document.root.read(_File).settlements))
    ]
    firsts: dict[tuple[object, ...], int] = {}
    for each in found:
        first = firsts.setdefault(each.same_as, each.number)
        if first != each.number:
            raise place.at(each.number - 1).refuse(
                f"与第 {first} 条答复的是同一处 {each.target}", "请只留一条。"
            )
    return tuple(found)


def seal(path: Path, settlements: Iterable[Settlement]) -> None:
    """Write into each entry that does not say it yet what was seen; what people wrote stays."""
    import tomlkit

    document = tomlkit.parse(decoded(path.read_bytes(), path.name, CleaningError))
    for each, entry in zip(settlements, document["settlements"], strict=True):
        if not entry.get("seen"):
            entry["seen"] = each.seen
    write(path, tomlkit.dumps(document))


def seen_digest(*texts: str) -> str:
    """Return the digest of what was seen."""
    return hashlib.sha256(json.dumps(texts, ensure_ascii=False).encode()).hexdigest()[:16]

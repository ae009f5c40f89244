"""Declared corrections of known source errors, kept beside the raw data and never inside it.

The file is TOML, one `[[corrections]]` for each:

    [[corrections]]
    cell = "2025/人口与户数.xlsx!人口!C7"      # either the cell …
    before = 1234                              # as it stands in the workbook
    after = 1243                               # as it should have been typed
    reason = "两位数字颠倒"
    evidence = "村委会 2025-12-30 来函"
    approved_by = "党政办"                     # the office or post, not a person's name
    date = 2026-01-05

    [[corrections]]
    dataset = "disputes"                       # … or the record's key and the column
    year = 2025
    key = { case_no = "2025-031" }
    column = "resolved"
    before = "否"
    …

Guards: every entry names exactly one cell, and that cell still holds `before`. An entry that matches
nothing, more than one cell, or another value stops the run; so do two entries for one cell. `after` is
read like anything typed: it is checked, converted and logged. Out of scope: adding or deleting records.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from fazhi_metrics.cleaning.display_text import typed_text
from fazhi_metrics.declared import Document, Place, read_document, setting
from fazhi_metrics.errors import CleaningError, did_you_mean
from fazhi_metrics.ledgers import Catalogue
from fazhi_metrics.ledgers.columns import column_named
from fazhi_metrics.redaction import redacted

FILE_HEAD: Final = "# 更正清单：已知的源数据错误，写明依据，经批准后在此更正；原始文件不改。\n"
Typed = str | int | float | bool | dt.datetime | dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One declared correction; `number` is its place in the file, from 1.

    Either `cell` is an address (`2025/人口与户数.xlsx!人口!C7`), or `dataset`, `key` and `column` name the
    cell of one record. `before` and `after` are as typed. `target` says in words what it corrects.
    """

    number: int = setting(declared=False)
    before: Typed = setting(title="更正前的内容")
    after: Typed = setting(title="更正后的内容")
    reason: str = setting(title="理由")
    evidence: str = setting(title="依据")
    approved_by: str = setting(title="批准单位")
    date: dt.date = setting(title="日期")
    cell: str = ""
    dataset: str = ""
    year: int | None = None
    key: Mapping[str, Typed] = field(default_factory=dict)
    column: str = ""
    target: str = setting("", declared=False)

    def check_declared(self, place: Place) -> None:
        """Refuse what names no cell, names it in two ways, names what does not exist, or changes nothing."""
        by_key = [bool(each) for each in (self.dataset, self.key, self.column)]
        if bool(self.cell) == any(by_key) or any(by_key) != all(by_key):
            raise place.refuse("应写 cell，或写 dataset、key 和 column", "两种写法任选一种。")
        if self.cell and "!" not in self.cell:
            raise place.at("cell").refuse("应是单元格地址", "例如 2025/人口与户数.xlsx!人口!C7。")
        if self.expects(self.after):
            raise place.at("after").refuse("before 与 after 相同", "请改正或删去这一条。")

    def expects(self, raw: Any) -> bool:
        """Whether a raw cell holds what this correction was declared against."""
        return _same(raw) == _same(self.before)


def _same(raw: Any) -> str:
    return unicodedata.normalize("NFKC", typed_text(raw)).strip()


@dataclass(frozen=True, slots=True)
class Applied:
    """A place where a correction was applied, or would have been but for what stands there."""

    number: int
    cell: str
    found: str
    matches: bool


@dataclass(frozen=True, slots=True)
class _File:
    corrections: tuple[Mapping[str, Any], ...] = ()


def correction_of(place: Place, number: int, known: Catalogue) -> Correction:
    """Return a correction as declared, its ledger and columns by their ids.

    Raises the document's error for a ledger or column that does not exist, with the nearest name.
    """
    read_as = place.read(Correction, number=number)
    if read_as.cell:
        return replace(read_as, target=read_as.cell)
    home = known.find(read_as.dataset)
    if home is None:
        todo = did_you_mean(read_as.dataset, known.datasets)
        raise place.at("dataset").refuse(f"没有名为 {read_as.dataset} 的数据集", todo)
    key = [(column_named(home, name, place.at("key", name)), value) for name, value in read_as.key.items()]
    column = column_named(home, read_as.column, place.at("column"))
    words = "，".join(f"{each.title}={value}" for each, value in key)
    year = f"{read_as.year} 年" if read_as.year else ""
    return replace(
        read_as,
        dataset=home.name,
        key={each.name: value for each, value in key},
        column=column.name,
        target=f"{home.title}{year}（{words}）{column.title}",
    )


def read_corrections(path: Path, known: Catalogue) -> tuple[Correction, ...]:
    """Read the corrections beside the raw data; none when there is no such file.

    Raises CleaningError, with line and key, when the file or an entry of it cannot be understood.
    """
    return corrections_in(read_document(path, CleaningError), known) if path.exists() else ()


def corrections_in(document: Document, known: Catalogue) -> tuple[Correction, ...]:
    """Read the corrections of a document; raises CleaningError as `read_corrections` does."""
    place = document.root.at("corrections")
    found = [
        correction_of(place.at(n), n + 1, known) for n in range(len(document.root.read(_File).corrections))
    ]
    cells: dict[str, int] = {}
    for each in found:
        first = cells.setdefault(each.cell, each.number)
        if each.cell and first != each.number:
            raise place.at(each.number - 1, "cell").refuse(
                f"与第 {first} 条更正同一单元格 {each.cell}", "请只留一条。"
            )
    return tuple(found)


def check_applied(corrections: Iterable[Correction], applied: Iterable[Applied], where: str) -> None:
    """Stop the run unless every correction found exactly one cell, and that cell held its `before`."""
    places: dict[int, list[Applied]] = {}
    for each in applied:
        places.setdefault(each.number, []).append(each)
    cells: dict[str, int] = {}
    for correction in corrections:
        found = places.get(correction.number, [])
        spot = f"{where} 第 {correction.number} 条"
        if not found:
            raise CleaningError(
                f"更正没有找到 {correction.target}", where=spot, todo="请核对地址或编号，或删去这一条。"
            )
        if len(found) > 1:
            raise CleaningError(
                f"更正对应 {len(found)} 个单元格（{found[0].cell}、{found[1].cell} 等）",
                where=spot,
                todo="请改用 cell 写明是哪一个。",
            )
        if not found[0].matches:
            raise CleaningError(
                f"{found[0].cell} 现在是“{found[0].found}”，不是更正清单里的“{redacted(typed_text(correction.before))}”",
                where=spot,
                todo="原始文件可能已改过；请核对后修改或删去这一条。",
            )
        other = cells.setdefault(found[0].cell, correction.number)
        if other != correction.number:
            raise CleaningError(
                f"与第 {other} 条更正同一单元格 {found[0].cell}", where=spot, todo="请只留一条。"
            )

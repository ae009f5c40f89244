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
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from fazhi_metrics.cleaning.shown import typed_text
from fazhi_metrics.datasets import DATASETS
from fazhi_metrics.errors import CleaningError, did_you_mean

_WORDS: Final = ("reason", "evidence", "approved_by", "date")
_KEYS: Final = frozenset({"cell", "dataset", "year", "key", "column", "before", "after", *_WORDS})
FILE_HEAD: Final = "# 更正清单：已知的源数据错误，写明依据，经批准后在此更正；原始文件不改。\n"


@dataclass(frozen=True, slots=True)
class Correction:
    """One declared correction; `number` is its place in the file, from 1.

    Either `cell` is an address (`2025/人口与户数.xlsx!人口!C7`), or `dataset`, `key` and `column` name the
    cell of one record. `before` and `after` are as typed.
    """

    number: int
    before: Any
    after: Any
    reason: str
    evidence: str
    approved_by: str
    date: dt.date
    cell: str = ""
    dataset: str = ""
    year: int | None = None
    key: Mapping[str, Any] = field(default_factory=dict)
    column: str = ""

    @property
    def target(self) -> str:
        """What it corrects, in words."""
        if self.cell:
            return self.cell
        key = "，".join(
            f"{DATASETS[self.dataset].column(name).title}={value}" for name, value in self.key.items()
        )
        year = f"{self.year} 年" if self.year else ""
        return (
            f"{DATASETS[self.dataset].title}{year}（{key}）{DATASETS[self.dataset].column(self.column).title}"
        )

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


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Read the corrections beside the raw data; none when there is no such file.

    Raises CleaningError when the file or an entry of it cannot be understood.
    """
    if not path.exists():
        return ()
    where = path.name
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CleaningError(f"更正清单写法有误（{error}）", where=where, todo="请改正后再运行。") from None
    entries = content.pop("corrections", [])
    if content or not isinstance(entries, list):
        raise CleaningError("更正清单只能有 [[corrections]]", where=where, todo="请删去其他内容。")
    corrections = tuple(parse_correction(n, entry, where) for n, entry in enumerate(entries, 1))
    cells: dict[str, int] = {}
    for each in corrections:
        if each.cell and cells.setdefault(each.cell, each.number) != each.number:
            raise CleaningError(
                f"第 {cells[each.cell]} 条与第 {each.number} 条更正同一单元格 {each.cell}",
                where=where,
                todo="请只留一条。",
            )
    return corrections


def parse_correction(number: int, entry: Any, where: str) -> Correction:
    """Check one entry of the file; raises CleaningError naming the entry and what is wrong with it."""
    spot = f"{where} 第 {number} 条"

    def refuse(what: str, todo: str) -> CleaningError:
        return CleaningError(what, where=spot, todo=todo)

    if not isinstance(entry, dict):
        raise refuse("不是一节设置", "请写成 [[corrections]]。")
    for name in entry:
        if name not in _KEYS:
            raise refuse(f"不认识的项 {name}", did_you_mean(name, sorted(_KEYS)))
    for name in ("before", "after"):
        if name not in entry:
            raise refuse(f"缺少 {name}", "请写明更正前后的内容。")
        if not isinstance(entry[name], str | int | float | bool | dt.date):
            raise refuse(f"{name} 应是文字、数或日期", "请改正。")
    for name in _WORDS[:3]:
        if not isinstance(entry.get(name), str) or not entry[name].strip():
            raise refuse(
                f"缺少 {name}", "更正须写明理由（reason）、依据（evidence）和批准单位（approved_by）。"
            )
    date = entry.get("date")
    if isinstance(date, dt.datetime):
        date = date.date()
    if not isinstance(date, dt.date):
        raise refuse("date 应是日期", "请写成 date = 2026-01-05。")
    by_key = {"dataset", "key", "column"} & set(entry)
    if ("cell" in entry) == bool(by_key) or (by_key and len(by_key) < 3):
        raise refuse("应写 cell，或写 dataset、key 和 column", "两种写法任选一种。")
    fields = {name: entry[name] for name in ("cell", "dataset", "year", "key", "column") if name in entry}
    if by_key:
        _check_key(fields, refuse)
    elif not isinstance(entry["cell"], str) or "!" not in entry["cell"]:
        raise refuse("cell 应是单元格地址", "例如 2025/人口与户数.xlsx!人口!C7。")
    correction = Correction(
        number=number,
        before=entry["before"],
        after=entry["after"],
        date=date,
        **{name: entry[name].strip() for name in _WORDS[:3]},
        **fields,
    )
    if correction.expects(correction.after):
        raise refuse("before 与 after 相同", "请改正或删去这一条。")
    return correction


def _check_key(fields: dict[str, Any], refuse: Any) -> None:
    name, key = fields["dataset"], fields["key"]
    if name not in DATASETS:
        raise refuse(f"没有名为 {name} 的数据集", did_you_mean(str(name), DATASETS))
    if not isinstance(key, dict) or not key:
        raise refuse("key 应写明记录的编号", '例如 key = { case_no = "2025-031" }。')
    for column in (*key, fields["column"]):
        if column not in DATASETS[name].by_name:
            raise refuse(
                f"{DATASETS[name].title}没有 {column} 这一列",
                did_you_mean(str(column), DATASETS[name].by_name),
            )
    if not isinstance(fields.get("year", 0), int):
        raise refuse("year 应是年份", "例如 year = 2025。")


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
                f"{found[0].cell} 现在是“{found[0].found}”，不是更正清单里的“{typed_text(correction.before)}”",
                where=spot,
                todo="原始文件可能已改过；请核对后修改或删去这一条。",
            )
        other = cells.setdefault(found[0].cell, correction.number)
        if other != correction.number:
            raise CleaningError(
                f"与第 {other} 条更正同一单元格 {found[0].cell}", where=spot, todo="请只留一条。"
            )

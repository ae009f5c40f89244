"""A made-up town of three villages whose workbooks are typed by each test."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from fazhi_metrics.cleaning import CleaningResult, add_settlement, clean
from fazhi_metrics.cleaning.settlements import Settlement
from fazhi_metrics.project import Town, Village
from fazhi_metrics.store import Store

VILLAGES = (
    Village("示例一村", "第一片区"),
    Village("示例二村", "第一片区"),
    Village("示例社区居委会", "第二片区", "居委会", ("示例社区",)),
)
POPULATION = (
    ["示例镇2025年人口与户数统计表"],
    ["序号", "村（社区）", "户籍", "", "常住", ""],
    ["", "", "户数（户）", "人口（人）", "户数（户）", "人口（人）"],
    [1, "示例一村", 100, 310, 90, 250],
    [2, "示例二村委会", "２００", 620, 180, 500],
    [3, "示例社区", 50, 150, 60, 170],
    ["合计", "", 350, 1080, 330, 920],
    ["注：截至2025年12月31日。"],
    ["填表人：张某某　审核人：李某某　填报日期：2026年1月5日"],
)
POPULATION_MERGES = ("A1:F1", "A2:A3", "B2:B3", "C2:D2", "E2:F2", "A7:B7", "A8:F8", "A9:F9")
DISPUTES = (
    ["序号", "纠纷编号", "受理日期", "所在村", "当事人", "纠纷类型", "化解渠道", "化解层级", "是否化解", "办结日期", "是否民转刑"],
    [1, "JF-1", "2025.3.1", "示例一村", "王某", "邻里", "网格", "村", "是", "2025.3.5", "否"],
    [2, "JF-2", "3月8日", "示例二村", "赵某", "家庭纠纷", "三大中心", "镇", "√", "2025-04-01", ""],
    [3, "JF-3", "2025年5月2日", "示例社区", "钱某", "债务", "司法所", "镇", "否", "", "否"],
    [4, "JF-4", 20251101, "示例一", "孙某", "其它", "派出所", "村", 1, "2025年11月20日", "否"],
)  # fmt: skip


@dataclass(frozen=True)
class Office:
    """A town's folder to write workbooks into, and to clean."""

    town: Town

    def path(self, name: str) -> Path:
        path = self.town.raw / name
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def write(
        self, name: str, rows: Iterable[Sequence[Any]], merges: Iterable[str] = (), sheet: str = "Sheet1"
    ) -> Path:
        """Write rows as the only sheet of a workbook, or as one more of an existing one."""
        path = self.path(name)
        book = openpyxl.load_workbook(path) if path.exists() else openpyxl.Workbook()
        target = book.create_sheet(sheet) if path.exists() else book.active
        target.title = sheet
        for row in rows:
            target.append([None if value == "" else value for value in row])
        for merge in merges:
            target.merge_cells(merge)
        book.save(path)
        return path

    def edit(self, name: str, **cells: Any) -> None:
        """Type over cells of the first sheet: edit("a.xlsx", C7=12)."""
        book = openpyxl.load_workbook(self.path(name))
        for cell, value in cells.items():
            book.worksheets[0][cell] = value
        book.save(self.path(name))

    def population(self) -> str:
        """Write the clean population sheet and return its name."""
        self.write("2025/人口与户数.xlsx", POPULATION, POPULATION_MERGES, "人口")
        return "2025/人口与户数.xlsx"

    def disputes(self) -> str:
        """Write the clean ledger and return its name."""
        self.write("2025/纠纷.xlsx", DISPUTES, sheet="台账")
        return "2025/纠纷.xlsx"

    def clean(self, **options: Any) -> CleaningResult:
        return clean(self.town, **{"workers": 1, "reuse": False, **options})

    def found(self, **options: Any) -> list[tuple[str, str, str]]:
        """Clean and return (severity, rule, address) of every issue."""
        return [(issue.severity, issue.rule, issue.where) for issue in self.clean(**options).issues]

    @property
    def store(self) -> Store:
        return Store.open(self.town.processed)

    def log(self) -> dict[str, tuple[str, str, str | None]]:
        """(rule, before, after) of every logged cell, by address."""
        rows = self.store.side_table("log").to_pylist()
        return {
            "!".join(p for p in (r["file"], r["sheet"], r["cell"]) if p): (r["rule"], r["before"], r["after"])
            for r in rows
        }

    def corrections(self, text: str) -> None:
        self.town.corrections.write_text(text, encoding="utf-8")

    def settle(self, target: str, answer: str = "verified", **options: Any) -> Settlement:
        """Answer a problem, by an office, on a day."""
        words = {"reason": "已核对原表", "approved_by": "党政办", "date": dt.date(2026, 1, 6)}
        return add_settlement(self.town, target, answer, **{**words, **options})

    def open(self) -> list[tuple[str, str]]:
        """Clean and return (rule, address) of every issue that is open."""
        return [(issue.rule, issue.where) for issue in self.clean().issues if not issue.settled]

    def having(self, **changes: Any) -> Office:
        return Office(replace(self.town, **changes))


@pytest.fixture
def office(tmp_path: Path) -> Office:
    raw = tmp_path / "data" / "raw"
    raw.mkdir(parents=True)
    return Office(
        Town(
            tmp_path,
            "示例镇",
            (2025,),
            VILLAGES,
            raw=raw,
            processed=tmp_path / "data" / "processed",
            outputs=tmp_path / "outputs",
            corrections=tmp_path / "data" / "corrections.toml",
            settlements=tmp_path / "data" / "settlements.toml",
        )
    )

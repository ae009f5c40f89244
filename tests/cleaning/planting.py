"""Mistakes as people make them, planted into copies of the sample workbooks, each with where it must be found.

A mistake is declared by what is done to which cell of a record; the cell is looked up in the provenance of
the clean sample, so that a changed sample needs no change here.
"""

from __future__ import annotations

import datetime as dt
import random
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa

from fazhi_metrics.cleaning import clean
from fazhi_metrics.project import Town
from fazhi_metrics.store import Store

Row = dict[str, Any]
Planted = tuple[str, str, str]  # kind, rule that must find it (or several with |), address


@dataclass(frozen=True)
class Mistake:
    """What is typed into the cell of `field` of a record that `fits`, and the rules that may find it there.

    `typed` makes the new content of the record and a random source; `cells` also types into other fields.
    """

    kind: str
    dataset: str
    field: str
    rules: str
    typed: Callable[[Row, random.Random], Any]
    fits: Callable[[Row], bool] = lambda row: True
    at: str | None = None


def swapped(number: int) -> int | None:
    """Return a number with two neighbouring digits swapped so that it changes by more than a tenth."""
    text = str(number)
    for place in range(len(text) - 1):
        other = int(text[:place] + text[place + 1] + text[place] + text[place + 2 :])
        if other != number and len(str(other)) == len(text):
            return other
    return None


def day(date: dt.datetime, days: int) -> str:
    return (date + dt.timedelta(days=days)).strftime("%Y-%m-%d")


MISTAKES = (
    Mistake("约数", "population", "resident_population", "number_unreadable", lambda r, x: f"{r['resident_population']}余"),
    Mistake("文字", "population", "registered_households", "number_unreadable", lambda r, x: "三百左右"),
    Mistake("别的单位", "villages", "forest", "number_unreadable", lambda r, x: f"{r['forest']}公顷", lambda r: r["forest"] > 0),
    Mistake("小数过多", "villages", "farmland", "number_unreadable", lambda r, x: float(r["farmland"]) + 0.005, lambda r: r["farmland"] > 0),
    Mistake("万亩当亩", "villages", "farmland", "area_jump", lambda r, x: round(float(r["farmland"]) / 10000, 2), lambda r: r["farmland"] > 0 and r["year"] == 2025),
    Mistake("小数点错位", "villages", "forest", "area_jump|total_suspect", lambda r, x: float(r["forest"]) * 10, lambda r: r["forest"] > 100),
    Mistake("数位颠倒", "population", "registered_population", "total_suspect", lambda r, x: swapped(r["registered_population"]), lambda r: swapped(r["registered_population"]) is not None),
    Mistake("负数", "population", "resident_households", "below_minimum", lambda r, x: -r["resident_households"]),
    Mistake("非整数", "safety_months", "petitions", "number_unreadable", lambda r, x: 2.5),
    Mistake("像编号的数", "publicity", "audience", "number_unreadable", lambda r, x: 10**15 + 7),
    Mistake("漏填", "inspections", "hazards", "required_missing", lambda r, x: None),
    Mistake("漏填文字", "disputes", "kind", "required_missing", lambda r, x: None),
    Mistake("公式无结果", "population", "resident_population", "formula_empty", lambda r, x: "=SUM(A1:A2)"),
    Mistake("出错值", "inspections", "rectified", "error_value", lambda r, x: "#REF!"),
    Mistake("没有的日期", "disputes", "accepted_on", "date_unreadable", lambda r, x: f"{r['year']}-02-30"),
    Mistake("没有的月份", "appeals", "received_on", "date_unreadable", lambda r, x: f"{r['year']}年13月5日"),
    Mistake("日期不全", "decisions", "decided_on", "date_unreadable", lambda r, x: f"{r['year']}年3月"),
    Mistake("别的年份", "publicity", "held_on", "date_in_year", lambda r, x: f"{r['year'] - 1}-03-05"),
    Mistake("不在本月", "inspections", "inspected_on", "date_in_months", lambda r, x: day(r["inspected_on"], -35 if r["inspected_on"].month > 2 else 45), lambda r: r["inspected_on"].month not in (1, 12) and r["deadline"] is None),
    Mistake("办结早于受理", "disputes", "closed_on", "dates_in_order", lambda r, x: day(r["accepted_on"], -1), lambda r: r["closed_on"] is not None),
    Mistake("答复早于受理", "appeals", "closed_on", "dates_in_order", lambda r, x: day(r["received_on"], -3), lambda r: r["closed_on"] is not None),
    Mistake("期限早于检查", "inspections", "deadline", "deadline_after_visit", lambda r, x: day(r["inspected_on"], -2), lambda r: r["deadline"] is not None),
    Mistake("未办结有日期", "disputes", "closed_on", "closed_when_resolved", lambda r, x: day(r["accepted_on"], 9), lambda r: r["closed_on"] is None),
    Mistake("办结无日期", "appeals", "closed_on", "closed_when_resolved", lambda r, x: None, lambda r: r["closed_on"] is not None),
    Mistake("编号重复", "disputes", "case_no", "duplicate_key", lambda r, x: r["_other"]["case_no"]),
    Mistake("编号重复", "appeals", "appeal_no", "duplicate_key", lambda r, x: r["_other"]["appeal_no"]),
    Mistake("同村两行", "population", "village", "duplicate_key", lambda r, x: r["_other"]["village"]),
    Mistake("不认识的村", "disputes", "village", "village_unknown", lambda r, x: "示列" + r["village"][2:]),
    Mistake("邻乡的村", "inspections", "village", "village_unknown", lambda r, x: "外乡甲村"),
    Mistake("不在选项", "disputes", "channel", "code_unknown", lambda r, x: "村委会调"),
    Mistake("选项打错", "inspections", "sector", "code_unknown", lambda r, x: r["sector"] + "点店"),
    Mistake("不是是否", "appeals", "resolved", "flag_unreadable", lambda r, x: "部分"),
    Mistake("不是半年", "satisfaction", "half", "half_unreadable", lambda r, x: "全年"),
    Mistake("比率颠倒", "satisfaction", "rate", "rate_of_counts", lambda r, x: "59.67%"),
    Mistake("比率差一点", "satisfaction", "rate", "rate_of_counts", lambda r, x: f"{float(r['rate']) - 1.1:.2f}%"),
    Mistake("满意多于答卷", "satisfaction", "satisfied", "satisfied_within_valid", lambda r, x: r["valid"] + 3),
    Mistake("重大多于隐患", "inspections", "serious", "serious_within_hazards", lambda r, x: r["hazards"] + 1),
    Mistake("整改多于隐患", "inspections", "rectified", "rectified_within_hazards", lambda r, x: r["hazards"] + 2),
    Mistake("民转刑不一致", "safety_months", "turned_criminal", "criminal_agrees", lambda r, x: r["turned_criminal"] + 1),
    Mistake("文字里有电话", "inspections", "site", "personal_in_text", lambda r, x: "示例店主10012345678"),
    Mistake("文字里有证件", "decisions", "matter", "personal_in_text", lambda r, x: "示例991376199709215864事项"),
    Mistake("缺一月", "safety_months", "accidents", "required_missing", lambda r, x: None),
)  # fmt: skip


class Ground:
    """A clean copy of the sample in which mistakes are planted, one cleaning for many of them."""

    def __init__(self, town: Town, folder: Path) -> None:
        shutil.copytree(town.raw, folder / "raw")
        self.pristine = town.raw
        self.town = replace(
            town,
            raw=folder / "raw",
            processed=folder / "processed",
            outputs=folder / "outputs",
            corrections=folder / "corrections.toml",
        )
        self.clean_issues = clean(self.town, workers=1).issues
        # Read at once: the generation is gone after two more runs.
        store = Store.open(self.town.processed)
        self.provenance = store.provenance
        names = {mistake.dataset for mistake in MISTAKES}
        self._tables = {(name, year): store.table(name, year) for name in names for year in (2024, 2025)}

    def records(self, dataset: str, year: int) -> pa.Table:
        return self._tables[dataset, year]

    def cell(self, dataset: str, year: int, record: int, field: str) -> str:
        one = self.records(dataset, year).slice(record, 1)
        return self.provenance.cells(one["_source"].to_numpy(), one["_at"].to_numpy(), [field])[0]

    def plant(self, random_: random.Random, mistakes: list[Mistake]) -> list[Planted]:
        """Plant mistakes into workbooks of their own, at most one each; return what must be found."""
        books: dict[str, Any] = {}
        planted: list[Planted] = []
        for mistake in mistakes:
            found = self._place(random_, mistake, set(books))
            if found is None:
                continue
            address, content = found
            file, sheet, name = address.split("!")
            book = books[file] = openpyxl.load_workbook(self.town.raw / file)
            cell = book[sheet][name]
            cell.value = content
            if isinstance(content, str) and content.startswith("#"):
                cell.data_type = "e"
            planted.append((mistake.kind, mistake.rules, address))
        for file, book in books.items():
            book.save(self.town.raw / file)
        return planted

    def _place(self, random_: random.Random, mistake: Mistake, taken: set[str]) -> tuple[str, Any] | None:
        for _ in range(60):
            year = random_.choice((2024, 2025))
            rows = self.records(mistake.dataset, year)
            record = random_.randrange(rows.num_rows)
            address = self.cell(mistake.dataset, year, record, mistake.field)
            row = rows.slice(record, 1).to_pylist()[0]
            row["_other"] = rows.slice(max(0, record - 1), 1).to_pylist()[0]
            if address.split("!")[0] in taken or not mistake.fits(row) or record == 0:
                continue
            return address, mistake.typed(row, random_)
        return None

    def found(self) -> Iterator[tuple[str, str]]:
        """Clean the planted copy and yield (rule, address) of every issue."""
        for issue in clean(self.town, workers=1).issues:
            yield issue.rule, issue.where

    def restore(self) -> None:
        """Put the pristine workbooks back."""
        for path in self.pristine.rglob("*"):
            if path.is_file() and re.fullmatch(r"\d{4}", path.parent.name):
                shutil.copy2(path, self.town.raw / path.relative_to(self.pristine))


def missed(planted: list[Planted], found: set[tuple[str, str]]) -> list[Planted]:
    """Return the mistakes that no issue of an expected rule names at their cell."""
    return [each for each in planted if not any((rule, each[2]) in found for rule in each[1].split("|"))]


def rounds(ground: Ground, seed: int, count: int) -> Iterator[tuple[list[Planted], list[Planted]]]:
    """Plant, clean and restore until `count` mistakes were planted; yield (planted, missed) of each round."""
    random_ = random.Random(seed)
    total = 0
    while total < count:
        mistakes = list(MISTAKES)
        random_.shuffle(mistakes)
        planted = ground.plant(random_, mistakes)
        total += len(planted)
        yield planted, missed(planted, set(ground.found()))
        ground.restore()

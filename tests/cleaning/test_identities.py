"""What must hold over a year, between years and between ledgers, and what a new dataset may declare."""

from __future__ import annotations

from dataclasses import dataclass, replace

import openpyxl
import pytest

from fazhi_metrics.cleaning.rules import RULES, Rule
from fazhi_metrics.datasets import Column, Dataset
from fazhi_metrics.datasets.checks import Adds, RowCheck, Said, Severity
from fazhi_metrics.datasets.gathering import Finding, Total, YearCheck
from fazhi_metrics.datasets.year_checks import Complete
from fazhi_metrics.ledgers.town import catalogue_of
from tests.cleaning.conftest import DISPUTES, POPULATION, POPULATION_MERGES

CASES = Dataset(
    name="cases",
    title="受理情况",
    grain="一村一行",
    columns=(
        Column("village", "村（社区）", "village", aliases=("村",)),
        Column("accepted", "受理件数", "int", "件"),
        Column("done", "办结件数", "int", "件"),
        Column("open", "在办件数", "int", "件"),
        Column("refused", "不予受理件数", "int", "件"),
    ),
    key=("village",),
    checks=(
        Adds("accepted_adds", "accepted", ("done", "open", "refused")),
        Complete("village_list", ("village",)),
    ),
)
HEAD = ["村", "受理件数", "办结件数", "在办件数", "不予受理件数"]


def declare(office, dataset):
    """Give the office's town one more ledger, as a file of its own would."""
    known = catalogue_of(office.town)
    office.town.derived["catalogue"] = replace(known, datasets={**known.datasets, dataset.name: dataset})


@pytest.fixture
def cases(office):
    """The office keeps one more ledger."""
    declare(office, CASES)


def test_a_new_dataset_needs_only_its_declaration(office, cases):
    rows = [
        HEAD,
        ["示例一村", 10, 7, 2, 1],
        ["示例二村", 5, 5, 0, 0],
        ["示例社区", 3, 1, 1, 1],
        ["合计", 18, 13, 3, 2],
    ]
    office.write("2025/受理.xlsx", rows)
    result = office.clean()
    assert (result.issues, result.proved) == ((), 4)
    assert office.store.frame("cases", 2025)["accepted"].tolist() == [10, 5, 3]


def test_parts_that_do_not_add_up_are_found_at_the_whole(office, cases):
    rows = [HEAD, ["示例一村", 10, 7, 2, 2], ["示例二村", 5, 5, 0, 0], ["示例社区", 3, 1, 1, 1]]
    office.write("2025/受理.xlsx", rows)
    issues = office.clean().issues
    assert [(issue.rule, issue.cell) for issue in issues] == [("accepted_adds", "B2")]
    assert "“受理件数”是 10，办结件数、在办件数、不予受理件数 相加为 11" in issues[0].why


def test_a_village_that_is_not_reported_is_named(office):
    rows = [*POPULATION[:4], *POPULATION[5:6], ["合计", "", 150, 460, 150, 420]]
    office.write("2025/人口.xlsx", rows, sheet="人口")
    issue = next(each for each in office.clean().issues if each.rule == "village_list")
    assert "示例二村" in issue.why


def test_a_ledger_that_shrinks_by_half_is_questioned(office):
    both = office.having(years=(2024, 2025))
    for year, count in ((2024, 60), (2025, 20)):
        rows = [DISPUTES[0]]
        rows += [
            [
                n,
                f"J{year}-{n}",
                f"{year}-{1 + n % 12}-01",
                "示例一村",
                "某",
                "邻里",
                "网格",
                "村",
                "否",
                "",
                "",
            ]
            for n in range(1, count + 1)
        ]
        both.write(f"{year}/纠纷.xlsx", rows, sheet="台账")
    assert both.found() == [("警告", "records_jump", "2025/纠纷.xlsx!台账")]


def test_a_ledger_of_one_year_only_is_asked_for(office):
    both = office.having(years=(2024, 2025))
    both.population()
    assert both.found() == [("警告", "dataset_missing", "2024/")]


def test_hidden_rows_count_and_are_said(office):
    file = office.population()
    book = openpyxl.load_workbook(office.path(file))
    book.active.row_dimensions[5].hidden = True
    book.save(office.path(file))
    result = office.clean()
    assert [(issue.severity, issue.rule) for issue in result.issues] == [("警告", "lines_hidden")]
    assert "第 5 行" in result.issues[0].why


def test_cases_turned_criminal_agree_between_the_two_ledgers(office):
    office.disputes()
    months = [["指标", *[f"{month}月" for month in range(1, 13)]]]
    months += [[name, *[0] * 12] for name in ("治安案件", "信访件次", "安全事故", "黑恶线索", "民转刑案件")]
    office.write("2025/月报.xlsx", months, sheet="月报")
    assert office.found() == []
    office.edit("2025/月报.xlsx", F6=1)
    assert office.found() == [("错误", "criminal_agrees", "2025/月报.xlsx!月报!F6")]
    office.edit("2025/月报.xlsx", F6=0)
    office.edit("2025/纠纷.xlsx", K4="是")
    assert office.found() == [
        ("错误", "criminal_agrees", "2025/月报.xlsx!月报!F6"),
        ("警告", "criminal_agrees", "2025/纠纷.xlsx!台账!K4"),
    ]
    office.edit("2025/月报.xlsx", F6=1)
    office.edit("2025/纠纷.xlsx", K4="是")
    assert office.found() == []


def test_a_second_file_with_the_same_cases_is_a_duplicate_at_its_cells(office):
    office.disputes()
    office.write("2025/纠纷补报.xlsx", [DISPUTES[0], [1, *DISPUTES[4][1:]]], sheet="补报")
    issues = office.clean().issues
    assert [(issue.rule, issue.where) for issue in issues] == [
        ("duplicate_key", "2025/纠纷补报.xlsx!补报!B2")
    ]
    assert "2025/纠纷.xlsx!台账!B5" in issues[0].why


def test_merged_heads_are_no_records(office):
    office.write("2025/人口.xlsx", POPULATION, POPULATION_MERGES, "人口")
    assert office.clean().records == {("population", 2025): 3}


def villages(office, *rows):
    head = ["片区", "村", "类型", "微网格数", "耕地", "林地", "民间信仰场所"]
    office.write("2025/村情.xlsx", [head, *([*row, 1, 10, 10, 0] for row in rows)], sheet="村情")
    return [(issue.rule, issue.cell, issue.why) for issue in office.clean().issues]


def test_a_district_and_a_kind_are_held_against_the_towns_list(office):
    rows = [
        ("第一片区", "示例一村", "行政村"),
        ("第一片区", "示例二村", "村"),
        ("第二片区", "示例社区", "社区"),
    ]
    assert villages(office, *rows) == []
    rows[1:] = [("第二片区", "示例二村", "居委会"), ("", "示例社区", "社区")]
    found = villages(office.having(raw=office.town.raw / "more"), *rows)
    assert [(rule, cell) for rule, cell, _ in found] == [
        ("district_as_listed", "A3"),
        ("kind_as_listed", "C3"),
    ]
    assert "村名单里示例二村是第一片区" in found[0][2]


@pytest.mark.parametrize(
    ("records", "months", "asked"), [(60, 9, True), (60, 12, False), (12, 1, False), (1, 1, False)]
)
def test_months_without_a_case_are_asked_about_only_where_chance_does_not_explain_them(
    office, records, months, asked
):
    rows = [DISPUTES[0]]
    for n in range(1, records + 1):
        rows.append(
            [
                n,
                f"J-{n:03}",
                f"2025-{1 + n % months}-05",
                "示例一村",
                "某",
                "邻里",
                "网格",
                "村",
                "否",
                "",
                "否",
            ]
        )
    office.write("2025/纠纷.xlsx", rows, sheet="台账")
    assert office.found() == [("警告", "months_covered", "2025/纠纷.xlsx!台账")] * asked


def test_a_column_that_is_no_month_is_named_at_its_header(office):
    months = [["指标", *[f"{month}月" for month in range(1, 12)], "13月", "去年"]]
    months += [[name, *[0] * 13] for name in ("治安案件", "信访件次", "安全事故", "黑恶线索", "民转刑案件")]
    office.write("2025/月报.xlsx", months, sheet="月报")
    found = [(rule, where.rpartition("!")[2]) for _, rule, where in office.found()]
    assert ("month_unreadable", "M1") in found
    assert ("column_unknown", "N1") in found


@dataclass(frozen=True, slots=True)
class Dozens(RowCheck):
    """A kind of check that no dataset has: a number comes in dozens."""

    column: str

    looks_at = ("column",)

    def passes(self, records):
        return (records[self.column] % 12 == 0) | records[self.column].isna()

    def says(self, record):
        words = {"column": record.title(self.column), "value": record.value(self.column)}
        return Said("dozens", self.column, words)


@dataclass(frozen=True, slots=True)
class Busy(YearCheck):
    """A kind of check over a year that no dataset has: a column comes to something."""

    column: str

    looks_at = ("column",)

    @property
    def gathers(self):
        return (("", Total(self.column)),)

    def finds(self, year):
        found = year.gathered(Total(self.column))
        if not found.value:
            yield Finding(message="busy", year=year, column=self.column, words={"year": year.year})


def test_a_new_kind_of_check_is_its_class_and_its_message(office, monkeypatch):
    checks = (Dozens("by_dozens", "done", severity=Severity.HINT), Busy("something", "open", todo="请补报"))
    declared = replace(CASES, checks=checks)
    declare(office, declared)
    monkeypatch.setitem(RULES, "dozens", Rule("不成打", Severity.ERROR, "“{column}”是 {value}", "请核对"))
    monkeypatch.setitem(RULES, "busy", Rule("全年没有", Severity.ERROR, "{year} 年没有一件", "请核对"))
    rows = [HEAD, ["示例一村", 24, 24, 0, 0], ["示例二村", 13, 13, 0, 0], ["示例社区", "", "", 0, 0]]
    office.write("2025/受理.xlsx", rows)
    found = {each.rule: each for each in office.clean().issues}
    assert str(found["by_dozens"]) == "提示 2025/受理.xlsx!Sheet1!C3 不成打“13”：“办结件数”是 13。请核对"
    assert str(found["something"]) == "错误 2025/受理.xlsx!Sheet1 全年没有：2025 年没有一件。请补报"
    assert found["by_dozens"].columns == ("done",)
    assert [(each.first, each.last) for each in found["by_dozens"].records] == [(3, 3)]

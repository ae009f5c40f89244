"""不适用 is a value of its own: it is no "no", fulfils no condition, and leaves the denominator."""

from __future__ import annotations

import shutil

import openpyxl
import pytest

from fazhi_metrics.workbench import open_project

FILE = "2025/重大行政决策目录.xlsx"


@pytest.fixture
def project(sample_folder, tmp_path):
    shutil.copytree(sample_folder, tmp_path / "town", symlinks=True)
    return open_project(tmp_path / "town")


def typed(project, column: str, marks: dict[int, str]):
    """Type marks into cells of a procedure of the decisions, by row, and clean."""
    path = project.town.raw / FILE
    book = openpyxl.load_workbook(path)
    for row, mark in marks.items():
        book.worksheets[0][f"{column}{row}"] = mark
    book.save(path)
    return project.clean(workers=1)


def test_what_does_not_apply_leaves_the_rate_and_not_the_count(project):
    before = project.indicator("expert_review_rate").by(year=2025).part
    rows = list(range(5, 15))
    book = openpyxl.load_workbook(project.town.raw / FILE)
    empty = [row for row in rows if book.worksheets[0][f"F{row}"].value is None]
    issues = typed(project, "F", dict.fromkeys(empty, "不适用")).issues
    rate = project.indicator("expert_review_rate").by(year=2025)
    assert (rate.part.numerator, rate.part.denominator) == (before.numerator, before.denominator - len(empty))
    assert (rate.value, rate.status) == (100, "sound")
    assert any("不适用，不计入分母" in note for note in rate.notes)
    assert project.indicator("major_decisions").by(year=2025).value == len(rows)
    assert [(each.severity, each.rule) for each in issues] == [("提示", "not_applicable")]
    numbers = {side.role: side.value for side in project.trace("expert_review_rate", year=2025).sides}
    assert numbers["分母"] == rate.part.denominator


def test_nobody_knows_is_neither_no_nor_inapplicable(project):
    typed(project, "F", {5: "不详"})
    rate = project.indicator("expert_review_rate").by(year=2025).part
    assert rate.status == "bounded"
    assert rate.high - rate.low == 10

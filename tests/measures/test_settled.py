"""What an answer does to values: verified is sound, a verified silence is nothing, and the trace says so."""

from __future__ import annotations

import datetime as dt
import shutil

import openpyxl
import pytest

from fazhi_metrics.measures.status import Status
from fazhi_metrics.workbench import open_project
from tests.conftest import copy_sample

HOUSEHOLDS = "2025/人口与户数.xlsx"
AUGUST = "2025/安全检查台账（2025年8月）.xlsx"
WORDS = {"reason": "已核对原表", "approved_by": "党政办", "date": dt.date(2026, 1, 6)}
SAID = "已核实（党政办 2026-01-06：已核对原表）"


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """The sample town with a number that its total contradicts, a blank village, and a month as an archive."""
    root = copy_sample(tmp_path_factory.mktemp("damaged"))
    path = root / "data" / "raw" / HOUSEHOLDS
    book = openpyxl.load_workbook(path)
    book["人口"]["F8"] = 1954
    book["人口"]["E9"] = None
    book.save(path)
    august = root / "data" / "raw" / AUGUST
    august.rename(august.with_suffix(".zip"))
    return root


@pytest.fixture
def town(damaged, tmp_path):
    """That town, to be answered for."""
    shutil.copytree(damaged, tmp_path / "town", symlinks=True)
    return open_project(tmp_path / "town")


def settled(town, target, answer="verified", **options):
    town.settle(target, answer, **{**WORDS, **options})
    town.clean(workers=1)


def test_a_verified_number_stands_as_typed_and_its_trace_says_who_verified_it(town):
    town.clean(workers=1)
    assert town.figure("resident_population").status is Status.DOUBTFUL
    settled(town, f"{HOUSEHOLDS}!人口!F8")
    figure = town.figure("resident_population")
    assert (figure.status, figure.value, figure.reasons) == (Status.SOUND, 22918, ())
    assert f"{HOUSEHOLDS}!人口!F8 疑为此处有误：{SAID}" in str(town.trace("resident_population"))
    assert SAID not in str(town.trace("registered_population"))


def test_a_verified_blank_is_known_to_be_nothing(town):
    town.clean(workers=1)
    before = town.figure("resident_households")
    assert before.status.failed
    for issue in ("required_missing", "total_differs"):
        town.settle(f"{HOUSEHOLDS}!人口", issue=issue, **WORDS)
    town.clean(workers=1)
    assert town.figure("resident_households").status is Status.SOUND


def test_a_verified_month_without_records_is_whole_and_the_archive_is_answered_apart(town):
    town.clean(workers=1)
    inspections = town.indicator("safety_inspections")
    assert inspections.value(2025).status is Status.INCOMPLETE
    settled(town, AUGUST.replace(".xlsx", ".zip"), "excluded")
    assert inspections.value(2025).status is Status.INCOMPLETE
    settled(town, "安全检查台账", year=2025, months=[8])
    measured = inspections.by("month", year=2025)
    assert measured["8月"].value == 0 and measured.status is Status.SOUND
    assert f"不齐全：{SAID}" in str(town.trace("safety_inspections"))


def test_the_months_of_a_year_that_stops_can_be_verified_too(town):
    for month in (8, 9, 10, 11, 12):
        for path in (town.town.raw / "2025").glob(f"安全检查台账（2025年{month}月）.*"):
            path.unlink()
    town.clean(workers=1)
    assert town.indicator("safety_inspections").value(2025).status is Status.PROVISIONAL
    settled(town, "安全检查台账", year=2025, months=range(8, 13))
    value = town.indicator("safety_inspections").value(2025)
    assert (value.status, value.months[-1]) == (Status.SOUND, 12)


def test_the_agenda_puts_what_moves_headline_figures_first_with_its_reach_and_its_answers(town):
    town.clean(workers=1)
    agenda = town.agenda()
    question = next(each for each in agenda.headline if "F26" in each.text)
    assert str(question.figures[0]) == "常住人口（最多相差900人）"
    commands = dict(question.answers)
    assert commands["没有错"].startswith(f'fazhi settle "{HOUSEHOLDS}!人口!F8" --verified')
    assert commands["录错了"] == f'fazhi correct --cell "{HOUSEHOLDS}!人口!F8" --after 1054'
    assert all(question.answers for question in (*agenda.headline, *agenda.others))
    text = str(agenda)
    assert text.index("常住人口") < text.index("不牵动报告数字")


def test_problems_alike_are_one_question_and_an_undamaged_town_has_none(town, sample_project):
    file = town.town.raw / "2025" / "矛盾纠纷台账.xlsx"
    shutil.copy(file, file.with_name("矛盾纠纷台账 - 副本.xlsx"))
    town.clean(workers=1)
    question = next(each for each in town.agenda().headline if "副本" in each.text)
    assert question.count > 100 and "--excluded" in question.answers[0][1]
    assert sample_project.agenda().headline == ()

"""A question gives code that runs as it is, to the same table and chart."""

from __future__ import annotations

import doctest

import pytest

from fazhi_metrics.explorer import Question, question
from fazhi_metrics.explorer.answer import answer

VILLAGES = ("示例三村", "示例五村")
QUESTIONS = [
    Question("disputes_accepted", ("month",), 2025),
    Question("disputes_accepted", ("village", "month"), 2025),
    Question("disputes_accepted", ("month",), 2025, 2024, VILLAGES),
    Question("dispute_resolution_rate", ("district",), 2025, 2024),
    Question("petitions", ("year",), 2025),
    Question("petitions", (), 2025, 2024),
    Question("public_satisfaction", ("village",), 2025),
    Question("hazard_rectification_rate", ("sector", "quarter"), 2025, None, VILLAGES),
    Question("enforcement_officers", ("field",), 2025),
    Question("disputes_turned_criminal", ("channel",), 2024),
]


def run(code, folder, monkeypatch):
    """Run code as a notebook in a folder of the project would, and return what it named and displayed."""
    shown = []
    names = {"display": lambda *things: shown.extend(things)}
    monkeypatch.chdir(folder)
    exec(compile(code, "cell", "exec"), names)
    return names, shown


@pytest.mark.parametrize("asked", QUESTIONS, ids=lambda asked: asked.name)
def test_its_code_runs_as_it_is_and_gives_the_same_table_and_chart(asked, sample_project, monkeypatch):
    found = answer(sample_project, asked)
    names, shown = run(found.code(), sample_project.town.notebooks, monkeypatch)
    assert names["table"] == found.table
    assert names["table"]._repr_html_() == found.table._repr_html_()
    assert shown[0] is names["table"]
    if found.figure is None:
        assert "figure" not in names
        assert found.refusals
    else:
        assert names["figure"].to_json() == found.figure.to_json()
        assert shown[1] is names["figure"]


def test_most_of_these_questions_have_a_chart(sample_project):
    drawn = [asked for asked in QUESTIONS if answer(sample_project, asked).figure is not None]
    assert len(drawn) == len(QUESTIONS) - 1


def test_every_question_has_a_file_name_of_its_own():
    assert len({asked.name for asked in QUESTIONS}) == len(QUESTIONS)
    many = Question("petitions", ("month",), 2025, villages=("甲村", "乙/村", "丙村"))
    assert many.name == "petitions_month_2025_甲村_乙_村_等3个"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Question("resident_population", ("month",), 2025), "人口与户数没有月份，不能按月份分"),
        (Question("petitions", (), 2025, villages=VILLAGES), "平安建设月报没有村（社区）"),
        (Question("petitions", (), 2025, 2023), "平安建设月报没有 2023 年的数据"),
    ],
)
def test_what_cannot_be_divided_so_is_said_and_nothing_is_shown(asked, said, sample_project):
    found = answer(sample_project, asked)
    assert found.table is None
    assert found.figure is None
    assert said in found.refusals[0]
    assert found.code() == ""


def test_a_chart_that_would_mislead_is_refused_beside_the_table(sample_project):
    found = answer(sample_project, Question("hazard_rectification_rate", ("sector", "quarter"), 2025))
    assert found.table is not None
    assert found.figure is None
    assert found.refusals[0].startswith("没有画图：")


def test_its_examples():
    assert doctest.testmod(question).failed == 0

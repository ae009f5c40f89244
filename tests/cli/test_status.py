"""What the commands say of a town that came in badly: marks, reasons, what to do, and the exit code."""

import csv
import io
import json

import pytest

from fazhi_metrics.cli import main


@pytest.fixture
def fazhi(capsys, monkeypatch, damaged_folder):
    """Run the command in the damaged town; returns (exit code, output)."""
    monkeypatch.chdir(damaged_folder)

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main([str(each) for each in arguments])
        return ended.value.code, capsys.readouterr().out

    return run


STATUSES = {
    "farmland_area": "sound",
    "resident_population": "doubtful",
    "disputes_turned_criminal": "provisional",
    "public_satisfaction": "unavailable",
}


def test_headline_figures_that_cannot_be_used_end_the_command_with_1(fazhi):
    code, out = fazhi("figures", "--json")
    figures = {figure["id"]: figure for figure in json.loads(out)}
    assert code == 1
    assert {name: figures[name]["status"] for name in STATUSES} == STATUSES
    assert figures["resident_population"]["reasons"][0].startswith("2025/人口与户数.xlsx!人口!F26")
    assert figures["disputes_turned_criminal"]["months"] == list(range(1, 10))


def test_the_table_carries_the_marks_and_below_it_the_reasons_with_what_to_do(fazhi):
    code, out = fazhi("figures")
    table, _, below = out.partition("不能照用或要说明的")
    assert code == 1
    assert "22918人（待核实，最多相差900人）" in table and "（截至9月）" in table
    assert "F26 合计不符" in below and "fazhi correct" in below and "fazhi settle" in below
    assert below.index("没有此项") < below.index("待核实") < below.index("截至某日")


def test_json_csv_and_table_say_the_same_status(fazhi):
    found = {figure["id"]: figure for figure in json.loads(fazhi("figures", "--json")[1])}
    rows = {row["编号"]: row for row in csv.DictReader(io.StringIO(fazhi("figures", "--csv")[1]))}
    table = fazhi("figures")[1]
    for name, figure in found.items():
        row = rows[name]
        assert (row["status"], row["status_title"]) == (figure["status"], figure["status_title"])
        assert row["写法"] == figure["wording"]
        assert figure["wording"][:6] in table


def test_parts_carry_their_status_in_every_form(fazhi):
    asked = ("indicators", "safety_inspections", "--by", "month")
    parts = {row["month"]: row for row in json.loads(fazhi(*asked, "--json")[1])}
    assert (parts["8月"]["status"], parts["8月"]["value"]) == ("incomplete", None)
    assert (parts["7月"]["status"], parts["7月"]["low"]) == ("sound", parts["7月"]["value"])
    [line] = [line for line in fazhi(*asked)[1].splitlines() if line.startswith("8月")]
    assert "数据不全" in line and "缺 8月" in fazhi(*asked)[1]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("resident_population", ("待核实", "已知22018至22918人", "F26 合计不符", "fazhi settle")),
        ("disputes_accepted", ("截至某日", "1—9月的数据", "截至2025-09-30")),
        ("safety_inspections", ("数据不全", "至少192次", "缺 8月")),
        ("farmland_area", ("可用",)),
    ],
)
def test_a_trace_says_what_its_figure_is_worth(fazhi, figure, words):
    _, out = fazhi("trace", figure)
    assert [word for word in words if word not in out] == []
    first = json.loads(fazhi("trace", figure, "--json")[1])[0]
    assert first["status_title"] == words[0]

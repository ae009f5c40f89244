"""fazhi settle: what is open, and one answer from options alone."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import openpyxl
import pytest

from fazhi_metrics.cli import main
from tests.conftest import copy_sample

CELL = "2025/人口与户数.xlsx!人口!F8"
WORDS = ("--reason", "当年并入两个小区", "--by", "党政办")


@pytest.fixture(scope="module")
def damaged(tmp_path_factory):
    """The sample town with one number typed wrong, cleaned."""
    from fazhi_metrics.workbench import open_project

    root = copy_sample(tmp_path_factory.mktemp("damaged"))
    path = root / "data" / "raw" / "2025" / "人口与户数.xlsx"
    book = openpyxl.load_workbook(path)
    book["人口"]["F8"] = 1954
    book.save(path)
    open_project(root).clean(workers=1)
    return root


@pytest.fixture
def run(damaged, tmp_path, monkeypatch, capsys):
    """Run a command in that town; returns (exit code, output, errors)."""
    root = tmp_path / "town"
    shutil.copytree(damaged, root, symlinks=True)
    monkeypatch.chdir(root)

    def command(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return command


def written():
    return tomllib.loads(Path("data/settlements.toml").read_text(encoding="utf-8"))["settlements"]


def test_the_command_that_the_list_gives_settles_what_it_lists(run):
    code, out, _ = run("settle")
    assert code == 0 and "常住人口（最多相差900人）" in out
    assert f'fazhi settle "{CELL}" --verified' in out
    code, out, _ = run("settle", CELL, "--verified", *WORDS, "--evidence", "派出所来函")
    assert code == 0 and "fazhi clean" in out
    assert (written()[0]["cell"], written()[0]["evidence"]) == ("F8", "派出所来函")
    code, out, _ = run("clean")
    assert code == 0 and "已核实（党政办" in out
    code, out, _ = run("settle")
    assert code == 0 and "没有待答复的问题" in out
    assert "已核实（党政办" in run("trace", "resident_population")[1]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([CELL], "没有写明怎样答复"),
        ([CELL, "--verified", "--excluded", *WORDS], "只能有一种答复"),
        ([CELL, "--verified"], "缺少选项 --reason、--by"),
        (["--verified", *WORDS], "没有写明答复哪里"),
        ([CELL, "--verified", "--reason", "核对", "--by", "王小明"], "批准单位里有姓名"),
        ([CELL, "--verifed"], "您是不是要找 --verified"),
        (["2025/人口与户.xlsx", "--excluded", *WORDS], "您是不是要找 2025/人口与户数.xlsx"),
    ],
)
def test_what_is_missing_or_wrong_is_told_in_one_line(run, arguments, says):
    code, _, err = run("settle", *arguments)
    assert code == 2 and says in err and len(err.strip().splitlines()) == 1
    with pytest.raises(FileNotFoundError):
        written()

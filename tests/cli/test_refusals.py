"""Whatever the system refuses ends a command in one Chinese sentence; Ctrl-C in one line and 130."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fazhi_metrics import cli
from fazhi_metrics.errors import FileError
from fazhi_metrics.workbench import open_project
from fazhi_metrics.workbooks import open as opening
from tests.conftest import copy_sample

WRITING = {
    "report": ("report", "--no-images", "--no-notebooks"),
    "clean": ("clean", "--project", "小镇"),
    "charts": ("charts", "--formats", "csv", "--out", "新/图"),
    "new": ("new", "新项目"),
    "sample": ("sample", "新样本"),
}
TOWN = '[town]\nname = "示例镇"\nyears = [2025]\n[[villages]]\nname = "示例一村"\n'
REFUSALS = {errno.EROFS: "只能读", errno.ENOSPC: "磁盘已满", errno.EMFILE: "打开的文件太多"}


@pytest.fixture
def fazhi(capsys, monkeypatch, sample_folder):
    """Run the command in the sample town; returns (exit code, errors)."""
    monkeypatch.chdir(sample_folder)
    town = sample_folder / "小镇"
    (town / "data/raw/2025").mkdir(parents=True, exist_ok=True)
    (town / "fazhi.toml").write_text(TOWN, encoding="utf-8")
    (town / "data/raw/2025/事项.csv").write_text("村名,件数\n示例一村,3\n", encoding="utf-8")

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        return ended.value.code, capsys.readouterr().err

    return run


def refuse(number):
    def refusing(path, *_, **__):
        raise OSError(number, os.strerror(number), os.fspath(path))

    return refusing


@pytest.mark.parametrize("number", REFUSALS)
@pytest.mark.parametrize("command", WRITING)
def test_a_command_that_may_make_no_folder_says_so_in_one_line(fazhi, monkeypatch, command, number):
    monkeypatch.setattr(Path, "mkdir", refuse(number))
    code, said = fazhi(*WRITING[command])
    assert (code, said.count("\n")) == (2, 1)
    assert REFUSALS[number] in said


@pytest.mark.parametrize("command", ["charts", "new"])
def test_a_command_whose_file_is_open_elsewhere_says_so(fazhi, monkeypatch, command):
    monkeypatch.setattr(os, "replace", refuse(errno.EBUSY))
    code, said = fazhi(*WRITING[command])
    assert code == 2
    assert "正被另一个程序占用。如果它正开着，请先关掉再运行。" in said


def test_python_is_told_the_same(fazhi, monkeypatch):
    project = open_project("小镇")
    monkeypatch.setattr(Path, "mkdir", refuse(errno.ENOSPC))
    with pytest.raises(FileError, match="磁盘已满"):
        project.clean()


@pytest.mark.parametrize("name", ["安全.xlsx".encode("gb18030"), b"\xff\xfe.xlsx"])
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere no file can have such a name")
def test_a_file_whose_name_is_not_utf8_is_read_and_named_as_far_as_it_can_be(fazhi, tmp_path, name):
    path = os.fsencode(tmp_path) + b"/" + name
    Path(os.fsdecode(path)).write_bytes(b"PK\x03\x04")
    for command in ("tables", "claims"):
        code, said = fazhi(command, os.fsdecode(path))
        assert code == 2 and said.encode()


def test_ctrl_c_ends_with_one_line_and_130(fazhi, monkeypatch):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(opening, "_open", interrupt)
    code, said = fazhi("tables", "data/raw/2025/人口与户数.xlsx")
    assert (code, said) == (130, "已中断。已经写好的文件是完整的，其余的请重新运行。\n")


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_ctrl_c_reaches_the_workers_too_and_none_complains(tmp_path):
    root = copy_sample(tmp_path)
    command = [sys.executable, "-c", "from fazhi_metrics.cli import main; main()", "clean", "--workers", "2"]
    path = os.pathsep.join((str(Path(cli.__file__).parents[2]), os.environ.get("PYTHONPATH", "")))
    with subprocess.Popen(
        command,
        cwd=root,
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    ) as running:
        until = time.monotonic() + 60
        while not any((root / "data/processed").glob("*/*.part")) and time.monotonic() < until:
            assert running.poll() is None
            time.sleep(0.02)
        os.killpg(running.pid, signal.SIGINT)
        try:
            _, said = running.communicate(timeout=60)
        finally:
            running.kill()
    assert (running.returncode, said) == (130, "已中断。已经写好的文件是完整的，其余的请重新运行。\n")
    assert not (root / "data/processed/current").exists()

"""fazhi correct: from options alone, or asked for one by one at a terminal; nothing is written by halves."""

from __future__ import annotations

import io
import tomllib

import pytest

from fazhi_metrics.cli import main

CELL = "2025/矛盾纠纷台账.xlsx!第一季度!I4"


class Terminal(io.StringIO):
    """Standard input as a person at a keyboard types it."""

    def isatty(self):
        return True


@pytest.fixture
def correct(capsys, monkeypatch, sample_folder):
    """Run the command in the sample town; returns (exit code, output, errors, the corrections written)."""
    monkeypatch.chdir(sample_folder)
    path = sample_folder / "data" / "corrections.toml"
    assert not path.exists()

    def run(*arguments, typed=None):
        typed = io.StringIO() if typed is None else Terminal("\n".join(typed) + "\n")
        monkeypatch.setattr("sys.stdin", typed)
        with pytest.raises(SystemExit) as ended:
            main(["correct", *arguments])
        printed = capsys.readouterr()
        written = tomllib.loads(path.read_text(encoding="utf-8"))["corrections"] if path.exists() else []
        return ended.value.code, printed.out, printed.err, written

    yield run
    path.unlink(missing_ok=True)  # the town is shared by all tests of this worker


WORDS = ("--reason", "打错", "--evidence", "司法所核对", "--approved-by", "党政办")
ANSWERS = ("打错", "司法所核对", "党政办")


def first_dispute(sample_folder):
    """The number and the cell of 是否化解 of the first dispute of 2025."""
    from fazhi_metrics.workbooks import read_tables

    table = read_tables(sample_folder / "data" / "raw" / "2025" / "矛盾纠纷台账.xlsx")[0]
    columns = {column.header: column.letter for column in table.columns}
    row = table.first_data_row
    number = next(letter for header, letter in columns.items() if "编号" in header)
    flag = next(letter for header, letter in columns.items() if "化解" in header and "是否" in header)
    address = f"2025/矛盾纠纷台账.xlsx!{table.sheet}!{flag}{row}"
    return str(table.raw(row, number)), address, str(table.raw(row, flag))


def test_by_cell_from_options(correct, sample_folder):
    _, address, now = first_dispute(sample_folder)
    options = ("--cell", address, "--before", now, "--after", "否" if now != "否" else "是", *WORDS)
    code, out, _, written = correct(*options)
    assert code == 0 and "fazhi clean" in out
    assert written[-1]["cell"] == address
    assert (written[-1]["before"], written[-1]["approved_by"]) == (now, "党政办")


def test_by_dataset_key_and_column_in_chinese(correct, sample_folder):
    number, _, now = first_dispute(sample_folder)
    place = ("--dataset", "矛盾纠纷台账", "--key", f"编号={number}", "--column", "是否化解", "--year", "2025")
    code, _, err, written = correct(*place, "--before", now, "--after", "否" if now != "否" else "是", *WORDS)
    assert (code, err) == (0, "")
    assert written[-1]["dataset"] == "disputes"
    assert (written[-1]["key"], written[-1]["column"]) == ({"case_no": number}, "resolved")


def test_at_a_terminal_everything_is_asked_for_and_what_stands_there_is_shown(correct, sample_folder):
    number, address, now = first_dispute(sample_folder)
    typed = ["", "矛盾纠份", "矛盾纠纷台账", "明年", "2025", number, "是否化解", "部分", *ANSWERS, "y"]
    code, out, _, written = correct(typed=typed)
    assert code == 0
    assert "您是不是要找 矛盾纠纷台账" in out and "明年 不是年份" in out
    assert f"{address} 现在写的是：{now}" in out
    assert (written[-1]["before"], written[-1]["after"], written[-1]["reason"]) == (now, "部分", "打错")


def test_only_what_the_options_leave_open_is_asked_for(correct, sample_folder):
    _, address, now = first_dispute(sample_folder)
    code, out, _, written = correct("--cell", address, "--after", "部分", *WORDS, typed=["y"])
    assert code == 0 and "为什么" not in out
    assert written[-1]["before"] == now


def test_who_does_not_confirm_writes_nothing(correct, sample_folder):
    _, address, _ = first_dispute(sample_folder)
    code, _, err, written = correct("--cell", address, typed=["部分", *ANSWERS, "n"])
    assert (code, written) == (2, [])
    assert "已取消" in err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--cell", CELL], "缺少选项 --before、--after"),
        ([], "缺少选项 --cell、--before"),
        (["--dataset", "矛盾纠份台账"], "您是不是要找 矛盾纠纷台账"),
        (["--dataset", "disputes", "--key", "编号"], "--key 编号=值"),
        (["--dataset", "disputes", "--key", "编码=1"], "可用的有：编号"),
        (["--dataset", "disputes", "--column", "是否化接"], "您是不是要找 是否化解"),
        (["--cell", "2025/没有.xlsx!a!A1", "--before", "1", "--after", "2", *WORDS], "没有这个文件"),
        (["--cell", f"{CELL}999", "--before", "1", "--after", "2", *WORDS], "没有找到"),
    ],
)
def test_what_is_missing_or_misspelt_is_told_in_one_sentence(correct, arguments, says):
    code, _, err, written = correct(*arguments)
    assert (code, written) == (2, [])
    assert says in err
    assert len(err.strip().splitlines()) == 1


def test_a_cell_that_holds_something_else_is_refused(correct, sample_folder):
    _, address, _ = first_dispute(sample_folder)
    code, _, err, written = correct("--cell", address, "--before", "不是这个", "--after", "是", *WORDS)
    assert (code, written) == (2, [])
    assert "不是更正清单里的" in err

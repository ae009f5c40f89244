"""The command: what it prints, and one Chinese sentence and exit 2 for whatever a user can do wrong."""

from __future__ import annotations

import csv
import io
import json

import pytest

from fazhi_metrics.cli import main
from fazhi_metrics.cli.app import app, inert


@pytest.fixture
def fazhi(capsys, monkeypatch, sample_folder):
    """Run the command in the sample town; returns (exit code, output, errors)."""
    monkeypatch.chdir(sample_folder)
    (sample_folder / "不是表格.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))

    def run(*arguments):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        printed = capsys.readouterr()
        return ended.value.code, printed.out, printed.err

    return run


def test_the_help_page_names_every_command_in_chinese(fazhi):
    code, out, _ = fazhi("--help")
    assert code == 0
    assert "用法" in out and "命令" in out and "Usage" not in out
    for command in app.registered_commands:
        assert command.callback.__name__ in out


def test_figures_come_as_json_of_the_agreed_shape(fazhi):
    code, out, _ = fazhi("figures", "--json")
    figures = {figure["id"]: figure for figure in json.loads(out)}
    assert code == 0
    assert figures["forest_area"]["value"] == 58670.24
    assert '"value": 58670.24,' in out
    assert set(figures["forest_area"]) == {
        "id",
        "title",
        "value",
        "unit",
        "year",
        "wording",
        "definition",
        "numerator",
        "denominator",
        "cells",
        "status",
        "status_title",
        "low",
        "high",
        "reasons",
        "as_of",
        "months",
    }
    assert figures["resident_population"]["cells"] == ["2025/人口与户数.xlsx!人口!F6:F25"]


def test_figures_come_as_csv_too(fazhi):
    code, out, _ = fazhi("figures", "--csv", "--year", "2024")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert code == 0
    assert {row["编号"] for row in rows} >= {"farmland_area", "petitions"}


def test_an_indicator_is_measured_by_place_and_time(fazhi):
    code, out, _ = fazhi("indicators", "petitions", "--by", "month", "--json")
    assert code == 0
    assert sum(row["value"] for row in json.loads(out)) == 83


def test_one_indicator_is_measured_and_its_card_shown(fazhi):
    code, out, _ = fazhi("indicators", "dispute_resolution_rate")
    assert code == 0
    assert "96.2" in out
    for line in (
        "编号：dispute_resolution_rate",
        "分母：矛盾纠纷台账的记录数",
        "口径：第1版",
        "方向：越高越好",
    ):
        assert line in out


@pytest.mark.parametrize("form", ["", "--csv", "--json"])
def test_numbers_that_tell_of_one_or_two_people_are_not_printed(fazhi, form):
    code, out, _ = fazhi("indicators", "enforcement_officers", "--by", "field", *filter(None, [form]))
    assert code == 0
    line = next(line for line in out.replace("},", "\n").splitlines() if "集贸市场" in line)
    assert not any(letter.isdigit() for letter in line.replace("不足3人", ""))


def test_a_figure_is_traced_to_its_cells_and_a_cell_to_its_figures(fazhi):
    code, out, _ = fazhi("trace", "resident_population")
    assert code == 0 and "F6:F25" in out and "22018" in out
    code, out, _ = fazhi("trace", "--cell", "2025/人口与户数.xlsx!人口!F7")
    assert code == 0 and "resident_population" in out


def test_sample_output_says_that_it_is_sample_data(fazhi):
    assert "示例数据" in fazhi("figures")[1]


def test_tables_prints_what_the_reader_sees(fazhi, sample_folder):
    path = str(sample_folder / "data/raw/2025/人口与户数.xlsx")
    code, out, _ = fazhi("tables", path, "--json")
    (table,) = json.loads(out)["tables"]
    assert code == 0
    assert [column["header"] for column in table["columns"]][2:4] == ["户籍/户数", "户籍/人口"]
    code, out, _ = fazhi("tables", path)
    assert code == 0 and "合计" in out


def test_the_charts_are_listed_by_name(fazhi):
    code, out, _ = fazhi("charts", "--list")
    assert code == 0 and "disputes_by_month" in out


def test_exported_files_bear_the_id_or_the_chinese_title_as_asked(fazhi, tmp_path):
    asked = ("charts", "petitions_by_month", "--formats", "csv", "--out", str(tmp_path))
    assert fazhi(*asked)[0] == fazhi(*asked, "--names", "title")[0] == 0
    assert sorted(path.name for path in tmp_path.glob("*.csv")) == [
        "petitions_by_month.csv",
        "每月信访件次.csv",
    ]


def test_a_new_project_can_be_opened_and_says_what_is_missing(fazhi, tmp_path):
    code, out, _ = fazhi("new", str(tmp_path / "另一镇"), "--year", "2025")
    assert code == 0 and "下一步" in out
    code, _, err = fazhi("figures", "--project", str(tmp_path / "另一镇"))
    assert code == 2 and "fazhi clean" in err
    code, _, err = fazhi("clean", "--project", str(tmp_path / "另一镇"))
    assert code == 2 and "data/raw" in err
    code, _, err = fazhi("new", str(tmp_path / "另一镇"))
    assert code == 2 and "已经有一个项目" in err


def test_a_made_up_town_is_written_and_cleaned_without_an_error(fazhi, tmp_path):
    code, _, _ = fazhi("sample", "--towns", "1", "--rows", "200", "--villages", "8", str(tmp_path / "县"))
    assert code == 0
    (town,) = (tmp_path / "县").iterdir()
    code, out, _ = fazhi("clean", "--workers", "1", "--project", str(town))
    assert code == 0 and "错误 0 处" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["figures", "--project", "没有的文件夹"], "没有这个文件夹"),
        (["figures", "--year", "1950"], "没有"),
        (["figures", "--year", "abc"], "应是整数"),
        (["figure"], "您是不是要找 figures"),
        (["figures", "--jsno"], "您是不是要找 --json"),
        (["trace", "resident_populaton"], "您是不是要找 resident_population"),
        (["trace"], "fazhi trace resident_population"),
        (["trace", "--cell", "不是地址"], "单元格"),
        (["indicators", "petitions", "--by", "village"], "不能按村"),
        (["indicators", "petitons"], "您是不是要找 petitions"),
        (["indicators", "--by", "month"], "和一个指标一起用"),
        (["charts", "disputes_by_mnth"], "您是不是要找 disputes_by_month"),
        (["charts", "--formats", "pgn", "--out", "图"], "png"),
        (["charts", "--names", "titel", "--out", "图"], "title（中文图名）"),
        (["tables"], "缺少参数 文件"),
        (["tables", "没有.xlsx"], "没有.xlsx"),
        (["tables", "data/raw"], "文件夹"),
        (["tables", "不是表格.png"], "不是表格.png"),
        (["audit", "没有.docx"], "没有.docx"),
        (["audit", "fazhi.toml"], "fazhi.toml"),
        (["claims", "data/raw"], "文件夹"),
        (["report", "--year", "1950"], "1950"),
        (["sample", "--towns", "0", "县"], "太小"),
        (["sample", "data"], "不是空文件夹"),
        (["correct", "--cell", "x"], "缺少选项"),
    ],
)
def test_what_a_user_can_do_wrong_ends_in_one_chinese_sentence(fazhi, arguments, says):
    code, out, err = fazhi(*arguments)
    assert code == 2
    assert says in err
    assert "Traceback" not in out + err
    assert len(err.strip().splitlines()) == 1


def test_an_empty_report_is_refused(fazhi, tmp_path):
    empty = tmp_path / "空.txt"
    empty.write_text(" \n", encoding="utf-8")
    code, _, err = fazhi("audit", str(empty))
    assert code == 2 and "空.txt" in err


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t1", "\r1"])
def test_a_text_that_a_spreadsheet_would_run_stays_text(text):
    assert inert(text) == "'" + text

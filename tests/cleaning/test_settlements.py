"""Answers to problems: what is verified stands, what is left out is logged, and nothing fits what has changed."""

from __future__ import annotations

import datetime as dt
import shutil

import pytest

from fazhi_metrics.cleaning import CleaningResult
from fazhi_metrics.cleaning.outdated import outdated
from fazhi_metrics.errors import CleaningError

ENTRY = """
[[settlements]]
file = "2025/人口与户数.xlsx"
sheet = "人口"
cell = "F4"
answer = "verified"
reason = "已核对原表"
approved_by = "党政办"
date = 2026-01-06
"""


def wrong_total(office):
    """A village whose number is not what the total says."""
    file = office.population()
    office.edit(file, F4=950)
    return file


def texts(result: CleaningResult) -> list[tuple[str, str]]:
    return [(issue.where, issue.settled) for issue in result.issues if issue.settled]


def test_a_verified_cell_settles_what_is_said_of_it_and_the_total_that_it_explains(office):
    file = wrong_total(office)
    result = office.clean()
    assert not result.passed and {rule for rule, _ in office.open()} == {"total_differs", "total_suspect"}
    office.settle(f"{file}!人口!F4", evidence="派出所来函")
    result = office.clean()
    assert result.passed and office.open() == []
    said = "已核实（党政办 2026-01-06：已核对原表；派出所来函）"
    assert texts(result) == [(f"{file}!人口!F7", said), (f"{file}!人口!F4", said)]
    assert "已有答复 2 处" in str(result)


def test_the_problem_itself_can_be_named_by_its_cell_or_for_a_whole_sheet_by_its_kind(office):
    file = wrong_total(office)
    office.settle(f"{file}!人口!F7")
    assert office.open() == [("total_suspect", f"{file}!人口!F4")]
    office.settle(f"{file}!人口", issue="疑为此处有误")
    assert office.open() == []


def test_what_was_seen_is_kept_and_a_changed_cell_stops_the_run(office):
    file = wrong_total(office)
    office.settle(f"{file}!人口!F4")
    office.edit(file, F4=960)
    with pytest.raises(
        CleaningError, match=r"settlements.toml 第 1 条：.*F4 与核实时所见的不同.*fazhi settle"
    ):
        office.clean()


def test_cells_that_the_answer_is_not_about_may_change(office):
    file = wrong_total(office)
    office.settle(f"{file}!人口!F4")
    office.edit(file, D4=311, D7=1081)
    assert office.open() == []


def test_a_problem_that_is_mended_leaves_its_answer_without_a_home(office):
    file = wrong_total(office)
    office.settle(f"{file}!人口!F4")
    office.edit(file, F4=250)
    with pytest.raises(CleaningError, match=r"F4 没有要核实的问题.*请删去这一条"):
        office.clean()


def test_the_same_thing_is_answered_once_and_what_people_wrote_in_the_file_stays(office):
    file = wrong_total(office)
    office.settle(f"{file}!人口!F4")
    path = office.town.settlements
    path.write_text(f"# 司法所看过\n{path.read_text(encoding='utf-8')}# 末行\n", encoding="utf-8")
    office.edit(file, F4=960)
    office.settle(f"{file}!人口!F4", reason="再次核对")
    text = path.read_text(encoding="utf-8")
    assert text.count("[[settlements]]") == 1 and "再次核对" in text
    assert text.startswith("# 司法所看过") and text.rstrip().endswith("# 末行")
    assert office.open() == []


def test_an_entry_typed_by_hand_is_bound_by_the_first_run_that_takes_it(office):
    file = wrong_total(office)
    office.town.settlements.write_text(ENTRY, encoding="utf-8")
    assert office.open() == []
    assert "seen = " in office.town.settlements.read_text(encoding="utf-8")
    assert outdated(office.town, office.store) == ""
    assert office.clean(reuse=True).reused == 1
    office.edit(file, F4=960)
    with pytest.raises(CleaningError, match="与核实时所见的不同"):
        office.clean()


def test_a_new_answer_makes_the_data_outdated(office):
    file = wrong_total(office)
    office.clean()
    office.settle(f"{file}!人口!F4")
    assert "核实清单在清洗之后有改动" in outdated(office.town, office.store)


def test_nothing_is_lost_of_a_file_that_another_replaces(office):
    old, new = office.disputes(), "2025/纠纷（更新）.xlsx"
    shutil.copy(office.path(old), office.path(new))
    office.edit(new, F2="债务")
    assert any(rule == "duplicate_key" for rule, _ in office.open())
    office.settle(new, "replaces", other=old)
    result = office.clean()
    assert office.open() == [] and result.records["disputes", 2025] == 4
    assert texts(result) == [(old, f"由 {new} 代替（党政办 2026-01-06：已核对原表）")]
    rules = {address.split("!")[0]: rule for address, (rule, _, _) in office.log().items()}
    assert rules[old] == "replaced" and result.conserved[old].kept == 0
    assert result.conserved[old].read == result.conserved[old].logged > 0
    office.edit(old, F3="债务")
    with pytest.raises(CleaningError, match="与核实时所见的不同"):
        office.clean()


def test_a_sheet_that_does_not_count_is_logged_under_its_rule_and_the_rest_is_read(office):
    file = office.disputes()
    office.write(file, [["序号", "纠纷编号"], [1, "JF-1"]], sheet="草稿")
    assert office.open() != []
    office.settle(f"{file}!草稿", "excluded")
    result = office.clean()
    assert office.open() == [] and result.records["disputes", 2025] == 4
    assert {rule for cell, (rule, _, _) in office.log().items() if "!草稿!" in cell} == {"excluded"}
    assert texts(result) == [(f"{file}!草稿", "不计入（党政办 2026-01-06：已核对原表）")]


def test_a_ledger_s_sheet_that_is_left_out_says_which_ledger_it_would_have_fed(office):
    file = office.disputes()
    office.population()
    office.settle(f"{file}!台账", "excluded")
    found = next(issue for issue in office.clean().issues if issue.rule == "excluded")
    assert (found.dataset, found.year) == ("disputes", 2025)
    assert ("disputes", 2025) not in office.clean().records


@pytest.mark.parametrize("name", ["2025/附件.zip", "2025/坏表.xlsx"])
def test_a_file_that_cannot_be_read_can_be_left_out(office, name):
    office.population()
    office.path(name).write_bytes(b"PK no workbook")
    assert office.open() != []
    office.settle(name, "excluded")
    assert office.open() == []


def test_months_without_records_are_answered_by_ledger_and_refused_where_there_are_some(office):
    office.disputes()
    office.settle("矛盾纠纷台账", year=2025, months=[7, 6])
    found = next(issue for issue in office.clean().issues if issue.rule == "silence")
    assert [each.month for each in found.slices] == [6, 7] and found.settled.startswith("已核实")
    with pytest.raises(CleaningError, match="2025年3月已有 2 条记录"):
        office.settle("矛盾纠纷台账", year=2025, months=[3])


def test_a_silence_is_answered_by_a_file_that_fed_the_ledger_too(office):
    file = office.disputes()
    office.clean()
    assert office.settle(file, months=[6]).ledger == "disputes"


@pytest.mark.parametrize(
    ("target", "options", "says"),
    [
        ("2025/人口与户数.xlsx!人口!C4", {}, "没有要核实的问题"),
        ("2025/人口与户.xlsx!人口!C4", {}, "您是不是要找 2025/人口与户数.xlsx"),
        ("2025/人口与户数.xlsx!草稿", {"answer": "excluded"}, "没有这张工作表"),
        ("2025/人口与户数.xlsx!人口!F4", {"approved_by": "张某某"}, "批准单位里有姓名"),
        ("2025/人口与户数.xlsx!人口!F4", {"approved_by": "经办人：王小明"}, "批准单位里有姓名"),
        ("2025/人口与户数.xlsx!人口!F4", {"answer": "verifed"}, "verified"),
        ("2025/人口与户数.xlsx!人口!F4", {"answer": "excluded"}, "不计入只能写文件或工作表"),
        ("2025/人口与户数.xlsx", {"answer": "replaces"}, "other 与 replaces 要一起写"),
        ("2025/人口与户数.xlsx!人口", {"issue": "total_difers"}, "total_differs"),
        ("人口与户数", {"months": [3]}, "不分月份"),
        ("矛盾纠纷台账", {"villages": ["示例九村"]}, "村名单里没有 示例九村"),
    ],
)
def test_what_cannot_be_answered_is_told_and_nothing_is_written(office, target, options, says):
    wrong_total(office)
    with pytest.raises(CleaningError, match=says):
        office.settle(target, **options)
    assert not office.town.settlements.exists()


def test_a_cell_that_nobody_can_read_has_nothing_to_verify(office):
    file = office.population()
    office.edit(file, F4="不少")
    with pytest.raises(CleaningError, match=r"没有可以核实的内容.*fazhi correct"):
        office.settle(f"{file}!人口!F4")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("answr = 1", "您是不是要找 answer"),
        ('file = "a"\nanswer = "verified"', "缺少 reason"),
        (
            'answer = "verified"\nreason = "a"\napproved_by = "党政办"\ndate = 2026-01-06',
            "没有写明答复的是哪里",
        ),
    ],
)
def test_a_file_of_answers_that_cannot_be_read_stops_the_run_with_its_line(office, line, says):
    office.population()
    office.town.settlements.write_text(f"[[settlements]]\n{line}\n", encoding="utf-8")
    with pytest.raises(CleaningError, match=rf"settlements.toml 第.行.*{says}"):
        office.clean()


def test_what_is_settled_is_not_sent_back_to_the_office(office):
    from fazhi_metrics.cleaning import write_returns

    file = wrong_total(office)
    assert write_returns(office.town, office.clean())
    office.settle(f"{file}!人口!F4", date=dt.date(2026, 2, 1))
    assert write_returns(office.town, office.clean()) == ()

"""A declared correction changes exactly one cell that still holds what was declared, or stops the run."""

from __future__ import annotations

import datetime as dt

import pytest

from fazhi_metrics.cleaning import add_correction
from fazhi_metrics.errors import CleaningError

WORDS = """reason = "两位数字颠倒"
evidence = "村委会来函"
approved_by = "党政办"
date = 2026-01-05
"""


def by_cell(cell, before, after):
    return f'[[corrections]]\ncell = "{cell}"\nbefore = {before}\nafter = {after}\n{WORDS}\n'


def by_key(before='"否"', after='"是"', key='case_no = "JF-3"', column="resolved", year=2025):
    return (
        f'[[corrections]]\ndataset = "disputes"\nyear = {year}\nkey = {{ {key} }}\ncolumn = "{column}"\n'
        f"before = {before}\nafter = {after}\n{WORDS}\n"
    )


def test_a_correction_by_cell_is_applied_and_logged(office):
    file = office.population()
    office.edit(file, D4=301)
    assert ("错误", "total_differs", f"{file}!人口!D7") in office.found()
    office.corrections(by_cell(f"{file}!人口!D4", 301, 310))
    result = office.clean()
    assert (result.issues, result.corrections) == ((), 1)
    assert office.store.frame("population")["registered_population"].tolist() == [310, 620, 150]
    assert office.log()[f"{file}!人口!D4"] == ("correction", "301", "310")
    row = office.store.corrections().iloc[0]
    assert (row["cell"], row["before"], row["after"], row["approved_by"], row["date"]) == (
        f"{file}!人口!D4",
        "301",
        "310",
        "党政办",
        "2026-01-05",
    )


def test_a_correction_by_key_finds_its_record(office):
    file = office.disputes()
    office.corrections(by_key() + by_key(before='""', after='"2025-05-20"', column="closed_on"))
    result = office.clean()
    assert result.issues == ()
    assert result.conservation.holds
    row = office.store.table("disputes", 2025).to_pylist()[2]
    assert (row["resolved"], row["closed_on"].date()) == (True, dt.date(2025, 5, 20))
    assert office.log()[f"{file}!台账!I4"] == ("correction", "否", "是")
    assert office.log()[f"{file}!台账!J4"] == ("correction", "", "2025-05-20")


def test_a_correction_takes_back_what_was_wrong_with_the_cell(office):
    file = office.disputes()
    office.edit(file, I4="部分")
    assert ("错误", "flag_unreadable", f"{file}!台账!I4") in office.found()
    office.corrections(by_key(before='"部分"', after='"否"'))
    assert office.found() == []


def test_a_correction_of_a_total_is_held_against_the_rows(office):
    file = office.population()
    office.edit(file, D7=1081)
    office.corrections(by_cell(f"{file}!人口!D7", 1081, 1080))
    assert office.clean().issues == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (by_cell("2025/人口与户数.xlsx!人口!D4", 999, 310), "现在是“310”，不是更正清单里的“999”"),
        (by_cell("2025/人口与户数.xlsx!人口!Z99", 1, 2), "更正没有找到"),
        (by_cell("2025/没有.xlsx!人口!D4", 310, 311), "更正没有找到"),
        (by_cell("2025/人口与户数.xlsx!人口!A1", '"x"', '"y"'), "更正没有找到"),
        (by_key(key='case_no = "JF-9"'), "更正没有找到"),
        (by_key(key='kind = "邻里"', before='"是"', after='"否"') + "", None),
        (by_key(key='criminal = "否"'), "更正对应 4 个单元格"),
        (by_key() + by_cell("2025/纠纷.xlsx!台账!I4", '"否"', '"是"'), "更正对应|同一单元格"),
        (by_cell("2025/人口与户数.xlsx!人口!D4", 310, 311) * 2, "更正同一单元格"),
        (by_cell("2025/人口与户数.xlsx!人口!D4", 310, '"310"'), "before 与 after 相同"),
        (by_key(column="resolve"), "您是不是要找 resolved"),
        (by_key().replace("disputes", "dispute"), "您是不是要找 disputes"),
        (by_key().replace("reason", "reasons"), "corrections 第1项 reasons：不认识的设置 reasons"),
        (by_key().replace('evidence = "村委会来函"', ""), "缺少 evidence"),
        (by_key().replace("date = 2026-01-05", 'date = "去年"'), "date：应是日期"),
        (by_key().replace("column = ", "cell = "), "应写 cell，或写 dataset"),
        ("[[corrections]\n", "第1行：写法有误"),
        ("[other]\n", "不认识的设置 other。可用的有：corrections"),
        ("corrections = 5\n", "应是列表"),
        (by_key().replace('before = "否"', "before = []"), "before：应是文字.*这里是列表"),
        (by_key().replace("year = 2025", 'year = "2025"'), "第3行 corrections 第1项 year：应是整数"),
        (by_key().replace('reason = "', 'reason = " " # "'), "reason（理由）是空的"),
    ],
)
def test_a_correction_that_does_not_fit_stops_the_run(office, text, message):
    office.population()
    office.disputes()
    office.corrections(text)
    if message is None:
        office.clean()
        assert office.store.table("disputes").to_pylist()[0]["resolved"] is False
        return
    with pytest.raises(CleaningError, match=message):
        office.clean()
    assert not (office.town.processed / "current").exists()


def test_a_declared_correction_is_checked_before_it_is_written(office):
    file = office.population()
    words = {
        "reason": "打错",
        "evidence": "来函“第3号”",
        "approved_by": "党政办",
        "date": dt.date(2026, 1, 5),
    }
    with pytest.raises(CleaningError, match="现在是“310”"):
        add_correction(office.town, cell=f"{file}!人口!D4", before="301", after="310", **words)
    assert not office.town.corrections.exists()
    first = add_correction(office.town, cell=f"{file}!人口!D4", before="310", after="311", **words)
    office.disputes()
    second = add_correction(
        office.town,
        dataset="disputes",
        year=2025,
        key={"case_no": "JF-3"},
        column="resolved",
        before="否",
        after="是",
        **words,
    )
    assert (first.number, second.number) == (1, 2)
    result = office.clean()
    assert result.corrections == 2
    assert office.store.corrections()["evidence"].tolist() == ["来函“第3号”"] * 2
    assert office.store.frame("population")["registered_population"].tolist()[0] == 311


def test_a_correction_of_a_missing_file_asks_for_the_nearest(office):
    office.population()
    words = {"reason": "打错", "evidence": "来函", "approved_by": "党政办", "date": dt.date(2026, 1, 5)}
    with pytest.raises(CleaningError, match="您是不是要找 2025/人口与户数"):
        add_correction(office.town, cell="2025/人口与户.xlsx!人口!D4", before=1, after=2, **words)

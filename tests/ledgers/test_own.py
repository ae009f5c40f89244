"""A ledger that a town declares in one file is cleaned, measured, drawn and refused as a standard one is."""

from __future__ import annotations

import json
from importlib.resources import files

import pandas as pd
import pytest

from fazhi_metrics.charts import draw
from fazhi_metrics.errors import IndicatorError, ProjectError
from fazhi_metrics.ledgers.schema import FILE, schema_text
from fazhi_metrics.ledgers.town import catalogue_of
from fazhi_metrics.measures import measure
from fazhi_metrics.workbench import Ledger
from tests.cleaning import conftest

office = conftest.office

PENALTIES = """
title = "行政处罚案件台账"
record = "一件处罚决定一行"
key = ["决定书文号"]
date = "处罚日期"
[columns."决定书文号"]
type = "text"
identifier = true
[columns."处罚日期"]
type = "date"
required = true
[columns."执法领域"]
type = "code"
values = { "自然资源" = ["国土"], "农业农村" = [] }
[columns."案发地点"]
type = "village"
inside = true
[columns."罚没金额（元）"]
type = "decimal"
blank = 0
[columns."办理时限"]
type = "date"
[columns."办结日期"]
type = "date"
blank = "无"
[columns."当事人"]
type = "personal"
[columns."按期办结"]
compute = { at_most = ["办结日期", "办理时限"] }
[indicators.penalties]
title = "行政处罚件数"
numerator = {}
[indicators.penalty_amount]
title = "罚没金额"
numerator = { column = "罚没金额" }
[indicators.penalties_on_time]
title = "按期办结率"
numerator = { where = { "按期办结" = true } }
denominator = { where = { "办结日期" = { known = true } } }
scale = 100
decimals = 1
[charts.penalties_by_field]
title = "各领域行政处罚"
kind = "ranked_bars"
indicators = ["penalties"]
by = ["执法领域"]
"""
ROWS = (
    ["序号", "决定书文号", "处罚日期", "执法领域", "案发地点", "罚没金额（元）", "办理时限", "办结日期", "当事人", "处理情况"],
    [1, "罚1号", "2025.3.1", "国土", "示例一村东头路口", 500.5, "2025-03-20", "2025-03-20", "王某", ""],
    [2, "罚2号", "2025.3.2", "农业农村", "示例二村", "/", "2025-03-20", "2025-03-22", "赵某", "同意"],
    [3, "罚3号", "2025.4.2", "自然资源", "示例二村", 1200, "2025-04-20", "", "钱某", ""],
)  # fmt: skip


@pytest.fixture
def town(office):
    office.write("2025/处罚.xlsx", ROWS, sheet="2025年")
    office = office.having(ledgers=(("ledgers/penalties.toml", PENALTIES),), years=(2025,))
    office.clean()
    return office


@pytest.mark.parametrize(
    ("name", "where", "value"),
    [
        ("penalties", None, 3),
        ("penalties", {"村（社区）": "示例二"}, 2),
        ("penalties", {"执法领域": "自然资源"}, 2),
        ("行政处罚件数", {"月": [3, 4]}, 3),
        ("行政处罚件数", {"季度": "一季度"}, 2),
        ("penalty_amount", None, 1700.5),
        ("penalties_on_time", None, 50),
    ],
)
def test_one_file_gives_its_figures(town, name, where, value):
    part = measure(town.store, town.town, name, 2025, where=where).part
    assert part.status.has_value and float(part.value) == value


def test_units_and_definitions_come_of_the_columns(town):
    known = catalogue_of(town.town).indicators
    assert [known[name].unit for name in ("penalties", "penalty_amount", "penalties_on_time")] == [
        "件",
        "元",
        "%",
    ]
    assert known["penalty_amount"].definition == "行政处罚案件台账的罚没金额之和"


def test_its_chart_is_drawn(town):
    assert draw(town.store, town.town, "各领域行政处罚", 2025).layout.meta["name"] == "各领域行政处罚"


def test_what_it_does_not_name_is_listed_once_and_no_person_is_kept(town):
    [issue] = [each for each in town.clean().issues if each.rule == "columns_left"]
    assert "处理情况" in issue.why
    assert not {"当事人", "王某"} & {*town.store.columns("penalties")}


def test_its_schema_holds_its_records(town):
    frame = town.store.frame("penalties", 2025)
    assert isinstance(
        Ledger(catalogue_of(town.town).dataset("行政处罚案件台账")).schema().validate(frame), pd.DataFrame
    )


def test_a_question_is_declared_on_the_spot_by_typed_headers(town):
    asked = {
        "numerator": {
            "dataset": "行政处罚案件台账",
            "column": "罚没金额（元）",
            "where": {"处罚日期": {"at_least": "2025-03-02"}},
        }
    }
    measured = measure(town.store, town.town, asked, 2025)
    assert (measured.value, measured.indicator.unit) == (1200, "元")


@pytest.mark.parametrize(
    ("numerator", "said"),
    [
        ({"dataset": "行政处罚台账"}, "没有数据集 行政处罚台账.*行政处罚案件台账"),
        ({"dataset": "penalties", "column": "罚款"}, "没有列 罚款"),
        ({"dataset": "penalties", "column": "执法领域"}, "不是数"),
        ({"dataset": "penalties", "where": {"执法领域": "自然"}}, "没有 自然.*自然资源"),
        ({"dataset": "penalties", "where": {"执法领域": {"at_least": 3}}}, "不分大小"),
        ({"dataset": "penalties", "column": "当事人", "distinct": True}, "不保存"),
    ],
)
def test_a_question_that_cannot_be_is_refused_by_name(town, numerator, said):
    with pytest.raises(IndicatorError, match=said):
        catalogue_of(town.town).indicator({"numerator": numerator})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (('type = "village"', 'type = "vilage"'), r'ledgers/p.toml 第16行 columns."案发地点".type.*village'),
        (("required = true", "requird = true"), "不认识的设置 requird.*required"),
        (('key = ["决定书文号"]', 'key = ["决定书编号"]'), "没有列 决定书编号.*决定书文号"),
        (('date = "处罚日期"', 'date = "执法领域"'), "不是日期"),
        (("at_most = [", "at_mostt = ["), "不认识的设置 at_mostt"),
        (('"办结日期", "办理时限"]', '"办结日期"]'), "应是列表"),
        (('column = "罚没金额"', 'column = "罚款金额"'), "没有列 罚款金额"),
        (("blank = 0", 'blank = "没有"'), "空格不能是 没有"),
        (('title = "行政处罚案件台账"', ""), "缺少 title"),
        (('title = "行政处罚案件台账"', 'title = "矛盾纠纷台账"'), 'extends = "disputes"'),
        (('indicators = ["penalties"]', 'indicators = ["penalty"]'), "没有指标 penalty"),
        (('kind = "ranked_bars"', 'kind = "bars"'), "kind：不能是文字“bars”"),
        (('[columns."当事人"]\ntype = "personal"', '[columns."当事人"]'), "缺少 type"),
    ],
)
def test_what_a_file_may_not_say_is_refused_by_line_and_name(office, change, said):
    text = PENALTIES.replace(*change, 1)
    assert text != PENALTIES
    with pytest.raises(ProjectError, match=said):
        catalogue_of(office.having(ledgers=(("ledgers/p.toml", text),)).town)


def test_a_draft_is_not_read(office):
    town = office.having(ledgers=(("ledgers/p.toml", "draft = true\n" + PENALTIES),)).town
    assert "p" not in catalogue_of(town).datasets


def test_a_changed_ledger_file_makes_data_outdated(town):
    from fazhi_metrics.cleaning.outdated import outdated

    assert not outdated(town.town, town.store)
    changed = PENALTIES.replace('values = { "自然资源"', 'values = { "自然"')
    assert "设置在清洗之后有改动" in outdated(
        town.having(ledgers=(("ledgers/penalties.toml", changed),)).town, town.store
    )


def test_the_schema_that_is_shipped_is_current():
    assert files("fazhi_metrics.ledgers").joinpath(FILE).read_text("utf-8") == schema_text()
    assert json.loads(schema_text())["$defs"]["ColumnEntry"]["properties"]["unit"]["title"] == "单位"

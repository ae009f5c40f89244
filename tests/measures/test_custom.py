"""An indicator declared in fazhi.toml works like a built-in one; what it may not say is refused by name."""

from __future__ import annotations

import tomllib

import pytest

from fazhi_metrics.errors import IndicatorError
from fazhi_metrics.measures import compare, indicators_of, measure, trace

from . import towns

GOOD = """
[debt_disputes_per_10k]
title = "每万人债务纠纷"
unit = "起/万人"
definition = "当年受理的债务纠纷起数除以常住人口，再乘以10000"
numerator = { dataset = "disputes", where = { kind = ["债务", "其他"], resolved = true } }
denominator = { dataset = "population", column = "resident_population" }
scale = 10000
decimals = 2
better = "down"
words = ["债务纠纷"]
"""


def own(tmp_path, text):
    return towns.town(tmp_path, indicators=tomllib.loads(text))


def test_it_is_measured_divided_compared_and_traced(tmp_path, store, rows):
    town = own(tmp_path, GOOD)
    kept = [r for r in rows["disputes", 2025] if r["kind"] in ("债务", "其他") and r["resolved"]]
    whole = measure(store, town, "debt_disputes_per_10k", 2025)
    assert whole.part.numerator == len(kept) > 0
    parts = measure(store, town, "每万人债务纠纷", 2025, ["village", "quarter"])
    assert sum(part.numerator for part in parts) == len(kept)
    assert compare(store, town, "debt_disputes_per_10k", 2025).word
    assert "纠纷类型为债务或其他、是否化解为是" in str(trace(store, town, "debt_disputes_per_10k", 2025))
    assert indicators_of(town)["debt_disputes_per_10k"].theme == "本地指标"


def test_a_town_that_began_to_record_otherwise_says_so(tmp_path, store):
    town = own(tmp_path, '[petitions]\nversion = "2"\nsince = 2025\n')
    with pytest.raises(IndicatorError, match="口径"):
        compare(store, town, "petitions", 2025)
    assert any("口径自2025年起改变" in note for note in measure(store, town, "petitions").notes)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("title =", "tilte ="), "不认识的设置 tilte.*title"),
        (('title = "每万人债务纠纷"\n', ""), "缺少 title"),
        (('dataset = "disputes"', 'dataset = "dispute"'), "没有数据集 dispute.*disputes"),
        (("kind = [", "kindd = ["), "没有列 kindd.*kind"),
        (('"债务", ', '"债", '), "没有 债.*债务"),
        (("resolved = true", 'resolved = "是"'), r"where\.resolved：应是true 或 false，这里是文字“是”"),
        (("resolved = true", "resolved = { more = 1 }"), "不认识的设置 more"),
        (('column = "resident_population"', 'column = "village"'), "不是数"),
        (('column = "resident_population"', 'colum = "village"'), "不认识的设置 colum.*column"),
        (("resolved = true", "resolved = { known = false }"), "known：不能是false"),
        (("resolved = true", "resolved = {}"), "条件是空的"),
        (('["债务", "其他"]', '["债务", 3]'), r"where\.kind 第2项：纠纷类型没有 3"),
        (('words = ["债务纠纷"]', 'words = "债务纠纷"'), "words：应是列表"),
        (('better = "down"', 'agrees_with = "petition"'), "没有指标 petition.*petitions"),
        (("scale = 10000", "scale = 0"), "scale：至少为 1"),
        (("scale = 10000", 'scale = "万"'), "scale：应是整数，这里是文字“万”"),
        (('better = "down"', 'better = "downn"'), "better：不能是文字“downn”.*down"),
        (("kind = [", "parties = ["), "当事人不保存，不能使用"),
        (("where = {", "distinct = true, where = {"), "distinct 要写明一个 column"),
        (("resolved = true", 'closed_on = "2025年"'), "日期请写"),
        (('["债务", "其他"]', "[]"), "没有写明要哪些"),
        (('column = "resident_population"', 'column = "resident_population", minus = "village"'), "不是数"),
    ],
)
def test_what_it_may_not_say_is_refused_by_name(tmp_path, change, said):
    text = GOOD.replace(*change)
    assert text != GOOD
    with pytest.raises(IndicatorError, match=said):
        indicators_of(own(tmp_path, text))


def test_a_built_in_definition_is_not_changed_in_passing(tmp_path):
    with pytest.raises(IndicatorError, match="不能改内置指标的 title"):
        indicators_of(own(tmp_path, '[petitions]\ntitle = "信访"\n'))
    with pytest.raises(IndicatorError, match="缺少 version"):
        indicators_of(own(tmp_path, "[petitions]\nsince = 2025\n"))


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("hazards = { at_least = 10 }", lambda row: row["hazards"] >= 10),
        ("hazards = { at_most = 9 }", lambda row: row["hazards"] <= 9),
        ('sector = { is_not = ["餐饮"] }', lambda row: row["sector"] != "餐饮"),
        ("deadline = { known = true }", lambda row: True),
    ],
)
def test_conditions(tmp_path, store, rows, where, expected):
    town = own(
        tmp_path,
        f"""
        [mine]
        title = "我的"
        unit = "次"
        definition = "试"
        numerator = {{ dataset = "inspections", where = {{ {where} }} }}
        """,
    )
    assert measure(store, town, "mine", 2025).value == sum(map(expected, rows["inspections", 2025]))

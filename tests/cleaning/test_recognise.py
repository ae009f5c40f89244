"""A table is known by its columns; what only resembles a column is asked about, never taken."""

from __future__ import annotations

import pytest

from fazhi_metrics.cleaning.recognise import recogniser
from fazhi_metrics.declared import Document
from fazhi_metrics.errors import ProjectError
from fazhi_metrics.ledgers import standard
from fazhi_metrics.ledgers.catalogue import extended_catalogue


def extended(settings):
    root = Document("fazhi.toml", {"datasets": settings, "indicators": {}}).root
    return recogniser(extended_catalogue((), root.at("datasets"), root.at("indicators"), str))


STANDARD = recogniser(standard())
LEDGER = [
    "序号",
    "纠纷编号",
    "受理日期",
    "所在村",
    "当事人",
    "纠纷类型",
    "化解渠道",
    "化解层级",
    "是否化解",
    "办结日期",
    "是否民转刑",
]


@pytest.mark.parametrize(
    ("headers", "name"),
    [
        (LEDGER, "disputes"),
        (["序号", "村（社区）", "户籍/户数", "户籍/人口", "常住/户数", "常住/人口", "备注"], "population"),
        (["村名", "户籍户数（户）", "户籍人口（人）", "常住户数", "常住人口"], "population"),
        (["所属片区", "村", "类型", "微网格数（个）", "土地面积/耕地", "土地面积/林地", "民间信仰场所"], "villages"),
        (["序号", "决策事项", "承办单位", "决策日期", "决策程序/公众参与", "决策程序/专家论证", "决策程序/风险评估",
          "决策程序/合法性审查", "决策程序/集体讨论", "决策程序/后评估"], "decisions"),
        (["诉求编号", "受理日期", "诉求人", "联系电话", "所属村", "诉求类别", "是否解决", "办结日期", "是否满意"], "appeals"),
        (["检查日期", "所在村", "行业领域", "被检查单位", "发现隐患（处）", "其中：重大隐患（处）", "已整改（处）", "整改期限", "是否销号"], "inspections"),
    ],
)  # fmt: skip
def test_a_dataset_is_known_by_its_columns(headers, name):
    found, _ = STANDARD.recognise(headers)
    assert found is not None
    assert (found.dataset.name, found.missing, dict(found.doubles)) == (name, (), {})


def test_columns_in_any_order_find_their_places():
    found, _ = STANDARD.recognise(list(reversed(LEDGER)))
    assert found is not None
    assert found.places["case_no"] == 9
    assert found.places["criminal"] == 0


def test_a_table_of_something_else_is_nothing():
    found, _ = STANDARD.recognise(["药品名称", "规格", "单价", "数量"])
    assert found is None


def test_a_misspelt_column_is_asked_about_and_not_taken():
    headers = ["纠分类型" if header == "纠纷类型" else header for header in LEDGER]
    found, _ = STANDARD.recognise(headers)
    assert found is not None
    assert "kind" not in found.places
    assert found.near() == {5: "纠纷类型"}
    assert [column.name for column in found.missing] == ["kind"]


def test_two_columns_for_one_are_both_left():
    found, _ = STANDARD.recognise([*LEDGER, "纠纷类型"])
    assert found is not None
    assert found.doubles == {"kind": (5, 11)}
    assert "kind" not in found.places


def test_a_column_under_the_same_header_deeper_down_yields_to_the_nearer_one():
    found, _ = STANDARD.recognise([*LEDGER, "其他情况/纠纷类型"])
    assert found is not None
    assert found.places["kind"] == 5


def test_the_labels_of_a_crosstab_are_recognised():
    found, _ = STANDARD.recognise_labels(
        ["月份", "治安案件（起）", "信访件次", "安全事故", "黑恶线索", "民转刑案件"]
    )
    assert found is not None
    assert found.dataset.name == "safety_months"
    assert found.places["turned_criminal"] == 5


def test_an_alias_of_the_town_is_one_line():
    known = extended({"disputes": {"aliases": {"kind": ["矛盾性质"]}}})
    headers = ["矛盾性质" if header == "纠纷类型" else header for header in LEDGER]
    found, _ = known.recognise(headers)
    assert found is not None
    assert found.places["kind"] == 5


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"dispute": {}}, "您是不是要找 disputes"),
        ({"disputes": 5}, "datasets.disputes：应是一节设置"),
        ({"disputes": {"aliases": {"kinds": ["性质"]}}}, "您是不是要找 kind"),
        ({"disputes": {"column": {}}}, "不认识的设置 column。您是不是要找 columns"),
        ({"disputes": {"aliases": 5}}, "datasets.disputes.aliases：应是列表.*或一节设置.*这里是数 5"),
        ({"disputes": {"aliases": {"kind": "性质"}}}, "aliases.kind：应是列表.*这里是文字“性质”"),
        ({"disputes": {"aliases": {"kind": [1]}}}, "kind 第1项：应是文字"),
        ({"disputes": {"aliases": {"kind": [""]}}}, "别名是空的"),
        ({"disputes": {"aliases": {"纠纷类型": ["化解渠道"]}}}, "“化解渠道”已是“化解渠道”的列名"),
    ],
)
def test_a_wrong_alias_section_is_refused_by_name(settings, message):
    with pytest.raises(ProjectError, match=message):
        extended(settings)

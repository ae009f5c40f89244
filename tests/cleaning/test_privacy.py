"""Nothing that names a person survives: ID numbers, telephones, signatures, unclaimed text."""

from __future__ import annotations

import pytest

from fazhi_metrics.cleaning.privacy import (
    holds_personal_number,
    names_a_person,
    unclaimed_text,
    valid_id_number,
    without_id_cards,
    without_numbers,
    without_signatures,
)


@pytest.mark.parametrize(
    "text",
    [
        "991376199709215864",
        "身份证 99137619970921586X 已核",
        "９９１３７６１９９７０９２１５８６４",
        "电话10012345678",
        "+86 100-1234-5678",
        "0971-1234567",
    ],
)
def test_a_personal_number_is_hidden_wherever_it_stands(text):
    assert holds_personal_number(text)
    assert not any(part in without_numbers(text) for part in ("1997", "１９９７", "1234567", "5678"))


@pytest.mark.parametrize(
    "text", ["WG20250100001", "2025-03-15", "58670.24", "26234", "20250315", "第05微网格"]
)
def test_an_ordinary_number_is_left_alone(text):
    assert not holds_personal_number(text)
    assert without_numbers(text) == text


def test_a_case_number_that_looks_like_a_telephone_is_kept():
    assert without_id_cards("12025010001") == "12025010001"


@pytest.mark.parametrize(
    ("note", "hidden"),
    [
        ("填表人：张某某　　审核人：李某　　填报日期：2025年12月31日", ("张某某", "李某")),
        ("填表人：张某某", ("张某某",)),
        ("填表人 张某某 审核人 李某", ("张某某", "李某")),
        ("单位负责人（签字）：王某　联系电话：10012345678", ("王某", "10012345678")),
        ("制表：赵某；复核：钱某", ("赵某", "钱某")),
    ],
)
def test_signatures_are_hidden_and_the_rest_of_a_note_stays(note, hidden):
    shown = without_signatures(note)
    assert not any(name in shown for name in hidden)
    assert "（已隐去）" in shown
    assert ("2025年12月31日" in shown) is ("2025年12月31日" in note)


def test_an_ordinary_note_is_kept_in_full():
    note = "注：户籍数截至2025年12月31日；常住指在本镇居住半年以上。"
    assert without_signatures(note) == note


@pytest.mark.parametrize(
    "header", ["姓名", "当事人", "身份证号码", "联系电话", "户主", "经办人", "网格员 姓名", "家庭住址"]
)
def test_a_header_that_names_people_is_known(header):
    assert names_a_person(header)


@pytest.mark.parametrize(
    "header", ["村（社区）", "受理日期", "发现隐患（处）", "户籍/人口", "备注", "承办单位"]
)
def test_a_header_of_counts_is_no_person(header):
    assert not names_a_person(header)


def test_unclaimed_text_is_only_measured():
    assert unclaimed_text("王某家低保已复核") == "（文字 8 字，见原表）"


def test_the_check_character_of_an_id_number_is_held():
    assert valid_id_number("991376199709215864")
    assert not valid_id_number("991376199709215865")
    assert not valid_id_number("99137619970921586")

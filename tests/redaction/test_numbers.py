"""ID cards and telephones are found however they are typed, and what looks like them is left alone."""

from __future__ import annotations

import random

import pytest

from fazhi_metrics.redaction import holds_personal_number, personal_numbers, redacted, valid_id_number
from tests.redaction.spellings import FREE, SPELLINGS, squeezed


@pytest.mark.parametrize(("make", "how", "write"), SPELLINGS, ids=[how for _, how, _ in SPELLINGS])
@pytest.mark.parametrize("around", ["{}", "自建房 {}", "回访{}，已满意", "第3次：{}（已核）"])
def test_a_personal_number_is_hidden_however_it_is_typed(make, how, write, around):
    for seed in range(20):
        number = make(random.Random(seed))
        text = around.format(write(number))
        left = squeezed(redacted(text))
        assert number not in left and number[4:11] not in left, (text, left)


@pytest.mark.parametrize("text", [write("") for write in FREE.values()])
def test_a_free_number_is_hidden(text):
    assert "1234567" not in squeezed(redacted(text))


@pytest.mark.parametrize(
    "text",
    [
        "WG20250100001",
        "2025-03-15",
        "2025-03-15 08:30:00",
        "2025.1.1-2025.12.31",
        "20250315",
        "20250315083000",
        "58670.24",
        "12345678.9012",
        "1,234,567,890.12",
        "7560 26234 6453 22018",
        "10.12 11.35 12.50 13",
        "甲政发〔2024〕12号",
        "（2025）示0122民初1234号",
        "示字第2025031500123号",
        "91990122MA75ABCD1X",
        "6225 0012 3456 7890",
        "第05微网格",
        "3号楼2单元1501室",
        "示例路128号",
        "12345热线转办",
        "拨打110、12348",
        "0.5-1.5千米",
        "001-20250315",
        "2024年7560户26234人，2025年7612户26400人",
        "一二三四",
        "2025010100000123",
        "20250101000001234",
        "103.5623,36.4512",
        "1998-2025-001",
        "GB/T 2260-2007",
        "ISBN 9787500000",
        "K123+456",
    ],
)
def test_an_ordinary_number_is_left_alone(text):
    assert not holds_personal_number(text)
    assert redacted(text) == text


@pytest.mark.parametrize("text", ["12025010001", "100-1234-5678", "990122800101001", "202501011234567890"])
def test_a_case_number_that_looks_like_one_is_kept(text):
    assert redacted(text, identifier=True) == text


def test_an_id_card_is_none_of_a_case_s_numbers():
    assert "1997" not in redacted("991376199709215864", identifier=True)
    assert "1997" not in redacted("GD-991376199709215864-01", identifier=True)


def test_a_number_has_one_code_however_it_is_typed():
    codes = {
        redacted(text, coded=True) for text in ("100 1234 5678", "１００１２３４５６７８", "100-1234-5678")
    }
    assert len(codes) == 1
    assert redacted("10012345679", coded=True) not in codes


def test_what_was_hidden_is_not_hidden_again():
    once = redacted("经办人：张甲 10012345678", coded=True)
    assert redacted(once, coded=True) == once


def test_numbers_are_told_with_their_place():
    (found,) = personal_numbers("电话：100 1234 5678。")
    assert (found.start, found.end, found.digits) == (3, 16, "10012345678")


def test_the_check_character_of_an_id_number_is_held():
    assert valid_id_number("991376199709215864")
    assert not valid_id_number("991376199709215865")
    assert not valid_id_number("99137619970921586")

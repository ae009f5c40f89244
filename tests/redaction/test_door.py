"""What a cell becomes before it is shown: quoted where it is like something known, and measured where it is not."""

from __future__ import annotations

import pytest

from fazhi_metrics.redaction import HIDDEN, measured, quoted, redacted, visible

KNOWN = ("示例一村", "示例二村", "矛盾纠纷", "家庭婚姻纠纷")


@pytest.mark.parametrize(
    "text",
    [
        "示列一村",
        "示例1村",
        "示例一",
        "示例 一村",
        "2025.13.1",
        "约50亩",
        "13月",
        "12户30人",
        "—",
        "矛盾纠分",
    ],
)
def test_a_cell_that_is_like_something_known_is_quoted(text):
    assert quoted(text, KNOWN) == text


@pytest.mark.parametrize(
    "text", ["司马测甲", "张甲", "示例一村张甲", "张甲 12", "王老五家", "3组李某", "zhang san"]
)
def test_any_other_cell_is_measured(text):
    assert quoted(text, KNOWN) == measured(text)


@pytest.mark.parametrize("text", ["10012345678", "991376199709215864", "一〇〇一二三四五六七八"])
def test_a_number_of_a_person_is_hidden_in_a_quotation(text):
    assert quoted(text, KNOWN) == HIDDEN


def test_texts_with_different_people_stay_apart_and_the_same_stay_the_same():
    first, second, again = (
        redacted(f"{who}家自建房", coded=True) for who in ("司马测甲", "司马测乙", "司马测甲")
    )
    assert first == again != second


def test_a_village_that_is_called_like_a_person_is_none():
    assert redacted("金山", known=["金山"]) == "金山"
    assert redacted("金山") == HIDDEN or redacted("金丽") == HIDDEN


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("一村\x0b东组", "一村␋东组"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x9b31m", "\\x9b31m"),
        ("a\x00b", "a␀b"),
        ("txt\u202excod.exe", "txt\\u202excod.exe"),
        ("一\u200b村", "一\\u200b村"),
        ("\udc80", "\\udc80"),
        ("两\n行\t一格", "两\n行\t一格"),
    ],
)
def test_what_nobody_sees_is_made_visible(text, seen):
    assert visible(text) == redacted(text) == seen

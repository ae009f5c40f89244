"""The numeral grammar reads what is certain and refuses the rest."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.quantities.numbers import Numeral, parse_number

READ = [
    # text, value, step
    ("12", "12", "1"),
    ("１２", "12", "1"),
    ("1,234", "1234", "1"),
    ("1，234，567.5", "1234567.5", "0.1"),
    ("12.5万", "125000", "1000"),
    ("３.５万", "35000", "1000"),
    ("1.23456万", "12345.6", "0.1"),
    ("1.2亿", "120000000", "10000000"),
    ("1亿2000万", "120000000", "10000"),
    ("5百万", "5000000", "1000000"),
    ("98.50", "98.50", "0.01"),
    ("1 234", "1234", "1"),
    ("0", "0", "1"),
    ("零", "0", "1"),
    ("十", "10", "1"),
    ("二十三", "23", "1"),
    ("一百零五", "105", "1"),
    ("一百一十", "110", "1"),
    ("三千五百", "3500", "1"),
    ("一千零四十二", "1042", "1"),
    ("一万零五十", "10050", "1"),
    ("两万", "20000", "10000"),
    ("十二万三千四百五十六", "123456", "1"),
    ("五亿三千万", "530000000", "10000"),
    ("八十七点五", "87.5", "0.1"),
    ("一点二亿", "120000000", "10000000"),
    ("二〇二五", "2025", "1"),
    ("壹拾贰万叁仟", "123000", "1"),
    ("负10.1万", "-101000", "1000"),
    ("－5", "-5", "1"),
]
BOUNDED = [
    # text, low, high, modifier
    ("40余", "40", "50", "more_than"),
    ("200余", "200", "300", "more_than"),
    ("1530余", "1530", "1540", "more_than"),
    ("1.2万余", "12000", "13000", "more_than"),
    ("10余万", "100000", "200000", "more_than"),
    ("112万余", "1120000", "1130000", "more_than"),
    ("两万余", "20000", "30000", "more_than"),
    ("十余", "10", "20", "more_than"),
    ("百余", "100", "200", "more_than"),
    ("十几", "10", "20", "more_than"),
    ("三百几十亿", "30000000000", "40000000000", "more_than"),
    ("约30", "30", "30", "approx"),
    ("30左右", "30", "30", "approx"),
    ("近40", "36", "40", "nearly"),
    ("近千", "900", "1000", "nearly"),
    ("超过40", "40", None, "at_least"),
    ("40以上", "40", None, "at_least"),
    ("不足40", "0", "40", "less_than"),
]
REFUSED = [
    *(
        "",
        "abc",
        "百",
        "万",
        "三百五",
        "一万五",
        "二三",
        "1,23",
        "12,3456",
        "007",
        "零五",
        "12.",
        ".5",
        "1e5",
    ),
    *(
        "3万5",
        "3万5亿",
        "三万五亿",
        "（12）",
        "约40以上",
        "近-5",
        "1.2.3",
        "--5",
        "12起",
        "点五",
        "两十",
        "1" * 40,
    ),
    *("数十", "几百", "一二三四", "①", "1/2", "٣"),
]


@pytest.mark.parametrize(("text", "value", "step"), READ)
def test_reads_the_value_and_the_worth_of_its_last_printed_place(text, value, step):
    read = parse_number(text)
    assert read is not None
    assert (str(read.value), str(read.step), read.modifier) == (value, step, "exact")


@pytest.mark.parametrize(("text", "low", "high", "modifier"), BOUNDED)
def test_modifiers_make_an_interval(text, low, high, modifier):
    read = parse_number(text)
    assert read is not None
    assert (read.low, read.high) == (Decimal(low), None if high is None else Decimal(high))
    assert read.modifier == modifier


@pytest.mark.parametrize("text", REFUSED)
def test_refuses_what_can_be_read_in_two_ways_or_none(text):
    assert parse_number(text) is None


def test_brackets_are_negative_only_where_told():
    assert parse_number("（12）") is None
    read = parse_number("（1,200.5）", brackets_negative=True)
    assert read is not None
    assert read.value == Decimal("-1200.5")
    assert parse_number("（-5）", brackets_negative=True) is None


def in_chinese(number: int) -> str:
    """Write a number below 10**12 in full, by the school rule."""
    if number == 0:
        return "零"
    digits = "零一二三四五六七八九"
    parts = []
    for worth, great in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, text, gap = number // worth % 10**4, "", False
        for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
            digit = section // place % 10
            if digit:
                text += ("零" if gap and text else "") + digits[digit] + unit
                gap = False
            else:
                gap = True
        if text:
            parts.append(("零" if parts and section < 1000 else "") + text + great)
    return "".join(parts)


@given(st.integers(0, 10**12 - 1))
def test_reads_every_whole_number_written_in_full(number):
    for text in (str(number), f"{number:,}", in_chinese(number)):
        read = parse_number(text)
        assert read is not None, text
        assert read.value == number


@given(st.decimals(0, 10**9, places=3), st.sampled_from([("", 1), ("万", 10**4), ("亿", 10**8)]))
def test_decimals_and_scales_stay_exact(number, scale):
    mark, worth = scale
    read = parse_number(f"{number}{mark}")
    assert read is not None
    assert read.value == number * worth
    assert read.step * 1000 == worth


@given(
    st.text(alphabet="0123456789０.,，零〇一二两十百千万亿点余多几约近超负-－（）以上左右 %起", max_size=14)
)
def test_any_text_is_read_or_refused(text):
    read = parse_number(text, brackets_negative=True)
    assert read is None or (isinstance(read, Numeral) and (read.high is None or read.low <= read.high))

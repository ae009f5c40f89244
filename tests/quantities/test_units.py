"""Measure words behind a number: which belong to the unit, and which begin a noun. All sentences are made up."""

from __future__ import annotations

import pytest

from fazhi_metrics.quantities import find_quantities

UNITS = [
    # sentence, [(figure, unit)]
    (
        "架设35千伏线路12公里，主变容量50千伏安。",
        [("35千伏", "千伏"), ("12公里", "公里"), ("50千伏安", "千伏安")],
    ),
    ("年均浓度30微克每立方米。", [("30微克每立方米", "微克每立方米")]),
    (
        "人口密度520人/平方公里，发案3.2起/万人。",
        [("520人/平方公里", "人/平方公里"), ("3.2起/万人", "起/万人")],
    ),
    ("收购价2.8元/斤，补助15元/人次。", [("2.8元/斤", "元/斤"), ("15元/人次", "元/人次")]),
    ("超算280PF，智算16Eflops。", [("280PF", "PF"), ("16Eflops", "Eflops")]),
    ("算力规模300P，开行班列40列。", [("300P", "P"), ("40列", "列")]),
    ("接待旅游团120团3600人次。", [("120团", "团"), ("3600人次", "人次")]),
    ("清运垃圾200余车，接听来电900通。", [("200余车", "车"), ("900通", "通")]),
    (
        "新增车位300个、床位120张，设120个床位、50个点位。",
        [
            ("300个", "个"),
            ("120张", "张"),
            ("120个", "个"),
            ("50个", "个"),
        ],
    ),
    (
        "下调15个基点，连续6个季度增长，举办两届。",
        [("15个基点", "个基点"), ("6个季度", "个季度"), ("两届", "届")],
    ),
    ("仓房3600m2，巡查2次/周。", [("3600m2", "m2"), ("2次/周", "次/周")]),
    ("增长2倍多，历时3年多。", [("2倍多", "倍"), ("3年多", "年")]),
]
NOUNS = [
    ("5列为重点", "5"),
    ("12车辆段", "12"),
    ("3副主任", "3"),
    ("9通道", "9"),
    ("12台阶", "12"),
    ("3万届毕业生", "3万"),
]


@pytest.mark.parametrize(("sentence", "expected"), UNITS)
def test_the_measure_word_is_the_unit(sentence, expected):
    found = [(quantity.text, quantity.unit) for _, _, quantity in find_quantities(sentence)]
    assert found == expected


@pytest.mark.parametrize(("words", "number"), NOUNS)
def test_the_first_character_of_a_noun_is_no_unit(words, number):
    assert [(quantity.text, quantity.unit) for _, _, quantity in find_quantities(f"共有{words}，")] == [
        (number, "")
    ]


def test_a_trailing_more_opens_the_interval():
    ((_, _, quantity),) = find_quantities("产值增长2倍多。")
    assert (quantity.low, quantity.high) == (2, 3)

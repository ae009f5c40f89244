"""Every number of a text lies in exactly one figure or one excluded item, and is found as labelled."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi_metrics.audit import Claims, read_claims
from fazhi_metrics.errors import ReportError
from fazhi_metrics.quantities.numbers import NUMERALS

SHARED = Path(__file__).resolve().parents[3] / "shared"
DEV = SHARED / "claims" / "dev"
REPORT = SHARED / "report" / "xibao-2025.txt"
NUMERIC = set(NUMERALS)


def assert_covers(claims: Claims) -> None:
    """Every digit and Chinese numeral in exactly one item; items in order, without overlap."""
    items = sorted([*claims.figures, *claims.excluded], key=lambda item: item.start)
    end = 0
    for item in items:
        assert end <= item.start < item.end
        assert claims.text[item.start : item.end] == item.text
        end = item.end
    inside = {position for item in items for position in range(item.start, item.end)}
    for position, mark in enumerate(claims.text):
        if mark.isdecimal() or mark in NUMERIC:
            assert position in inside, claims.text[max(0, position - 10) : position + 10]


PASSAGE = """一、基本情况
2025年，全镇19个村化解纠纷40余起，满意率98.5%，较上年提高1.2个百分点。
（一）落实〔2025〕3号文件，拨打12345热线，推行“1235”模式，实行24小时值班；统一部署，近三年第2次获评。
①宣传一次、检查两次。②Ⅱ级响应，٣ 处，㈠ 类，½。"""


def test_every_number_is_a_figure_or_excluded_with_its_reason():
    claims = read_claims(PASSAGE)
    assert_covers(claims)
    reasons = {item.text: item.reason for item in claims.excluded}
    assert reasons["2025年"] == "年份日期"
    assert reasons["〔2025〕3号"] == "文号编号"
    assert reasons["12345"] == "电话与热线"
    assert reasons["1235"] == "固定说法"
    assert reasons["（一）"] == "序号"
    assert reasons["第2"] == "次序"
    assert [figure.text for figure in claims.figures] == [
        "19个",
        "40余起",
        "98.5%",
        "1.2个百分点",
        "一次",
        "两次",
    ]


PIECES = (
    "2025年 40余起 三 十 百 万 零 两 1,234 98.5% 第 条 、 ， 。 “ ” 《 》 （ ） 〔 〕 分别 至 — - ~ . / : 近 超 以上 件 次 个 百分点 百分之 "
    "成 半 点 下降 同比 较上年 由 到 为 零发生 未发生 三降 12345 110 A 5G + × 月 日 年 号 元 亿"
)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.one_of(st.sampled_from([*PIECES.split(), "\n", "\t", "　"]), st.text(max_size=6)), max_size=40
    )
)
def test_any_text_is_covered(pieces):
    text = "".join(pieces) + "。"
    claims = read_claims(text)
    assert_covers(claims)
    for trend in claims.trends:
        assert claims.text[trend.start : trend.end] == trend.text
        assert all(0 <= start < end <= len(text) for start, end in trend.subjects)
    json.dumps(claims.to_json(), allow_nan=False)


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "1,234",
        "，12",
        "一",
        "十百千",
        "“1",
        "12、",
        "近",
        "下降12%、",
        "3-",
        "1.",
        "（1）",
        "零发生",
        "与",
        "2025年",
        "分别1、",
        "无",
        "1月",
        "《",
        " 1",
    ],
)
def test_long_monotonous_text_is_read_in_linear_time(unit):
    def seconds(size: int) -> float:
        text = unit * (size // len(unit)) + "。"
        runs = []
        for _ in range(3):
            start = time.process_time()
            read_claims(text)
            runs.append(time.process_time() - start)
        return min(runs)  # a busy machine only ever adds

    long = seconds(60_000)
    assert long < 3
    assert long < 8 * seconds(15_000) + 0.2


def test_a_lone_number_is_a_cell_and_a_trailing_one_is_cut_off():
    assert [f.text for f in read_claims("7560").figures] == ["7560"]
    assert read_claims("签约率达到9").excluded[0].reason == "不完整"


def test_a_text_without_numbers_has_no_claims():
    assert read_claims("") == Claims((), (), (), (), "")
    assert read_claims("依法行政。").figures == ()


def test_offsets_count_every_character_of_a_file(tmp_path):
    file = tmp_path / "报告.txt"
    file.write_bytes("全年\r\n受理投诉213件，\r\n同比下降26.8%。".encode())
    claims = read_claims(file)
    assert claims.text[4:6] == "受理"
    assert [(f.start, f.text) for f in claims.figures] == [(8, "213件"), (19, "26.8%")]
    assert read_claims(str(file)) == claims


def test_a_missing_file_is_an_error_and_a_sentence_is_not(tmp_path):
    with pytest.raises(ReportError):
        read_claims(tmp_path / "没有.txt")
    assert read_claims("没有.txt 12件").figures[0].text == "12件"


def test_figures_of_next_year_are_plans():
    claims = read_claims(
        "全年培训4期。\n下一步工作打算：\n一是培训6期；二是新建站点2个。\n三、其他\n现有人员12名。力争达标3个。"
    )
    assert [(f.text, f.plan) for f in claims.figures] == [
        ("4期", False), ("6期", True), ("2个", True), ("12名", False), ("3个", True),
    ]  # fmt: skip


def test_implied_numbers_stand_apart_from_figures():
    claims = read_claims("隐患全部整改到位，收入翻一番，过半农户参与，覆盖率超九成。")
    assert [(i.text, str(i.quantity.low)) for i in claims.implied] == [
        ("全部", "100"), ("翻一番", "2"), ("过半", "0.5"),
    ]  # fmt: skip
    assert [f.text for f in claims.figures] == ["超九成"]


def test_json_has_the_shape_of_the_command():
    out = read_claims("近47万元，三分之一，超40起，下降12%。").to_json()
    assert out["figures"][0] == {
        "start": 0, "end": 5, "text": "近47万元", "low": 423000, "high": 470000, "unit": "元",
        "modifier": "nearly", "kind": "money", "plan": False,
    }  # fmt: skip
    assert out["figures"][1]["low"] == pytest.approx(1 / 3)
    assert out["figures"][2]["high"] is None
    assert out["trends"] == [
        {"start": 16, "end": 21, "text": "下降12%", "direction": "down", "amount": 12, "unit": "%"}
    ]


@pytest.mark.skipif(not DEV.is_dir(), reason="the labelled passages are not beside this checkout")
def test_labelled_passages_are_read_as_labelled(tmp_path):
    for passage in DEV.glob("*.txt"):
        claims = read_claims(passage)
        assert_covers(claims)
        (tmp_path / f"{passage.stem}.json").write_text(json.dumps(claims.to_json()), encoding="utf-8")
    score = [sys.executable, str(DEV.parent / "score.py"), str(DEV), str(tmp_path)]
    last = subprocess.run(score, capture_output=True, text=True, check=True).stdout.splitlines()[-1]
    spans, values, trends = (float(part.split()[-1]) for part in last.split("|"))
    assert spans >= 0.99
    assert values >= 0.985
    assert trends >= 0.97


@pytest.mark.skipif(not REPORT.is_file(), reason="the published report is not beside this checkout")
def test_published_report_gives_its_figures_and_trends_and_no_other():
    gold = json.loads(REPORT.with_name("xibao-2025.gold.json").read_text(encoding="utf-8"))
    claims = read_claims(REPORT)
    assert_covers(claims)
    out = claims.to_json()
    assert out["figures"] == [{k: v for k, v in f.items() if k != "figure"} for f in gold["figures"]]
    assert out["trends"] == [{k: v for k, v in t.items() if k != "figures"} for t in gold["trends"]]
    assert [len(trend.subjects) for trend in claims.trends] == [len(t["figures"]) for t in gold["trends"]]

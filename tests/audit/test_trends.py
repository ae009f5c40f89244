"""Statements of a trend: direction, amount, and what they speak of. Made-up sentences."""

from __future__ import annotations

import pytest

from fazhi_metrics.audit import read_claims

STATED = [
    # sentence, [(text, direction, amount, unit)]
    ("刑事警情同比下降18.3%。", [("同比下降18.3%", "down", 18.3, "%")]),
    ("盗窃案件由上年的12起下降至5起。", [("由上年的12起下降至5起", "down", None, None)]),
    ("支持率从81.4%上升到93.7%。", [("从81.4%上升到93.7%", "up", None, None)]),
    (
        "指数81.2提升至83.5，合格率提升至98%。",
        [("81.2提升至83.5", "up", None, None), ("提升至98%", "up", None, None)],
    ),
    ("立案9起，较上年减少4起。", [("较上年减少4起", "down", 4, "起")]),
    ("调解成功率提高1.8个百分点。", [("提高1.8个百分点", "up", 1.8, "个百分点")]),
    ("产值增速5%，信访量降幅达30%。", [("增速5%", "up", 5, "%"), ("降幅达30%", "down", 30, "%")]),
    (
        "压缩办理时间20%，减少申请材料三成。",
        [("压缩办理时间20%", "down", 20, "%"), ("减少申请材料三成", "down", 30, "%")],
    ),
    ("信访量、警情量同比分别下降12.5%和8.6%。", [("同比分别下降12.5%和8.6%", "down", None, None)]),
    ("收入增长-3.2%。", [("增长-3.2%", "down", 3.2, "%")]),
    ("处罚案件较上年增长1.2倍。", [("较上年增长1.2倍", "up", 1.2, "倍")]),
    ("排名前移2位。", [("前移2位", "up", 2, "位")]),
    ("低保标准提高到每人每月720元。", [("提高到每人每月720元", "up", None, None)]),
    (
        "邻里矛盾同比明显下降，警情较去年同期有所减少。",
        [("同比明显下降", "down", None, None), ("较去年同期有所减少", "down", None, None)],
    ),
    ("比上年多12件，较去年少3起。", [("比上年多12件", "up", 12, "件"), ("较去年少3起", "down", 3, "起")]),
    ("高于上年2.1个百分点，高于全县平均1.2个百分点。", [("高于上年2.1个百分点", "up", 2.1, "个百分点")]),
    (
        "信访总量与上年持平，编制保持不变。",
        [("与上年持平", "flat", None, None), ("保持不变", "flat", None, None)],
    ),
    ("新滋生人员由2人降为0人。", [("由2人降为0人", "down", None, None)]),
    (
        "占比由26.4%提高至37.9%，时限压缩至3.2个工作日。",
        [("由26.4%提高至37.9%", "up", None, None), ("压缩至3.2个工作日", "down", None, None)],
    ),
    (
        "总额由2022年的4500万美元增加到2.3亿美元。",
        [("由2022年的4500万美元增加到2.3亿美元", "up", None, None)],
    ),
    ("排名前进2位，增收12%，增收3万元。", [("前进2位", "up", 2, "位"), ("增收12%", "up", 12, "%")]),
    ("粉丝净增长1260人，新增12个站点。", [("净增长1260人", "up", 1260, "人")]),
]
NOTHING = [
    ("全年零事故、零伤亡，重大案件零发生。", ["零事故", "零伤亡", "零发生"]),
    (
        "未发生民转刑案件，未出现返贫现象，没有发生火灾。",
        ["未发生民转刑案件", "未出现返贫现象", "没有发生火灾"],
    ),
    ("无一人脱管漏管，无一例越级上访。", ["无一人脱管漏管", "无一例越级上访"]),
    ("无重大安全事故，全年无刑事案件发生。", ["无重大安全事故", "无刑事案件发生"]),
    ("进京到省“零”上访，实现“零发案”，积案动态清零，事故为零。", ["“零”上访", "零发案", "动态清零", "为零"]),
]
NONE = [
    "满意度稳步提升，案件大幅减少，环境持续改善。",
    "精简事项60项，减免罚款3万元，新增12个，改造提升阵地5个，节约资金7%。",
    "是上年的1.8倍，为去年同期的2.3倍。",
    "由第6位升至第3位，保持在98%以上，覆盖率达95%。",
    "打造“五个零”品牌，坚持零容忍、零距离，零星用工，清零行动，有无事故隐患，创建零上访村8个。",
    "“三降三升”目标实现，开展无证经营案件查处，无讼村创建。",
    "工业增加值12亿元，提升工程3个，下降通道2条。",
]


@pytest.mark.parametrize(("sentence", "expected"), STATED)
def test_reads_direction_and_amount(sentence, expected):
    trends = [
        (t.text, t.direction, None if t.amount is None else float(t.amount), t.unit)
        for t in read_claims(sentence).trends
    ]
    assert trends == expected


@pytest.mark.parametrize(("sentence", "expected"), NOTHING)
def test_reads_statements_of_nothing(sentence, expected):
    trends = read_claims(sentence).trends
    assert [(t.text, t.direction) for t in trends] == [(text, "zero") for text in expected]


@pytest.mark.parametrize("sentence", NONE)
def test_a_mood_an_action_or_a_slogan_is_no_trend(sentence):
    assert [t.text for t in read_claims(sentence).trends] == []


SUBJECTS = [
    (
        "新机制推动全镇实现发案率、信访总量、事故率“三降”，办结率、满意度、化解率“三升”。",
        [["发案率", "信访总量", "事故率"], ["办结率", "满意度", "化解率"]],
    ),
    ("事故起数、死亡人数同比“双下降”。", [["事故起数", "死亡人数"]]),
    ("未发现黑恶势力违法犯罪的线索。", [["黑恶势力违法犯罪的线索"]]),
    ("重大群体性事件零发生。", [["重大群体性事件"]]),
    ("受理投诉213件，同比下降26.8%。", [["受理投诉"]]),
    ("发案下降0.6%、破案率上升30.8%。", [["发案"], ["破案率"]]),
    ("信访总量由上年的86件次下降到61件次。", [["信访总量"]]),
]


@pytest.mark.parametrize(("sentence", "expected"), SUBJECTS)
def test_names_what_a_trend_speaks_of(sentence, expected):
    named = [[sentence[start:end] for start, end in trend.subjects] for trend in read_claims(sentence).trends]
    assert named == expected


def test_three_falls_need_three_subjects():
    assert read_claims("发案率、信访量“三降”。").trends == ()

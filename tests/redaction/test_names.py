"""Names of people are hidden where words say that they are names; words that look like names stay."""

from __future__ import annotations

import random

import pytest

from fazhi_metrics.redaction import is_name, names_a_person, redacted
from tests.redaction.spellings import name

_SIGNED = [
    f"{word}{stop}{{}}"
    for word in (
        *(
            "填表人",
            "记录人",
            "登记人",
            "汇总人",
            "审核人",
            "经办人",
            "联系人",
            "报送人员",
            "核实人",
            "统计员",
            "网格员",
        ),
        *(
            "调解员",
            "驻村干部代表",
            "单位负责人（签字）",
            "组长",
            "法定代表人",
            "签字",
            "户主",
            "当事人",
            "采集员",
        ),
    )
    for stop in ("：", ": ", " ：")
]
_SAID = [
    "{}反映邻里纠纷",
    "{}家自建房",
    "{}同志",
    "{}（电话10012345678）",
    "已告知{}，{}来电",
    "{}、{}",
    "台账（{}）",
    "{}_1月",
]


@pytest.mark.parametrize("text", [*_SIGNED, "填表人 {} 审核人 {}", "审核：{} 2025年12月31日", *_SAID])
def test_a_name_is_hidden_beside_a_word_that_only_people_have(text):
    for seed in range(12):
        who = name(random.Random(seed))
        assert who not in redacted(text.replace("{}", who)), who


@pytest.mark.parametrize(
    ("note", "hidden"),
    [
        ("填表人：张某某　　审核人：李某　　填报日期：2025年12月31日", ("张某某", "李某")),
        ("填表人：张 某　审核人：李某", ("张 某", "李某")),
        ("单位负责人（签字）：王某　联系电话：10012345678", ("王某", "10012345678")),
        ("制表：赵某；复核：钱某", ("赵某", "钱某")),
        ("参加人员：张某、李某某，王甲", ("张某", "李某某", "王甲")),
    ],
)
def test_signatures_are_hidden_and_the_rest_of_a_note_stays(note, hidden):
    shown = redacted(note)
    assert not any(who in shown for who in hidden)
    assert "（已隐去）" in shown
    assert ("2025年12月31日" in shown) is ("2025年12月31日" in note)


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("王测甲餐馆6号", "王测甲"),
        ("李建国养殖场", "李建国"),
        ("主任张甲", "张甲"),
        ("由王小明负责", "王小明"),
        ("才让多杰家", "才让多杰"),
        ("阿卜杜拉·买买提", "买买提"),
    ],
)
def test_a_name_is_hidden_in_what_is_called_by_it(text, who):
    assert who not in redacted(text)


HARMLESS = """
注：户籍数截至2025年12月31日；常住指在本镇居住半年以上。
示例镇2025年矛盾纠纷排查化解台账|村（社区）|受理日期|发现隐患（处）|其中：重大隐患（处）|户籍/人口|常住人口（人）|单位：户、人
高新区管委会|安全生产|安全检查|方案|黄金周|马路市场|石油|水利|田间地头|夏季攻势|项目|余额|金额|文件|时间|关系|江河|全国|全镇|白天|高度
示例一村|示例一村餐馆6号|李家庄|王家村|张集社区|马山|高家沟|金山路128号|东方红广场|南方超市|农家乐|加油站|明亮眼镜店
党政综合办公室|社会治安综合治理中心|应急管理办|自然资源所|司法所|派出所|市场监管所|卫生院|中心小学
宪法宣传周|民法典进村|习近平法治思想|宪法|民法典|行政处罚法|安全生产法|信访工作条例|反有组织犯罪法|未成年人保护法
填报单位：示例镇党建办|填报日期：2025年12月31日|制表日期 2025年1月|共导出1286条|导出时间：2025-12-31 08:30:00
家庭纠纷|邻里纠纷|土地纠纷|劳资纠纷|婚姻家庭|损害赔偿|合同纠纷|其他|是|否|已整改|未整改|整改中|销号|移送|调解成功|达成协议
甲政发〔2024〕12号|（2025）示0122民初1234号|12345热线|网格01|第05微网格|第五片区|片区负责|主办单位|承办科室|责任单位
关于加强安全生产工作的通知|关于成立领导小组的决定|全面推进乡村振兴|常态化开展排查|平安建设|明确责任|严格执行|解决诉求|管理规范
数据来源：各村月报|口径：含流动人口|备注：无|说明：本表由各村填报|审核意见：同意|人员：12人|参加人员：全体村干部|受益人：全体村民
人均可支配收入（元）|耕地面积（亩）|牛羊存栏（头）|毛收入|计划数|完成率|同比|环比|合计|小计|总计|序号|万元|万人|万亩
""".replace("|", "\n").split("\n")


def test_of_harmless_words_at_most_one_in_a_hundred_is_hidden():
    words = [word for word in HARMLESS if word]
    hidden = [word for word in words if redacted(word) != word]
    assert len(hidden) <= len(words) // 100, hidden


@pytest.mark.parametrize(
    "header",
    [
        "姓名",
        "当事人",
        "身份证号码",
        "联系电话",
        "户主",
        "经办人",
        "网格员 姓名",
        "家庭住址",
        "记录人",
        "登记员",
    ],
)
def test_a_header_that_names_people_is_known(header):
    assert names_a_person(header)


@pytest.mark.parametrize(
    "header",
    [
        "村（社区）",
        "受理日期",
        "发现隐患（处）",
        "户籍/人口",
        "备注",
        "承办单位",
        "户籍人口（人）",
        "人员数",
        "常住人数",
        "调解员人数",
    ],
)
def test_a_header_of_counts_is_no_person(header):
    assert not names_a_person(header)


@pytest.mark.parametrize(
    ("text", "so"),
    [("张某", True), ("司马测甲", True), ("王 丽", True), ("高新", False), ("示例一村", False)],
)
def test_a_name_alone_is_told_from_a_word(text, so):
    assert is_name(text) is so

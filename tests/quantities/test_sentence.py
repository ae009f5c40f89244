"""Quantities in running text: figures stand in braces, with their meaning where it is not plain.

`{40余起=40,50,起}` is a figure from 40 to 50 (null for no upper end) with unit 起; `{12件}` must only be found.
Everything outside braces states no figure. All passages are made up.
"""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi_metrics.quantities import find_quantities

_MARK = re.compile(r"\{([^{}=]+)(?:=([^{}]*))?\}")


def marked(passage: str) -> tuple[str, list[tuple[int, int, str | None]]]:
    """Return the plain passage and the figures that its braces mark."""
    plain, figures, position = "", [], 0
    for match in _MARK.finditer(passage):
        plain += passage[position : match.start()]
        figures.append((len(plain), len(plain) + len(match[1]), match[2]))
        plain += match[1]
        position = match.end()
    return plain + passage[position:], figures


COUNTS = [
    "辖区共{560户}{2034人}，耕地{3.2万亩=32000,32000,亩}。",
    "化解{1，234件=1234,1234,件}、{1,234件=1234,1234,件}，检查{23次},整改{45处}。",
    "检查{１２３家次=123,123,家次}，罚款{２．５万元=25000,25000,元}。",
    "举办讲座{二十三场=23,23,场}，发放读本{三千五百册=3500,3500,册}，覆盖{十一个=11,11,个}村。",
    "投入经费{3\n5.8万元=358000,358000,元}，培训{160人\n次=160,160,人次}。",
    "附件1\n2025年共收到建议{28件}。",
    "受理 {40 余起=40,50,起} ， 办结率 {95 %=95,95,%} 。",
    "惠及{3万=30000,30000,}群众，投入{30余万=300000,400000,}。",
    "检查{2万=20000,20000,}人员密集场所{12处}，服务{5万=50000,50000,}个体工商户。",
    "悬挂横幅{超60条=60,null,条}（个）。",
    "建成{2栋}、{3间}、{15.3亩}、{0.8公顷}、{12吨}、{5200千瓦时}。",
    "平均浓度{28微克/立方米}，{1.5小时/件}，{720元/人·月}。",
    "户均增收{3000元}，每万人拥有律师{4.1名}。",
    "发生{0起=0,0,起}，涉案人员由{2人}降为{0人}。",
    "指数由{81.2=81.2,81.2,}提升至{83.5=83.5,83.5,}。",
    "用时{半小时=0.5,0.5,小时}，往返{一个半小时=1.5,1.5,小时}。",
    "完成投资{5.2亿元}，增长{-3.2%=-3.2,-3.2,%}。",
    "全省收案{321 146件=321146,321146,件}，高级法院{5 258件=5258,5258,件}。",
    "户均减负{1.2万元以上=12000,null,元}，案件数降为{0=0,0,}，受理案件{12456=12456,12456,}，其余已结。",
    "实现GDP{12.5亿元=1250000000,1250000000,元}。",
]
BOUNDS = [
    "排查{40多起=40,50,起}、{四十余起=40,50,起}、{1.2万余份=12000,13000,份}、{112万余元=1120000,1130000,元}。",
    "发放{百余份=100,200,份}、{十余份=10,20,份}、{两万余份=20000,30000,份}，涉及{三百几十亿元=30000000000,40000000000,元}。",
    "处置{约40起=40,40,起}、{大约40起=40,40,起}、{40起左右=40,40,起}。",
    "处置{近40起=36,40,起}、{接近40起=36,40,起}、{将近40起=36,40,起}，参与{近千人=900,1000,人}。",
    "办理{超40起=40,null,起}、{逾40起=40,null,起}、{突破40起=40,null,起}、{不少于40起=40,null,起}、{40起以上=40,null,起}。",
    "剩余{不足40起=0,40,起}、{不到40起=0,40,起}、{不超过40起=0,40,起}、{40起以内=0,40,起}、{40起以下=0,40,起}。",
    "每次安排{3-5名=3,5,名}、{3至5名=3,5,名}，按{3%~5%=3,5,%}抽查，奖励{2—8万元=20000,80000,元}。",
    "满意率{百分之八十七点五=87.5,87.5,%}，参与率{百分之九十以上=90,null,%}，占{九成以上=90,null,%}、{六成多=60,70,%}。",
    "{三分之一=0.3333,0.3333,}的村、{一半以上=0.5,null,}的组，占总数的{1/4左右=0.25,0.25,}。",
    "访问量{上万次=10000,null,次}，惠及{上百户=100,null,户}。",
    "参与率由{六成=60,60,%}升至{九成=90,90,%}，求助和投诉分别占{两成=20,20,%}和{三成多=30,40,%}。",
    "派单用时由{9.5小时}压到{2至3小时=2,3,小时}。",
]
LISTS = [
    "纠纷分别为{12=12,12,件}、{8=8,8,件}、{5件=5,5,件}。",
    "投入分别为{12=120000,120000,元}、{8=80000,80000,元}和{5万元=50000,50000,元}。",
    "合格率分别{超97%=97,null,%}和{98%=98,null,%}，及格率分别为{97%=97,97,%}和{98%以上=98,null,%}。",
    "参考率、合格率均达{100%}。",
    "制定方案{两个}、检查{两次}、询问{一次=1,1,次}；组织演练{一次=1,1,次}，参加{85人}。",
]
WORDS = [
    "粉丝从几十余位到{800余位=800,900,位}，八类案件{3起}。",
    "统一部署，一支队伍、一批骨干、一系列活动，数万起、数十次、几十人、成百上千人次。",
    "三大工程、四级网络、两委班子、三公经费、五级书记、两代表一委员、三所联动、三次产业。",
    "甲村、乙村、丙村三个村，婚姻、邻里、债务三类纠纷，城东、城西两个片区。",
    "落实三项制度，深刻领悟两个确立，坚定四个自信，做到两个维护，学习十一个坚持。",
    "六合街道、三河村、九龙社区、五星村、八里村的村规民约{19份}，签约{30户}，节约{5万元}。",
    "零容忍、零距离服务，零星用工，万无一失，百花齐放，千家万户，三轮车{18辆}。",
    "二次供水、二期工程、二审案件、一等奖。",
]
NAMES = [
    "推行“1235”模式、“1+5”工作法、“十件实事”、“四个一”、“五个零”，办好{10件}民生实事。",
    "12345热线办件{655件}，110警情{412起}，122热线，拨打120急救，12348平台。",
    "110类警情{412起}、122类警情{95起}，建成视频监控{48路}。",
    "（二）1.走访{36户}。（三）2、整改{5处}。",
    "整合12345、12315、110等热线，拨打110报警，与119联动，受理{12345件}。",
    "甲村5组，东社区3队，三次产业结构为14.9:33.2:51.9，第1页共3页。",
    "24小时值班、7×24小时、365天服务、5A级景区、PM2.5、5G基站{12座}、打造15分钟服务圈、A4纸、2.0版。",
    "依据甲政发〔2025〕3号、（2025）青01民初123号、第十二条第二款、GB/T 19001—2016。",
    "电话：0999-8888888，手机10012345678，身份证990101199001011234，幸福路128号3栋2单元501室。",
    "引用[3]，①宣传；②检查。\n1.完善机制\n2.加强培训\n（一）健全制度。一是学习；二是宣传。",
    "实行1+N、“3+X”，网址www.example.gov.cn/2025/12。",
    "《甲县法治建设规划（2020—2025年）》提出{5项}任务。",
]
TIME = [
    "2025年，2024—2025年，2025年1月至11月，二〇二五年，1—11月，12月4日，2025.3.5，3月15日至20日。",
    "十四五时期，八五普法，二十届三中全会，党的二十大，十五届人大四次会议，市委三次全会，一季度，前三季度。",
    "近三年、近十年、五年来、三年行动、五年内、90后、75周年、百年一遇，9:00—17:00，早8点。",
    "最早的积案已{十二年=12,12,年}。",
    "连续{6年}，历时{三个月}，限期{15天}，压缩至{3个工作日}，行政拘留{10日}，{72小时}内办结，有着{600多年}历史。",
]
ORDINALS = [
    "第3次会议、第九次、第八批、第一轮、前8、第6位、位列全县第2名、前10%、全省50强、15届运动会。",
    "排名前移{2位}。",
]
THRESHOLDS = [
    "65岁以上的老人{120人}、20人以上企业{5家}、5年以上积案{2件}、戒断三年以上人员、满三年未复吸{18人}。",
    "签约过亿元项目{12个}、过5亿元项目{3个}，100至300万元项目累计投资{0.4亿元=40000000,40000000,元}，完成投资{超过2亿元=200000000,null,元}。",
    "积分300—500分的党员有{31名}，奖励{300—500分=300,500,分}。",
    "覆盖{120人次以上=120,null,人次}，发放{5000份以上}宣传资料，平均年龄{35.6岁}。",
]
HOLES = [
    "抓获违法人员*名，立案×起，排查××处。",
    "办结率达到9",
    "共受理",
    "",
]


@pytest.mark.parametrize(
    "passage", [*COUNTS, *BOUNDS, *LISTS, *WORDS, *NAMES, *TIME, *ORDINALS, *THRESHOLDS, *HOLES]
)
def test_finds_the_figures_of_a_passage_and_nothing_else(passage):
    text, figures = marked(passage)
    found = find_quantities(text)
    assert [(start, end) for start, end, _ in found] == [(start, end) for start, end, _ in figures], [
        quantity.text for _, _, quantity in found
    ]
    for (_, _, quantity), (_, _, meaning) in zip(found, figures, strict=True):
        if meaning is not None:
            low, high, unit = meaning.split(",")
            assert float(quantity.low) == pytest.approx(float(low), abs=5e-5)
            assert (quantity.high is None) == (high == "null")
            if quantity.high is not None:
                assert float(quantity.high) == pytest.approx(float(high), abs=5e-5)
            assert quantity.unit == unit


WHOLE = st.integers(0, 10**7)
FORMS = st.one_of(
    # what is printed, low, high
    WHOLE.map(lambda n: (f"{n}", n, n)),
    WHOLE.map(lambda n: (f"{n:,}", n, n)),
    st.integers(1, 9999).map(lambda n: (f"{n}万", n * 10**4, n * 10**4)),
    st.decimals(0, 999, places=2).map(lambda d: (f"{d}万", d * 10**4, d * 10**4)),
    st.integers(1, 99).map(lambda n: (f"{n}0余", n * 10, n * 10 + (10 if n % 10 else 100))),
    st.integers(1, 9).map(lambda n: (f"{'零一二三四五六七八九'[n]}十余", n * 10, n * 10 + 10)),
    st.integers(1, 9).map(lambda n: (f"{'零一二三四五六七八九'[n]}百二十三", n * 100 + 23, n * 100 + 23)),
    st.integers(10, 999).map(lambda n: (f"近{n}", Decimal(n) * 9 / 10, n)),
    st.integers(10, 999).map(lambda n: (f"不少于{n}", n, None)),
    st.tuples(st.integers(1, 99), st.integers(1, 99)).map(
        lambda t: (f"{t[0]}—{t[0] + t[1]}", t[0], t[0] + t[1])
    ),
)
CLAUSES = st.tuples(
    st.sampled_from(
        [
            "化解矛盾纠纷",
            "办结案件共",
            "惠及",
            "检查企业",
            "累计投入",
            "全年参加",
            "其中，收缴",
            "占比达",
            "排查隐患（含历史遗留）",
            "覆盖率为",
        ]
    ),
    FORMS,
    st.sampled_from(
        [
            "起",
            "件",
            "人次",
            "户",
            "家",
            "元",
            "亩",
            "平方米",
            "场次",
            "%",
            "个百分点",
            "吨",
            "公里",
            "名",
            "条",
        ]
    ),
    st.sampled_from(
        [
            "",
            "，",
            "、",
            "；",
            "（含复核）",
            "，同比明显好转。2025年，",
            "。\n（二）第十二条规定的",
            "，12345热线",
        ]
    ),
)


@given(st.lists(CLAUSES, min_size=1, max_size=8), st.sampled_from(["", " ", "\n"]))
def test_every_figure_of_a_made_up_paragraph_is_found_with_its_value(clauses, space):
    text, expected = "全镇", []
    for verb, (number, low, high), unit, tail in clauses:
        text += f"一是{verb}" + (space if space != "\n" else "")
        start = len(text)
        text += number + (space if space == " " else "") + unit
        expected.append((start, len(text), low, high, unit))
        text += tail or "，"
    found = [
        (start, end, quantity.low, quantity.high, quantity.unit)
        for start, end, quantity in find_quantities(f"{text}等。")
    ]
    assert found == expected

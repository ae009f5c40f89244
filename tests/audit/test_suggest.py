"""Suggestions come from words, unit, year, village and section; never from the value, and never in doubt."""

import pytest

from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.suggest import suggest_ties
from fazhi_metrics.audit.word import read_word
from fazhi_metrics.measures import INDICATORS
from fazhi_metrics.project import Town, Village
from tests.audit.facts import text
from tests.audit.files import p, table, word_file

TOWN = Town(root=None, name="示例镇", years=(2025,), villages=(Village("示例一村"), Village("示例二村")))


def suggested(words, document=None):
    document = document or text(words)
    claims = claims_of(document)
    found = suggest_ties(document, claims, INDICATORS, TOWN, 2025)
    return {claims.figures[i].text: s for i, s in found.numbers.items()}, found, claims


NUMBERS = {
    "全镇有耕地4.4万亩，林地5.9万亩。": {"4.4万亩": "farmland_area", "5.9万亩": "forest_area"},
    "下辖行政村19个、居委会1个。": {"19个": "administrative_villages", "1个": "residents_committees"},
    "把19个村分成9个片区。": {"19个": "administrative_villages", "9个": "grid_districts"},
    "户籍7560户26234人，常住6453户、22018人。": {
        "7560户": "registered_households",
        "26234人": "registered_population",
        "6453户": "resident_households",
        "22018人": "resident_population",
    },
    "全年化解矛盾纠纷128起。": {"128起": "disputes_resolved"},
    "三大诉求分办中心化解矛盾纠纷40余起。": {"40余起": "disputes_resolved_by_centres"},
    "矛盾纠纷化解率达98.5%。": {"98.5%": "dispute_resolution_rate"},
    "发现隐患56处，隐患整改率100%。": {"56处": "hazards_found", "100%": "hazard_rectification_rate"},
    "群众满意度95.7%。": {"95.7%": "public_satisfaction"},
    "开展安全生产检查120次。": {"120次": "safety_inspections"},
    # What is counted is named once.
    "全年受理矛盾纠纷40起，化解33起，化解率82.5%。": {
        "40起": "disputes_accepted",
        "33起": "disputes_resolved",
        "82.5%": "dispute_resolution_rate",
    },
    "受理矛盾纠纷40起，其中化解33起、未化解7起。": {
        "40起": "disputes_accepted",
        "33起": "disputes_resolved",
        "7起": "disputes_open",
    },
    "发现隐患56处，整改55处，整改率98.2%。": {
        "56处": "hazards_found",
        "55处": "hazards_rectified",
        "98.2%": "hazard_rectification_rate",
    },
    "上报网格事项300件，办结298件，办结率99.3%。": {
        "300件": "grid_matters_reported",
        "298件": "grid_matters_completed",
        "99.3%": "grid_matter_completion_rate",
    },
    "矛盾纠纷就地化解率82.1%，矛盾纠纷化解率91.4%。": {
        "82.1%": "local_dispute_resolution_rate",
        "91.4%": "dispute_resolution_rate",
    },
    "搭建三大诉求分办中心，方便群众，已化解矛盾纠纷40余起。": {"40余起": "disputes_resolved_by_centres"},
}


@pytest.mark.parametrize(("words", "expected"), NUMBERS.items(), ids=NUMBERS)
def test_the_words_around_a_number_name_its_figure(words, expected):
    found, _, _ = suggested(words)
    assert {number: s.figure for number, s in found.items()} == expected


DOUBTFUL = [
    "各类事项按时办结率100%。",  # the rate of what?
    "活动覆盖11个行政村。",  # some of the villages
    "培训执法人员23人。",
    "组建19个村民小组。",
    "共完成46件。",
    "耕地面积19个。",  # not a unit of land
    "行政村19人。",
    "争取化解矛盾纠纷50起。",
    "重大隐患整改率100%。",  # only some of them
    "餐饮行业隐患整改率100%。",
    "家庭纠纷化解率98%。",
    "上半年，化解矛盾纠纷60起。",
    "2025年1月至11月化解矛盾纠纷60起。",
    "第一片区户籍人口1200人。",
    "重大安全事故0起。",
    "共受理信访事项30件，办结30件，办结率100%。",  # matters of another sort
    "人民调解委员会调解纠纷50起，调解成功49起，成功率98%。",
    "受理行政复议案件2件，办结2件。",
    "受理热线工单100件，办结率99%。",
]


@pytest.mark.parametrize("words", DOUBTFUL)
def test_no_suggestion_is_better_than_a_doubtful_one(words):
    assert suggested(words)[0] == {}


def test_an_act_that_no_indicator_knows_is_not_taken_for_the_one_before():
    found, _, _ = suggested("受理矛盾纠纷40起，移交公安5起，化解33起。")
    assert {number: s.figure for number, s in found.items()} == {
        "40起": "disputes_accepted",
        "33起": "disputes_resolved",
    }


def test_a_number_tied_already_says_what_the_sentence_is_about():
    document = text("上报网格事项300件，办结298件。")
    found = suggest_ties(document, claims_of(document), INDICATORS, TOWN, 2025, tied_numbers={0})
    assert {index: s.figure for index, s in found.numbers.items()} == {1: "grid_matters_completed"}


def test_the_whole_year_is_not_taken_for_a_part_of_it():
    found, _, _ = suggested("2025年1月至12月化解矛盾纠纷128起。")
    assert [s.figure for s in found.values()] == ["disputes_resolved"]


def test_a_kind_that_is_the_indicators_own_word_narrows_nothing():
    found, _, _ = suggested("派出所化解矛盾纠纷12起，发现重大隐患3处。")
    assert [s.figure for s in found.values()] == ["disputes_resolved_by_police", "serious_hazards"]


def test_a_trend_over_a_part_of_the_year_names_no_figure():
    _, found, _ = suggested("上半年，信访总量同比下降20%。")
    assert found.numbers == {}
    assert list(found.trends.values()) == [{}]


def test_a_cell_of_one_month_is_not_the_years():
    rows = table(["指标", "1月", "2月"], ["信访总量（件次）", "7", "9"])
    assert suggested("", read_word(word_file(p("表") + rows), "x"))[0] == {}


def test_a_plan_gets_no_suggestion():
    assert suggested("五、下一年度主要安排\n一是化解矛盾纠纷128起。\n")[0] == {}


def test_a_section_on_a_later_year_is_a_plan_and_a_table_below_it_is_none():
    words = p("五、2026年的主要安排") + p("化解矛盾纠纷130起。")
    rows = table(["指标", "2025年"], ["信访总量（件次）", "83"])
    found, _, claims = suggested("", read_word(word_file(words + rows), "x"))
    assert {number: s.figure for number, s in found.items()} == {"83": "petitions"}
    assert [claim.plan for claim in claims.figures] == [True, False]


def test_the_value_never_counts():
    for number in ("1", "7560", "99999"):
        found, _, _ = suggested(f"户籍{number}户。")
        assert [s.figure for s in found.values()] == ["registered_households"]


def test_the_year_is_the_one_that_the_words_speak_of():
    found, _, _ = suggested("信访总量由上年的118件次下降到83件次。")
    assert {n: (s.figure, s.year) for n, s in found.items()} == {
        "118件次": ("petitions", 2024),
        "83件次": ("petitions", 2025),
    }
    found, _, _ = suggested("2024年末户籍人口26318人。")
    assert found["26318人"].year == 2024


def test_a_village_that_is_named_is_meant():
    found, _, _ = suggested("示例二村化解矛盾纠纷12起。")
    assert (found["12起"].figure, found["12起"].village) == ("disputes_resolved", "示例二村")


def test_an_amount_of_change_is_of_the_figure_that_changed():
    found, _, _ = suggested("群众满意度提高0.9个百分点。信访总量同比下降29.7%。")
    assert [(s.figure, s.measure) for s in found.values()] == [
        ("public_satisfaction", "change_points"),
        ("petitions", "change_percent"),
    ]


TRENDS = {
    "治安案件发案率、信访总量、安全事故发生率“三降”。": [
        "public_security_case_rate",
        "petitions",
        "safety_accident_rate",
    ],
    "网格事项办结率、群众满意度、矛盾纠纷就地化解率“三升”。": [
        "grid_matter_completion_rate",
        "public_satisfaction",
        "local_dispute_resolution_rate",
    ],
    "全年未发现黑恶势力线索。": ["organised_crime_clues"],
    "全年未发生民转刑案件。": ["disputes_turned_criminal"],
}


@pytest.mark.parametrize(("words", "expected"), TRENDS.items(), ids=TRENDS)
def test_the_subjects_of_a_trend_name_their_figures(words, expected):
    _, found, _ = suggested(words)
    assert [s.figure for named in found.trends.values() for s in named.values()] == expected


def test_a_cell_of_a_table_is_named_by_its_heads():
    rows = table(
        ["指标", "2024年", "2025年"], ["信访总量（件次）", "118", "83"], ["群众满意度", "91.8%", "95.7%"]
    )
    found, _, _ = suggested("", read_word(word_file(p("表") + rows), "x"))
    assert {n: (s.figure, s.year) for n, s in found.items()} == {
        "118": ("petitions", 2024),
        "83": ("petitions", 2025),
        "91.8%": ("public_satisfaction", 2024),
        "95.7%": ("public_satisfaction", 2025),
    }

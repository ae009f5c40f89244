"""Filling a template: every figure where its placeholder stood; anything unknown stops."""

import io

import docx
import pytest

from fazhi_metrics.audit.word import read_word
from fazhi_metrics.errors import ReportError
from fazhi_metrics.publish.template import FigureText, Wording, fill
from tests.audit.files import p, run, section, story, table, word_file

NONE = Wording(mark="〔不能比较〕", reasons=("没有上年的数据",))


def figure(identity, title, value, last=NONE, change=NONE, direction=NONE, **numbers):
    said = [Wording(each) if isinstance(each, str) else each for each in (value, last, change, direction)]
    names = ("value", "last", "change", "direction")
    return FigureText(id=identity, title=title, unit="", **dict(zip(names, said, strict=True)), **numbers)


FIGURES = {
    each.id: each
    for each in (
        figure("farmland_area", "耕地面积", "4369.5亩", number=4369.5),
        figure("petitions", "信访总量", "96件", "120件", "20%", "下降", number=96, last_number=120),
        figure(
            "satisfaction", "群众满意度", "98.5%", "97%", "1.5个百分点", "上升", number=98.5, last_number=97
        ),
        figure("odd", "甲<乙>&丙", "<b>1&2</b>个", number=1),
    )
}
DOUBT = Wording(mark="〔待核实〕", reasons=("甲.xlsx!表!C7 合计不符",))
OPEN = {
    "petitions": figure("petitions", "信访总量", DOUBT, "120件", DOUBT, DOUBT, last_number=120),
    "to_date": figure(
        "to_date",
        "受理数",
        Wording("30余起", "〔截至9月〕", ("数据到9月为止",)),
        Wording("27起", "〔1—9月〕", ("两年都只比较1—9月",)),
        Wording("18.5%", "〔1—9月同期〕", ("两年都只比较1—9月",)),
        "上升",
    ),
}
WORDS = {"town": "示例镇", "year": 2025}


def filled(*paragraphs, figures=FIGURES, **kwargs):
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    done = fill(out.getvalue(), "模板.docx", figures, WORDS, **kwargs)
    return done.data, done.printed


def test_placeholders_become_wordings_and_are_found_again():
    data, printed = filled(
        "{{ town }}{{ year }}年有耕地{{ farmland_area }}。",
        "信访由{{ petitions.last }}{{ petitions.direction }}到{{ petitions }}，{{ petitions.direction }}{{ petitions.change }}。",
    )
    text = read_word(data, "x").text
    assert text == "示例镇2025年有耕地4369.5亩。\n信访由120件下降到96件，下降20%。"
    assert [(text[x.start : x.end], x.figures, x.part) for x in printed] == [
        ("4369.5亩", ("farmland_area",), "value"),
        ("120件", ("petitions",), "last"),
        ("96件", ("petitions",), "value"),
        ("20%", ("petitions",), "change"),
    ]


def test_every_part_of_the_file_is_filled():
    body = p("甲", table(["{{ farmland_area }}"])) + table(["项", "{{ petitions }}"])
    body += p(run("{{ peti"), run("tions.last }}")) + section(("header", "default", "rId1"))
    data = word_file(body, {"h.xml": story("header", p("{{ town }}：{{ satisfaction }}"))})
    text = read_word(fill(data, "x", FIGURES, WORDS).data, "x").text
    for wording in ("96件", "120件", "示例镇：98.5%"):
        assert wording in text
    assert "{{" not in text


def test_a_figure_with_signs_of_xml_is_only_text():
    data, _ = filled("{{ odd }}、{{ odd.title }}")
    assert read_word(data, "x").text == "<b>1&2</b>个、甲<乙>&丙"


def test_a_statement_is_printed_only_when_it_is_so():
    data, printed = filled("信访总量{{ all_fell(petitions) }}，满意度{{ all_rose(satisfaction) }}")
    assert read_word(data, "x").text == "信访总量“一降”，满意度“一升”"
    assert [(x.figures, x.part) for x in printed] == [(("petitions",), "trend"), (("satisfaction",), "trend")]
    with pytest.raises(ReportError, match="模板说群众满意度下降，数据却是上升"):
        filled("{{ all_fell(petitions, satisfaction) }}")


def test_conditions_read_numbers_and_directions():
    text = "{% if petitions.number < petitions.last_number and petitions.direction == '下降' %}降{% else %}未降{% endif %}"
    assert read_word(filled(text)[0], "x").text == "降"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{{ farmland_aera }}", "farmland_aera 不存在。您是不是要找 farmland_area"),
        ("{{ petitions.lst }}", r"petitions\.lst 不存在。您是不是要找 last"),
        ("{{ twon }}", "您是不是要找 town"),
        ("{{ town.__class__ }}", "__class__ 不存在"),
        ("{% if pettitions %}{% endif %}", "您是不是要找 petitions"),
        ("{{ petitions", "模板有误"),
        ("{% for x in %}", "模板有误"),
        ("{{ petitions() }}", "模板有误"),
        ("{{ all_fell('petitions') }}", "应是指标编号"),
        ("\ue000", "私用区"),
    ],
)
def test_a_mistake_in_a_template_stops_with_its_name(text, says):
    with pytest.raises(ReportError, match=says):
        filled(text)


def test_a_template_that_is_no_word_file_is_said_to_be_none():
    with pytest.raises(ReportError, match="不是 Word"):
        fill(b"no", "模板.docx", FIGURES, WORDS)


def test_the_same_input_gives_the_same_bytes():
    assert filled("{{ petitions }}")[0] == filled("{{ petitions }}")[0]


def test_a_value_that_is_not_sound_prints_its_mark_and_says_why():
    data, printed = filled(
        "信访{{ petitions }}，{{ petitions.direction }}{{ petitions.change }}；受理{{ to_date }}，增长{{ to_date.change }}。",
        figures=OPEN,
    )
    text = read_word(data, "x").text
    assert text == "信访〔待核实〕，〔待核实〕〔待核实〕；受理30余起〔截至9月〕，增长18.5%〔1—9月同期〕。"
    assert [(text[x.start : x.end], x.part) for x in printed if x.part != "remark"] == [
        ("30余起", "value"),
        ("18.5%", "change"),
    ]
    assert [x.reasons for x in printed if x.part == "remark"][:3] == [DOUBT.reasons] * 3


def test_a_statement_of_what_is_not_known_is_its_mark_and_of_the_same_months_says_them():
    text = "{{ all_fell(petitions) }}；{{ all_rose(to_date, satisfaction) }}"
    data, _ = filled(text, figures={**FIGURES, **OPEN})
    assert read_word(data, "x").text == "〔待核实〕；“两升”〔1—9月同期〕"


@pytest.mark.parametrize(
    "condition",
    [
        "petitions.number > 100",
        "petitions.last_number < petitions.number",
        "petitions.direction == '下降'",
        "petitions.direction in ('下降', '持平')",
        "petitions.direction",
        "to_date.number > 3",
        "to_date.last_number > 3",
    ],
)
def test_no_condition_is_decided_by_what_is_not_known(condition):
    with pytest.raises(ReportError, match=r"模板按(信访总量|受理数)决定怎么写，而它〔.+〕：.+请先核实"):
        filled(f"{{% if {condition} %}}甲{{% else %}}乙{{% endif %}}", figures=OPEN)


def test_a_condition_may_go_by_the_direction_over_the_same_months():
    text = "{% if to_date.direction == '上升' %}升{% else %}未升{% endif %}"
    assert read_word(filled(text, figures=OPEN)[0], "x").text == "升"

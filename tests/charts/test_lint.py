"""Each rule of the linter is broken on purpose, once: a linter that finds nothing is worth nothing."""

import plotly.graph_objects as go
import pytest

from fazhi_metrics.charts import lint_chart


def rules(figure):
    return {fault.rule for fault in lint_chart(figure)}


def retitle(figure, text):
    figure.layout.meta.update(finding=text)
    figure.update_layout(title_text=text)


def doubt(figure):
    """Put a doubt to a value that is drawn as if there were none."""
    figure.layout.meta["measures"]["points"][0].update(status="doubtful", status_title="待核实")


BROKEN = [
    ("标题", "three_falls", lambda f: f.update_layout(title_text="治安良好")),
    ("标题", "three_falls", lambda f: f.update_layout(title_text="")),
    ("副标题", "three_falls", lambda f: f.update_layout(title_subtitle_text="")),
    ("副标题", "three_falls", lambda f: f.update_layout(title_subtitle_text="各村人口")),
    ("来源", "three_falls", lambda f: setattr(f.layout, "annotations", ())),
    ("替代文字", "three_falls", lambda f: f.layout.meta.update(alt="")),
    ("数据表", "three_falls", lambda f: f.layout.meta.update(table={})),
    ("字体", "three_falls", lambda f: f.update_layout(font_family="Arial")),
    ("字体", "three_falls", lambda f: f.update_traces(textfont_family="SimSun")),
    ("对比度", "resident_population_by_village", lambda f: f.update_traces(marker_color="#FFD700")),
    ("对比度", "resident_population_by_village", lambda f: f.update_traces(textfont_color="#999999")),
    ("对比度", "disputes_by_kind", lambda f: f.update_traces(textfont_color="#28A197")),
    (
        "对比度",
        "disputes_by_village_and_month",
        lambda f: f.update_traces(colorscale=[[0, "#FFFFFF"], [1, "#12436D"]]),
    ),
    ("颜色", "resident_population_by_village", lambda f: f.update_traces(marker_color="gold")),
    ("颜色", "resident_population_by_village", lambda f: f.update_traces(marker_color=None)),
    (
        "分类",
        "disputes_by_channel",
        lambda f: f.add_traces([go.Bar(name=n, x=[0], y=["2025年"]) for n in "甲乙"]),
    ),
    ("分类", "disputes_by_month", lambda f: f.update_traces(line_dash="solid")),
    ("分类", "disputes_by_month", lambda f: f.update_traces(marker_symbol="circle")),
    ("分类", "households_by_district", lambda f: f.update_traces(text=None)),
    ("零点", "resident_population_by_village", lambda f: f.update_xaxes(range=[500, 2000])),
    ("零点", "resident_population_by_village", lambda f: f.update_xaxes(range=None)),
    ("零点", "three_falls", lambda f: f.update_layout(yaxis2_range=[5, 30])),
    ("文字方向", "disputes_by_month", lambda f: f.update_xaxes(tickangle=45)),
    ("文字方向", "resident_population_by_village", lambda f: f.update_traces(textangle=-90)),
    ("文字方向", "disputes_by_month", lambda f: f.add_annotation(text="峰值", textangle=30)),
    ("标注", "resident_population_by_village", lambda f: f.update_traces(text=["1954"] * 20)),
    ("标注", "three_falls", lambda f: f.add_annotation(text="比上年减少 917 起")),
    ("标题", "disputes_by_month", lambda f: retitle(f, "2025年受理矛盾纠纷917起")),
    ("数据", "disputes_by_month", lambda f: f.data[1].update(y=[1.0] * 12)),
    ("数据", "disputes_by_village_and_month", lambda f: f.update_traces(z=[[9] * 12] * 20)),
    ("数据", "three_falls", lambda f: f.layout.meta.update(measures={})),
    ("数据表", "disputes_by_kind", lambda f: f.layout.meta["table"]["rows"][0].__setitem__(1, "61")),
    ("数据表", "disputes_by_kind", lambda f: f.layout.meta["measures"]["sheet"][1][0].__setitem__(1, "61")),
    (
        "数据表",
        "disputes_by_kind",
        lambda f: f.layout.meta["measures"]["sheet"][1][0].__setitem__(5, "待核实"),
    ),
    (
        "替代文字",
        "disputes_by_kind",
        lambda f: f.layout.meta.update(alt=f"{f.layout.meta['finding']}，略。" * 3),
    ),
    ("状态", "resident_population_by_village", lambda f: doubt(f)),
    ("离线", "three_falls", lambda f: f.add_layout_image(source="https://example.com/logo.png")),
    ("离线", "three_falls", lambda f: f.add_trace(go.Scattermap(lat=[1], lon=[1], marker_color="#12436D"))),
]


@pytest.mark.parametrize(("rule", "name", "breaks"), BROKEN)
def test_a_broken_rule_is_found(figures, rule, name, breaks):
    figure = figures[name]
    assert rules(figure) == set()
    breaks(figure)
    assert rule in rules(figure)


def test_a_plain_plotly_figure_breaks_many_rules():
    plain = go.Figure(go.Bar(x=["甲村", "乙村"], y=[1, 2]), {"title": "各村"})
    assert {"标题", "副标题", "来源", "替代文字", "字体", "颜色", "零点"} <= rules(plain)

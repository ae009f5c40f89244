"""Make report/template.docx, and from it and the data the sample report with its ties, byte for byte.

Run it after the raw data or a chart changed: `python scripts/make_report.py`. The images of its charts are kept in
report/charts, because another browser draws other bytes; they are drawn anew when their numbers change.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from docx.shared import Pt
from report_layout import INDENT, add, bytes_of, new_document

TEMPLATE = Path("report/template.docx")
REPORT = Path("report/2025年法治政府建设情况报告（示例）.docx")

CHARTS = ("disputes_by_month", "hazards_by_sector")
IMAGES = Path("report/charts")

# (style, text). A figure is written by its id in double braces; everything else is our own words.
FRONT = [
    ("Title", "{{ town }}{{ year }}年法治政府建设情况报告"),
    ("Subtitle", "（示例）"),
    ("Subtitle", "示政发〔{{ year }}〕7号"),
]
NOTICE = (
    "{{ sample }}。本文为演示而写，不是任何单位的公文；文中的统计数字都由原始表格复算后填入，"
    "可以逐个追溯到单元格。"
)
BASICS = [
    ("Heading 1", "一、基本情况"),
    (
        "Normal",
        "全镇有耕地{{ farmland_area }}、林地{{ forest_area }}，设行政村{{ administrative_villages }}、"
        "居委会{{ residents_committees }}。户籍登记{{ registered_households }}、{{ registered_population }}，"
        "其中常住{{ resident_households }}、{{ resident_population }}。"
        "登记在册的民间信仰场所有{{ folk_religious_sites }}。",
    ),
    ("Heading 1", "二、{{ year }}年的主要举措和成效"),
    ("Heading 2", "（一）决策讲程序"),
    (
        "Normal",
        "拟定重大事项时，先听意见，再请专家，再看风险，经合法性审查后由会议集体决定，会后回头评估。"
        "镇里的行政处罚事项按照《中华人民共和国行政处罚法》第二十四条承接，不越权、不缺位。",
    ),
    ("Heading 2", "（二）纠纷化解在身边"),
    (
        "Normal",
        "全镇划成{{ grid_districts }}网格片区、{{ micro_grids }}微网格，以“1+N”的办法配齐人手，"
        "12345热线24小时值守，转来的事项当日派到网格。",
    ),
    ("Heading 3", "1.小事不出网格"),
    (
        "Normal",
        "网格员先上门听、现场调，办不了的逐级往上报；因矛盾激化转为刑事案件的纠纷{{ disputes_turned_criminal }}。"
        "受理的多少随农时和年节起伏，两年的情况见下图；各类纠纷受理和化解的多少见下表。",
    ),
    ("Normal", '{{ chart("disputes_by_month") }}'),
    (
        "Normal",
        '{{ table("disputes_accepted", "disputes_resolved", "local_dispute_resolution_rate", by="kind", '
        'title="各类矛盾纠纷受理和化解情况") }}',
    ),
    ("Heading 3", "2.难事进中心"),
    (
        "Normal",
        "公安联勤、纪检监督、信访调解三大诉求分办中心一同坐班，全年化解矛盾纠纷"
        "{{ disputes_resolved_by_centres }}、解决群众诉求{{ appeals_resolved_by_centres }}。"
        "网格上报的事项按季度清点，办结情况见下表；各村（社区）的情况见附件。",
    ),
    (
        "Normal",
        '{{ table("grid_matters_reported", "grid_matters_completed", "grid_matter_completion_rate", by="quarter", '
        'title="各季度网格事项办理情况") }}',
    ),
    ("Heading 2", "（三）平安建设见实效"),
    (
        "Normal",
        "扫黑除恶常抓不懈，全年摸排黑恶势力线索{{ organised_crime_clues }}。与{{ last_year }}年相比，"
        "治安案件发案率、信访总量、安全事故发生率{{ all_fell(public_security_case_rate, petitions, "
        "safety_accident_rate) }}，网格事项办结率、群众满意度、矛盾纠纷就地化解率{{ all_rose("
        "grid_matter_completion_rate, public_satisfaction, local_dispute_resolution_rate) }}。"
        "信访总量由上年的{{ petitions.last }}{{ petitions.direction }}到{{ petitions }}，"
        "群众满意度{{ public_satisfaction.direction }}{{ public_satisfaction.change }}，各项数值见下表。",
    ),
    (
        "Normal",
        '{{ table("public_security_case_rate", "petitions", "safety_accident_rate", '
        '"grid_matter_completion_rate", "public_satisfaction", "local_dispute_resolution_rate", '
        'title="平安建设主要指标与上年对照") }}',
    ),
    (
        "Normal",
        "安全检查按行业领域逐家进行，查出的隐患登记在册、限期整改，改完才销号。各领域隐患的多少见下图，"
        "整改的情况见下表，来年的检查力量据此安排。",
    ),
    ("Normal", '{{ chart("hazards_by_sector") }}'),
    (
        "Normal",
        '{{ table("safety_inspections", "hazards_found", "hazards_rectified", "hazard_rectification_rate", '
        'by="sector", title="各行业领域安全检查情况") }}',
    ),
]
REST = [
    ("Heading 2", "（四）学法用法成习惯"),
    (
        "Normal",
        "围绕习近平法治思想“十一个坚持”的核心要义安排学习，“八五”普法按期推进，12月4日国家宪法日前后"
        "集中开展宣讲。全镇干部职工学法参与率为{{ law_study_participation_rate }}。",
    ),
    ("Heading 1", "三、存在的不足和原因"),
    (
        "Normal",
        "一是宣讲的内容还不够贴近不同人群，原因是事前问需求少、照着材料念得多；二是在编执法人员偏少，"
        "专业力量跟不上任务，原因是岗位吸引力不足、培训不成体系；三是部分台账填写不规范，影响数据核对的效率，"
        "原因是各处口径不一、没有人专门把关。",
    ),
    ("Heading 1", "四、党政主要负责人履行推进法治建设第一责任人职责情况"),
    (
        "Normal",
        "镇党政主要负责人把法治建设与经济社会发展放在一起部署、一起推动、一起考核，"
        "带头学法、带头依法办事，对重要工作亲自过问、对难点问题亲自协调，年末向上级专题报告履职情况。",
    ),
    ("Heading 1", "五、{{ next_year }}年度主要安排"),
    (
        "Normal",
        "一是把“1+N”网格队伍的培训做细；二是补充执法力量，推动持证上岗；"
        "三是统一各类台账的填写口径，让报告中的数字都有出处、经得起核对。",
    ),
    ("Heading 1", "六、其他需要报告的情况"),
    ("Normal", "没有其他需要报告的情况。"),
]
ANNEX = [
    (
        "Normal",
        '{{ table("registered_population", "resident_population", "disputes_accepted", "disputes_resolved", '
        'by="village", title="各村（社区）人口和矛盾纠纷情况") }}',
    ),
]


def template() -> bytes:
    """Return the template: every number in it is a placeholder with the figure's id."""
    document = new_document("法治政府建设情况报告（示例模板）")
    for style, text in FRONT:
        add(document, text, style)
    add(document, NOTICE)
    for style, text in BASICS:
        add(document, text, style)
    for style, text in REST:
        add(document, text, style)
    add(document, "")
    add(document, "{{ town }}人民政府", right=Pt(56))
    add(document, "{{ next_year }}年1月15日", right=INDENT)
    add(document, "附件", "Heading 1", flush=True)
    for style, text in ANNEX:
        add(document, text, style)
    return bytes_of(document)


def main() -> None:
    """Write the template, then from this year's data the report and its ties."""
    from fazhi_metrics.charts import draw_all, export_charts
    from fazhi_metrics.charts.export import exported
    from fazhi_metrics.cleaning import clean
    from fazhi_metrics.measures import compute_figures
    from fazhi_metrics.project import load_town
    from fazhi_metrics.publish.word import write_report
    from fazhi_metrics.store import Store

    root = Path(__file__).resolve().parent.parent
    (root / TEMPLATE).parent.mkdir(exist_ok=True)
    (root / TEMPLATE).write_bytes(template())
    town = load_town(root)
    clean(town)
    store = Store.open(town.processed)
    figures = compute_figures(store, town, town.year)
    drawn, _ = draw_all(store, town, town.year, CHARTS)
    newer = {name: figure for name, figure in drawn.items() if exported(name, figure, root / IMAGES) is None}
    export_charts(newer, root / IMAGES, ("png",))
    written = write_report(town, figures, root / TEMPLATE, root / REPORT, store=store, charts=root / IMAGES)
    if written.notes:
        raise SystemExit("".join(written.notes))
    if written.missed:
        raise SystemExit(f"这些指标填入后读不出数字：{'、'.join(written.missed)}")
    print(f"已写成 {TEMPLATE}、{REPORT}，其中 {len(written.ties)} 处数字和陈述已对应指标")


if __name__ == "__main__":
    main()

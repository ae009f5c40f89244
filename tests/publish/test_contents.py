"""Tables and charts in a report: every number tied, nothing that shows a person, no image of other data."""

import docx
import pytest
from docx.oxml.ns import qn

from fazhi_metrics.audit import audit_file, read_document
from fazhi_metrics.charts import draw, export_charts
from fazhi_metrics.errors import ChartError, IndicatorError, ReportError
from fazhi_metrics.measures import compute_figures
from fazhi_metrics.publish.word import write_report
from tests.conftest import CHECKOUT

CHARTS = CHECKOUT / "report" / "charts"
YEAR = 2025


@pytest.fixture(scope="module")
def figures(sample_project):
    return compute_figures(sample_project.store, sample_project.town, YEAR)


@pytest.fixture
def report(tmp_path, sample_project, figures):
    """Write a report from the paragraphs of a template."""

    def write(*paragraphs, charts=CHARTS):
        document = docx.Document()
        for text in paragraphs:
            document.add_paragraph(text)
        document.save(tmp_path / "模板.docx")
        return write_report(
            sample_project.town, figures, tmp_path / "模板.docx", tmp_path / "报告.docx", charts=charts
        )

    return write


def audited(written, project):
    audit = audit_file(written.path, project.store, project.town, YEAR)
    assert (
        audit.coverage.numbers["untied"]
        == audit.coverage.numbers["ambiguous"]
        == audit.coverage.numbers["contradicts"]
        == 0
    ), str(audit)
    assert not written.missed
    return audit


def texts(path):
    [table] = docx.Document(path).tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_a_table_of_both_years_is_tied_number_by_number(report, sample_project):
    written = report('{{ table("petitions", public_satisfaction, title="对照") }}')
    rows = texts(written.path)
    assert rows[0] == ["指标", "2024年", "2025年"]
    assert [row[0] for row in rows[1:]] == ["信访总量（件次）", "群众满意度（%）"]
    assert audited(written, sample_project).coverage.numbers["matches"] == 4
    assert {(tie.figure, tie.year) for tie in written.ties} == {
        (name, year) for name in ("petitions", "public_satisfaction") for year in (2024, 2025)
    }
    assert "表1　对照" in read_document(written.path).text


def test_a_table_by_village_adds_up_and_every_cell_is_tied_to_its_village(report, sample_project):
    written = report('{{ table("registered_population", "disputes_accepted", by="village") }}')
    rows = texts(written.path)
    villages = [village.name for village in sample_project.town.villages]
    assert [row[0] for row in rows[1:]] == [*villages, "合计"]
    for column in (1, 2):
        assert sum(int(row[column]) for row in rows[1:-1]) == int(rows[-1][column])
    assert audited(written, sample_project).coverage.numbers["matches"] == 2 * (len(villages) + 1)
    assert {tie.village for tie in written.ties} == {*villages, ""}


@pytest.mark.parametrize(
    ("name", "by"),
    [
        ("disputes_accepted", "kind"),
        ("disputes_resolved", "channel"),
        ("petitions", "month"),
        ("grid_matters_reported", "district"),
        ("dispute_resolution_rate", "quarter"),
        ("hazards_found", "sector"),
    ],
)
def test_a_table_by_any_dimension_is_tied_cell_by_cell(report, sample_project, name, by):
    written = report(f'{{{{ table("{name}", by="{by}") }}}}')
    count = len(texts(written.path)) - 1
    assert audited(written, sample_project).coverage.numbers["matches"] == len(written.ties) == count
    assert len({tie.part for tie in written.ties}) == count
    assert {tie.part.partition("=")[0] for tie in written.ties} == {by, ""}


def test_a_digit_changed_in_a_cell_contradicts_there(report, sample_project):
    written = report('{{ table("registered_population", by="village") }}')
    document = docx.Document(written.path)
    cell = document.tables[0].rows[3].cells[1].paragraphs[0].runs[0]
    cell.text = str(int(cell.text) + 1)
    document.save(written.path)
    audit = audit_file(written.path, sample_project.store, sample_project.town, YEAR)
    assert [v.text for v in audit.verdicts if v.verdict == "contradicts"] == [cell.text]


def test_a_head_repeats_and_no_row_breaks(report):
    [table] = docx.Document(report('{{ table("petitions") }}').path).tables
    assert [bool(row._tr.findall(f".//{qn('w:tblHeader')}")) for row in table.rows] == [True, False]
    assert all(row._tr.findall(f".//{qn('w:cantSplit')}") for row in table.rows)


def test_a_table_says_what_it_is_to_those_who_do_not_see_it(report):
    [table] = docx.Document(report('{{ table("petitions", title="信访<对照>") }}').path).tables
    said = {
        tag: table._tbl.tblPr.find(qn(tag)).get(qn("w:val")) for tag in ("w:tblCaption", "w:tblDescription")
    }
    assert said == {"w:tblCaption": "信访<对照>", "w:tblDescription": "指标、2024年、2025年；共1行"}


@pytest.mark.parametrize(("by", "together"), [("kind", True), ("village", False)])
def test_a_short_table_stays_on_one_page_and_a_long_one_keeps_its_head_with_a_row(report, by, together):
    [table] = docx.Document(report(f'{{{{ table("disputes_accepted", by="{by}") }}}}').path).tables
    kept = [all(c.paragraphs[0].paragraph_format.keep_with_next for c in row.cells) for row in table.rows]
    count = len(kept)
    assert kept == ([True] * (count - 1) + [False] if together else [True] + [False] * (count - 1))


def test_the_numbers_of_a_column_have_the_same_places(report, sample_project):
    written = report('{{ table("grid_matter_completion_rate", "grid_matters_reported", by="quarter") }}')
    rows = texts(written.path)[1:]
    assert rows[0][1] == "100.0"
    assert {len(row[1].partition(".")[2]) for row in rows} == {1}
    assert not any("." in row[2] for row in rows)
    assert audited(written, sample_project).coverage.numbers["contradicts"] == 0


def test_few_people_are_not_shown(report):  # 12 of 14 officers of the sample town have a certificate
    written = report('{{ table("certified_officers", "petitions") }}')
    rows = texts(written.path)
    assert rows[1][1:] == ["—", "—"]
    assert "—" not in rows[2]
    assert "不列出" in read_document(written.path).text
    assert {tie.figure for tie in written.ties} == {"petitions"}


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ('{{ table("petitons") }}', IndicatorError, "petitions"),
        ("{{ table() }}", ReportError, "一个以上指标"),
        ('{{ table("petitions", by="village") }}', IndicatorError, "不能按村"),
        ('{{ table("petitions", bye="village") }}', ReportError, "模板有误"),
        ('见表{{ table("petitions") }}', ReportError, "单独占一段"),
        ('{{ chart("petitions_by_mnth") }}', ChartError, "petitions_by_month"),
    ],
)
def test_what_cannot_be_set_stops_with_its_reason(report, text, error, says):
    with pytest.raises(error, match=says):
        report(text)


def test_a_table_in_a_header_is_refused(tmp_path, sample_project, figures):
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = '{{ table("petitions") }}'
    document.save(tmp_path / "模板.docx")
    with pytest.raises(ReportError, match="只能放在正文"):
        write_report(sample_project.town, figures, tmp_path / "模板.docx", tmp_path / "报告.docx")


def test_a_chart_stands_with_its_words_and_its_name(report, sample_project):
    written = report('{{ chart("disputes_by_month") }}', "后文")
    document = docx.Document(written.path)
    [properties] = document.element.body.iter(qn("wp:docPr"))
    figure = draw(sample_project.store, sample_project.town, "disputes_by_month", YEAR)
    assert properties.get("descr") == figure.layout.meta["alt"]
    [part] = [p for p in document.part.package.iter_parts() if p.content_type == "image/png"]
    assert part.blob == (CHARTS / "disputes_by_month.png").read_bytes()
    assert "图1　每月受理的矛盾纠纷\n后文" in read_document(written.path).text
    assert written.notes == ()
    audited(written, sample_project)


def test_without_an_image_of_these_data_the_report_says_so(report, sample_project, tmp_path):
    written = report('{{ chart("disputes_by_month") }}', charts=None)
    assert "此处应有图“每月受理的矛盾纠纷”" in read_document(written.path).text
    assert len(written.notes) == 1
    older = draw(sample_project.store, sample_project.town, "disputes_by_month", 2024)
    export_charts({"disputes_by_month": older}, tmp_path / "图", ("csv",))
    (tmp_path / "图" / "disputes_by_month.png").write_bytes((CHARTS / "disputes_by_month.png").read_bytes())
    assert len(report('{{ chart("disputes_by_month") }}', charts=tmp_path / "图").notes) == 1


def test_the_banner_of_made_up_data_stands_also_when_the_template_forgets_it(report, sample_project):
    text = read_document(report("信访总量{{ petitions }}").path).text
    assert text.startswith(sample_project.town.sample)


def test_the_same_input_gives_the_same_bytes(report):
    paragraphs = ('{{ chart("disputes_by_month") }}', '{{ table("petitions") }}')
    first = report(*paragraphs).path.read_bytes()
    assert report(*paragraphs).path.read_bytes() == first

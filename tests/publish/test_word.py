"""The filled report: tied as it is printed, audited clean, the same bytes every time; and the committed one."""

import subprocess
import sys
from dataclasses import replace

import docx
import pytest

from fazhi_metrics.audit import audit_file, read_document
from fazhi_metrics.audit.facts import facts_of
from fazhi_metrics.audit.reading import claims_of
from fazhi_metrics.audit.verdicts import audit_claims
from fazhi_metrics.errors import ReportError
from fazhi_metrics.measures import FIGURES, INDICATORS, compute_figures
from fazhi_metrics.publish.word import write_report
from tests.conftest import CHECKOUT

NAME = "2025年法治政府建设情况报告（示例）"
TEMPLATE = CHECKOUT / "report" / "template.docx"


@pytest.fixture(scope="module")
def figures(sample_project):
    return compute_figures(sample_project.store, sample_project.town, 2025)


@pytest.fixture(scope="module")
def written(tmp_path_factory, sample_project, figures):
    out = tmp_path_factory.mktemp("report") / f"{NAME}.docx"
    return write_report(sample_project.town, figures, TEMPLATE, out, charts=CHECKOUT / "report" / "charts")


def test_the_committed_report_and_ties_are_what_template_and_data_give(written):
    for made in (written.path, written.ties_path):
        assert made.read_bytes() == (CHECKOUT / "report" / made.name).read_bytes()


def test_the_committed_template_is_what_the_script_gives():
    code = "import sys; sys.path.insert(0, 'scripts'); import make_report; sys.stdout.buffer.write(make_report.template())"
    made = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, check=True).stdout
    assert made == TEMPLATE.read_bytes()


def test_every_number_it_prints_is_tied_and_holds(written, sample_project):
    audit = audit_file(written.path, sample_project.store, sample_project.town, 2025)
    assert not written.missed
    assert audit.clean, str(audit)
    assert audit.coverage.numbers["untied"] == audit.coverage.numbers["ambiguous"] == 0
    assert audit.coverage.trends["matches"] == audit.coverage.trends.found >= 2


def test_any_digit_changed_in_it_contradicts_at_that_number_and_nowhere_else(written, sample_project):
    document = read_document(written.path)
    claims = claims_of(document)
    facts = facts_of(sample_project.store, sample_project.town, INDICATORS)
    missed = []
    for figure in claims.figures:
        for at in range(figure.start, figure.end):
            if document.text[at].isdecimal():
                digit = str((int(document.text[at]) + 1) % 10)
                changed = replace(document, text=document.text[:at] + digit + document.text[at + 1 :])
                audit = audit_claims(
                    changed, claims_of(changed), written.ties, facts, sample_project.town, 2025
                )
                wrong = [v.start for v in audit.verdicts if v.verdict == "contradicts"]
                if wrong != [figure.start] or audit.coverage.numbers["matches"] != len(claims.figures) - 1:
                    missed.append((figure.text, at, digit))
    assert missed == []


def test_every_figure_of_the_yearly_report_stands_in_it(written, sample_project):
    audit = audit_file(written.path, sample_project.store, sample_project.town, 2025)
    stated = {v.figure for v in audit.verdicts} | {f for t in audit.trends for f in t.figures}
    assert set(FIGURES) <= stated


def test_it_says_that_the_data_are_made_up_and_holds_numbers_that_are_no_figures(written, sample_project):
    text = read_document(written.path).text
    assert sample_project.town.sample in text
    audit = audit_file(written.path, sample_project.store, sample_project.town, 2025)
    reasons = {v.reason for v in audit.verdicts if v.verdict == "excluded"}
    assert len(reasons) >= 6
    for kept_out in ("12345", "第二十四条", "〔2025〕7号"):
        assert any(v.text == kept_out and v.verdict == "excluded" for v in audit.verdicts), kept_out


def test_a_template_may_not_say_what_the_data_do_not_bear_out(tmp_path, sample_project, figures):
    template = tmp_path / "模板.docx"
    document = docx.Document()
    document.add_paragraph("信访总量{{ all_rose(petitions) }}")
    document.save(template)
    with pytest.raises(ReportError, match="模板说信访总量上升，数据却是下降"):
        write_report(sample_project.town, figures, template, tmp_path / "报告.docx")
    assert not (tmp_path / "报告.docx").exists()


def test_what_is_not_sound_is_marked_in_the_draft_with_its_reason_as_a_comment(tmp_path, damaged):
    project = damaged("typed_wrong")
    document = docx.Document()
    document.add_paragraph("常住人口{{ resident_population }}，户籍人口{{ registered_population }}。")
    document.add_paragraph('{{ table("resident_population", "petitions") }}')
    document.add_paragraph('{{ table("registered_population", "resident_population", by="village") }}')
    document.save(tmp_path / "模板.docx")
    figures = compute_figures(project.store, project.town, 2025)
    written = write_report(project.town, figures, tmp_path / "模板.docx", tmp_path / "初稿.docx")
    text = read_document(written.path).text
    assert "常住人口〔待核实〕，户籍人口26234人。" in text
    assert "22918" not in text
    assert "22018" not in text
    made = docx.Document(written.path)
    told = [comment.text for comment in made.comments]
    assert len(told) >= 3
    assert all("人口与户数.xlsx!人口!F" in each for each in told)
    assert "常住人口：22918人（待核实，最多相差900人）" in told[0]
    both, villages = ([[c.text for c in row.cells] for row in each.rows] for each in made.tables)
    assert both[1][2] == "〔待核实〕"
    assert both[2][2] == "83"
    assert villages[-1][1:] == ["26234", "〔待核实〕"]
    assert 1 <= sum(row[2] == "〔待核实〕" for row in villages) < len(villages)
    assert not written.missed
    assert any("见批注" in note for note in written.notes)

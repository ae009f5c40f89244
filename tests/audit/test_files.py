"""Auditing a file: its ties are found, proposed, kept and carried over; the copy comes back annotated."""

import docx
import pytest

from fazhi_metrics.audit import annotate_report, audit_file, read_document
from fazhi_metrics.audit.ties import read_ties, write_ties
from fazhi_metrics.errors import ReportError

WORDS = "一、基本情况\n全镇户籍人口26234人，耕地43695亩。\n"


@pytest.fixture
def case(tmp_path, sample_project):
    """A report in a folder of its own, and the cleaned sample town with a root of its own for ties."""
    from dataclasses import replace

    town = replace(sample_project.town, root=tmp_path / "town", outputs=tmp_path / "town" / "outputs")
    folder = tmp_path / "上报"
    folder.mkdir()
    path = folder / "报告.txt"
    path.write_text(WORDS, encoding="utf-8")

    def audit(report=path, year=2025, **options):
        return audit_file(report, sample_project.store, town, year, **options)

    yield path, audit, town
    folder.chmod(0o755)


def test_without_ties_nothing_passes_and_suggestions_are_told(case):
    _, audit, _ = case
    result = audit()
    assert (result.coverage.numbers["untied"], result.clean, result.proposed) == (2, False, ())


def test_suggest_proposes_and_writes_nothing(case):
    path, audit, _ = case
    result = audit(suggest=True)
    assert [tie.figure for tie in result.proposed] == ["registered_population", "farmland_area"]
    assert "--accept" in str(result)
    assert list(path.parent.iterdir()) == [path]


def test_accept_keeps_the_ties_beside_the_report_and_the_next_audit_uses_them(case):
    path, audit, _ = case
    assert audit(accept=True).clean
    kept = path.parent / "报告.ties.toml"
    assert len(read_ties(kept)[1]) == 2
    assert audit().clean
    path.write_text(WORDS.replace("26234", "26243"), encoding="utf-8")
    assert [v.text for v in audit().contradictions] == ["26243人"]


def test_accepting_again_changes_nothing(case):
    path, audit, _ = case
    audit(accept=True)
    before = (path.parent / "报告.ties.toml").read_bytes()
    audit(accept=True)
    assert (path.parent / "报告.ties.toml").read_bytes() == before


def test_a_read_only_folder_sends_the_ties_to_the_project(case):
    path, audit, town = case
    path.parent.chmod(0o555)
    result = audit(accept=True)
    assert (town.root / "ties" / "报告.ties.toml").is_file()
    assert any("不可写" in note for note in result.notes)
    assert audit().clean


def test_ties_of_last_years_report_carry_over(case, tmp_path):
    _, audit, _ = case
    audit(accept=True)
    kept = tmp_path / "上报" / "报告.ties.toml"
    year, ties = read_ties(kept)
    from fazhi_metrics.audit.ties import carry_over

    last = tmp_path / "上年.ties.toml"
    write_ties(last, "上年.docx", year - 1, carry_over(ties, year, year - 1))
    result = audit(ties=last)
    assert result.clean
    assert any("沿用了2024年" in note for note in result.notes)


def test_a_missing_file_of_ties_is_an_error(case, tmp_path):
    _, audit, _ = case
    with pytest.raises(ReportError, match="找不到这个对应关系文件"):
        audit(ties=tmp_path / "没有.ties.toml")


def test_the_annotated_copy_lies_beside_the_report(case, tmp_path):
    path, audit, _ = case
    word = path.with_suffix(".docx")
    document = docx.Document()
    document.add_paragraph("全镇户籍人口26243人，2025年耕地43695亩。")
    document.save(word)
    result = audit(word, accept=True)
    copy = annotate_report(result)
    assert copy == path.parent / "报告（核对）.docx"
    assert read_document(copy).text == read_document(word).text
    comments = [c.text for c in docx.Document(copy).comments]
    assert len(comments) == result.coverage.numbers.found == 3
    [wrong] = [c for c in comments if "与数据不符" in c]
    assert "应写：26234人" in wrong
    assert "人口与户数.xlsx!" in wrong


def test_only_a_word_report_can_be_annotated(case):
    _, audit, _ = case
    with pytest.raises(ReportError, match=r"只有 \.docx"):
        annotate_report(audit())

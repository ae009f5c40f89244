"""The notebooks run on the cleaned sample town, from top to bottom, and their pages in a real browser."""

import pytest
from lxml import html

from fazhi_metrics.errors import ReportError
from fazhi_metrics.measures import FIGURES
from fazhi_metrics.publish import publish_notebooks
from fazhi_metrics.publish.offline import foreign_resources
from tests.chromium import BROWSER, visit

CHARTS = {
    "00_explore": 1,
    "01_population_and_households": 3,
    "02_disputes": 7,
    "03_appeals_and_grid": 6,
    "03_headline_figures": 0,
    "04_inspections_and_safety": 7,
    "05_capacity": 4,
    "06_headline_figures": 2,
    "07_check_the_report": 0,
}
POPULATION = ["01_population_and_households"]
DISTRICT = "第二片区"
# What the last line of a page about a district must hold: these figures of that district.
OF_DISTRICT = {
    "01_population_and_households": ("registered_population", "resident_population"),
    "02_disputes": ("disputes_accepted", "disputes_resolved", "disputes_open"),
    "03_appeals_and_grid": ("appeals_received", "grid_matters_reported"),
    "04_inspections_and_safety": ("hazards_found", "hazards_rectified"),
}


def text_of(page):
    return html.fromstring(page.read_text(encoding="utf-8")).text_content()


def test_in_the_report_year_every_notebook_passes_its_own_checks_and_stands_alone(sample_project, tmp_path):
    """One test, so that the notebooks run once."""
    pages = {page.stem: page for page in publish_notebooks(sample_project.town, 2025, tmp_path)}
    assert list(pages) == list(CHARTS)
    for page in pages.values():
        assert "核对通过：" in text_of(page)
        assert foreign_resources(page.read_text(encoding="utf-8")) == []
    holds_every_figure_with_its_cells(text_of(pages["03_headline_figures"]), sample_project)
    holds_every_figure_with_its_cells(text_of(pages["06_headline_figures"]), sample_project)
    holds_every_tied_number_with_its_cell(text_of(pages["07_check_the_report"]), sample_project)
    if BROWSER is not None:
        is_drawn_without_a_network_and_its_code_can_be_hidden(pages)


def holds_every_figure_with_its_cells(text, project):
    figures = project.figures(2025)
    assert [figure.id for figure in figures] == list(FIGURES)
    for figure in figures:
        assert figure.id in text
        assert figure.wording in text
        assert figure.cells[0] in text


def holds_every_tied_number_with_its_cell(text, project):
    audit = project.audit(year=2025)
    assert str(audit.coverage) in text
    assert all(verdict.cells[0] in text for verdict in audit.verdicts if verdict.figure)


def is_drawn_without_a_network_and_its_code_can_be_hidden(pages):
    look = """(() => {
      const shown = () => getComputedStyle(document.querySelector('.input')).display !== 'none';
      const before = shown();
      document.getElementById('code').checked = false;
      return [document.querySelectorAll('.chart .plot-container').length, before, shown()];
    })()"""
    for name, seen in zip(pages, visit(list(pages.values()), look), strict=True):
        assert seen.abroad == [], name
        assert seen.errors == [], name
        assert seen.result == [CHARTS[name], True, False], name


def test_in_a_year_without_a_year_before_a_district_can_be_looked_at_alone(sample_project, tmp_path):
    names = [*OF_DISTRICT, "05_capacity", "06_headline_figures", "07_check_the_report"]
    pages = publish_notebooks(sample_project.town, 2024, tmp_path, names, {"area": DISTRICT})
    texts = {page.stem: text_of(page) for page in pages}
    for name, figures in OF_DISTRICT.items():
        verified = texts[name][texts[name].rindex("核对通过：") :]
        assert f"西堡镇{DISTRICT}" in verified
        for figure in figures:
            value = sample_project.indicator(figure).value(2024, {"district": DISTRICT}).value
            assert value != sample_project.indicator(figure).value(2024).value
            assert str(value) in verified
    assert f"没有西堡镇{DISTRICT}的数，以下都是全镇的" in texts["05_capacity"]
    assert "西堡镇2024年信访总量（件次）" in texts["04_inspections_and_safety"]
    assert f"西堡镇{DISTRICT}2024年主要数字" in texts["06_headline_figures"]
    assert "没有可比的年度，未比较升降" in texts["06_headline_figures"]
    assert "没有2024年的报告可以核对" in texts["07_check_the_report"]


def test_a_wrong_area_is_told_with_the_nearest(sample_project, tmp_path):
    with pytest.raises(ReportError, match="没有村（社区）或片区 示例三寸。您是不是要找 示例三村"):
        publish_notebooks(sample_project.town, 2025, tmp_path, POPULATION, {"area": "示例三寸"})


def test_an_unknown_parameter_is_an_error(sample_project, tmp_path):
    with pytest.raises(ReportError, match="没有参数 village"):
        publish_notebooks(sample_project.town, 2025, tmp_path, None, {"village": "示例三村"})


def test_a_check_that_fails_stops_the_notebook(sample_project, tmp_path):
    """The sum of the villages is made wrong behind the notebook's back: it must not pass."""
    text = (sample_project.town.notebooks / f"{POPULATION[0]}.ipynb").read_text(encoding="utf-8")
    broken = tmp_path / "broken.ipynb"
    wrong = text.replace("part.value or 0 for part in parts", "part.value - 1 for part in parts")
    assert wrong != text
    broken.write_text(wrong, encoding="utf-8")
    with pytest.raises(ReportError, match="各村（社区）之和与全镇合计不等"):
        publish_notebooks(sample_project.town, 2025, tmp_path, [broken])

"""The notebooks run on the cleaned sample town, from top to bottom, and their pages in a real browser."""

import pytest
from lxml import html

from fazhi_metrics.errors import ReportError
from fazhi_metrics.figures import FIGURES
from fazhi_metrics.publish import publish_notebooks
from fazhi_metrics.publish.offline import foreign_resources
from tests.chromium import needs_chromium, visit

CHARTS = {"01_population_and_households": 3, "02_disputes": 7, "03_headline_figures": 2}
POPULATION = ["01_population_and_households"]


@pytest.fixture(scope="module")
def pages(sample_project, tmp_path_factory):
    found = publish_notebooks(sample_project.town, 2025, tmp_path_factory.mktemp("pages"))
    return {page.stem: page for page in found}


def text_of(page):
    return html.fromstring(page.read_text(encoding="utf-8")).text_content()


def test_every_notebook_runs_passes_its_own_checks_and_stands_alone(pages, sample_project):
    assert list(pages) == list(CHARTS)
    for page in pages.values():
        assert "核对通过：" in text_of(page)
        assert foreign_resources(page.read_text(encoding="utf-8")) == []
    headline = text_of(pages["03_headline_figures"])
    figures = sample_project.figures(2025)
    assert [figure.id for figure in figures] == list(FIGURES)
    for figure in figures:
        assert figure.id in headline
        assert figure.wording in headline
        assert figure.cells[0] in headline


@needs_chromium
def test_in_a_browser_no_request_leaves_every_chart_is_drawn_and_the_code_can_be_hidden(pages):
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


def test_one_village_can_be_looked_at_alone_and_a_wrong_name_is_told(sample_project, tmp_path):
    page = publish_notebooks(sample_project.town, 2025, tmp_path, POPULATION, {"area": "示例三村"})[0]
    assert html.fromstring(page.read_text(encoding="utf-8")).xpath("//td[text()='示例三村']")
    with pytest.raises(ReportError, match="示例三寸"):
        publish_notebooks(sample_project.town, 2025, tmp_path, POPULATION, {"area": "示例三寸"})


def test_a_year_without_a_year_before_runs_too(sample_project, tmp_path):
    pages = publish_notebooks(sample_project.town, 2024, tmp_path, list(CHARTS)[:2])
    assert all("核对通过：" in text_of(page) for page in pages)


def test_a_check_that_fails_stops_the_notebook(sample_project, tmp_path):
    """The sum of the villages is made wrong behind the notebook's back: it must not pass."""
    text = (sample_project.town.notebooks / f"{POPULATION[0]}.ipynb").read_text(encoding="utf-8")
    broken = tmp_path / "broken.ipynb"
    wrong = text.replace("part.value or 0 for part in parts", "part.value - 1 for part in parts")
    assert wrong != text
    broken.write_text(wrong, encoding="utf-8")
    with pytest.raises(ReportError, match="各村（社区）之和与全镇合计不等"):
        publish_notebooks(sample_project.town, 2025, tmp_path, [broken])

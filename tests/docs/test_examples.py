"""Every Python example on a page runs; a newcomer's question is answered in five lines, and rightly."""

from __future__ import annotations

import re
import shutil

import pytest

from fazhi_metrics.measures import Comparison, Measure, Trace, indicators_of
from fazhi_metrics.project import load_town

from .pages import PAGES, ROOT, blocks, run

WITH_CODE = [page for page in PAGES if blocks(page, "python")]
OWN = ROOT / "docs" / "own-indicators.md"
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]


@pytest.fixture(scope="module")
def town_with_its_own(sample_project, tmp_path_factory):
    """The sample town, cleaned, with what the page about own indicators adds to its fazhi.toml."""
    root = tmp_path_factory.mktemp("own") / "town"
    shutil.copytree(sample_project.town.root, root, symlinks=True)
    settings = root / "fazhi.toml"
    first, _ = blocks(OWN, "toml")
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{first}", encoding="utf-8")
    return root


@pytest.mark.parametrize("page", WITH_CODE, ids=lambda page: page.name)
def test_every_python_example_runs_as_it_stands(page, town_with_its_own, monkeypatch):
    monkeypatch.chdir(town_with_its_own / "notebooks")
    names = {}
    for code in blocks(page, "python"):
        assert all(shown is not None for shown in run(code, names))


def test_the_pages_have_examples():
    assert {page.name for page in WITH_CODE} >= {"README.md", "README.zh-CN.md", "own-indicators.md"}


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_debt_disputes_by_quarter_per_ten_thousand_residents_in_five_lines(page, sample_project, monkeypatch):
    code = blocks(page, "python")[0]
    assert len([line for line in code.splitlines() if line.strip()]) == 5
    monkeypatch.chdir(sample_project.town.notebooks)
    table, chart = run(code, {})
    disputes = sample_project.load("disputes", 2025)
    people = int(sample_project.load("population", 2025)["resident_population"].sum())
    debts = disputes[disputes["kind"] == "债务"]
    counted = debts.groupby(debts["accepted_on"].dt.quarter).size()
    assert [part.numerator for part in table] == counted.tolist()
    assert [float(part.value) for part in table] == pytest.approx([10_000 * n / people for n in counted])
    assert [part.labels[0] for part in table] == ["一季度", "二季度", "三季度", "四季度"]
    assert "债务" in chart.layout.meta["subtitle"]


def test_an_own_indicator_works_like_a_built_in_one(town_with_its_own, sample_project, monkeypatch):
    monkeypatch.chdir(town_with_its_own / "notebooks")
    [code] = blocks(OWN, "python")
    quarters, districts, comparison, chart, trace = run(code, {})
    same = sample_project.indicator("disputes_per_10k").by("quarter", year=2025, where={"kind": "债务"})
    assert isinstance(quarters, Measure)
    assert [part.value for part in quarters] == [part.value for part in same]
    assert sum(part.numerator for part in districts) == sum(part.numerator for part in quarters)
    assert isinstance(comparison, Comparison)
    assert "每万人债务纠纷" in chart.layout.meta["name"]
    assert isinstance(trace, Trace)
    assert trace.part.numerator == sum(part.numerator for part in quarters)


def test_a_version_of_a_built_in_indicator_is_taken_as_the_page_says(town_with_its_own, tmp_path):
    shutil.copy(town_with_its_own / "fazhi.toml", tmp_path)
    settings = tmp_path / "fazhi.toml"
    _, second = blocks(OWN, "toml")
    settings.write_text(f"{settings.read_text(encoding='utf-8')}\n{second}", encoding="utf-8")
    assert indicators_of(load_town(tmp_path))["petitions"].changed_in == 2025


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_somewhere(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []

"""The explorer in a real JupyterLab, in a real browser: open, run, choose, see the chart change, press."""

from __future__ import annotations

import pytest

from tests.chromium import needs_chromium
from tests.jupyterlab import drive, running_lab

OPENED = "await until(() => title() && caption(), 'the first chart'); return [title(), caption()];"
CHOSEN = """
  const before = title();
  choose('指标', '矛盾纠纷未化解数（起）');
  await until(() => title() && title() !== before && caption().includes('未化解'), 'another chart');
  return [title(), caption()];
"""
DIVIDED = """
  choose('按什么分', '村（社区）');
  await until(() => all('thead').some(t => t.textContent.includes('村（社区）')), 'the table by village');
  return all('tbody tr').length;
"""
REFUSED = """
  choose('主题', '平安建设');
  await until(() => remark().includes('不能按村') && !title() && !caption(), 'the refusal');
  return remark();
"""
CODE = """
  choose('主题', '矛盾纠纷');
  await until(() => title() && caption(), 'the chart after the refusal');
  await press('看代码');
  await until(() => all('pre').length, 'the code');
  return all('pre')[0].textContent;
"""
FILES = (
    "await press('导出图和表'); await until(() => remark().includes('已写好'), 'the files'); return remark();"
)


@pytest.fixture(scope="module")
def seen(sample_project, tmp_path_factory):
    """What each step saw, and the requests that left the machine."""
    with running_lab(sample_project.town.notebooks, tmp_path_factory.mktemp("lab")) as lab:
        steps = [OPENED, CHOSEN, DIVIDED, REFUSED, CODE, FILES]
        return drive(lab, "00_explore.ipynb", steps), lab


@needs_chromium
def test_one_chooses_and_chart_table_code_and_files_follow(seen, sample_project, monkeypatch):
    (opened, chosen, villages, refusal, code, files), lab = seen
    asked = sample_project.indicator("disputes_accepted")
    drawn = asked.chart("month", year=2025, base_year=2024).layout.meta["finding"]
    assert opened == [drawn, "西堡镇矛盾纠纷受理数（起）"]
    assert chosen[0] != opened[0]
    assert chosen[1] == "西堡镇矛盾纠纷未化解数（起）"
    assert villages == len(sample_project.town.villages)
    assert "平安建设月报没有村（社区），不能按村（社区）分" in refusal
    monkeypatch.chdir(sample_project.town.notebooks)
    names = {"display": lambda *things: None}
    exec(code, names)
    assert names["table"] == asked.compare(2025, 2024, by="village")
    assert "outputs/2025/explore/disputes_accepted_village_2025_vs2024.png" in files
    written = sample_project.town.outputs / "2025" / "explore"
    assert (written / "disputes_accepted_village_2025_vs2024.xlsx").stat().st_size > 5000
    assert lab.abroad == []

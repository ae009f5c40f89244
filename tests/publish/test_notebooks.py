import os
from dataclasses import replace
from pathlib import Path

import nbformat
import pytest
from lxml import html
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from fazhi_metrics.errors import ReportError
from fazhi_metrics.publish import publish_notebooks
from fazhi_metrics.publish.offline import foreign_resources
from tests.charts.town import write_store

CHART = "project.chart('disputes_by_month', year)"
OPEN = "import fazhi_metrics as fm\nproject = fm.open()"


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("town")
    (folder / "notebooks").mkdir()
    return write_store(folder)[1]


def notebook(path, *cells, parameters="year = 2020\nbase_year = 2019"):
    made = new_notebook()
    if parameters:
        made.cells.append(new_code_cell(parameters, id="parameters", metadata={"tags": ["parameters"]}))
    for number, text in enumerate(cells):
        new = new_markdown_cell if text.startswith("#") else new_code_cell
        made.cells.append(new(text, id=f"cell-{number}"))
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(made, path)
    return path


def test_a_notebook_becomes_one_offline_page_with_its_charts(town, tmp_path):
    source = notebook(
        tmp_path / "a.ipynb",
        "# 纠纷 <1>\n正文",
        OPEN,
        CHART,
        CHART,
        "print(year, base_year)",
        "import sys; print(sys.executable)",
    )
    before = source.read_bytes()
    pages = [publish_notebooks(town, 2025, tmp_path / name, [source])[0] for name in ("one", "two")]
    assert pages[0].read_bytes() == pages[1].read_bytes()
    assert source.read_bytes() == before
    text = pages[0].read_text(encoding="utf-8")
    tree = html.fromstring(text)
    assert pages[0].name == "a.html"
    assert tree.get("lang") == "zh-CN"
    assert tree.findtext(".//title") == "纠纷 <1>"
    assert "2025 2024" in tree.text_content()
    assert os.sys.executable in tree.text_content()
    assert town.sample in tree.xpath("//*[@class='banner']")[0].text
    assert [div.get("id") for div in tree.xpath("//div[@class='chart']")] == ["chart-1", "chart-2"]
    assert "折线图" in tree.xpath("//div[@class='chart']/@aria-label")[0]
    assert text.count("plotly.js v") == 1
    assert foreign_resources(text) == []
    assert "default-src 'none'" in text


def test_a_page_without_charts_carries_no_script(town, tmp_path):
    source = notebook(tmp_path / "a.ipynb", "print('无图')", parameters=None)
    page = publish_notebooks(town, 2025, tmp_path, [source])[0]
    assert "<script" not in page.read_text(encoding="utf-8")


def test_a_failing_cell_is_named_with_its_cause_and_the_others_are_published(town, tmp_path):
    good = notebook(tmp_path / "good.ipynb", "1 + 1")
    bad = notebook(tmp_path / "bad.ipynb", "# 题", "x = 1", "raise ValueError('各村之和与全镇不等')")
    old = tmp_path / "out" / "bad.html"
    old.parent.mkdir()
    old.write_text("上一次的页面", encoding="utf-8")
    with pytest.raises(ReportError) as caught:
        publish_notebooks(town, 2025, tmp_path / "out", [good, bad])
    assert str(caught.value).startswith("bad.ipynb 第 3 个代码单元格（raise ValueError")
    assert "笔记本没有跑完：各村之和与全镇不等。" in str(caught.value)
    assert not old.exists()
    assert (tmp_path / "out" / "good.html").exists()


def test_an_error_of_the_library_reaches_the_reader_in_its_own_words(town, tmp_path):
    bad = notebook(tmp_path / "bad.ipynb", OPEN, "project.chart('dispute_by_month', year)")
    with pytest.raises(ReportError, match="没有图表 dispute_by_month。您是不是要找 disputes_by_month？"):
        publish_notebooks(town, 2025, tmp_path, [bad])


def test_a_section_without_its_data_says_so_in_a_sentence_and_the_rest_runs(town, tmp_path):
    cells = [OPEN, "found = len(project.load('disputes', 1999))", "print('有', found)", "print('其余照常')"]
    source = notebook(tmp_path / "a.ipynb", *cells)
    made = nbformat.read(source, as_version=4)
    for cell in made.cells[2:]:
        cell.metadata["tags"] = ["raises-exception"]
    nbformat.write(made, source)
    [page] = publish_notebooks(town, 2025, tmp_path, [source])
    tree = html.fromstring(page.read_text(encoding="utf-8"))
    said = [each.text for each in tree.xpath("//*[@class='missing']")]
    assert len(said) == 2
    assert "1999" in said[0]
    assert said[1] == "本节要用上面没有得到的结果，没有做。"
    assert "其余照常" in tree.text_content()
    made.cells[3].source = "raise ValueError('各村之和与全镇不等')"
    nbformat.write(made, source)
    with pytest.raises(ReportError, match="各村之和与全镇不等"):
        publish_notebooks(town, 2025, tmp_path, [source])


def test_several_failures_are_told_together(town, tmp_path):
    endless = notebook(tmp_path / "endless.ipynb", "while True: pass")
    abroad = notebook(tmp_path / "abroad.ipynb", "# 图\n\n![图](https://example.com/a.png)")
    with pytest.raises(ReportError) as caught:
        publish_notebooks(town, 2025, tmp_path, [endless, abroad], seconds=2)
    assert "2 个笔记本没有发布" in str(caught.value)
    assert "超过 2 秒没有跑完" in str(caught.value)
    assert "页面要从网络加载：https://example.com/a.png" in str(caught.value)


def test_a_kernel_that_dies_is_told(town, tmp_path):
    dead = notebook(tmp_path / "dead.ipynb", "import os; os._exit(1)")
    with pytest.raises(ReportError, match=r"dead\.ipynb 第 2 个代码单元格.*内核意外退出"):
        publish_notebooks(town, 2025, tmp_path, [dead])


def test_an_unknown_parameter_stops_before_anything_runs(town, tmp_path):
    source = notebook(tmp_path / "a.ipynb", f"open({str(tmp_path / 'ran')!r}, 'w')")
    with pytest.raises(ReportError, match="没有参数 yeer。您是不是要找 year？"):
        publish_notebooks(town, 2025, tmp_path, [source], {"yeer": 2025})
    assert not (tmp_path / "ran").exists()
    plain = notebook(tmp_path / "b.ipynb", "1", parameters=None)
    with pytest.raises(ReportError, match="没有参数 area"):
        publish_notebooks(town, 2025, tmp_path, [plain], {"area": "示例一村"})


def test_the_base_year_is_none_where_the_town_has_no_such_year(town, tmp_path):
    source = notebook(tmp_path / "a.ipynb", "print('基年', base_year)")
    page = publish_notebooks(town, 2024, tmp_path, [source])[0]
    assert "基年 None" in page.read_text(encoding="utf-8")


def test_the_base_year_is_none_where_no_data_of_it_came_in(town, tmp_path):
    source = notebook(tmp_path / "a.ipynb", "print('基年', base_year)")
    page = publish_notebooks(replace(town, years=(2023, *town.years)), 2024, tmp_path, [source])[0]
    assert "基年 None" in page.read_text(encoding="utf-8")


@pytest.mark.parametrize("content", ["不是 JSON", '{"cells": 1}', "{}"])
def test_a_file_that_is_no_notebook_is_refused(town, tmp_path, content):
    path = tmp_path / "a.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReportError, match="不是可用的笔记本"):
        publish_notebooks(town, 2025, tmp_path, [path])


def test_a_misspelt_notebook_and_an_empty_folder_are_told(town, tmp_path):
    with pytest.raises(ReportError, match="没有笔记本"):
        publish_notebooks(town, 2025, tmp_path)
    notebook(town.notebooks / "02_disputes.ipynb", "1")
    try:
        with pytest.raises(ReportError, match="没有笔记本 02_dispute。您是不是要找 02_disputes？"):
            publish_notebooks(town, 2025, tmp_path, ["02_dispute"])
    finally:
        (town.notebooks / "02_disputes.ipynb").unlink()


def test_no_kernel_stays_behind():
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not children.exists():
        pytest.skip("这台机器看不到子进程")
    commands = [Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children.read_text().split()]
    assert not [command for command in commands if b"ipykernel" in command]

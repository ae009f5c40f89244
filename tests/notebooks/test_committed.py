"""The notebooks as they lie in the repository: no outputs, no drift, no code but calls."""

import ast
from pathlib import Path

import nbformat
import pytest

from fazhi_metrics.charts import CHARTS
from fazhi_metrics.measures import INDICATORS
from fazhi_metrics.publish.parameters import declared

FOLDER = Path(__file__).parents[2] / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def code(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def test_it_is_valid_and_written_in_one_way(path):
    notebook = read(path)
    nbformat.validate(notebook)
    assert path.read_text(encoding="utf-8") == nbformat.writes(notebook) + "\n"
    assert notebook.metadata == METADATA
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)


def test_it_has_no_outputs_and_no_traces_of_a_run(path):
    for cell in code(path):
        assert cell.outputs == []
        assert cell.execution_count is None
    for cell in read(path).cells:
        assert set(cell.metadata) <= {"tags"}


def test_its_cells_have_names_that_stay(path):
    ids = [cell.id for cell in read(path).cells]
    assert len(set(ids)) == len(ids)
    assert all(name.replace("-", "").isalpha() and name.islower() for name in ids)


def test_it_has_one_parameter_cell_with_year_base_year_and_area(path):
    assert list(declared(read(path), path.name)) == [
        "year",
        "base_year",
        "area",
    ]


def test_it_is_thin(path):
    for cell in code(path):
        tree = ast.parse(cell.source)
        forbidden = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef | ast.Lambda | ast.Assert
        assert not [node for node in ast.walk(tree) if isinstance(node, forbidden)]
        assert len(cell.source.splitlines()) <= 25


def test_it_names_only_charts_and_indicators_that_exist(path):
    for cell in code(path):
        for node in ast.walk(ast.parse(cell.source)):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args):
                continue
            if not (isinstance(node.func.value, ast.Name) and node.func.value.id == "project"):
                continue
            argument = node.args[0]
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                known = {"chart": CHARTS, "indicator": INDICATORS, "trace": INDICATORS}.get(node.func.attr)
                assert known is None or argument.value in known


def test_it_ends_by_checking_what_it_claims(path):
    last = code(path)[-1]
    assert last.id == "check"
    raised = [node for node in ast.walk(ast.parse(last.source)) if isinstance(node, ast.Raise)]
    assert len(raised) >= 3
    assert read(path).cells[-1].id == "check"


def test_its_prose_is_chinese(path):
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            letters = [c for c in cell.source if c.isalpha()]
            assert sum("\u4e00" <= c <= "\u9fff" for c in letters) / len(letters) > 0.6

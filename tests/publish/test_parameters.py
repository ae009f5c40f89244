import pytest

from fazhi_metrics.errors import ReportError
from fazhi_metrics.publish.parameters import declared, with_parameters

SOURCE = (
    'year = 2025  # 报告年度\nbase_year = 2024\narea = None  # 例如 "示例一村"\nshare = 0.5\nall_of_it = True'
)


def notebook(*sources):
    return {
        "cells": [{"cell_type": "code", "metadata": {"tags": ["parameters"]}, "source": s} for s in sources]
    }


def test_the_parameters_and_their_defaults_are_read_from_the_tagged_cell():
    found = declared(notebook(SOURCE), "甲.ipynb")
    assert found == {"year": 2025, "base_year": 2024, "area": None, "share": 0.5, "all_of_it": True}
    assert declared(notebook(), "甲.ipynb") == {}


def test_values_are_set_where_they_stand_and_remarks_stay():
    made = with_parameters(SOURCE, {"year": 2023, "area": '村"名\\', "share": 1}, "甲.ipynb")
    assert made.splitlines()[0] == "year = 2023  # 报告年度"
    assert made.splitlines()[2] == 'area = \'村"名\\\\\'  # 例如 "示例一村"'
    scope: dict[str, object] = {}
    exec(made, scope)
    assert (scope["year"], scope["base_year"], scope["area"], scope["share"]) == (2023, 2024, '村"名\\', 1)


def test_two_on_one_line_and_one_over_several_are_set_too():
    made = with_parameters("年 = 1; b = 2\nc = (\n    3\n)\n", {"年": 7, "b": 8, "c": 9}, "甲.ipynb")
    assert made == "年 = 7; b = 8\nc = (\n    9\n)\n"


def test_nothing_given_changes_nothing():
    assert with_parameters(SOURCE, {}, "甲.ipynb") == SOURCE


@pytest.mark.parametrize(("name", "nearest"), [("yaer", "year"), ("base_yaer", "base_year")])
def test_an_unknown_parameter_is_an_error_that_names_the_nearest(name, nearest):
    with pytest.raises(ReportError, match=f"甲.ipynb：没有参数 {name}。您是不是要找 {nearest}？"):
        with_parameters(SOURCE, {name: 1}, "甲.ipynb")


@pytest.mark.parametrize(
    ("name", "value", "kind"), [("year", "2025", "整数"), ("year", True, "整数"), ("share", "半", "数")]
)
def test_a_value_of_another_kind_is_refused(name, value, kind):
    with pytest.raises(ReportError, match=f"参数 {name} 的值 .* 不是{kind}"):
        with_parameters(SOURCE, {name: value}, "甲.ipynb")


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("import os", "第 1 行不是赋值"),
        ("a = 1\na += 1", "第 2 行不是赋值"),
        ("a = open('x')", "参数 a 的默认值不是简单的值"),
        ("a = [1]", "参数 a 的默认值不是简单的值"),
        ("a = ", "有语法错误（第 1 行）"),
    ],
)
def test_a_cell_that_does_more_than_set_values_is_refused(source, what):
    with pytest.raises(ReportError, match=what):
        declared(notebook(source), "甲.ipynb")


def test_two_parameter_cells_are_refused():
    with pytest.raises(ReportError, match="有几个参数单元格"):
        declared(notebook("a = 1", "b = 2"), "甲.ipynb")

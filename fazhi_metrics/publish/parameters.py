"""The parameters of a notebook: one tagged cell of plain assignments, whose values a run may set.

A value is set where it stands, so that the page shows what was run. A parameter that the cell does not
assign, or a value of another kind than its default, stops the run.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

from fazhi_metrics.errors import ReportError, did_you_mean

TAG = "parameters"
Parameter = int | float | str | bool | None
_KINDS: Mapping[type, str] = {int: "整数", float: "数", str: "文字", bool: "True 或 False"}


def parameter_cell(notebook: Mapping[str, Any], where: str) -> Any | None:
    """Return the cell tagged `parameters`, or None when there is none.

    Raises ReportError when there are several.
    """
    tagged = [
        cell
        for cell in notebook["cells"]
        if cell["cell_type"] == "code" and TAG in cell["metadata"].get("tags", ())
    ]
    if len(tagged) > 1:
        raise ReportError("有几个参数单元格", where=where, todo=f"请只留一个带 {TAG} 标签的单元格。")
    return tagged[0] if tagged else None


def declared(notebook: Mapping[str, Any], where: str) -> dict[str, Parameter]:
    """Return the parameters of a notebook and their defaults.

    Raises ReportError when the cell is not plain assignments of plain values.
    """
    cell = parameter_cell(notebook, where)
    return {} if cell is None else {name: value for name, value, _ in _assignments(cell["source"], where)}


def with_parameters(source: str, values: Mapping[str, Parameter], where: str) -> str:
    """Return a parameter cell's source with the given values in place of its defaults.

    Raises ReportError for a parameter that it does not assign, naming the nearest, and for a value of another
    kind than the default.
    """
    found = {name: (default, node) for name, default, node in _assignments(source, where)}
    for name, value in values.items():
        if name not in found:
            raise ReportError(f"没有参数 {name}", where=where, todo=did_you_mean(name, found))
        default = found[name][0]
        fits = default is None or value is None or type(value) is type(default)
        if not fits and not (type(default) is float and type(value) is int):
            raise ReportError(f"参数 {name} 的值 {value!r} 不是{_KINDS[type(default)]}", where=where)
    lines = source.splitlines(keepends=True)
    for name, (_, node) in reversed(found.items()):
        if name in values:
            head = _before(lines, node.lineno, node.col_offset)
            tail = _after(lines, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset)
            lines = [*head, repr(values[name]), *tail]
            lines = "".join(lines).splitlines(keepends=True)
    return "".join(lines)


def _assignments(source: str, where: str) -> list[tuple[str, Parameter, ast.expr]]:
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise ReportError(f"参数单元格有语法错误（第 {error.lineno} 行）", where=where) from None
    return [_assignment(statement, where) for statement in body]


def _assignment(statement: ast.stmt, where: str) -> tuple[str, Parameter, ast.expr]:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=node):
            pass
        case _:
            todo = "请只写 名称 = 值，每行一个。"
            raise ReportError(f"参数单元格第 {statement.lineno} 行不是赋值", where=where, todo=todo)
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = ...
    if value is not None and not isinstance(value, int | float | str | bool):
        todo = "请写一个数、一段文字、True、False 或 None。"
        raise ReportError(f"参数 {name} 的默认值不是简单的值", where=where, todo=todo)
    return name, value, node


def _before(lines: list[str], line: int, byte: int) -> list[str]:
    return [*lines[: line - 1], lines[line - 1].encode()[:byte].decode()]


def _after(lines: list[str], line: int, byte: int) -> list[str]:
    return [lines[line - 1].encode()[byte:].decode(), *lines[line:]]

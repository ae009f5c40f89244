"""A formula over indicators: the four operations on ids and numbers, computed exactly."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from fractions import Fraction

from fazhi_metrics.errors import ReportError

_OPERATIONS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
LONGEST = 500
LARGEST = 10**15


def names(formula: str, where: str = "") -> set[str]:
    """Return the ids that a formula names; raises ReportError when it is not a formula.

    >>> sorted(names("closed / found * 100"))
    ['closed', 'found']
    """
    found: set[str] = set()

    def note(name: str) -> Fraction:
        found.add(name)
        return Fraction(1)

    try:
        evaluate(formula, note, where)
    except ZeroDivisionError:  # the ones that stand for the values can make a zero
        found |= {node.id for node in ast.walk(_parse(formula, where)) if isinstance(node, ast.Name)}
    return found


def evaluate(formula: str, value_of: Callable[[str], Fraction], where: str = "") -> Fraction:
    """Compute a formula; raises ReportError for what is not one, ZeroDivisionError for a division by zero.

    >>> evaluate("(a + b) / 2", {"a": Fraction(1), "b": Fraction(2)}.__getitem__)
    Fraction(3, 2)
    """

    def compute(node: ast.expr) -> Fraction:
        if isinstance(node, ast.BinOp) and type(node.op) in _OPERATIONS:
            return _OPERATIONS[type(node.op)](compute(node.left), compute(node.right))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -compute(node.operand)
        if isinstance(node, ast.Name):
            return value_of(node.id)
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and node.value < LARGEST:
            return Fraction(str(node.value))
        raise _wrong(formula, where)

    return compute(_parse(formula, where))


def _parse(formula: str, where: str) -> ast.expr:
    try:
        if len(formula) > LONGEST:
            raise ValueError
        return ast.parse(formula, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise _wrong(formula, where) from None


def _wrong(formula: str, where: str) -> ReportError:
    return ReportError(f"算式“{formula[:60]}”不对", where=where, todo="只能用指标编号、数字、加减乘除和括号")

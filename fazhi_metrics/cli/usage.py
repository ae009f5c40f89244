"""What was wrong with the call, in Chinese."""

from __future__ import annotations

from typing import Any

from fazhi_metrics.errors import did_you_mean

_REASONS = {
    "valid integer": "应是整数",
    "greater than or equal": "太小",
    "in the range": "超出范围",
    "valid number": "应是数字",
}


def explain(error: Any) -> str:
    """Return one Chinese sentence or two for an error of the command-line parser."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "fazhi"
    return f"{_what(error, context)}用 {command} --help 查看用法。"


def _what(error: Any, context: Any) -> str:
    kind = type(error).__name__
    if kind == "NoSuchOption":
        known = [name for parameter in context.command.params for name in parameter.opts] if context else []
        return f"没有选项 {error.option_name}。{did_you_mean(error.option_name, known)}"
    if kind == "MissingParameter":
        return f"缺少{_name(error)}。"
    if kind == "BadParameter":
        return f"{_name(error)}的值不对（{_reason(error.message)}）。"
    if "No such command" in error.message and context is not None:
        typed = error.message.split("'")[1]
        return f"没有命令 {typed}。{did_you_mean(typed, sorted(context.command.commands))}"
    if kind == "BadOptionUsage":
        return f"选项 {error.option_name} 的用法不对。"
    return f"命令的写法不对（{error.message}）。"


def _name(error: Any) -> str:
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "参数"
    if parameter.param_type_name == "option":
        return f"选项 {'、'.join(parameter.opts)} "
    return f"参数 {parameter.metavar or parameter.name} "


def _reason(message: str) -> str:
    for english, chinese in _REASONS.items():
        if english in message:
            return chinese
    return message

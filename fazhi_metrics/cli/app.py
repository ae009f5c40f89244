"""The command-line application and what its commands share: options, the project, printing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from fazhi_metrics.redaction import visible

if TYPE_CHECKING:
    from rich.console import Console

    from fazhi_metrics.workbench import Project

_HELP_WORDS = {
    "Usage: ": "用法：",
    "Arguments:": "参数：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "Show this message and exit.": "显示本说明",
    "[required]": "[必填]",
    "[default: ": "[默认：",
}


def _in_chinese(text: str) -> str:
    for english, chinese in _HELP_WORDS.items():
        text = text.replace(english, chinese)
    return text


class Command(TyperCommand):
    """A command whose help page has Chinese headings."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _in_chinese(super().get_help(ctx))


class Group(TyperGroup):
    """The commands in the order of the work, under Chinese headings."""

    def get_help(self, ctx: Any) -> str:
        """Return the help page."""
        return _in_chinese(super().get_help(ctx))

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of the commands, those of the main job first."""
        order = "report clean check settle correct figures indicators charts trace audit tables claims new sample doctor"
        return sorted(super().list_commands(ctx), key=order.split().index)


app = typer.Typer(
    cls=Group,
    name="fazhi",
    help="法治政府建设指标工具：报告里的每个数字，都能追到它出自哪个单元格。",
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

ProjectOption = Annotated[
    Path,
    typer.Option("--project", "-p", help="项目文件夹（含 fazhi.toml），默认是当前文件夹", show_default=False),
]
YearOption = Annotated[
    int | None, typer.Option("--year", "-y", help="年份，默认是最近一年", show_default=False)
]
JsonOption = Annotated[bool, typer.Option("--json", help="按 JSON 输出")]
CsvOption = Annotated[bool, typer.Option("--csv", help="按 CSV 输出")]
HERE = Path()


def open_project(path: Path) -> Project:
    """Open the project at or above `path`."""
    from fazhi_metrics.workbench import open_project

    return open_project(path)


def open_results(path: Path) -> Project:
    """Open the project to show what its data say; on standard error, say when they are out of date."""
    from fazhi_metrics.errors import StoreError

    opened = open_project(path)
    try:
        note = opened.outdated()
    except StoreError:  # nothing was cleaned yet: whoever needs the data will say so
        return opened
    if note:
        typer.echo(f"注意：{note}。", err=True)
    return opened


def console() -> Console:
    """Return a console that writes to standard output; tables keep their width when piped."""
    from rich.console import Console

    plain = Console(highlight=False, soft_wrap=False)
    return plain if plain.is_terminal else Console(highlight=False, soft_wrap=True, width=160)


def echo(text: str = "") -> None:
    """Print one line; what would steer the terminal is made visible."""
    typer.echo(visible(text))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, Fraction):
        return int(value) if value.denominator == 1 else float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if hasattr(value, "item"):
        return value.item()
    raise TypeError(f"cannot write {type(value).__name__} as JSON")


def echo_json(content: Any) -> None:
    """Print a value as JSON, Chinese as it is."""
    typer.echo(json.dumps(content, ensure_ascii=False, indent=1, default=_plain))


def echo_csv(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as CSV; a text that a spreadsheet would run as a formula keeps a leading apostrophe."""
    import csv
    import sys

    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([visible(each) if isinstance(each := inert(value), str) else each for value in row])


def inert(value: Any) -> Any:
    """Return a value that no spreadsheet runs as a formula."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value


def echo_table(
    title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], right: Iterable[int] = ()
) -> None:
    """Print rows as a table; the columns numbered in `right` are set flush right."""
    from rich.table import Table
    from rich.text import Text

    numeric = set(right)
    table = Table(title=title, title_justify="left", show_edge=False, pad_edge=False)
    for number, name in enumerate(header):
        table.add_column(name, justify="right" if number in numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text("" if value is None else visible(str(value))) for value in row))
    console().print(table)

"""Commands on raw data: clean, check, correct, tables."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fazhi_metrics.cli.app import (
    HERE,
    Command,
    JsonOption,
    ProjectOption,
    app,
    console,
    echo,
    echo_json,
    echo_table,
    open_project,
)

if TYPE_CHECKING:
    from fazhi_metrics.cleaning import CleaningResult
    from fazhi_metrics.workbench import Project

WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="几个进程，默认按处理器数", show_default=False)
]


@app.command(cls=Command)
def clean(workers: WorkersOption = None, project: ProjectOption = HERE) -> None:
    """把 data/raw 的原始表格清洗成 data/processed。有错误时退出码为 1。"""
    result = _cleaned(open_project(project), workers)
    echo(f"{result}。")
    _list_issues(result)
    raise typer.Exit(1 if result.errors else 0)


@app.command(cls=Command)
def check(
    returns: Annotated[
        Path | None,
        typer.Option("--out", help="带批注的表格写到哪里，默认 outputs/returns", show_default=False),
    ] = None,
    as_json: JsonOption = False,
    workers: WorkersOption = None,
    project: ProjectOption = HERE,
) -> None:
    """列出每个问题和它所在的单元格，并给每份有问题的表格另存一份带批注的副本。有错误时退出码为 1。"""
    from fazhi_metrics.cleaning import write_returns

    opened = open_project(project)
    result = _cleaned(opened, workers)
    written = write_returns(opened.town, result, returns)
    if as_json:
        echo_json([{"where": issue.where, **asdict(issue)} for issue in result.issues])
    else:
        _list_issues(result)
        for path in written:
            echo(f"带批注的副本：{path}")
    raise typer.Exit(1 if result.errors else 0)


@app.command(cls=Command)
def correct(
    before: Annotated[str, typer.Option("--before", help="原来写的", show_default=False)],
    after: Annotated[str, typer.Option("--after", help="应当是", show_default=False)],
    reason: Annotated[str, typer.Option("--reason", help="为什么", show_default=False)],
    evidence: Annotated[str, typer.Option("--evidence", help="凭据", show_default=False)],
    approved_by: Annotated[
        str, typer.Option("--approved-by", help="谁批准（写职务，不写姓名）", show_default=False)
    ],
    cell: Annotated[
        str, typer.Option("--cell", help="单元格地址，如 2025/人口.xlsx!人口!C7", show_default=False)
    ],
    project: ProjectOption = HERE,
) -> None:
    """声明一处更正，记入 data/corrections.toml；原始表格不动。还不能逐项提问，请用选项写全。"""
    from datetime import date

    from fazhi_metrics.cleaning import add_correction

    opened = open_project(project)
    add_correction(
        opened.town,
        cell=cell,
        before=before,
        after=after,
        reason=reason,
        evidence=evidence,
        approved_by=approved_by,
        date=date.today(),
    )
    echo(f"已记入 {opened.town.corrections}。请运行 fazhi clean 使它生效。")


@app.command(cls=Command)
def tables(
    file: Annotated[Path, typer.Argument(metavar="文件", help="任何表格文件", show_default=False)],
    as_json: JsonOption = False,
) -> None:
    """看程序在一个表格文件里读到了什么：表头、数据、合计、附注、单位。"""
    from fazhi_metrics.workbooks import draw, read_tables, to_json

    found = read_tables(file)
    if as_json:
        echo_json(to_json(file, found))
        return
    if not found:
        echo(f"{file.name}：没有找到表格。")
    for table in found:
        console().print(draw(table))


def _cleaned(project: Project, workers: int | None) -> CleaningResult:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    screen = console()
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("清洗", total=None)
        return project.clean(
            workers=workers,
            progress=lambda done, total, file: bar.update(
                task, completed=done, total=total, description=file
            ),
        )


def _list_issues(result: CleaningResult, limit: int = 40) -> None:
    if not result.issues:
        echo("没有发现问题。")
        return
    rows = [(i.severity, i.where, i.typed, f"{i.title}：{i.why}", i.todo) for i in result.issues[:limit]]
    echo_table(f"问题 {len(result.issues)} 个", ("级别", "单元格", "原文", "问题", "怎么办"), rows)
    if len(result.issues) > limit:
        echo(f"其余 {len(result.issues) - limit} 个见 data/processed/current/issues.parquet。")

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
    open_project,
)
from fazhi_metrics.cli.problems import list_problems
from fazhi_metrics.errors import capped

if TYPE_CHECKING:
    from fazhi_metrics.cleaning import CleaningResult
    from fazhi_metrics.workbench import Project

WorkersOption = Annotated[
    int | None, typer.Option("--workers", min=1, help="几个进程，默认按处理器数", show_default=False)
]
SchedulerOption = Annotated[
    str | None,
    typer.Option("--scheduler", help="改用 Dask 集群，如 tcp://10.0.0.1:8786", show_default=False),
]
YearOfRecord = Annotated[int | None, typer.Option("--year", "-y", help="哪一年的", show_default=False)]


@app.command(cls=Command)
def clean(
    listed: Annotated[
        bool, typer.Option("--list", help="列出每张表认作哪本台账、哪一年（写在哪里）、多少条")
    ] = False,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    project: ProjectOption = HERE,
) -> None:
    """把 data/raw 的原始表格清洗成 data/processed。有错误时退出码为 1。"""
    from fazhi_metrics.cli.listing import list_tables

    opened = open_project(project)
    result = _cleaned(opened, workers, scheduler)
    echo(f"{result}。")
    if listed:
        list_tables(opened.store, opened.town)
    list_problems(result, opened.town)
    raise typer.Exit(1 if result.errors else 0)


@app.command(cls=Command)
def check(
    returns: Annotated[
        Path | None,
        typer.Option("--out", help="带批注的表格写到哪里，默认 outputs/returns", show_default=False),
    ] = None,
    as_json: JsonOption = False,
    workers: WorkersOption = None,
    scheduler: SchedulerOption = None,
    project: ProjectOption = HERE,
) -> None:
    """列出每个问题和它所在的单元格，并给每份有问题的表格另存一份带批注的副本。有错误时退出码为 1。"""
    from fazhi_metrics.cleaning import write_returns

    opened = open_project(project)
    result = _cleaned(opened, workers, scheduler)
    written = write_returns(opened.town, result, returns)
    if as_json:
        echo_json([{"where": issue.where, **asdict(issue)} for issue in result.issues])
    else:
        list_problems(result, opened.town)
        for path in written:
            echo(f"带批注的副本：{path}")
    raise typer.Exit(1 if result.errors else 0)


@app.command(cls=Command)
def correct(
    cell: Annotated[
        str, typer.Option("--cell", help="单元格地址，如 2025/人口.xlsx!人口!C7", show_default=False)
    ] = "",
    dataset: Annotated[
        str, typer.Option("--dataset", help="不写地址时：哪本台账，如 矛盾纠纷台账", show_default=False)
    ] = "",
    key: Annotated[
        list[str] | None,
        typer.Option("--key", help="哪一条，如 编号=JF-031；几列合起来认的写几次", show_default=False),
    ] = None,
    column: Annotated[str, typer.Option("--column", help="哪一列，如 是否化解", show_default=False)] = "",
    year: YearOfRecord = None,
    before: Annotated[str | None, typer.Option("--before", help="原来写的", show_default=False)] = None,
    after: Annotated[str | None, typer.Option("--after", help="应当是", show_default=False)] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="为什么", show_default=False)] = None,
    evidence: Annotated[str | None, typer.Option("--evidence", help="凭据", show_default=False)] = None,
    approved_by: Annotated[
        str | None, typer.Option("--approved-by", help="谁批准（写职务，不写姓名）", show_default=False)
    ] = None,
    project: ProjectOption = HERE,
) -> None:
    """声明一处更正，记入更正清单；原始表格不动。在终端里运行时，没有写的选项会逐项询问。"""
    from datetime import date

    from fazhi_metrics.cleaning import add_correction
    from fazhi_metrics.cli.correcting import complete, read_asked

    opened = open_project(project)
    words = {"after": after, "reason": reason, "evidence": evidence, "approved_by": approved_by}
    asked = complete(
        read_asked(opened.catalogue, cell, dataset, year, key or [], column, before, **words), opened.town
    )
    add_correction(opened.town, **asked.target, before=asked.before, **asked.words, date=date.today())
    echo(f"已记入 {opened.town.corrections}。请运行 fazhi clean 使它生效。")


@app.command(cls=Command)
def tables(
    file: Annotated[Path, typer.Argument(metavar="文件", help="任何表格文件", show_default=False)],
    as_json: JsonOption = False,
) -> None:
    """看程序在一个表格文件里读到了什么：表头、数据、合计、附注、单位。"""
    from fazhi_metrics.workbooks import draw, read_book, to_json

    found = read_book(file)
    if as_json:
        echo_json(to_json(file, found.tables, found.unclaimed))
        return
    if not found.tables:
        echo(
            f"{file.name}：没有找到表格，{'只有不成表的文字或登记项' if found.unclaimed else '各工作表都是空的'}。"
        )
    for table in found.tables:
        console().print(draw(table))
    if found.unclaimed:
        blocks = capped(block.removeprefix(f"{found.workbook.file}!") for block in found.unclaimed)
        echo(f"没有归入任何表的单元格：{blocks}")


def _cleaned(project: Project, workers: int | None, scheduler: str | None) -> CleaningResult:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    left = TextColumn("{task.fields[left]}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), left)
    screen = console()
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as bar:
        task = bar.add_task("清洗", total=None, left="")
        result = project.clean(
            workers=workers,
            scheduler=scheduler,
            progress=lambda done, total, file: bar.update(
                task, completed=done, total=total, description=file, left=f"剩 {total - done} 个"
            ),
        )
    if result.repairs:
        typer.echo(f"注意：{result.repairs}。", err=True)
    return result

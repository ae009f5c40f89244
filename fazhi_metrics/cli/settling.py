"""The command that lists what is open, and answers it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from fazhi_metrics.cli.app import (
    HERE,
    Command,
    JsonOption,
    ProjectOption,
    app,
    echo,
    echo_json,
    open_project,
    open_results,
)
from fazhi_metrics.errors import CleaningError

_OTHERS = 10
_ANSWERS = "--verified、--excluded 或 --replaces 文件"


@app.command(cls=Command)
def settle(
    target: Annotated[
        str,
        typer.Argument(
            metavar="[哪里]",
            help="单元格、工作表或文件（如 2025/人口.xlsx!人口!F8），或台账名称；不写则列出待答复的",
            show_default=False,
        ),
    ] = "",
    verified: Annotated[bool, typer.Option("--verified", help="核实无误，照所填计入")] = False,
    replaces: Annotated[
        str, typer.Option("--replaces", help="这个文件代替哪个文件", show_default=False)
    ] = "",
    excluded: Annotated[bool, typer.Option("--excluded", help="这个文件或工作表不计入")] = False,
    reason: Annotated[str | None, typer.Option("--reason", help="为什么", show_default=False)] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", "--approved-by", help="谁批准（写单位或职务，不写姓名）", show_default=False),
    ] = None,
    evidence: Annotated[str, typer.Option("--evidence", help="凭据", show_default=False)] = "",
    issue: Annotated[
        str, typer.Option("--issue", help="只答复这一种问题；不写单元格时答复其中每一处", show_default=False)
    ] = "",
    year: Annotated[int | None, typer.Option("--year", "-y", help="哪一年", show_default=False)] = None,
    months: Annotated[
        list[int] | None,
        typer.Option(
            "--months", "--month", min=1, max=12, help="哪个月没有发生（可写几次）", show_default=False
        ),
    ] = None,
    villages: Annotated[
        list[str] | None,
        typer.Option("--village", help="哪个村没有发生（可写几次）", show_default=False),
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="连同不牵动报告数字的全部列出")] = False,
    as_json: JsonOption = False,
    project: ProjectOption = HERE,
) -> None:
    """答复问题：核实无误、以新代旧、不计入，记入核实清单；不写哪里时，列出待答复的，牵动报告数字的在前。"""
    if not target:
        if verified or replaces or excluded:
            raise CleaningError(
                "没有写明答复哪里", todo='例如 fazhi settle "2025/人口.xlsx!人口!F8" --verified。'
            )
        found = open_results(project).agenda(year)
        if as_json:
            echo_json(asdict(found))
        else:
            for line in found.lines(None if every else _OTHERS):
                echo(line)
        return
    answers = [
        name
        for name, given in (("verified", verified), ("replaces", replaces), ("excluded", excluded))
        if given
    ]
    if len(answers) != 1:
        raise CleaningError(
            "没有写明怎样答复" if not answers else "只能有一种答复", where=target, todo=f"请写 {_ANSWERS}。"
        )
    if missing := [name for name, given in (("--reason", reason), ("--by", by)) if not given]:
        raise CleaningError(f"缺少选项 {'、'.join(missing)}", where=target, todo="请写明理由和批准的单位。")
    opened = open_project(project)
    kept = opened.settle(
        target,
        answers[0],
        reason=reason or "",
        approved_by=by or "",
        evidence=evidence,
        other=replaces,
        issue=issue,
        year=year,
        months=months or (),
        villages=villages or (),
    )
    echo(f"{kept.other or kept.target}：{kept.text}")
    echo(f"已记入 {opened.town.settlements}。请运行 fazhi clean 使它生效。")

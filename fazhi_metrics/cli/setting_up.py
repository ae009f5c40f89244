"""Commands that set up: new, sample, doctor."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fazhi_metrics.cli.app import Command, app, echo
from fazhi_metrics.errors import ProjectError


@app.command(cls=Command)
def new(
    directory: Annotated[Path, typer.Argument(metavar="文件夹", help="新项目的文件夹", show_default=False)],
    name: Annotated[
        str, typer.Option("--name", help="乡镇名称，默认取文件夹的名字", show_default=False)
    ] = "",
    year: Annotated[
        int | None, typer.Option("--year", help="报告年份，默认是去年", show_default=False)
    ] = None,
) -> None:
    """新建另一个乡镇的项目：文件夹、fazhi.toml 和笔记本。"""
    from datetime import UTC, datetime

    from fazhi_metrics.project import start_project

    latest = year or datetime.now(UTC).year - 1
    written = start_project(directory, name=name or directory.resolve().name, years=(latest - 1, latest))
    for path in written:
        echo(f"已写 {path}")
    echo(f"下一步：把表格放进 {directory / 'data/raw'}，在 fazhi.toml 里写上村名单，再运行 fazhi report。")


@app.command(cls=Command)
def sample(
    directory: Annotated[Path, typer.Argument(metavar="文件夹", help="写到哪里", show_default=False)],
    towns: Annotated[int, typer.Option("--towns", min=1, help="几个镇")] = 1,
    rows: Annotated[
        int | None,
        typer.Option(
            "--rows", min=1, help="每镇每年四本台账一共多少行，默认按一个镇的平常规模", show_default=False
        ),
    ] = None,
    villages: Annotated[int, typer.Option("--villages", min=2, help="每镇几个村")] = 20,
    seed: Annotated[int, typer.Option("--seed", help="随机种子；种子相同，文件逐字节相同")] = 2025,
) -> None:
    """造示例数据：任意多个镇、任意多行，供试用和测速。不含任何真人信息。"""
    from fazhi_metrics.sample import write_county

    if directory.exists() and any(directory.iterdir() if directory.is_dir() else [directory]):
        raise ProjectError(
            "不是空文件夹", where=str(directory), todo="请换一个文件夹，已有的文件不会被覆盖。"
        )
    count = sum(1 for _ in write_county(directory, towns=towns, rows=rows, villages=villages, seed=seed))
    echo(f"已在 {directory} 写下 {towns} 个镇的示例数据，共 {count} 个文件。")


@app.command(cls=Command)
def doctor() -> None:
    """检查装了什么、缺什么（浏览器、中文字体、LibreOffice），并给出补救的命令。"""
    from fazhi_metrics.pipeline.doctor import examine

    findings = examine()
    for finding in findings:
        echo(f"{'✓' if finding.good else '✗'} {finding.what}：{finding.found}")
        if not finding.good:
            echo(f"  影响：{finding.consequence}")
            echo(f"  补救：{finding.mend}")
    raise typer.Exit(0 if all(f.good or f.optional for f in findings) else 1)

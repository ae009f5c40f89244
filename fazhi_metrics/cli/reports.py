"""Commands on reports: report (the main job), audit, claims."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from fazhi_metrics.cli.app import (
    HERE,
    Command,
    JsonOption,
    ProjectOption,
    YearOption,
    app,
    echo,
    echo_json,
    echo_table,
    open_project,
    open_results,
)


@app.command(cls=Command)
def report(
    year: YearOption = None,
    images: Annotated[
        bool, typer.Option("--images/--no-images", help="是否画图（不画图就不用浏览器）")
    ] = True,
    notebooks: Annotated[bool, typer.Option("--notebooks/--no-notebooks", help="是否运行笔记本")] = True,
    project: ProjectOption = HERE,
) -> None:
    """全部流程：清洗、校验、复算、绘图、运行笔记本、核对报告。"""
    from fazhi_metrics.pipeline import run_report

    opened = open_project(project)
    done = run_report(opened, year, images=images, notebooks=notebooks, say=echo)
    echo()
    echo_table(f"{opened.town.name} {done.year} 年", ("项目", "结果"), done.table())
    for line in done.messages:
        echo(line)
    if opened.town.sample:
        echo(opened.town.sample)
    raise typer.Exit(0 if done.good else 1)


_BESIDE = ""  # what --html says without a file name: beside the report


class _AuditCommand(Command):
    """The command whose --html may be given without a file name."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Let what follows --html be its file only when it is named like one; `--` ends the options."""
        from fazhi_metrics.audit.opening import READABLE

        end = args.index("--") if "--" in args else len(args)
        for at in [n for n, word in enumerate(args[:end]) if word == "--html"][::-1]:
            named = at + 1 < end and args[at + 1].lower().endswith((".html", ".htm"))
            others = [
                word for n, word in enumerate(args) if n != at + 1 and Path(word).suffix.lower() in READABLE
            ]
            if not named or not others:  # the only report there is is no place to write to
                args = [*args[:at], f"--html={_BESIDE}", *args[at + 1 :]]
        return list(super().parse_args(ctx, args))


@app.command(cls=_AuditCommand)
def audit(
    report: Annotated[
        Path, typer.Argument(metavar="报告", help=".docx .txt .md .html .pdf", show_default=False)
    ],
    suggest: Annotated[bool, typer.Option("--suggest", help="为还没有对应的数字提出对应建议")] = False,
    accept: Annotated[bool, typer.Option("--accept", help="接受建议，记入报告旁的对应文件")] = False,
    annotate: Annotated[bool, typer.Option("--annotate", help="另存一份带批注的 Word 文件")] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="带批注的文件写到哪里", show_default=False)
    ] = None,
    html: Annotated[
        str | None,
        typer.Option(
            "--html",
            metavar="[文件.html]",
            help="另存一份网页：文中每个数字可以点开，直到单元格；不写文件名就放在报告旁边",
            show_default=False,
        ),
    ] = None,
    ties: Annotated[
        Path | None, typer.Option("--ties", help="对应文件，默认在报告旁边", show_default=False)
    ] = None,
    year: YearOption = None,
    as_json: JsonOption = False,
    project: ProjectOption = HERE,
) -> None:
    """核对一份报告：文中每个数字是相符、矛盾、无出处，还是不必核对。有不符、数据待核实，或什么都没有核对的，退出码为 1。"""
    from fazhi_metrics.audit import annotate_report

    opened = open_results(project)
    audited = opened.audit(report, year, suggest=suggest, accept=accept, ties=ties)
    if as_json:
        echo_json(audited.to_json())
    else:
        echo(str(audited))
    written = {}
    if annotate:
        written["带批注的副本"] = annotate_report(audited, out)
    if html is not None:
        from fazhi_metrics.publish import write_audit_page

        written["网页"] = write_audit_page(opened.store, opened.town, audited, html or None)
    if not as_json:
        for what, path in written.items():
            echo(f"{what}：{path}")
    raise typer.Exit(1 if audited.failed or not audited.checked else 0)


@app.command(cls=Command)
def claims(
    file: Annotated[Path, typer.Argument(metavar="报告", help="任何报告", show_default=False)],
    as_json: JsonOption = False,
) -> None:
    """看程序在一份报告里读到了哪些数字、哪些升降说法。"""
    from fazhi_metrics.audit import read_claims, read_document

    found = read_claims(read_document(file).text)
    if as_json:
        echo_json(found.to_json())
        return
    rows = [
        (c.text, c.quantity.low, c.quantity.high, c.quantity.unit, c.quantity.modifier) for c in found.figures
    ]
    echo_table(f"数字 {len(rows)} 个", ("原文", "下限", "上限", "单位", "说法"), rows)
    trends = [(t.text, t.direction, t.amount, t.unit) for t in found.trends]
    echo_table(f"升降 {len(trends)} 处", ("原文", "方向", "幅度", "单位"), trends)

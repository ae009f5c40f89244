"""Commands on results: figures, indicators, charts, trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fazhi_metrics.addresses import by_sheet
from fazhi_metrics.cli.app import (
    HERE,
    Command,
    CsvOption,
    JsonOption,
    ProjectOption,
    YearOption,
    app,
    echo,
    echo_csv,
    echo_json,
    echo_table,
    open_results,
)
from fazhi_metrics.errors import FazhiError, capped

if TYPE_CHECKING:
    from fazhi_metrics.ledgers import Catalogue
    from fazhi_metrics.measures import CellTrace, Indicator, Measure, Part, Trace
    from fazhi_metrics.workbench import Project


_REMARKS = 12  # lines below a table


@app.command(cls=Command)
def figures(
    year: YearOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    project: ProjectOption = HERE,
) -> None:
    """重新计算年度报告引用的数字，连同出处单元格。有待核实、数据不全等不能照用的，退出码为 1。"""
    from fazhi_metrics.measures import Overview, Part, plain_number

    opened = open_results(project)
    found = opened.figures(year)
    if as_json:
        echo_json([figure.to_json() for figure in found])
    elif as_csv:
        known = [_known(figure.part) for figure in found]
        header = ("编号", "名称", "写法", "数值", "单位", "出处", *_known(Part()))
        echo_csv(
            header,
            [
                (f.id, f.title, f.wording, plain_number(f.value), f.unit, "；".join(f.cells), *each.values())
                for f, each in zip(found, known, strict=True)
            ],
        )
    else:
        title = f"{opened.town.name} {year or opened.town.year} 年数字"
        shown = [(f.id, f.title, f.wording, "；".join([_some(f.cells), *f.corrections])) for f in found]
        echo_table(title, ("编号", "名称", "写法", "出处"), shown)
        _remarks("不能照用或要说明的", Overview(opened.town.name, tuple(found)).doubts())
        _banner(opened)
    raise typer.Exit(1 if any(figure.status.failed for figure in found) else 0)


def _known(part: Part) -> dict[str, object]:
    """Return what is known of a value as one row of a table; lists are joined."""
    from fazhi_metrics.measures.figure import known_json

    return {
        name: "；".join(map(str, value)) if isinstance(value, list) else value
        for name, value in known_json(part).items()
    }


def _remarks(title: str, lines: Sequence[str]) -> None:
    """Print why numbers are not sound, at most so many lines."""
    if lines:
        echo(f"{title}（{len(lines)}）")
    for line in lines[:_REMARKS]:
        echo(f"  {line}。")
    if len(lines) > _REMARKS:
        echo(f"  其余 {len(lines) - _REMARKS} 条用 --json 查看。")


@app.command(cls=Command)
def indicators(
    indicator: Annotated[
        str, typer.Argument(metavar="[指标]", help="只看一个指标，默认列出全部", show_default=False)
    ] = "",
    by: Annotated[
        str, typer.Option("--by", help="按什么分，逗号隔开，如 village,month", show_default=False)
    ] = "",
    year: YearOption = None,
    as_json: JsonOption = False,
    as_csv: CsvOption = False,
    project: ProjectOption = HERE,
) -> None:
    """列出全部指标和定义；给出一个，就计算它并显示它的卡片（可按村、片区、月、类型分）。"""
    opened = open_results(project)
    if indicator:
        _measure(opened, indicator, by, year, as_json=as_json, as_csv=as_csv)
        return
    if by:
        raise FazhiError("--by 要和一个指标一起用", todo="例如 fazhi indicators petitions --by month。")
    cards = list(opened.indicators().values())
    if as_json:
        echo_json([asdict(card) for card in cards])
        return
    header = ("编号", "名称", "单位", "主题", "口径", "定义")
    rows = [(c.id, c.title, c.unit, c.theme, f"第{c.version}版，自{c.since}年", c.definition) for c in cards]
    if as_csv:
        echo_csv(header, rows)
        return
    shown = [(r[3], *r[:3], r[5]) for r in rows]
    echo_table(f"指标 {len(cards)} 个", ("主题", "编号", "名称", "单位", "定义"), shown)


def _measure(
    opened: Project, indicator: str, by: str, year: int | None, *, as_json: bool, as_csv: bool
) -> None:
    dimensions = [name.strip() for name in by.replace("，", ",").split(",") if name.strip()]
    measured = opened.indicator(indicator).by(*dimensions, year=year or opened.town.year)
    if not (as_json or as_csv):
        _show(measured)
        if not dimensions:
            _card(measured.indicator)
        _banner(opened)
        return
    from fazhi_metrics.measures.figure import known_json

    rows = list(_rows(measured, known_json if as_json else _known))
    if as_json:
        echo_json(rows)
    else:
        echo_csv(list(rows[0]) if rows else [], [list(row.values()) for row in rows])


def _rows(measured: Measure, known: Callable[[Part], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield a row for each part; of one that tells of one or two people, nothing but its status."""
    from fazhi_metrics.measures import plain_number

    for part in measured.parts:
        labels: dict[str, Any] = dict(zip(measured.by, part.labels, strict=True))
        if "year" in labels:
            labels["year"] = int(labels["year"])
        sums = {"numerator": part.numerator, "denominator": part.denominator}
        kept = {
            name: plain_number(value)
            for name, value in sums.items()
            if name != "denominator" or measured.indicator.rate
        }
        yield {
            **labels,
            "value": plain_number(part.value),
            **kept,
            "n": part.n,
            "missing": None if part.n is None else part.missing,
            **known(part),
        }


def _show(measured: Measure) -> None:
    """Print a measure as a table; parts that tell of one or two people are left out."""
    from fazhi_metrics.measures.citing import marked
    from fazhi_metrics.measures.disclosure import hidden_labels
    from fazhi_metrics.measures.words import number_text
    from fazhi_metrics.show.formatting import HIDDEN

    card, hidden = measured.indicator, hidden_labels(measured)
    sums = ["分子", "分母"] if card.rate else []
    rows = []
    for part in measured.parts:
        numbers = [marked(number_text(part.value, card.decimals), part, card)]
        numbers += [number_text(each, 2) for each in (part.numerator, part.denominator)][: len(sums)]
        numbers += [str(part.n), str(part.missing), "数小" if part.small else ""]
        told = part.labels not in hidden
        rows.append((*part.labels, *(numbers if told else [HIDDEN, *[""] * (len(numbers) - 1)])))
    heads = (*measured.titles, "数值", *sums, "记录数", "缺失", "")
    title = f"{card.title}（{card.unit}）：{card.definition}"
    echo_table(title, heads, rows, right=range(len(measured.by), len(heads)))
    for note in measured.notes:
        echo(f"注：{note}。")


def _card(card: Indicator) -> None:
    """Print an indicator's card, line by line."""
    from fazhi_metrics.measures.cards import card_rows

    for heading, text in card_rows(card):
        if text:
            echo(f"  {heading}：{text}")


def _catalogue(project: Path) -> Catalogue:
    """Return the catalogue of the project, the standard one where there is none."""
    from fazhi_metrics.errors import ProjectError
    from fazhi_metrics.ledgers import standard
    from fazhi_metrics.ledgers.town import catalogue_of
    from fazhi_metrics.project import find_town, load_town

    try:
        find_town(project)
    except ProjectError:
        return standard()
    return catalogue_of(load_town(project))


@app.command(cls=Command)
def charts(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="[图表]...", help="图表编号或名称，默认全部", show_default=False),
    ] = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="写到哪里，默认 outputs/年份/charts", show_default=False)
    ] = None,
    formats: Annotated[
        str, typer.Option("--formats", help="格式，逗号隔开：png html svg pdf csv")
    ] = "png,html",
    naming: Annotated[str, typer.Option("--names", help="文件名：id 用编号，title 用中文图名")] = "id",
    listing: Annotated[bool, typer.Option("--list", help="只列出图表目录")] = False,
    year: YearOption = None,
    project: ProjectOption = HERE,
) -> None:
    """画图并导出（没有浏览器时不出图片，其余照常）。"""
    from fazhi_metrics.charts import chart_named, draw_all, export_charts

    if listing:
        known = _catalogue(project).charts
        echo_table(f"图表 {len(known)} 张", ("编号", "名称"), [(c.id, c.title) for c in known.values()])
        return
    opened = open_results(project)
    wanted = [chart_named(name, opened.town).id for name in names or ()] or None
    asked = year or opened.town.year
    folder = out or opened.town.outputs / str(asked) / "charts"
    kinds = [kind.strip() for kind in formats.replace("，", ",").split(",")]
    figures, refusals = draw_all(opened.store, opened.town, asked, wanted)
    export = export_charts(figures, folder, kinds, names=naming.strip())
    echo(f"已导出 {len(export.files)} 个文件到 {folder}。")
    for line in (*refusals, *export.notes):
        echo(line)


@app.command(cls=Command)
def trace(
    figure: Annotated[
        str, typer.Argument(metavar="[数字编号]", help="如 resident_population", show_default=False)
    ] = "",
    cell: Annotated[
        str,
        typer.Option(
            "--cell", help="反过来：一个单元格用在哪些数字里，如 2025/人口.xlsx!人口!C7", show_default=False
        ),
    ] = "",
    year: YearOption = None,
    as_json: JsonOption = False,
    project: ProjectOption = HERE,
) -> None:
    """把一个数字一层层追到单元格：数字、分子分母、行、单元格、更正。"""
    from fazhi_metrics.measures import Trace
    from fazhi_metrics.measures.figure import known_json

    opened = open_results(project)
    if bool(figure) == bool(cell):
        raise FazhiError(
            "请给出一个数字编号，或用 --cell 给出一个单元格", todo="例如 fazhi trace resident_population。"
        )
    followed = opened.trace_cell(cell) if cell else opened.trace(figure, year)
    if as_json:
        lines: list[dict[str, Any]] = [
            {"depth": depth, "text": text} for depth, text in _every_line(followed)
        ]
        if isinstance(followed, Trace):
            lines[0] |= known_json(followed.part)
        echo_json(lines)
        return
    echo(str(followed))
    _banner(opened)


def _every_line(followed: Trace | CellTrace) -> Iterable[tuple[int, str]]:
    from fazhi_metrics.measures import Trace

    return followed.lines(None) if isinstance(followed, Trace) else followed.lines()


def _some(cells: tuple[str, ...], limit: int = 3) -> str:
    lines = [f"{sheet}!{capped(blocks, limit)}" for sheet, blocks in by_sheet(cells).items()]
    return capped(lines, limit, joiner="\n")


def _banner(opened: Project) -> None:
    if opened.town.sample:
        echo(opened.town.sample)

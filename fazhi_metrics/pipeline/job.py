"""The main job: from the raw workbooks of a town to its audited figures, in one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from fazhi_metrics.errors import FazhiError, ProjectError, capped

if TYPE_CHECKING:
    from fazhi_metrics.audit import Audit
    from fazhi_metrics.charts import Export
    from fazhi_metrics.workbench import Project

Say = Callable[[str], None]
TITLE = "法治政府建设情况报告（初稿）"


@dataclass(slots=True)
class Done:
    """What a run did: rows of the closing table, remarks, and whether everything is as it should be."""

    year: int
    rows: list[tuple[str, str]] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    good: bool = True

    def table(self) -> list[tuple[str, str]]:
        """Return the rows of the closing table: what, and how it came out."""
        return self.rows

    def fail(self, message: str) -> None:
        """Record something that keeps the run from being good."""
        self.good = False
        self.messages.append(message)


def run_report(
    project: Project,
    year: int | None = None,
    *,
    images: bool = True,
    notebooks: bool = True,
    say: Say = lambda _: None,
) -> Done:
    """Run the whole job for one year and write everything under outputs/<year>.

    A chart or notebook that fails is told in `messages` and the run goes on; raw data that cannot be read
    at all, or a report that cannot be opened, ends it with a FazhiError.
    """
    town = project.town
    done = Done(year or town.year)
    if done.year not in town.years:
        raise ProjectError(
            f"fazhi.toml 的 years 里没有 {done.year} 年", todo=f"现有：{capped(map(str, town.years))}。"
        )
    folder = town.outputs / str(done.year)
    folder.mkdir(parents=True, exist_ok=True)
    say("清洗与校验……")
    _clean(project, done)
    say("复算数字……")
    _figures(project, done, folder)
    say("绘制图表……")
    _charts(project, done, folder, images=images)
    _report(project, done, folder)
    if notebooks:
        say("运行笔记本……")
        _notebooks(project, done, folder)
    say("核对报告……")
    audited = _audit(project, done, folder)
    say("汇总网页……")
    _page(project, done, folder, audited, images=images)
    done.rows.append(("全部结果", _near(folder)))
    return done


def draw_charts(
    project: Project,
    year: int,
    folder: Path,
    *,
    names: Sequence[str] | None = None,
    formats: Sequence[str] = ("png", "html"),
) -> tuple[Export, tuple[str, ...]]:
    """Draw charts of the catalogue (all, or those named) and export them into `folder`.

    A chart that the town's data do not allow is left out; why is said in the second value. Raises ChartError
    for an unknown name or format.
    """
    from fazhi_metrics.charts import draw_all, export_charts

    figures, refusals = draw_all(project.store, project.town, year, names)
    return export_charts(figures, folder, formats), tuple(refusals)


def _clean(project: Project, done: Done) -> None:
    from fazhi_metrics.cleaning import Severity, remove_returns, write_returns

    result = project.clean()
    cells = result.conservation
    done.rows.append(("原始表格", f"{len(result.files)} 个，{sum(result.records.values())} 条记录"))
    done.rows.append(("单元格", f"读入 {cells.read} = 留存 {cells.kept} + 记入日志 {cells.logged}"))
    done.rows.append(("问题", "，".join(f"{severity} {len(result.of(severity))}" for severity in Severity)))
    if result.repairs:
        done.messages.append(f"{result.repairs}。")
    if not result.errors:
        remove_returns(project.town)
    else:
        copies = write_returns(project.town, result)
        done.fail(
            f"原始数据有 {len(result.errors)} 处错误，涉及的数字不可信：请运行 fazhi check 查看。"
            f"带批注的表格 {len(copies)} 份在 {_near(project.town.outputs / 'returns')}。"
        )


def _figures(project: Project, done: Done, folder: Path) -> None:
    from fazhi_metrics.publish import write_figures_json, write_workings

    figures = project.figures(done.year)
    path = write_figures_json(figures, folder / "figures.json")
    incomplete = [figure.title for figure in figures if figure.value is None and figure.status.failed]
    done.rows.append(("复算数字", f"{len(figures)} 个（{_near(path)}）"))
    if doubtful := [figure.title for figure in figures if figure.value is not None and figure.status.failed]:
        done.fail(f"{len(doubtful)} 个数字待核实：{capped(doubtful)}。请运行 fazhi figures 查看原因。")
    if incomplete:
        done.fail(f"{len(incomplete)} 个数字因数据不全没有给出：{capped(incomplete)}。")
    workings = write_workings(project.store, project.town, done.year, folder / "figures.xlsx")
    done.rows.append(("计算底稿", f"每个数字都是可点开的公式（{_near(workings)}）"))


def _report(project: Project, done: Done, folder: Path) -> None:
    from fazhi_metrics.publish import write_report

    town = project.town
    if town.template is None:
        return
    try:
        written = write_report(
            town,
            project.figures(done.year),
            town.template,
            folder / f"{TITLE}.docx",
            store=project.store,
            charts=folder / "charts",
        )
    except FazhiError as error:
        done.fail(f"报告模板没有填成：{error}")
        return
    done.messages += written.notes
    done.rows.append(("报告初稿", f"{len(written.ties)} 处已填入并对应（{_near(written.path)}）"))


def _charts(project: Project, done: Done, folder: Path, *, images: bool) -> None:
    formats = ("png", "svg", "html", "csv") if images else ("csv",)
    export, refusals = draw_charts(project, done.year, folder / "charts", formats=formats)
    pictures = sum(path.suffix == ".png" for path in export.files)
    pages = sum(path.suffix == ".html" for path in export.files)
    drawn = f"图片 {pictures} 张，网页 {pages} 个" if images else "按要求没有画图，只写了数据"
    done.rows.append(("图表", f"{drawn}（{_near(folder / 'charts')}）"))
    done.messages += [*refusals, *export.notes]


def _notebooks(project: Project, done: Done, folder: Path) -> None:
    from fazhi_metrics.publish import publish_notebooks

    if not any(project.town.notebooks.glob("*.ipynb")):
        done.rows.append(("笔记本", f"没有：{_near(project.town.notebooks)} 里没有 .ipynb 文件"))
        return
    try:
        pages = publish_notebooks(project.town, done.year, folder / "notebooks")
    except FazhiError as error:
        done.rows.append(("笔记本", "没有全部跑完"))
        done.fail(str(error))
        return
    done.rows.append(("笔记本", f"运行 {len(pages)} 个（{_near(folder / 'notebooks')}）"))


def _audit(project: Project, done: Done, folder: Path) -> Audit | None:
    from fazhi_metrics.audit.display import conclusion
    from fazhi_metrics.audit.kinds import VerdictKind
    from fazhi_metrics.publish import write_json

    if project.town.report is None:
        done.rows.append(("报告核对", "没有核对：fazhi.toml 的 [report] 里没有写 path"))
        return None
    if project.town.year_of_report != done.year:
        about = project.town.year_of_report
        done.rows.append(("报告核对", f"没有核对：{project.town.report.name} 是 {about} 年的报告"))
        return None
    audited = project.audit(year=done.year)
    path = write_json(audited.to_json(), folder / "audit.json")
    done.rows.append(("报告里的数字", f"{audited.coverage.numbers_text}（{_near(path)}）"))
    if unsure := audited.coverage.numbers[VerdictKind.AMBIGUOUS]:
        done.fail(f"报告有 {unsure} 处不能确定对错：请运行 fazhi audit 查看原因。")
    if audited.failed or not audited.checked:
        done.fail(f"报告核对：{conclusion(audited)}。请运行 fazhi audit 查看。")
    return audited


def _page(project: Project, done: Done, folder: Path, audited: Audit | None, *, images: bool) -> None:
    from fazhi_metrics.publish import write_page

    charts: Path | dict[str, str] = folder / "charts" if images else {}
    path = folder / "index.html"
    write_page(project.store, project.town, done.year, path, audit=audited, charts=charts)
    done.rows.append(("汇总网页", f"双击打开（{_near(path)}）"))


def _near(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)

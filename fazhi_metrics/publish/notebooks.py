"""Notebooks as pages: each run from top to bottom in a fresh kernel, then written as one offline file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.errors import ReportError, capped, did_you_mean
from fazhi_metrics.files import write
from fazhi_metrics.publish.kernels import CELL_SECONDS, execute
from fazhi_metrics.publish.notebook_page import notebook_page
from fazhi_metrics.publish.offline import foreign_resources
from fazhi_metrics.publish.parameters import Parameter, declared, parameter_cell, with_parameters

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from fazhi_metrics.project import Town

AT_ONCE = 2  # kernels; each loads pandas and plotly


def publish_notebooks(
    town: Town,
    year: int,
    directory: Path | str,
    notebooks: Iterable[Path | str] | None = None,
    parameters: Mapping[str, Parameter] | None = None,
    *,
    seconds: int = CELL_SECONDS,
) -> tuple[Path, ...]:
    """Run notebooks and write each as an offline page into a folder; return the pages.

    `notebooks` are files, or names in the town's notebook folder; by default all in it. A notebook's
    parameters `year` and `base_year` are set to the year and the one before (None when the town has no data for
    it); `parameters` sets others, in every notebook. The notebooks themselves are not changed.

    Raises ReportError when there is no notebook, a parameter is unknown in one, a page would load from a
    network, or notebooks failed: all are run, and the message names each failing cell and its cause.
    """
    paths = _paths(town, notebooks)
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    usual: dict[str, Parameter] = {"year": year, "base_year": _base_year(town, year)}
    ready = [_prepared(usual, path, parameters or {}) for path in paths]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        jobs = [
            pool.submit(_publish, town, path, notebook, folder, seconds)
            for path, notebook in zip(paths, ready, strict=True)
        ]
    failures = [error for job in jobs if (error := job.exception()) is not None]
    for error in failures:
        if not isinstance(error, ReportError):
            raise error
    if failures:
        raise _together(failures)
    return tuple(job.result() for job in jobs)


def _together(failures: Sequence[BaseException]) -> ReportError:
    errors = [error for error in failures if isinstance(error, ReportError)]
    if len(errors) == 1:
        return errors[0]
    what = "".join(f"\n  {error.where}：{error.what}" for error in errors)
    return ReportError(f"{len(errors)} 个笔记本没有发布：{what}", todo=f"\n{errors[0].todo}")


def _paths(town: Town, notebooks: Iterable[Path | str] | None) -> list[Path]:
    known = sorted(town.notebooks.glob("*.ipynb"))
    if notebooks is None:
        if not known:
            raise ReportError("没有笔记本", where=str(town.notebooks), todo="请把 .ipynb 文件放进去。")
        return known
    return [_path(town, each, known) for each in notebooks]


def _path(town: Town, name: Path | str, known: Sequence[Path]) -> Path:
    path = Path(name)
    found = next((p for p in (path, town.notebooks / path) if p.is_file()), None)
    if found is None:
        found = next((p for p in known if path.name in (p.stem, p.name)), None)
    if found is None:
        raise ReportError(f"没有笔记本 {name}", todo=did_you_mean(path.stem, [p.stem for p in known]))
    return found


def _base_year(town: Town, year: int) -> int | None:
    """Return the year before, if there is anything of it to compare with."""
    from fazhi_metrics.store import Store

    before = year - 1
    if before not in town.years:
        return None
    store = Store.open(town.processed)
    return before if any(before in store.years(name) for name in store.datasets()) else None


def _prepared(
    usual: Mapping[str, Parameter], path: Path, parameters: Mapping[str, Parameter]
) -> NotebookNode:
    """Read a notebook and set its parameters."""
    notebook = _read(path)
    own = declared(notebook, path.name)
    values = {**{name: value for name, value in usual.items() if name in own}, **parameters}
    cell = parameter_cell(notebook, path.name)
    if cell is not None:
        cell["source"] = with_parameters(cell["source"], values, path.name)
    elif parameters:
        todo = "请加一个带 parameters 标签的单元格。"
        raise ReportError(f"没有参数 {next(iter(parameters))}", where=path.name, todo=todo)
    return notebook


def _read(path: Path) -> NotebookNode:
    import nbformat

    try:
        reads: Any = nbformat.reads
        notebook: NotebookNode = reads(path.read_text(encoding="utf-8"), as_version=4)
        nbformat.validate(notebook)
    except (ValueError, TypeError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise ReportError(
            "不是可用的笔记本", where=str(path), todo=f"请用 JupyterLab 打开检查（{type(error).__name__}）。"
        ) from None
    return notebook


def _publish(town: Town, path: Path, notebook: NotebookNode, folder: Path, seconds: int) -> Path:
    page = folder / f"{path.stem}.html"
    try:
        inside = path.parent.resolve().is_relative_to(town.root)
        done = execute(notebook, path.parent if inside else town.root, path.name, seconds=seconds)
        text = notebook_page(done, _title(done, path), town.sample)
        if abroad := foreign_resources(text):
            todo = "请把图片等改为本地文件，或在单元格里直接嵌入。"
            raise ReportError(f"页面要从网络加载：{capped(abroad, 3)}", where=path.name, todo=todo)
    except ReportError:
        page.unlink(missing_ok=True)  # a page of an earlier run must not pass for this one
        raise
    return write(page, text)


def _title(notebook: Mapping[str, Any], path: Path) -> str:
    text = "\n".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "markdown")
    heading = re.search(r"^#\s+(.+)$", text, re.MULTILINE)
    return heading[1].strip() if heading else path.stem

"""Starting another town's project: the folders, a fazhi.toml to fill in, and the notebooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from fazhi_metrics.declared import value_text
from fazhi_metrics.errors import ProjectError
from fazhi_metrics.files import write
from fazhi_metrics.project.settings import SETTINGS

_SETTINGS = """\
# 本镇的设置。改好后运行 fazhi report。
as_of = {as_of}  # 数据截至哪一天

[town]
name = {name}
years = [{years}]

[paths]
raw = "data/raw"
processed = "data/processed"
outputs = "outputs"

# 要核对的报告（.docx .txt .md .html .pdf），写好后去掉下面三行行首的 # 和空格；year 是它写的哪一年。
# [report]
# path = "report/法治政府建设情况报告.docx"
# year = {latest}

# 村名单：每个村（社区）一节。村、村委会、社区、居委会这些词尾和空格、全角不必写进 aliases。
# [[villages]]
# name = "某某村"
# district = "第一片区"
# aliases = ["老名字"]
"""
_RAW = """\
# 原始表格

把各村、各办公室交来的表格原样放在这里，每年一个文件夹（如 {year}/），不必改名、改表头、删合计。
程序只读不改。表格里的身份证号、电话和姓名不会离开这个文件夹。
"""
_PROCESSED = "# 清洗后的数据\n\n这里的文件由 fazhi clean 生成，可以随时删掉重做。\n"


def start_project(
    directory: Path | str, *, name: str, years: Sequence[int], today: dt.date | None = None
) -> list[Path]:
    """Lay out a new project in `directory` and return the files written.

    Its data speak for the last day of the latest of `years`, or for `today` while that year is not over.
    Nothing that exists is overwritten: raises ProjectError when the folder already holds a project.
    """
    root = Path(directory)
    if root.exists() and not root.is_dir():
        raise ProjectError("这是一个文件，不是文件夹", where=str(root), todo="请换一个名字。")
    if (root / SETTINGS).exists():
        raise ProjectError("这里已经有一个项目", where=str(root), todo="请换一个文件夹。")
    if not name.strip():
        raise ProjectError("乡镇名称不能为空", where=str(root), todo="请用 --name 写上名称。")
    latest = max(years)
    day = max(today or dt.datetime.now(dt.UTC).date(), dt.date(min(years), 1, 1))
    texts = {
        root / SETTINGS: _SETTINGS.format(
            as_of=value_text(min(day, dt.date(latest, 12, 31))),
            name=value_text(name.strip()),
            years=", ".join(map(str, sorted(years))),
            latest=latest,
        ),
        root / "data/raw/README.md": _RAW.format(year=latest),
        root / "data/processed/README.md": _PROCESSED,
        root / ".gitignore": "/data/processed/*\n!/data/processed/README.md\n/outputs/\n",
    }
    written = []
    for path, text in texts.items():
        if not path.exists():
            write(path, text)
            written.append(path)
    for year in years:
        (root / "data/raw" / str(year)).mkdir(parents=True, exist_ok=True)
    return written + _copy_notebooks(root / "notebooks")


def shipped_notebooks() -> list[Path]:
    """Return the notebooks that come with the library: in the wheel, or beside the package in a checkout."""
    package = Path(__file__).parent.parent
    for folder in (package / "_notebooks", package.parent / "notebooks"):
        found = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
        if found:
            return found
    return []


def _copy_notebooks(folder: Path) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for notebook in shipped_notebooks():
        if not (folder / notebook.name).exists():
            written.append(write(folder / notebook.name, notebook.read_bytes()))
    return written

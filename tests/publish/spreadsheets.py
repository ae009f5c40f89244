"""A spreadsheet program as a second pair of eyes: workbooks computed anew by LibreOffice, and read back."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator, Sequence
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

Book = dict[str, list[list[Any]]]
REPORT, OTHERS, DEFINITIONS = "报告数字", "其他指标", "指标定义"
HEAD = 5
RUBBISH = b"987654321"
# A profile of its own, that computes every workbook anew and trusts no stored result.
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item></oor:items>
"""


class Line(NamedTuple):
    """One figure of a page: its cells and their places, by year (0 where no year stands above) and heading."""

    page: str
    cells: dict[tuple[int, str], Any]
    places: dict[tuple[int, str], str]


def recalculated(paths: Sequence[Path], home: Path) -> dict[str, Book]:
    """Let LibreOffice compute the workbooks and save them; return what it computed, by file, page and row."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed: no second computation")
    out, profile = home / "computed", home / "profile"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run(
        [*command, "--outdir", str(out), *map(str, paths)], check=True, capture_output=True, timeout=120
    )
    return {path.stem: read(out / path.name) for path in paths}


def read(path: Path) -> Book:
    """Return the stored values of a workbook, page by page and row by row; an empty cell is ""."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def changed(path: Path, target: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """Copy a workbook, each of its pages passed through `change(page, xml)`."""
    parts = _parts(path)
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            content = source.read(name)
            out.writestr(name, change(parts[name], content) if name in parts else content)
    return target


def poison(_: str, content: bytes) -> bytes:
    """Put rubbish in place of every stored result of a formula, so that only computing gives the truth."""
    return re.sub(rb'(?: t="str")?>(<f>.*?</f>)<v>[^<]*</v>', rb">\1<v>" + RUBBISH + b"</v>", content)


def formulas(path: Path) -> dict[str, dict[str, str]]:
    """Return every formula of a workbook, by page and cell."""
    with zipfile.ZipFile(path) as archive:
        return {
            page: {
                cell.decode(): unescape(text.decode())
                for cell, text in re.findall(rb'<c r="([A-Z]+[0-9]+)"[^>]*><f>(.*?)</f>', archive.read(name))
            }
            for name, page in _parts(path).items()
        }


def lines(book: Book) -> Iterator[tuple[str, Line]]:
    """Yield the figures of a workbook with the id of their indicator, which stands beside their name."""
    ids = {row[0]: row[1] for row in book[DEFINITIONS][HEAD:]}
    for page in (REPORT, OTHERS):
        rows = book[page]
        year, keys = 0, []
        for above, title in zip(rows[HEAD - 2], rows[HEAD - 1], strict=True):
            year = int(above) if isinstance(above, float) else 0 if above else year
            keys.append((year, title))
        for number, row in enumerate(rows[HEAD:], HEAD + 1):
            places = {key: f"{get_column_letter(column)}{number}" for column, key in enumerate(keys, 1)}
            yield ids[row[0]], Line(page, dict(zip(keys, row, strict=True)), places)


def _parts(path: Path) -> dict[str, str]:
    """Return the page in each part of a workbook that we wrote: they are numbered in their order."""
    with zipfile.ZipFile(path) as archive:
        names = re.findall(r'<sheet [^>]*?name="([^"]*)"', archive.read("xl/workbook.xml").decode())
    return {f"xl/worksheets/sheet{number}.xml": unescape(name) for number, name in enumerate(names, 1)}

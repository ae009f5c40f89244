"""What a workbook holds that its annotated copy does not, so that the sender is told."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Final

# Parts of a package by their folder, and marks inside its sheets, drawings and texts.
_FOLDERS: Final = {
    "xl/media/": "图片",
    "xl/ctrlProps/": "控件",
    "xl/activeX/": "控件",
    "xl/embeddings/": "嵌入的文件",
    "xl/pivotTables/": "数据透视表",
    "xl/slicers/": "切片器",
    "xl/chartsheets/": "图表工作表",
    "xl/vbaProject.bin": "宏",
    "xl/macrosheets/": "宏",
    "xl/externalLinks/": "外部链接",
    "xl/comments": "原有批注",
    "xl/threadedComments/": "原有批注",
}
_MARKS: Final = {
    "xl/drawings/drawing": {b":sp>": "文本框和图形", b":sp ": "文本框和图形", b":cxnSp": "文本框和图形"},
    "xl/worksheets/sheet": {
        b"x14:sparklineGroup": "迷你图",
        b"x14:conditionalFormatting>": "部分条件格式",
        b"x14:dataValidation ": "部分下拉选项",
        b"<hyperlink ": "超链接",
    },
    "xl/sharedStrings.xml": {b"<r>": "单元格里部分文字的格式"},
    "xl/workbook.xml": {b"<definedName ": "名称"},
}
_OWN_NAMES: Final = b"_xlnm."  # print areas and filters are kept
_PIECE: Final = 1 << 20


def left_out(content: bytes) -> tuple[str, ...]:
    """Return, in Chinese, the kinds of things in the bytes of an .xlsx or .xlsm file that a copy of it goes without."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return tuple(dict.fromkeys(_found(package)))
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return ()


def _found(package: zipfile.ZipFile) -> Iterator[str]:
    for name in package.namelist():
        yield from (kind for folder, kind in _FOLDERS.items() if name.startswith(folder))
        for prefix, marks in _MARKS.items():
            if name.startswith(prefix) and name.endswith(".xml"):
                yield from _marked(package, name, marks)


def _marked(package: zipfile.ZipFile, name: str, marks: dict[bytes, str]) -> Iterator[str]:
    """Yield the kinds of the marks in one part, read piece by piece."""
    longest, tail = 80, b""
    with package.open(name) as stream:
        while piece := stream.read(_PIECE):
            text = tail + piece
            for mark, kind in marks.items():
                if mark in text and (kind != "名称" or _names_more(text)):
                    yield kind
            tail = text[-longest:]


def _names_more(text: bytes) -> bool:
    """Whether a name is defined that is not one of Excel's own."""
    return any(_OWN_NAMES not in part[:200] for part in text.split(b"<definedName ")[1:])

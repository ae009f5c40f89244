"""Reports as PDF: the text layer, page by page. A scan has none and is refused."""

from __future__ import annotations

import io
import logging
import re
from itertools import pairwise

from fazhi_metrics.audit.documents import Document, Mark, Place
from fazhi_metrics.errors import ReportError

MOST_PAGES = 3000
_PAGE_NUMBER = re.compile(
    r"[\s—–\-－·•]*(?:第\s*)?(\d{1,4})(?:\s*页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页)?[\s—–\-－·•]*"
)


def read_pdf(data: bytes, name: str) -> Document:
    """Read the text layer of a PDF; raises ReportError for a scan, an encrypted or a damaged file."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    if b"%PDF" not in data[:1024]:
        raise ReportError("不是 PDF 文件", where=name, todo="请确认没有选错文件")
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ReportError("文件加了密码", where=name, todo="请去掉密码后另存")
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise ReportError(f"页数过多（{count} 页），不予读取", where=name)
        pages = [page.extract_text() or "" for page in reader.pages]
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        OSError,
    ) as error:
        raise ReportError(
            "PDF 文件已损坏，读不出文字", where=name, todo="请重新导出，或改用 .docx"
        ) from error
    blank = [number for number, text in enumerate(pages, start=1) if not text.strip()]
    if len(blank) == len(pages):
        raise ReportError(
            "这份 PDF 没有文字层，可能是扫描件", where=name, todo="请改用报告的 .docx 或文字版 PDF"
        )
    notes = (f"第 {blank[0]} 页等 {len(blank)} 页没有文字（图片或空白页），未核对",) if blank else ()
    text, places, marks = _join(pages)
    return Document(name, text, places, wrapped=True, marks=marks, notes=notes)


def _join(pages: list[str]) -> tuple[str, tuple[Place, ...], tuple[Mark, ...]]:
    places: list[Place] = []
    marks: list[Mark] = []
    text = "\n".join(pages)
    at = 0
    for number, page in enumerate(pages, start=1):
        starts = [at, *(at + m.end() for m in re.finditer("\n", page)), at + len(page) + 1]
        spans = [(a, b) for a, b in pairwise(starts) if text[a:b].strip()]
        places.extend(Place(a, b, f"第{number}页第{i}行") for i, (a, b) in enumerate(spans, start=1))
        for a, b in {spans[0], spans[-1]} if spans else ():
            if match := _PAGE_NUMBER.fullmatch(text[a:b]):
                marks.append(Mark(a + match.start(1), a + match.end(1), "页码"))
        at += len(page) + 1
    return text, tuple(places), tuple(sorted(marks, key=lambda mark: mark.start))

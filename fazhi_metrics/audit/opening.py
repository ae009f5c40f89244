"""Opening a report: its bytes, bounded, and the reader of its format."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from fazhi_metrics.audit.documents import Document
from fazhi_metrics.errors import ReportError, capped
from fazhi_metrics.files import file_error

LARGEST_FILE = 200 * 1024 * 1024


def read_document(path: str | Path) -> Document:
    """Read the visible text of a report: .docx, .txt, .md, .html or .pdf.

    Nothing in the file is executed and nothing it points to is fetched. Raises ReportError when there is
    no such file, when it is not what its name says, or when it holds no text.
    """
    path = Path(path)
    data = read_bytes(path)
    reader = _reader(path.suffix.lower())
    if reader is None:
        raise ReportError(
            f"不认识的报告格式“{path.suffix or '没有扩展名'}”",
            where=path.name,
            todo=f"可以核对的格式：{capped(sorted(READABLE))}。旧版 .doc 和 .wps 请先另存为 .docx",
        )
    document = reader(data, path.name)
    if not document.text.strip():
        raise ReportError("这份文件里没有文字", where=path.name, todo="请确认没有选错文件")
    return replace(document, path=path)


def read_bytes(path: Path) -> bytes:
    """Read a file of bounded size; raises ReportError in Chinese for whatever is wrong with it."""
    try:
        found = path.exists()
    except OSError:  # a name too long, a folder that may not be entered
        found = False
    if not found:
        raise ReportError("找不到这份报告", where=str(path)[:200], todo=_reports_near(path))
    if path.is_dir():
        raise ReportError("这是一个文件夹，不是报告", where=str(path), todo="请指明其中的一个文件")
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise ReportError(f"文件太大（{size // 2**20} MB），不予打开", where=path.name)
        return path.read_bytes()
    except OSError as error:
        raise file_error(error, path) from error


def _reports_near(path: Path) -> str:
    try:
        near = sorted(p.name for p in path.parent.iterdir() if p.suffix.lower() in READABLE)
    except OSError:
        near = []
    return f"这个文件夹里有：{capped(near)}" if near else "请检查文件名和文件夹"


READABLE = {".docx", ".docm", ".txt", ".md", ".markdown", ".html", ".htm", ".pdf"}


def _reader(suffix: str) -> Callable[[bytes, str], Document] | None:
    """Return the reader of a format; its library is imported only now."""
    if suffix in {".docx", ".docm"}:
        from fazhi_metrics.audit.word import read_word

        return read_word
    if suffix == ".txt":
        from fazhi_metrics.audit.plaintext import read_plain

        return read_plain
    if suffix in {".md", ".markdown"}:
        from fazhi_metrics.audit.plaintext import read_markdown

        return read_markdown
    if suffix in {".html", ".htm"}:
        from fazhi_metrics.audit.webpage import read_html

        return read_html
    if suffix == ".pdf":
        from fazhi_metrics.audit.pdf import read_pdf

        return read_pdf
    return None

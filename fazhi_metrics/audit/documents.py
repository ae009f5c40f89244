"""A report as text: what a reader of the file sees, and where in the file each character stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from fazhi_metrics.errors import ReportError, capped
from fazhi_metrics.files import file_error

PlaceKind = Literal[
    "paragraph", "heading", "cell", "header", "footer", "footnote", "endnote", "textbox", "chart"
]
LARGEST_FILE = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of the text that stands together: a paragraph, a table cell, a chart label.

    `label` says in Chinese where it is (`第3段`, `表1第2行第3列`, `第2页第5行`). `heads` are the words of a
    table that name a cell: the head of its row, then those of its column.
    """

    start: int
    end: int
    label: str
    kind: PlaceKind = "paragraph"
    heads: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch that the program, not the author, wrote (a page number), and why it is no figure."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a report and the places it came from, in order and without overlap.

    `wrapped` says that lines may break inside a sentence (plain text, PDF), so that numbers are read over
    the whole text; otherwise each place is read by itself. `notes` are remarks on what could not be read, `path` the file.
    """

    name: str
    text: str
    places: tuple[Place, ...]
    wrapped: bool = False
    marks: tuple[Mark, ...] = ()
    notes: tuple[str, ...] = ()
    path: Path | None = None
    _starts: tuple[int, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(place.start for place in self.places))

    def place(self, offset: int) -> Place:
        """Return the place that holds the character at `offset`, or the nearest one before it."""
        index = bisect_right(self._starts, offset) - 1
        return self.places[max(index, 0)]

    def __len__(self) -> int:
        return len(self.text)


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

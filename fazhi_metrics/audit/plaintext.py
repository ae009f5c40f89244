"""Reports as plain text or Markdown: offsets count every character of the decoded file."""

from __future__ import annotations

import codecs
import re

from fazhi_metrics.audit.documents import Document, Place
from fazhi_metrics.errors import ReportError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decode(data: bytes, name: str, declared: str | None = None) -> str:
    """Decode text by its byte order mark, the declared encoding, UTF-8, then GB18030, without guessing on."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded(data, encoding) or ""
    if b"\0" in data:
        raise ReportError("这不是文字文件", where=name, todo="请确认没有选错文件")
    for encoding in [declared, "utf-8", "gb18030"] if declared else ["utf-8", "gb18030"]:
        text = _decoded(data, encoding)
        if text is not None:
            return text
    raise ReportError("认不出这份文件的文字编码", where=name, todo="请另存为 UTF-8 编码")


def _decoded(data: bytes, encoding: str) -> str | None:
    if encoding.lower().replace("-", "") in ("gb2312", "gbk"):
        encoding = "gb18030"  # what pages that say GB2312 are written in
    try:
        return data.decode(encoding)
    except (LookupError, UnicodeError):
        return None


def lines(text: str, label: str = "第{}行") -> tuple[Place, ...]:
    """Return a place for each line that holds anything."""
    places = []
    for number, match in enumerate(re.finditer(r"[^\n]*\n?", text), start=1):
        if match.group().strip():
            places.append(Place(match.start(), match.end(), label.format(number)))
    return tuple(places)


def read_plain(data: bytes, name: str) -> Document:
    """Read a .txt file; line ends stay as they are, so that offsets hold for the file."""
    text = decode(data, name)
    return Document(name, text, lines(text), wrapped=True)


# Each pattern marks what Markdown does not show. Group 1 or 2, where there is one, is shown.
_MARKUP = (
    re.compile(r"\A---\r?\n.*?\n---[ \t]*(?=\r?\n|\Z)", re.DOTALL),  # front matter
    re.compile(r"</?[A-Za-z][^<>\n]*>"),
    re.compile(r"!\[[^\[\]\n]*\]\([^()\n]*\)"),  # a picture
    re.compile(r"\[([^\[\]\n]*)\]\([^()\n]*\)"),  # a link: its words are shown
    re.compile(r"^[ \t]*\[[^\[\]\n]+\]:[^\n]*$", re.MULTILINE),  # where a link leads
    re.compile(r"^[ \t]*(?:#{1,6}(?=\s)|>+|[-*+](?=\s))", re.MULTILINE),  # headings, quotations, bullets
    re.compile(r"^[ \t]*(?:```|~~~)[^\n]*$", re.MULTILINE),
    re.compile(r"\*{2,3}|_{2,3}|~~|`+"),
    re.compile(r"\\(?=[\\`*_{}\[\]()#+.!|~-])"),
)


def read_markdown(data: bytes, name: str) -> Document:
    """Read a .md file with its markup blanked out: the offsets stay those of the file."""
    text = decode(data, name)
    shown = _without_comments(text)
    for pattern in _MARKUP:
        shown = pattern.sub(_blank, shown)
    return Document(name, shown, lines(shown), wrapped=True)


def _without_comments(text: str) -> str:
    """Blank out what stands between <!-- and -->, in one pass; an opening without a close hides nothing."""
    parts: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        parts += [text[at:start], re.sub(r"[^\n]", " ", text[start : end + 3])]
        at = end + 3
    return "".join([*parts, text[at:]])


def _blank(match: re.Match[str]) -> str:
    whole = match.group()
    kept = match.group(1) if match.re.groups else None
    blank = "".join("\n" if c == "\n" else " " for c in whole)
    if kept is None:
        return blank
    at = match.start(1) - match.start()
    return blank[:at] + kept + blank[at + len(kept) :]

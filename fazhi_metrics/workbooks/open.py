"""Opening a file of any spreadsheet format, safely, by its content and not by its name."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import python_calamine

from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.files import reason
from fazhi_metrics.workbooks import biff, limits, opendocument, refusals, worddocument
from fazhi_metrics.workbooks.archive import archive_of, read_member
from fazhi_metrics.workbooks.delimited import decode, read_delimited
from fazhi_metrics.workbooks.facts import Facts
from fazhi_metrics.workbooks.markup import is_html, is_spreadsheet_xml, read_html, read_spreadsheet_xml
from fazhi_metrics.workbooks.ole import MAGIC, BrokenFileError, CompoundFile
from fazhi_metrics.workbooks.package import Package
from fazhi_metrics.workbooks.sheets import Sheet, Span, Unread, Workbook
from fazhi_metrics.workbooks.showing import show

_KNOWN = {
    b"%PDF": " PDF 文档",
    b"\x89PNG": "图片",
    b"\xff\xd8\xff": "图片",
    b"GIF8": "图片",
    b"Rar!": " RAR 压缩包",
    b"7z\xbc\xaf": " 7z 压缩包",
    b"\x1f\x8b": " gzip 压缩包",
    b"{\\rtf": " RTF 文档",
}
_OTHER_DOCUMENTS = tuple(
    b"application/vnd.oasis.opendocument." + kind
    for kind in (b"text", b"presentation", b"graphics", b"database")
)
_OTHER_TEXT = re.compile(r"\s*(?:<\?xml|<!DOCTYPE|<[a-z]+[:>][^,;\t]*>|[{\[]\s*[\"{\[])", re.IGNORECASE)
_OLD_BIFF = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")


def open_workbook(source: str | Path | bytes, *, name: str | None = None) -> Workbook:
    """Open a workbook or text file, or its bytes, and hold every sheet's raw grid.

    `name` is the file's name in addresses (by default the last part of the path). Raises `WorkbookError`
    for a file that is missing, empty, encrypted, no spreadsheet, damaged, or too big to read.
    """
    file = name or ("" if isinstance(source, bytes) else Path(source).name)
    data = source if isinstance(source, bytes) else read_bytes(source, file)
    if file.rpartition("/")[2].startswith(("~$", ".~")):
        raise refusals.lock(file)
    if not data:
        raise refusals.empty(file)
    try:
        return _open(data, file)
    except (WorkbookError, KeyboardInterrupt, SystemExit):
        raise
    except MemoryError as error:
        raise refusals.too_big(file, "内存不足") from error
    except BaseException as error:  # a panic inside calamine is no Exception
        raise refusals.corrupt(file) from error


def read_bytes(path: str | Path, file: str) -> bytes:
    """Return the content of a file, or of one in a .zip (`八月检查.zip/八月.xlsx`); `file` names it in messages.

    Raises `WorkbookError` for one that is missing, a folder, not to be read, or too big.
    """
    place = Path(path)
    try:
        if place.is_dir():
            raise refusals.folder(file)
        size = place.stat().st_size
        if size > limits.FILE_BYTES:
            raise refusals.too_big(file, f"有 {size >> 20} MB")
        return place.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as error:
        if archive_of(place) is not None:
            return read_member(place, file)
        raise refusals.missing(str(place)) from error
    except (OSError, ValueError) as error:
        raise refusals.unreadable(file, reason(error)) from error


def _open(data: bytes, file: str) -> Workbook:
    if data.startswith(b"PK\x03\x04"):
        return _open_zip(data, file)
    if data.startswith(MAGIC):
        return _open_compound(data, file)
    if data.startswith(_OLD_BIFF):
        raise refusals.too_old(file)
    for magic, what in _KNOWN.items():
        if data.startswith(magic):
            raise refusals.not_a_sheet(file, what)
    if data[:2] == b"PK":
        raise refusals.corrupt(file, "压缩内容不完整")
    text, encoding = decode(data, file)
    if is_spreadsheet_xml(text):
        return Workbook(file, "xml", read_spreadsheet_xml(data, file), encoding)
    if is_html(text):
        return Workbook(file, "html", (read_html(text, file),), encoding)
    if _OTHER_TEXT.match(text):
        raise refusals.not_a_sheet(file, " XML 或 JSON 文本")
    return Workbook(file, "text", (read_delimited(text, encoding, file),), encoding)


def _open_zip(data: bytes, file: str) -> Workbook:
    try:
        package = Package(data, file)
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise refusals.corrupt(file, "压缩内容不完整") from error
    if package.has(worddocument.PART):
        return Workbook(
            file, "docx", worddocument.read_document(package.read(worddocument.PART) or b"", file)
        )
    if package.has("ppt/presentation.xml"):
        raise refusals.not_a_sheet(file, "演示文稿")
    if package.has("content.xml"):
        return _open_ods(data, package, file)
    if not package.has("xl/workbook.xml") and not package.has("[Content_Types].xml"):
        raise refusals.not_a_sheet(file, " ZIP 压缩包")
    try:
        book = _load(data, file)
    except WorkbookError:
        kept = package.without_macro_sheets()
        if kept is None:
            raise
        package, book = Package(kept, file), _load(kept, file)
    count = len(book.sheets_metadata)
    if count > limits.SHEETS:
        raise refusals.too_big(file, f"有 {count} 个工作表")
    if package.has("xl/workbook.bin"):
        return Workbook(file, "xlsb", _sheets(book, package.binary_facts(), file))
    facts = [package.facts(index, count) for index in range(count)]
    package.check_other_sheets()
    return Workbook(file, "xlsx", _sheets(book, facts, file))


def _open_ods(data: bytes, package: Package, file: str) -> Workbook:
    if b"encryption-data" in (package.read("META-INF/manifest.xml") or b""):
        raise refusals.encrypted(file)
    if (package.read("mimetype") or b"").startswith(_OTHER_DOCUMENTS):
        raise refusals.not_a_sheet(file, " OpenDocument 文字文档、演示文稿或图形")
    facts = opendocument.read_facts(package.read("content.xml") or b"", file)
    if len(facts) > limits.SHEETS:
        raise refusals.too_big(file, f"有 {len(facts)} 个工作表")
    return Workbook(file, "ods", _sheets(_load(data, file), facts, file))


def _open_compound(data: bytes, file: str) -> Workbook:
    try:
        compound = CompoundFile(data)
        names = {entry.name for entry in compound.entries}
        if "EncryptedPackage" in names:
            raise refusals.encrypted(file)
        stream = compound.stream("Workbook", "Book", "WORKBOOK", "BOOK")
        if stream is None:
            raise refusals.not_a_sheet(file, " Word 文档" if "WordDocument" in names else "")
        head = biff.read_globals(stream)
        if head.encrypted:
            raise refusals.encrypted(file)
        facts = [biff.read_facts(stream, start, head) for start in head.sheets[: limits.SHEETS]]
    except BrokenFileError as error:
        raise refusals.corrupt(file) from error
    if len(head.sheets) > limits.SHEETS:
        raise refusals.too_big(file, f"有 {len(head.sheets)} 个工作表")
    return Workbook(file, "xls", _sheets(_load(data, file), facts, file, head.names))


def _load(data: bytes, file: str) -> Any:
    try:
        return python_calamine.load_workbook(io.BytesIO(data))
    except python_calamine.PasswordError as error:
        raise refusals.encrypted(file) from error
    except python_calamine.CalamineError as error:
        raise refusals.corrupt(file) from error


def _sheets(book: Any, facts: list[Facts], file: str, names: Sequence[str] = ()) -> tuple[Sheet, ...]:
    """Read the grid of every worksheet; chart sheets and macro sheets hold none."""
    sheets = []
    for index, meta in enumerate(book.sheets_metadata):
        if meta.typ != python_calamine.SheetTypeEnum.WorkSheet:
            continue
        found = facts[index] if index < len(facts) else Facts()
        hidden = meta.visible != python_calamine.SheetVisibleEnum.Visible
        name = names[index] if index < len(names) else meta.name
        sheets.append(_sheet(book.get_sheet_by_index(index), name, hidden, found, file))
    return tuple(sheets)


def _sheet(source: Any, name: str, hidden: bool, facts: Facts, file: str) -> Sheet:
    end = source.end or (-1, -1)
    if (end[0] + 1) * (end[1] + 1) > limits.CELLS:
        raise refusals.too_big(f"{file}!{name}", f"工作表有 {end[0] + 1} 行 × {end[1] + 1} 列")
    rows: list[list[Any]] = source.to_python(skip_empty_area=False)
    for (row, column), text in facts.texts.items():
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = text
    for (row, column), text in facts.unread.items():
        if row <= limits.ROWS and column <= limits.COLUMNS:
            _put(rows, row, column, Unread(text))
    stored, marks, units = show(rows, facts)
    ranges = source.merged_cell_ranges or []
    merges = [
        Span(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in ranges[: limits.MERGES]
    ]
    return Sheet(
        name,
        rows,
        hidden,
        tuple(span for span in merges or facts.merges if span.bottom >= span.top and span.right >= span.left),
        frozenset(facts.hidden_rows),
        frozenset(facts.hidden_columns),
        frozenset(facts.percent),
        facts.indents,
        frozenset(facts.emphasis),
        facts.comments,
        stored=stored,
        marks=marks,
        units=units,
        sums=facts.sums,
        outline=facts.outline,
        outline_above=facts.outline_above,
        closing=frozenset(facts.closing),
    )


def _put(rows: list[list[Any]], row: int, column: int, value: Any) -> None:
    """Set a cell that calamine left out, growing the grid where it must."""
    width = len(rows[0]) if rows else 0
    if column > width:
        for cells in rows:
            cells.extend([""] * (column - width))
        width = column
    while len(rows) < row:
        rows.append([""] * width)
    if rows[row - 1][column - 1] == "":
        rows[row - 1][column - 1] = value

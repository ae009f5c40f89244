"""The annotated workbook for the sender: their own sheet, the cells coloured, each with its reason.

What is written is a copy: the raw file is never touched. The copy keeps the sender's formatting; formulas
become the values they had, so that nothing in it executes, and what may not leave data/raw (people, ID
numbers, signatures) is hidden in it as it is in the log.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fazhi_metrics.addresses import address, letters
from fazhi_metrics.cleaning.copies import AUTHOR, copy_of, empty, leave_out, make_safe, put
from fazhi_metrics.cleaning.issues import Issue, ranked
from fazhi_metrics.cleaning.locate import Place
from fazhi_metrics.cleaning.raw_names import raw_path, shown_sheets
from fazhi_metrics.cleaning.result import CleaningResult
from fazhi_metrics.errors import WorkbookError
from fazhi_metrics.files import write
from fazhi_metrics.project import Town
from fazhi_metrics.project.villages import village_words
from fazhi_metrics.store import Store
from fazhi_metrics.workbooks import open_workbook, read_bytes

if TYPE_CHECKING:
    from openpyxl import Workbook as Book
    from openpyxl.worksheet.worksheet import Worksheet

SUFFIX: Final = "（问题标注）.xlsx"
_TITLE: Final = 31  # characters of a sheet name in Excel
LIST_SHEET: Final = "问题清单"
_COLUMNS: Final = (
    ("序号", 6),
    ("程度", 7),
    ("位置", 22),
    ("所填内容", 24),
    ("问题", 18),
    ("原因", 52),
    ("怎么改", 40),
    ("牵动的数字", 22),
)


def write_returns(town: Town, result: CleaningResult, folder: Path | None = None) -> tuple[Path, ...]:
    """Write an annotated copy of every workbook with issues; return their paths.

    They lie below `folder` (by default outputs/returns) as the originals lie below data/raw. Annotated
    copies of an earlier run that are no longer needed are removed.
    """
    home = town.outputs / "returns" if folder is None else folder
    by_file: dict[str, list[Issue]] = {}
    for issue in result.issues:
        if issue.file in result.conserved and not issue.settled:
            by_file.setdefault(issue.file, []).append(issue)
    store = Store.open(town.processed)
    hidden, inputs = _hidden(store, by_file), store.manifest["inputs"]
    written, known = [], village_words(town.villages)
    stems = Counter(map(_stem, by_file))
    for file, issues in sorted(by_file.items()):
        target = home / f"{file if stems[_stem(file)] > 1 else _stem(file)}{SUFFIX}"
        content = _content(raw_path(town.raw, file, known), file, inputs[file])
        book = annotated(content, file, issues, hidden.get(file, {}), known)
        written.append(write(target, book.save))
    _sweep(home, written)
    return tuple(written)


def remove_returns(town: Town) -> None:
    """Remove the annotated copies of an earlier run: what they ask for is mended."""
    _sweep(town.outputs / "returns", ())


def _sweep(home: Path, kept: Collection[Path]) -> None:
    for path in home.rglob(f"*{SUFFIX}") if home.is_dir() else ():
        if path not in kept:
            path.unlink()


def _content(path: Path, file: str, sha256: str | None) -> bytes | None:
    """Return the bytes that were cleaned; None when they cannot be read, or are others by now.

    In others the issues would mark other cells, and what is to be hidden would stand elsewhere.
    """
    try:
        content = read_bytes(path, file)
    except WorkbookError:
        return None
    return content if hashlib.sha256(content).hexdigest() == sha256 else None


def _stem(file: str) -> str:
    return Path(file).with_suffix("").as_posix()


def _hidden(store: Store, files: Iterable[str]) -> dict[str, dict[Place, str]]:
    """Return, for each file, the cells in the log, with what it shows of them."""
    import pyarrow as pa
    import pyarrow.compute as pc

    log = store.side_table("log")
    chosen = log.filter(pc.is_in(log["file"], pa.array(list(files), pa.string())))
    found: dict[str, dict[Place, str]] = {}
    names = ("file", "sheet", "cell", "before")
    for file, sheet, cell, before in zip(*(chosen[name].to_pylist() for name in names), strict=True):
        found.setdefault(file, {})[Place(file, sheet, cell)] = before
    return found


def annotated(
    content: bytes | None,
    file: str,
    issues: Sequence[Issue],
    hidden: Mapping[Place, str],
    known: Collection[str] = (),
) -> Book:
    """Return the annotated copy of one workbook; a list alone where there is no content to be opened."""
    from openpyxl import Workbook as New

    remark = "" if content else "原表已改动或无法读取，这里只有问题清单"
    try:
        source = open_workbook(content or b"", name=file)
    except WorkbookError:
        book = empty(New())
        _list(book, file, ranked(issues), {}, remark)
        return book
    book, remark = copy_of(content or b"", source)
    names: dict[str | None, str] = {}
    source = shown_sheets(source, known)
    for sheet, target in zip(source.sheets, book.worksheets, strict=True):
        if sheet.name is not None and target.title != sheet.name:
            target.title = sheet.name[:_TITLE]
        names[sheet.name] = target.title
        make_safe(sheet, target, file, hidden)
    for cell_issues in _by_cell(issues):
        first = cell_issues[0]
        if first.sheet in names:
            _mark(book[names[first.sheet]], first.cell, cell_issues)
    _list(book, file, ranked(issues), names, remark)
    return book


def _by_cell(issues: Iterable[Issue]) -> list[list[Issue]]:
    found: dict[tuple[str | None, str], list[Issue]] = {}
    for issue in ranked(issues):
        if issue.cell:
            found.setdefault((issue.sheet, issue.cell.split(":")[0]), []).append(issue)
    return list(found.values())


def _mark(target: Worksheet, name: str, issues: Sequence[Issue]) -> None:
    """Colour a cell by its gravest issue and say in a comment what is wrong."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    cell = target[name.split(":")[0]]
    for merged in target.merged_cells.ranges:
        if cell.coordinate in merged:
            cell = target.cell(merged.min_row, merged.min_col)
    cell.fill = PatternFill("solid", fgColor=issues[0].severity.colour)
    leave_out(target, cell.coordinate)
    text = "\n".join(f"【{each.severity}】{each.title}：{each.why}。{each.todo}" for each in issues)
    comment = Comment(text, AUTHOR)
    comment.width, comment.height = 320, 40 + 18 * (len(text) // 22 + text.count("\n") + 1)
    cell.comment = comment


def _list(
    book: Book, file: str, issues: Sequence[Issue], names: Mapping[str | None, str], remark: str
) -> None:
    """Put the list of problems first, each with a link to its cell."""
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.worksheet.hyperlink import Hyperlink

    title = LIST_SHEET
    while title in book.sheetnames:
        title += "_"
    sheet = book.create_sheet(title, 0)
    put(sheet.cell(1, 1), f"{file.rpartition('/')[2]} 的问题清单（共 {len(issues)} 处）")
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    put(sheet.cell(2, 1), "请在原表改正后重新报送；本表只作标注，姓名、证件号、电话已隐去，公式已换成结果。")
    put(sheet.cell(3, 1), f"{remark}。" if remark else "")
    edge = Side(style="thin", color="BFBFBF")
    for column, (name, width) in enumerate(_COLUMNS, 1):
        cell = sheet.cell(4, column, name)
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="D9E1F2")
        sheet.column_dimensions[letters(column)].width = width
    for number, issue in enumerate(issues, 1):
        where = address(issue.sheet or "", None, issue.cell) or "整个文件"
        texts = (number, issue.severity, where, issue.typed, issue.title, issue.why, issue.todo, issue.impact)
        for column, text in enumerate(texts, 1):
            put(sheet.cell(4 + number, column), text)
        lines = [
            -(-_columns_wide(str(text)) // width) for text, (_, width) in zip(texts, _COLUMNS, strict=True)
        ]
        sheet.row_dimensions[4 + number].height = 3 + 14 * max(1, *lines)
        sheet.cell(4 + number, 2).fill = PatternFill("solid", fgColor=issue.severity.colour)
        if issue.sheet in names:
            link = sheet.cell(4 + number, 3)
            quoted = names[issue.sheet].replace("'", "''")
            location = f"'{quoted}'!{issue.cell.split(':')[0] or 'A1'}"
            link.hyperlink = Hyperlink(ref=link.coordinate, location=location, display=where)
            link.font = Font(color="12436D", underline="single")
    for cells in sheet.iter_rows(min_row=4, max_row=4 + len(issues)):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.border = Border(left=edge, right=edge, top=edge, bottom=edge)
    sheet.freeze_panes = "A5"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = _fit()
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False


def _columns_wide(text: str) -> int:
    """How many columns of a letter a text takes; a Chinese character takes two."""
    return sum(1 if char.isascii() else 2 for char in text)


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)

"""Tables saved as a web page or as Excel 2003 XML, whatever their name says."""

from __future__ import annotations

import datetime as dt
import re
from html.parser import HTMLParser
from typing import Any, Final
from xml.parsers import expat

from fazhi_metrics.workbooks import limits, refusals
from fazhi_metrics.workbooks.doubts import DoubtKind
from fazhi_metrics.workbooks.richtext import Run, read_runs
from fazhi_metrics.workbooks.sheets import Sheet, Span, Unread
from fazhi_metrics.workbooks.showing import rich_doubt

_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|meta|div)\b",
    re.I | re.S,
)
_SPREADSHEET: Final = "urn:schemas-microsoft-com:office:spreadsheet"
_FACES: Final = frozenset({"s", "strike", "del", "sup"})
_WIDEST_SPAN: Final = 1000
_SPACE: Final = re.compile(r"[ \t\r\n\f]+")


def is_html(text: str) -> bool:
    """Whether a text is a web page."""
    return _HTML.match(text[:4096]) is not None


def is_spreadsheet_xml(text: str) -> bool:
    """Whether a text is an Excel 2003 XML workbook."""
    return text.lstrip()[:1] == "<" and _SPREADSHEET in text[:4096]


class _Grid:
    """A grid that is filled cell by cell, with merged blocks."""

    def __init__(self, where: str) -> None:
        self.cells: dict[tuple[int, int], Any] = {}
        self.merges: list[Span] = []
        self.comments: dict[tuple[int, int], str] = {}
        self.marks: dict[tuple[int, int], tuple[DoubtKind, str]] = {}
        self.taken: set[tuple[int, int]] = set()
        self.bottom = self.right = 0
        self._where = where

    def put(self, row: int, column: int, value: Any, across: int, down: int) -> None:
        """Set a cell and the block it is merged over."""
        across, down = min(across, _WIDEST_SPAN), min(down, _WIDEST_SPAN)
        if value != "":
            self.cells[row, column] = value
            self.bottom, self.right = max(self.bottom, row), max(self.right, column)
        if self.bottom * self.right > limits.CELLS:
            raise refusals.too_big(self._where, f"有 {self.bottom} 行 × {self.right} 列")
        if across > 1 or down > 1:
            if len(self.taken) + across * down > limits.MERGED_CELLS:
                raise refusals.too_big(self._where, "合并单元格过多")
            self.merges.append(Span(row, column, row + down - 1, column + across - 1))
            self.taken.update((r, c) for r in range(row, row + down) for c in range(column, column + across))

    def free(self, row: int, column: int) -> int:
        """Return the first column from one on that no merged block takes."""
        while (row, column) in self.taken:
            column += 1
        return column

    def sheet(self, name: str | None, hidden_rows: set[int] | None = None, hidden: bool = False) -> Sheet:
        """Return what was filled in."""
        rows: list[list[Any]] = [[""] * self.right for _ in range(self.bottom)]
        for (row, column), value in self.cells.items():
            rows[row - 1][column - 1] = value
        return Sheet(
            name,
            rows,
            hidden,
            tuple(self.merges),
            frozenset(hidden_rows or ()),
            comments=self.comments,
            marks=self.marks,
        )


class _TableParser(HTMLParser):
    """Reads every table of a page into one grid, one below the other with a blank row between."""

    def __init__(self, where: str) -> None:
        super().__init__(convert_charrefs=True)
        self.grid = _Grid(where)
        self._row = 0
        self._column = 1
        self._depth = 0
        self._skip = 0
        self._note: list[str] | None = None
        self._cell: list[Run] | None = None
        self._faces: list[str] = []  # the tags of struck and raised text that are open
        self._span = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._skip += 1
        elif tag == "comment" and self._cell is not None:
            self._note = []
        elif tag == "table":
            self._depth += 1
            if self._depth == 1 and self._row:
                self._row += 1
        elif tag == "tr" and self._depth == 1:
            self._close()
            self._row += 1
            self._column = 1
        elif tag in ("td", "th") and self._depth == 1 and self._row:
            self._close()
            self._column = self.grid.free(self._row, self._column)
            given = dict(attrs)
            self._span = (_number(given.get("colspan")), _number(given.get("rowspan")))
            self._cell, self._faces = [], []
        elif tag in ("br", "p", "div") and self._cell:
            self._cell.append(Run("\n"))
        elif tag in _FACES:
            self._faces.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._skip = max(self._skip - 1, 0)
        elif tag == "comment" and self._note is not None:
            self.grid.comments[self._row, self._column] = "".join(self._note).strip()
            self._note = None
        elif tag == "table":
            self._close()
            self._depth = max(self._depth - 1, 0)
        elif tag in ("td", "th", "tr") and self._depth == 1:
            self._close()
        elif tag in self._faces:
            self._faces.remove(tag)

    def handle_data(self, data: str) -> None:
        if self._note is not None:
            self._note.append(data)
        elif self._cell is not None and not self._skip:
            raised = "sup" in self._faces
            self._cell.append(Run(_SPACE.sub(" ", data), len(self._faces) > raised, raised))

    def _close(self) -> None:
        if self._cell is None:
            return
        self._note = None
        rich = read_runs(self._cell) if any(run.struck or run.raised for run in self._cell) else None
        text = "".join(run.text for run in self._cell) if rich is None else rich.text
        if rich is not None and rich.what:
            self.grid.marks[self._row, self._column] = rich_doubt(rich)
        self.grid.put(self._row, self._column, text.replace("\xa0", " ").strip(), *self._span)
        self._column += self._span[0]
        self._cell = None


def _number(text: str | None) -> int:
    return (
        max(1, min(int(text), _WIDEST_SPAN))
        if text and text.strip().isascii() and text.strip().isdigit()
        else 1
    )


def read_html(text: str, where: str) -> Sheet:
    """Read the tables of a web page; raises `WorkbookError` when it holds none."""
    parser = _TableParser(where)
    parser.feed(text)
    parser.close()
    if not parser.grid.cells:
        raise refusals.not_a_sheet(where, "没有表格的网页")
    return parser.grid.sheet(None)


def read_spreadsheet_xml(data: bytes, where: str) -> tuple[Sheet, ...]:
    """Read an Excel 2003 XML workbook. Raises `WorkbookError` for entities, damage, or too many cells."""
    reader = _SpreadsheetReader(where)
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise refusals.corrupt(where, f"第 {error.lineno} 行不是完整的 XML") from error
    return tuple(reader.sheets)


class _SpreadsheetReader:
    """Follows the elements of an Excel 2003 XML workbook."""

    def __init__(self, where: str) -> None:
        self.sheets: list[Sheet] = []
        self._where = where
        self._grid = _Grid(where)
        self._name: str | None = None
        self._hidden_rows: set[int] = set()
        self._row = self._column = 0
        self._span = (1, 1)
        self._kind: str | None = None
        self._formula: str | None = None
        self._text: list[str] = []
        self._note: list[str] | None = None
        self.parser = expat.ParserCreate(namespace_separator="|")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.EntityDeclHandler = self._entity

    def _entity(self, *_: Any) -> None:
        raise refusals.bomb(self._where, "含有实体声明")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition("|")[2]
        given = {key.rpartition("|")[2]: value for key, value in attributes.items()}
        if name == "Worksheet":
            self._grid, self._name, self._row, self._hidden_rows = (
                _Grid(self._where),
                given.get("Name"),
                0,
                set(),
            )
        elif name == "Row":
            self._row = self._index(given, self._row, limits.ROWS)
            self._column = 0
            if given.get("Hidden") == "1":
                self._hidden_rows.add(self._row)
        elif name == "Cell":
            self._column = self._index(given, self._column, limits.COLUMNS)
            self._column = self._grid.free(self._row, self._column)
            self._span = (_number(given.get("MergeAcross")) + ("MergeAcross" in given), 1)
            self._span = (self._span[0], _number(given.get("MergeDown")) + ("MergeDown" in given))
            self._formula, self._kind = given.get("Formula"), None
        elif name == "Comment":
            self._note = []
        elif name == "Data" and self._note is None:
            self._kind, self._text = given.get("Type", "String"), []

    def _index(self, given: dict[str, str], before: int, most: int) -> int:
        text = given.get("Index", "")
        number = int(text) if text.isascii() and text.isdigit() else before + 1
        if number > most:
            raise refusals.corrupt(self._where, "行号或列号超出范围")
        return number

    def _data(self, text: str) -> None:
        if self._note is not None:
            self._note.append(text)
        elif self._kind is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        name = tag.rpartition("|")[2]
        if name == "Comment" and self._note is not None:
            self._grid.comments[self._row, self._column] = "".join(self._note).strip()
            self._note = None
        elif name == "Cell":
            value: Any = _typed(self._kind, "".join(self._text)) if self._kind else ""
            if value == "" and self._formula:
                value = Unread("=" + self._formula.lstrip("="))
            self._grid.put(self._row, self._column, value, *self._span)
            self._column += self._span[0] - 1
            self._kind = None
        elif name == "Worksheet":
            self.sheets.append(self._grid.sheet(self._name, self._hidden_rows))


def _typed(kind: str, text: str) -> Any:
    """Return the value of a cell from its stated type."""
    if kind == "Number":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "Boolean":
        return text.strip() == "1"
    if kind == "Error":
        return Unread(text.strip() or "#N/A")
    if kind == "DateTime":
        try:
            moment = dt.datetime.fromisoformat(text.strip())
        except ValueError:
            return text
        return moment if moment.time() else moment.date()
    return text

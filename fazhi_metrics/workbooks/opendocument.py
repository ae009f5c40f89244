"""An .ods package: whether it is safe to parse, and what calamine does not tell of its sheets."""

from __future__ import annotations

from typing import Any, Final
from xml.parsers import expat

from fazhi_metrics.workbooks import limits, refusals
from fazhi_metrics.workbooks.facts import Facts
from fazhi_metrics.workbooks.richtext import Run, read_runs
from fazhi_metrics.workbooks.sheets import Span

_TABLE: Final = "urn:oasis:names:tc:opendocument:xmlns:table:1.0|"
_OFFICE: Final = "urn:oasis:names:tc:opendocument:xmlns:office:1.0|"
_VALUE_TYPE: Final = _OFFICE + "value-type"
_NOTE: Final = _OFFICE + "annotation"
_TEXT: Final = "urn:oasis:names:tc:opendocument:xmlns:text:1.0|"
_STYLE: Final = "urn:oasis:names:tc:opendocument:xmlns:style:1.0|"
_PARAGRAPH: Final = _TEXT + "p"


def read_facts(content: bytes, where: str) -> list[Facts]:
    """Follow content.xml once: merged, hidden, percent and annotated cells, formulas without a result.

    Raises `WorkbookError` for entities, damage, or repeated cells that would not fit into memory.
    """
    follower = _Follower(where)
    try:
        follower.parser.Parse(content, True)
    except expat.ExpatError as error:
        raise refusals.corrupt(where, "内容不是完整的 XML") from error
    return follower.sheets


class _Follower:
    """Counts rows and cells as content.xml repeats them."""

    def __init__(self, where: str) -> None:
        self.sheets: list[Facts] = []
        self._where = where
        self._facts = Facts()
        self._row = self._column = self._rows = self._depth = 0
        self._tall = self._wide = 0
        self._hidden = False
        self._unread: tuple[str, int] | None = None
        self._noted = (0, 0)
        self._note: list[str] | None = None  # the paragraphs of the annotation that is being read
        self._said: list[str] | None = None  # the texts of the paragraph in it
        self._faces: dict[str, tuple[bool, bool]] = {}  # styles of text that is struck or raised
        self._style = ""
        self._spans: list[tuple[bool, bool]] = []
        self._runs: list[Run] = []
        self.parser = expat.ParserCreate(namespace_separator="|")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._data
        self.parser.EntityDeclHandler = self._entity

    def _entity(self, *_: Any) -> None:
        raise refusals.bomb(self._where, "含有实体声明")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        if tag == _STYLE + "style":
            self._style = given.get(_STYLE + "name", "")
        elif tag == _STYLE + "text-properties":
            struck = given.get(_STYLE + "text-line-through-style", "none") != "none"
            raised = given.get(_STYLE + "text-position", "").startswith("super")
            if struck or raised:
                self._faces[self._style] = struck, raised
        elif tag == _TEXT + "span":
            self._spans.append(self._faces.get(given.get(_TEXT + "style-name", ""), (False, False)))
        elif tag == _TABLE + "table":
            self._depth += 1
            if self._depth == 1:
                self._facts, self._row, self._tall, self._wide = Facts(), 0, 0, 0
                self._column = 0
        elif self._depth != 1:
            return
        elif tag == _NOTE:
            self._note = []
        elif self._note is not None:
            self._said = [] if tag == _PARAGRAPH else self._said
        elif tag == _TABLE + "table-column":
            times = self._times(given, "number-columns-repeated", limits.COLUMNS)
            if given.get(_TABLE + "visibility") in ("collapse", "filter"):
                last = min(self._column + times, limits.COLUMNS)
                self._facts.hidden_columns.update(range(self._column + 1, last + 1))
            self._column += times
        elif tag == _TABLE + "table-row":
            self._rows = self._times(given, "number-rows-repeated", limits.ROWS)
            self._column = 0
            self._hidden = given.get(_TABLE + "visibility") in ("collapse", "filter")
            if self._hidden and self._rows < 10_000:
                self._facts.hidden_rows.update(range(self._row + 1, self._row + self._rows + 1))
        elif tag in (_TABLE + "table-cell", _TABLE + "covered-table-cell"):
            self._cell(given)

    def _cell(self, given: dict[str, str]) -> None:
        times = self._times(given, "number-columns-repeated", limits.COLUMNS)
        row, column = self._row + 1, self._column + 1
        kind = given.get(_VALUE_TYPE)
        if kind is not None:
            self._tall = max(self._tall, self._row + self._rows)
            self._wide = max(self._wide, self._column + times)
            if self._tall * self._wide > limits.CELLS:
                raise refusals.too_big(self._where, f"工作表声称有 {self._tall} 行 × {self._wide} 列")
        if kind == "percentage":
            self._facts.percent.update((row, column + n) for n in range(min(times, 1000)))
        across = self._times(given, "number-columns-spanned", limits.COLUMNS)
        down = self._times(given, "number-rows-spanned", limits.ROWS)
        if across > 1 or down > 1:
            self._facts.merges.append(Span(row, column, row + down - 1, column + across - 1))
        self._noted, self._runs = (row, column), []
        if self._faces.get(given.get(_TABLE + "style-name", ""), (False, False))[0] and kind is not None:
            self._facts.struck.add((row, column))
        formula = given.get(_TABLE + "formula")
        self._unread = (formula, column) if formula is not None and kind is None else None
        self._column += times

    def _times(self, given: dict[str, str], name: str, most: int) -> int:
        text = given.get(_TABLE + name, "1")
        return min(int(text), most) if text.isascii() and text.isdigit() and len(text) < 9 else 1

    def _data(self, text: str) -> None:
        if self._said is not None:
            self._said.append(text)
            return
        if self._faces and self._note is None:
            self._runs.append(Run(text, *(self._spans[-1] if self._spans else (False, False))))
        if self._note is None and text.strip():
            self._unread = None

    def _end(self, tag: str) -> None:
        if tag == _NOTE and self._note is not None:
            self._facts.comments[self._noted] = "\n".join(self._note).strip()
            self._note = self._said = None
        elif tag == _PARAGRAPH and self._note is not None and self._said is not None:
            self._note.append("".join(self._said))
            self._said = None
        elif tag == _TEXT + "span" and self._spans:
            self._spans.pop()
        elif tag == _TABLE + "table":
            self._depth -= 1
            if self._depth == 0:
                self.sheets.append(self._facts)
        elif tag == _TABLE + "table-row" and self._depth == 1:
            self._row += self._rows
        elif tag == _TABLE + "table-cell" and (rich := read_runs(self._runs)):
            self._facts.rich[self._noted] = rich
        elif tag == _TABLE + "table-cell" and self._unread is not None:
            formula, column = self._unread
            self._facts.unread[self._row + 1, column] = "=" + formula.partition(":=")[2].lstrip("=") or "=…"
            self._unread = None

"""Pages become a spreadsheet: looks, links, print set-up, stored results, and bytes that depend on them alone.

openpyxl writes the parts; it cannot store a formula's result and stamps the time, so both are put right in
the parts it wrote. Merged cells are not used: their order would depend on the run.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Mapping, Sequence
from copy import copy
from functools import partial
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from fazhi_metrics.addresses import a1, letters
from fazhi_metrics.cleaning.copies import put
from fazhi_metrics.publish.archive import settle
from fazhi_metrics.publish.workings.looks import BAD, named, named_styles, row_height
from fazhi_metrics.publish.workings.paper import (
    Cell,
    Formula,
    Link,
    Look,
    Page,
    Stored,
    quoted,
)

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell as Written
    from openpyxl.worksheet.worksheet import Worksheet

_AUTHOR = "fazhi_metrics"
_TIME = dt.datetime(1980, 1, 1)  # the workbook has no time of its own, like its archive
_A4 = 9
_LONGEST_FOOTER = 160  # a spreadsheet refuses footers of more than 255 characters in all
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA = re.compile(
    rb'<c r="([A-Z]+[0-9]+)"((?: [a-z]+="[^"]*")*)>(<f>.*?</f>)<v ?(?:/>|></v>)</c>', re.DOTALL
)
_MODIFIED = re.compile(rb"(<dcterms:modified [^>]*>)[^<]*")


def book_bytes(pages: Sequence[Page], title: str, footer: str) -> bytes:
    """Return the workbook of the given pages as the bytes of an .xlsx; same pages, same bytes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    for style in named_styles():
        book.add_named_style(style)
    for page in pages:
        _write(book, page, footer)
    book.properties.creator = _AUTHOR
    book.properties.title = title
    book.properties.created = _TIME
    out = io.BytesIO()
    book.save(out)
    results = {f"xl/worksheets/sheet{number}.xml": _results(page) for number, page in enumerate(pages, 1)}
    return settle(out.getvalue(), partial(_put_right, results), deflated=True)


def _results(page: Page) -> dict[str, Stored]:
    return {
        a1(number, column): cell.value.result
        for number, row in enumerate(page.rows, 1)
        for column, cell in enumerate(row, 1)
        if cell is not None and isinstance(cell.value, Formula)
    }


def _put_right(results: Mapping[str, Mapping[str, Stored]], name: str, content: bytes) -> bytes:
    """Store the results of formulas, and take out what depends on the moment."""
    if name == "docProps/core.xml":
        stamp = _TIME.isoformat().encode() + b"Z"
        return _MODIFIED.sub(lambda match: match[1] + stamp, content)
    if not results.get(name):
        return content
    known = results[name]

    def with_result(match: re.Match[bytes]) -> bytes:
        cell, attributes, formula = match.groups()
        result = known[cell.decode()]
        kind = b' t="str"' if isinstance(result, str) else b""
        text = escape(result if isinstance(result, str) else repr(result)).encode()
        return b'<c r="%s"%s%s>%s<v>%s</v></c>' % (cell, attributes, kind, formula, text)

    content, number = _FORMULA.subn(with_result, content)
    if number != len(known):
        raise RuntimeError(f"{name}: {number} of {len(known)} formulas found")
    return content


def _write(book: Workbook, page: Page, footer: str) -> None:
    sheet, dresser = book.create_sheet(page.name), _Dresser()
    width = len(page.widths)
    for number, row in enumerate(page.rows, 1):
        for column, cell in enumerate(row, 1):
            if cell is not None:
                _set(sheet.cell(number, column), cell, dresser)
        if page.head and number > page.head:  # a table has its frame where it has no value too
            for column in range(1, width + 1):
                if column > len(row) or row[column - 1] is None:
                    dresser.dress(sheet.cell(number, column), "text")
        sheet.row_dimensions[number].height = row_height(row, page.widths)
    for column, each in enumerate(page.widths, 1):
        sheet.column_dimensions[letters(column)].width = each
    _read_and_print(sheet, page, footer)
    for cells in page.check_cells:
        _warn(sheet, cells.replace("$", ""))


class _Dresser:
    """Gives cells their look; each look is worked out once, since openpyxl takes long to find a style."""

    def __init__(self) -> None:
        self._known: dict[tuple[Look, str], Any] = {}

    def dress(self, target: Written, look: Look, number_format: str = "") -> None:
        key = look, number_format
        if key not in self._known:
            target.style = named(look)
            if number_format:
                target.number_format = number_format
            self._known[key] = target._style  # type: ignore[attr-defined]  # absent from the stubs
        target._style = copy(self._known[key])  # type: ignore[attr-defined]


def _set(target: Written, cell: Cell, dresser: _Dresser) -> None:
    value = cell.value
    if isinstance(value, Link):
        _link(target, value)
        value = value.text
    if isinstance(value, dt.date):
        target.value = value  # openpyxl sets a format of its own, so the look comes after
    dresser.dress(target, cell.look, cell.format)
    if isinstance(value, Formula):
        target.value = f"={value.text}"
    elif isinstance(value, str):
        put(target, _UNWRITABLE.sub("", value))
    elif value is not None and not isinstance(value, dt.date):
        target.value = value


def _link(target: Written, link: Link) -> None:
    from openpyxl.worksheet.hyperlink import Hyperlink

    location = f"{quoted(link.page)}!{link.cell}"
    target.hyperlink = Hyperlink(ref=target.coordinate, location=location, display=link.text)


def _read_and_print(sheet: Worksheet, page: Page, footer: str) -> None:
    """Set what stays in view, what can be filtered, and how it comes out on paper."""
    last = letters(len(page.widths))
    sheet.sheet_view.showGridLines = False
    if page.head:
        above = page.head - 1 if page.rows[page.head - 2] else page.head
        sheet.freeze_panes = a1(page.head + 1, page.kept + 1)
        sheet.auto_filter.ref = f"A{page.head}:{last}{max(len(page.rows), page.head)}"
        sheet.print_title_rows = f"{above}:{page.head}"
    sheet.print_area = f"A1:{last}{len(page.rows)}"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "portrait" if page.portrait else "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = _fit()
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.7
    if sheet.oddFooter is not None:
        sheet.oddFooter.left.text = footer.replace("&", "&&")[:_LONGEST_FOOTER]
        sheet.oddFooter.right.text = "第 &P 页，共 &N 页"


def _fit() -> Any:
    from openpyxl.worksheet.properties import PageSetupProperties

    return PageSetupProperties(fitToPage=True)


def _warn(sheet: Worksheet, cells: str) -> None:
    """Make a disagreement stand out; the word says it too, so that nothing is said by colour alone."""
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle

    from fazhi_metrics.publish.workings.results import OTHER

    loud = DifferentialStyle(font=Font(bold=True, color="FFFFFF"), fill=PatternFill("solid", bgColor=BAD))
    rule = Rule(type="cellIs", operator="equal", formula=[f'"{OTHER}"'], dxf=loud)
    sheet.conditional_formatting.add(cells, rule)

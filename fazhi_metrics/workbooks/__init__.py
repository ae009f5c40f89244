"""Any workbook: where its tables are, what each cell means, and the address of everything."""

from fazhi_metrics.workbooks.colours import read_colours
from fazhi_metrics.workbooks.doubts import Doubt, DoubtKind
from fazhi_metrics.workbooks.drawing import draw
from fazhi_metrics.workbooks.excel import read_excel
from fazhi_metrics.workbooks.jsonform import to_json
from fazhi_metrics.workbooks.open import open_workbook, read_bytes
from fazhi_metrics.workbooks.reader import Book, read_book, read_tables, sheet_cells
from fazhi_metrics.workbooks.sheets import Sheet, Span, Unread, Workbook
from fazhi_metrics.workbooks.table import Cell, Table, TableColumn

__all__ = [
    "Book",
    "Cell",
    "Doubt",
    "DoubtKind",
    "Sheet",
    "Span",
    "Table",
    "TableColumn",
    "Unread",
    "Workbook",
    "draw",
    "open_workbook",
    "read_book",
    "read_bytes",
    "read_colours",
    "read_excel",
    "read_tables",
    "sheet_cells",
    "to_json",
]

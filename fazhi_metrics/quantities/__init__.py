"""How people write numbers, dates, yes and no: in a cell or in a sentence."""

from fazhi_metrics.quantities.cells import Reading, read_date, read_flag, read_number
from fazhi_metrics.quantities.marks import missing_reason
from fazhi_metrics.quantities.numbers import Numeral, parse_number
from fazhi_metrics.quantities.quantity import Kind, Modifier, Number, Quantity

__all__ = [
    "Kind",
    "Modifier",
    "Number",
    "Numeral",
    "Quantity",
    "Reading",
    "missing_reason",
    "parse_number",
    "read_date",
    "read_flag",
    "read_number",
]

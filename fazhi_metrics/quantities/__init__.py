"""How people write numbers, dates, yes and no: in a cell or in a sentence."""

from fazhi_metrics.quantities.cells import Reading, read_date, read_flag, read_number
from fazhi_metrics.quantities.marks import missing_reason
from fazhi_metrics.quantities.numbers import Numeral, parse_number
from fazhi_metrics.quantities.quantity import Kind, Modifier, Number, Quantity
from fazhi_metrics.quantities.sentence import find_quantities
from fazhi_metrics.quantities.whole import read_quantity
from fazhi_metrics.quantities.wording import Fit, Scale, Style, fit, holds, rounded, wording

__all__ = [
    "Fit",
    "Kind",
    "Modifier",
    "Number",
    "Numeral",
    "Quantity",
    "Reading",
    "Scale",
    "Style",
    "find_quantities",
    "fit",
    "holds",
    "missing_reason",
    "parse_number",
    "read_date",
    "read_flag",
    "read_number",
    "read_quantity",
    "rounded",
    "wording",
]

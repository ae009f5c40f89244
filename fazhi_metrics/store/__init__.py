"""Processed data: written as one generation in one step, read anywhere without a workbook."""

from fazhi_metrics.store.generation import write_generation
from fazhi_metrics.store.provenance import CellRecord
from fazhi_metrics.store.reader import Store

__all__ = ["CellRecord", "Store", "write_generation"]

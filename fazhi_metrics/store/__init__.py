"""Processed data: written as one generation in one step, read anywhere without a workbook."""

from fazhi_metrics.store.generation import Draft, draft_generation, write_generation
from fazhi_metrics.store.provenance import CellRecord
from fazhi_metrics.store.reader import Store

__all__ = ["CellRecord", "Draft", "Store", "draft_generation", "write_generation"]

"""What a ledger is made of: columns, units, checks, and what they mean to Arrow, pandas and pandera."""

from __future__ import annotations

from fazhi_metrics.datasets.base import YEAR, Column, Dataset

__all__ = ["YEAR", "Column", "Dataset"]

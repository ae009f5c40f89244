"""One file per ledger: columns, aliases, units, checks. To add a dataset is to add one file here."""

from __future__ import annotations

from fazhi_metrics.datasets.base import YEAR, Column, Dataset
from fazhi_metrics.datasets.registry import DATASETS, dataset_named

__all__ = ["DATASETS", "YEAR", "Column", "Dataset", "dataset_named"]

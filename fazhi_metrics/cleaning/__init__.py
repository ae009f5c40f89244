"""From workbooks to typed rows: issues at their cells, declared corrections, a log that adds up."""

from __future__ import annotations

from fazhi_metrics.cleaning.clean import clean
from fazhi_metrics.cleaning.issues import Issue
from fazhi_metrics.cleaning.result import CleaningResult

__all__ = ["CleaningResult", "Issue", "clean"]

"""From workbooks to typed rows: issues at their cells, declared corrections, a log that adds up."""

from __future__ import annotations

from fazhi_metrics.cleaning.declare import add_correction, found_at
from fazhi_metrics.cleaning.issues import Issue
from fazhi_metrics.cleaning.log import Conservation
from fazhi_metrics.cleaning.outdated import OutdatedWarning, outdated
from fazhi_metrics.cleaning.result import CleaningResult
from fazhi_metrics.cleaning.returns import remove_returns, write_returns
from fazhi_metrics.cleaning.run import clean
from fazhi_metrics.datasets.checks import Severity

__all__ = [
    "CleaningResult",
    "Conservation",
    "Issue",
    "OutdatedWarning",
    "Severity",
    "add_correction",
    "clean",
    "found_at",
    "outdated",
    "remove_returns",
    "write_returns",
]

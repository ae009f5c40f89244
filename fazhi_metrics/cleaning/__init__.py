"""From workbooks to typed rows: issues at their cells, declared corrections, a log that adds up.

The public names load their modules on first use: what is known of issues is asked where no workbook is read.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fazhi_metrics.cleaning.answer import add_settlement as add_settlement
    from fazhi_metrics.cleaning.declare import add_correction as add_correction
    from fazhi_metrics.cleaning.declare import found_at as found_at
    from fazhi_metrics.cleaning.issues import Issue as Issue
    from fazhi_metrics.cleaning.log import Conservation as Conservation
    from fazhi_metrics.cleaning.outdated import OutdatedWarning as OutdatedWarning
    from fazhi_metrics.cleaning.result import CleaningResult as CleaningResult
    from fazhi_metrics.cleaning.returns import remove_returns as remove_returns
    from fazhi_metrics.cleaning.returns import write_returns as write_returns
    from fazhi_metrics.cleaning.run import clean as clean
    from fazhi_metrics.datasets.checks import Severity as Severity

_HOMES = {
    "CleaningResult": "cleaning.result",
    "Conservation": "cleaning.log",
    "Issue": "cleaning.issues",
    "OutdatedWarning": "cleaning.outdated",
    "Severity": "datasets.checks",
    "add_correction": "cleaning.declare",
    "add_settlement": "cleaning.answer",
    "clean": "cleaning.run",
    "found_at": "cleaning.declare",
    "remove_returns": "cleaning.returns",
    "write_returns": "cleaning.returns",
}
__all__ = [
    "CleaningResult",
    "Conservation",
    "Issue",
    "OutdatedWarning",
    "Severity",
    "add_correction",
    "add_settlement",
    "clean",
    "found_at",
    "remove_returns",
    "write_returns",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"fazhi_metrics.{_HOMES[name]}"), name)

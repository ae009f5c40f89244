"""A notebook toolkit for governance indicators: every number of a report traced to its cells.

The public names load their rooms on first use, so that importing this package costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from fazhi_metrics import faces

if TYPE_CHECKING:
    from fazhi_metrics.audit import read_claims as read_claims
    from fazhi_metrics.errors import FazhiError as FazhiError
    from fazhi_metrics.explorer import explore as explore
    from fazhi_metrics.ledgers import CHARTS as CHARTS
    from fazhi_metrics.ledgers import DATASETS as DATASETS
    from fazhi_metrics.ledgers import FIGURES as FIGURES
    from fazhi_metrics.ledgers import INDICATORS as INDICATORS
    from fazhi_metrics.workbench import Project as Project
    from fazhi_metrics.workbench import open_project as open
    from fazhi_metrics.workbooks import Table as Table
    from fazhi_metrics.workbooks import read_excel as read_excel
    from fazhi_metrics.workbooks import read_tables as read_tables

__version__ = "0.1.0"
__all__ = [
    "CHARTS",
    "DATASETS",
    "FIGURES",
    "INDICATORS",
    "FazhiError",
    "Project",
    "Table",
    "explore",
    "open",
    "read_claims",
    "read_excel",
    "read_tables",
]

_HOMES = {
    "CHARTS": ("fazhi_metrics.ledgers", "CHARTS"),
    "DATASETS": ("fazhi_metrics.ledgers", "DATASETS"),
    "FIGURES": ("fazhi_metrics.ledgers", "FIGURES"),
    "INDICATORS": ("fazhi_metrics.ledgers", "INDICATORS"),
    "FazhiError": ("fazhi_metrics.errors", "FazhiError"),
    "explore": ("fazhi_metrics.explorer", "explore"),
    "Project": ("fazhi_metrics.workbench", "Project"),
    "Table": ("fazhi_metrics.workbooks", "Table"),
    "open": ("fazhi_metrics.workbench", "open_project"),
    "read_claims": ("fazhi_metrics.audit", "read_claims"),
    "read_excel": ("fazhi_metrics.workbooks", "read_excel"),
    "read_tables": ("fazhi_metrics.workbooks", "read_tables"),
}


faces.found_in(lambda: importlib.import_module("fazhi_metrics.show"))


def __getattr__(name: str) -> Any:
    """Load a public name from its room on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, attribute = _HOMES[name]
    value = getattr(importlib.import_module(module), attribute)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})

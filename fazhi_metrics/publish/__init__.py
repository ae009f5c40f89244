"""What leaves the house: notebooks, figures, reports."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from fazhi_metrics.publish.figures_json import write_figures_json as write_figures_json
    from fazhi_metrics.publish.figures_json import write_json as write_json
    from fazhi_metrics.publish.notebooks import publish_notebooks as publish_notebooks
    from fazhi_metrics.publish.page import write_audit_page as write_audit_page
    from fazhi_metrics.publish.page import write_page as write_page
    from fazhi_metrics.publish.word import write_report as write_report
    from fazhi_metrics.publish.workings import write_workings as write_workings

_HOMES = {
    "publish_notebooks": "notebooks",
    "write_audit_page": "page",
    "write_figures_json": "figures_json",
    "write_json": "figures_json",
    "write_page": "page",
    "write_report": "word",
    "write_workings": "workings",
}


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)

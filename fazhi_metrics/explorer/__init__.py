"""The explorer: choose an indicator and how to divide it; chart, table and the code for them follow."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from fazhi_metrics.explorer.question import Question

if TYPE_CHECKING:
    from fazhi_metrics.explorer.panel import Explorer as Explorer
    from fazhi_metrics.explorer.panel import explore as explore

__all__ = ["Explorer", "Question", "explore"]


def __getattr__(name: str) -> Any:
    """Load the widgets only when they are asked for."""
    if name not in ("Explorer", "explore"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.panel"), name)

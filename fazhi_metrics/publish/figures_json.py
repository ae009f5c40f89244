"""Figures as JSON: what other programs read, the same bytes for the same figures."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fazhi_metrics.files import write

if TYPE_CHECKING:
    from fazhi_metrics.measures import Figure


def write_figures_json(figures: Iterable[Figure], path: Path | str) -> Path:
    """Write figures as a list of mappings (see `Figure.to_json`) in one step, and return the path."""
    return write_json([figure.to_json() for figure in figures], path)


def write_json(content: Any, path: Path | str) -> Path:
    """Write plain values as JSON in one step, Chinese as it is, and return the path.

    Raises ValueError for a number that JSON does not have (NaN, infinity).
    """
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return write(path, text)

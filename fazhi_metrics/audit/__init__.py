"""From a report to its claims, their ties to figures, and the verdicts."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from fazhi_metrics.audit.claims import Claims, Excluded, FigureClaim, Implied, Trend, read_claims

if TYPE_CHECKING:
    from fazhi_metrics.audit.documents import Document as Document
    from fazhi_metrics.audit.files import annotate_report as annotate_report
    from fazhi_metrics.audit.files import audit_file as audit_file
    from fazhi_metrics.audit.opening import read_document as read_document
    from fazhi_metrics.audit.results import Audit as Audit
    from fazhi_metrics.audit.results import TrendVerdict as TrendVerdict
    from fazhi_metrics.audit.results import Verdict as Verdict
    from fazhi_metrics.audit.suggest import suggest_ties as suggest_ties
    from fazhi_metrics.audit.ties import Tie as Tie
    from fazhi_metrics.audit.verdicts import audit_report as audit_report

# Reading claims needs no data; the rest loads the indicators on first use.
_HOMES = {
    "Document": "documents",
    "read_document": "opening",
    "annotate_report": "files",
    "audit_file": "files",
    "Audit": "results",
    "TrendVerdict": "results",
    "Verdict": "results",
    "suggest_ties": "suggest",
    "Tie": "ties",
    "audit_report": "verdicts",
}
__all__ = [
    "Audit",
    "Claims",
    "Document",
    "Excluded",
    "FigureClaim",
    "Implied",
    "Tie",
    "Trend",
    "TrendVerdict",
    "Verdict",
    "annotate_report",
    "audit_file",
    "audit_report",
    "read_claims",
    "read_document",
    "suggest_ties",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value

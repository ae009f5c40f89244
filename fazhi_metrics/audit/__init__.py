"""From a report to its claims, their ties to figures, and the verdicts."""

from fazhi_metrics.audit.claims import Claims, Excluded, FigureClaim, Implied, Trend, read_claims

__all__ = ["Claims", "Excluded", "FigureClaim", "Implied", "Trend", "read_claims"]

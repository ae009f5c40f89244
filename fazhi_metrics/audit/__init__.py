"""From a report to its claims, their ties to figures, and the verdicts."""

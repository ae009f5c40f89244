"""Offline pages: a town's year (figures, audited report, charts, villages, cards), or an audited report alone."""

from fazhi_metrics.publish.page.audited import write_audit_page
from fazhi_metrics.publish.page.write import write_page

__all__ = ["write_audit_page", "write_page"]

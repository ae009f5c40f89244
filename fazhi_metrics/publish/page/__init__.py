"""One offline page: headline figures, the audited report, charts, villages and a card for every indicator."""

from fazhi_metrics.publish.page.write import write_page

__all__ = ["write_page"]
